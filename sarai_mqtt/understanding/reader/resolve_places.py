"""Places of an order: the areas they stand for in this home."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.languages.schema.orders import Orders, Storey
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting


@dataclass(frozen=True, slots=True)
class Where:
    """The areas that were said, by id; None: the whole house.

    `slots` are those of an intent that tell the place, if one tells it all. `name` is for a reply.
    `alike` are areas of one name of which only one was meant.
    """

    areas: frozenset[str] | None
    name: str
    area: str = ""
    floor: str = ""
    alike: frozenset[str] = frozenset()

    def has(self, entity: Entity) -> bool:
        """Return True if the entity is in the place."""
        return self.areas is None or entity.area in self.areas


def where(setting: Setting, places: Sequence[Place]) -> Where | None:
    """Return the place that `places` say together; None if nothing was said.

    Each narrows the one before: "the bathroom upstairs". Raises RefusedError for a place that the home does
    not have, and for two places that have nothing in common.
    """
    if setting.area is None:
        places = [place for place in places if place.kind != "here"]  # the only one of the home may be meant
    if not places:
        return None
    result = _one(setting, places[0])
    for place in places[1:]:
        result = _narrowed(result, _one(setting, place), place)
    return result


def _one(setting: Setting, place: Place) -> Where:
    home = setting.home
    match place.kind:
        case "house":
            return Where(None, place.said)
        case "here":
            here = str(setting.area)
            return Where(frozenset({here}), setting.place_name(here), area=here)
        case "outside" if ids := outdoors(setting.home):
            return Where(frozenset(ids), place.said, area=ids[0] if len(ids) == 1 else "")
        case "area" if ids := [i for i in place.ids if i in home.areas]:
            return _areas(setting, place, ids)
        case "floor" | "up" | "down" | "this_floor" if ids := _floors(setting, place):
            if len(ids) > 1:
                raise RefusedError("which_one")
            areas = frozenset(a.id for a in home.areas.values() if a.floor in ids)
            return Where(areas, setting.place_name(ids[0]), floor=ids[0])
    raise RefusedError("no_such_place", place.said)


def _areas(setting: Setting, place: Place, ids: Sequence[str]) -> Where:
    """Return the place of areas with one name, of which only one is meant unless it says `every`."""
    name = setting.place_name(ids[0])
    if len(ids) == 1:
        return Where(frozenset(ids), name, area=ids[0])
    if place.every:
        return Where(frozenset(ids), place.said)
    if setting.area in ids:
        return Where(frozenset({str(setting.area)}), name, area=str(setting.area))
    return Where(frozenset(ids), name, alike=frozenset(ids))


def _floors(setting: Setting, place: Place) -> list[str]:
    """Return the ids of the floors that were said: by name, the speaker's, the upper or the lower one."""
    home = setting.home
    if place.kind == "floor":
        return [i for i in place.ids if i in home.floors]
    if place.kind == "this_floor":
        here = home.areas.get(setting.area or "")
        return [here.floor] if here and here.floor else []
    up, down = _called(setting, "up"), _called(setting, "down")
    named, other = (up, down) if place.kind == "up" else (down, up)
    if len(home.floors) == 2 and other and not named:  # of two, not the other
        return [i for i in home.floors if i not in other]
    return named


def _called(setting: Setting, storey: Storey) -> list[str]:
    """Return the ids of the floors named by a word for the upper or the lower storey."""
    found = []
    for floor in setting.home.floors.values():
        for language, orders in _spoken(setting, floor.names):
            phrases = {words_in(phrase, language) for phrase in orders.levels.get(storey, ())}
            if any(words_in(name, language) in phrases for name in floor.names[language]):
                found.append(floor.id)
                break
    return found


def outdoors(home: Home) -> list[str]:
    """Return the ids of the areas out of doors: those with a word for such a place in a first name.

    The other names may be loose: a "cochera" is a carport, or another word for the garage.
    """
    found, known = [], available()
    for area in home.areas.values():
        for language, names in area.names.items():
            orders = pack(language).orders if language in known and names else None
            words = {without_accents(word) for word in orders.outdoors} if orders else set[str]()
            if words and not words.isdisjoint(words_in(names[0], language)):
                found.append(area.id)
                break
    return found


def _spoken(setting: Setting, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Orders]]:
    """Yield the language that is spoken if there are names in it, else each one in which there are."""
    known = available()
    for language in [setting.language] if names.get(setting.language) else names:
        if language in known and (orders := pack(language).orders):
            yield language, orders


def _narrowed(one: Where, other: Where, said: Place) -> Where:
    if one.areas is None or other.areas is None:
        return one if other.areas is None else other
    both = one.areas & other.areas
    if not both:
        raise RefusedError("unaccounted", said.said)
    if len(both) == 1:
        area = next(iter(both))
        return Where(both, one.name if one.area == area or one.alike else other.name, area=area)
    narrow = one if len(one.areas) <= len(other.areas) else other
    return Where(both, narrow.name, alike=narrow.alike & both)


def spread(entities: Iterable[Entity]) -> int:
    """Return the number of areas in which the entities are; no area counts as one."""
    return len({e.area for e in entities})
