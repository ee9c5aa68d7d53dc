"""The alarms, reminders and orders for later of a house: which are due, and which ring on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sarai_mqtt.core.events import UpcomingAlarm, UpcomingAlarms
from sarai_mqtt.languages.grammar import sentence_of, wording
from sarai_mqtt.languages.schema.alarms import AlarmClause
from sarai_mqtt.languages.schema.clock_times import SunEvent
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.timers.alarm_records import Alarm, alarm_from_json, alarm_to_json
from sarai_mqtt.turns.timers.alarm_sentences import Due, announcement, called, clause
from sarai_mqtt.turns.timers.house_clock import HouseClock, instant_of
from sarai_mqtt.turns.timers.moments import DAY, minute_of, next_of_days
from sarai_mqtt.turns.timers.sentences import rounded, spoken_duration
from sarai_mqtt.turns.timers.sun import HouseSun, sun_moment
from sarai_mqtt.turns.timers.timers import Finished

MAX_ALARMS = 100
# An announcement that is later than this says so, and an order is not carried out any more, seconds.
LATE_S = 60.0
# An alarm is told again after this time, seconds, and so often, unless it is stopped.
_AGAIN_S, _TIMES = 30.0, 10
# An alarm can be put off for so long after it was told last, seconds.
_SNOOZE_WITHIN_S = 1800.0
_MOST_SHOWN = 20
# The last sunrise that was told tells the others for so long, seconds: they move by a quarter of an hour.
_SUN_GOOD_S = 7 * 86400.0


@dataclass(slots=True)
class Ringing:
    """An alarm that rings at a site: when it was told last and how often it will be told again."""

    alarm: Alarm
    told_at: float
    left: int = _TIMES


class AlarmList:
    """The alarms of a house, kept in order of their numbers; finds those that are due.

    Args:
        clock: the clocks that they count on.
        stored: what `dump` wrote, already in house time; what is invalid is dropped.

    """

    def __init__(self, clock: HouseClock, stored: list[dict[str, Any]]) -> None:
        self.clock = clock
        self.sun = HouseSun()
        found = [alarm for alarm in map(alarm_from_json, stored) if alarm is not None]
        self.dropped = len(stored) - len(found)
        self._alarms = [replace(alarm, number=n) for n, alarm in enumerate(found[:MAX_ALARMS], 1)]
        self.ringing: dict[str, Ringing] = {}
        # Numbers of what is due and could not be told yet.
        self._held: set[int] = set()

    def __len__(self) -> int:
        return len(self._alarms)

    @property
    def all(self) -> tuple[Alarm, ...]:
        """The alarms, the next one first."""
        return tuple(sorted(self._alarms, key=self.left))

    def add(self, alarm: Alarm) -> Alarm:
        """Add an alarm, and return it with its number."""
        added = replace(alarm, number=1 + max((each.number for each in self._alarms), default=0))
        self._alarms.append(added)
        return added

    def change(self, alarm: Alarm) -> None:
        """Put `alarm` in the place of the one with its number."""
        self._alarms = [alarm if alarm.number == each.number else each for each in self._alarms]

    def remove(self, alarms: Iterable[Alarm]) -> None:
        """Take alarms off the list."""
        numbers = {alarm.number for alarm in alarms}
        self._alarms = [alarm for alarm in self._alarms if alarm.number not in numbers]

    def dump(self) -> list[dict[str, Any]]:
        """Return the alarms as plain data that can be written as JSON."""
        return [alarm_to_json(alarm) for alarm in self._alarms]

    def upcoming(self, site: str) -> UpcomingAlarms:
        """Return what is set at `site`, the next one first."""
        found = tuple(
            UpcomingAlarm(alarm.kind, self._instant(alarm), tuple(WEEKDAYS[day] for day in alarm.days))
            for alarm in self.all
            if alarm.site == site
        )
        following = next((each.at for each in found if each.kind == "alarm"), None)
        return UpcomingAlarms(following, found[:_MOST_SHOWN])

    def _instant(self, alarm: Alarm) -> str:
        """Return when an alarm is due, in ISO 8601 to the second."""
        due = self.clock.wall() + self.left(alarm)
        return datetime.fromtimestamp(round(due), self.clock.zone).isoformat()

    def move(self, moved: Callable[[float], float]) -> None:
        """Correct the ends of what was set by a duration."""
        self._alarms = [a if a.ends is None else replace(a, ends=moved(a.ends)) for a in self._alarms]

    def rang(self, site: str) -> bool:
        """Return True if an alarm rang at `site` that can be put off."""
        ringing = self.ringing.get(site)
        return ringing is not None and self.clock.now() - ringing.told_at <= _SNOOZE_WITHIN_S

    def quiet(self, site: str) -> None:
        """End the ringing at `site`; the alarm can still be put off."""
        if site in self.ringing:
            self.ringing[site].left = 0

    def wait_s(self) -> float | None:
        """Return the seconds until something is to be told or done; None if there is nothing."""
        waits = [self.left(alarm) for alarm in self._alarms]
        now = self.clock.now()
        waits += [ring.told_at + _AGAIN_S - now for ring in self.ringing.values() if ring.left]
        return min(waits, default=None)

    def due(
        self,
        may_end: Callable[[Alarm], bool],
        limit_s: Callable[[float], float],
        was_off: Callable[[float], bool],
    ) -> list[Finished]:
        """Return what is to be told or done now, the earliest first, and take it off the list.

        What `may_end` rejects stays, and is then missed if it is an order that is later than `limit_s`
        returns for so many seconds late; any other order is missed after a minute. `was_off` returns True if
        what is so late came due while the service was off. What repeats stays with its next moment. Raises
        BadInput (`unknown_language`).
        """
        self._mend_repeating()
        now_due = [alarm for alarm in self._alarms if self.left(alarm) <= 0]
        due = sorted((alarm for alarm in now_due if may_end(alarm)), key=self.left)
        found = [
            self._finished(
                alarm,
                limit_s if alarm.number in self._held else lambda _: LATE_S,
                was_off=was_off(-self.left(alarm)),
            )
            for alarm in due
        ]
        self._held = {alarm.number for alarm in now_due if alarm not in due}
        for alarm in due:
            self._alarms.remove(alarm)
            if alarm.days and alarm.local is not None:
                self._alarms.append(self._next(alarm))
        return [*found, *self._told_again(may_end)]

    def _told_again(self, may_end: Callable[[Alarm], bool]) -> list[Finished]:
        """Return the announcements of alarms that ring on."""
        now, found = self.clock.now(), []
        for site, ringing in self.ringing.items():
            alarm = ringing.alarm
            if ringing.left and now >= ringing.told_at + _AGAIN_S and may_end(alarm):
                ringing.told_at, ringing.left = now, ringing.left - 1
                said = announcement(alarm, self.local())
                found.append(Finished(site, alarm.language, said, rings=True))
        return found

    def left(self, alarm: Alarm) -> float:
        """Return the seconds until an alarm is due, negative if it was due before."""
        if alarm.local is None:
            return (alarm.ends or 0.0) - self.clock.now()
        return instant_of(alarm.local, self.clock.zone) - self.clock.wall()

    def due_of(self, alarm: Alarm) -> Due:
        """Return the local time now and the seconds until an alarm is due."""
        return Due(self.local(), self.left(alarm))

    def _next(self, alarm: Alarm) -> Alarm:
        """Return a repeating alarm with the next moment after this one that is not over."""
        local = alarm.local or self.local()
        after = max(local.replace(hour=0, minute=0) + timedelta(minutes=DAY - 1), self.local())
        while True:
            by_sun = self._next_by_sun(alarm, after) if alarm.sun else None
            after = by_sun or next_of_days(minute_of(local), alarm.days, after)
            if instant_of(after, self.clock.zone) > self.clock.wall():
                return replace(alarm, local=after)

    def _next_by_sun(self, alarm: Alarm, after: datetime) -> datetime | None:
        event = alarm.sun or "sunset"
        return sun_moment(lambda day: self.sun_at(event, alarm.offset, day), "", after, alarm.days)

    def sun_at(self, event: SunEvent, offset: int, day: date) -> datetime | None:
        """Return the local time `offset` minutes after a sunrise or sunset; None if it is not known."""
        following = self.sun.next[event]
        if following is None or following < self.clock.wall() - _SUN_GOOD_S:
            return None
        local = self.sun.at(event, day, self.clock.zone)
        return None if local is None else local + timedelta(minutes=offset)

    def learn_sun(self, sunrise: float | None, sunset: float | None) -> None:
        """Follow the next sunrise and sunset, seconds since the epoch, None where they are not known.

        What is due then moves with them, unless it would be over by that.
        """
        self.sun.next = {"sunrise": sunrise, "sunset": sunset}
        for place, alarm in enumerate(self._alarms):
            if not alarm.sun or alarm.local is None or self.left(alarm) <= 0:
                continue
            day = (alarm.local - timedelta(minutes=alarm.offset)).date()
            moved = self.sun_at(alarm.sun, alarm.offset, day)
            known = self.sun.is_known_on(alarm.sun, day, self.clock.zone)
            if known and moved and instant_of(moved, self.clock.zone) > self.clock.wall():
                self._alarms[place] = replace(alarm, local=moved)

    def _mend_repeating(self) -> None:
        """Bring back what repeats after a clock that was days ahead was set right."""
        now = self.local()
        for place, alarm in enumerate(self._alarms):
            if alarm.days and alarm.local is not None:
                minute = minute_of(alarm.local)
                first = next_of_days(minute, alarm.days, now)
                if next_of_days(minute, alarm.days, first) < alarm.local:
                    self._alarms[place] = replace(alarm, local=first)

    def local(self) -> datetime:
        """Return the wall-clock time of the house, without its zone."""
        return self.clock.local().replace(tzinfo=None)

    def _finished(self, alarm: Alarm, limit_s: Callable[[float], float], *, was_off: bool) -> Finished:
        words, late = wording(alarm.language), -self.left(alarm)
        the, time = called(alarm, self.due_of(alarm), words, past=True), spoken_duration(rounded(late), words)
        key: AlarmClause
        if alarm.command is not None:
            if late <= limit_s(late):
                return Finished(alarm.site, alarm.language, "", alarm.command, late)
            key = "order_after_off" if was_off else "order_late"
            told = sentence_of(clause(key, words).format(the=the))
            return Finished(alarm.site, alarm.language, told, late_s=late, missed=alarm.command)
        if late > LATE_S:
            key = "told_after_off" if was_off else "told_late"
            return Finished(
                alarm.site, alarm.language, sentence_of(clause(key, words).format(the=the, time=time))
            )
        if alarm.kind == "alarm":
            self.ringing[alarm.site] = Ringing(alarm, self.clock.now())
        said = announcement(alarm, self.local())
        return Finished(alarm.site, alarm.language, said, rings=alarm.kind == "alarm")
