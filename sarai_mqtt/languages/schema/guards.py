"""Words by which a language tells directions, changes, and what is to be guarded (guards.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal[
    "on", "off", "open", "close", "lock", "unlock", "more", "less", "pause", "resume", "mute", "unmute",
    "next", "previous", "base",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """Regular expressions for words without accents; one that ends in `*` stands for any ending.

    Args:
        directions: the words for each direction; recognition by similarity confuses opposites.
        places: names of places that look like a direction ("planta baja").
        on_is_a_place: True if the word for "on" is also a preposition of place.
        changing: verbs that change something.
        guarded: words used of locks, alarms and garage doors.
        codes: words for the code of an alarm. These and the following are words alone, and may be missing.
        before_codes: little words before such a word: "with the".
        disarms: verbs after which numbers are a code.
        alarms: words for an alarm.
        before_times: words before a time of day: numbers after them are no code.

    """

    directions: Mapping[Direction, tuple[str, ...]]
    places: tuple[str, ...]
    on_is_a_place: bool
    changing: tuple[str, ...]
    guarded: tuple[str, ...]
    codes: tuple[str, ...] = ()
    before_codes: tuple[str, ...] = ()
    disarms: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    before_times: tuple[str, ...] = ()
