"""How the words of a language sound (sounds.yaml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Rules = tuple[tuple[re.Pattern[str], str], ...]
"""Patterns, and what replaces them; applied in order to lower-case words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """Letter-to-sound rules, which make words equal that sound alike.

    Args:
        key: for words without accents, that people or speech recognition confuse.
        confused: coarser, for whole phrases without accents.
        own_letters: accented letters that are letters of their own in `confused`, and what they become.
        spelt_as_spoken: True if a word can be spelt by its sound alone; else only accents are corrected.

    """

    key: Rules
    confused: Rules
    own_letters: Mapping[str, str]
    spelt_as_spoken: bool
