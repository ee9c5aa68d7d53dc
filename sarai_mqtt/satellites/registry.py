"""Registry of the live sites, each with an audio input and output set up by its settings."""

from asyncio import TaskGroup
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.ports import ChunkDecoder, Clock, Outbox, Vad
from sarai_mqtt.core.speech_events import SpeechEvent
from sarai_mqtt.satellites.audio_input import Ear
from sarai_mqtt.satellites.audio_output import Mouth
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import AUTO, SiteOptions
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.site_states import TurnPhase
from sarai_mqtt.turns.dialogue import Dialogue

# A site that has sent nothing for this long makes room for a new one when there are `max_sites`, seconds.
FORGET_S = 600.0


@dataclass(frozen=True, slots=True)
class SiteDependencies:
    """Dependencies of every site's ear and mouth: see `audio_input.Ear`.

    `refuse` gets the site's name with each error.
    """

    new_vad: Callable[[], Vad]
    new_decoder: Callable[[], ChunkDecoder]
    clock: Clock
    outbox: Outbox
    refuse: Callable[[str, SaraiError], None]


class SpeechListener(Protocol):
    """Takes what the ears of all sites hear, and learns which sites are dropped."""

    def hear(self, site: Site, event: SpeechEvent, spoken: float) -> None:
        """Take an event of the site's ear; its audio was spoken at clock reading `spoken`."""

    def drop(self, site: Site) -> None:
        """Take leave of a site that is no longer live."""


class SiteRegistry(Mapping[str, Site]):
    """The live sites by name, `max_sites` at most."""

    def __init__(self, limits: Limits, dependencies: SiteDependencies) -> None:
        self._limits = limits
        self._dependencies = dependencies
        self._sites: dict[str, Site] = {}
        self._listener: SpeechListener
        self._tasks: TaskGroup

    def start(self, listener: SpeechListener, tasks: TaskGroup) -> None:
        """Let `listener` have what is heard, by ears that run in `tasks`; call it before `add`."""
        self._listener, self._tasks = listener, tasks

    def __getitem__(self, name: str) -> Site:
        """Return the site of that name. Raises KeyError."""
        return self._sites[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._sites)

    def __len__(self) -> int:
        """Return the number of live sites."""
        return len(self._sites)

    def add(
        self, name: str, options: SiteOptions, *, may_evict: Callable[[str], bool] = lambda _: False
    ) -> Site:
        """Create a site. Raises BadInput `too_many_sites` if all places are taken and none can be freed.

        Sites that have sent nothing for `FORGET_S` make room; if there is none, the longest silent idle site
        does for whose name `may_evict` returns True.
        """
        if len(self._sites) >= self._limits.max_sites:
            self._drop_silent()
        if len(self._sites) >= self._limits.max_sites:
            self._drop_one(may_evict)
        if len(self._sites) >= self._limits.max_sites:
            raise BadInput("too_many_sites", f"More than {self._limits.max_sites} sites speak to us.")
        site = Site(name, options, Dialogue(self._limits.dialogue_timeouts))
        site.mouth = Mouth(
            options.barge_in, self._dependencies.clock, partial(self._dependencies.outbox.publish, name)
        )
        self._open_ear(site)
        self._sites[name] = site
        return site

    def drop(self, name: str) -> None:
        """Remove the site and stop its ear; what its last turn still comes to is no longer shown."""
        site = self._sites.pop(name)
        _close_ear(site)
        self._listener.drop(site)

    def set(self, site: Site, options: SiteOptions) -> None:
        """Apply `options`. The utterance in progress is dropped if they change how the site is heard."""
        before, site.options = site.options, options
        site.mouth.barge_in = options.barge_in
        site.microphone.apply(options)
        if (before.hears, before.mode, before.silence_ms) != (
            options.hears,
            options.mode,
            options.silence_ms,
        ):
            _close_ear(site)
            self._open_ear(site)

    def _open_ear(self, site: Site) -> None:
        dependencies = self._dependencies
        site.ear = Ear(
            site.name,
            endpointing_at(site.options, self._limits.endpointing),
            self._limits.stale_ms,
            vad=dependencies.new_vad(),
            decoder=dependencies.new_decoder(),
            clock=dependencies.clock,
            heard=partial(self._listener.hear, site),
            refuse=partial(dependencies.refuse, site.name),
        )
        site.listening = self._tasks.create_task(site.ear.run(), name=f"site:{site.name}")

    def _drop_silent(self) -> None:
        """Drop the sites that have sent nothing for `FORGET_S` and run no turn."""
        now = self._dependencies.clock()
        for name, site in list(self._sites.items()):
            if site.turns.idle and now - site.last_message_at > FORGET_S:
                self.drop(name)

    def _drop_one(self, may_evict: Callable[[str], bool]) -> None:
        """Drop the longest silent site that `may_evict` allows, unless it has a turn or an open question."""
        resting = (site for site in self._sites.values() if site.turns.phase is TurnPhase.RESTING)
        silent = min(
            (site for site in resting if may_evict(site.name)),
            key=lambda site: site.last_message_at,
            default=None,
        )
        if silent is not None:
            self.drop(silent.name)


def _close_ear(site: Site) -> None:
    site.listening.cancel()
    site.ear.close()


def options_at(site: str, limits: Limits) -> SiteOptions:
    """Return the initial settings of `site`."""
    return SiteOptions(
        language=limits.language or AUTO,
        barge_in=limits.barge_in_at.get(site, limits.barge_in),
        silence_ms=limits.endpointing.stop_ms,
    )


def endpointing_at(options: SiteOptions, limits: EndpointingLimits) -> EndpointingLimits:
    """Return the limits for a site's `silence_ms`.

    A complete command never waits longer than that, a dangling sentence never shorter.
    """
    stop_ms = options.silence_ms
    return replace(
        limits,
        stop_ms=stop_ms,
        complete_ms=min(limits.complete_ms, stop_ms),
        dangling_ms=max(limits.dangling_ms, stop_ms),
    )
