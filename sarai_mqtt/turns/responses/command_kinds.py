"""The kind of each command: which sentences of a language pack tell it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import EMPTY_LIST
from sarai_mqtt.languages.schema.replies import Command, HouseCommand, LaterCommand
from sarai_mqtt.turns.responses.names import Names

RELATIVE = (
    "brightness_delta", "percentage_delta", "position_delta", "temperature_delta", "humidity_delta",
    "value_delta",
)  # fmt: skip
"""Slots of signed amounts. What they lead to is known only once it was done."""


Kind = Command | LaterCommand | HouseCommand

# The kind of command that "on" and "off" mean in a domain; in any other it is switching.
_ON: Mapping[str, Kind] = {
    "alarm_control_panel": "arm_away",
    "cover": "open",
    "valve": "open",
    "lock": "lock",
    "scene": "scene",
    "script": "run",
    "button": "press",
}
_OFF: Mapping[str, Kind] = {
    "cover": "close", "valve": "close", "lock": "unlock", "alarm_control_panel": "disarm"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """A command, and the ids of the things that a sentence about it names."""

    intent: Intent
    things: Sequence[str]
    names: Names

    @property
    def domains(self) -> set[str]:
        """Home Assistant domains of the things."""
        return {thing.partition(".")[0] for thing in self.things}


def _switch(context: Context) -> Kind:
    """Return the kind of command that on or off is for these things: a cover opens, a lock locks."""
    on = context.intent.name == "HassTurnOn"
    domain = next(iter(context.domains)) if len(context.domains) == 1 else ""
    return _ON.get(domain, "on") if on else _OFF.get(domain, "off")


def _light(context: Context) -> Command:
    """Return the kind of command for a light: brighter, dimmer, brightness, colour or colour temperature."""
    slots = context.intent.slots
    delta = slots.get("brightness_delta")
    if isinstance(delta, int | float):
        return "brighter" if delta > 0 else "dimmer"
    absolute: tuple[Command, Command] = ("brightness", "color")
    return next((kind for kind in absolute if kind in slots), "color_temperature")


def _volume(context: Context) -> Command:
    """Return `volume_down` or `volume_up`, by the sign or the word of the step."""
    step = context.intent.slots.get("volume_step")
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    return "volume_down" if down else "volume_up"


def _start_timer(context: Context) -> Command:
    """Return `later` for a delayed command, else `timer_start`."""
    return "later" if "conversation_command" in context.intent.slots else "timer_start"


def _arm(context: Context) -> Kind:
    """Return the kind of command for the mode that an alarm is armed in."""
    kinds: Mapping[object, Kind] = {"home": "arm_home", "night": "arm_night", "vacation": "arm_vacation"}
    return kinds.get(context.intent.slots.get("mode"), "arm_away")


def _oscillate(context: Context) -> Kind:
    return "oscillate" if context.intent.slots.get("oscillating") else "oscillate_off"


def _shuffle(context: Context) -> Kind:
    return "shuffle" if context.intent.slots.get("shuffle") else "shuffle_off"


def _repeat(context: Context) -> Kind:
    return "repeat_off" if context.intent.slots.get("repeat") == "off" else "repeat"


def _degrees(context: Context) -> Kind:
    return "range" if "target_temp_low" in context.intent.slots else _level("degrees")(context)


def _clean_area(context: Context) -> Command:
    """Return `vacuum_area` if the room is known, else `vacuum_start`."""
    return "vacuum_area" if context.names.room(context.intent.slots.get("area")) else "vacuum_start"


def _level(absolute: Kind) -> Callable[[Context], Kind]:
    """Return a function for the kind of a command that sets a level: `absolute`, `up` or `down`."""

    def kind(context: Context) -> Kind:
        """Return `up` or `down`, by the sign of a relative amount, else `absolute`."""
        slots = context.intent.slots
        delta = next((v for slot in RELATIVE if isinstance(v := slots.get(slot), int | float)), None)
        return absolute if delta is None else "up" if delta > 0 else "down"

    return kind


KINDS: Mapping[str, Kind | Callable[[Context], Kind]] = {
    "HassTurnOn": _switch,
    "HassTurnOff": _switch,
    "HassLightSet": _light,
    "HassToggle": "toggle",
    "HassStopMoving": "stop",
    "HassSetPosition": _level("brightness"),
    "HassFanSetSpeed": _level("brightness"),
    "HassFanSetPresetMode": "mode",
    "HassClimateSetTemperature": _degrees,
    "HassAlarmArm": _arm,
    "HassAlarmDisarm": "disarm",
    "HassCoverSetTilt": "tilt",
    "HassFanOscillate": _oscillate,
    "HassFanSetDirection": "direction",
    "HassMediaSelectSource": "source",
    "HassMediaSetShuffle": _shuffle,
    "HassMediaSetRepeat": _repeat,
    "HassSelectOption": "value",
    "HassSetNumber": _level("value"),
    "HassSetText": "value",
    "HassSetTime": "unknown",
    "HassClimateSetFanMode": "fan_mode",
    "HassClimateSetHvacMode": "mode",
    "HassClimateSetPresetMode": "mode",
    "HassHumidifierSetpoint": _level("brightness"),
    "HassHumidifierMode": "mode",
    "HassSetVolume": "volume",
    "HassSetVolumeRelative": _volume,
    "HassClimateSetSwingMode": "mode",
    "HassMediaSelectSoundMode": "mode",
    "HassWaterHeaterSetAwayMode": "mode",
    "HassTimerHelperStart": "vacuum_start",
    "HassTimerHelperPause": "pause_thing",
    "HassTimerHelperCancel": "stop",
    "HassTimerHelperFinish": "stop",
    "HassVacuumStart": "vacuum_start",
    "HassVacuumPause": "pause_thing",
    "HassVacuumReturnToBase": "vacuum_base",
    "HassVacuumStop": "stop",
    "HassVacuumLocate": "unknown",
    "HassVacuumCleanArea": _clean_area,
    "HassLawnMowerStartMowing": "mower_start",
    "HassLawnMowerPause": "pause_thing",
    "HassLawnMowerDock": "mower_dock",
    "HassStartTimer": _start_timer,
    "HassCancelTimer": "timer_cancel",
    "HassCancelAllTimers": "timer_cancel_all",
    "HassIncreaseTimer": "timer_more",
    "HassDecreaseTimer": "timer_less",
    "HassPauseTimer": "timer_pause",
    "HassUnpauseTimer": "timer_resume",
    "HassMediaSearchAndPlay": "play",
    "HassMediaPause": "pause",
    "HassMediaUnpause": "resume",
    "HassMediaNext": "next",
    "HassMediaPrevious": "previous",
    "HassMediaPlayerMute": "mute",
    "HassMediaPlayerUnmute": "unmute",
    "HassShoppingListAddItem": "add",
    "HassListAddItem": "add",
    "HassShoppingListCompleteItem": "complete",
    "HassListCompleteItem": "complete",
    "HassListRemoveItem": "remove",
    EMPTY_LIST: "clear_list",
    "HassNevermind": "nevermind",
}


def kind_of(context: Context) -> Kind:
    """Return the kind of a command; that of any command for an intent that has none."""
    unknown: Kind = "later" if "conversation_command" in context.intent.slots else "unknown"
    found = KINDS.get(context.intent.name, unknown)
    return found(context) if callable(found) else found
