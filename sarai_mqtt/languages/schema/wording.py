"""The spoken pieces of a reply (grammar.py of a language)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol


class Wording(Protocol):
    """The spoken pieces of a reply in one language."""

    language: str

    def the(self, name: str) -> str:
        """Return a spoken name with its definite article."""
        ...

    def of(self, phrase: str) -> str:
        """Return "of" and `phrase`, which has its article."""
        ...

    def group(self, noun: str, room: str) -> str:
        """Return the name of all things that `noun`, a plural, names; "" stands for everything.

        They are those in `room`, a spoken name without its article, unless that is "".
        """
        ...

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b and c"; of more than four, three and how many more."""
        ...

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True if the things with these spoken names take a plural verb."""
        ...

    def is_(self, names: Sequence[str]) -> str:
        """Return "is" or "are" for the things with these spoken names."""
        ...

    def agreed(self, adjective: str, names: Sequence[str]) -> str:
        """Return `adjective` as it agrees with the things with these spoken names.

        `adjective` is masculine singular; only its first word is inflected.
        """
        ...

    def none_of(self, names: Sequence[str]) -> str:
        """Return "none" as it agrees with the things with these spoken names."""
        ...

    def no(self, name: str) -> str:
        """Return "no …" or "any …", as it follows "I don't know of"; `name` has no article.

        A wording without this method cannot name what the home has not.
        """
        ...

    def all_of(self, names: Sequence[str]) -> str:
        """Return "all" as it agrees with the things with these spoken names."""
        ...

    def number(self, value: object) -> str:
        """Return a slot value in spoken form: a number as the language writes it, anything else unchanged."""
        ...

    def duration(self, units: Mapping[str, object]) -> str:
        """Return a duration made of the numbers of `hours`, `minutes` and `seconds` in `units`."""
        ...

    def timer_parts(self, the: str, name: str, time: str) -> Mapping[str, str]:
        """Return what else the language's own clauses about timers may contain, by placeholder.

        `the` is the spoken name of the timer, `name` its own name, `time` a duration; each may be "".
        """
        ...

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return the sentence that tells the time; `hour` is 0 to 23."""
        ...

    def week(self, day: date) -> str:
        """Return the sentence that tells the number of the week of `day` (`languages/weeks:week_number`)."""
        ...

    def day(self, day: date) -> str:
        """Return the day as part of a sentence: its weekday, day of the month and month.

        A wording without this method tells no other days than today.
        """
        ...

    def date(self, day: date) -> str:
        """Return the sentence that tells the day."""
        ...

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return a point in time: the time, and the day unless it is `today`."""
        ...
