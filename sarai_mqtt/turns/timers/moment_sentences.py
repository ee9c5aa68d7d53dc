"""Says when something is due: "tomorrow, Monday, at 6:30 AM"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.clock_times import (
    ClockTimes,
    Day,
    MomentClause,
    SunEvent,
    Weekday,
)
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.timers.moments import DAY, minutes_of
from sarai_mqtt.turns.timers.moments import at as moment_at
from sarai_mqtt.turns.timers.sentences import spoken_duration

_LEAP_YEAR = 2000  # of a date without one
_WORKDAYS = (0, 1, 2, 3, 4)


def moment_said(
    local: datetime,
    now: datetime,
    words: Wording,
    days: Sequence[int] = (),
    *,
    by_sun: str = "",
    after_for: bool = False,
) -> str:
    """Return how a moment is said at `now`, both local times; `days` are the weekdays on which it repeats.

    `by_sun` then tells its time by the sun ("at sunset"); "" by the clock. `after_for` puts "for" before it.
    Raises BadInput (`unknown_language`) if the language has no words for moments.
    """
    said = _moment(local, now, words, days, by_sun)
    return _times(words.language).clauses["for"].format(when=said) if after_for else said


def duration_said(time: str, language: str) -> str:
    """Return "in …" and a duration. Raises BadInput as `moment_said` does."""
    return _times(language).clauses["in"].format(time=time)


def clock_said(local: datetime, words: Wording) -> str:
    """Return a time of the clock that cannot be taken for one twelve hours later: "6:30 AM", "18:30"."""
    if 0 < local.hour < 13:
        own = pack(words.language)
        words = own.wording(replace(own.conventions, clock=12))
    return words.moment(local, local)


def sun_said(event: SunEvent, offset: int, words: Wording) -> str:
    """Return how sunrise or sunset, or `offset` minutes after it, is said: "half an hour before sunset"."""
    clauses = _times(words.language).clauses
    key = event if not offset else f"{'before' if offset < 0 else 'after'}_{event}"
    return clauses[cast(MomentClause, key)].format(time=spoken_duration(abs(offset) * 60, words))


def planned_said(slots: Mapping[str, SlotValue], words: Wording) -> str:
    """Return how the moment in the slots of an order for later is said before it is planned.

    Of two times the first one is said, and nothing of weekdays on which it repeats. Raises BadInput
    (`unknown_language`) as `moment_said` does.
    """
    times = _times(words.language)
    day = str(slots.get("day", ""))
    if "sun" in slots:
        at = sun_said(cast(SunEvent, slots["sun"]), int(slots.get("offset", 0)), words)
    else:
        minute = minutes_of(str(slots["times"]))[0] % DAY
        at = times.clauses["at"].format(clock=clock_said(moment_at(date(_LEAP_YEAR, 1, 1), minute), words))
    if day in times.days:
        return f"{times.days[cast(Day, day)][0]} {at}"
    name = day.removeprefix("next_")
    if name in WEEKDAYS:
        return times.clauses["weekday"].format(weekday=times.weekdays[cast(Weekday, name)][0], at=at)
    if not day:
        return at
    month, of_month = map(int, day.split("-"))
    local = moment_at(date(_LEAP_YEAR, month, of_month), 0)  # its weekday is not said
    said = times.clauses["date"].format(weekday="", at=at, day=of_month, month=_month(local, words.language))
    return " ".join(said.replace(" ,", " ").split()).lstrip(", ")


def _moment(local: datetime, now: datetime, words: Wording, days: Sequence[int], by_sun: str) -> str:
    times = _times(words.language)
    names = [said[0] for said in times.weekdays.values()]
    at = times.clauses["at"].format(clock=clock_said(local, words))
    key: MomentClause
    if days:
        key = "every_day" if len(days) == 7 else "weekdays" if tuple(days) == _WORKDAYS else "every"
        return times.clauses[key].format(at=by_sun or at, days=_listed([names[day] for day in days], words))
    ahead = (local.date() - now.date()).days
    key = "today" if ahead == 0 else "tomorrow" if ahead == 1 else "weekday" if 1 < ahead < 7 else "date"
    return times.clauses[key].format(
        at=at, weekday=names[local.weekday()], day=local.day, month=_month(local, words.language)
    )


def _month(local: datetime, language: str) -> str:
    """Return the name of the month; its number in a language without dates."""
    dates = pack(language).dates
    return dates.months[local.month - 1][0] if dates else str(local.month)


def _listed(names: Sequence[str], words: Wording) -> str:
    """Return all of `names`, however many."""
    return ", ".join([*names[:-2], words.listed(names[-2:])])


def _times(language: str) -> ClockTimes:
    times = pack(language).clock_times
    if times is None:
        raise BadInput("unknown_language", f"The pack of {language} has no words for moments.")
    return times
