"""Checks from the state of an entity whether it has carried out a command (ADR 36).

Home Assistant's answer only tells that it has taken the command: a thing may not obey.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.home.assistant.abilities import COLOUR_MODES
from sarai_mqtt.home.assistant.amounts import LOW_HIGH
from sarai_mqtt.home.assistant.attributes import attribute, number, percent_of
from sarai_mqtt.home.assistant.daytimes import minute_of, minute_shown

# begun: still moving to the requested state; stuck: it will not get there; unchanged: not there (yet)
Progress = Literal["done", "begun", "stuck", "unchanged"]

# Hue (degrees) and saturation (%) of the CSS colours that sentences name; a lamp's own red may differ a lot.
_HUES: Mapping[str, tuple[float, float]] = {
    "red": (0, 100), "orange": (39, 100), "yellow": (60, 100), "green": (120, 100), "blue": (240, 100),
    "purple": (300, 100), "brown": (0, 75), "pink": (350, 25), "turquoise": (174, 71), "white": (0, 0),
}  # fmt: skip
_HUE_TOLERANCE, _SATURATION_TOLERANCE = 40.0, 40.0
_PALE = 15.0  # saturation in %; below it the hue means nothing
_WIDE_OPEN = 99.0
_MOVING = frozenset({"opening", "closing"})
_UNKNOWN = frozenset({"unknown", "unavailable"})
# Domains whose state is "off" when they are off; in any other state but an unknown one they are on.
_SWITCHED = frozenset(
    {"light", "switch", "fan", "climate", "media_player", "humidifier", "water_heater", "input_boolean",
     "siren", "remote", "automation", "group"}
)  # fmt: skip
_OFF = frozenset({"off", "standby"})
# Domain and intent: the final state, the state while moving, and the state of failure ("" if there is none).
_MOVES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("cover", "HassTurnOn"): ("open", "opening", ""),
    ("cover", "HassTurnOff"): ("closed", "closing", ""),
    ("valve", "HassTurnOn"): ("open", "opening", ""),
    ("valve", "HassTurnOff"): ("closed", "closing", ""),
    ("lock", "HassTurnOn"): ("locked", "locking", "jammed"),
    ("lock", "HassTurnOff"): ("unlocked", "unlocking", "jammed"),
}
# Domain and intent: the states that show it.
_STATES: Mapping[tuple[str, str], frozenset[str]] = {
    ("vacuum", "HassVacuumStart"): frozenset({"cleaning"}),
    ("vacuum", "HassVacuumCleanArea"): frozenset({"cleaning"}),
    ("vacuum", "HassVacuumPause"): frozenset({"paused", "idle"}),
    ("vacuum", "HassVacuumStop"): frozenset({"idle", "paused", "docked"}),
    ("vacuum", "HassVacuumReturnToBase"): frozenset({"returning", "docked"}),
    ("lawn_mower", "HassLawnMowerStartMowing"): frozenset({"mowing"}),
    ("lawn_mower", "HassLawnMowerPause"): frozenset({"paused"}),
    ("lawn_mower", "HassLawnMowerDock"): frozenset({"returning", "docked"}),
    ("media_player", "HassMediaPause"): frozenset({"paused", "idle", "off", "standby", "on"}),
    ("media_player", "HassMediaUnpause"): frozenset({"playing", "buffering"}),
    ("alarm_control_panel", "HassAlarmDisarm"): frozenset({"disarmed"}),
    ("timer", "HassTimerHelperStart"): frozenset({"active"}),
    ("timer", "HassTimerHelperPause"): frozenset({"paused"}),
    ("timer", "HassTimerHelperCancel"): frozenset({"idle"}),
    ("timer", "HassTimerHelperFinish"): frozenset({"idle"}),
}
_WATCHED = (
    "brightness", "color_mode", "hs_color", "color_temp_kelvin", "percentage", "preset_mode",
    "current_position", "temperature", "target_temp_low", "target_temp_high", "fan_mode", "humidity", "mode",
    "volume_level", "is_volume_muted", "direction", "oscillating", "current_tilt_position", "source",
    "shuffle", "repeat", "operation_mode", "swing_mode", "sound_mode", "away_mode", "finishes_at",
)  # fmt: skip
_PLAYS = ("media_title", "media_content_id", "media_track", "media_artist")

_Check = Callable[[Intent, EntityState, EntityState], Progress | None]


def progress_of(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return how far an entity has carried out `intent`; None if no state of it can show that.

    `before` is the state when the command was sent, `now` the present state. An `assumed_state` shows
    nothing: Home Assistant sets it without hearing of the thing.
    """
    if now.attributes.get("assumed_state") is True:
        return None
    domain = now.id.partition(".")[0]
    if move := _MOVES.get((domain, intent.name)):
        return _move_progress(move, before, now)
    if states := _STATES.get((domain, intent.name)):
        return "done" if now.state in states else "unchanged"
    check = _CHECKS.get((domain, intent.name)) or _CHECKS.get(("", intent.name))
    return check(intent, before, now) if check else None


def has_changed(before: EntityState, now: EntityState) -> bool:
    """Return True if the entity shows another state than before, or another value that can be set."""
    if before.state != now.state:
        return True
    return any(before.attributes.get(name) != now.attributes.get(name) for name in _WATCHED)


def _move_progress(move: tuple[str, str, str], before: EntityState, now: EntityState) -> Progress:
    """Return the progress of an entity that opens, closes or locks."""
    there, on_the_way, stuck = move
    if now.state == on_the_way:
        return "begun"
    if stuck and now.state == stuck:
        return "stuck"
    was, position = (attribute(state, "current_position") for state in (before, now))
    if now.state == there and not (there == "open" and position is not None and position < _WIDE_OPEN):
        return "done"
    opens, moved = there == "open", was is not None and position is not None and position != was
    return "begun" if moved and opens == ((position or 0) > (was or 0)) else "unchanged"


def _switch(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    domain = now.id.partition(".")[0]
    if domain == "script" and intent.name == "HassTurnOn":
        ran = before.attributes.get("last_triggered") != now.attributes.get("last_triggered")
        return "done" if ran or now.state == "on" else "unchanged"
    if domain not in _SWITCHED and domain != "script":
        return None
    off = now.state in _OFF
    if now.state in _UNKNOWN:
        return "unchanged"
    return "done" if off == (intent.name == "HassTurnOff") else "unchanged"


def _stop(_intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    if before.state not in _MOVING:
        return None  # one that does not tell that it moves does not tell that it stops
    return "unchanged" if now.state in _MOVING else "done"


def _mode(intent: Intent, name: str, now: str) -> Progress:
    return "done" if now.casefold() == str(intent.slots.get(name)).casefold() else "unchanged"


def _attribute_mode(slot: str) -> _Check:
    return lambda intent, _before, now: _mode(intent, slot, str(now.attributes.get(slot)))


def _fan_preset(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    """Return the progress of a fan that runs in a mode: one that is off does not run in it."""
    if now.state in _OFF:
        return "unchanged"
    return _mode(intent, "preset_mode", str(now.attributes.get("preset_mode")))


def _state_is(slot: str) -> _Check:
    return lambda intent, _before, now: _mode(intent, slot, now.state)


def _armed(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    """Return the progress of an alarm that is armed: it may leave time to go out."""
    if now.state in ("arming", "pending"):
        return "begun"
    return "done" if now.state == f"armed_{intent.slots.get('mode')}" else "unchanged"


def _tilt(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    wanted = number(intent.slots.get("tilt_position"))
    if attribute(now, "current_tilt_position") is None:
        return None
    return _value(wanted, "current_tilt_position", before, now, step_size=2.0, tolerance=5.0, fades=True)


def _number_set(intent: Intent, before: EntityState, now: EntityState) -> Progress:
    wanted, was, is_now = number(intent.slots.get("value")), number(before.state), number(now.state)
    counts = now.id.startswith("counter.")  # its step is what it counts by
    step = 1.0 if counts else attribute(now, "step") or 1.0
    if wanted is None:
        return "unchanged"
    return _compare(wanted, was, is_now, step_size=step, tolerance=step / 2, fades=False)


def _text_set(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    return "done" if now.state == str(intent.slots.get("text")) else "unchanged"


def _time_set(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    shown, wanted = minute_shown(now), minute_of(str(intent.slots.get("time")))
    return "done" if wanted is not None and shown == wanted else "unchanged"


def _operation_mode(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    return _mode(intent, "preset_mode", now.state)  # the state of a water heater is its mode


def _away(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    wanted = "on" if intent.slots.get("away_mode") else "off"
    return "done" if now.attributes.get("away_mode") == wanted else "unchanged"


def _hvac_mode(intent: Intent, _before: EntityState, now: EntityState) -> Progress:
    return _mode(intent, "hvac_mode", now.state)


def _muted(intent: Intent, _before: EntityState, now: EntityState) -> Progress | None:
    muted = now.attributes.get("is_volume_muted")
    if muted is None:
        return None
    return "done" if bool(muted) == (intent.name == "HassMediaPlayerMute") else "unchanged"


def _plays_another(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return "done" if a player plays something else than before; None if it does not show what."""
    if not any(state.attributes.get(name) for name in _PLAYS for state in (before, now)):
        return None
    same = all(before.attributes.get(name) == now.attributes.get(name) for name in _PLAYS)
    plays = now.state in ("playing", "buffering") or intent.name != "HassMediaSearchAndPlay"
    return "unchanged" if same or not plays else "done"


def _listed(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return "done" if a list, whose state is the number of its open items, has one more or one fewer."""
    was, count = number(before.state), number(now.state)
    if was is None or count is None:
        return None
    return "done" if (count > was if intent.name == "HassListAddItem" else count < was) else "unchanged"


def _light(intent: Intent, before: EntityState, now: EntityState) -> Progress:
    """Return the progress of a light that was given a brightness, colour or colour temperature."""
    slots = intent.slots
    brightness = number(slots.get("brightness"))
    if brightness == 0:
        return "done" if now.state == "off" else "unchanged"
    if now.state != "on":
        return "unchanged"
    if "color" in slots and not _has_colour(str(slots["color"]), now.attributes):
        return "unchanged"
    if "temperature" in slots and not _has_color_temperature(number(slots["temperature"]), now):
        return "unchanged"
    if brightness is None:
        return "done"
    was, is_now = (percent_of(state.attributes.get("brightness")) for state in (before, now))
    return _compare(brightness, was, is_now, step_size=1.2, tolerance=5.0, fades=True)


def _has_colour(name: str, attributes: Mapping[str, Any]) -> bool:
    """Return True if a light shows the colour `name`; if the hue of `name` is unknown, any colour will do."""
    mode = attributes.get("color_mode")
    if name == "white" and mode in ("white", "color_temp"):
        return True
    if mode not in COLOUR_MODES:
        return False
    wanted, shown = _HUES.get(name), attributes.get("hs_color")
    if wanted is None or not isinstance(shown, list | tuple) or len(shown) != 2:
        return True
    hue, saturation = (number(value) or 0.0 for value in shown)
    apart = abs(hue - wanted[0]) % 360
    is_hue = wanted[1] < _PALE or min(apart, 360 - apart) <= _HUE_TOLERANCE
    return is_hue and abs(saturation - wanted[1]) <= _SATURATION_TOLERANCE


def _has_color_temperature(kelvin: float | None, now: EntityState) -> bool:
    """Return True if a light shows the colour temperature, to 5 % and within the light's own limits.

    A light that reports no colour temperature may mix it from colours, so any colour mode will do.
    """
    shown = attribute(now, "color_temp_kelvin")
    if kelvin is None or shown is None:
        return now.attributes.get("color_mode") in COLOUR_MODES
    low, high = (attribute(now, f"{end}_color_temp_kelvin") for end in ("min", "max"))
    wanted = max(low or kelvin, min(kelvin, high or kelvin))
    return abs(shown - wanted) <= wanted / 20


def _fan_speed(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    wanted = number(intent.slots.get("percentage"))
    if wanted == 0:
        return "done" if now.state == "off" else "unchanged"
    step = max(attribute(now, "percentage_step") or 1.0, 2.0)
    return _value(wanted, "percentage", before, now, step_size=step, tolerance=step)


def _position(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    wanted = number(intent.slots.get("position"))
    near = _value(wanted, "current_position", before, now, step_size=2.0, tolerance=5.0, fades=True)
    return "begun" if near == "unchanged" and now.state in _MOVING else near


def _temperature(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    step = attribute(now, "target_temp_step")
    step_size, tolerance = step or 0.1, max(step or 0.0, 1.0) / 2
    if LOW_HIGH[0] not in intent.slots:
        wanted = number(intent.slots.get("temperature"))
        return _value(wanted, "temperature", before, now, step_size=step_size, tolerance=tolerance)
    ends = (
        _value(number(intent.slots[end]), end, before, now, step_size=step_size, tolerance=tolerance)
        for end in LOW_HIGH
    )
    return "done" if all(end == "done" for end in ends) else "unchanged"


def _humidity(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    step = attribute(now, "target_humidity_step") or 1.0
    wanted = number(intent.slots.get("humidity"))
    return _value(wanted, "humidity", before, now, step_size=step, tolerance=step)


def _volume(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    volume = number(intent.slots.get("volume_level"))
    return _value(volume and volume / 100, "volume_level", before, now, step_size=0.02, tolerance=0.05)


def _value(
    wanted: float | None,
    name: str,
    before: EntityState,
    now: EntityState,
    *,
    step_size: float,
    tolerance: float,
    fades: bool = False,
) -> Progress | None:
    """Compare the attribute `name` with the wanted value; None if none is wanted."""
    if wanted is None:
        return None
    was, is_now = attribute(before, name), attribute(now, name)
    return _compare(wanted, was, is_now, step_size=step_size, tolerance=tolerance, fades=fades)


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


def _volume_change(intent: Intent, before: EntityState, now: EntityState) -> Progress | None:
    """Return "done" if the volume moved the right way or is at its limit.

    None if the player reports no volume.
    """
    step: SlotValue | None = intent.slots.get("volume_step")
    was, is_now = (attribute(state, "volume_level") for state in (before, now))
    if was is None or is_now is None:
        return None
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    at_end = is_now <= 0 if down else is_now >= 1
    moved = is_now < was if down else is_now > was
    return "done" if moved or at_end else "unchanged"


# By domain ("": any) and intent.
_CHECKS: Mapping[tuple[str, str], _Check] = {
    ("", "HassTurnOn"): _switch,
    ("", "HassTurnOff"): _switch,
    ("", "HassStopMoving"): _stop,
    ("light", "HassLightSet"): _light,
    ("fan", "HassFanSetSpeed"): _fan_speed,
    ("fan", "HassFanSetPresetMode"): _fan_preset,
    ("cover", "HassSetPosition"): _position,
    ("valve", "HassSetPosition"): _position,
    ("climate", "HassClimateSetTemperature"): _temperature,
    ("water_heater", "HassClimateSetTemperature"): _temperature,
    ("climate", "HassClimateSetHvacMode"): _hvac_mode,
    ("climate", "HassClimateSetFanMode"): _attribute_mode("fan_mode"),
    ("climate", "HassClimateSetPresetMode"): _attribute_mode("preset_mode"),
    ("water_heater", "HassClimateSetPresetMode"): _operation_mode,
    ("humidifier", "HassHumidifierSetpoint"): _humidity,
    ("climate", "HassHumidifierSetpoint"): _humidity,
    ("climate", "HassClimateSetSwingMode"): _attribute_mode("swing_mode"),
    ("media_player", "HassMediaSelectSoundMode"): _attribute_mode("sound_mode"),
    ("water_heater", "HassWaterHeaterSetAwayMode"): _away,
    ("humidifier", "HassHumidifierMode"): _attribute_mode("mode"),
    ("media_player", "HassSetVolume"): _volume,
    ("media_player", "HassSetVolumeRelative"): _volume_change,
    ("media_player", "HassMediaPlayerMute"): _muted,
    ("media_player", "HassMediaPlayerUnmute"): _muted,
    ("media_player", "HassMediaNext"): _plays_another,
    ("media_player", "HassMediaPrevious"): _plays_another,
    ("media_player", "HassMediaSearchAndPlay"): _plays_another,
    ("alarm_control_panel", "HassAlarmArm"): _armed,
    ("cover", "HassCoverSetTilt"): _tilt,
    ("fan", "HassFanOscillate"): _attribute_mode("oscillating"),
    ("fan", "HassFanSetDirection"): _attribute_mode("direction"),
    ("media_player", "HassMediaSelectSource"): _attribute_mode("source"),
    ("media_player", "HassMediaSetShuffle"): _attribute_mode("shuffle"),
    ("media_player", "HassMediaSetRepeat"): _attribute_mode("repeat"),
    ("select", "HassSelectOption"): _state_is("option"),
    ("input_select", "HassSelectOption"): _state_is("option"),
    ("number", "HassSetNumber"): _number_set,
    ("input_number", "HassSetNumber"): _number_set,
    ("counter", "HassSetNumber"): _number_set,
    ("text", "HassSetText"): _text_set,
    ("input_text", "HassSetText"): _text_set,
    ("time", "HassSetTime"): _time_set,
    ("input_datetime", "HassSetTime"): _time_set,
    ("todo", "HassListAddItem"): _listed,
    ("todo", "HassListCompleteItem"): _listed,
    ("todo", "HassListRemoveItem"): _listed,
}
UNPROVEN = frozenset(name for (_, name), check in _CHECKS.items() if check in (_plays_another, _listed))
"""Intents after which an unchanged state proves nothing: the next song, or an item that was ticked off."""
