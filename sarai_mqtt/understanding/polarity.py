"""Checks that the verbs of a sentence point the same way as an intent: on or off, open or close."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import words_pattern
from sarai_mqtt.languages.spelling import without_accents

_Directions = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked up in a text without accents: names of places, and the words for each direction."""

    places: re.Pattern[str]
    directions: Mapping[str, re.Pattern[str]]


@cache
def _patterns(language: str) -> _Patterns:
    guards = pack(language).guards
    return _Patterns(
        words_pattern(guards.places),
        {direction: words_pattern(words) for direction, words in guards.directions.items()},
    )


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
    patterns = _patterns(language)
    plain = patterns.places.sub(" ", without_accents(text.lower()))
    said = {direction for direction, pattern in patterns.directions.items() if pattern.search(plain)}
    if {"on", "off"} <= said and pack(language).guards.on_is_a_place:
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
