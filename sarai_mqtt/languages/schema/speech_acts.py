"""Sentences that must not act although they name an action (speech_acts.py)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechActs:
    """Patterns for `search` in lower-case text with single spaces.

    Args:
        polite: a request in the form of a question ("could you turn on …"), which is an order.
        asking: a question, by its first words.
        order: a sentence that begins with a verb of command.
        negation: an action that is denied or forbidden.
        statement: somebody does it, did it or will do it.
        state: the sentence says how a thing is ("the light is on, at 50 percent") and has no order in it. A
            complaint that asks for a change ("it's too dark in here") is not one.
        wish: makes a statement a request after all ("I want the light turned off").
        report: somebody said it, or a song, film or book is about it.
        condition: "if", "when", "until" and the like.
        schedule: a later time, so that acting now would be wrong.

    """

    polite: re.Pattern[str]
    asking: re.Pattern[str]
    order: re.Pattern[str]
    negation: re.Pattern[str]
    statement: re.Pattern[str]
    state: re.Pattern[str]
    wish: re.Pattern[str]
    report: re.Pattern[str]
    condition: re.Pattern[str]
    schedule: re.Pattern[str]
