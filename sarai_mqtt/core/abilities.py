"""What a thing can do, and whether it has become what it was asked to be: from its state alone.

Home Assistant says "done" of a lamp that passes over its brightness and of a thermostat that ignores one
temperature while it holds a range.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.events import Intent, SlotValue

# begun: on its way there; unchanged: it is not as it was asked to be
Progress = Literal["done", "begun", "unchanged"]

_COLOURS = frozenset({"hs", "xy", "rgb", "rgbw", "rgbww"})
_DARK = frozenset({"onoff", "unknown"})  # modes without brightness
# Hue and saturation of the colours that sentences name (CSS); a lamp's own red may be some way off.
_HUES: Mapping[str, tuple[float, float]] = {
    "red": (0, 100), "orange": (39, 100), "yellow": (60, 100), "green": (120, 100), "blue": (240, 100),
    "purple": (300, 100), "brown": (0, 75), "pink": (350, 25), "turquoise": (174, 71), "white": (0, 0),
}  # fmt: skip
_HUE_OFF, _SATURATION_OFF = 40.0, 40.0
_PALE = 15.0  # per cent of saturation below which a hue says nothing

# Intent and domain: the features of which one is needed, and the slot they are for.
_FEATURES: Mapping[tuple[str, str], tuple[int, str]] = {
    ("HassFanSetSpeed", "fan"): (1, "percentage"),
    ("HassSetPosition", "cover"): (4, "position"),
    ("HassSetPosition", "valve"): (4, "position"),
    ("HassClimateSetTemperature", "climate"): (1, "degrees"),
    ("HassClimateSetFanMode", "climate"): (8, "fan_mode"),
    ("HassSetVolume", "media_player"): (4, "volume"),
    ("HassSetVolumeRelative", "media_player"): (4 | 1024, "volume"),
}
# Domain and command: the state it comes to, the one on the way, and the one it must not end in.
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
"""Commands that give a thing a value: it is looked at afterwards whether it has it."""


def is_move(intent: Intent, entity_id: str) -> bool:
    """Say whether a thing takes its time to do `intent`, and tells in its state that it is at it."""
    return (entity_id.partition(".")[0], intent.name) in _MOVES


def obstacle_to(intent: Intent, state: EntityState) -> Obstacle | None:
    """Say why the thing of `state` cannot do `intent`; None when it can, or its state does not tell."""
    domain = state.id.partition(".")[0]
    if intent.name == "HassLightSet" and domain == "light":
        darker = (_number(intent.slots.get("brightness_delta")) or 0) < 0
        # what is off is not put on to be dimmed
        off = Obstacle("unchanged") if darker and state.state == "off" else None
        return _dark_spot(intent.slots, state.attributes) or off
    needed = _FEATURES.get((intent.name, domain))
    if needed is None:
        return None
    features, quality = needed
    has = state.attributes.get("supported_features")
    able = not isinstance(has, int) or bool(has & features)
    if intent.name == "HassClimateSetTemperature":
        return _no_such_warmth(intent.slots, state.attributes, able=able)
    if intent.name == "HassClimateSetFanMode" and able:
        modes = state.attributes.get("fan_modes")
        wanted = str(intent.slots.get("fan_mode")).casefold()
        able = not isinstance(modes, list) or wanted in {str(mode).casefold() for mode in modes}
    return None if able else Obstacle("cannot", quality)


def settled(intent: Intent, state: EntityState) -> Intent:
    """Give `intent` with a brightness for a change of it, from the one that the lamp of `state` has now."""
    delta = intent.slots.get("brightness_delta")
    if not isinstance(delta, int | float):
        return intent
    now = _per_cent(state.attributes.get("brightness")) if state.state == "on" else 0.0
    slots = {k: v for k, v in intent.slots.items() if k != "brightness_delta"}
    return replace(intent, slots={**slots, "brightness": max(1, min(100, round(now + delta)))})


def progress_of(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Say how far a thing that did `intent` has come; None when its state cannot tell.

    `before` is how it was when it was asked.
    """
    domain = now.id.partition(".")[0]
    if move := _MOVES.get((domain, intent.name)):
        return _moved(move, now)
    if intent.name == "HassLightSet" and domain == "light":
        return _lit(intent.slots, before, now)
    if (intent.name, domain) not in _FEATURES:
        return None
    return _at_value(intent, before, now)


def _dark_spot(slots: Mapping[str, SlotValue], attributes: Mapping[str, Any]) -> Obstacle | None:
    """Say what of `slots` a lamp has not got."""
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


def _no_such_warmth(
    slots: Mapping[str, SlotValue], attributes: Mapping[str, Any], *, able: bool
) -> Obstacle | None:
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


def _moved(move: tuple[str, str, str], now: EntityState) -> Progress | None:
    """Say so of what opens, closes or locks: it may take half a minute."""
    there, on_the_way, stuck = move
    if now.state == on_the_way:
        return "begun"
    if stuck and now.state == stuck:
        return "unchanged"
    position = _number(now.attributes.get("current_position"))
    half_open = there == "open" and position is not None and position < _WIDE_OPEN
    return "done" if now.state == there and not half_open else None


def _lit(slots: Mapping[str, SlotValue], before: EntityState, now: EntityState) -> Progress:
    brightness = _number(slots.get("brightness"))
    if brightness == 0:
        return "done" if now.state == "off" else "unchanged"
    if now.state != "on":
        return "unchanged"
    if "color" in slots and not _has_colour(str(slots["color"]), now.attributes):
        return "unchanged"
    if "temperature" in slots and not _has_warmth(_number(slots["temperature"]), now.attributes):
        return "unchanged"
    if brightness is None:
        return "done"
    was, is_now = (_per_cent(state.attributes.get("brightness")) for state in (before, now))
    return _near(brightness, was, is_now, grain=1.2, slack=5.0, fades=True)


def _per_cent(brightness: object) -> float:
    return (_number(brightness) or 0.0) * 100 / 255


def _has_colour(name: str, attributes: Mapping[str, Any]) -> bool:
    """Say whether a lamp shows a colour; of one that we do not know, whether it shows any."""
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
    is_hue = wanted[1] < _PALE or min(apart, 360 - apart) <= _HUE_OFF
    return is_hue and abs(saturation - wanted[1]) <= _SATURATION_OFF


def _has_warmth(kelvin: float | None, attributes: Mapping[str, Any]) -> bool:
    """Say so of a colour temperature, which a lamp holds within its own limits; others mix it of colours."""
    shown = _number(attributes.get("color_temp_kelvin"))
    if kelvin is None or shown is None:
        return attributes.get("color_mode") in _COLOURS
    low, high = (_number(attributes.get(f"{end}_color_temp_kelvin")) for end in ("min", "max"))
    wanted = max(low or kelvin, min(kelvin, high or kelvin))
    return abs(shown - wanted) <= wanted / 20


def _at_value(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    slots, attributes = intent.slots, now.attributes
    match intent.name:
        case "HassClimateSetFanMode":
            same = str(attributes.get("fan_mode")).casefold() == str(slots.get("fan_mode")).casefold()
            return "done" if same else "unchanged"
        case "HassSetVolumeRelative":
            return _louder(slots.get("volume_step"), before, now)
        case "HassFanSetSpeed":
            key, wanted = "percentage", _number(slots.get("percentage"))
            grain = slack = max(_number(attributes.get("percentage_step")) or 1.0, 2.0)
        case "HassSetPosition":
            key, wanted, grain, slack = "current_position", _number(slots.get("position")), 2.0, 5.0
        case "HassSetVolume":
            volume = _number(slots.get("volume_level"))
            key, wanted, grain, slack = "volume_level", volume and volume / 100, 0.02, 0.05
        case _:
            step = _number(attributes.get("target_temp_step"))
            key, wanted = "temperature", _number(slots.get("temperature"))
            grain, slack = step or 0.1, max(step or 0.0, 1.0) / 2
    if wanted is None:
        return None
    if intent.name == "HassFanSetSpeed" and wanted == 0:
        return "done" if now.state == "off" else "unchanged"
    was, is_now = (_number(state.attributes.get(key)) for state in (before, now))
    moves = intent.name == "HassSetPosition"
    near = _near(wanted, was, is_now, grain=grain, slack=slack, fades=moves)
    return "begun" if moves and near == "unchanged" and now.state in _MOVING else near


def _near(
    wanted: float, was: float | None, is_now: float | None, *, grain: float, slack: float, fades: bool
) -> Progress:
    """Compare a value that comes in steps of `grain` with the one that was `wanted`.

    One that has changed may be `slack` off: things round. One that `fades` may be on its way.
    """
    if is_now is None:
        return "unchanged"
    if abs(is_now - wanted) <= grain / 2 + 1e-6:
        return "done"
    if was is not None and is_now == was:
        return "unchanged"
    if abs(is_now - wanted) <= slack:
        return "done"
    start = 0.0 if was is None else was
    return "begun" if fades and min(start, wanted) <= is_now <= max(start, wanted) else "unchanged"


def _louder(step: SlotValue | None, before: EntityState, now: EntityState) -> Progress | None:
    """Say whether a volume has gone up, or down; it need not where it ends. Some players do not tell it."""
    was, is_now = (_number(state.attributes.get("volume_level")) for state in (before, now))
    if was is None or is_now is None:
        return None
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    at_end = is_now <= 0 if down else is_now >= 1
    moved = is_now < was if down else is_now > was
    return "done" if moved or at_end else "unchanged"


def _number(value: object) -> float | None:
    """Give a number out of a state or a slot; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None
