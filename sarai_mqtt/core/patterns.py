"""Patterns made of many."""

import re
from collections.abc import Iterable

NEVER = re.compile(r"(?!)")
"""Matches nothing."""


def pattern_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Compile the alternatives as one pattern."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def any_of(phrases: str) -> str:
    """Give the alternation of phrases with " / " between them, over any number of lines."""
    return "(?:" + "|".join(" ".join(phrases.split()).split(" / ")) + ")"
