"""The way in for many small messages: takes QoS 0 publishes off the wire in bulk, before paho sees them.

paho makes five system calls for every message it reads and spends some 40 µs on it, more than all that we do
with a chunk of audio. It connects, secures, subscribes, pings and reconnects as ever; it only never sees the
messages that need no answer.
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
# A longer packet paho gathers itself: adding to it piece by piece would copy it over and over.
LONG_PACKET = 32 * 1024
# Reads are so far apart at least: what comes meanwhile then costs one wake-up, not many.
GATHER_S = 0.005
# Topics are free to invent; those that speak all the time are soon known again.
TOPICS_KNOWN = 2000

# MQTT 3.1.1, 2.2 and 3.3.1: the upper four bits are the type; of PUBLISH bits 2 and 1 are QoS, 0 is retain.
_PUBLISH, _TYPE_AND_QOS, _RETAIN = 0x30, 0xF6, 0x01


# We have disconnected, or are about to.
_OUR_WISH = (_ConnectionState.MQTT_CS_DISCONNECTING, _ConnectionState.MQTT_CS_DISCONNECTED)


class IntakeClient(paho.Client):
    """paho's client on an `Intake`; of MQTT 3.1.1, QoS 0 publishes go to `receive` on the network thread.

    The messages of MQTT 5 have properties, so paho reads them. `receive` must not raise. A connection
    of which `is_stuck()` is ended, as one that does not answer our pings.
    """

    def __init__(
        self, *args: Any, receive: Receive, is_stuck: Callable[[], bool] = lambda: False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._intake_to = receive
        self._is_stuck = is_stuck

    def loop_misc(self) -> MQTTErrorCode:
        """Do what is to be done now and then: at least once a second."""
        if self._is_stuck():
            return self._loop_rc_handle(MQTTErrorCode.MQTT_ERR_KEEPALIVE)
        return super().loop_misc()

    def _sock_close(self) -> None:
        if isinstance(self._sock, Intake) and self._state not in _OUR_WISH:
            self._sock.abandon()
        super()._sock_close()

    def _create_socket(self) -> "Intake":
        return Intake(super()._create_socket(), None if self.protocol == paho.MQTTv5 else self._intake_to)


class Intake:
    """A connected socket as paho wants one. Messages go to `receive` in order, those for paho included.

    Small packets go out and are acknowledged at once, so that no Nagle waits. One thread reads.
    """

    def __init__(self, sock: Any, receive: Receive | None) -> None:
        self._sock = sock
        self._receive = receive
        # Of TLS only: what was deciphered and not read yet.
        self._deciphered: Callable[[], int] | None = getattr(sock, "pending", None)
        # What was read, where the next packet begins in it, and how many bytes from there on are for paho.
        self._data, self._at, self._for_paho = b"", 0, 0
        self._topic = lru_cache(TOPICS_KNOWN)(_text)
        self._gathered = 0.0
        self.send, self.close = sock.send, sock.close
        self.fileno, self.setblocking = sock.fileno, sock.setblocking
        with suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def recv(self, size: int) -> bytes:
        """Give what is for paho, b"" at the end of the stream. Raises OSError, as a socket does."""
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
        """Let the end of the connection throw away what was not sent: the kernel goes on trying else."""
        with suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def pending(self) -> int:
        """Give more than 0 when `recv` has something to do though the socket may have nothing to read."""
        if self._deciphered is not None and (deciphered := self._deciphered()):
            return deciphered
        left = len(self._data) - self._at
        packet = _packet(self._data, self._at)
        whole = packet is not None and packet[1] <= len(self._data)
        return left if self._for_paho or whole else 0

    def _read(self, size: int) -> bytes:
        data: bytes = self._sock.recv(size)
        # Linux forgets it. A socket that was closed meanwhile paho finds out about by itself.
        if hasattr(socket, "TCP_QUICKACK"):
            with suppress(OSError):
                self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data

    def _read_all(self) -> bytes:
        data = self._read(READ_BYTES)
        if self._deciphered is None:
            return data
        # TLS gives no more than a record at a time, and a broker makes a record of every message.
        pieces, size = [data], len(data)
        with suppress(OSError):
            while pieces[-1] and size < READ_BYTES:
                pieces.append(self._sock.recv(READ_BYTES))
                size += len(pieces[-1])
        return b"".join(pieces)

    def _gather(self) -> None:
        """Let messages gather when they come in a crowd."""
        now = time.monotonic()
        if (early := self._gathered + GATHER_S - now) > 0:
            time.sleep(early)
            now += early
        self._gathered = now

    def _take(self, receive: Receive) -> bool:
        """Hand on whole messages up to the first packet for paho; say whether there is one."""
        data = self._data
        while (packet := _packet(data, self._at)) is not None:
            at, (body, end) = self._at, packet
            if data[at] & _TYPE_AND_QOS == _PUBLISH and end - at <= LONG_PACKET:
                if end > len(data):
                    return False
                payload = body + 2 + int.from_bytes(data[body : body + 2])
                # A topic that is longer than its message, or is no text, is left to paho.
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
    """Give where the body of the packet at `at` begins and ends; None until its length is all there."""
    length = shift = 0
    for i in range(at + 1, min(at + 5, len(data))):
        length |= (data[i] & 0x7F) << shift
        if data[i] < 0x80:
            return i + 1, i + 1 + length
        shift += 7
    # Four digits that all say "more": no packet. paho has to see a fifth to end the connection.
    return (at + 6, at + 6) if len(data) > at + 5 else None
