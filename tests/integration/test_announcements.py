"""Announcements for several sites, on a real broker; the engines are fakes."""

import json

import numpy as np
import pytest

from sarai_mqtt.core.chime import chime
from sarai_mqtt.core.wav import parse_wav
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness.golden.record import ReadableTts
from tests.harness.mqtt import Peer, Seen
from tests.harness.mqtt_service import serving

CHIME = chime(ReadableTts.rate)


@pytest.fixture
def seen(mosquitto):
    with Seen(mosquitto.options()) as peer:
        yield peer


def spoken(seen, site):
    """Return the last whole speech for a site: if a chime is before it, and its words; None without any."""
    wav = seen.last(f"sarai/tts/out/{site}")
    if wav is None:
        return None
    data = parse_wav(wav).data
    words = data.removeprefix(CHIME)
    said = np.frombuffer(words, "<u2")[:: ReadableTts.each].tobytes().decode("utf-16-le")
    return len(words) < len(data), said


async def known(seen, *sites):
    for site in sites:
        await seen.until(lambda name=site: seen.last(f"sarai/presence/{name}"))


def satellites(broker, *sites):
    return [VirtualSatellite(site, broker.options(), announce=True) for site in sites]


async def test_it_is_spoken_everywhere_but_where_it_was_said(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path, tts=ReadableTts()) as service:
        one, two, three = satellites(mosquitto, "kitchen", "hall", "study")
        with one, two, three:
            await known(seen, "kitchen", "hall", "study")
            body = {"text": "Dinner.", "language": "en", "except": ["kitchen"], "id": "d1"}
            for _ in range(2):  # a QoS 1 message may come twice
                seen.client.publish("sarai/announce", json.dumps(body), 1)
            await seen.until(lambda: spoken(seen, "hall") and spoken(seen, "study"))
            await seen.until(lambda: seen.last("sarai/turn/hall") and seen.last("sarai/turn/study"))
            for site in ("hall", "study"):
                assert spoken(seen, site) == (True, "en|Dinner.")
                report = json.loads(seen.last(f"sarai/turn/{site}"))
                assert (report["outcome"], report["reply"]) == ("answered", "Dinner.")
            assert spoken(seen, "kitchen") is None
            turns = [t for t, _, _ in seen.inbox.messages if t.startswith("sarai/turn/")]
            assert sorted(turns) == ["sarai/turn/hall", "sarai/turn/study"]
            assert not service.error_reporter.error_counts.counts


async def test_in_a_place_that_nobody_knows_nothing_is_announced_and_the_sender_is_told(
    mosquitto, seen, tmp_path
):
    async with serving(mosquitto.options(), tmp_path, tts=ReadableTts()):
        (one,) = satellites(mosquitto, "hall")
        with one:
            await known(seen, "hall")
            for bad in ('{"text": "x", "areas": ["cellar"]}', '{"text": "x", "area": "hall"}', "{"):
                seen.client.publish("sarai/announce", bad, 1)
            seen.client.publish("sarai/announce", '{"text": "Here.", "areas": ["HALL"], "chime": false}', 1)
            await seen.until(lambda: spoken(seen, "hall"))
            told = [json.loads(p)["code"] for t, p, _ in seen.inbox.messages if t == "sarai/error/default"]
            # the second fault of a kind within a second is counted and not told again
            assert told == ["unknown_place", "bad_json"]
            assert spoken(seen, "hall") == (False, "en|Here.")
            assert seen.last("sarai/tts/out/cellar") is None


async def test_home_assistant_has_an_entity_that_announces_everywhere(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path, tts=ReadableTts()):
        one, two = satellites(mosquitto, "hall", "study")
        with one, two:
            await known(seen, "hall", "study")
            await seen.until(lambda: "Sarai" in seen.devices())
            entity = seen.devices()["Sarai"]["components"]["announce"]
            assert entity["platform"] == "notify"
            # what Home Assistant makes of the template
            seen.client.publish(entity["command_topic"], json.dumps({"text": '{"a": 1}'}), 1)
            await seen.until(lambda: spoken(seen, "study") and seen.last("sarai/turn/hall"))
            assert json.loads(seen.last("sarai/turn/hall"))["reply"] == '{"a": 1}'


async def test_the_acl_lets_home_assistant_announce_and_a_satellite_not(start_mosquitto, tmp_path):
    broker = start_mosquitto("deploy")
    with Seen(broker.options(username="homeassistant")) as house:
        async with serving(broker.options(), tmp_path, tts=ReadableTts()):
            house.client.publish("sarai/wake/kitchen", b"", 1)
            await known(house, "kitchen")
            satellite = Peer(broker.options(username="kitchen"), "k", "sarai/status")
            satellite.publish("sarai/announce", "From a satellite.")
            house.client.publish("sarai/announce", "From the house.", 1)
            await house.until(lambda: spoken(house, "kitchen") and house.last("sarai/turn/kitchen"))
            satellite.close()
            assert json.loads(house.last("sarai/turn/kitchen"))["reply"] == "From the house."
