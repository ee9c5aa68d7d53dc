"""Announcements for several sites: where each is spoken, and the wait until it is quiet there."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.home import Area, Floor, Home
from sarai_mqtt.core.messages import Broadcast
from sarai_mqtt.core.ports import Clock
from sarai_mqtt.languages.packs import unknown_language
from sarai_mqtt.satellites.microphone import MicrophoneState
from sarai_mqtt.satellites.registry import SiteRegistry
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.site_states import TurnPhase
from sarai_mqtt.satellites.site_turns import HeldTurn
from sarai_mqtt.satellites.turn_requests import TurnFactory
from sarai_mqtt.satellites.turn_scheduler import TurnScheduler
from sarai_mqtt.turns.request import Engines

log = logging.getLogger(__name__)

# How often it is checked whether a site is quiet while an announcement waits for it, seconds.
RECHECK_S = 0.1
# How long what a microphone hears holds an announcement back, seconds: a television never ends.
PATIENCE_S = 10.0
# Ids of announcements that are remembered, so that one that comes twice is spoken once.
_IDS = 256


class Announcements:
    """The `ports.Announcer` of the service.

    At each it waits until no turn runs or waits, no question is open, nothing may be playing and, for
    `PATIENCE_S` at most, nobody speaks: so it is never over a reply, an alarm or a person. One that may not
    wait that long is given up.

    Args:
        engines: their home says where sites stand.
        sites: the live sites.
        known: all sites, also those that have sent nothing since the start, and their settings.
        refuse: reports an error of a site.
        clock: monotonic time, seconds.

    """

    def __init__(
        self,
        engines: Engines,
        sites: SiteRegistry,
        known: SiteSettingsStore,
        refuse: Callable[[str, SaraiError], None],
        clock: Clock,
    ) -> None:
        self._engines = engines
        self._sites = sites
        self._known = known
        self._refuse = refuse
        self._clock = clock
        self._ids: OrderedDict[str, None] = OrderedDict()
        # What was last announced at each site.
        self._texts: dict[str, str] = {}
        self._armed: asyncio.TimerHandle | None = None
        self._turn_factory: TurnFactory
        self._scheduler: TurnScheduler
        self._live_site: Callable[[str], Site]

    def start(
        self, turn_factory: TurnFactory, scheduler: TurnScheduler, live_site: Callable[[str], Site]
    ) -> None:
        """Take announcements from now on.

        `live_site` returns the live site of that name, made if need be; it raises BadInput
        (`too_many_sites`).
        """
        self._turn_factory, self._scheduler, self._live_site = turn_factory, scheduler, live_site

    def announce(self, said: Broadcast) -> tuple[str, ...]:
        """Speak an announcement wherever it is for; return the names of these sites.

        Raises BadInput as `ports.Announcer.announce` says.
        """
        if said.language is not None and said.language not in self._engines.languages:
            raise unknown_language(said.language, "There is no voice", self._engines.languages)
        names = self._speakers(self._named(said), said)
        if said.id in self._ids:
            log.info("the announcement %s came again", said.id)
            return ()
        self._remember(said.id)
        return tuple(name for name in names if self._hold(name, said))

    def spoken_since(self, since: float) -> str:
        """Return the announcements that may have been audible at clock reading `since` or later."""
        texts = {
            text: None
            for name, text in self._texts.items()
            if name in self._sites and text in self._sites[name].mouth.spoken_since(since)
        }
        return " ".join(texts)

    def _named(self, said: Broadcast) -> list[str]:
        """Return the sites that `said` names, or stand in its places. Raises BadInput (`unknown_place`)."""
        if not (said.sites or said.areas or said.floors):
            return list(self._known)
        home = self._engines.understander.home
        unknown = [name for name in said.sites if name not in self._known]
        floors = _found(home.floors, said.floors, unknown)
        areas = _found(home.areas, said.areas, unknown) | _areas_on(home, floors)
        if unknown:
            raise BadInput(
                "unknown_place",
                f"There is no site, area or floor {unknown[0]!r} here: nothing was announced.",
                "Use names of sites, and ids or names of areas and floors.",
            )
        there = (name for name in self._known if self._turn_factory.area_of(name) in areas)
        return list(dict.fromkeys((*said.sites, *there)))

    def _speakers(self, names: Iterable[str], said: Broadcast) -> Sequence[str]:
        """Return those of `names` that can speak: not excluded, not switched off, and not known to be gone.

        Raises BadInput (`no_speaker`) if there is none.
        """
        able = [name for name in names if name not in said.excluded and self._can_speak(name)]
        if not able:
            raise BadInput("no_speaker", "No site is there that could speak it: nothing was announced.")
        return able

    def _can_speak(self, name: str) -> bool:
        site = self._sites.get(name)
        return self._known.options(name).enabled and (site is None or site.online is not False)

    def _remember(self, key: str) -> None:
        if key:
            self._ids[key] = None
            while len(self._ids) > _IDS:
                self._ids.popitem(last=False)

    def _hold(self, name: str, said: Broadcast) -> bool:
        """Hold the announcement until the site is quiet; return False if there is no room for the site."""
        now = self._clock()
        try:
            site = self._live_site(name)
        except BadInput as error:
            self._refuse(name, error)
            return False
        language = said.language or self._known.table.voice_language(site.options)
        request = self._turn_factory.from_broadcast(site, said, language, now)
        given_up = site.turns.hold(HeldTurn(request, now, now + said.max_age_s))
        if given_up is not None:
            self._scheduler.give_up(site, given_up)
        self._release(site)
        return True

    def _release(self, site: Site) -> None:
        """Begin the announcement that was held longest if the site is quiet; give up those that expired."""
        now = self._clock()
        for expired in site.turns.expire_held(now):
            self._scheduler.give_up(site, expired)
            late = "An announcement was given up: there was no quiet moment for it."
            self._refuse(site.name, BadInput("reply_late", late))
        if site.turns.held and _is_quiet(site, now, since=site.turns.held[0].since):
            request = site.turns.release(now)
            self._texts[site.name] = request.text
            self._scheduler.begin(site, request)
        if site.turns.held and self._armed is None:
            self._armed = asyncio.get_running_loop().call_later(RECHECK_S, self._check)

    def _check(self) -> None:
        self._armed = None
        for site in list(self._sites.values()):
            if site.turns.held:
                self._release(site)


def _is_quiet(site: Site, now: float, since: float) -> bool:
    """Return True if an announcement that waits since then may be spoken."""
    if site.turns.phase is not TurnPhase.RESTING or site.mouth.playing:
        return False
    waking = site.options.mode == "wake" and site.microphone.state(now) is MicrophoneState.OPEN
    return not (site.ear.active or waking) or now - since > PATIENCE_S


def _found(
    places: Mapping[str, Area] | Mapping[str, Floor], names: Iterable[str], unknown: list[str]
) -> set[str]:
    """Return the ids of the places with these ids or names; add the names of none to `unknown`."""
    ids: set[str] = set()
    for said in names:
        wanted = said.casefold()
        here = {
            place.id
            for place in places.values()
            if place.id == said or wanted in (n.casefold() for some in place.names.values() for n in some)
        }
        ids |= here
        if not here:
            unknown.append(said)
    return ids


def _areas_on(home: Home, floors: set[str]) -> set[str]:
    return {area.id for area in home.areas.values() if area.floor in floors}
