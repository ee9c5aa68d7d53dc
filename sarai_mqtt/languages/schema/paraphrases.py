"""How a language rewords an order in plainer words (paraphrases.py): rules, or a function of its own."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Rewords a sentence that matches all of `said` as `means` (a template for `re.Match.expand`).

    `asked`: the sentence looks like a question but is none ("is there any chance you could …").
    """

    said: re.Pattern[str]
    means: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Paraphrases:
    """The paraphrase patterns of one language. They ignore case and expect single spaces.

    Args:
        hesitation: removed wherever it matches.
        before: removed at the beginning.
        after: removed at the end.
        reasons: match a whole sentence; its group `order` is what remains.
        rules: the first that matches is applied, then again to the result.

    """

    hesitation: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    reasons: Sequence[re.Pattern[str]]
    rules: Sequence[Rule]


Rewording = Paraphrases | Callable[[str], str]
"""Rules, or a function that changes no more than the form of a sentence and returns others unchanged."""
