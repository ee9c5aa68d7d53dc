"""Alarms, reminders and orders for later, of a whole house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, cast

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, sentence_of, wording
from sarai_mqtt.languages.schema.alarms import AlarmClause
from sarai_mqtt.languages.schema.clock_times import SunEvent
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.responses.replies import progress_sentence
from sarai_mqtt.turns.timers.alarm_list import MAX_ALARMS, AlarmList
from sarai_mqtt.turns.timers.alarm_moves import moved_alarm
from sarai_mqtt.turns.timers.alarm_records import Alarm, Kind
from sarai_mqtt.turns.timers.alarm_sentences import called, clause, when_due
from sarai_mqtt.turns.timers.house_clock import instant_of
from sarai_mqtt.turns.timers.moment_sentences import moment_said
from sarai_mqtt.turns.timers.moments import (
    DAY,
    at,
    minute_of,
    minutes_of,
    moment_meant,
)
from sarai_mqtt.turns.timers.records import Timer
from sarai_mqtt.turns.timers.requests import Request
from sarai_mqtt.turns.timers.selection import key_of
from sarai_mqtt.turns.timers.sentences import spoken_duration, timer_name
from sarai_mqtt.turns.timers.sun import sun_moment
from sarai_mqtt.turns.timers.timers import TimerManager

# An alarm is put off by so much without a time, seconds.
_SNOOZE_S = 600.0
_LISTED = 4


@dataclass(frozen=True, slots=True)
class _Request(Request):
    """A request about alarms."""

    @property
    def kind(self) -> Kind:
        """Kind of what the request is about."""
        kind = self.intent.slots.get("kind")
        return "reminder" if kind == "reminder" else "order" if kind == "order" else "alarm"

    @property
    def any_kind(self) -> bool:
        """True if it may be of any kind: the last one, or one told by its moment or its words alone."""
        return self.intent.slots.get("kind") == "any" or "last" in self.intent.slots

    @property
    def sun(self) -> SunEvent | Literal[""]:
        """Sunrise or sunset where the request is for one; "" for neither."""
        return cast(SunEvent, self.text("sun"))

    @property
    def offset(self) -> int:
        """Minutes after sunrise or sunset, negative before it."""
        return int(self.intent.slots.get("offset", 0))

    def text(self, slot: str) -> str:
        """Return the text of a slot, "" without it."""
        return str(self.intent.slots.get(slot, ""))

    def say(self, key: AlarmClause, **parts: Any) -> str:
        """Return the sentence `key`, in the language of the request."""
        return sentence_of(clause(key, self.words).format(**parts))


class AlarmManager:
    """Sets, lists, cancels and puts off the alarms, reminders and orders for later of a house."""

    def __init__(self, alarms: AlarmList, timers: TimerManager) -> None:
        self._list = alarms
        self._timers = timers
        self._last: dict[str, int] = {}  # number of the one that was last set or changed, by site

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

    def _set(self, request: _Request, kind: Kind) -> str:
        """Set an alarm, a reminder or an order for later."""
        slots = request.intent.slots
        if kind == "order" and request.command is None:
            return request.say("no_command")
        if len(self._list) >= MAX_ALARMS:
            return request.say("too_many", count=len(self._list))
        days = tuple(WEEKDAYS.index(day) for day in request.text("days").split() if day in WEEKDAYS)
        seconds, local, ends = request.seconds, None, None
        if seconds:
            ends = self._list.clock.now() + seconds
        elif "times" in slots:
            local = self._moment_meant(request, days, wakes=kind == "alarm")
            if local is None:
                return request.say("over")
        elif "sun" in slots:
            local = self._by_sun(request, days)
            if local is None:
                return request.say("no_sun")
        else:
            return request.say("no_time")
        command = replace(request.command, confirm=False) if request.command is not None else None
        alarm = Alarm(
            number=0,
            kind=kind,
            site=request.site,
            language=request.intent.language,
            local=local,
            ends=ends,
            length=seconds,
            days=days,
            message=request.text("message"),
            command=command,
            about=request.about,
            doing=request.doing,
            sun=request.sun if local is not None and "times" not in slots else "",
            offset=request.offset,
        )
        added = self._list.add(alarm)
        self._last[request.site] = added.number
        return self._was_set(added, request)

    def _change(self, request: _Request) -> str:
        """Move what is set to another moment."""
        found = self._matching(request, "from_")
        if not found:
            return request.say("no_such" if len(self._list) else self._nothing(request))
        if len(found) > 1:
            names = [called(each, self._list.due_of(each), request.words) for each in found[:_LISTED]]
            return request.say("which", the=request.words.listed(names))
        moved = moved_alarm(
            found[0], request.intent.slots, self._list, lambda days: self._by_sun(request, days)
        )
        if moved is None or self._list.left(moved) <= 0:
            return request.say("over")
        self._list.change(moved)
        self._last[request.site] = moved.number
        return self._was_set(moved, request)

    def _by_sun(self, request: _Request, days: tuple[int, ...]) -> datetime | None:
        """Return the local time of the sunrise or sunset that is meant; None if it is not known, or over."""
        event, offset = request.sun or "sunset", request.offset
        return sun_moment(
            lambda day: self._list.sun_at(event, offset, day), request.text("day"), self._list.local(), days
        )

    def _moment_meant(self, request: _Request, days: tuple[int, ...], *, wakes: bool) -> datetime | None:
        """Return the local time that a request means; None if it is over."""
        times, day, now = minutes_of(request.text("times")), request.text("day"), self._list.local()
        if "after_times" in request.intent.slots:
            first = moment_meant(minutes_of(request.text("after_times")), day, now, wakes=False)
            if first is None:
                return None
            day, now = "", first
        local = moment_meant(times, day, now, wakes=wakes, days=days)
        while local is not None and instant_of(local, self._list.clock.zone) <= self._list.clock.wall():
            # clocks were put back: this time has been before
            local = moment_meant(times, day, local, wakes=wakes, days=days)
        return local

    def _was_set(self, alarm: Alarm, request: _Request) -> str:
        for_when = when_due(alarm, self._list.due_of(alarm), request.words, after_for=True)
        if alarm.command is not None:
            when = when_due(alarm, self._list.due_of(alarm), request.words, after_for=False)
            return request.say("set_order", name=alarm.doing, when=when, for_when=for_when)
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
        ringing = self._list.ringing.get(request.site)
        found = self._matching(request)
        if (timers := self._timers_meant(request)) and not found:
            return self._cancel_timer(timers, request)
        if not found:
            if ringing is not None and ringing.left and request.kind == "alarm" and not request.any_kind:
                self._list.quiet(request.site)
                return request.say("stopped")
            return request.say(self._nothing(request))
        if not timers:
            found = self._picked(found, request)
        if len(found) + len(timers) > 1 and "all" not in request.intent.slots:
            names = [
                *dict.fromkeys(called(alarm, self._list.due_of(alarm), request.words) for alarm in found)
            ]
            names += [self._delayed(timer, request) for timer in timers]
            if len(names) > 1:
                return request.say("which", the=request.words.listed(names))
            found = found[:1]
        self._list.remove(found)
        if any(alarm.kind == "alarm" for alarm in found):
            self._list.quiet(request.site)
        if len(found) == 1:
            return request.say("cancelled", the=called(found[0], self._list.due_of(found[0]), request.words))
        return request.say("cancelled_all", count=len(found))

    def _picked(self, found: list[Alarm], request: _Request) -> list[Alarm]:
        """Return the first or the last of `found`, which are in the order in which they are due, if so said.

        The last one may be the one that was set last: where that is another one, which is meant is not known.
        """
        pick = request.text("pick")
        if pick == "first":
            return found[:1]
        is_last = pick == "last" and found and found[-1].number == max(each.number for each in found)
        return found[-1:] if is_last else found

    def _timers_meant(self, request: _Request) -> list[Timer]:
        """Return the timers that a request to cancel is about by their name, or by what they carry out."""
        message = request.text("message")
        if not message or not (request.any_kind or request.kind == "order"):
            return []
        wanted = key_of(message)
        return [
            timer
            for timer in self._timers.all
            if (request.any_kind or timer.command is not None)
            and any(wanted <= key for key in self._keys(timer.name, timer.command, timer.about, request))
        ]

    @staticmethod
    def _keys(name: str, command: Intent | None, about: str, request: _Request) -> list[frozenset[str]]:
        """Return the words of each name of what is set for later: its own, and those of its things."""
        names = [name, about]
        for target in command.targets if command else ():
            thing = request.home.entities.get(target)
            names += [each for said in thing.names.values() for each in said] if thing else []
        return [key_of(each) for each in names if each]

    def _cancel_timer(self, timers: list[Timer], request: _Request) -> str:
        names = [self._delayed(timer, request) for timer in timers]
        if len(timers) > 1:
            return request.say("which", the=request.words.listed(names))
        self._timers.remove(timers[0])
        return request.say("cancelled", the=names[0])

    def _delayed(self, timer: Timer, request: _Request) -> str:
        """Return the spoken name of a timer, or of the order that it carries out."""
        if timer.command is None or timer.ends is None:
            return timer_name(timer.name, timer.about, timer.length, request.words)
        doing = progress_sentence(timer.command, request.home, request.wording_of).rstrip(".")
        order = Alarm(
            0, "order", timer.site, timer.language, ends=timer.ends, command=timer.command, doing=doing
        )
        return called(order, self._list.due_of(order), request.words)

    def _status(self, request: _Request) -> str:
        found = self._matching(request)
        names = [called(alarm, self._list.due_of(alarm), request.words) for alarm in found]
        if not request.intent.slots.keys() - {"kind"} and request.kind == "order":
            names += [self._delayed(timer, request) for timer in self._timers.delayed()]
        if not names:
            return request.say(self._nothing(request))
        said = request.say("has", the=request.words.listed(names[:_LISTED]))
        left = len(names) - _LISTED
        return f"{said} {request.say('more', count=left)}" if left > 0 else said

    def _sun_status(self, request: _Request) -> str:
        """Return the sentence that tells when the sun rises or sets, by default the next time."""
        event, day, now = request.sun or "sunset", request.text("day"), self._list.local()
        if day == "today":
            local = self._list.sun_at(event, request.offset, now.date())
        else:
            local = self._by_sun(request, ())
        if local is None:
            return request.say("no_sun")
        return request.say(event, when=moment_said(local, now, request.words))

    def _snooze(self, request: _Request) -> str:
        ringing = self._list.ringing.get(request.site)
        if ringing is None or not self._list.rang(request.site):
            return request.say("none_rang")
        self._list.quiet(request.site)
        if "stop" in request.intent.slots:
            return request.say("stopped")
        seconds = request.seconds or _SNOOZE_S
        del self._list.ringing[request.site]
        ends = self._list.clock.now() + seconds
        self._list.add(
            replace(ringing.alarm, local=None, days=(), ends=ends, length=seconds, sun="", offset=0)
        )
        return request.say("snoozed", time=spoken_duration(seconds, request.words))

    def _matching(self, request: _Request, old: str = "") -> list[Alarm]:
        """Return the alarms of the kind, moment and message of the request, the next one first.

        `old` stands before the names of the slots of the moment, if they are not those of the moment now.
        """
        if old:
            slots = {k.removeprefix(old): v for k, v in request.intent.slots.items() if k.startswith(old)}
            kept = {k: v for k, v in request.intent.slots.items() if k in ("kind", "last", "message")}
            request = replace(request, intent=replace(request.intent, slots={**kept, **slots}))
        found = [a for a in self._list.all if request.any_kind or a.kind == request.kind]
        if "last" in request.intent.slots:
            return [alarm for alarm in found if alarm.number == self._last.get(request.site)]
        if "message" in request.intent.slots:
            wanted = key_of(request.text("message"))
            exact = [alarm for alarm in found if key_of(alarm.message or alarm.about) == wanted]
            found = exact or [
                alarm
                for alarm in found
                if wanted <= _subject(alarm)
                or any(wanted <= key for key in self._keys("", alarm.command, alarm.about, request))
            ]
        if "sun" in request.intent.slots:
            found = [alarm for alarm in found if (alarm.sun, alarm.offset) == (request.sun, request.offset)]
        if "times" in request.intent.slots:
            times = {minute % DAY for minute in minutes_of(request.text("times"))}
            found = [alarm for alarm in found if self._minute(alarm) in times]
        if "day" in request.intent.slots or "days" in request.intent.slots:
            found = [alarm for alarm in found if self._is_on(alarm, request)]
        return found

    def _minute(self, alarm: Alarm) -> int:
        return minute_of(alarm.local or self._list.local() + timedelta(seconds=self._list.left(alarm)))

    def _is_on(self, alarm: Alarm, request: _Request) -> bool:
        """Return True if an alarm is due on the day of the request."""
        days = request.text("days").split()
        if days:
            return {WEEKDAYS[day] for day in alarm.days} == set(days)
        local = alarm.local or self._list.local() + timedelta(seconds=self._list.left(alarm))
        # the day itself, whatever the time now is: from the minute before it
        midnight = at(self._list.local().date(), 0) - timedelta(minutes=1)
        day = request.text("day")
        now = (
            self._list.local()
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
        if request.any_kind or not request.intent.slots.keys() <= {"kind", "all"}:
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
        "HassChangeAlarm": _change,
        "HassSnoozeAlarm": _snooze,
        "HassAlarmStatus": _status,
        "HassSunStatus": _sun_status,
    }
    """The intents that `carry_out` handles."""


def _subject(alarm: Alarm) -> frozenset[str]:
    """Return the words of what an alarm is about."""
    return key_of(alarm.message) if alarm.message else key_of(f"{alarm.about} {alarm.doing}")
