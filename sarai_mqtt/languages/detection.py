"""Guesses the language of a short text that arrives without one, and splits text into words."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.packs import UNKNOWN_LANGUAGE, pack

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


def is_function_word(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a function word: an article, determiner, preposition or the like.

    Raises BadInput (`unknown_language`).
    """
    return word in pack(language).words.function


def guess_language(text: str, languages: Sequence[str]) -> str:
    """Return the likeliest of `languages`, judged by frequent words and special letters.

    A tie goes to the first of them. Raises BadInput (`unknown_language`) if `languages` is empty or has one
    without a pack.
    """
    if not languages:
        raise BadInput(UNKNOWN_LANGUAGE, "There is no language to choose from.")
    words, letters = words_of(text), set(text.lower())

    def score(language: str) -> int:
        little = pack(language).words
        known = sum(word in little.function or word in little.frequent for word in words)
        return known + sum(little.letters.get(letter, 0) for letter in letters)

    return max(languages, key=score)  # on a tie, max returns the first
