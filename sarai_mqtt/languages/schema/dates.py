"""How days of the calendar are asked for and told in a language (dates.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.languages.schema.phrases import Phrases

DateReply = Literal["is", "was", "one_day", "days", "today", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Phrases, in lower case without accents except those of `months`; numbers in words are digits by then.

    Args:
        lead_in: polite words before a question, any number of times.
        day_of: questions for the day that `{date}` is.
        until: questions how long it is until `{date}`.
        year: questions for the year.
        month: questions for the month.
        forms: how a date is said, with `{day}` of the month, `{month}`, `{weekday}`, or `{days}` from now.
        of_year: words between a date and its year.
        next_year: words behind a date for the year after this one.
        ends: endings of a day of the month in digits ("24th"); may not be empty.
        ordinals: days of the month in words that are no numbers.
        months: the twelve months; the first name of each is said, as it is written.
        weekdays: the seven weekdays, Monday first.
        relative: days from today by their words.
        feasts: dates with a name, as "12-25", or days from Easter Sunday, as "easter-2".
        replies: whole sentences: the `{day}` asked for, or past; one day, or `{count}` days, to go; it is
            today; the `{year}`.

    """

    lead_in: Phrases
    day_of: Phrases
    until: Phrases
    year: Phrases
    month: Phrases
    forms: Phrases
    of_year: Phrases
    next_year: Phrases
    ends: Phrases
    ordinals: Mapping[str, int]
    months: tuple[Phrases, ...]
    weekdays: tuple[Phrases, ...]
    relative: Mapping[str, int]
    feasts: Mapping[str, str]
    replies: Mapping[DateReply, str]
