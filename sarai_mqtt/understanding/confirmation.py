"""Recognises a spoken yes or no, and a spoken stop, by the phrases of each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

_Phrases = Mapping[tuple[str, ...], bool | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """The phrases of a language as words without accents.

    Args:
        meanings: True for a yes, False for a no, None for a courtesy.
        longest: length in words of the longest of them.
        short: the short answers to listen for.
        stops: stop phrases.

    """

    meanings: _Phrases
    longest: int
    short: frozenset[tuple[str, ...]]
    stops: frozenset[tuple[str, ...]]


@cache
def _known(language: str) -> _Known:
    said = pack(language).answers
    meanings: dict[tuple[str, ...], bool | None] = {}
    for phrases, meaning in ((said.courtesies, None), (said.yes_phrases, True), (said.no_phrases, False)):
        meanings |= dict.fromkeys(map(_plain_words, phrases), meaning)
    return _Known(
        meanings,
        max(map(len, meanings)),
        frozenset(map(_plain_words, short_answers(language))),
        frozenset(map(_plain_words, said.stop)),
    )


def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(without_accents(word) for word in words_of(text))


def short_answers(language: str) -> Mapping[str, bool]:
    """Return the short answers to listen for, spelt as written: True for a yes, False for a no.

    Raises BadInput (`unknown_language`).
    """
    said = pack(language).answers
    return dict.fromkeys(said.short_yes, True) | dict.fromkeys(said.short_no, False)


def answer_of(text: str, language: str) -> bool | None:
    """Return True if `text` is a yes, False if it is a no, None if it is neither or says more.

    Every word must belong to a phrase for yes or no, or be polite: "yes, but the other one" and
    "sí, la cocina" say more, "yes, no" says both, and "yes?" asks.
    Raises BadInput (`unknown_language`).
    """
    known = _known(language)
    if any(letter.isdigit() or letter == "?" for letter in text):
        return None
    words = _plain_words(text)
    said: set[bool] = set()
    at = 0
    while at < len(words):
        length = _phrase_length(words[at:], known)
        if not length:
            return None
        meaning = known.meanings[words[at : at + length]]
        if meaning is not None:
            said.add(meaning)
        at += length
    return said.pop() if len(said) == 1 else None


def is_stop(text: str, language: str) -> bool:
    """Return True if `text`, apart from polite words, is only a stop phrase ("para", "shut up, please").

    Raises BadInput (`unknown_language`).
    """
    return without_courtesies(_plain_words(text), language) in _known(language).stops and "?" not in text


def is_short_answer(text: str, language: str) -> bool:
    """Return True if `text` is one of `short_answers`, apart from courtesies, case, accents and marks.

    Raises BadInput (`unknown_language`).
    """
    words = _plain_words(text)
    return not _known(language).short.isdisjoint({words, without_courtesies(words, language)})


def without_courtesies(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Return `words`, which are without accents, without courtesies at their beginning and end.

    Raises BadInput (`unknown_language`).
    """
    polite = [words for words, meaning in _known(language).meanings.items() if meaning is None]
    while before := next((p for p in polite if words[: len(p)] == p), ()):
        words = words[len(before) :]
    while after := next((p for p in polite if words[-len(p) :] == p), ()):
        words = words[: -len(after)]
    return words


def _phrase_length(words: Sequence[str], known: _Known) -> int:
    """Return the length in words of the longest phrase at the start of `words`, 0 if there is none."""
    lengths = range(min(known.longest, len(words)), 0, -1)
    return next((n for n in lengths if tuple(words[:n]) in known.meanings), 0)
