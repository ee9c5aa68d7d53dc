"""The service with fakes for engines, on a real broker: what Home Assistant would see there."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest

from sarai_mqtt.adapters.mqtt.client import MqttClient
from sarai_mqtt.adapters.mqtt.discovery import Discovery, DiscoveryOptions, birth
from sarai_mqtt.adapters.mqtt.satellite import VirtualSatellite
from sarai_mqtt.adapters.mqtt.topics import Topics
from sarai_mqtt.adapters.state_files import StateFiles
from sarai_mqtt.core.site_options import OptionTable
from sarai_mqtt.devices import wake, welcome
from sarai_mqtt.handover import Handover
from sarai_mqtt.limits import Limits
from sarai_mqtt.service import VoiceService
from sarai_mqtt.showroom import Outlook
from sarai_mqtt.site_book import SiteBook
from sarai_mqtt.sites import options_at
from tests.fakes import LoudVad, RawDecoder
from tests.integration.test_mqtt_client import Peer
from tests.unit.test_service import NO_DRAFTS, House

WAIT_S = 20
TABLE = OptionTable(("en", "es"), {})


class Seen(Peer):
    """Keeps the last payload of every topic, as Home Assistant would find them."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def last(self, topic):
        return next((p for t, p, _ in reversed(self.inbox.messages) if t == topic), None)

    async def until(self, condition):
        async with asyncio.timeout(WAIT_S):
            while not condition():
                await asyncio.sleep(0.01)

    async def until_last(self, topic, payload):
        await self.until(lambda: self.last(topic) == payload)

    def devices(self):
        """Give the payloads of the devices that are shown, by name."""
        topics = {t for t, _, _ in self.inbox.messages if t.startswith("homeassistant/device/")}
        shown = [json.loads(p) for t in topics if (p := self.last(t))]
        return {d["device"]["name"]: d for d in shown}


@asynccontextmanager
async def serving(options, folder, **more):
    """Run the service as `app.serve` puts it together, with fakes for engines; `more` are limits."""
    loop, house, store = asyncio.get_running_loop(), House(), StateFiles(folder)
    topics, born, limits = Topics(), birth("homeassistant"), Limits(NO_DRAFTS, **more)

    def route(message):
        if message.topic == born.topic_filter:
            welcome(message, service.show_all)
        else:
            service.receive(
                topics.parse(message.topic, message.payload, retain=message.retained), message.arrived
            )

    handover = Handover(loop, route, lambda *_: None, topics.is_sound)
    client = MqttClient(options, handover.put, [born], lambda: wake(loop, service.show_all))
    showcase = Discovery(DiscoveryOptions(), client.topics, TABLE, client.send, store)
    service = VoiceService(
        house.engines,
        client,
        limits,
        LoudVad,
        RawDecoder,
        book=SiteBook(TABLE, lambda site: options_at(site, limits), store, most_set=limits.max_sites),
        outlook=Outlook(showcase=showcase),
    )
    started = asyncio.Event()
    task = asyncio.create_task(service.run(started))
    await started.wait()
    client.start()
    await asyncio.to_thread(client.wait_connected, WAIT_S)
    try:
        yield service
    finally:
        task.cancel()
        await asyncio.wait([task])
        await asyncio.to_thread(client.stop)
        house.engines.close()


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
