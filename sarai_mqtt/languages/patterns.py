"""Builds regular expressions out of many alternatives."""

import re
from collections.abc import Collection, Iterable

NEVER = re.compile(r"(?!)")
"""Matches nothing."""


def pattern_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Compile the alternatives into one pattern."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def any_of(phrases: str) -> str:
    """Return a non-capturing group of the phrases in `phrases`, which are separated by spaced slashes."""
    return one_of(" ".join(phrases.split()).split(" / "))


def one_of(alternatives: Iterable[str]) -> str:
    """Return a non-capturing group of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


def verbose(text: str) -> re.Pattern[str]:
    """Compile `text`; spaces outside [ ] are layout and match nothing."""
    return re.compile(text, re.VERBOSE)


def words_pattern(words: Collection[str]) -> re.Pattern[str]:
    """Compile the words and phrases (regular expressions) into one pattern; `*` at an end is any ending."""
    ends = (word.removesuffix("*") if word.endswith("*") else rf"{word}\b" for word in words)
    return re.compile(rf"\b(?:{'|'.join(ends)})") if words else NEVER
