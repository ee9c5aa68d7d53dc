"""What tells questions about the house from questions about the world, as patterns of a language."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HousePatterns:
    """Patterns of a language, for `search` in bare and in marked words (core/house_nouns.py).

    `led_in` is what a question may begin with, to be left out ("do you know if …"); `own` finds what is
    about the house whatever else is said; `general` what is about the world; `asking` a question, `about` a
    thing or room of the house in it; `told` a statement about the state of one.
    """

    led_in: re.Pattern[str]
    own: re.Pattern[str]
    general: re.Pattern[str]
    asking: re.Pattern[str]
    about: re.Pattern[str]
    told: re.Pattern[str]
