"""Checks that the verbs of a sentence point the same way as an intent: on or off, open or close."""

import re
from collections.abc import Mapping

from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.tables import for_language

_Directions = frozenset[str]

# Words for each direction. They are looked up without accents and names of places ("planta baja").
_PLACES = re.compile(r"\b(?:planta|piso|parte) (?:baja|alta)\b|\bentrada\b")
_DIRECTIONS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "en": {
        "on": re.compile(
            r"\b(?:on|activate|enable|start|light up|illuminate|let there be|dark|see|run|wake)\b"
        ),
        "off": re.compile(r"\b(?:off|out|deactivate|disable|kill|cut|stop|too bright|end)\b"),
        "open": re.compile(r"\b(?:open|raise|lift|roll up|pull up|let (?:some|the) light in|up)\b"),
        "close": re.compile(r"\b(?:close|shut|lower|roll down|pull down|draw|closed|down)\b"),
        "lock": re.compile(r"\b(?:lock|locked|secure)\b"),
        "unlock": re.compile(r"\b(?:unlock(?:ed)?|undo|unbolt|unlatch)\b"),
        "more": re.compile(r"\b(?:up|louder|increase|raise|more|higher|brighten|brighter|add)\b"),
        "less": re.compile(
            r"\b(?:down|quieter|softer|decrease|reduce|lower|less|dim|take|remove|subtract)\b"
        ),
        "pause": re.compile(r"\b(?:pause|stop|off|hold)\b"),
        "resume": re.compile(r"\b(?:resume|continue|play|unpause|keep|carry on)\b"),
        "mute": re.compile(r"\b(?:mute|silence|quiet|sound off)\b"),
        "unmute": re.compile(r"\b(?:unmute|sound (?:back )?on)\b"),
        "next": re.compile(r"\b(?:next|skip|forward)\b"),
        "previous": re.compile(r"\b(?:previous|back(?! on\b)|last|again)\b"),
        "base": re.compile(r"\b(?:home|base|dock|back|stop|off|return)\b"),
    },
    "es": {
        "on": re.compile(
            r"\b(?:enc?[ic]?e?nd|ensi?end|prend|activ|conect|pon|ilumin|arranc|inici|lanza"
            r"|on\b|ejecut|empez|empiez|oscur|ve nada|veo|luz por favor|dale a|marcha)\w*|\boscur[oa]s?\b"
        ),
        "off": re.compile(r"\b(?:apag|desactiv|desconect|desench|quit|mat|cort|off\b|demasiada luz)\w*"),
        "open": re.compile(r"\b(?:abr|sub|levant|descorr)\w*"),
        "close": re.compile(r"\b(?:cierr|cerr|baj|corre|echa)\w*"),
        "lock": re.compile(r"\b(?:bloque|cierr|cerr|echa|llave|cerrojo|pestillo)\w*"),
        "unlock": re.compile(r"\b(?:desbloque|abr|quita)\w*"),
        "more": re.compile(r"\b(?:sub|aument|mas|increment|levant|anad|sum|alarg|agreg)\w*"),
        "less": re.compile(r"\b(?:baj|reduc|reduzc|menos|disminu|decrement|atenu|quit|rest|acort)\w*"),
        "pause": re.compile(r"\b(?:paus|para|pare|deten|apag|quit|cort)\w*"),
        "resume": re.compile(r"\b(?:reanud|contin|sigue|siga|segu|pon|play|dale|reproduc|reactiv)\w*"),
        "mute": re.compile(r"\b(?:silenci|mute|quita|calla|sin sonido|apag)\w*"),
        "unmute": re.compile(r"\b(?:pon|activ|devuelv|con sonido|desmute|quita el silencio)\w*"),
        "next": re.compile(r"\b(?:siguiente|proxim|salt|pasa|cambia|adelant)\w*"),
        "previous": re.compile(r"\b(?:anterior|atras|vuelv|ultim|repit)\w*"),
        "base": re.compile(r"\b(?:base|casa|carg|vuelv|par|apag|recog|deten|mand)\w*"),
    },
}

# True if the word for "on" is also a preposition of place.
_ON_IS_A_PLACE: Mapping[str, bool] = {"en": True, "es": False}

# Directions of which an intent needs one, and directions that contradict it.
_Rule = tuple[_Directions, _Directions]


def _rule(wanted: str, against: str) -> _Rule:
    """Return the rule for the space-separated directions `wanted` and `against`."""
    return frozenset(wanted.split()), frozenset(against.split())


_OPENS, _CLOSES = _rule("open", "close lock off"), _rule("close", "open unlock on")
_SWITCHED: Mapping[tuple[str, str], _Rule] = {
    ("HassTurnOn", "cover"): _OPENS,
    ("HassTurnOff", "cover"): _CLOSES,
    ("HassTurnOn", "valve"): _OPENS,
    ("HassTurnOff", "valve"): _CLOSES,
    ("HassTurnOn", "lock"): _rule("lock close", "unlock open"),
    ("HassTurnOff", "lock"): _rule("unlock open", "lock close"),
}
_RULES: Mapping[str, _Rule] = {
    "HassTurnOn": _rule("on", "off close"),
    "HassTurnOff": _rule("off", "on open"),
    "HassMediaPause": _rule("pause", "resume"),
    "HassMediaUnpause": _rule("resume", "pause"),
    "HassMediaPlayerMute": _rule("mute", "unmute"),
    "HassMediaPlayerUnmute": _rule("unmute", "mute"),
    "HassMediaNext": _rule("next", "previous"),
    "HassMediaPrevious": _rule("previous", "next"),
    "HassIncreaseTimer": _rule("more", "less"),
    "HassDecreaseTimer": _rule("less", "more"),
    "HassPauseTimer": _rule("pause", "resume"),
    "HassUnpauseTimer": _rule("resume", "pause"),
    "HassVacuumReturnToBase": _rule("base", ""),
}
_VOLUME: Mapping[bool, _Rule] = {
    True: _rule("more open", "less close"),
    False: _rule("less close", "more open"),
}
_SETS_VALUE = frozenset({"HassLightSet", "HassFanSetSpeed", "HassClimateSetTemperature", "HassSetVolume"})
_STARTED_BY_NAME = frozenset({"scene", "script", "button", "input_button"})  # their name alone starts them


def polarity_agrees(text: str, language: str, intent: Intent) -> bool:
    """Return True if the words of `text` point in the direction of `intent`.

    An intent that has an opposite needs a word for its own direction and none for the opposite. Setting a
    value disagrees only with "off". Other intents always agree. Meant for recognition by similarity, which
    confuses opposites. Raises BadInput (`unknown_language`).
    """
    directions = for_language(_DIRECTIONS, language)
    plain = _PLACES.sub(" ", without_accents(text.lower()))
    said = {direction for direction, pattern in directions.items() if pattern.search(plain)}
    if {"on", "off"} <= said and for_language(_ON_IS_A_PLACE, language):
        said.discard("on")  # "turn off the light on the desk": it says where
    if "unlock" in said:
        said.discard("lock")  # "quita la llave", "unlock the lock"
    if intent.name in _SETS_VALUE:
        return "off" not in said or "on" in said
    rule = _rule_of(intent)
    if rule is None:
        return True
    wanted, against = rule
    return bool(said & wanted) and not said & against


def _rule_of(intent: Intent) -> _Rule | None:
    """Return the (wanted, against) directions of `intent`; None if it has no opposite.

    Covers, valves and locks open and close; scenes, scripts and buttons have no opposite.
    """
    domains = {target.partition(".")[0] for target in intent.targets}
    if intent.name == "HassSetVolumeRelative":
        step = intent.slots.get("volume_step")
        return _VOLUME[step == "up" or (isinstance(step, int | float) and step > 0)]
    if intent.name == "HassTurnOn" and domains and domains <= _STARTED_BY_NAME:
        return None
    domain = next(iter(domains)) if len(domains) == 1 else ""
    return _SWITCHED.get((intent.name, domain)) or _RULES.get(intent.name)
