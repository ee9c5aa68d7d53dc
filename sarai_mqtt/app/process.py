"""The service as a process: builds its parts, connects them, runs them and shuts them down."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.connections import Connections
from sarai_mqtt.app.device_discovery import discovery, republish_on_birth
from sarai_mqtt.app.memory import compact_after_load, resident
from sarai_mqtt.app.model_files import verify_models
from sarai_mqtt.app.options import mqtt_options
from sarai_mqtt.config.groups import OUR_DIALECT
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thread_budget import SWITCH_S
from sarai_mqtt.core.errors import BadInput, BrokerError, SaraiError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import ANSWERED
from sarai_mqtt.core.messages import DEFAULT_SITE, ActionReport, ClientMessage
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.core.version import VERSION
from sarai_mqtt.engines.audio_decoder import PayloadDecoder
from sarai_mqtt.home.mqtt_catalogue import read_catalogue
from sarai_mqtt.home.package_actor import PackageActor
from sarai_mqtt.home.registry import HomeRegistry
from sarai_mqtt.languages.detection import function_words
from sarai_mqtt.languages.packs import faults_in, folder_of, pack
from sarai_mqtt.satellites.registry import options_at
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.status import ServiceInfo
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.discovery import birth
from sarai_mqtt.transports.mqtt.handover import Message
from sarai_mqtt.transports.mqtt.identity import kept_identity
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from sarai_mqtt.understanding import guards

log = logging.getLogger(__name__)

START_S = 15.0
# Longest wait after the start, seconds, for the areas of the sites, before the sites are shown without them:
# for Home Assistant itself if there is a token, else for its package.
AREAS_FROM_HA_S, AREAS_FROM_PACKAGE_S = 30.0, 2.0


class _Intake:
    """The `ports.Inbound` of the service: messages go to it, and reports of acts to the package's actor."""

    def __init__(self, settings: Settings, package: PackageActor) -> None:
        self._settings = settings
        self._package = package
        self.service: VoiceService
        self.timers: TimerScheduler
        self.home_registry: HomeRegistry

    def receive(self, message: ClientMessage, arrived: float) -> None:
        """Pass one message on; `arrived` is the monotonic clock at its arrival, s."""
        if isinstance(message, ActionReport):
            self._package.reported(message.turn, message.acted, message.seq)
        else:
            self.service.receive(message, arrived)

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Record `size` bytes of audio (not `sound`: messages) of a site that were dropped on arrival."""
        self.service.miss(site, size, sound=sound)

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Count and publish an error of a site."""
        self.service.refuse(site, error, times)

    def on_connected(self) -> None:
        """Publish what could not be published while the broker was away."""
        self.service.on_connected()

    def on_birth(self, message: Message) -> None:
        """Publish everything again for a Home Assistant that has just started."""
        republish_on_birth(message, self.service.publish_all)

    def on_unsent(self, unsent: Unsent) -> None:
        """Record an event that could not be sent."""
        self.service.record_unsent(unsent)

    def house_acts(self, intent: Intent) -> bool:
        """Return True if the package in Home Assistant carries out `intent` and reports on it."""
        return self._package.present and intent.name in ANSWERED

    def on_home(self, home: Home) -> None:
        """Replace the home by `home`, which was read from Home Assistant."""
        self.home_registry.update(home)

    def on_surroundings(self, surroundings: Surroundings) -> None:
        """Follow the time zone, sunrise and sunset that Home Assistant tells."""
        self.timers.learn(surroundings)

    def on_areas(self) -> None:
        """Publish the sites again: their areas have become known or have changed."""
        self.service.publish_all()

    def report(self, error: SaraiError) -> None:
        """Count and publish an error that concerns no site."""
        self.service.refuse(DEFAULT_SITE, error)

    def on_catalogue(self, message: Message) -> None:
        """Replace the home by the package's catalogue; ignored if the service reads Home Assistant itself.

        Raises BadInput as `read_catalogue` does.
        """
        if self._settings.ha.url is not None:
            return
        if not message.payload:
            self._package.present = False
            return
        catalogue = read_catalogue(message.payload, self._settings.languages)
        self._package.present = catalogue.acts
        self.home_registry.update(catalogue.home)


async def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Run the service until SIGTERM or SIGINT; `ready` is called once it serves.

    Raises ConfigError, ModelError, and BrokerError if the broker refuses the connection.
    """
    for language in settings.languages:
        # one at fault ends the start before anything is half loaded; the first sentence compiles nothing
        with faults_in(folder_of(language)):
            pack(language).paraphrases()
    # also one that is not in use, but of which some words are looked for in every text
    guards.prepare()
    function_words()
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    sys.setswitchinterval(SWITCH_S)
    assembly, package = Assembly(settings), PackageActor()
    intake = _Intake(settings, package)
    home_assistant = assembly.home_assistant(intake.on_home, intake.report, intake.on_surroundings)
    for missing in assembly.missing_voices.values():
        if missing.by_choice:
            log.info("%s", missing.reason)
        else:
            log.warning("%s. %s", missing.reason, missing.remedy)
    assembly.import_engines()
    with compact_after_load():
        await asyncio.to_thread(assembly.new_vad)  # a missing model is reported now, not at each site
        engines = await asyncio.to_thread(
            assembly.engines, package if home_assistant is None else home_assistant.actor
        )

    intake.timers = engines.timers
    limits = assembly.limits()
    options, topics = mqtt_options(settings), Topics(settings.mqtt.root)
    born = birth(settings.ha.prefix)
    connections = Connections(
        loop,
        options,
        topics,
        intake,
        handlers={born.topic_filter: intake.on_birth, topics.home: intake.on_catalogue},
        also=[born],
        dialects=[name for name in settings.mqtt.dialects if name != OUR_DIALECT],
        # A transport of its own connections is one more entry: "name": partial(Server, settings.name)
        transports={},
        house_acts=intake.house_acts,
        identity=kept_identity(options, assembly.store),
        on_up=intake.on_connected,
        on_unsent=intake.on_unsent,
        on_trouble=intake.report,
    )
    client = connections.client
    home_registry = intake.home_registry = HomeRegistry(
        assembly.home_file,
        assembly.understander,
        assembly.learn,
        intake.report,
        intake.on_areas,
    )
    areas_due = loop.time() + (AREAS_FROM_PACKAGE_S if home_assistant is None else AREAS_FROM_HA_S)
    device_discovery = discovery(
        settings,
        lambda: home_registry.home,
        assembly.site_table,
        topics=topics,
        send=client.send,
        store=assembly.store,
        version=VERSION,
        areas_known=lambda: home_registry.is_reported or loop.time() >= areas_due,
        on_removed=connections.forget,
    )
    service = intake.service = VoiceService(
        engines,
        connections.outbox,
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
    for error in _lost(assembly.store.damaged, engines.timers.dropped):
        intake.report(error)
    connections.start()
    ready()
    tasks = [
        serving,
        asyncio.create_task(home_registry.run()),
        asyncio.create_task(stop.wait()),
        asyncio.create_task(_watch_for_refusal(client)),
        asyncio.create_task(connections.check()),
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
        await connections.stop()
        engines.close()
        assembly.pool.close()


def _lost(damaged: Sequence[str], dropped: int) -> Iterator[BadInput]:
    """Yield what of the stored state could not be used."""
    for name in damaged:
        yield BadInput("state_damaged", f"The file {name}.json cannot be read and was set aside.")
    if dropped:
        yield BadInput("state_damaged", f"{dropped} stored timers or alarms cannot be used.")


async def _watch_for_refusal(client: MqttClient) -> None:
    """Raise BrokerError if the broker refuses the first connection; an absent one may still come."""
    try:
        await asyncio.to_thread(client.wait_connected, START_S)
    except BrokerError as error:
        if error.code != "broker_absent":
            raise
    await asyncio.Event().wait()
