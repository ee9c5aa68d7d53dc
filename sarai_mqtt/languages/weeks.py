"""Weekdays, and numbers of weeks."""

from datetime import date, timedelta

from sarai_mqtt.languages.schema.conventions import FirstWeekday

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Names of the weekdays in slots, in the order of `date.weekday`."""

_FIRST = {"monday": 0, "saturday": 5, "sunday": 6}  # as date.weekday()


def week_number(day: date, first_weekday: FirstWeekday) -> int:
    """Return the number of the week that `day` is in, from 1.

    Weeks from Monday are numbered by ISO 8601: week 1 has the year's first Thursday. Others are numbered as
    where weeks begin so: week 1 has 1 January (Unicode CLDR, supplementalData.xml, `weekData`: `minDays` is 1
    in every territory whose `firstDay` is `sat`, and in most of those where it is `sun`; UTS 35, part 4).
    """
    if first_weekday == "monday":
        return day.isocalendar().week
    start = _start_of_week(day, first_weekday)
    year = (start + timedelta(days=6)).year
    return (start - _start_of_week(date(year, 1, 1), first_weekday)).days // 7 + 1


def _start_of_week(day: date, first_weekday: FirstWeekday) -> date:
    return day - timedelta(days=(day.weekday() - _FIRST[first_weekday]) % 7)
