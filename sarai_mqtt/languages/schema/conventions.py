"""How the speakers of a language write numbers, times and weeks (conventions.yaml)."""

from dataclasses import dataclass
from typing import Literal

DecimalSign = Literal[".", ","]
Clock = Literal[12, 24]
FirstWeekday = Literal["monday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What most speakers of the language are used to; a user may choose otherwise (`language_options`).

    They are for what is said. What is heard is understood either way: "21.5" and "21,5", "7 pm" and "19:00".

    Args:
        decimal_sign: the sign before the decimals of a number, in quotes: "." (21.5) or "," (21,5).
        clock: 12 if the hours of a day are told twice from 1 to 12 ("3:05 PM"), 24 if they are told from 0 to
            23 ("15:05"). grammar.py has the words for both.
        first_weekday: the day with which a week begins; it decides the number of a week.

    """

    decimal_sign: DecimalSign
    clock: Clock
    first_weekday: FirstWeekday
