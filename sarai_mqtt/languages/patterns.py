"""Builds regular expressions out of many alternatives."""

import re
from collections.abc import Collection, Iterable

NEVER = re.compile(r"(?!)")
"""Matches nothing."""


_SYNTAX = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def pattern_of(alternatives: Iterable[str], start: str = "") -> re.Pattern[str]:
    """Compile the alternatives into one pattern; those that begin with `start` share it.

    That is found out once then, not for each of them, and is compiled once.
    """
    sharing, others = list[str](), list[str]()
    for alternative in alternatives:
        shares = start and alternative.startswith(start) and not _is_choice(alternative)
        (sharing if shares else others).append(alternative)
    if sharing:
        others.append(start + one_of(alternative.removeprefix(start) for alternative in sharing))
    return re.compile("|".join(f"(?:{alternative})" for alternative in others))


def _is_choice(pattern: str) -> bool:
    """Return True if `pattern` has a | outside its groups, so that its beginning is not that of all of it."""
    depth = 0
    for sign in _SYNTAX.findall(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and not depth:
            return True
    return False


def any_of(phrases: str) -> str:
    """Return a non-capturing group of the phrases in `phrases`, which are separated by spaced slashes."""
    return one_of(" ".join(phrases.split()).split(" / "))


def one_of(alternatives: Iterable[str]) -> str:
    """Return a non-capturing group of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


def inflected(forms: Iterable[tuple[str, str]]) -> str:
    """Return a non-capturing group of the forms: stem and ending, or endings as a group, of each.

    Stems of the same endings share them, as `(?:open|shutt)ing`: fewer letters compile sooner.
    """
    stems: dict[str, dict[str, None]] = {}  # by ending; a dict keeps the order
    for stem, ending in forms:
        stems.setdefault(ending, {})[stem] = None
    return one_of(one_of(found) + ending for ending, found in stems.items())


def verbose(text: str) -> re.Pattern[str]:
    """Compile `text`; spaces outside [ ] are layout and match nothing."""
    return re.compile(text, re.VERBOSE)


def words_pattern(words: Collection[str]) -> re.Pattern[str]:
    """Compile the words and phrases (regular expressions) into one pattern; `*` at an end is any ending."""
    ends = (word.removesuffix("*") if word.endswith("*") else rf"{word}\b" for word in words)
    return re.compile(rf"\b(?:{'|'.join(ends)})") if words else NEVER
