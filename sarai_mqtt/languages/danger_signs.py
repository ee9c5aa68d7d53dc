"""The patterns by which a language's sentences about danger are detected."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """Patterns of a language, for `search` in lower-case words without accents and punctuation.

    `lead_in` matches what precedes the sentence ("hey", "please"), which is removed first. `signs` mean
    danger whatever else was understood, `hints` only if nothing was. `titles` matches sentences that only
    play, list, remind of or ask about something: in the name of a song, words of danger mean nothing.
    """

    lead_in: re.Pattern[str]
    signs: re.Pattern[str]
    hints: re.Pattern[str]
    titles: re.Pattern[str]
