"""The intents of Home Assistant that do an action to a thing, by its domain."""

from collections.abc import Mapping

from sarai_mqtt.understanding.reader.frames import Action

SWITCHED = frozenset({
    "light", "switch", "fan", "media_player", "climate", "input_boolean", "humidifier", "water_heater",
    "siren", "remote", "automation",
})  # fmt: skip
STARTED = frozenset({"scene", "script", "button", "input_button"})
MOVED = frozenset({"cover", "valve"})
MOBILE = frozenset({"vacuum", "lawn_mower"})
GUARDED_COVERS = frozenset({"garage", "gate", "door"})
"""Device classes of covers that "everything" and "the covers" never mean."""

_ON = {**dict.fromkeys(SWITCHED | STARTED | {"valve"}, "HassTurnOn"), "vacuum": "HassVacuumStart",
       "lawn_mower": "HassLawnMowerStartMowing", "alarm_control_panel": "HassTurnOn"}  # fmt: skip
_OFF = {**dict.fromkeys(SWITCHED | {"valve"}, "HassTurnOff"), "vacuum": "HassVacuumReturnToBase",
        "lawn_mower": "HassLawnMowerDock", "alarm_control_panel": "HassTurnOff"}  # fmt: skip
_TO_BASE = {"vacuum": "HassVacuumReturnToBase", "lawn_mower": "HassLawnMowerDock"}
_SET = {
    "light": "HassLightSet",
    "cover": "HassSetPosition",
    "valve": "HassSetPosition",
    "fan": "HassFanSetSpeed",
    "climate": "HassClimateSetTemperature",
    "water_heater": "HassClimateSetTemperature",
    "humidifier": "HassHumidifierSetpoint",
    "media_player": "HassSetVolume",
    "number": "HassSetNumber",
    "input_number": "HassSetNumber",
}

_INTENTS: Mapping[Action, Mapping[str, str]] = {
    "turn_on": _ON,
    "turn_off": _OFF,
    "toggle": dict.fromkeys(
        ("light", "switch", "fan", "media_player", "input_boolean", "humidifier", *MOVED), "HassToggle"
    ),
    "open": {**dict.fromkeys(MOVED, "HassTurnOn"), "lock": "HassTurnOff"},
    "close": dict.fromkeys(MOVED, "HassTurnOff"),
    "lock": {"lock": "HassTurnOn"},
    "unlock": {"lock": "HassTurnOff"},
    "stop": {
        "cover": "HassStopMoving",
        "valve": "HassTurnOff",  # what it lets through is to stop
        "vacuum": "HassVacuumStop",
        "lawn_mower": "HassLawnMowerDock",
        "media_player": "HassMediaPause",
        **dict.fromkeys(("fan", "siren", "switch", "input_boolean", "humidifier"), "HassTurnOff"),
    },
    "set": _SET,
    "increase": _SET,
    "decrease": _SET,
    "start": {
        **dict.fromkeys(STARTED | {"valve"} | (SWITCHED - {"light", "media_player"}), "HassTurnOn"),
        "vacuum": "HassVacuumStart",
        "lawn_mower": "HassLawnMowerStartMowing",
    },
    "pause": {
        "vacuum": "HassVacuumPause",
        "lawn_mower": "HassLawnMowerPause",
        "media_player": "HassMediaPause",
    },
    "resume": {
        "vacuum": "HassVacuumStart",
        "lawn_mower": "HassLawnMowerStartMowing",
        "media_player": "HassMediaUnpause",
    },
    "dock": _TO_BASE,
    "clean": {"vacuum": "HassVacuumStart"},
    "play": {"media_player": "HassMediaSearchAndPlay"},
    "next": {"media_player": "HassMediaNext"},
    "previous": {"media_player": "HassMediaPrevious"},
    "mute": {"media_player": "HassMediaPlayerMute", "siren": "HassTurnOff"},
    "unmute": {"media_player": "HassMediaPlayerUnmute"},
    "add": {"todo": "HassListAddItem"},
    "remove": {"todo": "HassListRemoveItem"},
    "complete": {"todo": "HassListCompleteItem"},
}

# What "everything" stands for, by action: nothing that locks, heats, or opens for strangers.
_EVERYTHING: Mapping[Action, frozenset[str]] = {
    "turn_on": frozenset({"light", "media_player", "fan"}),
    "turn_off": frozenset({"light", "media_player", "fan"}),
    "open": frozenset({"cover"}),
    "close": frozenset({"cover"}),
    "stop": frozenset({"cover"}),
    "lock": frozenset({"lock"}),
    "pause": frozenset({"media_player"}),
    "mute": frozenset({"media_player"}),
    "unmute": frozenset({"media_player"}),
}
# What an action is done to where only a place is said ("turn off the kitchen"), or nothing at all.
_UNSAID: Mapping[Action, frozenset[str]] = {
    "turn_on": frozenset({"light"}),
    "turn_off": frozenset({"light"}),
    "toggle": frozenset({"light"}),
    "open": frozenset({"cover"}),
    "close": frozenset({"cover"}),
    "stop": frozenset({"cover"}),
    "clean": frozenset({"vacuum"}),
    "dock": frozenset({"vacuum"}),
    "lock": frozenset({"lock"}),
    **dict.fromkeys(
        ("play", "next", "previous", "mute", "unmute", "pause", "resume"), frozenset({"media_player"})
    ),
}
# Those that need no place or thing to be said: the room's own, else the only one of the home.
_ALONE: frozenset[Action] = frozenset(
    {"play", "next", "previous", "mute", "unmute", "pause", "resume", "clean", "dock", "lock"}
)


def intent_of(action: Action, domain: str) -> str:
    """Return the intent that does `action` to a thing of `domain`; "" if nothing does."""
    return _INTENTS[action].get(domain, "")


def everything_of(action: Action) -> frozenset[str]:
    """Return the domains that "everything" stands for as the object of `action`; empty if it has none."""
    return _EVERYTHING.get(action, frozenset())


def unsaid_of(action: Action) -> frozenset[str]:
    """Return the domains that `action` is done to if only a place is said; empty if that says too little."""
    return _UNSAID.get(action, frozenset())


def stands_alone(action: Action) -> bool:
    """Return True if `action` says enough without a thing or place ("next song", "play some jazz")."""
    return action in _ALONE
