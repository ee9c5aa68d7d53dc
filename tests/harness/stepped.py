"""A loop, and worker threads, that a test drives step by step: the same seed gives the same interleaving."""

import asyncio
from math import inf

from sarai_mqtt.turns.engine_worker import Worker
from tests.harness.clock import ManualClock


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop on a manual clock: timers run when the test moves `clock`, threads when it says so.

    `rounds` counts the iterations of the loop. What is sent to a thread waits until `run_thread` is called.
    The loop never sleeps as long as the test's own coroutine does nothing but `asyncio.sleep(0)`.
    """

    def __init__(self):
        self.clock, self.rounds, self.threads = ManualClock(), 0, []
        super().__init__()

    def time(self):
        return self.clock.now

    def _run_once(self):
        self.rounds += 1
        super()._run_once()

    def run_in_executor(self, executor, func, *args):
        outcome = self.create_future()
        self.threads.append((outcome, func, args))
        return outcome

    def run_thread(self):
        """Run the call that waits longest for a thread."""
        outcome, func, args = self.threads.pop(0)
        if outcome.cancelled():
            return
        try:
            outcome.set_result(func(*args))
        except Exception as error:
            outcome.set_exception(error)


class _NoThread:
    """Stands where a worker has its thread: runs nothing."""

    def submit(self, fn):
        pass

    def shutdown(self, **_):
        pass


class SteppedWorker(Worker):
    """A worker without a thread: `step` begins the call that is due first, or ends the one that runs.

    A call that runs cannot be taken back: who cancels it waits for its end, as with a real engine.
    """

    def __init__(self, name, *, exclusive=False, limit_s=inf):
        super().__init__(name, exclusive=exclusive, limit_s=inf)
        self._pool, self._running = _NoThread(), None

    @property
    def busy(self):
        """True if a call runs or waits."""
        self._waiting = [job for job in self._waiting if not job.outcome.cancelled()]
        return self._running is not None or bool(self._waiting)

    @property
    def waiting(self):
        """Number of calls that wait or run."""
        return (len(self._waiting) if self.busy else 0) + (self._running is not None)

    def step(self):
        if not self.busy:
            return
        if self._running is None:
            self._running = min(self._waiting, key=lambda job: job.due())
            self._waiting.remove(self._running)
            assert self._running.outcome.set_running_or_notify_cancel()
            return
        job, self._running = self._running, None
        try:
            result = job.fn(job.token)
        except BaseException as error:
            job.outcome.set_exception(error)
        else:
            job.outcome.set_result(result)
