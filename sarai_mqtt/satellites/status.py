"""Publishes devices, presence, settings, last turns and the service report; all of it again on request."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import (
    Event,
    LastTurn,
    Presence,
    ServiceReport,
    SettingChanged,
    StateChanged,
    TurnReport,
    UpcomingAlarms,
)
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.core.ports import Clock, DeviceDiscovery, Outbox
from sarai_mqtt.satellites.registry import SiteRegistry
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.site import Site

log = logging.getLogger(__name__)

# Intervals at which the presence of the sites is checked and the service report is published, seconds.
PRESENCE_S, REPORT_S = 15.0, 60.0
# Pause between two devices, seconds, so that other events do not wait behind all of them.
DEVICE_GAP_S = 0.05
# Delay of the last turn, seconds: it is not retained, and a client that has just learnt of its sensor
# subscribes a moment later.
LAST_TURN_DELAY_S = 1.0


@dataclass(frozen=True, slots=True)
class ModelsState:
    """Result of a check of the model files: `found` names the set that is present, `expected` the pinned one.

    `note` describes what is wrong, "" if nothing is.
    """

    found: str = ""
    expected: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """Facts that the service publishes about itself, and the port that publishes its devices.

    Args:
        version: version of this software.
        discovery: publishes the devices; None publishes none.
        memory: returns the resident memory of the process, bytes.
        models: checks every model file; blocks for about a second per gigabyte.

    """

    version: str = ""
    discovery: DeviceDiscovery | None = None
    memory: Callable[[], int] = lambda: 0
    models: Callable[[], ModelsState] = ModelsState


class StatusPublisher:
    """Publishes changes as they happen, and everything again for clients that missed it."""

    def __init__(
        self,
        service_info: ServiceInfo,
        outbox: Outbox,
        settings_store: SiteSettingsStore,
        sites: SiteRegistry,
        clock: Clock,
        *,
        upcoming: Callable[[str], UpcomingAlarms],
    ) -> None:
        self._info = service_info
        self._outbox = outbox
        self._settings_store = settings_store
        self._sites = sites
        self._clock = clock
        self._upcoming = upcoming
        self._alarms: dict[str, UpcomingAlarms] = {}
        self._presence: dict[str, Presence] = {}
        self._last: dict[str, LastTurn] = {}
        self._models = ModelsState()
        # Devices to publish, in order (None is the service); True to publish the state of the site, too.
        self._due: dict[str | None, bool] = {}
        self._publish_requested = asyncio.Event()
        self._verify_requested = asyncio.Event()
        self._verify_requested.set()

    async def run(self) -> None:
        """Publish devices and check model files when requested, and presence and report at intervals."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish_when_requested())
            tasks.create_task(self._verify_when_requested())
            tasks.create_task(self._publish_periodically())

    def publish_all(self) -> None:
        """Schedule everything to be published again: the broker, or Home Assistant, may have lost it."""
        self._due |= dict.fromkeys((None, *self._settings_store), True)
        self._publish_requested.set()

    def site_added(self, name: str) -> None:
        """Publish the state of a new site, and schedule its device, settings and presence."""
        site = self._sites[name]
        self._outbox.publish(name, StateChanged(site.state))
        self._due.setdefault(name, False)
        self._publish_requested.set()

    def verify_models(self) -> None:
        """Schedule a check of the model files, and a report of its result."""
        self._verify_requested.set()

    def publish_settings(self, name: str, key: str | None = None) -> None:
        """Publish the setting `key` of a site, or all of them (None)."""
        for known, value in self._settings_store.table.shown(self._settings_store.options(name)).items():
            if key in (None, known):
                self._outbox.publish(name, SettingChanged(known, value))

    def publish_presence(self, site: Site) -> None:
        """Publish the presence of a site if it has changed."""
        now = site.presence(self._clock())
        known = self._sites.get(site.name) is site
        if known and self._presence.get(site.name) != now:
            self._presence[site.name] = now
            self._outbox.publish(site.name, now)

    def publish_alarms(self) -> None:
        """Publish what is set for later at each site where that has changed."""
        for name in self._settings_store:
            self._publish_alarms(name)

    def _publish_alarms(self, name: str) -> None:
        now = self._upcoming(name)
        if self._alarms.get(name) != now:
            self._alarms[name] = now
            self._outbox.publish(name, now)

    def publish_open_microphone(self, site: Site, seconds: float) -> None:
        """Publish the presence of a site whose microphone is open for `seconds`: now, and after them."""
        self.publish_presence(site)
        asyncio.get_running_loop().call_later(seconds, self.publish_presence, site)

    def revived(self, site: Site) -> None:
        """Publish that a site is present again, and clear the retained report that its satellite is gone."""
        self.publish_presence(site)
        if self._info.discovery is not None:
            self._info.discovery.revive(site.name)

    def publish_event(self, site: Site, event: Event) -> None:
        """Publish an event of a site that no turn has yielded."""
        self._outbox.publish(site.name, event)

    def record_turn(self, name: str, event: Event) -> None:
        """Keep and publish the site's last turn if `event` reports one that was answered or failed."""
        if isinstance(event, TurnReport) and event.outcome in ("answered", "failed"):
            self._last[name] = LastTurn(
                event.outcome,
                event.text,
                event.language,
                event.intent,
                event.reply,
                event.source,
                event.timings,
            )
            self._outbox.publish(name, self._last[name])

    def remove(self, name: str) -> None:
        """Remove the device of a site, and publish nothing more about it."""
        self._due.pop(name, None)
        self._presence.pop(name, None)
        self._last.pop(name, None)
        self._alarms.pop(name, None)
        if self._info.discovery is not None:
            self._info.discovery.remove(name)

    def publish_report(self) -> None:
        """Publish the service report: version, memory, number of sites and model files."""
        self._outbox.publish(
            DEFAULT_SITE,
            ServiceReport(
                self._info.version,
                round(self._info.memory() / 1e6, 1),
                len(self._settings_store),
                self._models.found,
                self._models.expected,
                self._models.note,
            ),
        )

    def check_presence(self) -> None:
        """Publish the presence of each site whose presence has changed."""
        for site in list(self._sites.values()):
            self.publish_presence(site)

    async def _publish_when_requested(self) -> None:
        while True:
            await self._publish_requested.wait()
            while self._due:
                name = next(iter(self._due))
                anew = self._due.pop(name)
                try:
                    self._publish_device(name, anew=anew)
                except Exception:
                    # one faulty device must not affect the others, nor the service
                    log.exception("the device of %s cannot be shown", name or "the service")
                await asyncio.sleep(DEVICE_GAP_S)
            self.publish_report()
            self._publish_requested.clear()

    def _publish_device(self, name: str | None, *, anew: bool) -> None:
        if self._info.discovery is not None:
            self._info.discovery.show(name)
        if name is not None:
            self._publish_site(name, anew=anew)

    def _publish_site(self, name: str, *, anew: bool) -> None:
        site = self._sites.get(name)
        if anew:
            self._outbox.publish(name, StateChanged(site.state if site else "idle"))
        self.publish_settings(name)
        if anew:
            self._alarms.pop(name, None)
        if anew or self._upcoming(name).upcoming:
            self._publish_alarms(name)
        self._presence.pop(name, None)
        if site is not None:
            self.publish_presence(site)
        else:
            gone = Presence(available=True, connected=False, listening=False, speech=False)
            self._outbox.publish(name, gone)
        asyncio.get_running_loop().call_later(LAST_TURN_DELAY_S, self._publish_last_turn, name)

    def _publish_last_turn(self, name: str) -> None:
        if name in self._last:
            self._outbox.publish(name, self._last[name])

    async def _verify_when_requested(self) -> None:
        while True:
            await self._verify_requested.wait()
            self._verify_requested.clear()
            try:
                self._models = await asyncio.to_thread(self._info.models)
            except Exception as error:
                log.exception("the model files could not be looked over")
                reason = error.reason if isinstance(error, SaraiError) else f"{type(error).__name__}."
                self._models = replace(
                    self._models, found="unknown", note=f"The model files could not be looked over: {reason}"
                )
            log.info("model files: %s", self._models.note or "all as pinned")
            self.publish_report()

    async def _publish_periodically(self) -> None:
        checks = 0
        while True:
            await asyncio.sleep(PRESENCE_S)
            checks += 1
            self.check_presence()
            if checks % (REPORT_S // PRESENCE_S) == 0:
                self.publish_report()
