"""How a text is spoken by the voices of this project (speaking.py); a language may have none."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """What writes a text out in words, and turns that into phonemes in Kokoro's alphabet.

    What needs tables or libraries is made by a function without arguments, called once, when the language is
    first spoken.

    Args:
        dot: the dot of a web address in words, with blanks ("example dot org").
        power: the sign ** in words, with blanks.
        dialled: a phone number to dial: its first group is read digit by digit.
        normalizer: returns what writes out numbers, signs and abbreviations in words.
        sentences: cuts a text into sentences.
        phonemizer: returns what converts a sentence to phonemes; None: no voice of this project speaks the
            language, and its texts are only written out, for other engines.

    """

    dot: str
    power: str
    dialled: re.Pattern[str]
    normalizer: Callable[[], Callable[[str], str]]
    sentences: Callable[[str], Iterable[str]]
    phonemizer: Callable[[], Callable[[str], str]] | None
