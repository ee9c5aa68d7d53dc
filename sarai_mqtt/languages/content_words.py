"""The words of a language that a command must not ignore: their meanings, and their places in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from sarai_mqtt.languages.spelling import without_accents

Kind = Literal[
    "all", "both", "only", "rest", "exception", "exception_before", "joiner", "bit", "up", "down",
    "pause", "resume", "toggle", "mode", "taken_back", "relayed", "time", "class", "thing", "place",
    "colour", "verb", "neutral", "house",
]  # fmt: skip

_TOKEN = re.compile(r"(?:(?<!\S)-)?\d+(?:[.,]\d+)?|[½¼¾⅓⅔]|[^\W\d_]+(?:'[^\W\d_]+)?|[%°/:,;º]")
_MAX_TOKENS = 5  # tokens of a phrase
_ANY_ENDING = "*"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text, in lower case without accents.

    `start` and `end` (excluded) are its character offsets in that text.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThingClass:
    """The meaning of words such as "lights": the entities they can refer to.

    `domains` and `device_classes` are Home Assistant's; no device classes means any, and "" is an entity
    without one. With `named`, only an entity whose name has one of `words` is meant. `plain` are the words
    that say no more than the class. `intents` are intents without targets to which the words belong.
    """

    words: tuple[tuple[str, ...], ...]
    domains: frozenset[str] = frozenset()
    device_classes: frozenset[str] = frozenset()
    named: bool = False
    plain: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found at tokens `start` to `end` (excluded).

    `key` is the name of the class if `kind` is `class`, else "".
    """

    kind: Kind
    start: int
    end: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class ContentWords:
    """The tables of a language's content file (content.yaml), in which comments explain each of them."""

    articles: frozenset[str]
    units: Mapping[tuple[str, ...], str]
    one: frozenset[str]
    fractions: Mapping[tuple[str, ...], float]
    point: frozenset[str]
    joins: frozenset[str]
    of: frozenset[str]
    to: frozenset[str]
    about: frozenset[str]
    by: frozenset[str]
    more: frozenset[str]
    minus: frozenset[str]
    lasting: frozenset[str]
    vague: frozenset[str]
    levels: frozenset[str]
    closed: tuple[str, ...]
    closing: tuple[str, ...]
    here: frozenset[str]
    at: frozenset[str]
    everything: frozenset[str]
    not_all_after: tuple[str, ...]
    courteous_bit: frozenset[str]
    classes: Mapping[str, ThingClass]
    _phrases: Mapping[tuple[str, ...], tuple[Kind, str]] = field(repr=False)
    _stems: tuple[tuple[str, Kind], ...] = field(repr=False)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "ContentWords":
        """Build the tables from a parsed content file. Raises KeyError if a table is missing."""
        phrases: dict[tuple[str, ...], tuple[Kind, str]] = {}
        stems: list[tuple[str, Kind]] = []
        for table, kind in _TABLES:
            for phrase in data[table]:
                if phrase.endswith(_ANY_ENDING):
                    stems.append((phrase.removesuffix(_ANY_ENDING), kind))
                else:
                    phrases.setdefault(words_in(phrase), (kind, ""))
        classes = {name: _class_of(row) for name, row in data["classes"].items()}
        for name, each in classes.items():
            phrases.update(dict.fromkeys(each.words, ("class", name)))
        return cls(
            articles=_set(data["articles"]),
            units={words_in(w): unit for unit, words in data["units"].items() for w in words},
            one=_set(data["one"]),
            fractions={
                words_in(w): float(value) for value, words in data["fractions"].items() for w in words
            },
            point=_set(data["point"]),
            joins=_set(data["joins"]),
            of=_set(data["of"]),
            to=_set(data["to"]),
            about=_set(data["about"]),
            by=_set(data["by"]),
            more=_set(data["more"]),
            minus=_set(data["minus"]),
            lasting=_set(data["lasting"]),
            vague=_set(data["vague"]),
            levels=_set(data["levels"]),
            closed=tuple(stem.removesuffix(_ANY_ENDING) for stem in data["closed"]),
            closing=tuple(stem.removesuffix(_ANY_ENDING) for stem in data["closing"]),
            here=_set(data["here"]),
            at=_set(data["at"]),
            everything=_set(data["everything"]),
            not_all_after=tuple(stem.removesuffix(_ANY_ENDING) for stem in data["not_all_after"]),
            courteous_bit=_set(data["courteous_bit"]),
            classes=classes,
            _phrases=phrases,
            _stems=tuple(stems),
        )

    def is_scope_word(self, words: Sequence[str], place: int) -> bool:
        """Return True if the word at index `place` changes the meaning ("all", "only", "except").

        It must then not be corrected to a name. After an article it may be a misheard name ("el todo" for "el
        toldo", the awning), so the result is False. `words` are in lower case.
        """
        word, before = without_accents(words[place]), without_accents(words[place - 1]) if place else ""
        kind, _ = self._phrases.get((word,), ("", ""))
        return kind in _SCOPE_KINDS and before not in self.articles

    def marks(self, tokens: Sequence[Token], taken: Iterable[int] = ()) -> Iterator[Mark]:
        """Yield the phrases in `tokens`, the longest at each place, without the token indices in `taken`."""
        skipped, place = set(taken), 0
        while place < len(tokens):
            mark = None if place in skipped else self._mark_at(tokens, place, skipped)
            if mark:
                yield mark
            place = mark.end if mark else place + 1

    def _mark_at(self, tokens: Sequence[Token], place: int, skipped: set[int]) -> Mark | None:
        words = [t.text for t in tokens[place : place + _MAX_TOKENS]]
        for length in range(len(words), 0, -1):
            found = self._phrases.get(tuple(words[:length]))
            if found and skipped.isdisjoint(range(place, place + length)):
                return Mark(found[0], place, place + length, found[1])
        stem = next((kind for stem, kind in self._stems if words[0].startswith(stem)), None)
        return Mark(stem, place, place + 1) if stem else None


_SCOPE_KINDS = frozenset({"all", "both", "only", "rest", "exception", "exception_before"})
# If a phrase is in several tables, the first one counts.
_TABLES: tuple[tuple[str, Kind], ...] = (
    ("neutral", "neutral"), ("exceptions", "exception"), ("exceptions_before", "exception_before"),
    ("only", "only"), ("both", "both"), ("house", "house"), ("rest", "rest"), ("bit", "bit"), ("all", "all"),
    ("joiners", "joiner"), ("up", "up"), ("down", "down"), ("pause", "pause"), ("resume", "resume"),
    ("toggle", "toggle"), ("modes", "mode"), ("taken_back", "taken_back"), ("relayed", "relayed"),
    ("times", "time"), ("things", "thing"),
    ("places", "place"), ("colours", "colour"), ("verbs", "verb"), ("house", "house"),
)  # fmt: skip


def tokens_of(text: str) -> list[Token]:
    """Split `text` into words (without an English genitive 's), numbers and meaningful signs."""
    plain = text.replace("’", "'")
    words = ((m.group().lower().removesuffix("'s"), m) for m in _TOKEN.finditer(plain))
    return [Token(without_accents(word), m.start(), m.end()) for word, m in words]


@lru_cache(maxsize=4096)  # the same names and aliases, for every sentence
def words_in(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase, in the form that `tokens_of` gives them."""
    return tuple(token.text for token in tokens_of(phrase))


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(without_accents(str(word)) for word in words)


def _class_of(row: Mapping[str, Any]) -> ThingClass:
    return ThingClass(
        tuple(words_in(word) for word in row["words"]),
        frozenset(row.get("domains", ())),
        frozenset(row.get("device_classes", ())),
        bool(row.get("named")),
        _set(row.get("plain", ())),
        frozenset(row.get("intents", ())),
    )
