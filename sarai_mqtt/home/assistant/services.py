"""Service calls that replace Home Assistant's intents, for one entity, and do what it has no intent for.

An old Home Assistant (2026.2) reports an intent as done even if the service that it called has failed, and it
lacks some intents. A service that is called directly reports its error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.intents import OURS
from sarai_mqtt.home.assistant.amounts import LOW_HIGH
from sarai_mqtt.home.assistant.meanings import TURNED_ON

Slots = Mapping[str, SlotValue]
_Fields = Callable[[Slots], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a Home Assistant service, with its data."""

    domain: str
    service: str
    data: Mapping[str, Any]


# Services for HassTurnOn and HassTurnOff; a domain that is not listed has turn_on and turn_off.
_ON = {
    "cover": "open_cover",
    "valve": "open_valve",
    "lock": "lock",
    "button": "press",
    "input_button": "press",
}
_OFF = {"cover": "close_cover", "valve": "close_valve", "lock": "unlock"}
_STOP = {"cover": "stop_cover", "valve": "stop_valve"}
# Slots for a light, and the service's fields for them.
_LIGHT = {
    "brightness": "brightness_pct",
    "brightness_delta": "brightness_step_pct",
    "color": "color_name",
    "temperature": "color_temp_kelvin",
}


def _same(*names: str) -> _Fields:
    return lambda slots: {name: slots.get(name) for name in names}


def _temperature(slots: Slots) -> Mapping[str, Any]:
    return {name: slots[name] for name in ("temperature", *LOW_HIGH) if name in slots}


def _duration(slots: Slots) -> Mapping[str, Any]:
    """Return the length of a timer; without one it is what the timer has in Home Assistant."""
    hours, minutes, seconds = (int(slots.get(unit) or 0) for unit in ("hours", "minutes", "seconds"))
    length = hours * 3600 + minutes * 60 + seconds
    return {"duration": {"seconds": length}} if length else {}


def _areas(slots: Slots) -> Mapping[str, Any]:
    """Return the rooms to clean, in one call: a second one would end the first."""
    return {"cleaning_area_id": str(slots.get("areas") or slots.get("area")).split(",")}


def _text(slots: Slots) -> Mapping[str, Any]:
    return {"value": str(slots.get("text", ""))}


def _light(slots: Slots) -> Mapping[str, Any]:
    return {field: slots[slot] for slot, field in _LIGHT.items() if slot in slots}


def _level(slots: Slots) -> Mapping[str, Any]:
    return {"volume_level": float(slots.get("volume_level", 0)) / 100}


# By intent: domain of the entity, service, fields.
_SERVICES: Mapping[str, tuple[str, str, _Fields]] = {
    "HassLightSet": ("light", "turn_on", _light),
    "HassFanSetSpeed": ("fan", "set_percentage", _same("percentage")),
    "HassFanSetPresetMode": ("fan", "set_preset_mode", _same("preset_mode")),
    "HassClimateSetTemperature": ("climate", "set_temperature", _temperature),
    "HassClimateSetFanMode": ("climate", "set_fan_mode", _same("fan_mode")),
    "HassClimateSetHvacMode": ("climate", "set_hvac_mode", _same("hvac_mode")),
    "HassClimateSetPresetMode": ("climate", "set_preset_mode", _same("preset_mode")),
    "HassHumidifierSetpoint": ("humidifier", "set_humidity", _same("humidity")),
    "HassHumidifierMode": ("humidifier", "set_mode", _same("mode")),
    "HassVacuumStart": ("vacuum", "start", _same()),
    "HassVacuumPause": ("vacuum", "pause", _same()),
    "HassVacuumReturnToBase": ("vacuum", "return_to_base", _same()),
    "HassVacuumStop": ("vacuum", "stop", _same()),
    "HassVacuumLocate": ("vacuum", "locate", _same()),
    "HassVacuumCleanArea": ("vacuum", "clean_area", _areas),
    "HassLawnMowerStartMowing": ("lawn_mower", "start_mowing", _same()),
    "HassLawnMowerPause": ("lawn_mower", "pause", _same()),
    "HassLawnMowerDock": ("lawn_mower", "dock", _same()),
    "HassMediaPause": ("media_player", "media_pause", _same()),
    "HassMediaUnpause": ("media_player", "media_play", _same()),
    "HassMediaNext": ("media_player", "media_next_track", _same()),
    "HassMediaPrevious": ("media_player", "media_previous_track", _same()),
    "HassSetVolume": ("media_player", "volume_set", _level),
    "HassMediaPlayerMute": ("media_player", "volume_mute", lambda _slots: {"is_volume_muted": True}),
    "HassMediaPlayerUnmute": ("media_player", "volume_mute", lambda _slots: {"is_volume_muted": False}),
    "HassListAddItem": ("todo", "add_item", _same("item")),
    "HassListCompleteItem": ("todo", "update_item", lambda s: {"item": s.get("item"), "status": "completed"}),
    "HassListRemoveItem": ("todo", "remove_item", _same("item")),
    "HassAlarmDisarm": ("alarm_control_panel", "alarm_disarm", _same()),
    "HassFanOscillate": ("fan", "oscillate", _same("oscillating")),
    "HassFanSetDirection": ("fan", "set_direction", _same("direction")),
    "HassMediaSelectSource": ("media_player", "select_source", _same("source")),
    "HassMediaSelectSoundMode": ("media_player", "select_sound_mode", _same("sound_mode")),
    "HassClimateSetSwingMode": ("climate", "set_swing_mode", _same("swing_mode")),
    "HassWaterHeaterSetAwayMode": ("water_heater", "set_away_mode", _same("away_mode")),
    "HassTimerHelperStart": ("timer", "start", _duration),
    "HassTimerHelperPause": ("timer", "pause", _same()),
    "HassTimerHelperCancel": ("timer", "cancel", _same()),
    "HassTimerHelperFinish": ("timer", "finish", _same()),
    "HassMediaSetShuffle": ("media_player", "shuffle_set", _same("shuffle")),
    "HassMediaSetRepeat": ("media_player", "repeat_set", _same("repeat")),
}
# Intents for several domains: their services have the same name in each.
_IN_EACH: Mapping[str, tuple[frozenset[str], str, _Fields]] = {
    "HassSelectOption": (frozenset({"select", "input_select"}), "select_option", _same("option")),
    "HassSetNumber": (frozenset({"number", "input_number", "counter"}), "set_value", _same("value")),
    "HassSetText": (frozenset({"text", "input_text"}), "set_value", _text),
}
_TILTED = {0: "close_cover_tilt", 100: "open_cover_tilt"}

# What some domains do of what another one does.
_OF_DOMAIN: Mapping[tuple[str, str], tuple[str, _Fields]] = {
    ("water_heater", "HassClimateSetTemperature"): ("set_temperature", _temperature),
    ("water_heater", "HassClimateSetPresetMode"): (
        "set_operation_mode", lambda slots: {"operation_mode": slots.get("preset_mode")},
    ),
    ("climate", "HassHumidifierSetpoint"): ("set_humidity", _same("humidity")),
    ("time", "HassSetTime"): ("set_value", _same("time")),
    ("input_datetime", "HassSetTime"): ("set_datetime", _same("time")),
}  # fmt: skip

# Intents that were added after 2026.2.
NEWER_INTENTS = frozenset({"HassClimateSetFanMode", "HassVacuumCleanArea", "HassListRemoveItem"})
# Intents that Home Assistant lacks, and those that do more there, as a humidity that also turns on.
_BY_SERVICE = OURS | {"HassToggle", "HassStopMoving", "HassHumidifierSetpoint", "HassHumidifierMode"}


def by_service(intent: Intent, target: str) -> bool:
    """Return True if `intent` is to be carried out on the entity by its service, whatever Home Assistant."""
    domain = target.partition(".")[0]
    ranged = LOW_HIGH[0] in intent.slots or domain == "water_heater"
    relative = "brightness_delta" in intent.slots
    several = "areas" in intent.slots
    return (
        intent.name in _BY_SERVICE
        or relative
        or several
        or TURNED_ON in intent.slots
        or (intent.name == "HassClimateSetTemperature" and ranged)
    )


def service_for(intent: Intent, target: str) -> Call | None:
    """Return the service call that carries out `intent` on the entity id `target`; None if there is none."""
    domain = target.partition(".")[0]
    own = _turn_on_with if TURNED_ON in intent.slots else _OF_ITS_OWN.get(intent.name)
    if own is not None:
        return own(intent, domain, target)
    if intent.name in ("HassTurnOn", "HassTurnOff"):
        service = _ON.get(domain, "turn_on") if intent.name == "HassTurnOn" else _OFF.get(domain, "turn_off")
        return Call(domain, service, {"entity_id": target})
    if intent.name == "HassToggle":
        return Call(domain, "toggle", {"entity_id": target})
    if row := _OF_DOMAIN.get((domain, intent.name)):
        service, of_domain = row
        return Call(domain, service, {**of_domain(intent.slots), "entity_id": target})
    if intent.name == "HassSetPosition" and domain in ("cover", "valve"):
        position = {"position": intent.slots.get("position"), "entity_id": target}
        return Call(domain, f"set_{domain}_position", position)
    kind, service, fields = _SERVICES.get(intent.name, ("", "", _same()))
    return Call(domain, service, {**fields(intent.slots), "entity_id": target}) if kind == domain else None


def _turn_on_with(intent: Intent, domain: str, target: str) -> Call | None:
    """Return the call that turns a fan on at a speed or in a mode."""
    values = {k: v for k, v in intent.slots.items() if k in ("percentage", "preset_mode")}
    return Call(domain, "turn_on", {**values, "entity_id": target})


def _arm(intent: Intent, domain: str, target: str) -> Call | None:
    """Return the call that arms an alarm: each mode has a service."""
    return Call(domain, f"alarm_arm_{intent.slots.get('mode', 'away')}", {"entity_id": target})


def _tilt(intent: Intent, domain: str, target: str) -> Call | None:
    """Return the call that sets slats; some covers can only open and close them."""
    tilt = intent.slots.get("tilt_position")
    if ends := _TILTED.get(tilt if isinstance(tilt, int) else -1):
        return Call(domain, ends, {"entity_id": target})
    return Call(domain, "set_cover_tilt_position", {"tilt_position": tilt, "entity_id": target})


def _stop(_intent: Intent, domain: str, target: str) -> Call | None:
    return Call(domain, _STOP[domain], {"entity_id": target}) if domain in _STOP else None


def _in_each(intent: Intent, domain: str, target: str) -> Call | None:
    domains, service, fields = _IN_EACH[intent.name]
    data = {**fields(intent.slots), "entity_id": target}
    return Call(domain, service, data) if domain in domains else None


_OF_ITS_OWN: Mapping[str, Callable[[Intent, str, str], Call | None]] = {
    "HassAlarmArm": _arm,
    "HassCoverSetTilt": _tilt,
    "HassStopMoving": _stop,
    **dict.fromkeys(_IN_EACH, _in_each),
}
