"""The words of a language that a command must not ignore: their meanings, and their places in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from sys import intern
from typing import Literal

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.content import Class, ClassWords, Content
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.thing_classes import THING_KINDS, ThingKind

Kind = Literal[
    "all", "both", "only", "rest", "exception", "exception_before", "joiner", "bit", "up", "down",
    "pause", "resume", "toggle", "mode", "taken_back", "relayed", "time", "class", "thing", "place",
    "colour", "verb", "neutral", "house", "near",
]  # fmt: skip

_TOKEN = re.compile(
    r"(?:(?<!\S)-)?(?:\d+(?:[.,]\d+)?|(?<![\w.,])[.,]\d+)"
    r"|[½¼¾⅓⅔]|[^\W\d_]+(?:'[^\W\d_]+)?|[%°/:,;º℃℉]"
)
_ORDINAL_AS_DEGREE = re.compile(r"º(?=\s?[cf]\b)", re.IGNORECASE)  # "20 ºC", but not "2º piso"
_MAX_TOKENS = 5  # tokens of a phrase
_MOST_PARTS = 12  # of a fraction that has a name
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

    `plain` are the words that say no more than the class.
    """

    words: tuple[tuple[str, ...], ...]
    plain: frozenset[str]
    kind: ThingKind


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
    """The content words of a language (`schema.content.Content`) without accents, for looking them up.

    `begin_amounts` are the words, besides numbers, that an amount may begin with.
    """

    articles: frozenset[str]
    units: Mapping[tuple[str, ...], str]
    one: frozenset[str]
    fractions: Mapping[tuple[str, ...], float]
    point: frozenset[str]
    leading_point: frozenset[str]
    bare_decimals: frozenset[str]
    below_zero: tuple[tuple[str, ...], ...]
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
    owned_by: frozenset[str]
    everything: frozenset[str]
    not_all_after: tuple[str, ...]
    courteous_bit: frozenset[str]
    classes: Mapping[str, ThingClass]
    another: frozenset[str]
    excess: frozenset[str]
    less: frozenset[str]
    plurals: tuple[str, ...]
    pairs: tuple[tuple[str, ...], ...]
    begin_amounts: frozenset[str]
    _phrases: Mapping[tuple[str, ...], tuple[Kind, str]] = field(repr=False)
    _stems: tuple[tuple[str, Kind], ...] = field(repr=False)

    @classmethod
    def of_content(cls, content: Content, verbs: Iterable[str], language: str) -> "ContentWords":
        """Build the tables from those of `language`; `verbs` are known as verbs besides its own."""
        phrases: dict[tuple[str, ...], tuple[Kind, str]] = {}
        stems: list[tuple[str, Kind]] = []
        for table, kind in _TABLES:
            for phrase in getattr(content, table):
                if phrase.endswith(_ANY_ENDING):
                    stems.append((phrase.removesuffix(_ANY_ENDING), kind))
                else:
                    phrases.setdefault(words_in(phrase, language), (kind, ""))
        for verb in verbs:
            phrases.setdefault(words_in(verb, language), ("verb", ""))
        classes: dict[str, ThingClass] = {
            name: _class_of(name, row, language) for name, row in content.classes.items()
        }
        for name, each in classes.items():
            phrases.update(dict.fromkeys(each.words, ("class", name)))
        units = {words_in(w, language): unit for unit, words in content.units.items() for w in words}
        fractions = {
            # 0.333 is a third
            words_in(w, language): float(Fraction(value).limit_denominator(_MOST_PARTS))
            for value, words in content.fractions.items()
            for w in words
        }
        pairs = tuple(words_in(phrase, language) for phrase in content.pairs)
        one, leading_point = _set(content.one), _set(content.leading_point)
        return cls(
            articles=_set(content.articles),
            units=units,
            one=one,
            fractions=fractions,
            point=_set(content.point),
            leading_point=leading_point,
            bare_decimals=content.bare_decimals,
            below_zero=tuple(words_in(phrase, language) for phrase in content.below_zero),
            joins=_set(content.joins),
            of=_set(content.of),
            to=_set(content.to),
            about=_set(content.about),
            by=_set(content.by),
            more=_set(content.more),
            minus=_set(content.minus),
            lasting=_set(content.lasting),
            vague=_set(content.vague),
            levels=_set(content.levels),
            closed=tuple(stem.removesuffix(_ANY_ENDING) for stem in content.closed),
            closing=tuple(stem.removesuffix(_ANY_ENDING) for stem in content.closing),
            here=_set(content.here),
            at=_set(content.at),
            owned_by=_set(content.owned_by),
            everything=_set(content.everything),
            not_all_after=tuple(stem.removesuffix(_ANY_ENDING) for stem in content.not_all_after),
            courteous_bit=_set(content.courteous_bit),
            classes=classes,
            another=_set(content.another),
            excess=_set(content.excess),
            less=_set(content.less),
            plurals=content.plurals,
            pairs=pairs,
            begin_amounts=one.union(
                leading_point, (w for each in (*units, *fractions, *pairs) for w in each[:1])
            ),
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
    ("neutral", "neutral"), ("exceptions", "exception"),
    ("exceptions_before", "exception_before"),
    ("only", "only"), ("both", "both"), ("house", "house"), ("rest", "rest"), ("bit", "bit"), ("all", "all"),
    ("joiners", "joiner"), ("up", "up"), ("down", "down"), ("pause", "pause"), ("resume", "resume"),
    ("toggle", "toggle"), ("modes", "mode"), ("taken_back", "taken_back"), ("relayed", "relayed"),
    ("times", "time"), ("things", "thing"),
    ("places", "place"), ("colours", "colour"), ("verbs", "verb"), ("near", "near"),
)  # fmt: skip


@cache
def content_words(language: str) -> ContentWords:
    """Return the content words of a language. Raises BadInput (`unknown_language`)."""
    found = pack(language)
    return ContentWords.of_content(found.content, found.verbs.used_as("content"), language)


def tokens_of(text: str, language: str) -> list[Token]:
    """Split `text` into words, numbers and meaningful signs.

    Words that `Words.elided` has are tokens of their own, and the endings in `Words.dropped` are left out.
    Raises BadInput (`unknown_language`).
    """
    little = pack(language).words
    tokens: list[Token] = []
    for match in _TOKEN.finditer(_ORDINAL_AS_DEGREE.sub("°", text.replace("’", "'"))):
        word, start = match.group().lower(), match.start()
        if "'" in word:
            for elided in little.elided:
                if word.startswith(elided):
                    tokens.append(Token(without_accents(elided), start, start + len(elided)))
                    word, start = word.removeprefix(elided), start + len(elided)
                    break
            for ending in little.dropped:
                word = word.removesuffix(ending)
        tokens.append(Token(without_accents(word), start, match.end()))
    return tokens


@lru_cache(maxsize=4096)  # the same names and aliases, for every sentence
def words_in(phrase: str, language: str) -> tuple[str, ...]:
    """Return the words of a phrase, in the form that `tokens_of` gives them."""
    return tuple(intern(token.text) for token in tokens_of(phrase, language))


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(without_accents(word) for word in words)


def _class_of(name: Class, row: ClassWords, language: str) -> ThingClass:
    return ThingClass(
        tuple(words_in(word, language) for word in row.words), _set(row.plain), THING_KINDS[name]
    )
