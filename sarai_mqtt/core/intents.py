"""Names of the Home Assistant intents that are understood and answered here.

Source: developers.home-assistant.io, "Built-in intents". A user's own templates may name others.
"""

from collections.abc import Mapping

QUESTIONS = frozenset({
    "HassGetState", "HassClimateGetTemperature", "HassGetWeather", "HassListGetItems", "HassTimerStatus"
})  # fmt: skip
"""Intents that only ask: they change nothing, so they need no confirmation."""

PLANNED = "HassScheduleCommand"
"""Intent of an order for later, at a time of the clock or by the sun; Home Assistant has none."""

EMPTY_LIST = "HassListClear"
"""Intent to take every item off a list; Home Assistant has none, and the package does not do it."""

OURS = frozenset({
    "HassAlarmArm",
    "HassAlarmDisarm",
    "HassClimateSetHvacMode",
    "HassClimateSetPresetMode",
    "HassClimateSetSwingMode",
    "HassCoverSetTilt",
    "HassFanOscillate",
    "HassFanSetDirection",
    "HassFanSetPresetMode",
    "HassLawnMowerPause",
    "HassMediaSelectSoundMode",
    "HassMediaSelectSource",
    "HassMediaSetRepeat",
    "HassMediaSetShuffle",
    "HassSelectOption",
    "HassSetNumber",
    "HassSetText",
    "HassSetTime",
    "HassTimerHelperCancel",
    "HassTimerHelperFinish",
    "HassTimerHelperPause",
    "HassTimerHelperStart",
    "HassVacuumLocate",
    "HassVacuumPause",
    "HassVacuumStop",
    "HassWaterHeaterSetAwayMode",
})  # fmt: skip
"""Intents that Home Assistant 2026.11 does not have, named as it names its own; services do them."""

ANSWERED = (
    QUESTIONS
    | OURS
    | {
        "HassCancelAllTimers",
        "HassCancelTimer",
        "HassClimateSetFanMode",
        "HassClimateSetHvacMode",
        "HassClimateSetPresetMode",
        "HassClimateSetTemperature",
        "HassDecreaseTimer",
        "HassFanSetPresetMode",
        "HassFanSetSpeed",
        "HassGetCurrentDate",
        "HassGetCurrentTime",
        "HassHumidifierMode",
        "HassHumidifierSetpoint",
        "HassIncreaseTimer",
        "HassLawnMowerDock",
        "HassLawnMowerPause",
        "HassLawnMowerStartMowing",
        "HassLightSet",
        EMPTY_LIST,
        "HassListAddItem",
        "HassListCompleteItem",
        "HassListRemoveItem",
        "HassMediaNext",
        "HassMediaPause",
        "HassMediaPlayerMute",
        "HassMediaPlayerUnmute",
        "HassMediaPrevious",
        "HassMediaSearchAndPlay",
        "HassMediaUnpause",
        "HassNevermind",
        "HassPauseTimer",
        "HassSetPosition",
        "HassSetVolume",
        "HassSetVolumeRelative",
        "HassShoppingListAddItem",
        "HassShoppingListCompleteItem",
        "HassStartTimer",
        "HassStopMoving",
        "HassToggle",
        "HassTurnOff",
        "HassTurnOn",
        "HassUnpauseTimer",
        "HassVacuumCleanArea",
        "HassVacuumPause",
        "HassVacuumReturnToBase",
        "HassVacuumStart",
    }
)
"""Intents that have a reply sentence of their own."""


BROADCAST = "HassBroadcast"
"""Home Assistant's intent to announce a `message`; the service itself does it, at its sites.

A slot `area` or `floor` says at which; without one it is for all of them.
"""

OUR_SLOTS: Mapping[str, frozenset[str]] = {
    "HassAlarmArm": frozenset({"mode"}),
    "HassAlarmDisarm": frozenset(),
    "HassClimateSetHvacMode": frozenset({"hvac_mode"}),
    "HassClimateSetPresetMode": frozenset({"preset_mode"}),
    "HassClimateSetSwingMode": frozenset({"swing_mode"}),
    "HassClimateSetTemperature": frozenset({"target_temp_low", "target_temp_high"}),
    "HassCoverSetTilt": frozenset({"tilt_position"}),
    "HassFanOscillate": frozenset({"oscillating"}),
    "HassFanSetDirection": frozenset({"direction"}),
    "HassFanSetPresetMode": frozenset({"preset_mode"}),
    "HassGetState": frozenset({"attribute"}),
    "HassGetWeather": frozenset({"day", "attribute"}),
    "HassHumidifierSetpoint": frozenset({"humidity"}),
    "HassLawnMowerPause": frozenset(),
    "HassListGetItems": frozenset({"item"}),
    EMPTY_LIST: frozenset(),
    "HassMediaSelectSoundMode": frozenset({"sound_mode"}),
    "HassMediaSelectSource": frozenset({"source"}),
    "HassMediaSetRepeat": frozenset({"repeat"}),
    "HassMediaSetShuffle": frozenset({"shuffle"}),
    "HassSelectOption": frozenset({"option"}),
    "HassSetNumber": frozenset({"value", "value_delta", "value_end"}),
    "HassSetText": frozenset({"text"}),
    "HassSetTime": frozenset({"times", "minutes_delta"}),
    "HassTimerHelperCancel": frozenset(),
    "HassTimerHelperFinish": frozenset(),
    "HassTimerHelperPause": frozenset(),
    "HassTimerHelperStart": frozenset({"hours", "minutes", "seconds"}),
    "HassVacuumCleanArea": frozenset({"areas"}),
    "HassVacuumLocate": frozenset(),
    "HassVacuumPause": frozenset(),
    "HassVacuumStop": frozenset(),
    "HassWaterHeaterSetAwayMode": frozenset({"away_mode"}),
}
"""Slots that Home Assistant's list of intents does not have, beside those for things and places."""
