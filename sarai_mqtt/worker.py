"""One thread per engine; a cancelled await also stops the thread's work."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext, suppress
from typing import Any, TypeVar

from sarai_mqtt.ports import Cancel

R = TypeVar("R")


class CancelToken:
    """The thread-safe Cancel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._cancelled

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Run `callback` on cancel, or now if that already happened; the result forgets it."""
        with self._lock:
            if not self._cancelled:
                self._callbacks.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def cancel(self) -> None:
        """Give up: runs every callback once."""
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


class Worker:
    """Runs blocking calls one at a time on its own thread.

    Streams are pulled item by item, so that the streams of several turns take turns on the thread; an engine
    that keeps state between items (`exclusive`) serves one stream at a time instead.
    """

    def __init__(self, name: str, *, exclusive: bool = False) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._turnstile: AbstractAsyncContextManager[None] = asyncio.Lock() if exclusive else nullcontext()

    async def call(self, fn: Callable[[Cancel], R]) -> R:
        """Await `fn(cancel)`; if we are cancelled, so is `fn`, and we return when it has stopped."""
        token = CancelToken()
        return await _result(self._pool.submit(fn, token), token)

    async def stream(
        self, fn: Callable[[Cancel], Iterator[R]], *, ahead: bool = False
    ) -> AsyncGenerator[R, None]:
        """Iterate `fn(cancel)`; with `ahead` the thread makes one item more than was asked for."""
        async with self._turnstile, aclosing(self._pull(fn, ahead=ahead)) as items:
            async for item in items:
                yield item

    def close(self) -> None:
        """Wait for the running call, then end the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def _pull(self, fn: Callable[[Cancel], Iterator[R]], *, ahead: bool) -> AsyncGenerator[R, None]:
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

        job = self._pool.submit(step, token)
        try:
            while got := await _result(job, token):
                if ahead:
                    job = self._pool.submit(step, token)
                yield got[0]
                if not ahead:
                    job = self._pool.submit(step, token)
        finally:
            token.cancel()
            await _settled(job)
            await asyncio.shield(asyncio.wrap_future(self._pool.submit(close, token)))


async def stopped(task: "asyncio.Future[Any]") -> None:
    """Cancel `task` unless it is done, and return when it is: also when we are cancelled meanwhile."""
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
        return await asyncio.shield(_outcome(job))
    except asyncio.CancelledError:
        token.cancel()
        await _settled(job)
        raise


async def _settled(job: Future[R]) -> None:
    """Wait until `job` no longer occupies its thread, whatever came of it."""
    job.cancel()
    await asyncio.wait([_outcome(job)])


def _outcome(job: Future[R]) -> "asyncio.Future[R]":
    outcome = asyncio.wrap_future(job)
    # Looked at here, because asyncio reports an error that nobody has looked at.
    outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
    return outcome
