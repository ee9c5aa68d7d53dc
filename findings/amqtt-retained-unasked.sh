#!/bin/sh
# amqtt's broker sends each client that connects what is retained under anybody's subscriptions, unasked.
#
#   findings/amqtt-retained-unasked.sh [PYTHON]
#
# Installs amqtt (below; an MQTT 3.1.1 broker in a Python package) into a temporary folder and speaks to it over
# a free port of the loopback, byte by byte, so that no client library sorts or drops anything. Needs python3
# >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected (MQTT 3.1.1, 3.3.1.3 and 3.8.4; mosquitto 2.0.11 and aedes 1.2.0 do so): a client gets nothing before
# it subscribes, then what is retained under its own filters. A message arrives with the lower of the two
# qualities, its own and the subscription's; who comes again under its own name ends its old connection.
# Seen: as each connection begins, the broker walks the filters of all clients instead of the session's own and
# sends what is retained under each: a client that subscribes to nothing gets the whole house as soon as a
# dashboard somewhere has "#", twice if somebody has "home/#" as well. With one client at a time, or while
# nothing is retained, all is right, so tests pass. Messages of quality 0 arrive with that of the
# subscription; each filter that fits brings a copy of its own; and when a client comes again, the old
# connection stays: it is answered its pings but hears nothing more, and its will is published whenever it is
# lost at last, over the "online" of the new one.
# It matters to devices that take whatever arrives for their own, as they have only one subscription: at each
# reconnection they act upon their neighbours' retained settings. And a satellite is "offline" minutes after it
# has come back.
# Ours: the demonstration and the tests have iotcore's broker, tests of wills and houses mosquitto; what was
# not asked for is not acted upon but reported as an error (transports/mqtt/receiver.py).
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check amqtt==0.12.1 || exit 2

cat >"$work/look.py" <<'PY'
import asyncio
import logging
import socket
import struct
import threading
import time
from importlib.metadata import version

from amqtt.broker import Broker

SETTLED_S = 1.0
PINGREQ, PINGRESP, PUBLISH = 0xC0, 13, 3


def text(said: str) -> bytes:
    return struct.pack("!H", len(said)) + said.encode()


class Client:
    """A connection that keeps what is published to it; `will` is retained, of quality 1, on `topic`."""

    def __init__(self, port: int, name: str, topic: str = "", will: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.waiting = b""
        self.kinds: set[int] = set()
        body = text("MQTT") + bytes([4, 0b00101110 if will else 0b10, 0, 60]) + text(name)
        self.send(0x10, body + (text(topic) + text(will) if will else b""))

    def send(self, kind: int, body: bytes) -> None:
        self.socket.sendall(bytes([kind, len(body)]) + body)

    def subscribe(self, topic: str, quality: int) -> list[str]:
        self.send(0x82, b"\0\1" + text(topic) + bytes([quality]))
        return self.heard()

    def publish(self, topic: str, said: str, quality: int = 1, retain: bool = True) -> None:
        self.send(0x30 | quality << 1 | retain, text(topic) + (b"\0\2" if quality else b"") + said.encode())
        self.heard()

    def lose(self) -> None:
        """End the connection without DISCONNECT."""
        self.socket.close()

    def pinged(self) -> bool:
        self.send(PINGREQ, b"")
        self.heard()
        return PINGRESP in self.kinds

    def heard(self) -> list[str]:
        """Return what has been published until nothing came for a while."""
        published = []
        self.kinds = set()
        until = time.monotonic() + SETTLED_S
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                received = self.socket.recv(4096)
            except TimeoutError:
                break
            if not received:
                published.append("closed")
                break
            self.waiting += received
            while len(self.waiting) >= 2 and len(self.waiting) >= 2 + self.waiting[1]:
                size = 2 + self.waiting[1]
                packet, self.waiting = self.waiting[:size], self.waiting[size:]
                self.kinds.add(packet[0] >> 4)
                if packet[0] >> 4 != PUBLISH:
                    continue
                quality, end = packet[0] >> 1 & 3, 4 + packet[3]
                topic = packet[4:end].decode()
                if quality:
                    self.send(0x40, packet[end : end + 2])
                    end += 2
                retained = ", retained" if packet[0] & 1 else ""
                published.append(f"{topic} {packet[end:].decode()} (quality {quality}{retained})")
                until = time.monotonic() + SETTLED_S
        return published


def show(what: str, published: list[str]) -> None:
    print(f"  {what}: {', '.join(published) or 'nothing'}")


async def started(port: int) -> None:
    plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
    listeners = {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}}
    await Broker({"listeners": listeners, "plugins": plugins}).start()


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
logging.disable(logging.CRITICAL)
loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
asyncio.run_coroutine_threadsafe(started(port), loop).result()

print(f"amqtt {version('amqtt')}")
house = Client(port, "house")
house.publish("home/kitchen/volume", "90")
house.publish("home/bedroom/volume", "10")
show("a client connects; nobody has subscribed", Client(port, "first").heard())
board = Client(port, "board")
show("a board subscribes to home/#", board.subscribe("home/#", 1))
show("a client connects", Client(port, "second").heard())
other = Client(port, "other board")
other.subscribe("#", 1)
show("another board has subscribed to #; a client connects", Client(port, "third").heard())
kitchen = Client(port, "kitchen")
show("the kitchen connects", kitchen.heard())
show("and subscribes to home/kitchen/+", kitchen.subscribe("home/kitchen/+", 1))

board.heard()
kitchen.subscribe("home/+/mute", 1)
house.publish("home/kitchen/mute", "on", quality=0, retain=False)
show("a message of quality 0, two subscriptions of quality 1", kitchen.heard())

board.heard()
old = Client(port, "lamp", "home/lamp", "offline, will 1")
old.publish("home/lamp", "online 1")
new = Client(port, "lamp", "home/lamp", "offline, will 2")
new.publish("home/lamp", "online 2")
show("a lamp comes, and again before its connection is found dead", board.heard())
print(f"  the old connection: {', '.join(old.heard()) or 'open'}, its ping {'' if old.pinged() else 'not '}answered")
old.lose()
show("the old one is found dead", board.heard())
show("the new one", new.heard() or ["open"])
PY
timeout 100 "$work/venv/bin/python" "$work/look.py" >"$work/seen" || exit 2
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
amqtt 0.12.1
  a client connects; nobody has subscribed: nothing
  a board subscribes to home/#: home/kitchen/volume 90 (quality 1, retained), home/bedroom/volume 10 (quality 1, retained)
  a client connects: home/kitchen/volume 90 (quality 0, retained), home/bedroom/volume 10 (quality 0, retained)
  another board has subscribed to #; a client connects: home/kitchen/volume 90 (quality 0, retained), home/bedroom/volume 10 (quality 0, retained), home/kitchen/volume 90 (quality 0, retained), home/bedroom/volume 10 (quality 0, retained)
  the kitchen connects: home/kitchen/volume 90 (quality 0, retained), home/bedroom/volume 10 (quality 0, retained), home/kitchen/volume 90 (quality 0, retained), home/bedroom/volume 10 (quality 0, retained)
  and subscribes to home/kitchen/+: home/kitchen/volume 90 (quality 1, retained)
  a message of quality 0, two subscriptions of quality 1: home/kitchen/mute on (quality 1), home/kitchen/mute on (quality 1)
  a lamp comes, and again before its connection is found dead: home/lamp online 1 (quality 1), home/lamp online 2 (quality 1)
  the old connection: open, its ping answered
  the old one is found dead: home/lamp offline, will 1 (quality 1)
  the new one: open
SEEN
