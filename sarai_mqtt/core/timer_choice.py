"""Which timers a sentence is about."""

import math
from collections.abc import Mapping, Sequence

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.language import LANGUAGES, is_little_word, words_of
from sarai_mqtt.core.spelling import without_accents
from sarai_mqtt.core.timer_records import Timer

_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


def matching(timers: Sequence[Timer], slots: Mapping[str, SlotValue], home: Home) -> list[Timer]:
    """Give the timers with the name, the length and the room that `slots` speak of; all when of nothing."""
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
    """Narrow a choice down to what somebody at `site` means first, as long as that leaves any.

    One that was set there, then one that is no delayed command, then one that has no name when it is
    called by its length.
    """
    choice = list(timers)
    choice = [timer for timer in choice if timer.site == site] or choice
    if "name" not in slots:
        choice = [timer for timer in choice if timer.command is None] or choice
    if seconds_in(slots, "start_"):
        choice = [timer for timer in choice if not timer.name] or choice
    return choice


def seconds_in(slots: Mapping[str, SlotValue], prefix: str = "") -> float:
    """Give the length of time in `hours`, `minutes` and `seconds`, s; 0 for none and for nonsense."""
    total = 0.0
    for unit, seconds in _SECONDS.items():
        count = slots.get(f"{prefix}{unit}", 0)
        if isinstance(count, str) or not 0 <= count < math.inf:
            return 0.0
        total += seconds * count
    return total


def _by_name(timers: Sequence[Timer], name: str) -> list[Timer]:
    """Give the timers of this name, or else those whose name has all its words or none but its words.

    A delayed command is called by what it is about.
    """
    wanted = _key(name)
    keys = [(timer, _key(timer.name or timer.about)) for timer in timers]
    exact = [timer for timer, key in keys if key == wanted]
    return exact or [timer for timer, key in keys if key and (key <= wanted or wanted <= key)]


def _by_room(timers: Sequence[Timer], area: str, home: Home) -> list[Timer]:
    """Give the timers that were set in a room, or that are called after it ("the kitchen timer")."""
    room = home.areas.get(area)
    names = {name for each in room.names.values() for name in each} if room else {area}
    named = [timer for name in names for timer in timers if timer.name and _key(timer.name) == _key(name)]
    return named or [timer for timer in timers if home.site_areas.get(timer.site) == area]


def _key(name: str) -> frozenset[str]:
    """Give the words of a name that count, bare of accents."""
    words = words_of(name)
    full = [w for w in words if not any(is_little_word(w, language) for language in LANGUAGES)]
    return frozenset(without_accents(word) for word in full or words or name.split())
