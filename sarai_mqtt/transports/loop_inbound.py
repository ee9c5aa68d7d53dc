"""Hands what other threads received to the event loop, bounded."""

import asyncio
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.messages import AudioIn, ClientMessage
from sarai_mqtt.core.ports import Inbound

log = logging.getLogger(__name__)

# Half a second of 80 sites at 20 ms: a chunk that waits longer would be stale anyhow.
MAX_CALLS, MAX_BYTES = 2048, 32 * 1024 * 1024
# Calls made in one go, before the loop runs everything else.
BATCH = 250


class LoopInbound:
    """An `Inbound` for any thread: `inbound` gets each call on the loop's thread, in order.

    The loop is woken once for all that has come since it last ran. When too many wait, the oldest is dropped,
    and what was dropped of a site is reported as missed.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, inbound: Inbound, max_calls: int = MAX_CALLS) -> None:
        self._loop = loop
        self._inbound = inbound
        self._max_calls = max_calls
        self._lock = threading.Lock()
        # Each call, the message that it passes on (None: a report) and the size of its audio, bytes.
        self._waiting: deque[tuple[Callable[[], None], ClientMessage | None, int]] = deque()
        self._bytes = 0
        # Bytes missed, by site and whether it was audio.
        self._missed: Counter[tuple[str, bool]] = Counter()
        self._woken = False

    def receive(self, message: ClientMessage, arrived: float) -> None:
        """Pass one message on."""
        size = len(message.payload) if isinstance(message, AudioIn) else 0
        self._put(partial(self._inbound.receive, message, arrived), message, size)

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Pass on that something was dropped on arrival."""
        self._put(partial(self._inbound.miss, site, size, sound=sound))

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Pass an error on."""
        self._put(partial(self._inbound.refuse, site, error, times))

    def _put(self, call: Callable[[], None], message: ClientMessage | None = None, size: int = 0) -> None:
        with self._lock:
            self._waiting.append((call, message, size))
            self._bytes += size
            while len(self._waiting) > self._max_calls or self._bytes > MAX_BYTES:
                _, oldest, missed = self._waiting.popleft()
                self._bytes -= missed
                if oldest is not None:
                    self._missed[oldest.site, isinstance(oldest, AudioIn)] += missed
            if self._woken:
                return
            self._woken = True
        # The loop is closed when the service has ended.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            self._bytes -= sum(size for _, _, size in batch)
            missed, self._missed = self._missed, Counter()
        calls = [call for call, _, _ in batch]
        for (site, sound), size in missed.items():
            calls.insert(0, partial(self._inbound.miss, site, size, sound=sound))
        for call in calls:
            try:
                call()
            except Exception:
                log.exception("a message was lost")
        with self._lock:
            self._woken = bool(self._waiting)
            if not self._woken:
                return
        self._loop.call_soon(self._drain)
