"""How large a packet the broker takes, and what is done with speech that is larger."""

import logging
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sarai_mqtt.adapters.mqtt.topics import Outgoing
from sarai_mqtt.core.events import SpeechChunk

log = logging.getLogger(__name__)

# Smaller than this a message was refused for what it is, not for its size.
SMALLEST = 4096
# Of a piece of speech so much is not sound: topic, WAV header, and MQTT's own.
_AROUND = 512


class PacketLimit:
    """The largest packet that a broker takes, bytes; shared by all connections to it. Thread-safe.

    It is the least of what the settings say (`set_bytes`), of what the broker announces (MQTT 5), and of what
    it was seen to refuse.
    """

    def __init__(self, set_bytes: int | None = None) -> None:
        self._set = set_bytes or sys.maxsize
        self._announced = sys.maxsize
        self._learnt = sys.maxsize
        self._taken = 0
        self.bytes = self._set

    def __str__(self) -> str:
        """Say what the limit is and who says so."""
        sources = {
            self._learnt: "as it refused more",
            self._announced: "as it announces",
            self._set: "by the setting mqtt.max_packet_bytes",
        }
        return f"{self.bytes} bytes, {sources[self.bytes]}"

    @property
    def known(self) -> bool:
        """True when there is a limit."""
        return self.bytes < sys.maxsize

    def announce(self, size: int | None) -> None:
        """Take what the broker announced when it let us in; None: nothing."""
        self._announced = size or sys.maxsize
        self._settle()

    def took(self, size: int) -> None:
        """Take note that a packet of `size` bytes was acknowledged."""
        self._taken = max(self._taken, size)

    def refused(self, size: int, *, cut: bool = False) -> bool:
        """Learn that the broker refused a packet of `size` bytes; say whether its size was why.

        `cut`: what is larger is cut to the limit, so a guess of it has to come down faster than byte by byte.
        """
        if size < SMALLEST or size <= self._taken:
            return False
        self._learnt = min(self._learnt, max(self._taken, size // 2) if cut else size - 1)
        self._settle()
        log.warning(
            "The broker refused a packet of %d bytes: from now on none has more than %d. "
            "If you know its limit, set mqtt.max_packet_bytes.",
            size,
            self.bytes,
        )
        return True

    def _settle(self) -> None:
        self.bytes = min(self._set, self._announced, self._learnt)


def packet_bytes(message: Outgoing, *, is_v5: bool, expires: bool = False) -> int:
    """Give how long the PUBLISH packet of `message` is (MQTT 5, 3.3)."""
    body = 2 + len(message.topic.encode()) + len(message.payload) + (2 if message.qos else 0)
    if is_v5:
        body += 6 if expires else 1
    digits = 1 + (body > 0x7F) + (body > 0x3FFF) + (body > 0x1FFFFF)
    return 1 + digits + body


class StreamCutter:
    """Cuts pieces of speech that are larger than the broker takes; those behind them get higher numbers."""

    def __init__(self, limit: PacketLimit) -> None:
        self._limit = limit
        # By site: the turn in which a piece was cut, and by how much its numbers moved.
        self._moved: dict[str, tuple[str, int]] = {}

    def cut(self, site: str, chunk: SpeechChunk) -> Iterable[SpeechChunk]:
        """Give `chunk`, or what it is cut into."""
        room = max(self._limit.bytes - _AROUND, _AROUND)
        if len(chunk.pcm) <= room and site not in self._moved:
            return (chunk,)
        return self._cut(site, chunk, room)

    def _cut(self, site: str, chunk: SpeechChunk, room: int) -> Iterator[SpeechChunk]:
        turn, moved = self._moved.pop(site, ("", 0))
        if turn != chunk.turn:
            moved = 0
        if len(chunk.pcm) <= room:
            yield replace(chunk, seq=chunk.seq + moved) if moved else chunk
        else:
            step = room - room % 2
            starts = range(0, len(chunk.pcm), step)
            for number, start in enumerate(starts):
                yield replace(
                    chunk,
                    seq=chunk.seq + moved + number,
                    pcm=chunk.pcm[start : start + step],
                    text="" if number else chunk.text,
                )
            moved += len(starts) - 1
        if moved and not chunk.last:
            self._moved[site] = chunk.turn, moved
