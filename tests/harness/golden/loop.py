"""An event loop and workers without threads, whose time passes only when a test lets it.

The journey calls `pass_time(seconds)`. The loop then runs whatever is ready; when nothing is, its selector asks
`_when_idle`, which moves the clock to the next timer or to the end asked for, whichever is sooner. So every run
has the same order and the same times. Sockets (the stand-in for Home Assistant) are real: with nothing else to do
the loop waits for them, at most HANG_S.
"""

import asyncio
import selectors
from math import inf

from sarai_mqtt.turns.engine_worker import Worker

# Real seconds in which a socket must bring something when nothing else can happen.
HANG_S = 20.0
SHORTEST_S = 1e-6


class IdleSelector(selectors.DefaultSelector):
    """Asks `idle` what to do when the loop has nothing to run, with the seconds to its next timer or None."""

    def __init__(self, idle):
        super().__init__()
        self._idle = idle

    def select(self, timeout=None):
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0) or self._idle(timeout):
            return ready
        ready = super().select(HANG_S)
        if not ready:
            raise RuntimeError("nothing more happens, and somebody waits for it")
        return ready


class ManualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time passes in `pass_time` only, and only when nothing else can be done."""

    def __init__(self):
        self.now, self._until, self._waiter = 100.0, 0.0, None
        super().__init__(IdleSelector(self._when_idle))

    def time(self):
        return self.now

    def call_later(self, delay, callback, *args, context=None):
        # Who waits for the last trace of a second by a sum of times would else wait for ever: no time passes.
        return super().call_later(
            max(delay, SHORTEST_S) if delay > 0 else delay, callback, *args, context=context
        )

    async def pass_time(self, seconds=0.0):
        self._until, self._waiter = round(self.now + seconds, 9), self.create_future()
        await self._waiter

    def _when_idle(self, timeout):
        if self._waiter is None:
            return False
        if self.now >= self._until:
            self._waiter.set_result(None)
            self._waiter = None
        else:
            # Rounded far below what a timer is exact to, so that the steps leave no trace in the time.
            self.now = round(min(self._until, self.now + (inf if timeout is None else timeout)), 9)
        return True

    def run_in_executor(self, executor, func, *args):
        outcome = self.create_future()

        def run():
            try:
                outcome.set_result(func(*args))
            except Exception as error:
                outcome.set_exception(error)

        self.call_soon(run)
        return outcome


class InlineWorker(Worker):
    """A Worker on the loop's thread; after `runs_left` more calls the others wait for `release`."""

    def __init__(self, name, *, exclusive=False):
        super().__init__(name, exclusive=exclusive, limit_s=inf)  # a call on the loop's thread returns
        self._pool.shutdown()
        self._pool, self._kept, self.runs_left = self, [], inf

    def submit(self, run):
        if self.runs_left > 0:
            self.runs_left -= 1
            asyncio.get_running_loop().call_soon(run)
        else:
            self._kept.append(run)

    def release(self):
        self.runs_left, kept, self._kept = inf, self._kept, []
        for run in kept:
            self.submit(run)

    def shutdown(self, **_):
        pass
