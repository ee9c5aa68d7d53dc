"""Checks what an entity can do, and whether it reached the requested state, from its state alone (ADR 22).

Home Assistant reports success for a light that ignores a brightness it does not support, and for a thermostat
that ignores a single temperature while it holds a range.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.events import Intent, SlotValue

# begun: still moving to the requested state; unchanged: not in the requested state
Progress = Literal["done", "begun", "unchanged"]

_COLOURS = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})
_DARK = frozenset({"onoff", "unknown"})  # modes without brightness
# Hue (degrees) and saturation (%) of the CSS colours that sentences name; a lamp's own red may differ a lot.
_HUES: Mapping[str, tuple[float, float]] = {
    "red": (0, 100), "orange": (39, 100), "yellow": (60, 100), "green": (120, 100), "blue": (240, 100),
    "purple": (300, 100), "brown": (0, 75), "pink": (350, 25), "turquoise": (174, 71), "white": (0, 0),
}  # fmt: skip
_HUE_TOLERANCE, _SATURATION_TOLERANCE = 40.0, 40.0
_PALE = 15.0  # saturation in %; below it the hue means nothing

# Intent and domain: the `supported_features` bits (any one will do), and the quality they stand for.
_FEATURES: Mapping[tuple[str, str], tuple[int, str]] = {
    ("HassFanSetSpeed", "fan"): (1, "percentage"),
    ("HassSetPosition", "cover"): (4, "position"),
    ("HassSetPosition", "valve"): (4, "position"),
    ("HassClimateSetTemperature", "climate"): (1, "degrees"),
    ("HassClimateSetFanMode", "climate"): (8, "fan_mode"),
    ("HassSetVolume", "media_player"): (4, "volume"),
    ("HassSetVolumeRelative", "media_player"): (4 | 1024, "volume"),
}
# Domain and intent: the final state, the state while moving, and the state of failure ("" if there is none).
_MOVES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("cover", "HassTurnOn"): ("open", "opening", ""),
    ("cover", "HassTurnOff"): ("closed", "closing", ""),
    ("valve", "HassTurnOn"): ("open", "opening", ""),
    ("valve", "HassTurnOff"): ("closed", "closing", ""),
    ("lock", "HassTurnOn"): ("locked", "locking", "jammed"),
    ("lock", "HassTurnOff"): ("unlocked", "unlocking", "jammed"),
}
_MOVING = frozenset({"opening", "closing"})
_WIDE_OPEN = 99.0

VALUES = frozenset(name for name, _ in _FEATURES) | {"HassLightSet"}
"""Intents that set a value. The entity's state is checked for that value afterwards."""


def is_move(intent: Intent, entity_id: str) -> bool:
    """Return True if `intent` makes the entity move for some time and its state shows that it is moving."""
    return (entity_id.partition(".")[0], intent.name) in _MOVES


def obstacle_to(intent: Intent, state: EntityState) -> Obstacle | None:
    """Return why the entity in `state` cannot do `intent`; None if it can or its state does not show it."""
    domain = state.id.partition(".")[0]
    if intent.name == "HassLightSet" and domain == "light":
        darker = (_number(intent.slots.get("brightness_delta")) or 0) < 0
        # a light that is off must not be turned on in order to be dimmed
        off = Obstacle("unchanged") if darker and state.state == "off" else None
        return _light_obstacle(intent.slots, state.attributes) or off
    needed = _FEATURES.get((intent.name, domain))
    if needed is None:
        return None
    features, quality = needed
    has = state.attributes.get("supported_features")
    able = not isinstance(has, int) or bool(has & features)
    if intent.name == "HassClimateSetTemperature":
        return _thermostat_obstacle(intent.slots, state.attributes, able=able)
    if intent.name == "HassClimateSetFanMode" and able:
        modes = state.attributes.get("fan_modes")
        wanted = str(intent.slots.get("fan_mode")).casefold()
        able = not isinstance(modes, list) or wanted in {str(mode).casefold() for mode in modes}
    return None if able else Obstacle("cannot", quality)


def with_absolute_brightness(intent: Intent, state: EntityState) -> Intent:
    """Return `intent` with its `brightness_delta` replaced by the absolute `brightness` it leads to.

    Both are percentages. The result is 1 to 100, counted from the present brightness of the light in `state`
    (0 if it is off). An intent without a `brightness_delta` is returned unchanged.
    """
    delta = intent.slots.get("brightness_delta")
    if not isinstance(delta, int | float):
        return intent
    now = _percent(state.attributes.get("brightness")) if state.state == "on" else 0.0
    slots = {k: v for k, v in intent.slots.items() if k != "brightness_delta"}
    return replace(intent, slots={**slots, "brightness": max(1, min(100, round(now + delta)))})


def progress_of(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return how far an entity has carried out `intent`; None if its state cannot show it.

    `before` is the state when the command was sent, `now` the present state.
    """
    domain = now.id.partition(".")[0]
    if move := _MOVES.get((domain, intent.name)):
        return _move_progress(move, now)
    if intent.name == "HassLightSet" and domain == "light":
        return _light_progress(intent.slots, before, now)
    if (intent.name, domain) not in _FEATURES:
        return None
    return _value_progress(intent, before, now)


def _light_obstacle(slots: Mapping[str, SlotValue], attributes: Mapping[str, Any]) -> Obstacle | None:
    """Return the obstacle for the first of `slots` that a light does not support, else None."""
    given = attributes.get("supported_color_modes")
    if not isinstance(given, list):
        return None
    modes = {str(mode) for mode in given}
    colours = bool(modes & _COLOURS)
    white = slots.get("color") == "white" and bool(modes & {"white", "color_temp"})
    able = {
        "brightness": bool(modes - _DARK),
        "brightness_delta": bool(modes - _DARK),
        "color": colours or white,
        "temperature": colours or "color_temp" in modes,
    }
    lacks = next((slot for slot, has in able.items() if slot in slots and not has), None)
    return Obstacle("cannot", lacks.removesuffix("_delta")) if lacks else None


def _thermostat_obstacle(
    slots: Mapping[str, SlotValue], attributes: Mapping[str, Any], *, able: bool
) -> Obstacle | None:
    """Return why a thermostat cannot hold the temperature in `slots`, else None."""
    low, high = (_number(attributes.get(f"target_temp_{end}")) for end in ("low", "high"))
    if _number(attributes.get("temperature")) is None and low is not None and high is not None:
        return Obstacle("holds_range", "degrees", low, high)
    if not able:
        return Obstacle("cannot", "degrees")
    low, high = (_number(attributes.get(f"{end}_temp")) for end in ("min", "max"))
    wanted = _number(slots.get("temperature"))
    if low is None or high is None or wanted is None or low <= wanted <= high:
        return None
    return Obstacle("out_of_range", "degrees", low, high)


def _move_progress(move: tuple[str, str, str], now: EntityState) -> Progress | None:
    """Return the progress of an entity that opens, closes or locks.

    That may take half a minute, so an unchanged state proves nothing: None is returned.
    """
    there, on_the_way, stuck = move
    if now.state == on_the_way:
        return "begun"
    if stuck and now.state == stuck:
        return "unchanged"
    position = _number(now.attributes.get("current_position"))
    half_open = there == "open" and position is not None and position < _WIDE_OPEN
    return "done" if now.state == there and not half_open else None


def _light_progress(slots: Mapping[str, SlotValue], before: EntityState, now: EntityState) -> Progress:
    """Return the progress of a light that was given a brightness, colour or colour temperature."""
    brightness = _number(slots.get("brightness"))
    if brightness == 0:
        return "done" if now.state == "off" else "unchanged"
    if now.state != "on":
        return "unchanged"
    if "color" in slots and not _has_colour(str(slots["color"]), now.attributes):
        return "unchanged"
    if "temperature" in slots and not _has_color_temperature(_number(slots["temperature"]), now.attributes):
        return "unchanged"
    if brightness is None:
        return "done"
    was, is_now = (_percent(state.attributes.get("brightness")) for state in (before, now))
    return _compare(brightness, was, is_now, step_size=1.2, tolerance=5.0, fades=True)


def _percent(brightness: object) -> float:
    return (_number(brightness) or 0.0) * 100 / 255


def _has_colour(name: str, attributes: Mapping[str, Any]) -> bool:
    """Return True if a light shows the colour `name`; if the hue of `name` is unknown, any colour will do."""
    mode = attributes.get("color_mode")
    if name == "white" and mode in ("white", "color_temp"):
        return True
    if mode not in _COLOURS:
        return False
    wanted, shown = _HUES.get(name), attributes.get("hs_color")
    if wanted is None or not isinstance(shown, list | tuple) or len(shown) != 2:
        return True
    hue, saturation = (_number(value) or 0.0 for value in shown)
    apart = abs(hue - wanted[0]) % 360
    is_hue = wanted[1] < _PALE or min(apart, 360 - apart) <= _HUE_TOLERANCE
    return is_hue and abs(saturation - wanted[1]) <= _SATURATION_TOLERANCE


def _has_color_temperature(kelvin: float | None, attributes: Mapping[str, Any]) -> bool:
    """Return True if a light shows the colour temperature, to 5 % and within the light's own limits.

    A light that reports no colour temperature may mix it from colours, so any colour mode will do.
    """
    shown = _number(attributes.get("color_temp_kelvin"))
    if kelvin is None or shown is None:
        return attributes.get("color_mode") in _COLOURS
    low, high = (_number(attributes.get(f"{end}_color_temp_kelvin")) for end in ("min", "max"))
    wanted = max(low or kelvin, min(kelvin, high or kelvin))
    return abs(shown - wanted) <= wanted / 20


def _value_progress(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return the progress of a value that is not a light's; None if it cannot be compared."""
    slots, attributes = intent.slots, now.attributes
    match intent.name:
        case "HassClimateSetFanMode":
            same = str(attributes.get("fan_mode")).casefold() == str(slots.get("fan_mode")).casefold()
            return "done" if same else "unchanged"
        case "HassSetVolumeRelative":
            return _volume_progress(slots.get("volume_step"), before, now)
        case "HassFanSetSpeed":
            key, wanted = "percentage", _number(slots.get("percentage"))
            step_size = tolerance = max(_number(attributes.get("percentage_step")) or 1.0, 2.0)
        case "HassSetPosition":
            key, wanted, step_size, tolerance = "current_position", _number(slots.get("position")), 2.0, 5.0
        case "HassSetVolume":
            volume = _number(slots.get("volume_level"))
            key, wanted, step_size, tolerance = "volume_level", volume and volume / 100, 0.02, 0.05
        case _:
            step = _number(attributes.get("target_temp_step"))
            key, wanted = "temperature", _number(slots.get("temperature"))
            step_size, tolerance = step or 0.1, max(step or 0.0, 1.0) / 2
    if wanted is None:
        return None
    if intent.name == "HassFanSetSpeed" and wanted == 0:
        return "done" if now.state == "off" else "unchanged"
    was, is_now = (_number(state.attributes.get(key)) for state in (before, now))
    moves = intent.name == "HassSetPosition"
    near = _compare(wanted, was, is_now, step_size=step_size, tolerance=tolerance, fades=moves)
    return "begun" if moves and near == "unchanged" and now.state in _MOVING else near


def _compare(
    wanted: float, was: float | None, is_now: float | None, *, step_size: float, tolerance: float, fades: bool
) -> Progress:
    """Compare an entity's value, which comes in steps of `step_size`, with the `wanted` one.

    A value that has changed may be off by `tolerance`, because devices round. One that `fades` may still be
    moving.
    """
    if is_now is None:
        return "unchanged"
    if abs(is_now - wanted) <= step_size / 2 + 1e-6:
        return "done"
    if was is not None and is_now == was:
        return "unchanged"
    if abs(is_now - wanted) <= tolerance:
        return "done"
    start = 0.0 if was is None else was
    return "begun" if fades and min(start, wanted) <= is_now <= max(start, wanted) else "unchanged"


def _volume_progress(step: SlotValue | None, before: EntityState, now: EntityState) -> Progress | None:
    """Return "done" if the volume moved the right way or is at its limit.

    None if the player reports no volume.
    """
    was, is_now = (_number(state.attributes.get("volume_level")) for state in (before, now))
    if was is None or is_now is None:
        return None
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    at_end = is_now <= 0 if down else is_now >= 1
    moved = is_now < was if down else is_now > was
    return "done" if moved or at_end else "unchanged"


def _number(value: object) -> float | None:
    """Return the number in a state or slot value, None if it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None
