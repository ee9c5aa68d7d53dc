"""Orders, however they are phrased (requests.py)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """Patterns for `search` in lower-case words without accents and punctuation, bare or marked.

    Args:
        requests: asks for something that a house or a machine does.
        no_order: no order, although it looks like one.
        past_tense: verbs in the past that without their accents would be orders ("apagué"); searched in the
            text as it was written.

    """

    requests: re.Pattern[str]
    no_order: re.Pattern[str]
    past_tense: re.Pattern[str]
