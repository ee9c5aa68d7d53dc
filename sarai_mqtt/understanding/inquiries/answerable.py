"""Questions that a home can answer: how they ask, and the slots that tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sarai_mqtt.core.conditions import DETECTED, NEGATIVE, states_of
from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.reader.resolve_places import Where

# Home Assistant's states for conditions that are called otherwise there.
_RAW: Mapping[str, str] = {
    "home": "home", "away": "not_home", "outdated": "on", "current": "off", DETECTED: "on",
    "extended": "open", "retracted": "closed", "flowing": "open", "shut_off": "closed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question of this home: the things it is about, the slots of the intent `name`, and how it asks."""

    targets: tuple[str, ...]
    asks: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    name: str = "HassGetState"


def asks_of(asked: Asked, condition: str, count: int) -> str:
    """Return how the question asks, as named in Home Assistant's sentences."""
    if asked.opener in ("which", "who") or (asked.opener == "how" and condition == "playing"):
        return "which"
    if asked.opener == "how_many":
        return "how_many"
    whole = asked.quantity == "all" or bool({"everything", "everybody"} & set(asked.groups))
    if whole:
        return "all"
    if asked.opener in ("there", "left") or asked.quantity == "any" or asked.groups:
        return "any" if count > 1 or asked.classes or asked.groups else "one_yesno"
    if count == 1:
        return "one_yesno"
    return "all" if condition in NEGATIVE else "any"


def as_state(condition: str, found: Sequence[Entity]) -> tuple[str, str, str]:
    """Return the state to compare with, and the domain and device class if all of `found` have them."""
    domains = {e.domain for e in found}
    classes = {e.device_class or "" for e in found}
    domain = domains.pop() if len(domains) == 1 else ""
    device_class = classes.pop() if domain and len(classes) == 1 else ""
    if domain == "binary_sensor" and condition not in ("on", "off"):
        states = states_of(condition, domain, found[0].device_class)
        return "on" if "on" in states else "off", domain, device_class
    if domain == "lock":
        condition = {"open": "unlocked", "closed": "locked"}.get(condition, condition)
    return _RAW.get(condition, condition), domain, device_class


def with_place(slots: dict[str, SlotValue], place: Where | None) -> dict[str, SlotValue]:
    """Add the area or floor that was said to `slots`, and return them."""
    if place is not None and place.area:
        slots["area"] = place.area
    elif place is not None and place.floor:
        slots["floor"] = place.floor
    return slots


def ids_of(found: Iterable[Entity]) -> tuple[str, ...]:
    """Return the ids of entities, in their order."""
    return tuple(e.id for e in found)


def about(asked: Asked, found: Sequence[Entity], condition: str, place: Where | None) -> Answerable | None:
    """Return the question whether, which, how many of `found` are in the condition, or since when one is."""
    if not found:
        return None
    asks = asks_of(asked, condition, len(found))
    if asked.opener == "since":
        return Answerable(ids_of(found), "since", {"name": found[0].id}) if len(found) == 1 else None
    state, domain, device_class = as_state(condition, found)
    if len(found) == 1 and asks == "one_yesno":
        return Answerable((found[0].id,), asks, {"name": found[0].id, "state": state})
    slots: dict[str, SlotValue] = {"state": state}
    if domain:
        slots["domain"] = domain
    if device_class:
        slots["device_class"] = device_class
    return Answerable(ids_of(found), asks, with_place(slots, place))
