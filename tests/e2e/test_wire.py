"""The whole service on a broker that goes away, that takes no large packets, and whose satellites are no friends."""

import json
import signal
import time

import paho.mqtt.client as paho
import pytest

from sarai_mqtt.core.events import Failure, Intent, Reply, TurnReport
from tests.harness.brokers import PASSWORD, Mosquitto
from tests.harness.process import TURN_S, ServiceProcess

pytestmark = pytest.mark.slow
# A broker as mosquitto 2.1 is out of the box.
DEFAULT_2_1 = ["max_packet_size 2000000"]
SENTENCE = "The quick brown fox jumps over the lazy dog while the rain keeps falling on the old town. "
LETTERS_968 = (SENTENCE * 11)[:968]


@pytest.fixture
def start(tmp_path):
    """Give a function that starts a broker and a service of its own on it."""
    running = []

    def begin(kind="anonymous", extra=(), **variables):
        broker = Mosquitto(tmp_path, kind, extra).start()
        running.append(broker)
        service = ServiceProcess(broker, tmp_path, **variables)
        running.append(service)
        return service.wait_online()

    yield begin
    for part in reversed(running):
        part.stop()


def audit(service):
    path = service.log.parent / "state" / "audit.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def of(satellite, kind):
    return [event for event in satellite.events() if isinstance(event, kind)]


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_text_of_968_letters_is_said_and_the_next_turn_answered(start, protocol):
    service = start(extra=DEFAULT_2_1, SARAI_MQTT_PROTOCOL=protocol)
    with service.satellite("kitchen") as kitchen:
        kitchen.say(LETTERS_968, "en")
        said = kitchen.wait_for_turn(TURN_S)
        assert said.report.outcome == "answered"
        # it came as the stream, and was put together
        assert len(said.reply.pcm) > 2_000_000
        assert said.reply.pcm == b"".join(c.pcm for c in said.chunks)
        assert [f.code for f in said.failures] == ["reply_too_large"]
        kitchen.ask("turn on the kitchen light", "en")
        assert kitchen.wait_for_turn(TURN_S).report.intent == "HassTurnOn"
    log = (service.broker.folder / "log").read_text()
    assert log.count("oversize") <= (2 if protocol == "3.1.1" else 0)
    assert "are more than" in service.log.read_text()


def test_a_delayed_command_whose_time_comes_while_the_broker_is_away_is_told_and_not_done(start):
    service = start(SARAI_MQTT_PROTOCOL="3.1.1", SARAI_AGES_ACT_S="1")
    with service.satellite("kitchen") as kitchen:
        kitchen.ask("turn on the kitchen light in five seconds", "en")
        assert kitchen.wait_for_turn(TURN_S).report.intent == "HassStartTimer"
        service.broker.stop()
        time.sleep(7)
        service.broker.start()
        told = kitchen.wait_for_turn(TURN_S)
        assert "I missed" in told.report.reply
        assert told.intent is None
        (missed,) = [e for e in audit(service) if e["intent"] == "HassTurnOn"]
        assert missed["verdict"] == "refused"
        assert "s after it was due" in missed["reason"]


def test_an_act_that_got_stuck_in_a_dead_connection_is_audited_and_told_once(start):
    service = start(SARAI_AGES_ACT_S="3", SARAI_AGES_REPLY_S="1")
    with service.satellite("kitchen") as kitchen:
        kitchen.ask("turn on the kitchen light in five seconds", "en")
        assert kitchen.wait_for_turn(TURN_S).report.intent == "HassStartTimer"
        # nobody can know that it is dead until it is gone
        service.broker.process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + TURN_S
        while "sent" not in [e["verdict"] for e in audit(service)]:
            assert time.monotonic() < until, audit(service)
            time.sleep(0.05)
        service.broker.process.kill()
        service.broker.process.wait(10)
        time.sleep(3.5)
        service.broker.start()
        until = time.monotonic() + TURN_S
        while not (told := [r for r in of(kitchen, TurnReport) if "connection" in r.reply]):
            assert time.monotonic() < until, kitchen.events()
            time.sleep(0.1)
        # a broker that is slow enough is missed before the act is handed over
        handed_over = told[0].reply.endswith("may not have been done.")
        assert handed_over or told[0].reply.endswith("was not done.")
        kitchen.wait_for(Reply, TURN_S)
        assert [f.code for f in of(kitchen, Failure)].count("act_late") == 1
        assert not of(kitchen, Intent)
    acts = [e for e in audit(service) if e["intent"] == "HassTurnOn"]
    assert [e["verdict"] for e in acts] == ["sent", "unknown" if handed_over else "refused"]
    assert "too long for the broker" in acts[-1]["reason"]


def test_a_satellite_cannot_silence_the_house_and_the_ids_outlive_a_restart(start):
    service = start("deploy")
    broker = service.broker
    thieves = []
    for client_id in ("sarai-control", "sarai-audio"):
        thief = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=client_id)
        thief.username_pw_set("hall", PASSWORD)
        thief.connect("127.0.0.1", broker.port)
        thief.loop_start()
        thieves.append(thief)
    kept = json.loads((service.log.parent / "state" / "client_id.json").read_text())
    until = time.monotonic() + TURN_S
    while not all(f"as {kept}{letter} " in (broker.folder / "log").read_text() for letter in "ac"):
        assert time.monotonic() < until
        time.sleep(0.05)
    with service.satellite("kitchen") as kitchen:
        kitchen.ask("turn on the kitchen light", "en")
        assert kitchen.wait_for_turn(TURN_S).report.intent == "HassTurnOn"
    for thief in thieves:
        thief.disconnect()
        thief.loop_stop()
    assert "client id" not in service.log.read_text()
    service.stop()
    again = ServiceProcess(broker, service.log.parent).wait_online()
    again.stop()
    assert json.loads((service.log.parent / "state" / "client_id.json").read_text()) == kept
