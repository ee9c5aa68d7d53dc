"""A broker that does what a test tells it: as much of MQTT as one publisher needs."""

import socket
import struct
import threading
from tests.harness.waiting import WAIT_S


def read_packet(peer):
    """Return first byte and body of the next packet. Raises OSError at the end."""
    first = _exactly(peer, 1)[0]
    length, shift = 0, 0
    while True:
        digit = _exactly(peer, 1)[0]
        length |= (digit & 0x7F) << shift
        shift += 7
        if digit < 0x80:
            return first, _exactly(peer, length)


def _exactly(peer, size):
    data = b""
    while len(data) < size:
        piece = peer.recv(min(65536, size - len(data)))
        if not piece:
            raise ConnectionError
        data += piece
    return data


class ScriptedBroker:
    """Lets everybody in and acknowledges, unless `answer(number, topic, packet_size)` gives bytes to send instead.

    `number` counts the connections from 1. After such an answer the connection is closed; after False it goes on
    without one. `connack` are the bytes of a CONNACK behind its length. `ends` are the errors that ended connections.
    """

    def __init__(self, answer, *, is_v5=True, connack=None):
        self.answer, self.is_v5 = answer, is_v5
        self.connack = connack or (b"\0\0\0" if is_v5 else b"\0\0")
        self.ids, self.taken, self.sizes, self.ends = [], [], [], []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(WAIT_S)

    def _serve(self):
        while True:
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            with peer:
                try:
                    self._talk(peer)
                except OSError as error:
                    self.ends.append(type(error).__name__)

    def _talk(self, peer):
        while True:
            first, body = read_packet(peer)
            if first >> 4 == 1:
                start = 10 + (1 + body[10] if self.is_v5 else 0)
                size = struct.unpack("!H", body[start : start + 2])[0]
                self.ids.append(body[start + 2 : start + 2 + size].decode())
                peer.sendall(bytes([0x20, len(self.connack)]) + self.connack)
                if (said := self.answer(len(self.ids), "", 0)) is not None:
                    peer.sendall(said)
                    return
            elif first >> 4 == 3:
                size = struct.unpack("!H", body[:2])[0]
                topic = body[2 : 2 + size].decode()
                self.sizes.append(len(body))
                if (said := self.answer(len(self.ids), topic, len(body))) is False:
                    continue
                if said is not None:
                    peer.sendall(said)
                    return
                self.taken.append(topic)
                peer.sendall(b"\x40\x02" + body[2 + size : 4 + size])
