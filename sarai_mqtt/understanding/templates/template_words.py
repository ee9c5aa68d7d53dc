"""The words that a sentence may consist of to match a template: all others tell that it does not match."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import RangeFractionType, RangeSlotList, SlotList, TextSlotList
from hassil.numbers import get_rbnf_engine

_MAX_DEPTH = 20  # levels of nested rules that are followed
_MOST_SPELLINGS = 500  # of one word, made of the ends of two parts
_BETWEEN = re.compile(r"[\W_]+")
_LIST = "\0"  # stands for the value of a list within a word

_NONE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """The words of what matches a template, in lower case, besides those of values of `lists`.

    `words` is None if any word may be in it.
    """

    words: frozenset[str] | None
    lists: frozenset[str]


def words_of_text(text: str) -> list[str]:
    """Return the words of normalized, lower-case text; a hyphen or an apostrophe is between two words."""
    return [word for word in _BETWEEN.split(text) if word]


class WordFinder:
    """Finds the words of templates that have the same rules; each rule and text is analysed once."""

    def __init__(self, rules: Mapping[str, Sentence]) -> None:
        self._rules = rules
        self._known: dict[str, _Pieces] = {}

    def of(self, template: Expression) -> TemplateWords:
        """Return the words of a template, without those of its lists."""
        pieces = self._pieces(template, 0)
        every = pieces.inner | pieces.alone | pieces.first | pieces.last
        # part of a word may be the value of a list, which is not known here
        is_open = pieces.is_open or any(_LIST in word and word != _LIST for word in every)
        return TemplateWords(None if is_open else every - {"", _LIST}, pieces.lists)

    def _pieces(self, part: Expression, depth: int) -> "_Pieces":
        match part:
            case TextChunk() | RuleReference():
                return self._of_leaf(part, depth)
            case Alternative():
                return _either([self._pieces(item, depth) for item in part.items])
            case Permutation():  # hassil has blanks between them
                return _joined([_apart(self._pieces(item, depth)) for item in part.items])
            case Group():
                return _joined([self._pieces(item, depth) for item in part.items])
            case ListReference():
                return _Pieces(alone=frozenset([_LIST]), lists=frozenset([part.list_name]))
        return _Pieces(is_open=True)

    def _of_leaf(self, part: TextChunk | RuleReference, depth: int) -> "_Pieces":
        key = part.text if isinstance(part, TextChunk) else f"<{part.rule_name}>"
        if key not in self._known:
            self._known[key] = (
                self._of_rule(part.rule_name, depth)
                if isinstance(part, RuleReference)
                else _of_text(part.text)
            )
        return self._known[key]

    def _of_rule(self, name: str, depth: int) -> "_Pieces":
        if name not in self._rules or depth >= _MAX_DEPTH:
            return _Pieces(is_open=True)
        return self._pieces(self._rules[name].expression, depth + 1)


def values_of(slots: SlotList | None, language: str) -> frozenset[str] | None:
    """Return the words of all values of a list; None if any word may be one.

    Numbers in digits are left out.
    """
    match slots:
        case TextSlotList():
            found = [WordFinder({}).of(value.text_in) for value in slots.values]
            if any(one.words is None or one.lists for one in found):
                return None
            return _NONE.union(*(one.words or _NONE for one in found))
        case RangeSlotList(words=True):
            said = slots.words_language or language
            return _number_words(slots.start, slots.stop, slots.step, slots.fraction_type, said)
        case RangeSlotList():
            return _NONE
    return None


class _Pieces(NamedTuple):
    """What the texts of a part of a template consist of.

    Of texts without a gap between words `alone`, else `first` before the first gap, `last` after the last one
    and `inner` between two.
    """

    alone: frozenset[str] = _NONE
    first: frozenset[str] = _NONE
    last: frozenset[str] = _NONE
    inner: frozenset[str] = _NONE
    lists: frozenset[str] = _NONE
    is_open: bool = False


def _of_text(text: str) -> _Pieces:
    words = _BETWEEN.split(text.casefold())
    if len(words) == 1:
        return _Pieces(alone=frozenset(words))
    first, *inner, last = words
    return _Pieces(first=frozenset([first]), last=frozenset([last]), inner=frozenset(inner))


def _either(parts: Sequence[_Pieces]) -> _Pieces:
    """Return the pieces of texts of any of `parts`."""
    return _Pieces(
        _NONE.union(*(part.alone for part in parts)),
        _NONE.union(*(part.first for part in parts)),
        _NONE.union(*(part.last for part in parts)),
        _NONE.union(*(part.inner for part in parts)),
        _NONE.union(*(part.lists for part in parts)),
        any(part.is_open for part in parts),
    )


def _joined(parts: Sequence[_Pieces]) -> _Pieces:
    """Return the pieces of texts of `parts` one right after the other."""
    alone, first, last, inner = {""}, set[str](), set[str](), set[str]()
    for part in parts:
        if (len(alone) + len(last)) * (len(part.alone) + len(part.first)) > _MOST_SPELLINGS:
            return _Pieces(lists=_NONE.union(*(p.lists for p in parts)), is_open=True)
        inner |= part.inner
        if part.first:
            inner.update(_glued(last, part.first))
            first.update(_glued(alone, part.first))
        last = set(_glued(last, part.alone)) | part.last
        alone = set(_glued(alone, part.alone))
    lists = _NONE.union(*(part.lists for part in parts))
    is_open = any(part.is_open for part in parts)
    return _Pieces(frozenset(alone), frozenset(first), frozenset(last), frozenset(inner), lists, is_open)


def _apart(one: _Pieces) -> _Pieces:
    """Return the pieces of a text with gaps around it."""
    words = one.inner | one.alone | one.first | one.last
    return _Pieces(_NONE, frozenset([""]), frozenset([""]), words, one.lists, one.is_open)


def _glued(ends: Iterable[str], begins: Iterable[str]) -> list[str]:
    return [end + begin for end in ends for begin in begins]


@lru_cache(maxsize=32)  # many lists have the same numbers
def _number_words(
    start: int, stop: int, step: int, fractions: RangeFractionType | None, language: str
) -> frozenset[str]:
    numbers = RangeSlotList(None, start, stop, step, fraction_type=fractions).get_numbers()
    try:
        engine = get_rbnf_engine(language)
    except ValueError:
        return _NONE  # hassil knows only its digits either
    said = (each for n in numbers for each in engine.format_number(n).text_by_ruleset.values())
    return frozenset(word for each in said for word in words_of_text(each.casefold()))
