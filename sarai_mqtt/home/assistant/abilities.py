"""Checks what an entity can do, from its state alone, before anything is asked of it (ADR 22).

Home Assistant reports success for a light that ignores a brightness it does not support, and for a thermostat
that ignores a single temperature while it holds a range.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Any

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.modes import listed_mode
from sarai_mqtt.home.assistant.attributes import attribute, held_range, number, number_limits

COLOUR_MODES = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})
_DARK = frozenset({"onoff", "unknown"})  # modes without brightness

# Intent and domain: the `supported_features` bits (any one will do), and the quality they stand for.
FEATURES: Mapping[tuple[str, str], tuple[int, str]] = {
    ("HassFanSetSpeed", "fan"): (1, "percentage"),
    ("HassFanSetPresetMode", "fan"): (8, "mode"),
    ("HassSetPosition", "cover"): (4, "position"),
    ("HassSetPosition", "valve"): (4, "position"),
    ("HassClimateSetTemperature", "climate"): (1, "degrees"),
    ("HassClimateSetTemperature", "water_heater"): (1, "degrees"),
    ("HassClimateSetFanMode", "climate"): (8, "fan_mode"),
    ("HassClimateSetPresetMode", "climate"): (16, "mode"),
    ("HassClimateSetPresetMode", "water_heater"): (2, "mode"),
    ("HassHumidifierMode", "humidifier"): (1, "mode"),
    ("HassSetVolume", "media_player"): (4, "volume"),
    ("HassSetVolumeRelative", "media_player"): (4 | 1024, "volume"),
    ("HassMediaPause", "media_player"): (1, "action"),
    ("HassMediaUnpause", "media_player"): (1 | 16384, "action"),
    ("HassMediaNext", "media_player"): (32, "action"),
    ("HassMediaPrevious", "media_player"): (16, "action"),
    ("HassMediaPlayerMute", "media_player"): (8, "action"),
    ("HassMediaPlayerUnmute", "media_player"): (8, "action"),
    ("HassTurnOn", "climate"): (256, "switch"),
    ("HassTurnOff", "climate"): (128, "switch"),
    ("HassTurnOn", "fan"): (32, "switch"),
    ("HassTurnOff", "fan"): (16, "switch"),
    ("HassTurnOn", "media_player"): (128, "switch"),
    ("HassTurnOff", "media_player"): (256, "switch"),
    ("HassTurnOn", "water_heater"): (8, "switch"),
    ("HassTurnOff", "water_heater"): (8, "switch"),
    ("HassTurnOn", "cover"): (1 | 16, "action"),
    ("HassTurnOff", "cover"): (2 | 32, "action"),
    ("HassTurnOn", "valve"): (1, "action"),
    ("HassTurnOff", "valve"): (2, "action"),
    ("HassStopMoving", "cover"): (8, "action"),
    ("HassStopMoving", "valve"): (8, "action"),
    ("HassVacuumStart", "vacuum"): (8192, "action"),
    ("HassVacuumPause", "vacuum"): (4, "action"),
    ("HassVacuumReturnToBase", "vacuum"): (16, "action"),
    ("HassVacuumStop", "vacuum"): (8, "action"),
    ("HassVacuumLocate", "vacuum"): (512, "action"),
    ("HassVacuumCleanArea", "vacuum"): (16384, "action"),
    ("HassLawnMowerStartMowing", "lawn_mower"): (1, "action"),
    ("HassLawnMowerPause", "lawn_mower"): (2, "action"),
    ("HassLawnMowerDock", "lawn_mower"): (4, "action"),
    ("HassFanOscillate", "fan"): (2, "oscillation"),
    ("HassFanSetDirection", "fan"): (4, "direction"),
    ("HassMediaSelectSource", "media_player"): (2048, "source"),
    ("HassMediaSetShuffle", "media_player"): (32768, "shuffle"),
    ("HassMediaSetRepeat", "media_player"): (262144, "repeat"),
    ("HassCoverSetTilt", "cover"): (128, "tilt"),
    ("HassClimateSetSwingMode", "climate"): (32, "mode"),
    ("HassHumidifierSetpoint", "climate"): (4, "humidity"),
    ("HassMediaSelectSoundMode", "media_player"): (65536, "mode"),
    ("HassWaterHeaterSetAwayMode", "water_heater"): (4, "mode"),
}
# What is needed besides for some values of a slot: covers that only open and close their slats.
_ENDS_OF_TILT = {0: 32 | 128, 100: 16 | 128}
# AlarmControlPanelEntityFeature by the mode that it is armed in.
_ARM_FEATURES = {"home": 1, "away": 2, "night": 4, "vacation": 32}
# Intent and domain: the slot, the attribute that lists its values, the quality that another value stands for.
MODES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("HassClimateSetFanMode", "climate"): ("fan_mode", "fan_modes", "fan_mode"),
    ("HassClimateSetHvacMode", "climate"): ("hvac_mode", "hvac_modes", "mode"),
    ("HassClimateSetPresetMode", "climate"): ("preset_mode", "preset_modes", "mode"),
    ("HassClimateSetPresetMode", "water_heater"): ("preset_mode", "operation_list", "mode"),
    ("HassClimateSetSwingMode", "climate"): ("swing_mode", "swing_modes", "mode"),
    ("HassMediaSelectSoundMode", "media_player"): ("sound_mode", "sound_mode_list", "mode"),
    ("HassFanSetPresetMode", "fan"): ("preset_mode", "preset_modes", "mode"),
    ("HassHumidifierMode", "humidifier"): ("mode", "available_modes", "mode"),
    ("HassMediaSelectSource", "media_player"): ("source", "source_list", "source"),
    ("HassSelectOption", "select"): ("option", "options", "option"),
    ("HassSelectOption", "input_select"): ("option", "options", "option"),
}
_NO_MODES = ("", "", "")
_PERCENT: Mapping[str, str] = {
    "HassLightSet": "brightness",
    "HassFanSetSpeed": "percentage",
    "HassSetPosition": "position",
    "HassSetVolume": "volume_level",
    "HassCoverSetTilt": "tilt_position",
}
# What Home Assistant has a service for, and what acts: in any other domain "on" would do nothing.
_NEVER_SWITCHED = frozenset(
    {"binary_sensor", "sensor", "todo", "weather", "person", "device_tracker", "sun", "zone", "calendar",
     "event", "update", "image", "number", "select", "text", "date", "time", "datetime",
     "alarm_control_panel"}
)  # fmt: skip
_TOGGLED = frozenset(
    {"light", "switch", "fan", "cover", "valve", "climate", "media_player", "humidifier", "siren", "remote",
     "input_boolean", "automation", "group", "script", "water_heater"}
)  # fmt: skip


def obstacle_to(intent: Intent, state: EntityState) -> Obstacle | None:
    """Return why the entity in `state` cannot do `intent`; None if it can or its state does not show it."""
    domain, slots = state.id.partition(".")[0], intent.slots
    if _never_does(intent.name, domain):
        return Obstacle("cannot", "switch")
    if intent.name == "HassLightSet" and domain == "light":
        return _light_obstacle(slots, state.attributes) or _beyond_percent(intent)
    features, quality = FEATURES.get((intent.name, domain), (0, ""))
    if intent.name == "HassCoverSetTilt":
        tilt = slots.get("tilt_position")
        features = _ENDS_OF_TILT.get(tilt if isinstance(tilt, int) else -1, features)
    has = state.attributes.get("supported_features")
    able = not features or not isinstance(has, int) or bool(has & features)
    if intent.name == "HassClimateSetTemperature" and domain in ("climate", "water_heater"):
        return _thermostat_obstacle(slots, state, able=able)
    if not able:
        return Obstacle("cannot", quality)
    return _beyond_own(intent, state) or _unknown_mode(intent, state) or _beyond_percent(intent)


def _beyond_own(intent: Intent, state: EntityState) -> Obstacle | None:
    """Return the obstacle for a value that is not among those of the entity itself."""
    domain, slots = state.id.partition(".")[0], intent.slots
    match intent.name:
        case "HassHumidifierSetpoint" if domain in ("humidifier", "climate"):
            return _out_of_range(state, slots.get("humidity"), "humidity", "humidity")
        case "HassTimerHelperPause" | "HassTimerHelperFinish" if state.state == "idle":
            return Obstacle("off")
        case "HassAlarmArm":
            return _alarm_obstacle(str(slots.get("mode")), state.attributes)
        case "HassSetNumber":
            return _number_obstacle(state, slots.get("value"))
        case "HassSetText" if len(str(slots.get("text", ""))) > (attribute(state, "max") or inf):
            return Obstacle("cannot", "action")
    return None


def _never_does(name: str, domain: str) -> bool:
    if name == "HassToggle":
        return domain not in _TOGGLED
    return name in ("HassTurnOn", "HassTurnOff") and domain in _NEVER_SWITCHED


def _unknown_mode(intent: Intent, state: EntityState) -> Obstacle | None:
    """Return the obstacle for a mode that the entity does not list; None if it lists it, or lists none."""
    slot, listed, quality = _modes_of(intent, state)
    modes = state.attributes.get(listed)
    if not slot or not isinstance(modes, list) or _listed(intent, slot, modes) is not None:
        return None
    return Obstacle("cannot", quality, options=tuple(map(str, modes)))


def _modes_of(intent: Intent, state: EntityState) -> tuple[str, str, str]:
    return MODES.get((intent.name, state.id.partition(".")[0]), _NO_MODES)


def _listed(intent: Intent, slot: str, modes: list[Any]) -> str | None:
    return listed_mode(str(intent.slots.get(slot)), [str(mode) for mode in modes], intent.text)


def as_listed(intent: Intent, state: EntityState) -> Intent:
    """Return `intent` with its mode as the entity lists it: services take no other spelling or name."""
    slot, listed, _ = _modes_of(intent, state)
    modes = state.attributes.get(listed)
    found = _listed(intent, slot, modes) if slot and isinstance(modes, list) else None
    return intent if found is None else replace(intent, slots={**intent.slots, slot: found})


def _beyond_percent(intent: Intent) -> Obstacle | None:
    wanted = number(intent.slots.get(_PERCENT.get(intent.name, "")))
    return None if wanted is None or 0 <= wanted <= 100 else Obstacle("out_of_range", "percent", 0.0, 100.0)


def _light_obstacle(slots: Mapping[str, SlotValue], attributes: Mapping[str, Any]) -> Obstacle | None:
    """Return the obstacle for the first of `slots` that a light does not support, else None."""
    given = attributes.get("supported_color_modes")
    if not isinstance(given, list):
        return None
    modes = {str(mode) for mode in given}
    colours = bool(modes & COLOUR_MODES)
    white = slots.get("color") == "white" and bool(modes & {"white", "color_temp"})
    able = {
        "brightness": bool(modes - _DARK),
        "brightness_delta": bool(modes - _DARK),
        "color": colours or white,
        "temperature": colours or "color_temp" in modes,
    }
    lacks = next((slot for slot, has in able.items() if slot in slots and not has), None)
    return Obstacle("cannot", lacks.removesuffix("_delta")) if lacks else None


def _alarm_obstacle(mode: str, attributes: Mapping[str, Any]) -> Obstacle | None:
    """Return the obstacle for a mode that the alarm cannot be armed in."""
    has, wanted = attributes.get("supported_features"), _ARM_FEATURES.get(mode, 0)
    return Obstacle("cannot", "arm_mode") if isinstance(has, int) and not has & wanted else None


def needs_code(intent: Intent, state: EntityState) -> bool:
    """Return True if the alarm in `state` takes `intent` only with a code."""
    if intent.name not in ("HassAlarmArm", "HassAlarmDisarm") or not state.attributes.get("code_format"):
        return False
    return intent.name == "HassAlarmDisarm" or state.attributes.get("code_arm_required") is not False


def _number_obstacle(state: EntityState, wanted: SlotValue | None) -> Obstacle | None:
    (low, high), value = number_limits(state), number(wanted)
    if value is None or low <= value <= high:
        return None
    return Obstacle("out_of_range", "value", low, high)


def _thermostat_obstacle(
    slots: Mapping[str, SlotValue], state: EntityState, *, able: bool
) -> Obstacle | None:
    """Return why a thermostat or water heater cannot hold the temperature in `slots`, else None.

    A range is moved by a relative temperature, but no single temperature can be set in its place.
    """
    if held := held_range(state):
        if "temperature" in slots:
            return Obstacle("holds_range", "degrees", *held)
        ends = (slots.get("target_temp_low"), slots.get("target_temp_high"))
        outside = (_out_of_range(state, end, "temp", "degrees") for end in ends)
        return next(filter(None, outside), None)
    if "target_temp_low" in slots:
        return Obstacle("cannot", "range")
    if not able:
        return Obstacle("cannot", "degrees")
    return _out_of_range(state, slots.get("temperature"), "temp", "degrees")


def _out_of_range(state: EntityState, slot: SlotValue | None, name: str, quality: str) -> Obstacle | None:
    """Return the obstacle for a value beyond the attributes `min_<name>` and `max_<name>`, else None."""
    low, high, wanted = attribute(state, f"min_{name}"), attribute(state, f"max_{name}"), number(slot)
    if low is None or high is None or wanted is None or low <= wanted <= high:
        return None
    return Obstacle("out_of_range", quality, low, high)
