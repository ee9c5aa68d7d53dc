"""When the sun rises and sets on a day, as far as the next time of each tells."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from sarai_mqtt.languages.schema.clock_times import SunEvent
from sarai_mqtt.turns.timers.moments import dates_of

_DAY_S = 86400.0


class HouseSun:
    """The next sunrise and sunset at the house, seconds since the epoch; None where it is not known."""

    def __init__(self) -> None:
        self.next: dict[SunEvent, float | None] = {"sunrise": None, "sunset": None}

    def at(self, event: SunEvent, day: date, zone: tzinfo) -> datetime | None:
        """Return the local time of `event` on `day`, to the minute; None if it is not known.

        On another day than that of the next one it is as late as then, in UTC: off by some minutes a week.
        """
        following = self.next[event]
        if following is None:
            return None
        ahead = (day - datetime.fromtimestamp(following, zone).date()).days
        if ahead < -2:
            return None  # the polar day, or the polar night
        moment = datetime.fromtimestamp(following + ahead * _DAY_S, UTC).astimezone(zone)
        return moment.replace(tzinfo=None, second=0, microsecond=0)

    def is_known_on(self, event: SunEvent, day: date, zone: tzinfo) -> bool:
        """Return True if `day` is that of the next `event` or after it."""
        following = self.next[event]
        return following is not None and datetime.fromtimestamp(following, zone).date() <= day


def sun_moment(
    at: Callable[[date], datetime | None], day: str, now: datetime, days: Iterable[int] = ()
) -> datetime | None:
    """Return the first moment after `now` on such a day; None if it is over or not known.

    `at` returns the moment of a date; `day` is as in `moment_meant`, `days` are weekdays, 0 is Monday.
    """
    wanted = set(days)
    if wanted:
        dates = [now.date() + timedelta(days=ahead) for ahead in range(-1, 9)]
        dates = [each for each in dates if each.weekday() in wanted]
    else:
        dates = dates_of(day, now.date())
    found = (at(each) for each in dates)
    return min((moment for moment in found if moment is not None and moment > now), default=None)
