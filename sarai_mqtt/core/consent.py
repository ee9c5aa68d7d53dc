"""Which commands need the person's yes before they are carried out."""

from collections.abc import Iterable, Mapping

from sarai_mqtt.core.home import Entity, needs_confirmation
from sarai_mqtt.core.intents import QUESTIONS

# Intents that only make the house safer, by domain: locking, closing, arming, and stopping what moves.
_SAFE: Mapping[str, frozenset[str]] = {
    "lock": frozenset({"HassTurnOn"}),
    "cover": frozenset({"HassTurnOff", "HassStopMoving"}),
    "alarm_control_panel": frozenset({"HassTurnOn", "HassAlarmArm"}),
}


def needs_yes(entities: Iterable[Entity], intent: str) -> bool:
    """Return True if `intent` needs a yes because of one of the `entities` that it acts on.

    An entity that only needs confirmation by default (`core.home.needs_confirmation`) needs none for an
    intent that makes the house safer. One for which the user asked for confirmation always does.
    """
    return intent not in QUESTIONS and any(_asks(entity, intent) for entity in entities)


def _asks(entity: Entity, intent: str) -> bool:
    if not entity.confirm:
        return False
    by_default = needs_confirmation(entity.id, entity.device_class) and not entity.always_confirm
    return not (by_default and intent in _SAFE.get(entity.domain, ()))
