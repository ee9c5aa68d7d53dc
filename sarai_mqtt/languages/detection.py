"""Guesses the language of a short text that arrives without one, and splits text into words."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.packs import UNKNOWN_LANGUAGE, available, pack, part_of_each
from sarai_mqtt.languages.schema.words import Words

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_WORD_OR_NUMBER = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")


def words_of(text: str) -> list[str]:
    """Split `text` into lower-case words, without digits and punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def replace_words(text: str, instead: Callable[[str], str]) -> str:
    """Return `text` with each word replaced by `instead(word)`, which gets the word in its own case."""
    return _WORD.sub(lambda match: instead(match.group()), text)


def bare_words(text: str) -> str:
    """Return the words and numbers of `text` in lower case, without accents, separated by single spaces."""
    letters = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return " ".join(_WORD_OR_NUMBER.findall("".join(c for c in letters if unicodedata.category(c) != "Mn")))


def spans_of_words(text: str) -> list[tuple[int, int]]:
    """Return where in `text` (NFC) each word or number of `bare_words` begins and ends."""
    return [found.span() for found in _WORD_OR_NUMBER.finditer(text.replace("’", "'"))]


@cache
def function_words() -> frozenset[str]:
    """Return the function words of every language there is, whichever are in use.

    Raises ConfigError (`language_incomplete`).
    """
    return frozenset().union(*(each.function for each in part_of_each("words.yaml", Words)))


@cache
def frequent_words_of_each() -> Mapping[str, frozenset[str]]:
    """Return the function words and other frequent words of every language there is, whichever are in use.

    Raises ConfigError (`language_incomplete`).
    """
    each = part_of_each("words.yaml", Words)
    return {code: words.function | words.frequent for code, words in zip(available(), each, strict=True)}


def is_function_word(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a function word: an article, determiner, preposition or the like.

    Raises BadInput (`unknown_language`).
    """
    return word in pack(language).words.function


def guess_language(text: str, languages: Sequence[str]) -> str:
    """Return the likeliest of `languages`, judged by frequent words and special letters.

    Of languages that tie on these, such as Spanish and French on "la", the one with the most words of `text`
    in its vocabulary of commands is returned; if they tie on this, too, the first of them. Raises BadInput
    (`unknown_language`) if `languages` is empty or has one without a pack.
    """
    tied = likeliest_languages(text, languages)
    if len(tied) == 1:
        return tied[0]
    words = words_of(text)
    # on a tie, max returns the first
    return max(tied, key=lambda language: sum(word in _command_words(language) for word in words))


def likeliest_languages(text: str, languages: Sequence[str]) -> list[str]:
    """Return those of `languages` that tie as the likeliest by frequent words and special letters alone.

    Raises BadInput (`unknown_language`) if `languages` is empty or has one without a pack.
    """
    if not languages:
        raise BadInput(UNKNOWN_LANGUAGE, "There is no language to choose from.")
    words, letters = words_of(text), set(text.lower())

    def score(language: str) -> int:
        little = pack(language).words
        known = sum(word in little.function or word in little.frequent for word in words)
        return known + sum(little.letters.get(letter, 0) for letter in letters)

    scores = {language: score(language) for language in languages}
    best = max(scores.values())
    return [language for language, points in scores.items() if points == best]


@cache
def _command_words(language: str) -> frozenset[str]:
    """Return the words of commands, and of names of rooms and devices."""
    found = pack(language)
    commands, verbs = found.commands, found.verbs
    forms = (form for verb in verbs.table.verbs for form in verb.forms.values())
    return frozenset(forms).union(
        verbs.with_pronoun,
        commands.heads,
        commands.rare_heads,
        commands.things,
        commands.others,
        found.devices.words,
    )
