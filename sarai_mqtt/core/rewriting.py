"""What a language's table of rewordings holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever says all of `said` means `means` (as for `re.Match.expand`).

    `asked`: it begins with a question that is none ("is there any chance you could …").
    """

    said: re.Pattern[str]
    means: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Patterns of a language. They ignore case; spaces are single.

    `hesitation` is left out wherever it is, `before` and `after` at the ends. `reasons` fit whole sentences,
    and the group `order` is what remains. Of `rules`, the first that fits is applied, and again to what comes
    of it.
    """

    hesitation: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    reasons: Sequence[re.Pattern[str]]
    rules: Sequence[Rule]
