"""Alarms, reminders and orders for later, of a whole house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, sentence_of, wording
from sarai_mqtt.languages.schema.alarms import AlarmClause
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.responses.replies import progress_sentence, spoken_targets
from sarai_mqtt.turns.timers.alarm_records import Alarm, Kind, alarm_from_json, alarm_to_json
from sarai_mqtt.turns.timers.alarm_sentences import Due, announcement, called, clause, when_due
from sarai_mqtt.turns.timers.house_clock import HouseClock, instant_of
from sarai_mqtt.turns.timers.moments import DAY, at, minutes_of, moment_meant, next_of_days
from sarai_mqtt.turns.timers.requests import Request
from sarai_mqtt.turns.timers.selection import key_of
from sarai_mqtt.turns.timers.sentences import rounded, spoken_duration
from sarai_mqtt.turns.timers.timers import Finished

MAX_ALARMS = 100
# An announcement that is later than this says so, and an order is not carried out any more, seconds.
LATE_S = 60.0
# An alarm is told again after this time, seconds, and so often, unless it is stopped.
_AGAIN_S, _TIMES = 30.0, 10
# An alarm can be put off for so long after it was told last, and by so much without a time, seconds.
_SNOOZE_WITHIN_S, _SNOOZE_S = 1800.0, 600.0
_LISTED = 4


@dataclass(frozen=True, slots=True)
class _Request(Request):
    """A request about alarms."""

    @property
    def kind(self) -> Kind:
        """Kind of what the request is about."""
        kind = self.intent.slots.get("kind")
        return "reminder" if kind == "reminder" else "order" if kind == "order" else "alarm"

    def text(self, slot: str) -> str:
        """Return the text of a slot, "" without it."""
        return str(self.intent.slots.get(slot, ""))

    def say(self, key: AlarmClause, **parts: Any) -> str:
        """Return the sentence `key`, in the language of the request."""
        return sentence_of(clause(key, self.words).format(**parts))


@dataclass(slots=True)
class _Ringing:
    """An alarm that rings at a site: when it was told last and how often it will be told again."""

    alarm: Alarm
    told_at: float
    left: int = _TIMES


class AlarmManager:
    """The alarms of a house: sets, lists, cancels and puts them off, and finds those that are due.

    Args:
        clock: the clocks that they count on.
        stored: what `dump` wrote, already in house time; what is invalid is dropped.

    """

    def __init__(self, clock: HouseClock, stored: list[dict[str, Any]]) -> None:
        self._clock = clock
        found = [alarm for alarm in map(alarm_from_json, stored) if alarm is not None]
        self.dropped = len(stored) - len(found)
        self._alarms = [replace(alarm, number=n) for n, alarm in enumerate(found[:MAX_ALARMS], 1)]
        self._ringing: dict[str, _Ringing] = {}
        # Numbers of what is due and could not be told yet.
        self._held: set[int] = set()

    def __len__(self) -> int:
        return len(self._alarms)

    def dump(self) -> list[dict[str, Any]]:
        """Return the alarms as plain data that can be written as JSON."""
        return [alarm_to_json(alarm) for alarm in self._alarms]

    def move(self, moved: Callable[[float], float]) -> None:
        """Correct the ends of what was set by a duration."""
        self._alarms = [a if a.ends is None else replace(a, ends=moved(a.ends)) for a in self._alarms]

    def rang(self, site: str) -> bool:
        """Return True if an alarm rang at `site` that can be put off."""
        ringing = self._ringing.get(site)
        return ringing is not None and self._clock.now() - ringing.told_at <= _SNOOZE_WITHIN_S

    def quiet(self, site: str) -> None:
        """End the ringing at `site`; the alarm can still be put off."""
        if site in self._ringing:
            self._ringing[site].left = 0

    def carry_out(
        self,
        intent: Intent,
        site: str,
        home: Home,
        *,
        command: Intent | None = None,
        wording_of: WordingOf = wording,
    ) -> str:
        """Carry out a request about alarms for a person at `site`; return the sentence to speak.

        `command` is the order for later. Raises KeyError if the intent is not about alarms, BadInput
        (`unknown_language`).
        """
        return self.INTENTS[intent.name](self, _Request(intent, site, home, command, wording_of))

    def wait_s(self) -> float | None:
        """Return the seconds until something is to be told or done; None if there is nothing."""
        waits = [self._left(alarm) for alarm in self._alarms]
        now = self._clock.now()
        waits += [ring.told_at + _AGAIN_S - now for ring in self._ringing.values() if ring.left]
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
        now_due = [alarm for alarm in self._alarms if self._left(alarm) <= 0]
        due = sorted((alarm for alarm in now_due if may_end(alarm)), key=self._left)
        found = [
            self._finished(
                alarm,
                limit_s if alarm.number in self._held else lambda _: LATE_S,
                was_off=was_off(-self._left(alarm)),
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
        now, found = self._clock.now(), []
        for site, ringing in self._ringing.items():
            alarm = ringing.alarm
            if ringing.left and now >= ringing.told_at + _AGAIN_S and may_end(alarm):
                ringing.told_at, ringing.left = now, ringing.left - 1
                found.append(Finished(site, alarm.language, announcement(alarm, self._local())))
        return found

    def _left(self, alarm: Alarm) -> float:
        """Return the seconds until an alarm is due, negative if it was due before."""
        if alarm.local is None:
            return (alarm.ends or 0.0) - self._clock.now()
        return instant_of(alarm.local, self._clock.zone) - self._clock.wall()

    def _due(self, alarm: Alarm) -> Due:
        """Return the local time now and the seconds until an alarm is due."""
        return Due(self._local(), self._left(alarm))

    def _next(self, alarm: Alarm) -> Alarm:
        """Return a repeating alarm with the next moment after this one that is not over."""
        local = alarm.local or self._local()
        after = max(local.replace(hour=0, minute=0) + timedelta(minutes=DAY - 1), self._local())
        while True:
            after = next_of_days(_minute_of(local), alarm.days, after)
            if instant_of(after, self._clock.zone) > self._clock.wall():
                return replace(alarm, local=after)

    def _mend_repeating(self) -> None:
        """Bring back what repeats after a clock that was days ahead was set right."""
        now = self._local()
        for place, alarm in enumerate(self._alarms):
            if alarm.days and alarm.local is not None:
                minute = _minute_of(alarm.local)
                first = next_of_days(minute, alarm.days, now)
                if next_of_days(minute, alarm.days, first) < alarm.local:
                    self._alarms[place] = replace(alarm, local=first)

    def _local(self) -> datetime:
        return self._clock.local().replace(tzinfo=None)

    def _finished(self, alarm: Alarm, limit_s: Callable[[float], float], *, was_off: bool) -> Finished:
        words, late = wording(alarm.language), -self._left(alarm)
        the, time = called(alarm, self._due(alarm), words, past=True), spoken_duration(rounded(late), words)
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
            self._ringing[alarm.site] = _Ringing(alarm, self._clock.now())
        return Finished(alarm.site, alarm.language, announcement(alarm, self._local()))

    def _set(self, request: _Request, kind: Kind) -> str:
        """Set an alarm, a reminder or an order for later."""
        slots = request.intent.slots
        if kind == "order" and request.command is None:
            return request.say("no_command")
        if len(self._alarms) >= MAX_ALARMS:
            return request.say("too_many", count=len(self._alarms))
        days = tuple(WEEKDAYS.index(day) for day in request.text("days").split() if day in WEEKDAYS)
        seconds, local, ends = request.seconds, None, None
        if seconds:
            ends = self._clock.now() + seconds
        elif "times" in slots:
            local = self._moment_meant(request, days, wakes=kind == "alarm")
            if local is None:
                return request.say("over")
        else:
            return request.say("no_time")
        command = replace(request.command, confirm=False) if request.command is not None else None
        alarm = Alarm(
            number=1 + max((each.number for each in self._alarms), default=0),
            kind=kind,
            site=request.site,
            language=request.intent.language,
            local=local,
            ends=ends,
            length=seconds,
            days=days,
            message=request.text("message"),
            command=command,
            about="" if command is None else spoken_targets(command, request.home),
        )
        self._alarms.append(alarm)
        return self._was_set(alarm, request)

    def _moment_meant(self, request: _Request, days: tuple[int, ...], *, wakes: bool) -> datetime | None:
        """Return the local time that a request means; None if it is over."""
        times, day, now = minutes_of(request.text("times")), request.text("day"), self._local()
        local = moment_meant(times, day, now, wakes=wakes, days=days)
        while local is not None and instant_of(local, self._clock.zone) <= self._clock.wall():
            # clocks were put back: this time has been before
            local = moment_meant(times, day, local, wakes=wakes, days=days)
        return local

    def _was_set(self, alarm: Alarm, request: _Request) -> str:
        for_when = when_due(alarm, self._due(alarm), request.words, after_for=True)
        if alarm.command is not None:
            doing = progress_sentence(alarm.command, request.home, request.wording_of).rstrip(".")
            when = when_due(alarm, self._due(alarm), request.words, after_for=False)
            return request.say("set_order", name=doing, when=when, for_when=for_when)
        if alarm.kind == "alarm":
            return request.say("set_alarm", for_when=for_when)
        key: AlarmClause = "set_reminder" if alarm.message else "set_plain_reminder"
        return request.say(key, for_when=for_when, message=alarm.message)

    def _set_alarm(self, request: _Request) -> str:
        return self._set(request, "alarm")

    def _set_reminder(self, request: _Request) -> str:
        return self._set(request, "reminder")

    def _set_order(self, request: _Request) -> str:
        return self._set(request, "order")

    def _cancel(self, request: _Request) -> str:
        ringing = self._ringing.get(request.site)
        found = self._matching(request)
        if not found:
            if ringing is not None and ringing.left and request.kind == "alarm":
                self.quiet(request.site)
                return request.say("stopped")
            return request.say(self._nothing(request))
        if len(found) > 1 and "all" not in request.intent.slots:
            names = list(dict.fromkeys(called(alarm, self._due(alarm), request.words) for alarm in found))
            if len(names) > 1:
                return request.say("which", the=request.words.listed(names))
            found = found[:1]
        self._alarms = [alarm for alarm in self._alarms if alarm not in found]
        if request.kind == "alarm":
            self.quiet(request.site)
        if len(found) == 1:
            return request.say("cancelled", the=called(found[0], self._due(found[0]), request.words))
        return request.say("cancelled_all", count=len(found))

    def _status(self, request: _Request) -> str:
        found = self._matching(request)
        if not found:
            return request.say(self._nothing(request))
        names = [called(alarm, self._due(alarm), request.words) for alarm in found[:_LISTED]]
        said = request.say("has", the=request.words.listed(names))
        left = len(found) - _LISTED
        return f"{said} {request.say('more', count=left)}" if left > 0 else said

    def _snooze(self, request: _Request) -> str:
        ringing = self._ringing.get(request.site)
        if ringing is None or not self.rang(request.site):
            return request.say("none_rang")
        self.quiet(request.site)
        if "stop" in request.intent.slots:
            return request.say("stopped")
        seconds = request.seconds or _SNOOZE_S
        del self._ringing[request.site]
        number = 1 + max((each.number for each in self._alarms), default=0)
        ends = self._clock.now() + seconds
        self._alarms.append(
            replace(ringing.alarm, number=number, local=None, days=(), ends=ends, length=seconds)
        )
        return request.say("snoozed", time=spoken_duration(seconds, request.words))

    def _matching(self, request: _Request) -> list[Alarm]:
        """Return the alarms of the kind, moment and message of the request, the next one first."""
        found = [alarm for alarm in self._alarms if alarm.kind == request.kind]
        if "message" in request.intent.slots:
            wanted = key_of(request.text("message"))
            exact = [alarm for alarm in found if key_of(alarm.message) == wanted]
            found = exact or [alarm for alarm in found if wanted and wanted <= key_of(alarm.message)]
        if "times" in request.intent.slots:
            times = {minute % DAY for minute in minutes_of(request.text("times"))}
            found = [alarm for alarm in found if self._minute(alarm) in times]
        if "day" in request.intent.slots or "days" in request.intent.slots:
            found = [alarm for alarm in found if self._is_on(alarm, request)]
        return sorted(found, key=self._left)

    def _minute(self, alarm: Alarm) -> int:
        return _minute_of(alarm.local or self._local() + timedelta(seconds=self._left(alarm)))

    def _is_on(self, alarm: Alarm, request: _Request) -> bool:
        """Return True if an alarm is due on the day of the request."""
        days = request.text("days").split()
        if days:
            return {WEEKDAYS[day] for day in alarm.days} == set(days)
        local = alarm.local or self._local() + timedelta(seconds=self._left(alarm))
        # the day itself, whatever the time now is: from the minute before it
        midnight = at(self._local().date(), 0) - timedelta(minutes=1)
        day = request.text("day")
        now = (
            self._local()
            if day not in ("today", "tomorrow", "overmorrow")
            else midnight + timedelta(minutes=1)
        )
        meant = moment_meant((DAY - 1,), day, now, wakes=True)
        if meant is None:
            return False
        if alarm.days:
            return meant.weekday() in alarm.days
        return local.date() == meant.date()

    @staticmethod
    def _nothing(request: _Request) -> AlarmClause:
        if not request.intent.slots.keys() <= {"kind", "all"}:
            return "no_such"
        kinds: Mapping[Kind, AlarmClause] = {
            "alarm": "no_alarms", "reminder": "no_reminders", "order": "no_orders"
        }  # fmt: skip
        return kinds[request.kind]

    INTENTS: ClassVar[Mapping[str, "Callable[[AlarmManager, _Request], str]"]] = {
        "HassSetAlarm": _set_alarm,
        "HassSetReminder": _set_reminder,
        "HassScheduleCommand": _set_order,
        "HassCancelAlarm": _cancel,
        "HassSnoozeAlarm": _snooze,
        "HassAlarmStatus": _status,
    }
    """The intents that `carry_out` handles."""


def _minute_of(local: datetime) -> int:
    return local.hour * 60 + local.minute
