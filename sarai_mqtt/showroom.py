"""What is shown of us beside the turns: the devices, how each site is there, its last turn, and ourselves."""

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
)
from sarai_mqtt.core.inbound import DEFAULT_SITE
from sarai_mqtt.ports import Clock, Outbox, Showcase
from sarai_mqtt.site import Site
from sarai_mqtt.site_book import SiteBook
from sarai_mqtt.sites import Sites

log = logging.getLogger(__name__)

# How often it is looked who is still there, and our memory is told.
LOOK_S, REPORT_S = 15.0, 60.0
# One device after the other, so that what else is sent does not wait behind all of them.
PACE_S = 0.05
# Who has just learnt of a sensor subscribes a moment later, and what is not retained would be lost on it.
SUBSCRIBED_S = 1.0


@dataclass(frozen=True, slots=True)
class ModelsState:
    """The model files: `found` names the set that is here, `expected` the one that is pinned."""

    found: str = ""
    expected: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can be seen of us from outside.

    Args:
        version: of this software.
        showcase: shows the devices; None shows none.
        memory: gives our resident memory, bytes.
        models: looks every model file over; blocks for about a second a gigabyte.

    """

    version: str = ""
    showcase: Showcase | None = None
    memory: Callable[[], int] = lambda: 0
    models: Callable[[], ModelsState] = ModelsState


class Showroom:
    """Publishes what is news, and all of it again for who missed it."""

    def __init__(self, outlook: Outlook, outbox: Outbox, book: SiteBook, sites: Sites, clock: Clock) -> None:
        self._outlook = outlook
        self._outbox = outbox
        self._book = book
        self._sites = sites
        self._clock = clock
        self._presence: dict[str, Presence] = {}
        self._last: dict[str, LastTurn] = {}
        self._models = ModelsState()
        # What is to be shown, in order (None is the service), and whether its state is too.
        self._due: dict[str | None, bool] = {}
        self._wanted = asyncio.Event()
        self._look_over = asyncio.Event()
        self._look_over.set()

    async def run(self) -> None:
        """Show all of it whenever that is wanted, look after the sites, and report."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._show_when_wanted())
            tasks.create_task(self._verify_when_wanted())
            tasks.create_task(self._report())

    def show_all(self) -> None:
        """Show everything anew: the broker, or Home Assistant, may have lost it."""
        self._due |= dict.fromkeys((None, *self._book), True)
        self._wanted.set()

    def show(self, name: str) -> None:
        """Show the device of a new site, its settings and how it is there, when its turn comes."""
        site = self._sites[name]
        self._outbox.publish(name, StateChanged(site.state))
        self._due.setdefault(name, False)
        self._wanted.set()

    def verify_models(self) -> None:
        """Look the model files over, and tell."""
        self._look_over.set()

    def settings(self, name: str, key: str | None = None) -> None:
        """Tell what is set at a site: `key`, or all."""
        for known, value in self._book.table.shown(self._book.options(name)).items():
            if key in (None, known):
                self._outbox.publish(name, SettingChanged(known, value))

    def presence(self, site: Site) -> None:
        """Tell how a site is there, if that is news."""
        now = site.presence(self._clock())
        known = self._sites.get(site.name) is site
        if known and self._presence.get(site.name) != now:
            self._presence[site.name] = now
            self._outbox.publish(site.name, now)

    def revived(self, site: Site) -> None:
        """Tell that a site is there whose satellite, or another of its, was said to be gone."""
        self.presence(site)
        if self._outlook.showcase is not None:
            self._outlook.showcase.revive(site.name)

    def tell(self, site: Site, event: Event) -> None:
        """Tell a site something of no turn in work."""
        self._outbox.publish(site.name, event)

    def note(self, name: str, event: Event) -> None:
        """Keep and tell what came of something that was said or asked at a site."""
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
        """Show nothing more of a site."""
        self._due.pop(name, None)
        self._presence.pop(name, None)
        self._last.pop(name, None)
        if self._outlook.showcase is not None:
            self._outlook.showcase.remove(name)

    def report(self) -> None:
        """Tell about ourselves."""
        self._outbox.publish(
            DEFAULT_SITE,
            ServiceReport(
                self._outlook.version,
                round(self._outlook.memory() / 1e6, 1),
                len(self._book),
                self._models.found,
                self._models.expected,
                self._models.note,
            ),
        )

    def look(self) -> None:
        """See which sites are still there."""
        for site in list(self._sites.values()):
            self.presence(site)

    async def _show_when_wanted(self) -> None:
        while True:
            await self._wanted.wait()
            while self._due:
                name = next(iter(self._due))
                anew = self._due.pop(name)
                try:
                    self._show(name, anew=anew)
                except Exception:
                    # one device must not cost all the others, nor the service
                    log.exception("the device of %s cannot be shown", name or "the service")
                await asyncio.sleep(PACE_S)
            self.report()
            self._wanted.clear()

    def _show(self, name: str | None, *, anew: bool) -> None:
        if self._outlook.showcase is not None:
            self._outlook.showcase.show(name)
        if name is not None:
            self._show_site(name, anew=anew)

    def _show_site(self, name: str, *, anew: bool) -> None:
        site = self._sites.get(name)
        if anew:
            self._outbox.publish(name, StateChanged(site.state if site else "idle"))
        self.settings(name)
        self._presence.pop(name, None)
        if site is not None:
            self.presence(site)
        else:
            gone = Presence(available=True, connected=False, listening=False, speech=False)
            self._outbox.publish(name, gone)
        asyncio.get_running_loop().call_later(SUBSCRIBED_S, self._tell_last_turn, name)

    def _tell_last_turn(self, name: str) -> None:
        if name in self._last:
            self._outbox.publish(name, self._last[name])

    async def _verify_when_wanted(self) -> None:
        while True:
            await self._look_over.wait()
            self._look_over.clear()
            try:
                self._models = await asyncio.to_thread(self._outlook.models)
            except Exception as error:
                log.exception("the model files could not be looked over")
                reason = error.reason if isinstance(error, SaraiError) else f"{type(error).__name__}."
                self._models = replace(
                    self._models, found="unknown", note=f"The model files could not be looked over: {reason}"
                )
            log.info("model files: %s", self._models.note or "all as pinned")
            self.report()

    async def _report(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(LOOK_S)
            looks += 1
            self.look()
            if looks % (REPORT_S // LOOK_S) == 0:
                self.report()
