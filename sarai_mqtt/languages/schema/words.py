"""Little words of a language (words.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Little words, in lower case.

    Args:
        function: articles, determiners, prepositions and the like.
        frequent: other words that tell the language of a short text.
        letters: letters that tell it, with their weight.
        leading_on: words with which no sentence ends.
        elided: words that are written together with the next one, with their apostrophe ("l'").
        before_digits: elided words as they are before a number in digits ("d'": "de").
        dropped: endings without a meaning for a command, with their apostrophe ("'s"), also in names.
        abbreviations: words that a full stop follows before a capital: titles of names, "approx.". Without
            those of single letters and those that stand before a small letter.
        numbered: words that a full stop follows before a number: "No. 5".

    """

    function: frozenset[str]
    frequent: frozenset[str]
    letters: Mapping[str, int]
    leading_on: frozenset[str]
    elided: frozenset[str]
    dropped: frozenset[str]
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    before_digits: Mapping[str, str] = field(default_factory=dict)
