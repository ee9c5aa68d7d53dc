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

    """

    directions: Mapping[Direction, tuple[str, ...]]
    places: tuple[str, ...]
    on_is_a_place: bool
    changing: tuple[str, ...]
    guarded: tuple[str, ...]
