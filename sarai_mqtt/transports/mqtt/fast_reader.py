"""Fast reader for many small messages: takes QoS 0 publishes off the socket in bulk, before paho sees them.

paho makes five system calls for every message it reads and spends some 40 µs on it, more than the service
spends on a whole chunk of audio. paho still connects, handles TLS, subscribes and pings; only the messages
that need no acknowledgement bypass it.
"""

import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode, _ConnectionState

Receive = Callable[[str, bytes, bool], None]

READ_BYTES = 64 * 1024
# Bytes. Longer packets are left to paho: appending to a buffer here would copy them again for each read.
LONG_PACKET = 32 * 1024
# Minimum interval between reads: all that arrives meanwhile then costs one wake-up of the thread, not many.
GATHER_S = 0.005
# Size of the cache of decoded topics: clients may invent any number; the busy ones soon get back in.
TOPICS_KNOWN = 2000

# First byte of a packet (MQTT 3.1.1, 2.2 and 3.3.1): bits 7-4 type; in PUBLISH bits 2-1 QoS, bit 0 retain.
_PUBLISH, _TYPE_AND_QOS, _RETAIN = 0x30, 0xF6, 0x01


# States in which this side has disconnected, or is about to.
_DISCONNECTING = (_ConnectionState.MQTT_CS_DISCONNECTING, _ConnectionState.MQTT_CS_DISCONNECTED)


class FastReaderClient(paho.Client):
    """A paho client on a `FastReader`.

    With MQTT 3.1.1, QoS 0 publishes go to `receive` on the network thread. With MQTT 5 paho reads every
    message, because messages have properties there. `receive` must not raise. While `is_stuck()` is True
    the connection is ended, like one that does not answer pings.
    """

    def __init__(
        self, *args: Any, receive: Receive, is_stuck: Callable[[], bool] = lambda: False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._receive_qos0 = receive
        self._is_stuck = is_stuck

    def loop_misc(self) -> MQTTErrorCode:
        """Run paho's periodic work, at least once a second; end the connection if it is stuck."""
        if self._is_stuck():
            return self._loop_rc_handle(MQTTErrorCode.MQTT_ERR_KEEPALIVE)
        return super().loop_misc()

    def _sock_close(self) -> None:
        if isinstance(self._sock, FastReader) and self._state not in _DISCONNECTING:
            self._sock.abandon()
        super()._sock_close()

    def _create_socket(self) -> "FastReader":
        return FastReader(
            super()._create_socket(), None if self.protocol == paho.MQTTv5 else self._receive_qos0
        )


class FastReader:
    """A connected socket with the methods paho uses, which passes QoS 0 publishes to `receive`.

    All other packets go to paho, in the order of the stream.
    `receive` None passes everything to paho. TCP_NODELAY and TCP_QUICKACK avoid the delay of Nagle's
    algorithm with delayed acknowledgements. Only one thread may read.
    """

    def __init__(self, sock: Any, receive: Receive | None) -> None:
        self._sock = sock
        self._receive = receive
        # TLS only: returns the number of bytes that are decrypted but not read yet.
        self._decrypted_bytes: Callable[[], int] | None = getattr(sock, "pending", None)
        # The bytes read, the offset of the next packet in them, and how many bytes from there are paho's.
        self._data, self._at, self._for_paho = b"", 0, 0
        self._topic = lru_cache(TOPICS_KNOWN)(_text)
        self._last_read_at = 0.0
        self.send, self.close = sock.send, sock.close
        self.fileno, self.setblocking = sock.fileno, sock.setblocking
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def recv(self, size: int) -> bytes:
        """Return up to `size` bytes that are for paho, b"" at the end of the stream.

        Raises OSError as a socket does; BlockingIOError if what arrived holds nothing for paho.
        """
        if self._receive is None:
            return self._read(size)
        if not self._for_paho and not self._take(self._receive):
            self._gather()
            if not (data := self._read_all()):
                return b""
            self._data, self._at = self._data[self._at :] + data, 0
            if not self._take(self._receive):
                raise BlockingIOError
        piece = self._data[self._at : self._at + min(size, self._for_paho)]
        self._at += len(piece)
        if not piece:
            piece = self._read(min(size, self._for_paho))
        self._for_paho -= len(piece)
        return piece

    def abandon(self) -> None:
        """Discard unsent data on close (SO_LINGER 0): otherwise the kernel keeps trying to deliver it."""
        with suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def pending(self) -> int:
        """Return more than 0 if `recv` has buffered data to process, even if the socket is not readable."""
        if self._decrypted_bytes is not None and (decrypted := self._decrypted_bytes()):
            return decrypted
        left = len(self._data) - self._at
        packet = _packet(self._data, self._at)
        whole = packet is not None and packet[1] <= len(self._data)
        return left if self._for_paho or whole else 0

    def _read(self, size: int) -> bytes:
        data: bytes = self._sock.recv(size)
        # Linux resets this option, so it is set after every read. paho notices a closed socket by itself.
        if hasattr(socket, "TCP_QUICKACK"):
            with suppress(OSError):
                self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data

    def _read_all(self) -> bytes:
        data = self._read(READ_BYTES)
        if self._decrypted_bytes is None:
            return data
        # TLS returns one record per read, and brokers send each message as a record of its own.
        pieces, size = [data], len(data)
        with suppress(OSError):
            while pieces[-1] and size < READ_BYTES:
                pieces.append(self._sock.recv(READ_BYTES))
                size += len(pieces[-1])
        return b"".join(pieces)

    def _gather(self) -> None:
        """Sleep until GATHER_S after the last read, so that frequent messages are read together."""
        now = time.monotonic()
        if (early := self._last_read_at + GATHER_S - now) > 0:
            time.sleep(early)
            now += early
        self._last_read_at = now

    def _take(self, receive: Receive) -> bool:
        """Pass complete QoS 0 messages to `receive`; return True on reaching a packet for paho."""
        data = self._data
        while (packet := _packet(data, self._at)) is not None:
            at, (body, end) = self._at, packet
            if data[at] & _TYPE_AND_QOS == _PUBLISH and end - at <= LONG_PACKET:
                if end > len(data):
                    return False
                payload = body + 2 + int.from_bytes(data[body : body + 2])
                # A topic longer than its message, or not UTF-8, is left to paho.
                if payload <= end and (topic := self._topic(data[body + 2 : payload])) is not None:
                    self._at = end
                    receive(topic, data[payload:end], bool(data[at] & _RETAIN))
                    continue
            self._for_paho = end - at
            return True
        return False


def _text(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _packet(data: bytes, at: int) -> tuple[int, int] | None:
    """Return start and end of the body of the packet at `at`; None while its length field is incomplete."""
    length = shift = 0
    for i in range(at + 1, min(at + 5, len(data))):
        length |= (data[i] & 0x7F) << shift
        if data[i] < 0x80:
            return i + 1, i + 1 + length
        shift += 7
    # Four length bytes that all announce another are malformed; paho must see a fifth to end the connection.
    return (at + 6, at + 6) if len(data) > at + 5 else None
