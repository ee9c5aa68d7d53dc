"""Which moment a clock time and a day mean; all in local time without a zone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.weeks import WEEKDAYS

DAY = 24 * 60
"""Minutes of a day."""
# On another day than today, an hour before this one is meant in the afternoon by somebody who has to do
# something then, minutes.
_AWAKE = 7 * 60


def minutes_of(slot: str) -> tuple[int, ...]:
    """Return the minutes of the day in "07:00 19:00"; beyond 24:00 they are of the next day.

    Raises ValueError if `slot` is anything else.
    """
    parts = [part.split(":") for part in slot.split()]
    if not parts or any(len(part) != 2 for part in parts):
        raise ValueError(slot)
    return tuple(int(hour) * 60 + int(minute) for hour, minute in parts)


def moment_meant(
    times: Sequence[int], day: str, now: datetime, *, wakes: bool, days: Sequence[int] = ()
) -> datetime | None:
    """Return the moment that was said at `now`; None if it is over.

    Args:
        times: minutes of the day that may be meant: both 7:00 and 19:00 for "at seven".
        day: "" for none, "today", "tomorrow", "overmorrow", a day of `WEEKDAYS` (with "next_" before it: not
            today), or "MM-DD"; "00-DD" is the next such day of a month.
        now: local time.
        wakes: the moment is one to get up at, so that an early hour is not one of the afternoon.
        days: weekdays on which it repeats, 0 is Monday; then `day` has no meaning.

    Of several times the next one that comes is meant. On another day than today that is the first one,
    unless nobody is up then.

    """
    if days:
        return next_of_days(_of_another_day(times, wakes=wakes), days, now)
    dates = dates_of(day, now.date())
    found: list[datetime] = []
    for each in dates:
        open_ = not day or each == now.date()
        meant = times if open_ else (_of_another_day(times, wakes=wakes),)
        found += [moment for moment in (at(each, minute) for minute in meant) if moment > now]
    return min(found, default=None)


def moment_changed(times: Sequence[int], day: str, old: datetime, now: datetime) -> datetime | None:
    """Return the moment to which one that was `old` is moved; None if it is over at `now`.

    Of several times, and without a `day`, the one nearest to the old moment is meant. `times` and `day` are
    as in `moment_meant`; without times the time of the day stays.
    """
    near = [old.date() + timedelta(days=days) for days in (0, -1, 1)]
    dates = dates_of(day, now.date())[:1] if day else near
    minutes = times or (minute_of(old),)
    found = [moment for each in dates for minute in minutes if (moment := at(each, minute)) > now]
    return min(found, key=lambda moment: abs(moment - old), default=None)


def with_one_time(slots: Mapping[str, SlotValue], now: datetime) -> dict[str, SlotValue]:
    """Return the slots of an order with the one of its times that is meant at `now`."""
    days = [WEEKDAYS.index(day) for day in str(slots.get("days", "")).split()]
    if "times" not in slots:
        return dict(slots)
    local = now.replace(tzinfo=None)
    times = minutes_of(str(slots["times"]))
    meant = moment_meant(times, str(slots.get("day", "")), local, wakes=False, days=days)
    minute = next((each for each in times if meant and each % DAY == minute_of(meant)), times[0])
    return {**slots, "times": f"{minute // 60:02}:{minute % 60:02}"}


def minute_of(local: datetime) -> int:
    """Return the minute of the day of a local time."""
    return local.hour * 60 + local.minute


def at(day: date, minute: int) -> datetime:
    """Return the moment `minute` minutes after the midnight that begins `day`."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def next_of_days(minute: int, days: Iterable[int], after: datetime) -> datetime:
    """Return the first moment after `after` at `minute` of a day whose weekday is in `days`."""
    wanted = set(days)
    each = after.date() - timedelta(days=1)  # a minute beyond 24:00 may be of yesterday
    while True:
        if each.weekday() in wanted and at(each, minute) > after:
            return at(each, minute)
        each += timedelta(days=1)


def _of_another_day(times: Sequence[int], *, wakes: bool) -> int:
    """Return the time that is meant of a day that has not begun."""
    if wakes:
        return min(times)
    return min((minute for minute in times if _AWAKE <= minute < DAY), default=min(times))


def dates_of(day: str, today: date) -> list[date]:
    """Return the days on which the moment may be, the first preferred."""
    ahead = {"": (0, 1), "today": (0,), "tomorrow": (1,), "overmorrow": (2,)}
    if day in ahead:
        return [today + timedelta(days=days) for days in ahead[day]]
    name = day.removeprefix("next_")
    if name in WEEKDAYS:
        left = (WEEKDAYS.index(name) - today.weekday()) % 7
        first = left or (7 if day != name else 0)
        return [today + timedelta(days=first), today + timedelta(days=first + 7)]
    month, _, of_month = day.partition("-")
    dates: Iterable[date | None] = (
        _date(year, int(month), int(of_month)) for year in range(today.year, today.year + 9)
    )
    if month == "00":  # of the next month that has it
        ahead_of = (divmod(today.month - 1 + months, 12) for months in range(13))
        dates = (_date(today.year + years, place + 1, int(of_month)) for years, place in ahead_of)
    return [each for each in dates if each is not None and each >= today][:2]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 29th of February
        return None
