"""Putting back accents that were left out: "lampara" is "lámpara" where no other word is spelt so."""

import unicodedata
from collections.abc import Iterable

from sarai_mqtt.core.language import replace_words, words_of

_SHORTEST = 4  # "el" and "él", "si" and "sí" differ by nothing but the accent


def without_accents(text: str) -> str:
    """Give `text` with its letters bare: á as a, ñ as n."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


class Accents:
    """Knows the accented words of `texts`.

    It never takes an accent away: "apagué la luz" (I did) must not become "apague la luz" (do it).
    """

    def __init__(self, texts: Iterable[str]) -> None:
        words = {word for text in texts for word in words_of(text)}
        bare = {word: without_accents(word) for word in words if len(word) >= _SHORTEST}
        self._accented = {b: word for word, b in bare.items() if b != word and b not in words}

    def restore(self, text: str) -> str:
        """Give `text` with the known words accented; other words stay as they are."""
        return replace_words(text, lambda word: self._accented.get(word.lower(), word))
