"""Numbers in the words of a language (numbers.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Words for numbers, in lower case; several words of one number are separated by spaces.

    Units follow tens, tens and units follow hundreds; what is said otherwise has an entry of its own
    ("quatre vingt dix": 90, "soixante et onze": 71).

    Args:
        values: words that become digits.
        large: words that are only understood, as no value in a house is that large.
        joiner: the word between tens and units, or hundreds and tens.
        misheard: words that are another one before digits ("two 21 degrees" is "to 21 degrees").
        percent: the words for "%"; a number word among them is no number.

    """

    values: Mapping[str, int]
    large: Mapping[str, int]
    joiner: str
    misheard: Mapping[str, str]
    percent: tuple[str, ...]
