"""How large a packet the broker takes, and what is done with speech that is larger."""

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sarai_mqtt.adapters.mqtt.topics import Outgoing
from sarai_mqtt.core.events import SpeechChunk

log = logging.getLogger(__name__)

# Smaller than this a message was refused for what it is, not for its size.
SMALLEST = 4096
# No limit this low is believed unless the broker names it: a network that is cut would teach it, too, and no
# broker is known that takes less by default.
BELIEVED = 64 * 1024
# So long what was seen to be refused holds: a wrong guess must not outlive the bad hour in which it was made,
# and a right one costs two reconnects an hour.
FORGET_S = 3600.0
# Of a piece of speech so much is not sound: topic, WAV header, and MQTT's own.
_AROUND = 512


class PacketLimit:
    """The largest packet that a broker takes, bytes; shared by all connections to it. Thread-safe.

    It is the least of what the settings say (`set_bytes`), of what the broker announces (MQTT 5), and of what
    it was seen to refuse within FORGET_S by `clock` (s).
    """

    def __init__(self, set_bytes: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._set = set_bytes or sys.maxsize
        self._announced = sys.maxsize
        self._learnt, self._learnt_at = sys.maxsize, 0.0
        self._taken = 0

    def __str__(self) -> str:
        """Say what the limit is and who says so."""
        size = self.bytes
        if size == self._set:
            source = "by the setting mqtt.max_packet_bytes"
        else:
            source = "as it announces" if size == self._announced else "as it refused more"
        return f"{size} bytes, {source}"

    @property
    def bytes(self) -> int:
        """How long a packet may be."""
        return min(self._set, self._announced, self._seen())

    @property
    def known(self) -> bool:
        """True when there is a limit."""
        return self.bytes < sys.maxsize

    def announce(self, size: int | None) -> None:
        """Take what the broker announced when it let us in; None: nothing."""
        self._announced = size or sys.maxsize

    def took(self, size: int) -> None:
        """Take note that a packet of `size` bytes was acknowledged."""
        self._taken = max(self._taken, size)

    def refused(self, size: int, *, named: bool = False) -> bool:
        """Take note that the broker refused a packet of `size` bytes; say whether its size may be why.

        `named`: the broker says that it is. Else it only closed the connection, which a broker that goes away
        and a network that is cut do as well: then no limit is learnt below what the broker announces, nor
        below BELIEVED.
        """
        if size < SMALLEST or size <= self._taken:
            return False
        if named or (size > BELIEVED and self._announced == sys.maxsize):
            self._learnt, self._learnt_at = min(self._seen(), size - 1), self._clock()
            log.warning(
                "The broker refused a packet of %d bytes: for %d minutes none has more than %d. "
                "If you know its limit, set mqtt.max_packet_bytes.",
                size,
                FORGET_S / 60,
                self.bytes,
            )
        return True

    def _seen(self) -> int:
        """Give what was learnt, unless it is long ago."""
        return self._learnt if self._clock() < self._learnt_at + FORGET_S else sys.maxsize


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
