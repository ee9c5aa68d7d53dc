"""Scheduler of timers and alarms on the event loop; both survive a restart."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, replace

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent, UpcomingAlarms
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.ports import Store
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.turns.timers.alarm_list import LATE_S, AlarmList
from sarai_mqtt.turns.timers.alarm_records import Alarm
from sarai_mqtt.turns.timers.alarms import AlarmManager
from sarai_mqtt.turns.timers.house_clock import HouseClock, zone_named
from sarai_mqtt.turns.timers.records import Timer, is_number
from sarai_mqtt.turns.timers.timers import Finished, TimerManager

INTENTS = TimerManager.INTENTS.keys() | AlarmManager.INTENTS.keys()
"""The intents that are carried out here."""

_TIMERS, _ALARMS, _SURROUNDINGS = "timers", "alarms", "surroundings"
# Longest sleep, seconds: the wall clock may be set meanwhile, and the computer may sleep.
_LONGEST_S = 0.9
# How often a due timer that may not end yet is checked again, seconds.
_HELD_S = 0.5


class TimerScheduler:
    """Carries out commands about timers and alarms, and reports each that has ended.

    Args:
        store: keeps them across restarts.
        clock: the clocks that they count on, or the wall clock alone.
        act_s: how long a due order may wait for the broker and still be carried out, seconds. One that came
            due while the service did not run is carried out within a minute.
        follows_zone: the time zone is that of the house's surroundings, once they are known.

    """

    def __init__(
        self,
        store: Store,
        clock: HouseClock | Callable[[], float],
        act_s: float = ACT_S,
        *,
        follows_zone: bool = False,
    ) -> None:
        self._act_s = act_s
        self._store = store
        self._clock = clock if isinstance(clock, HouseClock) else HouseClock(clock)
        timers, alarms = store.load(_TIMERS), store.load(_ALARMS)
        self._timers = TimerManager.load(self._clock.loaded(timers))
        self._alarms = AlarmList(self._clock, self._clock.loaded(alarms))
        self._alarm_manager = AlarmManager(self._alarms, self._timers)
        self.dropped = _count(timers) + _count(alarms) - len(self._timers) - len(self._alarms)
        """Number of stored timers and alarms that could not be used."""
        self._saved = {_TIMERS: self._timers.dump(), _ALARMS: self._alarms.dump()}
        self._started = self._clock.now()
        self._follows_zone = follows_zone
        self._surroundings = Surroundings()
        self._learn(_surroundings_of(store.load(_SURROUNDINGS)))
        self._armed: asyncio.TimerHandle | None = None
        self._finished: Callable[[Finished], None] = lambda _: None
        self._changed: Callable[[], None] = lambda: None
        self._may_end: Callable[[Timer | Alarm], bool] = lambda _: True

    def start(
        self,
        finished: Callable[[Finished], None],
        may_end: Callable[[Timer | Alarm], bool] = lambda _: True,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Call `finished` for each that ends from now on, and soon for those that are already due.

        A due one ends only once `may_end` returns True for it: until then nobody would hear of it.
        `changed` is called whenever what `upcoming` returns may have changed.
        """
        self._finished, self._may_end, self._changed = finished, may_end, changed
        self._arm()

    def stop(self) -> None:
        """Stop reporting. What is set stays saved."""
        if self._armed is not None:
            self._armed.cancel()

    def upcoming(self, site: str) -> UpcomingAlarms:
        """Return what is set at `site` for later, the next one first."""
        return self._alarms.upcoming(site)

    def learn(self, surroundings: Surroundings) -> None:
        """Follow the time zone, sunrise and sunset that are told; they are kept over a restart.

        What is not told any more stays as it was.
        """
        before = self._surroundings
        known = Surroundings(
            surroundings.zone or before.zone,
            surroundings.sunrise or before.sunrise,
            surroundings.sunset or before.sunset,
        )
        if known == before:
            return
        self._store.save(_SURROUNDINGS, asdict(known))
        self._learn(known)
        self._save_changes()
        self._changed()

    def _learn(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        zone = zone_named(surroundings.zone) if self._follows_zone else None
        self._clock.zone = zone or self._clock.zone
        self._alarms.learn_sun(surroundings.sunrise, surroundings.sunset)

    def quiet(self, site: str) -> None:
        """End the ringing of an alarm at `site`."""
        self._alarms.quiet(site)

    def carry_out(
        self,
        intent: Intent,
        site: str,
        home: Home,
        command: Intent | None = None,
        wording_of: WordingOf = wording,
    ) -> tuple[str, bool]:
        """Carry out a command about timers or alarms, one of `INTENTS`, given at `site`.

        Returns the sentence that reports the result, and True if anything has changed. `command` is the
        order for later, if one was asked for; `wording_of` finds the grammar of the sentence. Raises as
        `TimerManager.carry_out` does.
        """
        if intent.name == "HassIncreaseTimer" and not len(self._timers) and self._alarms.rang(site):
            intent = replace(intent, name="HassSnoozeAlarm")  # "five more minutes"
        if intent.name in AlarmManager.INTENTS:
            sentence = self._alarm_manager.carry_out(
                intent, site, home, command=command, wording_of=wording_of
            )
        else:
            sentence = self._timers.carry_out(
                intent, site, self._clock.now(), home, command=command, wording_of=wording_of
            )
        return sentence, self._save_changes()

    def _save_changes(self, held_s: float = 0.0) -> bool:
        """Save what has changed, and schedule the next check (see `_arm`). Return True if anything had."""
        dumps = {_TIMERS: self._timers.dump(), _ALARMS: self._alarms.dump()}
        changed = [name for name, items in dumps.items() if items != self._saved[name]]
        stale = self._clock.must_be_stored_again()
        for name, items in dumps.items():
            if name in changed or (stale and items):
                self._store.save(name, self._clock.stored(items))
        self._saved = dumps
        self._arm(held_s)
        if _ALARMS in changed:
            self._changed()
        return bool(changed)

    def _arm(self, held_s: float = 0.0) -> None:
        """Schedule the check of the next due one; if one is due already, check again in `held_s`."""
        self.stop()
        left = self._left()
        if left is not None:
            wait = min(left, _LONGEST_S) if left > 0 else held_s
            self._armed = asyncio.get_running_loop().call_later(wait, self._ring)

    def _left(self) -> float | None:
        """Return the seconds until the next is due; None if nothing is set."""
        due, wait = self._timers.next_due(), self._alarms.wait_s()
        waits = [*([] if due is None else [due - self._clock.now()]), *([] if wait is None else [wait])]
        return min(waits, default=None)

    def _ring(self) -> None:
        finished = self.due()
        self._save_changes(_HELD_S)
        for each in finished:
            self._finished(each)

    def due(self) -> list[Finished]:
        """Return what is to be told or done now, and take it off the list; the caller saves."""
        if moved := self._clock.settled():
            self._timers.move(moved)
            self._alarms.move(moved)
        now = self._clock.now()
        found = [
            *self._timers.due(now, self._limit_s, self._may_end),
            *self._alarms.due(self._may_end, self._limit_s, self._was_off),
        ]
        # its age counts from now on where nobody could have done it before
        return [
            replace(each, late_s=0.0) if each.command is not None and each.late_s > self._act_s else each
            for each in found
        ]

    def _limit_s(self, late_s: float) -> float:
        """Return how late an order may be that is `late_s` seconds late, in seconds."""
        return LATE_S if self._was_off(late_s) else self._act_s

    def _was_off(self, late_s: float) -> bool:
        """Return True if what is `late_s` seconds late came due before this service was started."""
        return late_s >= self._clock.now() - self._started


def _surroundings_of(stored: object) -> Surroundings:
    """Return the surroundings that were stored; unknown ones for anything else."""
    found = stored if isinstance(stored, dict) else {}
    zone, sunrise, sunset = (found.get(name) for name in ("zone", "sunrise", "sunset"))
    return Surroundings(
        zone if isinstance(zone, str) else "",
        sunrise if isinstance(sunrise, float) and is_number(sunrise) else None,
        sunset if isinstance(sunset, float) and is_number(sunset) else None,
    )


def _count(stored: object) -> int:
    """Return how many items are stored; anything but a list of them counts as one."""
    return len(stored) if isinstance(stored, list) else int(stored is not None)
