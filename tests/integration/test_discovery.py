"""The service with fakes for engines, on a real broker: what Home Assistant would see there."""

import json

import pytest

from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness.mqtt import Seen
from tests.harness.mqtt_service import serving

WAIT_S = 30


@pytest.fixture
def seen(mosquitto):
    with Seen(mosquitto.options()) as peer:
        yield peer


def announced(broker, site):
    return VirtualSatellite(site, broker.options(), announce=True)


async def test_a_satellite_becomes_a_device_whose_controls_work_both_ways(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path):
        with announced(mosquitto, "kitchen"):
            await seen.until(lambda: set(seen.devices()) == {"Sarai", "Sarai kitchen"})
            components = seen.devices()["Sarai kitchen"]["components"]
            for key, value in {"volume": "30", "mute": "on", "mode": "wake", "language": "es"}.items():
                control = components[key]
                seen.client.publish(control["command_topic"], value, 1)
                await seen.until_last(control["state_topic"], value.encode())
            presence = components["listening"]["state_topic"]
            await seen.until(lambda: json.loads(seen.last(presence))["connected"])
        # its will
        await seen.until(lambda: not json.loads(seen.last(presence))["available"])
    await seen.until_last("sarai/status", b"offline")


async def test_sites_and_settings_survive_a_restart_of_the_service(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path):
        seen.client.publish("sarai/set/hall/volume", "30", 1)
        await seen.until_last("sarai/state/hall/volume", b"30")
    seen.inbox.messages.clear()
    async with serving(mosquitto.options(), tmp_path):
        await seen.until(lambda: set(seen.devices()) == {"Sarai", "Sarai hall"})
        await seen.until_last("sarai/state/hall/volume", b"30")


async def test_everything_is_shown_again_when_home_assistant_is_born(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path):
        seen.client.publish("sarai/ask/hall", '{"text": "turn on the light", "language": "en"}', 1)
        await seen.until(lambda: seen.last("sarai/last/hall") and "Sarai hall" in seen.devices())
        seen.inbox.messages.clear()
        seen.client.publish("homeassistant/status", "online", 1)
        await seen.until(lambda: set(seen.devices()) == {"Sarai", "Sarai hall"})
        await seen.until(lambda: seen.last("sarai/last/hall"))
        assert seen.last("sarai/state/hall/mode") == b"always"
        assert seen.last("sarai/status") == b"online"


async def test_a_broker_that_forgets_everything_is_told_again(mosquitto, tmp_path):
    async with serving(mosquitto.options(), tmp_path):
        with Seen(mosquitto.options()) as before:
            before.client.publish("sarai/set/hall/volume", "30", 1)
            await before.until_last("sarai/state/hall/volume", b"30")
        mosquitto.stop()
        mosquitto.start()
        with Seen(mosquitto.options()) as after:
            await after.until(lambda: set(after.devices()) == {"Sarai", "Sarai hall"})
            await after.until_last("sarai/state/hall/volume", b"30")
            await after.until_last("sarai/status", b"online")


async def test_a_forgotten_site_leaves_nothing_on_the_broker(mosquitto, seen, tmp_path):
    async with serving(mosquitto.options(), tmp_path):
        seen.client.publish("sarai/set/hall/volume", "30", 1)
        await seen.until(lambda: "Sarai hall" in seen.devices() and seen.last("sarai/presence/hall"))
        seen.client.publish("sarai/do/hall", "forget", 1)
        await seen.until(lambda: set(seen.devices()) == {"Sarai"})
        await seen.until(lambda: seen.last("sarai/state/hall/volume") == b"")
    with Seen(mosquitto.options(), client_id="later") as later:
        await later.until_last("sarai/status", b"offline")
        assert not [t for t, p, retained in later.inbox.messages if retained and p and "hall" in t]
