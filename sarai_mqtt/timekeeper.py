"""Timers on the event loop: the core's table, armed and kept over a restart."""

import asyncio
from collections.abc import Callable

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.timer_records import Timer
from sarai_mqtt.core.timers import Finished, Timers
from sarai_mqtt.ports import Store

_NAME = "timers"
# The wall clock may be set meanwhile: a small computer starts with a wrong one.
_LONGEST_S = 2.0
# How often it is looked whether a timer that is done may end.
_HELD_S = 0.5


class Timekeeper:
    """Carries out timer commands and tells when a timer has ended.

    Args:
        store: keeps the timers over a restart.
        wall: the wall clock, seconds: a timer goes on while we do not run.
        act_s: so long after its time a command is not carried out any more, seconds.

    """

    def __init__(self, store: Store, wall: Callable[[], float], act_s: float = ACT_S) -> None:
        self._act_s = act_s
        self._store = store
        self._wall = wall
        self._timers = Timers.load(store.load(_NAME))
        self._kept = self._timers.dump()
        self._armed: asyncio.TimerHandle | None = None
        self._finished: Callable[[Finished], None] = lambda _: None
        self._may_end: Callable[[Timer], bool] = lambda _: True

    def start(
        self, finished: Callable[[Finished], None], may_end: Callable[[Timer], bool] = lambda _: True
    ) -> None:
        """Tell `finished` of every timer that ends from now on; of those that ended meanwhile, soon.

        A timer ends when `may_end` says so: nobody would hear of it else.
        """
        self._finished, self._may_end = finished, may_end
        self._arm()

    def stop(self) -> None:
        """Tell no more. What runs is kept."""
        if self._armed is not None:
            self._armed.cancel()

    def carry_out(
        self, intent: Intent, site: str, home: Home, command: Intent | None = None
    ) -> tuple[str, bool]:
        """Carry out a timer command given at `site`.

        Gives the sentence that says what came of it, and whether it changed any timer.
        `command` is what is to be done when the timer ends, if that was asked.
        """
        sentence = self._timers.carry_out(intent, site, self._wall(), home, command=command)
        return sentence, self._keep()

    def _keep(self, held_s: float = 0.0) -> bool:
        """Save the timers and look out for the next one (see `_arm`); False when none has changed."""
        timers = self._timers.dump()
        changed = timers != self._kept
        if changed:
            self._store.save(_NAME, timers)
            self._kept = timers
        self._arm(held_s)
        return changed

    def _arm(self, held_s: float = 0.0) -> None:
        """Look out for the next timer that is done; if one is already, look again in `held_s` seconds."""
        self.stop()
        due = self._timers.next_due()
        if due is not None:
            left = due - self._wall()
            wait = min(left, _LONGEST_S) if left > 0 else held_s
            self._armed = asyncio.get_running_loop().call_later(wait, self._ring)

    def _ring(self) -> None:
        finished = self._timers.due(self._wall(), self._act_s, self._may_end)
        self._keep(_HELD_S)
        for timer in finished:
            self._finished(timer)
