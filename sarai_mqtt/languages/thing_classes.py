"""The entities that a word for a kind of things can stand for, in any language."""

from collections.abc import Mapping
from dataclasses import dataclass

from sarai_mqtt.languages.schema.content import Class

_NONE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class ThingKind:
    """The entities of a class.

    `domains` and `device_classes` are Home Assistant's; no device classes means any, and "" is an entity
    without one. With `named`, only an entity whose name has a word of the class is meant. `intents` are
    intents without targets to which the words belong. `distinct`: the words of the class are different
    machines, but for those that say no more than the class.
    """

    domains: frozenset[str] = _NONE
    device_classes: frozenset[str] = _NONE
    named: bool = False
    intents: frozenset[str] = _NONE
    distinct: bool = False


_SET_TIMERS = frozenset({"HassStartTimer", "HassCancelTimer", "HassCancelAllTimers"})
_TIMERS = _SET_TIMERS | {
    "HassIncreaseTimer", "HassDecreaseTimer", "HassPauseTimer", "HassUnpauseTimer", "HassTimerStatus",
    "HassTimerHelperStart", "HassTimerHelperPause", "HassTimerHelperCancel", "HassTimerHelperFinish",
}  # fmt: skip

THING_KINDS: Mapping[Class, ThingKind] = {
    "light": ThingKind(domains=frozenset({"light"})),
    "fan": ThingKind(domains=frozenset({"fan"}), intents=frozenset({"HassClimateSetFanMode"}), distinct=True),
    "blind": ThingKind(domains=frozenset({"cover"}), device_classes=frozenset({"blind", "shade", "shutter"})),
    "curtain": ThingKind(domains=frozenset({"cover"}), device_classes=frozenset({"curtain"})),
    "awning": ThingKind(domains=frozenset({"cover"}), device_classes=frozenset({"awning"})),
    "cover": ThingKind(domains=frozenset({"cover"})),
    "garage": ThingKind(domains=frozenset({"cover"}), device_classes=frozenset({"garage", "gate"})),
    "door": ThingKind(
        domains=frozenset({"lock", "cover", "binary_sensor"}),
        device_classes=frozenset({"door", "garage", "gate", ""}),
    ),
    "window": ThingKind(domains=frozenset({"cover", "binary_sensor"}), device_classes=frozenset({"window"})),
    "lock": ThingKind(domains=frozenset({"lock"})),
    "climate": ThingKind(domains=frozenset({"climate"}), distinct=True),
    "heater": ThingKind(domains=frozenset({"climate", "water_heater"}), named=True, distinct=True),
    "humidifier": ThingKind(domains=frozenset({"humidifier"}), named=True, distinct=True),
    "television": ThingKind(domains=frozenset({"media_player"}), named=True),
    "radio": ThingKind(domains=frozenset({"media_player"}), named=True),
    "speaker": ThingKind(domains=frozenset({"media_player"}), named=True),
    "vacuum": ThingKind(domains=frozenset({"vacuum"})),
    "mower": ThingKind(domains=frozenset({"lawn_mower"})),
    "plug": ThingKind(domains=frozenset({"switch"}), named=True),
    "valve": ThingKind(domains=frozenset({"valve"})),
    "siren": ThingKind(domains=frozenset({"siren"})),
    "alarm": ThingKind(domains=frozenset({"alarm_control_panel"}), intents=_SET_TIMERS),
    "base": ThingKind(intents=frozenset({"HassVacuumReturnToBase", "HassLawnMowerDock"})),
    "timer": ThingKind(intents=_TIMERS),
}
