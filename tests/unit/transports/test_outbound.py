"""What waits while there is no broker: each is given up when its time is over, without anything else happening."""

import queue
import time
from types import SimpleNamespace

from sarai_mqtt.core.events import Intent, StateChanged
from sarai_mqtt.transports.mqtt import outbound as module
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.outbound import Outbound
from sarai_mqtt.transports.mqtt.packets import PacketLimit
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from tests.harness.clock import ManualClock
from tests.harness.waiting import WAIT_S

INTENT = Intent("t1", "HassTurnOff", {}, ("lock.door",), "unlock the door", "en", 1.0)


def outbound():
    lost = queue.Queue()
    return Outbound("test", PacketLimit(), lost.put, is_v5=False), lost


def test_a_lone_act_is_given_up_when_it_is_too_late():
    out, lost = outbound()
    until = time.monotonic() + 0.05
    out.send(Outgoing("act", b""), until)
    item = lost.get(timeout=WAIT_S)
    assert (item.parcel.message.topic, item.why, item.parcel.sent) == ("act", "late", False)
    assert time.monotonic() > until


def test_the_earliest_deadline_comes_first_and_the_others_follow(monkeypatch):
    clock = ManualClock()
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=clock))
    out, lost = outbound()
    for topic, left in (("last", 3600), ("second", 0.1), ("first", 0.05), ("never", float("inf"))):
        out.send(Outgoing(topic, b""), clock.now + left)
    for topic in ("first", "second"):
        assert lost.empty()
        clock.now += 0.06
        assert lost.get(timeout=WAIT_S).parcel.message.topic == topic
    assert lost.empty()


def test_what_waits_when_the_client_stops_is_given_up_and_what_comes_then_too():
    unsent = queue.Queue()
    client = MqttClient(MqttOptions(), Topics(), lambda *_: None, on_unsent=unsent.put)
    client.publish("kitchen", INTENT)
    client.publish("kitchen", StateChanged("thinking"))
    client.stop()
    client.publish("hall", INTENT)
    items = [unsent.get_nowait() for _ in range(2)]
    assert [(u.site, u.event, u.why, u.sent) for u in items] == [
        ("kitchen", INTENT, "late", False),
        ("hall", INTENT, "late", False),
    ]
    assert "stopped" in items[0].cause
    assert unsent.empty()
