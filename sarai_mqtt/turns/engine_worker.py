"""Worker threads for blocking engines: the most urgent call runs first, a cancelled await stops its work."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import CancelledError as FutureCancelledError
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from math import inf
from typing import Any, Generic, TypeVar

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.ports import Cancel

R = TypeVar("R")

# Longest that one call of an engine, or one item of its stream, may run, seconds. Generous: an engine that
# works must not reach it on any box.
LIMIT_S = 60.0

log = logging.getLogger(__name__)

# Returns the clock reading at which a call is due; called again whenever the thread becomes free.
Due = Callable[[], float]


class CancelToken:
    """Thread-safe cancellation token (`ports.Cancel`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._cancelled

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` on cancel, or now if that already happened; return a function to unregister it."""
        with self._lock:
            if not self._cancelled:
                self._callbacks.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def cancel(self) -> None:
        """Set the token and call each registered callback once; further calls do nothing."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _forget(self, callback: Callable[[], None]) -> None:
        with self._lock, suppress(ValueError):
            self._callbacks.remove(callback)


def at_once() -> float:
    """Return a due time before all others."""
    return float("-inf")


class Worker:
    """Runs blocking calls one at a time on its own thread; of the waiting calls, the one due first is next.

    Streams are pulled item by item, so that a call that is due before a stream's next item runs first; an
    engine that keeps state between items (`exclusive`) serves one stream at a time instead.

    A call that runs for `limit_s` (inf: no limit) is stuck: it is cancelled and fails with SaraiError
    `engine_stuck`. The other calls go on, on a new thread: the old one ends when the engine returns.
    """

    def __init__(self, name: str, *, exclusive: bool = False, limit_s: float = LIMIT_S) -> None:
        self._name, self._limit_s = name, limit_s
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._waiting: list[_Job[Any]] = []
        self._turnstile = _Turnstile() if exclusive else None

    async def call(self, fn: Callable[[Cancel], R], due: Due = at_once) -> R:
        """Run `fn(cancel)` on the thread and return its result; its exceptions are raised here.

        If the awaiting task is cancelled, so is `fn`, and CancelledError is raised once it has stopped.
        Raises SaraiError `engine_stuck`.
        """
        return await self._result(self._submit(fn, CancelToken(), due))

    async def stream(
        self, fn: Callable[[Cancel], Iterator[R]], due: Due = at_once, *, ahead: bool = False
    ) -> AsyncGenerator[R, None]:
        """Yield the items of `fn(cancel)`, made on the thread; with `ahead` the next one is made in advance.

        Closing the stream cancels `fn` and waits until it has stopped. Exceptions of `fn` are raised here,
        and SaraiError `engine_stuck`.
        """
        turnstile = self._turnstile.passing(due) if self._turnstile else nullcontext()
        async with turnstile, aclosing(self._pull(fn, due, ahead=ahead)) as items:
            async for item in items:
                yield item

    def close(self) -> None:
        """Cancel the waiting calls, wait for the running one unless it is stuck, and end the thread."""
        with self._lock:
            for job in self._waiting:
                job.outcome.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, fn: Callable[[Cancel], R], token: CancelToken, due: Due) -> "_Job[R]":
        job = _Job(fn, token, due)
        with self._lock:
            self._waiting.append(job)
        self._pool.submit(self._run_most_urgent)
        return job

    def _run_most_urgent(self) -> None:
        with self._lock:
            if not self._waiting:  # a new thread took what was left to this one
                return
            job = min(self._waiting, key=lambda job: job.due())
            self._waiting.remove(job)
        job.run()

    async def _pull(
        self, fn: Callable[[Cancel], Iterator[R]], due: Due, *, ahead: bool
    ) -> AsyncGenerator[R, None]:
        token = CancelToken()
        items: list[Iterator[R]] = []

        def step(_: Cancel) -> tuple[R, ...]:
            if not items:
                items.append(iter(fn(token)))
            for item in items[0]:
                return (item,)
            return ()

        def close(_: Cancel) -> None:
            for iterator in items:
                getattr(iterator, "close", lambda: None)()

        job = self._submit(step, token, due)
        try:
            while got := await self._result(job):
                if ahead:
                    job = self._submit(step, token, due)
                yield got[0]
                if not ahead:
                    job = self._submit(step, token, due)
        finally:
            token.cancel()
            if await self._wait_until_done(job):  # a generator that still runs cannot be closed
                await self._closed(self._submit(close, token, at_once))

    async def _closed(self, closing: "_Job[None]") -> None:
        """Wait until a stream is closed. It may hang or fail in that, too, which is only logged."""
        outcome = _as_asyncio(closing.outcome)
        if await self._finished(closing, outcome) and (error := outcome.exception()):
            log.error("%s: a stream did not close", self._name, exc_info=error)

    async def _result(self, job: "_Job[R]") -> R:
        outcome = _as_asyncio(job.outcome)
        try:
            if await self._finished(job, outcome):
                return await outcome
        except asyncio.CancelledError:
            job.token.cancel()
            await self._wait_until_done(job)
            raise
        job.token.cancel()
        raise SaraiError(
            "engine_stuck", f"An engine ({self._name}) has not returned for {self._limit_s:g} s."
        )

    async def _wait_until_done(self, job: "_Job[Any]") -> bool:
        """Wait until `job` no longer occupies the thread, whatever comes of it; return False if stuck."""
        job.outcome.cancel()
        return await self._finished(job, _as_asyncio(job.outcome))

    async def _finished(self, job: "_Job[R]", outcome: "asyncio.Future[R]") -> bool:
        """Wait for the `outcome` of `job`; return False if it is stuck, and the thread is given up."""
        while not outcome.done():
            running_s = 0.0 if job.began is None else time.monotonic() - job.began
            if job.stuck or running_s >= self._limit_s:
                self._leave_behind(job)
                return False
            left_s = None if self._limit_s == inf else self._limit_s - running_s
            await asyncio.wait([outcome], timeout=left_s)
        return True

    def _leave_behind(self, job: "_Job[Any]") -> None:
        """Move the waiting calls to a new thread, as `job` does not return. Call it on the loop's thread."""
        if job.stuck:
            return
        job.stuck = True
        log.error("%s: an engine has not returned for %g s and is left behind", self._name, self._limit_s)
        with self._lock:
            given_up, self._pool = self._pool, ThreadPoolExecutor(1, thread_name_prefix=self._name)
            for _ in self._waiting:
                self._pool.submit(self._run_most_urgent)
        given_up.shutdown(wait=False, cancel_futures=True)


@dataclass(slots=True)
class _Job(Generic[R]):
    """A call for the thread. `began`: when it got it, s (monotonic); `stuck`: it has not returned in time."""

    fn: Callable[[Cancel], R]
    token: CancelToken
    due: Due
    outcome: Future[R] = field(default_factory=Future)
    began: float | None = None
    stuck: bool = False

    def run(self) -> None:
        """Run the call, unless it was cancelled."""
        if not self.outcome.set_running_or_notify_cancel():
            return
        self.began = time.monotonic()
        try:
            result = self.fn(self.token)
        except BaseException as error:  # noqa: BLE001 - raised where the call is awaited
            self.outcome.set_exception(_raisable(error))
        else:
            self.outcome.set_result(result)


class _Turnstile:
    """Asyncio lock that admits waiters in the order in which they are due."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[tuple[Due, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def passing(self, due: Due) -> AsyncIterator[None]:
        """Wait for admission and hold it for the block."""
        while self._taken:
            ticket = due, asyncio.get_running_loop().create_future()
            self._waiting.append(ticket)
            try:
                await ticket[1]
            except asyncio.CancelledError:
                if ticket[1].done() and not ticket[1].cancelled():
                    self._call_next()
                raise
            finally:
                self._waiting.remove(ticket)
        self._taken = True
        try:
            yield
        finally:
            self._taken = False
            self._call_next()

    def _call_next(self) -> None:
        waiting = [ticket for ticket in self._waiting if not ticket[1].done()]
        if waiting and not self._taken:
            min(waiting, key=lambda ticket: ticket[0]())[1].set_result(None)


async def cancel_and_wait(task: "asyncio.Future[Any]") -> None:
    """Cancel `task` and wait until it is done, even if the waiting task is cancelled meanwhile.

    Raises CancelledError afterwards in that case.
    """
    given_up = False
    task.cancel()
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            given_up = True
    if given_up:
        raise asyncio.CancelledError


def _raisable(error: BaseException) -> BaseException:
    """Return `error` if it may be raised in a task, else SaraiError `engine_failed`.

    In a task, the others mean something else: that the task was cancelled, or that the program ends. And a
    future accepts no StopIteration: it would never be done.
    """
    if isinstance(error, Exception) and not isinstance(error, StopIteration | FutureCancelledError):
        return error
    failure = SaraiError("engine_failed", f"An engine ended with {type(error).__name__}.")
    failure.__cause__ = error
    return failure


def _as_asyncio(job: Future[R]) -> "asyncio.Future[R]":
    outcome = asyncio.wrap_future(job)
    # The exception is retrieved here, because asyncio logs one that nobody has retrieved.
    outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
    return outcome
