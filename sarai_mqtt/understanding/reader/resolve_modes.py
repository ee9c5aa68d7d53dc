"""Modes of an order: which command sets them, and whether a thing of this kind, or this thing, has them."""

from collections.abc import Mapping

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.core.modes import VACATION, listed_mode, plain_mode
from sarai_mqtt.understanding.reader.frames import Frame
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

_HVAC_MODES = frozenset({"heat", "cool", "heat_cool", "auto", "dry", "fan_only"})
_FAN_SPEEDS = {"low": 20, "medium": 50, "high": 100}
# The modes that a thing of a domain may have where it does not tell: Home Assistant's, and what makers add.
_MODES: Mapping[str, frozenset[str]] = {
    "climate": _HVAC_MODES
    | _FAN_SPEEDS.keys()
    | frozenset({"eco", "away", "home", "sleep", "boost", "comfort", "turbo", "quiet"}),
    "fan": frozenset({"eco", "sleep", "boost", "turbo", "natural", "normal", "quiet", "smart", "auto"})
    | {"breeze"}
    | _FAN_SPEEDS.keys(),
    "humidifier": frozenset({
        "eco", "away", "home", "sleep", "boost", "comfort", "normal", "auto", "quiet", "turbo",
    }),
    "water_heater": frozenset({"eco", "performance", "away"}),
    "alarm_control_panel": frozenset({"home", "away", "sleep"}),
}  # fmt: skip
_KINDS = frozenset(_MODES)
_OTHER_MODES = frozenset().union(*_MODES.values())
# The attributes that list the modes of a thing, in the order in which a mode is looked for, and the commands.
_LISTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "climate": (
        ("hvac_modes", "HassClimateSetHvacMode", "hvac_mode"),
        ("preset_modes", "HassClimateSetPresetMode", "preset_mode"),
        ("fan_modes", "HassClimateSetFanMode", "fan_mode"),
    ),
    "fan": (("preset_modes", "HassFanSetPresetMode", "preset_mode"),),
    "humidifier": (("available_modes", "HassHumidifierMode", "mode"),),
    "water_heater": (("operation_list", "HassClimateSetPresetMode", "preset_mode"),),
}
_ARMED = {"home": "home", "away": "away", "sleep": "night"}  # modes of an alarm


def may_have(mode: str, domain: str) -> bool:
    """Return True if a thing of `domain` may have `mode`: one that is known of it, or a word not known."""
    return domain in _KINDS and (mode in _MODES[domain] or mode not in _OTHER_MODES)


def in_mode(setting: Setting, frame: Frame, entity: Entity) -> tuple[str, Mapping[str, SlotValue]]:
    """Return the intent that sets the mode of `frame` on `entity`, and its slots. Raises RefusedError.

    A mode must be one that the thing lists; where it lists none, one of its kind.
    """
    mode, domain = frame.mode, entity.domain
    if frame.amount is not None or frame.action not in ("set", "turn_on") or domain not in _KINDS:
        raise RefusedError("unaccounted", mode)
    if domain == "fan" and mode in _FAN_SPEEDS:
        return "HassFanSetSpeed", {"percentage": _FAN_SPEEDS[mode]}
    if domain == "alarm_control_panel" and mode in _ARMED:
        longer = mode == "away" and not VACATION.isdisjoint(plain_mode(setting.text).split())
        return "HassAlarmArm", {"mode": "vacation" if longer else _ARMED[mode]}
    lists = _LISTS.get(domain, ())
    for attribute, intent, slot in lists:
        if listed_mode(mode, entity.modes.get(attribute, ()), setting.text):
            return intent, {slot: mode}
    if domain == "water_heater" and mode == "away":
        return "HassWaterHeaterSetAwayMode", {"away_mode": True}
    if entity.modes:
        known = dict.fromkeys(m for attribute, _, _ in lists for m in entity.modes.get(attribute, ()))
        raise RefusedError("cannot", mode, options=tuple(known))
    if mode not in _MODES[domain] or not lists:
        raise RefusedError("unaccounted", mode)
    if domain == "climate" and mode not in _HVAC_MODES:
        _, intent, slot = lists[2 if mode in _FAN_SPEEDS else 1]
        return intent, {slot: mode}
    _, intent, slot = lists[0]
    return intent, {slot: mode}
