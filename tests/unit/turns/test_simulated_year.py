"""A year of timers, alarms and orders, by the clock and by the sun, with restarts, changes of summer time and clocks that are set."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from math import pi, sin
from zoneinfo import ZoneInfo

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.turns.timers.house_clock import HouseClock, instant_of
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from tests.harness.ports import FakeStore

ZONES = ("Europe/Madrid", "America/Santiago", "Europe/London")
DAY = 86400.0
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOOKS_S = 0.9  # how often the scheduler looks at the clocks


class Machine:
    """A computer: real time, a wall clock that is set, a clock that counts from each start."""

    def __init__(self, begin):
        self.real, self.error, self.booted, self.boots = begin, 0.0, begin, 1

    def wall(self):
        return self.real + self.error

    def steady(self):
        return self.real - self.booted

    def reboot(self):
        self.booted, self.boots = self.real, self.boots + 1


class Promise:
    """What was set, kept by the test in its own way: when it is due, by which clock."""

    def __init__(
        self, machine, name, *, after=None, local=None, weekdays=(), zone=None, order=False, sun=None
    ):
        self.name, self.order, self.zone, self.weekdays, self.local = name, order, zone, weekdays, local
        self.machine = machine
        self.due_real = None if after is None else machine.real + after
        self.done = False
        self.sun, self.day = sun, local and local.date()
        if sun is not None:
            self.local = by_sun(self.day, *sun, zone)

    def left(self):
        """Return the seconds until it is due now, by the clock that counts for it."""
        if self.due_real is not None:
            return self.due_real - self.machine.real
        return first_shown(self.local, self.zone) - self.machine.wall()

    def fulfilled(self):
        """Go on to the next moment, or be done."""
        if not self.weekdays:
            self.done = True
            return
        while True:
            self.go_on_a_day()
            if DAYS[self.local.weekday()] in self.weekdays and self.left() > 0:
                return

    def go_on_a_day(self):
        self.local += timedelta(days=1)
        if self.sun is not None:
            self.day += timedelta(days=1)
            self.local = by_sun(self.day, *self.sun, self.zone)


def sun_at(day, event, zone):
    """Return when the sun rises or sets, in seconds since the epoch; it moves by up to 93 s a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).timestamp()
    half = 6.3 * 3600 + 1.5 * 3600 * sin(2 * pi * (day.timetuple().tm_yday - 80) / 365)
    return noon + (half if event == "sunset" else -half)


def by_sun(day, event, offset, zone):
    """Return the local time `offset` minutes after it, to the minute."""
    local = datetime.fromtimestamp(sun_at(day, event, zone), zone).replace(tzinfo=None)
    return local.replace(second=0, microsecond=0) + timedelta(minutes=offset)


@cache
def first_shown(local, zone):
    """Return when clocks in `zone` first show `local` or later: found by looking at each minute."""
    middle = local.replace(tzinfo=zone).astimezone(UTC)
    minute = middle - timedelta(hours=3)
    last = None
    while True:
        shown = minute.astimezone(zone).replace(tzinfo=None)
        if last is not None and last < local <= shown:
            return minute.timestamp()
        last, minute = shown, minute + timedelta(minutes=1)


class Year:
    """A house through a year; `told` has what it announced or did, with the time."""

    def __init__(self, zone, seed):
        self.zone, self.random = ZoneInfo(zone), random.Random(f"{zone} {seed}")
        self.machine = Machine(datetime(2026, 1, 1, tzinfo=self.zone).timestamp() + 30)
        self.end = self.machine.real + 365 * DAY
        self.store, self.promises, self.number = FakeStore(), [], 0
        self.faults, self.kept, self.told_late, self.told_by_sun = [], 0, 0, 0
        self.start()

    def start(self):
        clock = HouseClock(self.machine.wall, self.machine.steady, f"boot{self.machine.boots}", self.zone)
        self.scheduler = TimerScheduler(self.store, clock)
        self.scheduler._arm = lambda *_: None  # noqa: SLF001 - the test looks at the clocks itself
        self.sun_told = 0.0, 0.0
        self.tell_sun()

    def tell_sun(self):
        """Tell the next sunrise and sunset, as Home Assistant does."""
        now = self.machine.wall()
        if self.sun_told[0] <= now < self.sun_told[1]:
            return
        today = datetime.fromtimestamp(now, self.zone).date()
        days = [today + timedelta(days=n) for n in range(3)]
        following = {
            event: next(at for day in days if (at := sun_at(day, event, self.zone)) > now)
            for event in ("sunrise", "sunset")
        }
        self.sun_told = now, min(following.values())
        self.scheduler.learn(Surroundings(str(self.zone), **following))

    def say(self, intent, command=None, **slots):
        spoken = Intent("", intent, slots, (), "", "en", 1.0)
        before = self.scheduler.carry_out(spoken, "pi", Home(), command)
        assert before[1], before[0]
        return before[0]

    def promise(self):
        """Set something at random."""
        self.number += 1
        name, kind = f"thing{self.number}", self.random.random()
        now = datetime.fromtimestamp(self.machine.wall(), self.zone).replace(tzinfo=None)
        if kind < 0.25:
            seconds = self.random.choice((5, 40, 600, 5000, 30000, 80000))
            self.say("HassStartTimer", seconds=seconds, name=name)
            self.promises.append(Promise(self.machine, name, after=seconds))
        elif kind < 0.45:
            minutes = self.random.randint(1, 900)
            self.say("HassSetReminder", minutes=minutes, message=name)
            self.promises.append(Promise(self.machine, name, after=minutes * 60))
        else:
            minute = self.random.choice((60, 90, 119, 120, 150, 179, 180, self.random.randrange(1440), 0, 30))
            if self.random.random() < 0.25:
                self.by_the_sun(name, now, order=kind > 0.7)
            else:
                self.at_a_time(name, now, minute, order=kind > 0.78, repeats=0.7 < kind < 0.88)

    def by_the_sun(self, name, now, *, order):
        sun = self.random.choice(("sunrise", "sunset")), self.random.choice((-30, 0, 0, 45))
        slots = {"sun": sun[0], "offset": sun[1]}
        day, weekdays = now.date() + timedelta(days=self.random.randint(1, 20)), ()
        if self.random.random() < 0.3 and sum(1 for each in self.promises if each.weekdays) < 6:
            weekdays = tuple(self.random.sample(DAYS, self.random.randint(1, 7)))
            slots["days"], day = " ".join(weekdays), now.date() - timedelta(days=1)
        else:
            slots["day"] = f"{day.month:02}-{day.day:02}"
        self.set(name, slots, order=order)
        local = datetime(day.year, day.month, day.day)
        promise = Promise(
            self.machine, name, local=local, zone=self.zone, weekdays=weekdays, order=order, sun=sun
        )
        while weekdays and (DAYS[promise.day.weekday()] not in weekdays or promise.local <= now):
            promise.go_on_a_day()
        self.promises.append(promise)

    def set(self, name, slots, *, order):
        """Set an order or a reminder."""
        if order:
            command = Intent("", "HassTurnOn", {"item": name}, (), name, "en", 1.0)
            self.say("HassScheduleCommand", command, conversation_command=name, **slots)
        else:
            self.say("HassSetReminder", message=name, **slots)

    def at_a_time(self, name, now, minute, *, order, repeats):
        times = f"{minute // 60:02}:{minute % 60:02}"
        count = sum(1 for each in self.promises if each.weekdays)
        if repeats and count < 4:
            weekdays = self.random.sample(DAYS, self.random.randint(1, 7))
            self.set(name, {"times": times, "days": " ".join(weekdays)}, order=order)
            local = datetime(now.year, now.month, now.day) + timedelta(minutes=minute)
            promise = Promise(self.machine, name, local=local, weekdays=weekdays, zone=self.zone, order=order)
            while DAYS[promise.local.weekday()] not in weekdays or promise.left() <= 0:
                promise.local += timedelta(days=1)
        else:
            days = self.random.randint(1, 30)
            day = now.date() + timedelta(days=days)
            local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
            on = f"{day.month:02}-{day.day:02}"
            self.set(name, {"times": times, "day": on}, order=order)
            promise = Promise(self.machine, name, local=local, zone=self.zone, order=order)
        self.promises.append(promise)

    def look(self, *, off_s=0.0):
        """Let the scheduler look at the clocks, and compare what it does with what was promised."""
        self.tell_sun()
        found = self.scheduler.due()
        self.scheduler._save_changes()  # noqa: SLF001
        due = [each for each in self.promises if each.left() <= 0]
        lates = {each.name: -each.left() for each in due}
        self.told_by_sun += sum(1 for each in due if each.sun)
        for each in due:
            each.fulfilled()
        self.promises = [each for each in self.promises if not each.done]
        for finished in found:
            done = finished.command or finished.missed
            name = next((n for n in lates if n in (done.text if done else finished.sentence).replace(".", " ").split()
                         or f"“{n}”" in finished.sentence), None)  # fmt: skip
            if name is None:
                self.faults.append(f"doubled or early: {finished}")
                continue
            late = lates.pop(name)
            if late > max(LOOKS_S + 0.01, off_s):
                self.faults.append(f"{late:.1f} s late: {finished}")
            if done and (late > 60.5) != (finished.missed is not None):
                self.faults.append(f"{late:.1f} s late: {finished}")
            if not done and late > 60.5 and not {"ago", "ago."} & set(finished.sentence.split()):
                self.faults.append(f"not told as late ({late:.1f} s): {finished}")
            self.kept += 1
            self.told_late += late > 60.5
        self.faults += [f"missed: {name}" for name in lates]

    def run_until(self, real):
        """Let time pass; the scheduler looks often, of which only the looks that matter are made."""
        while self.machine.real < real:
            left = min([DAY / 4, *(each.left() for each in self.promises)])
            step = min(max(left, 0) + self.random.uniform(0.0, LOOKS_S), real - self.machine.real)
            self.machine.real += max(step, 0.001)
            self.look()

    def live(self):
        while self.machine.real < self.end:
            self.run_until(self.machine.real + self.random.expovariate(1 / (DAY / 6)))
            what = self.random.random()
            if what < 0.6 and len(self.promises) < 40:
                self.promise()
            elif what < 0.75:
                self.restart(self.random.choice((2.0, 20.0, 55.0, 600.0, 20000.0)))
            elif what < 0.9:
                self.set_clock()
            else:
                self.restart(self.random.choice((30.0, 300.0)), reboot=True)
        return self

    def restart(self, off_s, *, reboot=False):
        self.scheduler._save_changes()  # noqa: SLF001 - it looks each second
        self.machine.real += off_s
        if reboot:
            self.machine.reboot()
            return self.after_reboot(off_s)
        self.start()
        self.look(off_s=off_s + 1)

    def after_reboot(self, off_s):
        """Start on a computer whose clock may be hours behind for its first seconds, and is then as before."""
        behind = self.random.choice((0.0, 0.0, 20000.0))
        self.machine.error -= behind
        self.start()
        if behind:
            self.machine.real += 40
            if early := self.scheduler.due():
                self.faults.append(f"early: {early}")
            off_s, self.machine.error = off_s + 40, self.machine.error + behind
        self.look(off_s=max(off_s + 1, 4000.0))  # it may have been set before
        self.run_until(self.machine.real + 601)

    def set_clock(self):
        """Set the wall clock forward or back, or right; what it passes over is due at once."""
        step = self.random.choice((-3600, -600, -30, -2, 2, 30, 50))
        self.machine.error = 0.0 if self.machine.error and self.random.random() < 0.7 else step
        self.look(off_s=4000.0)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zone", ZONES)
def test_in_a_year_nothing_is_missed_doubled_or_late(zone, seed):
    year = Year(zone, seed).live()
    assert year.faults == []
    assert year.kept > 500
    assert year.told_late > 3
    assert year.told_by_sun > 50


@pytest.mark.parametrize(
    ("zone", "local", "first"),
    [
        ("Europe/Madrid", datetime(2026, 3, 29, 2, 30), "2026-03-29T01:00+00:00"),  # left out: 3:00
        ("Europe/Madrid", datetime(2026, 3, 29, 2, 0), "2026-03-29T01:00+00:00"),
        ("Europe/Madrid", datetime(2026, 10, 25, 2, 30), "2026-10-25T00:30+00:00"),  # twice: the first
        ("Europe/London", datetime(2026, 3, 29, 1, 15), "2026-03-29T01:00+00:00"),
        ("America/Santiago", datetime(2026, 9, 6, 0, 30), "2026-09-06T04:00+00:00"),
        ("America/Santiago", datetime(2026, 4, 4, 23, 30), "2026-04-05T02:30+00:00"),
        ("Asia/Kolkata", datetime(2026, 6, 1, 7, 0), "2026-06-01T01:30+00:00"),
    ],
)
def test_a_time_that_is_left_out_or_comes_twice(zone, local, first):
    assert instant_of(local, ZoneInfo(zone)) == datetime.fromisoformat(first).timestamp()
    assert first_shown(local, ZoneInfo(zone)) == datetime.fromisoformat(first).timestamp()
