"""Finds what a question compares: "which is warmer, the kitchen or the bedroom?"."""

from collections.abc import Callable, Iterable, Sequence

from sarai_mqtt.core.home import Entity
from sarai_mqtt.understanding.inquiries.answerable import Answerable, ids_of
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.reader.resolve_places import outdoors, where
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

Named = Callable[[list[Entity], Asked], list[Entity]]
"""Returns those of the entities that the words of the question name."""

_FEWEST, _MOST = 2, 12  # things that are compared


def compared(asked: Asked, setting: Setting, named: Named) -> Answerable | None:
    """Return the question which of the values of `asked` is the highest or the lowest; None if it is none.

    All things whose measure is meant are compared, or those that are named, or in the rooms that are.
    """
    ends = {extreme.partition(" ")[0] for extreme in asked.extremes}
    measures = [measure for extreme in asked.extremes if (measure := extreme.partition(" ")[2])]
    measures += [name for name in asked.measures if name not in measures]
    if len(ends) != 1 or not measures or asked.groups or asked.detections or asked.conditions:
        return None
    measure = next((name for name in measures if _of(name, setting.home.matching(()))), "")
    found = _of(measure, _in_rooms(asked, setting))
    if asked.entities or asked.owners or asked.classes:
        found = _named(asked, found, named)
    if not _FEWEST <= len(found) <= _MOST or (len(asked.places) > 1 and not _in_each(asked, found, setting)):
        return None
    return Answerable(ids_of(found), ends.pop(), {"device_class": measure})


def _of(measure: str, entities: Iterable[Entity]) -> list[Entity]:
    """Return the sensors of a measure; of temperatures, also what heats or cools a room without a sensor."""
    entities = list(entities)
    found = [e for e in entities if e.domain == "sensor" and e.device_class == measure]
    if measure != "temperature":
        return found
    rooms = {e.area for e in found}
    return found + [e for e in entities if e.domain == "climate" and e.area and e.area not in rooms]


def _in_rooms(asked: Asked, setting: Setting) -> list[Entity]:
    """Return what is in the places that are compared; without one, in any, or in any room if rooms are."""
    entities = setting.home.matching(())
    try:
        places = [place for one in asked.places if (place := where(setting, [one])) is not None]
    except RefusedError:
        return []
    places = [place for place in places if place.areas is not None]  # "in the house" is everywhere
    if places:
        return [e for e in entities if any(place.has(e) for place in places)]
    outside = set(outdoors(setting.home))
    return [e for e in entities if not asked.rooms or (e.area and e.area not in outside)]


def _in_each(asked: Asked, found: Sequence[Entity], setting: Setting) -> bool:
    """Return True if there is something to compare in each place."""
    try:
        places = [where(setting, [one]) for one in asked.places]
    except RefusedError:
        return False
    return all(place is None or any(place.has(e) for e in found) for place in places)


def _named(asked: Asked, found: list[Entity], named: Named) -> list[Entity]:
    """Return the things that have one of the names that were said: each by its own words."""
    parts = [Asked("which", entities=(ids,)) for ids in asked.entities]
    parts += [Asked("which", owners=(word,)) for word in asked.owners]
    parts += [Asked("which", classes=(name,)) for name in asked.classes]
    each = [named(found, part) for part in parts]
    return list({e.id: e for some in each for e in some}.values()) if all(each) else []
