"""Sentences about danger (danger.py)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerSigns:
    """Patterns for `search` in lower-case words without accents and punctuation.

    Args:
        lead_in: what precedes the sentence ("hey", "please"), which is removed first.
        signs: danger, whatever else was understood.
        hints: danger if nothing was understood.
        titles: sentences that only play, list, remind of or ask about something: in the name of a song,
            words of danger mean nothing.

    """

    lead_in: re.Pattern[str]
    signs: re.Pattern[str]
    hints: re.Pattern[str]
    titles: re.Pattern[str]
