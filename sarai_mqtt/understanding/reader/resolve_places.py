"""Places of an order: the areas they stand for in this home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.home import Entity
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
        case "area" | "outside" if ids := [i for i in place.ids if i in home.areas]:
            name = setting.place_name(ids[0]) if place.kind == "area" else place.said
            if place.kind == "outside" or len(ids) == 1:
                return Where(frozenset(ids), name, area=ids[0] if len(ids) == 1 else "")
            if setting.area in ids:
                return Where(frozenset({str(setting.area)}), name, area=str(setting.area))
            return Where(frozenset(ids), name, alike=frozenset(ids))
        case "floor" if ids := [i for i in place.ids if i in home.floors]:
            areas = frozenset(a.id for a in home.areas.values() if a.floor in ids)
            if len(ids) > 1:
                raise RefusedError("which_one")
            return Where(areas, setting.place_name(ids[0]), floor=ids[0])
    raise RefusedError("no_such_place", place.said)


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
