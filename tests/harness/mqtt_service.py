"""The service with fakes for engines, on a real broker."""

import asyncio
from contextlib import asynccontextmanager

from sarai_mqtt.app.connections import Connections
from sarai_mqtt.app.device_discovery import republish_on_birth
from sarai_mqtt.app.state_store import StateStore
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.satellites.registry import options_at
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.status import ServiceInfo
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.discovery import Discovery, DiscoveryOptions, birth
from tests.harness.audio import LoudVad, RawDecoder
from tests.harness.mqtt import WAIT_S
from tests.harness.service import NO_DRAFTS, ServiceHarness

TABLE = OptionTable(("en", "es"), {})


class Intake:
    """Passes what comes in to the service, as `app/process` does where no package acts."""

    def __init__(self):
        self.service = None

    def receive(self, message, arrived):
        self.service.receive(message, arrived)

    def miss(self, site, size, *, sound=True):
        self.service.miss(site, size, sound=sound)

    def refuse(self, site, error, times=1):
        self.service.refuse(site, error, times)


@asynccontextmanager
async def serving(options, folder, dialects=(), transports=None, tts=None, **more):
    """Run the service on a broker as `app.serve` puts it together, with fakes for engines.

    `dialects` and `transports` are those besides Sarai's own, `more` are limits.
    """
    loop, house, store = asyncio.get_running_loop(), ServiceHarness(tts=tts), StateStore(folder)
    topics, born, limits = Topics(), birth("homeassistant"), Limits(NO_DRAFTS, **more)
    intake = Intake()
    connections = Connections(
        loop,
        options,
        topics,
        intake,
        handlers={born.topic_filter: lambda message: republish_on_birth(message, service.publish_all)},
        also=[born],
        dialects=dialects,
        transports=transports,
        on_up=lambda: service.publish_all(),
        on_unsent=lambda unsent: service.record_unsent(unsent),
        on_trouble=lambda error: service.refuse(DEFAULT_SITE, error),
    )
    send, forget = connections.client.send, connections.forget
    discovery = Discovery(DiscoveryOptions(), topics, TABLE, send, store, on_removed=forget)
    service = intake.service = VoiceService(
        house.engines,
        connections.outbox,
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
    connections.start()
    checking = asyncio.create_task(connections.check())
    await asyncio.to_thread(connections.client.wait_connected, WAIT_S)
    try:
        yield service
    finally:
        task.cancel()
        checking.cancel()
        await asyncio.wait([task, checking])
        await connections.stop()
        house.engines.close()
