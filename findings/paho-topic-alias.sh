#!/bin/sh
# paho-mqtt delivers messages with an empty topic once a client allows the broker topic aliases.
#
#   findings/paho-topic-alias.sh [PYTHON]
#
# Installs paho-mqtt and iotcore (below; rumqttd, a broker that uses aliases) into a temporary folder and
# sends three messages over a free port of the loopback. Needs python3 >= 3.11 with venv and the package
# registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: TopicAliasMaximum in CONNECT, which paho takes without a word, lets the broker shorten topics on
# the wire, and the library puts them back, as it matches packet identifiers by itself.
# Seen: the first message of a topic has its topic, all that follow have "" and the property TopicAlias.
# Callbacks of message_callback_add get the first message only; the others go to on_message, which would have
# to keep the aliases of each connection.
# It matters for audio: topics are long beside chunks of 20 ms, so aliases are tempting. mosquitto 2.0.11
# sends none, so all is well until somebody changes the broker; then each site is heard for one chunk and is
# silent from then on.
# Ours: TopicAliasMaximum is never sent, and without it a broker may not use aliases.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check paho-mqtt==2.2.0 iotcore==0.4.0 || exit 2

cat >"$work/look.py" <<'PY'
import queue
import socket
import sys
from importlib.metadata import version
from pathlib import Path

from iotcore import Broker
from paho.mqtt.client import CallbackAPIVersion, Client, MQTTv5
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

CONFIG = """
id = 0
[router]
id = 0
max_connections = 10
max_outgoing_packet_count = 200
max_segment_size = 1048576
max_segment_count = 10
[v5.1]
name = "v5"
listen = "127.0.0.1:{port}"
next_connection_delay_ms = 1
[v5.1.connections]
connection_timeout_ms = 60000
max_payload_size = 20480
max_inflight_count = 100
dynamic_filters = true
"""


def exchange(port: int, aliases: int) -> None:
    """Send three messages on one topic to a client that allows so many aliases; print what it is called with."""
    allowed = Properties(PacketTypes.CONNECT)
    if aliases:
        allowed.TopicAliasMaximum = aliases
    client = Client(CallbackAPIVersion.VERSION2, f"aliases-{aliases}", protocol=MQTTv5)
    called: queue.Queue[str] = queue.Queue()

    def on_site(_client, _data, message):
        called.put(f"callback of its topic: {message.payload.decode()} on {message.topic!r}")

    def on_message(_client, _data, message):
        alias = message.properties.json().get("TopicAlias")
        called.put(f"on_message: {message.payload.decode()} on {message.topic!r}, alias {alias}")

    client.message_callback_add("audio/in/kitchen", on_site)
    client.on_message = on_message
    client.on_subscribe = lambda *_: called.put("subscribed")
    client.on_connect = lambda *_: client.subscribe("audio/in/#", qos=1)
    client.connect("127.0.0.1", port, clean_start=True, properties=allowed)
    client.loop_start()
    assert called.get(timeout=20) == "subscribed"
    print(f"  TopicAliasMaximum {aliases or 'absent'}")
    for number in range(3):
        client.publish("audio/in/kitchen", f"chunk {number}", qos=1)
        print("    " + called.get(timeout=20))
    client.disconnect()
    client.loop_stop()


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
config = Path(sys.argv[1])
config.write_text(CONFIG.format(port=port))
with Broker(port=port, config_path=str(config)):
    print(f"paho-mqtt {version('paho-mqtt')}, iotcore {version('iotcore')}")
    exchange(port, 0)
    exchange(port, 10)
PY
"$work/venv/bin/python" "$work/look.py" "$work/broker.toml" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
paho-mqtt 2.2.0, iotcore 0.4.0
  TopicAliasMaximum absent
    callback of its topic: chunk 0 on 'audio/in/kitchen'
    callback of its topic: chunk 1 on 'audio/in/kitchen'
    callback of its topic: chunk 2 on 'audio/in/kitchen'
  TopicAliasMaximum 10
    callback of its topic: chunk 0 on 'audio/in/kitchen'
    on_message: chunk 1 on '', alias 1
    on_message: chunk 2 on '', alias 1
SEEN
