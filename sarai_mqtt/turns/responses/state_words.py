"""Spoken words for Home Assistant's states, as data. Spanish adjectives are masculine singular."""

from collections.abc import Mapping

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.tables import for_language

# What follows "is" or "está"; for `unavailable`, what follows "is not".
_STATES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "on": "on", "off": "off", "open": "open", "closed": "closed", "opening": "opening",
        "closing": "closing", "stopped": "stopped", "locked": "locked", "unlocked": "unlocked",
        "locking": "being locked", "unlocking": "being unlocked", "jammed": "jammed",
        "home": "at home", "not_home": "away", "playing": "playing", "paused": "paused", "idle": "idle",
        "standby": "on standby", "buffering": "loading", "cleaning": "cleaning", "docked": "at its base",
        "returning": "on its way back to its base", "error": "in trouble", "mowing": "mowing",
        "disarmed": "disarmed", "armed_home": "armed, for when somebody is home",
        "armed_away": "armed, for when nobody is home", "armed_night": "armed for the night",
        "armed_vacation": "armed for the holidays", "armed_custom_bypass": "armed", "arming": "arming",
        "pending": "about to go off", "triggered": "going off", "active": "active",
        "heat": "on heating", "cool": "on cooling", "heat_cool": "on heating and cooling",
        "auto": "on automatic", "dry": "on drying", "fan_only": "on fan only", "eco": "on eco",
        "above_horizon": "up", "below_horizon": "down",
        "unavailable": "available",
    },
    "es": {
        "on": "encendido", "off": "apagado", "open": "abierto", "closed": "cerrado", "opening": "abriéndose",
        "closing": "cerrándose", "stopped": "parado", "locked": "cerrado con llave",
        "unlocked": "abierto", "locking": "cerrándose", "unlocking": "abriéndose",
        "jammed": "atascado", "home": "en casa", "not_home": "fuera", "playing": "reproduciendo",
        "paused": "en pausa", "idle": "en reposo", "standby": "en espera", "buffering": "cargando",
        "cleaning": "limpiando", "docked": "en su base", "returning": "volviendo a su base",
        "error": "averiado", "mowing": "cortando el césped",
        "disarmed": "desarmado", "armed_home": "armado en modo casa", "armed_away": "armado en modo ausente",
        "armed_night": "armado en modo noche", "armed_vacation": "armado en modo vacaciones",
        "armed_custom_bypass": "armado", "arming": "armándose", "pending": "a punto de saltar",
        "triggered": "sonando", "active": "activo",
        "heat": "en calefacción", "cool": "en frío", "heat_cool": "en frío y calor",
        "auto": "en automático", "dry": "en modo seco", "fan_only": "solo con ventilador",
        "eco": "en modo eco", "above_horizon": "sobre el horizonte", "below_horizon": "bajo el horizonte",
        "unavailable": "disponible",
    },
}  # fmt: skip
# Binary sensors: the words for on and off, by device class.
_BINARY: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        **dict.fromkeys(("door", "garage_door", "window", "opening"), ("open", "closed")),
        **dict.fromkeys(("motion", "moving"), ("detecting motion", "not detecting any motion")),
        **dict.fromkeys(("occupancy", "presence"), ("detecting somebody", "not detecting anybody")),
        "battery": ("low", "fine"), "battery_charging": ("charging", "not charging"),
        "moisture": ("detecting water", "dry"), "smoke": ("detecting smoke", "not detecting any smoke"),
        "gas": ("detecting gas", "not detecting any gas"),
        "carbon_monoxide": ("detecting carbon monoxide", "not detecting any carbon monoxide"),
        "vibration": ("detecting vibration", "still"),
        "sound": ("detecting sound", "not detecting any sound"),
        "light": ("detecting light", "in the dark"), "heat": ("hot", "not hot"), "cold": ("cold", "not cold"),
        "connectivity": ("connected", "disconnected"), "lock": ("unlocked", "locked"),
        "plug": ("plugged in", "unplugged"), "problem": ("reporting a problem", "fine"),
        "running": ("running", "not running"), "safety": ("unsafe", "safe"),
        "tamper": ("reporting tampering", "fine"), "update": ("out of date", "up to date"),
    },
    "es": {
        **dict.fromkeys(("door", "garage_door", "window", "opening"), ("abierto", "cerrado")),
        **dict.fromkeys(("motion", "moving"), ("detectando movimiento", "sin detectar movimiento")),
        **dict.fromkeys(("occupancy", "presence"), ("detectando a alguien", "sin detectar a nadie")),
        "battery": ("bajo", "bien"), "battery_charging": ("cargándose", "sin cargarse"),
        "moisture": ("detectando agua", "seco"), "smoke": ("detectando humo", "sin detectar humo"),
        "gas": ("detectando gas", "sin detectar gas"),
        "carbon_monoxide": ("detectando monóxido de carbono", "sin detectar monóxido de carbono"),
        "vibration": ("detectando vibraciones", "quieto"), "sound": ("detectando ruido", "en silencio"),
        "light": ("detectando luz", "a oscuras"), "heat": ("muy caliente", "sin calor excesivo"),
        "cold": ("demasiado frío", "sin frío excesivo"), "connectivity": ("conectado", "desconectado"),
        "lock": ("abierto", "cerrado con llave"), "plug": ("enchufado", "desenchufado"),
        "problem": ("avisando de un problema", "bien"), "running": ("en marcha", "parado"),
        "safety": ("en peligro", "a salvo"), "tamper": ("avisando de una manipulación", "bien"),
        "update": ("sin actualizar", "actualizado"),
    },
}  # fmt: skip
# After "It's 12 degrees" and "Hay 12 grados".
WEATHER: Mapping[str, Mapping[str, str]] = {
    "en": {
        "sunny": "and sunny", "clear": "and clear", "clear-night": "and clear", "cloudy": "and cloudy",
        "partlycloudy": "and partly cloudy", "fog": "and foggy", "hail": "and hailing",
        "lightning": "with a thunderstorm", "lightning-rainy": "with a thunderstorm and rain",
        "pouring": "and pouring", "rainy": "and raining", "snowy": "and snowing",
        "snowy-rainy": "with sleet", "windy": "and windy", "windy-variant": "with wind and clouds",
        "exceptional": "with exceptional weather",
    },
    "es": {
        "sunny": "y hace sol", "clear": "y está despejado", "clear-night": "y está despejado",
        "cloudy": "y está nublado", "partlycloudy": "y está parcialmente nublado", "fog": "y hay niebla",
        "hail": "y graniza", "lightning": "y hay tormenta", "lightning-rainy": "y hay tormenta con lluvia",
        "pouring": "y llueve a cántaros", "rainy": "y llueve", "snowy": "y nieva",
        "snowy-rainy": "y cae aguanieve",
        "windy": "y hace viento", "windy-variant": "y hace viento con nubes",
        "exceptional": "y hace un tiempo excepcional",
    },
}  # fmt: skip


# Clauses of answers: `{the}` names the things, `{of}` is "of" and the things, `{what}` the state.
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "nothing": "I can't find anything like that",
        "unknown": "I don't know the state {of} right now",
        "unsure": "I can't tell about {the}",
        "unsure_where": "I don't know where {the} is",
        "yes": "yes",
        "no": "no",
        "none": "no, none",
        "none_people": "no, nobody",
        "none_of_them": "none",
        "none_of_them_people": "nobody",
        "all": "yes, all of them",
        "all_people": "yes, everybody",
        "is": "{the} {is_} {what}",
        "is_not": "{the} {is_} not {what}",
        "is_amount": "{the} {is_} {what}",
        "is_text": "{the} {is_} {what}",
        "last": "{the}, last at {what}",
        "at": "at {place}",
        "level": "at {value} percent",
        "now": "{value} now",
        "target": "set to {value}",
        "only": "just {the}",
        "count": "{count}: {the}",
        "temperature": "it's {value}",
        "temperature_in": "it's {value} in {room}",
        "weather": "it's {value} {condition}",
        "titled": "playing {title}",
    },
    "es": {
        "nothing": "No encuentro nada así",
        "unknown": "No sé el estado {of} ahora mismo",
        "unsure": "{of} no lo sé",
        "unsure_where": "No sé dónde está {the}",
        "yes": "sí",
        "no": "no",
        "none": "no, {none}",
        "none_people": "no, nadie",
        "none_of_them": "{none}",
        "none_of_them_people": "nadie",
        "all": "sí, {all}",
        "all_people": "sí, todos",
        "is": "{the} {is_} {what}",
        "is_not": "{the} no {is_} {what}",
        "is_amount": "{the} {is_} en {what}",
        "is_text": "{the}: {what}",
        "last": "{the}, por última vez a {what}",
        "at": "en {place}",
        "level": "al {value} por ciento",
        "now": "{value} ahora",
        "target": "con objetivo de {value}",
        "only": "solo {the}",
        "count": "{count}: {the}",
        "temperature": "hay {value}",
        "temperature_in": "hay {value} en {room}",
        "weather": "hay {value} {condition}",
        "titled": "reproduciendo {title}",
    },
}


def word_of(state: EntityState, device_class: str | None, language: str) -> str | None:
    """Return what follows "is" for a thing in this state; None if the state has no word of its own."""
    if state.state in {"on", "off"} and device_class:
        pair = (
            for_language(_BINARY, language).get(device_class)
            if state.id.startswith("binary_sensor.")
            else None
        )
        if pair:
            return pair[0] if state.state == "on" else pair[1]
    return for_language(_STATES, language).get(state.state)
