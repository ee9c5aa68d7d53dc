"""What an intent means for one thing in its present state, where the service of its name would not do it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.events import Intent, SlotValue

TURNED_ON = "turned_on"
"""Slot of a command that has to turn its thing on, too: a fan may take a speed and stay off."""

_FAN_TURN_ON = 32  # FanEntityFeature.TURN_ON
# What "on" and "off" mean where Home Assistant has no such service, and would report success.
_MEANT: Mapping[tuple[str, str], str] = {
    ("vacuum", "HassTurnOn"): "HassVacuumStart",
    ("vacuum", "HassTurnOff"): "HassVacuumReturnToBase",
    ("lawn_mower", "HassTurnOn"): "HassLawnMowerStartMowing",
    ("lawn_mower", "HassTurnOff"): "HassLawnMowerDock",
    ("alarm_control_panel", "HassTurnOn"): "HassAlarmArm",
    ("alarm_control_panel", "HassTurnOff"): "HassAlarmDisarm",
}
# By domain: the feature of switching, the attribute that lists modes, the intent and slot for "off" in it.
_OFF_MODES: Mapping[str, tuple[int, str, str, str]] = {
    "water_heater": (8, "operation_list", "HassClimateSetPresetMode", "preset_mode"),
    "climate": (128, "hvac_modes", "HassClimateSetHvacMode", "hvac_mode"),
}
# VacuumEntityFeature by the intent that stops it.
_STOPS = ((8, "HassVacuumStop"), (4, "HassVacuumPause"), (16, "HassVacuumReturnToBase"))


def meant_for(intent: Intent, state: EntityState) -> Intent:
    """Return the intent that `intent` means for the entity in `state`.

    "On" starts a vacuum, and a toggle is "on" or "off" where the state shows which.
    """
    by_state = _BY_STATE.get(intent.name)
    if by_state and (found := by_state(intent, state)):
        return found
    meant = _MEANT.get((_domain(state), intent.name), intent.name)
    if meant == "HassAlarmArm" and "mode" not in intent.slots:
        return _as(intent, meant, mode="away")  # nobody is home
    return _as(intent, meant)


def runs_already(intent: Intent, state: EntityState) -> bool:
    """Return True if a thermostat is to be turned on that runs: its service might choose another mode."""
    is_on = state.state not in ("off", "unknown", "unavailable")
    return intent.name == "HassTurnOn" and _domain(state) == "climate" and is_on


def _as(intent: Intent, name: str, **slots: SlotValue) -> Intent:
    return replace(intent, name=name, slots={**intent.slots, **slots})


def _domain(state: EntityState) -> str:
    return state.id.partition(".")[0]


def _has(state: EntityState, feature: int) -> bool | None:
    """Return whether the entity has the feature; None if it does not tell its features."""
    features = state.attributes.get("supported_features")
    return bool(features & feature) if isinstance(features, int) else None


def _turned(intent: Intent, state: EntityState) -> Intent | None:
    """Return the other direction of a fan, where none was said."""
    if "direction" in intent.slots:
        return None
    other = "forward" if state.attributes.get("direction") == "reverse" else "reverse"
    return _as(intent, intent.name, direction=other)


def _toggled(intent: Intent, state: EntityState) -> Intent | None:
    if state.state in ("unknown", "unavailable"):
        return None
    on = state.state in ("off", "closed", "standby")
    return _as(intent, "HassTurnOn" if on else "HassTurnOff")


def _turned_on_with(intent: Intent, state: EntityState) -> Intent | None:
    """Return a fan's speed or mode with the order to turn it on, where it is off."""
    is_off = state.state == "off" and _has(state, _FAN_TURN_ON) is not False
    return (
        _as(intent, intent.name, **{TURNED_ON: True})
        if is_off and intent.slots.get("percentage") != 0
        else None
    )


def _in_mode_off(intent: Intent, state: EntityState) -> Intent | None:
    """Return the mode "off" of a thing that cannot be switched but has it."""
    bit, modes, name, slot = _OFF_MODES.get(_domain(state), (0, "", "", ""))
    if _has(state, bit) is not False or "off" not in state.attributes.get(modes, ()):
        return None
    return _as(intent, name, **{slot: "off"})


def _stopped(intent: Intent, state: EntityState) -> Intent:
    """Return the intent that stops a vacuum: one that cannot stop where it is pauses, or goes home."""
    return _as(intent, next((name for bit, name in _STOPS if _has(state, bit)), "HassVacuumStop"))


_BY_STATE: Mapping[str, Callable[[Intent, EntityState], Intent | None]] = {
    "HassFanSetDirection": _turned,
    "HassToggle": _toggled,
    "HassFanSetSpeed": _turned_on_with,
    "HassFanSetPresetMode": _turned_on_with,
    "HassTurnOff": _in_mode_off,
    "HassVacuumStop": _stopped,
}
