import itertools
import random
import socket

import paho.mqtt.client as paho
import pytest

from sarai_mqtt.transports.mqtt import fast_reader as module
from sarai_mqtt.transports.mqtt.fast_reader import LONG_PACKET, FastReader, FastReaderClient
from tests.harness.microphones import packet, publish, string

PINGRESP = b"\xd0\0"


class Wire:
    """A socket whose reads give the pieces in turn; without more it would block, and after b"" it has ended."""

    def __init__(self, *pieces):
        self.pieces, self.options = list(pieces), []

    def recv(self, size):
        if not self.pieces:
            raise BlockingIOError
        piece = self.pieces.pop(0)
        if len(piece) > size:
            self.pieces.insert(0, piece[size:])
        return piece[:size]

    def setsockopt(self, *option):
        self.options.append(option)

    send = close = fileno = setblocking = None


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(module.time, "sleep", lambda _: None)


class Reader:
    """Reads as paho does: a packet's first byte, its length digit by digit, then the rest; handles it at once."""

    def __init__(self, *pieces):
        self.taken, self.wire = [], Wire(*pieces)
        self.intake = FastReader(self.wire, lambda *message: self.taken.append(message))

    def read(self):
        """Read until the socket has nothing more to say; False at its end."""
        while self.wire.pieces or self.intake.pending():
            try:
                if not self.read_packet():
                    return False
            except BlockingIOError:
                continue
        return True

    def read_packet(self):
        head = self.intake.recv(1)
        if not head:
            return False
        length, scale = 0, 1
        while True:
            digit = self.must(1)
            head += digit
            length += (digit[0] & 127) * scale
            scale *= 128
            if digit[0] < 128:
                break
        body = b""
        while len(body) < length:
            body += self.must(length - len(body))
        self.taken.append(head + body)
        return True

    def must(self, size):
        while True:
            try:
                return self.intake.recv(size)
            except BlockingIOError:
                assert self.wire.pieces


STREAM = [
    (publish("a/1", b"one"), ("a/1", b"one", False)),
    (PINGRESP, PINGRESP),
    (publish("a/2", bytes(640)), ("a/2", bytes(640), False)),
    (b"\x31" + publish("a/3", b"kept")[1:], ("a/3", b"kept", True)),
    (packet(0x32, string("a/4") + b"\0\7QoS 1"),) * 2,
    (publish("a/5", b""), ("a/5", b"", False)),
    (packet(0x90, b"\0\1\0\1"),) * 2,
    (packet(0x30, string("a/6") + bytes(LONG_PACKET)),) * 2,
    (publish("a/7", bytes(20_000)), ("a/7", bytes(20_000), False)),
]


@pytest.mark.parametrize("cut", ["whole", "each packet", "bytes", "anywhere"])
def test_messages_come_in_order_however_the_stream_is_cut(cut):
    stream = b"".join(raw for raw, _ in STREAM) * 2
    sizes = {"whole": [len(stream)], "bytes": [1] * len(stream)}
    sizes["each packet"] = [len(raw) for raw, _ in STREAM] * 2
    random.seed(7)
    sizes["anywhere"] = [random.choice((1, 2, 3, 700, 9000)) for _ in range(len(stream))]
    starts = itertools.accumulate(sizes[cut], initial=0)
    pieces = [stream[at : at + size] for at, size in zip(starts, sizes[cut])]
    reader = Reader(*filter(None, pieces))
    assert reader.read()
    assert reader.taken == [wanted for _, wanted in STREAM] * 2
    with pytest.raises(BlockingIOError):
        reader.intake.recv(1)
    assert not reader.intake.pending()


def test_a_whole_packet_that_waits_is_pending_and_a_part_of_one_is_not():
    reader = Reader(PINGRESP + publish("a", b"x") + publish("a", b"y")[:-1])
    assert reader.read_packet()
    assert reader.intake.pending()
    with pytest.raises(BlockingIOError):
        reader.intake.recv(1)
    assert reader.taken == [PINGRESP, ("a", b"x", False)]
    assert not reader.intake.pending()


@pytest.mark.parametrize(
    "broken",
    [
        packet(0x30, b"\xff\xff" + b"topic beyond the end"),
        packet(0x30, b"\0"),
        packet(0x30, b"\0\2\xff\xfe" + b"payload"),
    ],
)
def test_what_is_no_message_is_left_to_paho(broken):
    reader = Reader(broken + publish("a", b"good"))
    assert reader.read()
    assert reader.taken == [broken, ("a", b"good", False)]


def test_a_length_without_end_reaches_paho():
    reader = Reader(b"\x30\xff\xff\xff\xff\xff\xff")
    got = b"".join(reader.intake.recv(1) for _ in range(6))
    assert got == b"\x30\xff\xff\xff\xff\xff"


def test_the_end_of_the_stream_comes_after_what_was_before_it():
    reader = Reader(publish("a", b"last"), b"")
    assert not reader.read()
    assert reader.taken == [("a", b"last", False)]


def test_small_packets_are_not_held_back():
    reader = Reader(publish("a", b"x"))
    reader.read()
    assert [name for _, name, _ in reader.wire.options] == [socket.TCP_NODELAY, socket.TCP_QUICKACK]


def test_reads_in_a_crowd_are_so_far_apart_and_a_lone_one_waits_for_nothing(monkeypatch):
    clock, slept = [100.0], []
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(module.time, "sleep", slept.append)
    reader = Reader()
    for after in (0.0, 0.001, 0.02):
        clock[0] += after
        reader.wire.pieces.append(publish("a", b"x"))
        reader.read()
    assert slept == [pytest.approx(module.GATHER_S - 0.001)]


def test_mqtt_5_is_read_by_paho(monkeypatch):
    def client(protocol):
        made = FastReaderClient(paho.CallbackAPIVersion.VERSION2, protocol=protocol, receive=print)
        monkeypatch.setattr(paho.Client, "_create_socket", lambda _: Wire(publish("a", b"x")))
        return made._create_socket()

    assert client(paho.MQTTv5).recv(1) == b"\x30"
    with pytest.raises(BlockingIOError):
        client(paho.MQTTv311).recv(1)


def test_records_of_tls_are_read_together():
    class Records(Wire):
        def pending(self):
            return 0

    taken = []
    wire = Records(*(publish("a", bytes([n])) for n in range(5)))
    with pytest.raises(BlockingIOError):
        FastReader(wire, lambda *message: taken.append(message)).recv(1)
    assert [payload for _, payload, _ in taken] == [bytes([n]) for n in range(5)]
