"""Worker threads for blocking engines: the most urgent call runs first, a cancelled await stops its work."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sarai_mqtt.core.ports import Cancel

R = TypeVar("R")

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
    """

    def __init__(self, name: str, *, exclusive: bool = False) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._waiting: list[_Job] = []
        self._turnstile = _Turnstile() if exclusive else None

    async def call(self, fn: Callable[[Cancel], R], due: Due = at_once) -> R:
        """Run `fn(cancel)` on the thread and return its result; its exceptions are raised here.

        If the awaiting task is cancelled, so is `fn`, and CancelledError is raised once it has stopped.
        """
        token = CancelToken()
        return await _result(self._submit(fn, token, due), token)

    async def stream(
        self, fn: Callable[[Cancel], Iterator[R]], due: Due = at_once, *, ahead: bool = False
    ) -> AsyncGenerator[R, None]:
        """Yield the items of `fn(cancel)`, made on the thread; with `ahead` the next one is made in advance.

        Closing the stream cancels `fn` and waits until it has stopped. Exceptions of `fn` are raised here.
        """
        turnstile = self._turnstile.passing(due) if self._turnstile else nullcontext()
        async with turnstile, aclosing(self._pull(fn, due, ahead=ahead)) as items:
            async for item in items:
                yield item

    def close(self) -> None:
        """Cancel the waiting calls, wait for the running one, and end the thread."""
        with self._lock:
            for job in self._waiting:
                job.outcome.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, fn: Callable[[Cancel], R], token: CancelToken, due: Due) -> Future[R]:
        outcome: Future[R] = Future()
        with self._lock:
            self._waiting.append(_Job(fn, token, due, outcome))
        self._pool.submit(self._run_most_urgent)
        return outcome

    def _run_most_urgent(self) -> None:
        with self._lock:
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
            while got := await _result(job, token):
                if ahead:
                    job = self._submit(step, token, due)
                yield got[0]
                if not ahead:
                    job = self._submit(step, token, due)
        finally:
            token.cancel()
            await _wait_until_done(job)
            await asyncio.shield(asyncio.wrap_future(self._submit(close, token, at_once)))


@dataclass(frozen=True, slots=True)
class _Job:
    """A call that waits for the thread."""

    fn: Callable[[Cancel], Any]
    token: CancelToken
    due: Due
    outcome: Future[Any]

    def run(self) -> None:
        """Run the call, unless it was cancelled."""
        if not self.outcome.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(self.token)
        except BaseException as error:  # noqa: BLE001 - raised where the call is awaited
            self.outcome.set_exception(error)
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


async def _result(job: Future[R], token: CancelToken) -> R:
    try:
        return await asyncio.shield(_as_asyncio(job))
    except asyncio.CancelledError:
        token.cancel()
        await _wait_until_done(job)
        raise


async def _wait_until_done(job: Future[R]) -> None:
    """Wait until `job` no longer occupies its thread; ignore its result."""
    job.cancel()
    await asyncio.wait([_as_asyncio(job)])


def _as_asyncio(job: Future[R]) -> "asyncio.Future[R]":
    outcome = asyncio.wrap_future(job)
    # The exception is retrieved here, because asyncio logs one that nobody has retrieved.
    outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
    return outcome
