"""The broker's maximum packet size, and splitting of speech chunks that exceed it."""

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.transports.mqtt.publishing import Outgoing

log = logging.getLogger(__name__)

# Bytes. A smaller message that was refused was refused for its content or topic, not for its size.
SMALLEST = 4096
# Bytes. A limit at or below this is inferred only if the broker itself names the size as the reason: a broken
# network looks the same, and no broker is known whose default is lower.
BELIEVED = 64 * 1024
# Lifetime of an inferred limit: a wrong guess must not outlive the network trouble that caused it, and a
# right one costs two reconnects an hour.
FORGET_S = 3600.0
# Bytes of a speech message that are not PCM: topic, WAV header and MQTT header.
_OVERHEAD = 512


class PacketLimit:
    """The largest packet that a broker accepts, in bytes; shared by all connections to it. Thread-safe.

    The limit is the smallest of three: the setting (`set_bytes`, None: not set), the Maximum Packet Size that
    the broker announces (MQTT 5), and the limit inferred from refusals in the last FORGET_S seconds of
    `clock` (monotonic, s).
    """

    def __init__(self, set_bytes: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._set = set_bytes or sys.maxsize
        self._announced = sys.maxsize
        self._inferred, self._inferred_at = sys.maxsize, 0.0
        self._largest_accepted = 0

    def __str__(self) -> str:
        """Describe the limit and its source, for a log line."""
        size = self.bytes
        if size == self._set:
            source = "by the setting mqtt.max_packet_bytes"
        else:
            source = "as it announces" if size == self._announced else "as it refused more"
        return f"{size} bytes, {source}"

    @property
    def bytes(self) -> int:
        """Maximum length of a packet; `sys.maxsize` when no limit is known."""
        return min(self._set, self._announced, self._current_inferred())

    @property
    def known(self) -> bool:
        """True if a limit is known."""
        return self.bytes < sys.maxsize

    def announce(self, size: int | None) -> None:
        """Record the Maximum Packet Size of the broker's CONNACK; None if it announced none."""
        self._announced = size or sys.maxsize

    def accepted(self, size: int) -> None:
        """Record that a packet of `size` bytes was acknowledged: a refusal of it is not due to its size."""
        self._largest_accepted = max(self._largest_accepted, size)

    def refused(self, size: int, *, named: bool = False) -> bool:
        """Record that the broker refused a packet of `size` bytes; return True if its size may be the reason.

        `named`: the broker gave the size as the reason. Otherwise it only closed the connection, which also
        happens when the broker stops or the network fails: then a limit is inferred only if the broker
        announced none and `size` exceeds BELIEVED.
        """
        if size < SMALLEST or size <= self._largest_accepted:
            return False
        if named or (size > BELIEVED and self._announced == sys.maxsize):
            self._inferred, self._inferred_at = min(self._current_inferred(), size - 1), self._clock()
            log.warning(
                "The broker refused a packet of %d bytes: for %d minutes none has more than %d. "
                "If you know its limit, set mqtt.max_packet_bytes.",
                size,
                FORGET_S / 60,
                self.bytes,
            )
        return True

    def _current_inferred(self) -> int:
        """Return the inferred limit; `sys.maxsize` if there is none or it is older than FORGET_S."""
        return self._inferred if self._clock() < self._inferred_at + FORGET_S else sys.maxsize


def packet_bytes(message: Outgoing, *, is_v5: bool, expires: bool = False) -> int:
    """Return the length in bytes of the PUBLISH packet of `message` (MQTT 5, section 3.3).

    `expires`: with a Message Expiry Interval, which only MQTT 5 has.
    """
    body = 2 + len(message.topic.encode()) + len(message.payload) + (2 if message.qos else 0)
    if is_v5:
        body += 6 if expires else 1
    digits = 1 + (body > 0x7F) + (body > 0x3FFF) + (body > 0x1FFFFF)
    return 1 + digits + body


class ChunkSplitter:
    """Splits speech chunks that exceed the packet limit, and renumbers the later chunks of the same turn."""

    def __init__(self, limit: PacketLimit) -> None:
        self._limit = limit
        # By site: the turn in which a chunk was split, and the offset of its later sequence numbers.
        self._shifts: dict[str, tuple[str, int]] = {}

    def split(self, site: str, chunk: SpeechChunk) -> Iterable[SpeechChunk]:
        """Return the parts of `chunk` that fit the packet limit, in order; `chunk` alone if it fits.

        Sequence numbers are shifted by the parts added earlier in the same turn; only the first part keeps
        the text. Iterate to the end before cutting the next chunk of `site`.
        """
        room = max(self._limit.bytes - _OVERHEAD, _OVERHEAD)
        if len(chunk.pcm) <= room and site not in self._shifts:
            return (chunk,)
        return self._split(site, chunk, room)

    def _split(self, site: str, chunk: SpeechChunk, room: int) -> Iterator[SpeechChunk]:
        turn, moved = self._shifts.pop(site, ("", 0))
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
            self._shifts[site] = chunk.turn, moved
