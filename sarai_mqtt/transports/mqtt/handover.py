"""Hands messages from the network threads to the event loop in batches; when full, audio is dropped first."""

import asyncio
import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import NamedTuple

log = logging.getLogger(__name__)

# Half a second of 300 sites at 20 ms: audio beyond that would be stale anyhow.
MAX_MESSAGES, MAX_BYTES = 8192, 32 * 1024 * 1024
# Messages taken in one go, before the loop runs everything else.
BATCH = 250


class Message(NamedTuple):
    """One message as received; `arrived` is its time by the monotonic clock, seconds."""

    topic: str
    payload: bytes
    retained: bool
    arrived: float


class Handover:
    """Queue of messages that wakes the loop once for all that have arrived since it last ran.

    Args:
        loop: where `take` and `lost` run.
        take: gets each message, in order.
        lost: gets each topic of dropped messages and their total size in bytes, before the next `take`.
        is_audio: returns True for the topic of audio, which is dropped before other messages; thread-safe.

    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[Message], None],
        lost: Callable[[str, int], None],
        is_audio: Callable[[str], bool],
    ) -> None:
        self._loop = loop
        self._on_take, self._on_lost, self._is_audio = take, lost, is_audio
        self._lock = threading.Lock()
        self._waiting: deque[Message] = deque()
        self._bytes = 0
        # Messages other than audio that were taken out of a full queue: older than all that waits.
        self._kept: deque[Message] = deque()
        self._lost: Counter[str] = Counter()
        self._woken = False
        self._batch: deque[Message] = deque()

    def put(self, topic: str, payload: bytes, retained: bool) -> None:  # noqa: FBT001 - the MQTT client's call
        """Add one message; never blocks. May be called from any thread."""
        with self._lock:
            self._waiting.append(Message(topic, payload, retained, time.monotonic()))
            self._bytes += len(payload)
            while len(self._waiting) > MAX_MESSAGES or self._bytes > MAX_BYTES:
                self._give_up_oldest()
            if self._woken:
                return
            self._woken = True
        self._loop.call_soon_threadsafe(self._drain)

    def _give_up_oldest(self) -> None:
        oldest = self._waiting.popleft()
        self._bytes -= len(oldest.payload)
        if not self._is_audio(oldest.topic):
            self._kept.append(oldest)
            if len(self._kept) <= BATCH:
                return
            oldest = self._kept.popleft()
        self._lost[oldest.topic] += len(oldest.payload)

    def _drain(self) -> None:
        lost: Counter[str] = Counter()
        with self._lock:
            if not self._batch:
                self._batch.extend(self._kept)
                self._kept.clear()
                self._batch.extend(self._waiting)
                self._waiting.clear()
                self._bytes = 0
                lost, self._lost = self._lost, lost
        try:
            for topic, size in lost.items():
                self._on_lost(topic, size)
            for _ in range(min(BATCH, len(self._batch))):
                self._on_take(self._batch.popleft())
        except Exception:
            log.exception("a message was lost")
        with self._lock:
            self._woken = bool(self._batch or self._waiting)
            if not self._woken:
                return
        self._loop.call_soon(self._drain)
