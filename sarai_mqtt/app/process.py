"""The service as a process: builds its parts, connects them, runs them and shuts them down."""

import asyncio
import signal
import sys
from collections.abc import Callable
from functools import partial

from sarai_mqtt.app.assembly import Assembly, mqtt_options
from sarai_mqtt.app.device_discovery import call_on_loop, discovery, republish_on_birth
from sarai_mqtt.app.memory import compact_after_load, resident
from sarai_mqtt.app.model_files import verify_models
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thread_budget import SWITCH_S
from sarai_mqtt.core.errors import BadInput, BrokerError, SaraiError
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.messages import DEFAULT_SITE, ActionReport
from sarai_mqtt.core.version import VERSION
from sarai_mqtt.engines.audio_decoder import PayloadDecoder
from sarai_mqtt.home.mqtt_catalogue import read_catalogue
from sarai_mqtt.home.package_actor import PackageActor
from sarai_mqtt.home.registry import HomeRegistry
from sarai_mqtt.satellites.registry import options_at
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.status import ServiceInfo
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.discovery import birth
from sarai_mqtt.transports.mqtt.handover import Handover, Message
from sarai_mqtt.transports.mqtt.identity import kept_identity

START_S = 15.0
# Longest wait after the start, seconds, for the areas of the sites, before the sites are shown without them:
# for Home Assistant itself if there is a token, else for its package.
AREAS_FROM_HA_S, AREAS_FROM_PACKAGE_S = 30.0, 2.0


class _MessageRouter:
    """Routes MQTT messages to the service, to the home model and to the package's actor."""

    def __init__(self, settings: Settings, package: PackageActor) -> None:
        self._settings = settings
        self._package = package
        self._birth_topic = birth(settings.ha.prefix).topic_filter
        self.client: MqttClient
        self.service: VoiceService
        self.home_registry: HomeRegistry

    def route(self, message: Message) -> None:
        """Pass one message on; report it as an error of its site if it is malformed."""
        topics = self.client.topics
        try:
            if message.topic == self._birth_topic:
                republish_on_birth(message, self.service.publish_all)
            elif message.topic == topics.home:
                self._on_catalogue(message.payload)
            else:
                inbound = topics.parse(message.topic, message.payload, retain=message.retained)
                if isinstance(inbound, ActionReport):
                    self._package.reported(inbound.turn, inbound.acted)
                else:
                    self.service.receive(inbound, message.arrived)
        except BadInput as error:
            self.service.refuse(topics.site_of(message.topic), error)

    def on_connected(self) -> None:
        """Publish what could not be published while the broker was away."""
        self.service.publish_all()
        self.service.report_unsent()

    def on_dropped(self, topic: str, size: int) -> None:
        """Report messages on `topic`, `size` bytes in all, that were dropped because too many waited."""
        self.service.miss(self.client.topics.site_of(topic), size, sound=self.is_audio(topic))

    def is_audio(self, topic: str) -> bool:
        """Return True for the topics of audio; safe from any thread."""
        return self.client.topics.is_audio(topic)

    def on_home(self, home: Home) -> None:
        """Replace the home by `home`, which was read from Home Assistant."""
        self.home_registry.update(home)

    def on_areas(self) -> None:
        """Publish the sites again: their areas have become known or have changed."""
        self.service.publish_all()

    def report(self, error: SaraiError) -> None:
        """Count and publish an error that concerns no site."""
        self.service.refuse(DEFAULT_SITE, error)

    def _on_catalogue(self, payload: bytes) -> None:
        """Replace the home by the package's catalogue; ignored if the service reads Home Assistant itself."""
        if self._settings.ha.url is not None:
            return
        if not payload:
            self._package.present = False
            return
        catalogue = read_catalogue(payload, self._settings.languages)
        self._package.present = catalogue.acts
        self.home_registry.update(catalogue.home)


async def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Run the service until SIGTERM or SIGINT; `ready` is called once it serves.

    Raises ConfigError, ModelError, and BrokerError if the broker refuses the connection.
    """
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sys.setswitchinterval(SWITCH_S)
    assembly, package = Assembly(settings), PackageActor()
    router = _MessageRouter(settings, package)
    home_assistant = assembly.home_assistant(router.on_home, router.report)
    with compact_after_load():
        await asyncio.to_thread(assembly.new_vad)  # a missing model is reported now, not at each site
        engines = await asyncio.to_thread(
            assembly.engines, package if home_assistant is None else home_assistant.actor
        )

    limits = assembly.limits()
    options = mqtt_options(settings)
    client = router.client = MqttClient(
        options,
        Handover(loop, router.route, router.on_dropped, router.is_audio).put,
        [birth(settings.ha.prefix)],
        lambda: call_on_loop(loop, router.on_connected),
        identity=kept_identity(options, assembly.store),
        on_unsent=lambda unsent: call_on_loop(loop, partial(service.record_unsent, unsent)),
        on_trouble=lambda error: call_on_loop(loop, partial(router.report, error)),
    )
    home_registry = router.home_registry = HomeRegistry(
        assembly.home_file,
        assembly.understander,
        assembly.learn,
        router.report,
        router.on_areas,
    )
    areas_due = loop.time() + (AREAS_FROM_PACKAGE_S if home_assistant is None else AREAS_FROM_HA_S)
    device_discovery = discovery(
        settings,
        lambda: home_registry.home,
        assembly.site_table,
        client,
        assembly.store,
        version=VERSION,
        areas_known=lambda: home_registry.is_reported or loop.time() >= areas_due,
    )
    service = router.service = VoiceService(
        engines,
        client,
        limits,
        assembly.new_vad,
        PayloadDecoder,
        settings_store=SiteSettingsStore(
            assembly.site_table,
            partial(options_at, limits=limits),
            assembly.store,
            max_changed_sites=limits.max_sites,
        ),
        service_info=ServiceInfo(VERSION, device_discovery, resident, partial(verify_models, settings)),
    )
    started = asyncio.Event()
    serving = asyncio.create_task(service.run(started))
    await started.wait()
    # If the home is still unknown by then, the sites that waited are shown without an area.
    loop.call_at(areas_due + 0.1, lambda: home_registry.is_reported or service.publish_all())
    client.start()
    ready()
    tasks = [
        serving,
        asyncio.create_task(home_registry.run()),
        asyncio.create_task(stop.wait()),
        asyncio.create_task(_watch_for_refusal(client)),
    ]
    if home_assistant is not None:
        tasks.append(asyncio.create_task(home_assistant.run()))
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await asyncio.to_thread(client.stop)
        engines.close()
        assembly.pool.close()


async def _watch_for_refusal(client: MqttClient) -> None:
    """Raise BrokerError if the broker refuses the first connection; an absent one may still come."""
    try:
        await asyncio.to_thread(client.wait_connected, START_S)
    except BrokerError as error:
        if error.code != "broker_absent":
            raise
    await asyncio.Event().wait()
