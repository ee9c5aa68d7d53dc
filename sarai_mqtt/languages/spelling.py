"""Corrects words spelt as they sound: "lampara" is "lámpara", "percianas" is "persianas"."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from sarai_mqtt.languages.detection import replace_words, words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.phonetics import phonetic_key, without_accents

__all__ = ["Spelling", "without_accents"]

_MIN_LETTERS = 4  # characters; "el" and "él", "si" and "sí" differ only in the accent


class Spelling:
    """Knows the words of `texts`, and corrects words that sound like one of them.

    It never removes an accent: "apagué la luz" (I did) must not become "apague la luz" (do it).
    """

    def __init__(self, texts: Iterable[str], language: str) -> None:
        by_sound = pack(language).sounds.spelt_as_spoken
        self._key = partial(phonetic_key, language=language) if by_sound else without_accents
        self._words = {word for text in texts for word in words_of(text)}
        by_key: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            if len(word) >= _MIN_LETTERS:
                by_key[self._key(word)].add(word)
        self._by_key = {key: tuple(words) for key, words in by_key.items()}

    def correct(self, text: str) -> str:
        """Return `text` with unknown words corrected that sound like exactly one known word."""
        return replace_words(text, self._correct_word)

    def _correct_word(self, word: str) -> str:
        """Return the known spelling of `word`, or `word` itself."""
        lower = word.lower()
        if lower in self._words:
            return word
        alike = self._by_key.get(self._key(lower), ())
        if len(alike) != 1 or not _accents(lower) <= _accents(*alike):
            return word
        return next(iter(alike))


def _accents(word: str) -> set[str]:
    """Return the accented letters of `word`."""
    return {letter for letter in word if without_accents(letter) != letter}
