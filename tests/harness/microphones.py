"""Many satellites that stream a quiet room, as cheaply as can be: whole MQTT 3.1.1 packets on raw sockets."""

import socket
import struct
import time

import numpy as np

from tests.harness.waiting import WAIT_S

CONNECTIONS = 4
SLOT_S = 0.001
# Messages: as many as mosquitto keeps for a client that is slow to take them.
BEHIND = 1000
# A quiet room through a cheap microphone: about -66 dB of full scale.
ROOM_RMS = 16


def packet(kind, body):
    length, size = len(body), b""
    while True:
        length, digit = divmod(length, 128)
        size += bytes([digit | (0x80 if length else 0)])
        if not length:
            return bytes([kind]) + size + body


def string(text):
    return struct.pack(">H", len(text)) + text.encode()


def publish(topic, payload):
    return packet(0x30, string(topic) + payload)


def connect(host, port, name):
    link = socket.create_connection((host, port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(packet(0x10, string("MQTT") + b"\4\2\x0e\x10" + string(name)))
    assert link.recv(4) == b"\x20\2\0\0"
    return link


class Microphones:
    """`sites` of them, each sending one chunk every `chunk_ms`, spread evenly over that time.

    `room` sends low noise, which changes from chunk to chunk, instead of zeros.
    """

    def __init__(self, host, port, sites, chunk_ms=20, *, room=False):
        self.sites, self.period = sites, chunk_ms / 1000
        self._links = [connect(host, port, f"microphones-{i}") for i in range(CONNECTIONS)]
        size, random = 32 * chunk_ms, np.random.default_rng(0)
        chunks = [bytes(size)]
        if room:
            chunks = [
                random.normal(0, ROOM_RMS, size // 2).round().astype("<i2").tobytes() for _ in range(25)
            ]
        slots = round(self.period / SLOT_S)
        names = [f"sarai/audio/in/room-{n}" for n in range(sites)]
        self._rounds = [
            [b"".join(publish(name, chunk) for name in names[slot::slots]) for slot in range(slots)]
            for chunk in chunks
        ]

    def stream(self, seconds, heard=None):
        """Stream in real time; return the number of messages sent. Late is caught up: a microphone skips nothing.

        `heard` returns how many were heard: who is further behind than a broker keeps for it is waited for.
        """
        start, done = time.monotonic(), 0
        rounds = round(seconds / self.period)
        for number in range(rounds):
            while heard and done - heard() > BEHIND and time.monotonic() < start + seconds + WAIT_S:
                time.sleep(0.005)
            for slot, packets in enumerate(self._rounds[number % len(self._rounds)]):
                due = start + number * self.period + slot * SLOT_S
                if (left := due - time.monotonic()) > 0:
                    time.sleep(left)
                if packets:
                    self._links[slot % CONNECTIONS].sendall(packets)
            done += self.sites
        return done

    def close(self):
        for link in self._links:
            link.sendall(b"\xe0\0")
            link.close()
