"""What waits for a site to be heard: bounded, oldest dropped first, never stale."""

import asyncio
from collections import deque
from collections.abc import Callable

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS
from sarai_mqtt.core.inbound import AudioEnd, AudioIn

MAILBOX_CHUNKS = 200


class Mailbox:
    """What waits for one site, with its arrival time; when full the oldest goes."""

    def __init__(self, size: int = MAILBOX_CHUNKS) -> None:
        self._items: deque[tuple[float, AudioIn | AudioEnd]] = deque(maxlen=size)
        self._ready = asyncio.Event()
        self.dropped_ms = 0.0
        # In the format of this site's audio: raw PCM until it is known.
        self.bytes_per_ms = FRAME_BYTES / FRAME_MS

    @property
    def empty(self) -> bool:
        """True when nothing waits."""
        return not self._items

    def offer(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        """Add one; never blocks."""
        if len(self._items) == self._items.maxlen:
            self._drop(self._items[0][1])
        self._items.append((arrived, item))
        self._ready.set()

    async def take(self, oldest: Callable[[], float]) -> tuple[float, AudioIn | AudioEnd]:
        """Wait for the next item that arrived after `oldest()`; what is staler is dropped."""
        while True:
            while self._items:
                arrived, item = self._items.popleft()
                if isinstance(item, AudioEnd) or arrived >= oldest():
                    return arrived, item
                self._drop(item)
            self._ready.clear()
            await self._ready.wait()

    def lose(self, size: int) -> None:
        """Count `size` bytes of audio that were given up elsewhere."""
        self.dropped_ms += size / self.bytes_per_ms

    def take_dropped(self) -> int:
        """Give the milliseconds lost since the last call."""
        lost, self.dropped_ms = int(self.dropped_ms), 0.0
        return lost

    def _drop(self, item: AudioIn | AudioEnd) -> None:
        if isinstance(item, AudioIn):
            self.lose(len(item.payload))
