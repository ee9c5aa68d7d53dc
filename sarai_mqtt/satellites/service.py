"""The voice service: puts its parts together, routes messages to sites, and owns every task."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from math import inf

from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import (
    DEFAULT_SITE,
    AudioEnd,
    AudioIn,
    Broadcast,
    Played,
    SettingChange,
    SiteMessage,
    WakeWordDetected,
)
from sarai_mqtt.core.ports import ChunkDecoder, Outbox, Vad
from sarai_mqtt.satellites.announcements import Announcements
from sarai_mqtt.satellites.controls import Controls
from sarai_mqtt.satellites.error_reports import ErrorReporter, UnfailingOutbox
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.satellites.registry import SiteDependencies, SiteRegistry, options_at
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.status import ServiceInfo, StatusPublisher
from sarai_mqtt.satellites.turn_output import TurnOutput
from sarai_mqtt.satellites.turn_requests import TurnFactory
from sarai_mqtt.satellites.turn_scheduler import TurnScheduler
from sarai_mqtt.satellites.undelivered import RECONNECTED_S, Undelivered
from sarai_mqtt.turns.arbitration.arbiter import Arbiter
from sarai_mqtt.turns.request import Engines
from sarai_mqtt.turns.timers.alarm_records import Alarm
from sarai_mqtt.turns.timers.records import Timer
from sarai_mqtt.turns.timers.timers import Finished


class VoiceService:
    """Serves all sites: messages in, events out to the outbox.

    Public by way of its parts: `refuse` (reports an error), `publish_all` and `record_unsent` (takes each
    event that could not be sent).
    """

    def __init__(
        self,
        engines: Engines,
        outbox: Outbox,
        limits: Limits,
        new_vad: Callable[[], Vad],
        new_decoder: Callable[[], ChunkDecoder],
        *,
        settings_store: SiteSettingsStore | None = None,
        service_info: ServiceInfo | None = None,
    ) -> None:
        self._engines = engines
        # Only what a turn itself publishes may raise: then that turn fails.
        unfailing = self._outbox = UnfailingOutbox(outbox)
        self._limits = limits
        self._clock = engines.clock
        self.error_reporter = ErrorReporter(unfailing, engines.clock, limits.max_sites)
        self.refuse = self.error_reporter.refuse
        if settings_store is None:
            table = OptionTable(engines.languages, {})
            settings_store = SiteSettingsStore(
                table, partial(options_at, limits=limits), max_changed_sites=limits.max_sites
            )
        self._settings_store = settings_store
        dependencies = SiteDependencies(
            new_vad,
            new_decoder,
            engines.clock,
            unfailing,
            self.refuse,
        )
        self._sites = SiteRegistry(limits, dependencies)
        self._status = StatusPublisher(
            service_info or ServiceInfo(),
            unfailing,
            self._settings_store,
            self._sites,
            engines.clock,
            upcoming=engines.timers.upcoming,
        )
        self.publish_all = self._status.publish_all
        arbiter = Arbiter(limits.arbitration)
        self._announcements = Announcements(
            engines, self._sites, self._settings_store, self.refuse, engines.clock
        )
        self._turn_factory = TurnFactory(engines, limits, arbiter, self._announcements)
        output = TurnOutput(outbox, self._status, self.error_reporter, engines.clock, engines.ages)
        self._scheduler = TurnScheduler(
            engines,
            self._sites,
            self._status,
            output,
            turn_factory=self._turn_factory,
            arbiter=arbiter,
            turns_at_once=limits.turns_at_once,
        )
        self._controls = Controls(
            self._settings_store,
            self._sites,
            self._status,
            self._scheduler,
            turn_factory=self._turn_factory,
            languages=engines.languages,
            clock=engines.clock,
        )
        undelivered = Undelivered(unfailing, self.error_reporter, engines.audit, self._controls.announce)
        self.record_unsent, self._report_unsent = undelivered.record, undelivered.schedule_report
        # Clock reading from which on what is told is heard; None until the first connection.
        self._heard_from: float | None = None

    async def run(self, started: asyncio.Event) -> None:
        """Serve until cancelled; `started` is set when messages can be received."""
        try:
            async with asyncio.TaskGroup() as tasks:
                self._sites.start(self._scheduler, tasks)
                self._scheduler.start(tasks)
                self._announcements.start(self._turn_factory, self._scheduler, self._speaking_site)
                self._engines.timers.start(self._on_timer, self._may_end, self._status.publish_alarms)
                tasks.create_task(self._settings_store.keep(), name="settings")
                tasks.create_task(self._status.run(), name="status")
                started.set()
                await asyncio.Event().wait()
        finally:
            self._engines.timers.stop()
            self._scheduler.end()

    def on_connected(self) -> None:
        """Publish and report what could not be while the broker was away; called at each connection to it."""
        self._heard_from = -inf if self._heard_from is None else self._clock() + RECONNECTED_S
        self.publish_all()
        self._report_unsent()

    @property
    def sites(self) -> Mapping[str, Site]:
        """Sites that are known now, by name."""
        return self._sites

    def receive(self, message: SiteMessage | Broadcast, arrived: float) -> None:
        """Process one message, on the loop's thread; `arrived` is a clock reading. Never raises or blocks."""
        if isinstance(message, Broadcast):
            self._announce(message)
            return
        if self._controls.handle_without_site(message):
            return
        try:
            site = self._site(message.site, arrived, must=isinstance(message, SettingChange))
        except BadInput as error:
            self._refuse_unseen(message, error)
            return
        try:
            self._dispatch(site, message, arrived)
        except BadInput as error:
            self.refuse(site.name, error)

    def _announce(self, said: Broadcast) -> None:
        try:
            self._announcements.announce(said)
        except BadInput as error:
            self.refuse(said.site, error)

    def _refuse_unseen(self, message: SiteMessage, full: BadInput) -> None:
        """Refuse a message of a site for which there is no room; store a setting if the store accepts it.

        So a microphone can be closed unless those of `max_sites` others are: see `SiteSettingsStore.change`.
        """
        if not isinstance(message, SettingChange):
            self.refuse(DEFAULT_SITE, full)
            return
        try:
            self._controls.change_unseen(message, self._limits.max_sites)
        except BadInput as error:
            self.refuse(message.site, error)

    def _dispatch(self, site: Site, message: SiteMessage, arrived: float) -> None:
        self._controls.mark_present(site, message, arrived)
        match message:
            case AudioIn() | AudioEnd():
                if site.listens(self._clock()):
                    site.ear.receive(arrived, message)
            case Played(turn=turn):
                self._scheduler.playback_ended(site, turn)
            case WakeWordDetected():
                self._scheduler.wake(site)
            case _:
                self._controls.handle(site, message, arrived)

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Record `size` bytes of audio (not `sound`: messages) of a site that were dropped on arrival."""
        if not sound:
            self.refuse(site, BadInput("message_dropped", "Messages were given up: too many came at once."))
        elif site in self._sites:
            self._sites[site].ear.count_missed(size)

    def _site(self, name: str, arrived: float, *, must: bool = False) -> Site:
        """Return the site of that name, created if it is new. Raises BadInput `too_many_sites`.

        Clients can invent names: a site with changed settings, or one that `must` exist, takes the place of
        an idle one without changed settings.
        """
        site = self._sites.get(name)
        if site is None:
            known = must or self._settings_store.has_changes(name)
            may_evict = (
                (lambda other: not self._settings_store.has_changes(other)) if known else (lambda _: False)
            )
            site = self._sites.add(name, self._settings_store.options(name), may_evict=may_evict)
            site.last_message_at = arrived
            self._controls.site_added(name, self._limits.max_sites)
        site.last_message_at = arrived
        return site

    def _speaking_site(self, name: str) -> Site:
        """Return the live site of that name, to speak to; it has sent nothing. Raises `too_many_sites`."""
        return self._sites.get(name) or self._site(name, self._clock(), must=True)

    def _on_timer(self, timer: Finished) -> None:
        """Announce at its site that a timer has ended, or carry out the command it was set for."""
        if timer.missed is not None:
            # Recorded here, whether or not the site can be told.
            reason = f"{timer.late_s:.1f} s after it was due"
            self._engines.audit.note(AuditEntry.of(timer.site, "refused", timer.missed, reason=reason))
            asyncio.get_running_loop().call_later(max(0.0, self._unheard_s()), self._begin_timer, timer)
        else:
            self._begin_timer(timer)

    def _begin_timer(self, timer: Finished) -> None:
        """Begin the turn that announces a timer at its site, or carries out its command."""
        try:
            site = self._site(timer.site, self._clock(), must=True)
        except BadInput as error:
            self.refuse(DEFAULT_SITE, error)
            return
        if timer.command is None and not site.options.enabled:
            self.refuse(site.name, BadInput("site_disabled", "A timer ended where nothing may be said."))
            return
        self._scheduler.begin(site, self._turn_factory.from_timer(site, timer))

    def _may_end(self, timer: Timer | Alarm) -> bool:
        """Return True if a timer that is due may end; while the broker is away nobody would hear of it.

        A delayed command that needs no message is carried out regardless.
        """
        if timer.command is None:
            return self._outbox.connected and self._unheard_s() <= 0
        return self._outbox.connected or not self._engines.actor.by_message

    def _unheard_s(self) -> float:
        """Return the seconds until satellites must have reconnected to a broker that was away."""
        return 0.0 if self._heard_from is None else self._heard_from - self._clock()
