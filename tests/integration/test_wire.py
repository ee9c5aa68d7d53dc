"""Drills of what goes out, against a real mosquitto: a broker that goes away, one that takes no large packets,
and somebody who takes our client id."""

import logging
import signal
import threading
import time

import paho.mqtt.client as paho
import pytest

from sarai_mqtt.app import doctor
from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.events import Failure, Intent, Reply, SpeechChunk, StateChanged, TurnReport
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.connection import MqttConnection
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.disconnects import Disconnects
from sarai_mqtt.transports.mqtt.identity import Identity
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness.brokers import PASSWORD
from tests.harness.mqtt import WAIT_S, Inbox
from tests.harness.scripted_broker import ScriptedBroker

BOTH = pytest.mark.parametrize("protocol", ["3.1.1", "5"])
INTENT = Intent("t1", "HassTurnOff", {}, ("lock.door",), "unlock the door", "en", 1.0)
TURN = TurnReport("t1", "answered")
SHORT = Ages(act_s=0.5, reply_s=0.5, event_s=0.5)
LONG = Ages(act_s=60, reply_s=60, event_s=60)


class News(Inbox):
    """Collects what a client tells of (`unsent`, `trouble`)."""

    def __call__(self, item):
        super().__call__(item, None, None)

    @property
    def items(self):
        return [item for item, _, _ in self.messages]


class Wire:
    """A client of the service's kind, and what it told."""

    def __init__(self, options, **more):
        self.unsent, self.trouble = News(), News()
        self.client = MqttClient(
            options,
            Topics(),
            Inbox(),
            on_unsent=self.unsent,
            on_trouble=self.trouble,
            identity=Identity(options),
            **more,
        )

    def __enter__(self):
        self.client.start()
        self.client.wait_connected(WAIT_S)
        return self

    def __exit__(self, *_):
        self.client.stop()

    def wait_cut(self):
        until = time.monotonic() + WAIT_S
        while self.client._audio.up or self.client._control.up:  # noqa: SLF001
            assert time.monotonic() < until
            threading.Event().wait(0.01)

    @property
    def given_up(self):
        return sorted((type(u.event).__name__, u.why) for u in self.unsent.items)


def topics_of(inbox):
    return [topic for topic, _, _ in inbox.messages]


def publish_all(wire):
    for event in (INTENT, Reply("t1", "", "", bytes(4800), 24000), TURN, StateChanged("thinking")):
        wire.client.publish("kitchen", event)


@pytest.fixture
def listening(monkeypatch):
    """Yield the event before which no client tries again to connect: who listens is there first."""
    event = threading.Event()
    monkeypatch.setattr(Disconnects, "pause", lambda _: event.wait(2 * WAIT_S) and 0.05)
    yield event
    event.set()


@pytest.fixture
def restarted(mosquitto, peer, listening):
    """Return what starts the broker again and returns the inbox of who hears all from then on."""

    def restart():
        mosquitto.start()
        inbox = peer(mosquitto.options(), client_id="after").inbox
        listening.set()
        return inbox

    return restart


@BOTH
def test_what_waited_too_long_for_the_broker_never_goes_out(mosquitto, restarted, protocol):
    with Wire(mosquitto.options(protocol=protocol, ages=SHORT)) as wire:
        mosquitto.stop()
        wire.wait_cut()
        publish_all(wire)
        wire.unsent.wait(lambda items: len(items) == 3)
        inbox = restarted()
        wire.client.wait_connected(WAIT_S)
        wire.client.publish("hall", TURN)
        inbox.wait(lambda _: "sarai/turn/hall" in topics_of(inbox))
        assert {t for t in topics_of(inbox) if t.endswith("kitchen")} == {"sarai/state/kitchen"}
        assert wire.given_up == [("Intent", "late"), ("Reply", "late"), ("TurnReport", "late")]
        assert not any(u.sent for u in wire.unsent.items)


@BOTH
def test_what_did_not_wait_too_long_goes_out_once(mosquitto, restarted, protocol):
    with Wire(mosquitto.options(protocol=protocol, ages=LONG)) as wire:
        mosquitto.stop()
        wire.wait_cut()
        publish_all(wire)
        # the act is older than it looks
        wire.client.publish("hall", INTENT, age=59.8)
        wire.unsent.wait(lambda items: items)
        inbox = restarted()
        inbox.wait(lambda _: "sarai/state/kitchen" in topics_of(inbox))
        kinds = ["intent", "tts/out", "turn", "state"]
        assert [t for t in topics_of(inbox) if "status" not in t] == [f"sarai/{k}/kitchen" for k in kinds]
        assert wire.given_up == [("Intent", "late")]


@BOTH
def test_an_act_on_its_way_when_the_broker_dies_is_not_done_later(mosquitto, restarted, protocol):
    with Wire(mosquitto.options(protocol=protocol, ages=Ages(act_s=2))) as wire:
        # it takes nothing any more, and nobody knows
        mosquitto.process.send_signal(signal.SIGSTOP)
        wire.client.publish("kitchen", INTENT)
        wire.client.publish("kitchen", TURN)
        threading.Event().wait(0.2)
        mosquitto.process.kill()
        mosquitto.process.wait(10)
        wire.wait_cut()
        wire.unsent.wait(lambda items: items)
        inbox = restarted()
        inbox.wait(lambda _: "sarai/turn/kitchen" in topics_of(inbox))
        assert "sarai/intent/kitchen" not in topics_of(inbox)
        (unsent,) = wire.unsent.items
        # so nobody can say that it was not done
        assert (unsent.event, unsent.why, unsent.sent) == (INTENT, "late", True)


def test_the_broker_drops_what_a_sleeping_client_would_get_late(mosquitto):
    def sleeper():
        client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="sleeper", protocol=paho.MQTTv5)
        client.inbox, client.ready = Inbox(), threading.Event()
        client.on_message = lambda c, u, m: c.inbox(m.topic, m.payload, m.retain)
        client.on_connect = lambda c, *_: c.subscribe("sarai/#", qos=1)
        client.on_subscribe = lambda c, *_: c.ready.set()
        expiry = paho.Properties(paho.PacketTypes.CONNECT)
        expiry.SessionExpiryInterval = 100
        client.connect("127.0.0.1", mosquitto.port, clean_start=False, properties=expiry)
        client.loop_start()
        assert client.ready.wait(WAIT_S)
        return client

    first = sleeper()
    with Wire(mosquitto.options(protocol="5", ages=Ages(act_s=1))) as wire:
        first.disconnect()
        first.loop_stop()
        wire.client.publish("kitchen", INTENT)
        wire.client.publish("kitchen", TURN)
        threading.Event().wait(2.5)
        again = sleeper()
        again.inbox.wait(lambda _: "sarai/turn/kitchen" in topics_of(again.inbox))
        assert "sarai/intent/kitchen" not in topics_of(again.inbox)
        again.disconnect()
        again.loop_stop()


# What 968 letters make, and a broker as mosquitto 2.1 is out of the box.
LONG_PCM = bytes(range(256)) * 8300
DEFAULT_2_1 = ["max_packet_size 2000000"]


@pytest.mark.parametrize(
    ("protocol", "extra", "changes"),
    [
        ("5", DEFAULT_2_1, {}),
        ("3.1.1", DEFAULT_2_1, {}),
        ("3.1.1", DEFAULT_2_1, {"max_packet_bytes": 2_000_000}),
        ("5", ["message_size_limit 1000000"], {}),
    ],
)
def test_a_reply_over_the_limit_goes_out_as_the_stream_and_the_next_turn_is_answered(
    start_mosquitto, protocol, extra, changes, caplog
):
    broker = start_mosquitto("anonymous", extra)
    learns = protocol == "3.1.1" and not changes or "message" in extra[0]
    with Wire(broker.options(protocol=protocol, **changes)) as wire:
        with VirtualSatellite("kitchen", broker.options(client_id="satellite")) as satellite:
            satellite.wait_connected(WAIT_S)
            for turn in ("t1", "t2"):
                pieces = [LONG_PCM[n : n + 200_000] for n in range(0, len(LONG_PCM), 200_000)]
                for seq, pcm in enumerate([*pieces, b""]):
                    last = not pcm
                    wire.client.publish("kitchen", SpeechChunk(turn, seq, pcm, 24000, last=last))
                wire.client.publish("kitchen", Reply(turn, "", "", LONG_PCM, 24000))
                wire.client.publish("kitchen", TurnReport(turn, "answered"))
                wire.unsent.wait(lambda items, turn=turn: len(items) == int(turn[1]))
                error = wire.unsent.items[-1].error
                wire.client.publish("kitchen", Failure(error.code, error.reason, 1))
                heard = satellite.wait_for_turn(WAIT_S)
                assert heard.report.turn == turn
                assert heard.reply.pcm == LONG_PCM
                assert [f.code for f in heard.failures] == ["reply_too_large"]
                assert str(len(LONG_PCM))[:3] in error.reason
        wire.client.wait_connected(WAIT_S)
    log = (broker.folder / "log").read_text()
    ours = [line for line in log.splitlines() if "New client connected" in line and " as sarai" in line]
    # the second reply is not tried: what it would cost is known
    assert len(ours) == (4 if learns else 2)
    assert "Raise the broker's packet limit" in caplog.text
    assert ("mqtt.max_packet_bytes" in caplog.text) == (learns or bool(changes))


def test_large_pieces_of_the_stream_are_cut_to_what_the_broker_takes(start_mosquitto, peer):  # noqa: F811
    broker = start_mosquitto("anonymous", ["max_packet_size 100000"])
    inbox = peer(broker.options(), topic="sarai/tts/stream/#").inbox
    with Wire(broker.options(protocol="5")) as wire:
        wire.client.publish("k", SpeechChunk("t", 0, LONG_PCM[:500_000], 24000))
        wire.client.publish("k", SpeechChunk("t", 1, b"", 24000, last=True))
        inbox.wait(lambda messages: messages and messages[-1][0].endswith("/1"))
        assert [t.split("/")[5] for t in topics_of(inbox)] == [str(n) for n in range(7)]
        assert b"".join(payload[44:] for _, payload, _ in inbox.messages) == LONG_PCM[:500_000]
        assert wire.client.connected


def test_connections_that_end_on_sound_teach_no_limit_and_are_not_taken_for_a_thief(start_mosquitto):
    broker = start_mosquitto("anonymous", ["max_packet_size 300000"])
    with Wire(broker.options(protocol="3.1.1")) as wire:
        for n in range(3):
            wire.client.wait_connected(WAIT_S)
            wire.client.publish("k", SpeechChunk(f"t{n}", 0, LONG_PCM[:500_000], 24000))
            until = time.monotonic() + WAIT_S
            while wire.client._audio.up:  # noqa: SLF001
                assert time.monotonic() < until
                threading.Event().wait(0.01)
        assert not wire.client._limit.known  # noqa: SLF001
        assert not wire.trouble.items


@pytest.mark.parametrize("extra", [["max_packet_size 20000"]])
def test_a_state_that_is_too_large_is_told_and_the_others_arrive(start_mosquitto, peer, extra):  # noqa: F811
    broker = start_mosquitto("anonymous", extra)
    inbox = peer(broker.options()).inbox
    with Wire(broker.options(protocol="5")) as wire:
        wire.client.send(Outgoing("homeassistant/device/x/config", bytes(30_000), retain=True))
        wire.client.send(Outgoing("homeassistant/device/y/config", b"{}", retain=True))
        inbox.wait(lambda _: "homeassistant/device/y/config" in topics_of(inbox))
        assert [u.error.code for u in wire.unsent.items] == ["message_too_large"]
        assert wire.client.connected


TOO_LARGE, TAKEN_OVER = b"\xe0\x02\x95\x00", b"\xe0\x02\x8e\x00"


@pytest.mark.parametrize(("said", "tries"), [(TOO_LARGE, 1), (b"", 2)])
def test_what_a_broker_closes_on_is_tried_twice_at_most(said, tries, caplog):
    def answer(_number, topic, size):
        return said if size > 70_000 or topic == "odd" else None

    lost = News()
    with ScriptedBroker(answer) as broker:
        link = MqttConnection(MqttOptions(port=broker.port, protocol="5"), "test", [], Inbox(), lost=lost)
        link.start()
        link.wait_up(WAIT_S)
        link.send(Outgoing("large", bytes(80_000)))
        link.send(Outgoing("small", b"x"))
        lost.wait(lambda items: items)
        until = time.monotonic() + WAIT_S
        while "small" not in broker.taken and time.monotonic() < until:
            threading.Event().wait(0.01)
        link.send(Outgoing("larger", bytes(90_000)))
        lost.wait(lambda items: len(items) == 2)
        link.stop()
    assert [size > 70_000 for size in broker.sizes].count(True) == tries
    assert "small" in broker.taken
    assert [item.why for item in lost.items] == ["large", "large"]
    assert "80" in caplog.text


def test_an_act_that_gets_no_answer_is_called_back_with_its_connection():
    """The kernel would go on trying to send it for a minute, also after the connection was closed."""
    topics, unsent = [], News()

    def answer(_number, topic, _size):
        topics.append(topic)
        return False if "intent" in topic else None

    with ScriptedBroker(answer, is_v5=False) as broker:
        options = MqttOptions(port=broker.port, ages=Ages(act_s=0.5))
        link = MqttConnection(options, "test", [], Inbox(), lost=unsent)
        link.start()
        link.wait_up(WAIT_S)
        link.send(Outgoing("sarai/intent/k", b"{}"), time.monotonic() + 0.5, ("k", INTENT))
        unsent.wait(lambda items: items)
        link.send(Outgoing("sarai/turn/k", b"{}"))
        until = time.monotonic() + WAIT_S
        while "sarai/turn/k" not in broker.taken and time.monotonic() < until:
            threading.Event().wait(0.01)
        link.stop()
    assert topics.count("sarai/intent/k") == 1
    assert "sarai/turn/k" in broker.taken
    assert [(item.why, item.parcel.sent) for item in unsent.items] == [("late", True)]
    assert broker.ends[0] == "ConnectionResetError"
    assert len(broker.ids) == 2


def test_an_announced_limit_is_kept():
    # maximum packet size 5000
    connack = b"\0\0\x05\x27\0\0\x13\x88"
    lost = News()
    with ScriptedBroker(lambda *_: None, connack=connack) as broker:
        link = MqttConnection(MqttOptions(port=broker.port, protocol="5"), "test", [], Inbox(), lost=lost)
        link.start()
        link.wait_up(WAIT_S)
        link.send(Outgoing("large", bytes(5000)))
        link.send(Outgoing("fits", bytes(4000)))
        lost.wait(lambda items: items)
        until = time.monotonic() + WAIT_S
        while not broker.taken and time.monotonic() < until:
            threading.Event().wait(0.01)
        link.stop()
    assert broker.taken == ["fits"]
    assert "as it announces" in lost.items[0].cause


def test_a_takeover_that_the_broker_names_is_named_and_not_fought(caplog):
    trouble = News()
    with ScriptedBroker(lambda number, *_: TAKEN_OVER if number == 1 else None) as broker:
        options = MqttOptions(port=broker.port, protocol="5")
        link = MqttConnection(options, "test", [], Inbox(), on_trouble=trouble)
        link.start()
        trouble.wait(lambda items: items)
        link.wait_up(WAIT_S)
        link.stop()
    first, second = broker.ids
    assert first != second
    assert "has taken the client id" in caplog.text
    assert "second service" in trouble.items[0].remedy


class Thief:
    """A satellite that the ACL knows, under the id of somebody else; comes back as often as it is sent away."""

    def __init__(self, broker, client_id):
        self.came = Inbox()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=client_id)
        self.client.username_pw_set("kitchen", PASSWORD)
        self.client.on_connect = lambda *_: self.came("", b"", False)
        self.client.connect("127.0.0.1", broker.port)
        self.client.loop_start()
        self.came.wait(lambda messages: messages)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.disconnect()
        self.client.loop_stop()


def works(wire, listener, name):
    wire.client.publish("kitchen", Failure(name, "", 1))
    listener.inbox.wait(lambda messages: any(name.encode() in payload for _, payload, _ in messages))


@BOTH
def test_under_the_shipped_acl_a_satellite_cannot_take_our_place(start_mosquitto, peer, protocol):  # noqa: F811
    broker = start_mosquitto("deploy")
    listener = peer(broker.options(), client_id="listener")
    with Wire(broker.options(protocol=protocol)) as wire:
        # the ids that a service had which took the name of its settings
        with Thief(broker, "sarai-control"), Thief(broker, "sarai-audio"), Thief(broker, "sarai"):
            works(wire, listener, "undisturbed")
            assert wire.client.connected
            assert not wire.trouble.items


@BOTH
def test_a_thief_who_knows_our_id_is_named_and_left_with_it(start_mosquitto, peer, protocol, caplog):  # noqa: F811
    broker = start_mosquitto("deploy")
    listener = peer(broker.options(), client_id="listener")
    caplog.set_level(logging.INFO)
    with Wire(broker.options(protocol=protocol)) as wire:
        identity = wire.client._control._identity  # noqa: SLF001
        stolen = identity.of("control")
        with Thief(broker, stolen) as thief:
            wire.trouble.wait(lambda items: items)
            wire.client.wait_connected(WAIT_S)
            assert identity.of("control") != stolen
            works(wire, listener, "back")
            came = len(thief.came.messages)
            works(wire, listener, "still")
            assert len(thief.came.messages) == came
    assert "taken the client id of our connection control" in caplog.text
    assert wire.trouble.items[0].code == "client_id_taken"


def test_an_id_of_the_users_is_tried_slowly(start_mosquitto, caplog):
    broker = start_mosquitto("deploy")
    with Wire(broker.options(client_id="sarai")) as wire:
        with Thief(broker, "sarai-control"):
            wire.trouble.wait(lambda items: items)
    assert "Leave mqtt.client_id unset" in caplog.text


def test_what_a_satellite_asks_while_the_broker_is_away_is_not_done_when_it_is_back(mosquitto, listening):
    inbox = Inbox()
    ages = Ages(act_s=0.5, reply_s=60)
    with VirtualSatellite("kitchen", mosquitto.options(ages=ages)) as satellite:
        satellite.wait_connected(WAIT_S)
        mosquitto.stop()
        until = time.monotonic() + WAIT_S
        while satellite._connection.up:  # noqa: SLF001
            assert time.monotonic() < until
            threading.Event().wait(0.01)
        satellite.ask("unlock the door")
        satellite.say("hello")
        threading.Event().wait(0.6)  # longer than an act may wait
        mosquitto.start()
        with MqttClient(mosquitto.options(), Topics(), inbox) as client:
            client.wait_connected(WAIT_S)
            listening.set()
            inbox.wait(lambda _: "sarai/tts/say/kitchen" in topics_of(inbox))
    assert topics_of(inbox) == ["sarai/tts/say/kitchen"]


@pytest.mark.parametrize(
    ("extra", "client_id", "says", "advises"),
    [
        (DEFAULT_2_1, "", "2000000 bytes, as it announces", "stream only"),
        ([], "", "lets us in", ""),
        ([], "sarai", "lets us in", "Leave mqtt.client_id unset"),
    ],
)
def test_the_doctor_tells_of_small_packets_and_known_ids(
    start_mosquitto, monkeypatch, extra, client_id, says, advises
):
    broker = start_mosquitto("anonymous", extra)
    monkeypatch.setenv("SARAI_MQTT_PORT", str(broker.port))
    monkeypatch.setenv("SARAI_MQTT_CLIENT_ID", client_id)
    detail, remedy = doctor._broker(Assembly(load_settings()))  # noqa: SLF001
    assert says in detail
    assert advises in remedy
    assert bool(remedy) == bool(advises)
