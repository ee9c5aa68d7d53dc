"""The words that a sentence may consist of to match a template: all others tell that it does not match."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce

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
from hassil.intents import RangeSlotList, SlotList, TextSlotList
from hassil.numbers import get_rbnf_engine

_MAX_DEPTH = 20  # levels of nested rules that are followed
_MOST_ALONE = 500  # ways to spell one word
_BETWEEN = re.compile(r"[\W_]+")
_LIST = "\0"  # stands for the value of a list within a word

_Rules = Mapping[str, Sentence]
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
    """Finds the words of templates that have the same rules; what they share is analysed once."""

    def __init__(self, rules: _Rules) -> None:
        self._rules = rules
        self._known: dict[int, _Pieces] = {}

    def of(self, template: Expression) -> TemplateWords:
        """Return the words of a template, without those of its lists."""
        pieces = self._pieces(template, 0)
        every = pieces.inner | pieces.alone | pieces.first | pieces.last
        # part of a word may be the value of a list, which is not known here
        is_open = pieces.is_open or any(_LIST in word and word != _LIST for word in every)
        return TemplateWords(None if is_open else every - {"", _LIST}, pieces.lists)

    def _pieces(self, part: Expression, depth: int) -> "_Pieces":
        if id(part) not in self._known:
            self._known[id(part)] = self._analysed(part, depth)
        return self._known[id(part)]

    def _analysed(self, part: Expression, depth: int) -> "_Pieces":
        match part:
            case TextChunk():
                return _of_text(part.text)
            case ListReference():
                return _Pieces(alone=frozenset([_LIST]), lists=frozenset([part.list_name]))
            case RuleReference() if part.rule_name in self._rules and depth < _MAX_DEPTH:
                return self._pieces(self._rules[part.rule_name].expression, depth + 1)
            case Group():
                each = [self._pieces(item, depth) for item in part.items]
                if isinstance(part, Alternative):
                    return reduce(_either, each) if each else _Pieces()
                if isinstance(part, Permutation):  # hassil has blanks between them
                    each = [_apart(one) for one in each]
                return reduce(_joined, each, _of_text(""))
        return _Pieces(is_open=True)


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
            return _NONE.union(*(_words_of_number(number, said) for number in slots.get_numbers()))
        case RangeSlotList():
            return _NONE
    return None


@dataclass(frozen=True, slots=True)
class _Pieces:
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


def _either(one: _Pieces, other: _Pieces) -> _Pieces:
    return _Pieces(
        one.alone | other.alone,
        one.first | other.first,
        one.last | other.last,
        one.inner | other.inner,
        one.lists | other.lists,
        one.is_open or other.is_open,
    )


def _joined(one: _Pieces, other: _Pieces) -> _Pieces:
    """Return the pieces of texts of `one` right before texts of `other`."""
    lists = one.lists | other.lists
    ends = len(one.alone | one.last) * len(other.alone | other.first)
    if one.is_open or other.is_open or ends > _MOST_ALONE:
        return _Pieces(lists=lists, is_open=True)
    return _Pieces(
        frozenset(_glued(one.alone, other.alone)),
        one.first.union(_glued(one.alone, other.first)),
        other.last.union(_glued(one.last, other.alone)),
        one.inner.union(other.inner, _glued(one.last, other.first)),
        lists,
    )


def _apart(one: _Pieces) -> _Pieces:
    """Return the pieces of a text with gaps around it."""
    words = one.inner | one.alone | one.first | one.last
    return _Pieces(_NONE, frozenset([""]), frozenset([""]), words, one.lists, one.is_open)


def _glued(ends: frozenset[str], begins: frozenset[str]) -> Iterator[str]:
    return (end + begin for end in ends for begin in begins)


@lru_cache(maxsize=4096)
def _words_of_number(number: float, language: str) -> frozenset[str]:
    try:
        said = get_rbnf_engine(language).format_number(number).text_by_ruleset.values()
    except ValueError:
        return _NONE  # hassil knows only its digits either
    return frozenset(word for each in said for word in words_of_text(each.casefold()))
