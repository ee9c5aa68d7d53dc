"""What orders to vacuums come to: one call for all rooms, and a stop that the vacuum knows."""

from collections.abc import Sequence
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.understanding.reader.resolve_places import outdoors

_CLEAN, _START, _STOP = "HassVacuumCleanArea", "HassVacuumStart", "HassVacuumStop"
# VacuumEntityFeature by the intent that stops it. One that tells nothing of itself is sent home.
_STOPS = ((8, _STOP), (4, "HassVacuumPause"))


def for_vacuums(found: Found | None, home: Home) -> Found | None:
    """Return `found` with the orders to one vacuum for several rooms as one order, and stops that are known.

    None if a vacuum would be sent to one room after the other with other orders between: the last one alone
    would hold.
    """
    match found:
        case Choice():
            options = tuple(tuple(_known(intent, home) for intent in option) for option in found.options)
            return replace(found, options=options)
        case tuple():
            joined = _joined([_known(intent, home) for intent in found])
            if outside := _out_of_doors(joined, home):
                return outside
            return None if _sent_twice(joined) else tuple(joined)
        case LeftOver() | None:
            return found


def _known(intent: Intent, home: Home) -> Intent:
    return _of_floor(_stopping(intent, home), home)


def _of_floor(intent: Intent, home: Home) -> Intent:
    """Return the start of a vacuum on a floor as what sends it to the rooms of that floor."""
    rooms = [
        area.id for area in home.areas.values() if area.floor and area.floor == intent.slots.get("floor")
    ]
    if intent.name != _START or not rooms:
        return intent
    slots = {key: value for key, value in intent.slots.items() if key != "floor"}
    named = {"areas": ",".join(rooms)} if len(rooms) > 1 else {"area": rooms[0]}
    return replace(intent, name=_CLEAN, slots={**slots, **named})


def _out_of_doors(intents: Sequence[Intent], home: Home) -> LeftOver | None:
    """Return the refusal to vacuum a garden; None if no room is out of doors."""
    outside = outdoors(home)
    for intent in intents:
        if intent.name == _CLEAN and (rooms := [room for room in _rooms(intent) if room in outside]):
            name = spoken_name(home.areas[rooms[0]].names, intent.language)
            return LeftOver((name,), "cannot", intent.language)
    return None


def _stopping(intent: Intent, home: Home) -> Intent:
    """Return a stop as what the vacuums know that do not know to stop where they are."""
    if intent.name != _STOP:
        return intent
    things = [home.entities[target] for target in intent.targets if target in home.entities]
    able = (name for bit, name in _STOPS if things and all(thing.features & bit for thing in things))
    return replace(intent, name=next(able, "HassVacuumReturnToBase"))


def _joined(intents: Sequence[Intent]) -> list[Intent]:
    """Return the intents; neighbours that send the same vacuum to rooms are one, for all of the rooms."""
    joined = list[Intent]()
    for intent in intents:
        last = joined[-1] if joined else None
        if last and intent.name == last.name == _CLEAN and intent.targets == last.targets:
            rooms = dict.fromkeys((*_rooms(last), *_rooms(intent)))
            slots = {key: value for key, value in last.slots.items() if key not in ("area", "areas")}
            named = {"areas": ",".join(rooms)} if len(rooms) > 1 else {"area": next(iter(rooms))}
            joined[-1] = replace(last, slots={**slots, **named})
        else:
            joined.append(intent)
    return joined


def _rooms(intent: Intent) -> list[str]:
    return str(intent.slots.get("areas") or intent.slots.get("area")).split(",")


def _sent_twice(intents: Sequence[Intent]) -> bool:
    sent = [target for intent in intents if intent.name == _CLEAN for target in intent.targets]
    return len(set(sent)) < len(sent)
