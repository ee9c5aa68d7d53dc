"""Queue of a site's audio that is yet to be processed: bounded, oldest dropped first, never stale."""

import asyncio
from collections import deque
from collections.abc import Callable

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS
from sarai_mqtt.core.messages import AudioEnd, AudioIn

QUEUED_CHUNKS = 200


class AudioQueue:
    """Bounded queue of one site's audio with arrival times; when it is full the oldest item is dropped."""

    def __init__(self, size: int = QUEUED_CHUNKS) -> None:
        self._items: deque[tuple[float, AudioIn | AudioEnd]] = deque(maxlen=size)
        self._ready = asyncio.Event()
        self.dropped_ms = 0.0
        # Of this site's payloads as they are encoded; raw PCM is assumed until one has been decoded.
        self.bytes_per_ms = FRAME_BYTES / FRAME_MS

    @property
    def empty(self) -> bool:
        """True if nothing is queued."""
        return not self._items

    def put(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        """Add an item that arrived at clock reading `arrived`; never blocks."""
        if len(self._items) == self._items.maxlen:
            self._drop(self._items[0][1])
        self._items.append((arrived, item))
        self._ready.set()

    async def get(self, oldest: Callable[[], float]) -> tuple[float, AudioIn | AudioEnd]:
        """Wait for the next item; return it with its arrival time. Audio older than `oldest()` is dropped."""
        while True:
            while self._items:
                arrived, item = self._items.popleft()
                if isinstance(item, AudioEnd) or arrived >= oldest():
                    return arrived, item
                self._drop(item)
            self._ready.clear()
            await self._ready.wait()

    def count_dropped(self, size: int) -> None:
        """Count `size` bytes of audio that were dropped elsewhere."""
        self.dropped_ms += size / self.bytes_per_ms

    def take_dropped(self) -> int:
        """Return the milliseconds of audio dropped since the last call."""
        lost, self.dropped_ms = int(self.dropped_ms), 0.0
        return lost

    def _drop(self, item: AudioIn | AudioEnd) -> None:
        if isinstance(item, AudioIn):
            self.count_dropped(len(item.payload))
