"""The service with fakes for engines, on a real broker."""

import asyncio
from contextlib import asynccontextmanager

from sarai_mqtt.app.device_discovery import call_on_loop, republish_on_birth
from sarai_mqtt.app.state_store import StateStore
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.satellites.registry import options_at
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.status import ServiceInfo
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.discovery import Discovery, DiscoveryOptions, birth
from sarai_mqtt.transports.mqtt.handover import Handover
from tests.harness.audio import LoudVad, RawDecoder
from tests.harness.mqtt import WAIT_S
from tests.harness.service import NO_DRAFTS, ServiceHarness

TABLE = OptionTable(("en", "es"), {})


@asynccontextmanager
async def serving(options, folder, **more):
    """Run the service on a broker as `app.serve` puts it together, with fakes for engines; `more` are limits."""
    loop, house, store = asyncio.get_running_loop(), ServiceHarness(), StateStore(folder)
    topics, born, limits = Topics(), birth("homeassistant"), Limits(NO_DRAFTS, **more)

    def route(message):
        if message.topic == born.topic_filter:
            republish_on_birth(message, service.publish_all)
        else:
            service.receive(
                topics.parse(message.topic, message.payload, retain=message.retained), message.arrived
            )

    handover = Handover(loop, route, lambda *_: None, topics.is_audio)
    client = MqttClient(options, handover.put, [born], lambda: call_on_loop(loop, service.publish_all))
    discovery = Discovery(DiscoveryOptions(), client.topics, TABLE, client.send, store)
    service = VoiceService(
        house.engines,
        client,
        limits,
        LoudVad,
        RawDecoder,
        settings_store=SiteSettingsStore(
            TABLE, lambda site: options_at(site, limits), store, max_changed_sites=limits.max_sites
        ),
        service_info=ServiceInfo(discovery=discovery),
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
