#!/bin/sh
# iotcore's broker publishes the new connection's will at a takeover, and none when that connection is lost.
#
#   findings/iotcore-will-takeover.sh [PYTHON]
#
# Installs iotcore (below; rumqttd, an MQTT broker in a Python package) into a temporary folder and speaks
# MQTT 3.1.1 to it over a free port of the loopback, byte by byte, so that no client library reconnects or
# mends anything. Needs python3 >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected (MQTT 3.1.1, 3.1.2.5, 3.1.4 and 4.3; mosquitto 2.0.11 does so): a client that comes again under its
# own name ends its old connection, whose will is published; when the new one is lost, its will is. A message
# arrives with the lower of the two qualities, its own and the subscription's, and each SUBSCRIBE brings what
# is retained.
# Seen: at the takeover the will of the connection that has just been made is published, and it is spent: when
# that one is lost, nothing says so, and what is retained stays "online". Without a takeover wills are right,
# so tests that start and kill a device once pass. Messages of quality 0 arrive with that of the subscription,
# 1 or 2; who subscribes again gets nothing retained, and keeps the old quality though the new is granted.
# It matters for availability: a satellite that changes the access point comes back before its old connection
# is noticed to be dead, which is a takeover; from then on it can be unplugged and stay "online".
# Ours: this broker is for the demonstration and tests (transports/mqtt/embedded_broker.py), and the test of
# the will has mosquitto.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check iotcore==0.4.0 || exit 2

cat >"$work/look.py" <<'PY'
import socket
import struct
import time
from importlib.metadata import version

from iotcore import Broker

SETTLED_S = 1.5


def text(said: str) -> bytes:
    return struct.pack("!H", len(said)) + said.encode()


class Client:
    """A connection that keeps what is published to it; `will` is retained, of quality 1, on `topic`."""

    def __init__(self, port: int, name: str, topic: str = "", will: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.waiting = b""
        body = text("MQTT") + bytes([4, 0b00101110 if will else 0b10, 0, 60]) + text(name)
        self.send(0x10, body + (text(topic) + text(will) if will else b""))
        self.heard()

    def send(self, kind: int, body: bytes) -> None:
        self.socket.sendall(bytes([kind, len(body)]) + body)

    def subscribe(self, topic: str, quality: int) -> list[str]:
        self.send(0x82, b"\0\1" + text(topic) + bytes([quality]))
        return self.heard()

    def publish(self, topic: str, said: str, quality: int = 1, retain: bool = True) -> None:
        self.send(0x30 | quality << 1 | retain, text(topic) + (b"\0\2" if quality else b"") + said.encode())

    def lose(self) -> None:
        """End the connection without DISCONNECT."""
        self.socket.close()

    def heard(self) -> list[str]:
        """Return what has been published until nothing came for a while."""
        published = []
        until = time.monotonic() + SETTLED_S
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                self.waiting += self.socket.recv(4096)
            except TimeoutError:
                break
            while len(self.waiting) >= 2 and len(self.waiting) >= 2 + self.waiting[1]:
                packet, self.waiting = (
                    self.waiting[: 2 + self.waiting[1]],
                    self.waiting[2 + self.waiting[1] :],
                )
                if packet[0] >> 4 == 6:
                    self.send(0x70, packet[2:4])
                if packet[0] >> 4 != 3:
                    continue
                quality, end = packet[0] >> 1 & 3, 4 + packet[3]
                if quality:
                    self.send(0x40 if quality == 1 else 0x50, packet[end : end + 2])
                    end += 2
                retained = ", retained" if packet[0] & 1 else ""
                published.append(f"{packet[end:].decode()} (quality {quality}{retained})")
                until = time.monotonic() + SETTLED_S
        return published


def show(what: str, published: list[str]) -> None:
    print(f"  {what}: {', '.join(published) or 'nothing'}")


def online(port: int, name: str, number: int) -> Client:
    """Return a connection of a device that has said that it is there."""
    device = Client(port, name, f"home/{name}", f"offline, will {number}")
    device.publish(f"home/{name}", f"online {number}")
    return device


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
with Broker(port=port):
    print(f"iotcore {version('iotcore')}")
    house = Client(port, "house")
    house.subscribe("home/#", 1)
    device = online(port, "lamp", 1)
    show("a device comes", house.heard())
    device.lose()
    show("and is lost", house.heard())
    device = online(port, "fan", 1)
    show("another comes", house.heard())
    again = online(port, "fan", 2)
    show("comes again before its connection is found dead", house.heard())
    again.lose()
    show("and is lost", house.heard())
    show("somebody who looks now sees", Client(port, "late").subscribe("home/fan", 1))

    for quality in (0, 1, 2):
        reader = Client(port, f"reader {quality}")
        reader.subscribe("sound", quality)
        house.publish("sound", "sent with 0", 0, retain=False)
        show(f"subscribed with quality {quality}", reader.heard())
    reader = Client(port, "twice")
    show("subscribed", reader.subscribe("home/lamp", 1))
    show("subscribed again, with quality 0", reader.subscribe("home/lamp", 0))
    house.publish("home/lamp", "sent with 1")
    show("then", reader.heard())
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
iotcore 0.4.0
  a device comes: online 1 (quality 1)
  and is lost: offline, will 1 (quality 1)
  another comes: online 1 (quality 1)
  comes again before its connection is found dead: offline, will 2 (quality 1), online 2 (quality 1)
  and is lost: nothing
  somebody who looks now sees: online 2 (quality 1, retained)
  subscribed with quality 0: sent with 0 (quality 0)
  subscribed with quality 1: sent with 0 (quality 1)
  subscribed with quality 2: sent with 0 (quality 2)
  subscribed: offline, will 1 (quality 1, retained)
  subscribed again, with quality 0: nothing
  then: sent with 1 (quality 1)
SEEN
