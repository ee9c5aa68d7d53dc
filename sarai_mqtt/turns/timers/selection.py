"""Finds the timers that a sentence is about."""

import math
from collections.abc import Mapping, Sequence

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.detection import function_words, words_of
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.turns.timers.records import Timer

_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


def matching(timers: Sequence[Timer], slots: Mapping[str, SlotValue], home: Home) -> list[Timer]:
    """Return the timers with the name, length and room that `slots` give; all of them if they give none."""
    found = list(timers)
    length = seconds_in(slots, "start_")
    if length:
        found = [timer for timer in found if timer.length == length]
    if "name" in slots:
        found = _by_name(found, str(slots["name"]))
    if "area" in slots:
        found = _by_room(found, str(slots["area"]), home)
    return found


def likeliest(timers: Sequence[Timer], slots: Mapping[str, SlotValue], site: str) -> list[Timer]:
    """Narrow `timers` down to those that a person at `site` most likely means.

    Preferred, in this order, are timers set at this site, timers that are no delayed command (if no name was
    given), and timers without a name (if a length was given). A preference that would leave none is skipped.
    """
    choice = list(timers)
    choice = [timer for timer in choice if timer.site == site] or choice
    if "name" not in slots:
        choice = [timer for timer in choice if timer.command is None] or choice
    if seconds_in(slots, "start_"):
        choice = [timer for timer in choice if not timer.name] or choice
    return choice


def seconds_in(slots: Mapping[str, SlotValue], prefix: str = "") -> float:
    """Return the duration in the slots `hours`, `minutes` and `seconds`, in seconds.

    The slots have `prefix` before their names. Returns 0 if there are none, or if a value is text, negative
    or not finite.
    """
    total = 0.0
    for unit, seconds in _SECONDS.items():
        count = slots.get(f"{prefix}{unit}", 0)
        if isinstance(count, str) or not 0 <= count < math.inf:
            return 0.0
        total += seconds * count
    return total


def _by_name(timers: Sequence[Timer], name: str) -> list[Timer]:
    """Return the timers with this name; else those whose name contains all its words, or only such words.

    A delayed command is named after the things that it acts on.
    """
    wanted = key_of(name)
    keys = [(timer, key_of(timer.name or timer.about)) for timer in timers]
    exact = [timer for timer, key in keys if key == wanted]
    return exact or [timer for timer, key in keys if key and (key <= wanted or wanted <= key)]


def _by_room(timers: Sequence[Timer], area: str, home: Home) -> list[Timer]:
    """Return the timers named after a room ("the kitchen timer"); else those that were set in it."""
    room = home.areas.get(area)
    names = {name for each in room.names.values() for name in each} if room else {area}
    named = [timer for name in names for timer in timers if timer.name and key_of(timer.name) == key_of(name)]
    return named or [timer for timer in timers if home.site_areas.get(timer.site) == area]


def key_of(name: str) -> frozenset[str]:
    """Return the words of a name without accents, articles and prepositions; all if none remain."""
    words = words_of(name)
    full = [w for w in words if w not in function_words()]
    return frozenset(without_accents(word) for word in full or words or name.split())
