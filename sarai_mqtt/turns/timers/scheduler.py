"""Scheduler of timers on the event loop; timers survive a restart."""

import asyncio
from collections.abc import Callable

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.ports import Store
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.turns.timers.records import Timer
from sarai_mqtt.turns.timers.timers import Finished, TimerManager

_NAME = "timers"
# Longest sleep, seconds: the wall clock may be set meanwhile, as small computers start with a wrong one.
_LONGEST_S = 2.0
# How often a due timer that may not end yet is checked again, seconds.
_HELD_S = 0.5


class TimerScheduler:
    """Carries out timer commands and reports each timer that has ended.

    Args:
        store: keeps the timers across restarts.
        wall: wall clock, seconds: timers go on while the service does not run.
        act_s: how long after it was due a delayed command may still be carried out, seconds.

    """

    def __init__(self, store: Store, wall: Callable[[], float], act_s: float = ACT_S) -> None:
        self._act_s = act_s
        self._store = store
        self._wall = wall
        self._timers = TimerManager.load(store.load(_NAME))
        self._saved = self._timers.dump()
        self._armed: asyncio.TimerHandle | None = None
        self._finished: Callable[[Finished], None] = lambda _: None
        self._may_end: Callable[[Timer], bool] = lambda _: True

    def start(
        self, finished: Callable[[Finished], None], may_end: Callable[[Timer], bool] = lambda _: True
    ) -> None:
        """Call `finished` for each timer that ends from now on, and soon for those that are already due.

        A due timer ends only once `may_end` returns True for it: until then nobody would hear of it.
        """
        self._finished, self._may_end = finished, may_end
        self._arm()

    def stop(self) -> None:
        """Stop reporting. Running timers stay saved."""
        if self._armed is not None:
            self._armed.cancel()

    def carry_out(
        self,
        intent: Intent,
        site: str,
        home: Home,
        command: Intent | None = None,
        wording_of: WordingOf = wording,
    ) -> tuple[str, bool]:
        """Carry out a timer command given at `site`.

        Returns the sentence that reports the result, and True if any timer has changed. `command` is the
        delayed command to carry out when the timer ends, if one was asked for; `wording_of` finds the grammar
        of the sentence. Raises as `TimerManager.carry_out` does.
        """
        sentence = self._timers.carry_out(
            intent, site, self._wall(), home, command=command, wording_of=wording_of
        )
        return sentence, self._save_changes()

    def _save_changes(self, held_s: float = 0.0) -> bool:
        """Save the timers if any has changed, and schedule the next (see `_arm`). Return True if any had."""
        timers = self._timers.dump()
        changed = timers != self._saved
        if changed:
            self._store.save(_NAME, timers)
            self._saved = timers
        self._arm(held_s)
        return changed

    def _arm(self, held_s: float = 0.0) -> None:
        """Schedule the check of the next due timer; if one is due already, check again in `held_s`."""
        self.stop()
        due = self._timers.next_due()
        if due is not None:
            left = due - self._wall()
            wait = min(left, _LONGEST_S) if left > 0 else held_s
            self._armed = asyncio.get_running_loop().call_later(wait, self._ring)

    def _ring(self) -> None:
        finished = self._timers.due(self._wall(), self._act_s, self._may_end)
        self._save_changes(_HELD_S)
        for timer in finished:
            self._finished(timer)
