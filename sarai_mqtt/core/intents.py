"""Names of the Home Assistant intents that are understood and answered here.

Source: developers.home-assistant.io, "Built-in intents". A user's own templates may name others.
"""

QUESTIONS = frozenset({
    "HassGetState", "HassClimateGetTemperature", "HassGetWeather", "HassListGetItems", "HassTimerStatus"
})  # fmt: skip
"""Intents that only ask: they change nothing, so they need no confirmation."""

ANSWERED = QUESTIONS | {
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
"""Intents that have a reply sentence of their own."""

OURS = frozenset(
    {
        "HassClimateSetHvacMode",
        "HassClimateSetPresetMode",
        "HassFanSetPresetMode",
        "HassVacuumPause",
        "HassLawnMowerPause",
    }
)
"""Intents that Home Assistant 2026.11 does not have, named as it names its own; services do them."""

BROADCAST = "HassBroadcast"
"""Home Assistant's intent to announce a `message`; the service itself does it, at its sites.

A slot `area` or `floor` says at which; without one it is for all of them.
"""
