"""English articles, numbers, times and dates in spoken form; simple rules, not a grammar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sarai_mqtt.languages.grammar import joined, lower_first, number_with, with_units
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.weeks import week_number

_UNITS = {"hours": ("hour", "hours"), "minutes": ("minute", "minutes"), "seconds": ("second", "seconds")}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SINGULAR_S = re.compile(r"(?:ss|us|is|as|['’]s)$")
_PLURAL_UNIT = re.compile(r"\b(hour|minute|second)s\b")


class English:
    """English wording."""

    language = "en"

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions

    def the(self, name: str) -> str:
        """Return "the …", unless the name already starts with an article or a possessive."""
        first = name.lower().split(" ", 1)[0]
        own = first in {"the", "my", "our"} or first.endswith(("'s", "’s"))
        return name if own else f"the {lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Return "of …"."""
        return f"of {phrase}"

    def group(self, noun: str, room: str) -> str:
        """Return "the kitchen lights", or "everything in the kitchen" if there is no noun."""
        if not noun:
            return f"everything in {self.the(room)}" if room else "everything"
        return self.the(f"{room} {noun}" if room else noun)

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b and c"."""
        return joined(phrases, "and", "more")

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True for several names, and for one whose noun is a plural."""
        return len(names) != 1 or _is_plural(names[0])

    def is_(self, names: Sequence[str]) -> str:
        """Return "is" or "are"."""
        return "are" if self.is_plural(names) else "is"

    def agreed(self, adjective: str, names: Sequence[str]) -> str:  # noqa: ARG002 - English inflects none
        """Return `adjective` unchanged."""
        return adjective

    def none_of(self, names: Sequence[str]) -> str:  # noqa: ARG002
        """Return "none"."""
        return "none"

    def no(self, name: str) -> str:
        """Return "any …"."""
        return f"any {lower_first(name)}"

    def all_of(self, names: Sequence[str]) -> str:  # noqa: ARG002
        """Return "all"."""
        return "all"

    def number(self, value: object) -> str:
        """Return 21.0 as "21"."""
        return number_with(value, self.conventions)

    def duration(self, units: Mapping[str, object]) -> str:
        """Return "1 hour and 30 minutes"."""
        return with_units(units, _UNITS, " and ", self.number)

    def timer_parts(self, the: str, name: str, time: str) -> Mapping[str, str]:  # noqa: ARG002
        """Return `each`: the duration before a noun, "the 5 minute timer"."""
        return {"each": _PLURAL_UNIT.sub(r"\1", time)}

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return "It's 3:05 PM." or "It's 15:05."."""
        return f"It's {self._clock(hour, minute)}."

    def week(self, day: date) -> str:
        """Return "It's week 48."."""
        number = week_number(day, self.conventions.first_weekday)
        return f"It's week {number}."

    def day(self, day: date) -> str:
        """Return "Sunday, November 22"."""
        return _day(day)

    def date(self, day: date) -> str:
        """Return "It's Sunday, November 22."."""
        return f"It's {_day(day)}."

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return "3:05 PM on Sunday, November 22"."""
        clock = self._clock(moment.hour, moment.minute)
        return clock if moment.date() == today.date() else f"{clock} on {_day(moment.date())}"

    def _clock(self, hour: int, minute: int) -> str:
        if self.conventions.clock == 24:
            return f"{hour:02}:{minute:02}"
        return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def _is_plural(name: str) -> bool:
    """Return True if the head noun of `name` is a plural: "lights in the hall"."""
    head = re.split(r" (?:in|of|on|at|by) ", name.lower())[0]
    return head.endswith("s") and not _SINGULAR_S.search(head)


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"
