"""Turns the phrases of times in a language pack into regular expressions over plain words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

_TOKEN = re.compile(r"\d+|[^\W\d_]+|(?<=\d)[:.](?=\d)")
_ATOM = re.compile(r"\[[^\]]*\]|\([^)]*\)|\S+")
_MOST = 59  # minutes of an hour
# The parts of an expression: where a group begins and ends, "or", a number, the blank between words, a word.
_PARTS = re.compile(r"\((?:\?(?::|P<\w+>|!|=))?|\)[?*]?|\||\\d|\\? |[^\W\d_]+")
NUMBER = "0"
"""Stands for all numbers in digits among the words that may begin an expression."""


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The words of a text in lower case without accents, joined by blanks; punctuation is left out.

    `starts` has the offset of each word in `joined`, `spans` that of the word in the text, and its end.
    """

    text: str
    joined: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def said(self, first: int, end: int) -> str:
        """Return the words from index `first` to `end` (excluded) as they stand in the text."""
        return self.text[self.spans[first][0] : self.spans[end - 1][1]] if end > first else ""

    def word(self, place: int) -> str:
        """Return the word at index `place`."""
        end = self.starts[place + 1] - 1 if place + 1 < len(self.starts) else None
        return self.joined[self.starts[place] : end]

    def has_point(self, first: int, end: int) -> bool:
        """Return True if there is a point between digits from index `first` to `end`, as in "21.5"."""
        return any(self.text[at] == "." for at, _ in self.spans[first:end])

    def between(self, place: int) -> str:
        """Return what the text has between the word at index `place` and the one before it."""
        return self.text[self.spans[place - 1][1] : self.spans[place][0]] if place else ""

    def cut(self, end: int) -> "PlainWords":
        """Return the words before index `end`."""
        if end >= len(self.starts):
            return self
        joined = self.joined[: self.starts[end] - 1] if end else ""
        text = self.text[: self.spans[end - 1][1]] if end else ""
        return PlainWords(text, joined, self.starts[:end], self.spans[:end])

    def plain(self, first: int = 0, end: int | None = None) -> str:
        """Return these words as they are in `joined`."""
        return " ".join(self.joined.split(" ")[first:end]) if self.starts else ""


@lru_cache(maxsize=16)  # several readers read one sentence
def plain_words(text: str) -> PlainWords:
    """Return the words of `text`; a colon or point between digits is a word, ":"."""
    found = list(_TOKEN.finditer(text))
    words = [":" if match[0] == "." else without_accents(match[0].lower()) for match in found]
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return PlainWords(text, " ".join(words), tuple(starts), tuple(match.span() for match in found))


def index_after(pattern: re.Pattern[str], words: PlainWords, first: int) -> int:
    """Return the index after the words from index `first` that `pattern` finds; `first` if it finds none."""
    if first >= len(words.starts):
        return first
    match = pattern.match(words.joined + " ", words.starts[first])
    if match is None or not match[0]:
        return first
    return first + len(match[0].split())


def number_words(language: str, most: int = _MOST) -> dict[str, int]:
    """Return the numbers up to `most` (99 at most) in the words of `language`, without accents."""
    numbers = pack(language).numbers
    single = {
        plain_words(word).joined: value
        for word, value in {**numbers.large, **numbers.values}.items()
        if 0 <= value <= most
    }
    known = dict(single)
    have = set(single.values())
    for tens, ten in single.items():
        for unit, one in single.items():
            if ten >= 20 and ten % 10 == 0 and 0 < one < 10 and ten + one not in have:
                known[f"{tens} {unit}"] = known[f"{tens} {numbers.joiner} {unit}"] = ten + one
    return known


def any_of(phrases: Iterable[str]) -> str:
    """Return the regular expression that finds the longest of `phrases`."""
    plain = {plain_words(phrase).joined for phrase in phrases}
    return "(?:" + "|".join(sorted(map(re.escape, plain), key=len, reverse=True)) + ")" if plain else "(?!)"


def expression(phrase: str, holes: Mapping[str, str]) -> str:
    """Return the regular expression of a phrase with "[…]", "(a|b)" and the placeholders of `holes`."""
    found, last_required = "", -1
    atoms = _ATOM.findall(phrase)
    for place, atom in enumerate(atoms):
        if not atom.startswith("["):
            last_required = place
    for place, atom in enumerate(atoms):
        inner = _inner(atom.strip("[]"), holes)
        if not atom.startswith("["):
            found += inner + (" " if place < last_required else "")
        elif place < last_required:
            found += f"(?:{inner} )?"
        else:
            found += f"(?: {inner})?"
    return found


def _inner(atom: str, holes: Mapping[str, str]) -> str:
    if atom in holes:
        return holes[atom]
    if atom == ":":
        return ":"
    return any_of(atom.strip("()").split("|"))


def beginnings(pattern: str) -> set[str]:
    """Return the words that a match of `pattern` may begin with: those that no blank has to be before.

    `pattern` is made of `any_of`, `expression` and numbers in digits, for which `NUMBER` stands.
    """
    words = set[str]()
    # of each open group: whether a blank is before it, and at the end of each of its alternatives so far
    groups, behind = [(False, True)], False
    for part in _PARTS.findall(pattern):
        before, ended = groups[-1]
        if part[0] == "(":
            groups.append((behind, True))
        elif part == "|":
            groups[-1], behind = (before, ended and behind), before
        elif part[0] == ")":
            groups.pop()
            behind = ended and behind if part == ")" else before
        elif part[-1] == " ":
            behind = True
        elif not behind:
            words.add(NUMBER if part == r"\d" else part)
    return words
