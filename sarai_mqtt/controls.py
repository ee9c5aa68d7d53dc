"""What people set, press and write at a site, and when its microphone is open."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Listen
from sarai_mqtt.core.inbound import (
    Ask,
    AudioEnd,
    AudioIn,
    Change,
    Deed,
    Do,
    Played,
    Present,
    Say,
    SiteMessage,
    Wake,
)
from sarai_mqtt.core.language import for_language
from sarai_mqtt.core.site_options import SiteOptions
from sarai_mqtt.openings import Openings
from sarai_mqtt.showroom import Showroom
from sarai_mqtt.site import Site
from sarai_mqtt.site_book import SiteBook
from sarai_mqtt.sites import Sites
from sarai_mqtt.turn import Engines, TurnInput

# So long after a wake word, or after we asked something, may be answered.
LISTEN_S = 8.0
# So long after a satellite said that it is gone there may still be sound of it on its way.
OVERTAKEN_S = 1.0
# What comes from a satellite; all else may come from anybody.
_OF_A_SATELLITE = AudioIn | AudioEnd | Ask | Played | Wake

TEST_SENTENCES: Mapping[str, str] = {
    "en": "This is a test. You can hear me.",
    "es": "Esto es una prueba. Me oyes bien.",
}


@dataclass(frozen=True, slots=True)
class Turns:
    """What can be done with the turns of a site: see the methods of VoiceService of these names.

    `openings` makes what a turn starts from.
    """

    begin: Callable[[Site, TurnInput], None]
    give_up: Callable[[Site, TurnInput], None]
    withdraw: Callable[[Site], None]
    rest: Callable[[Site], None]
    openings: Openings


class Controls:
    """Does what comes from the controls of a site, and tells what is then set."""

    def __init__(
        self,
        book: SiteBook,
        sites: Sites,
        showroom: Showroom,
        turns: Turns,
        engines: Engines,
    ) -> None:
        self._book = book
        self._sites = sites
        self._showroom = showroom
        self._turns = turns
        self._languages = engines.languages
        self._clock = engines.clock
        self._audit = engines.audit

    def met(self, name: str, max_sites: int) -> None:
        """Show a site that speaks to us; beyond `max_sites` forget the one longest unmet."""
        self._forget(self._book.meet(name, max_sites, self._sites))
        self._showroom.show(name)

    def take_apart(self, message: SiteMessage) -> bool:
        """Do what concerns no site that speaks to us; False when `message` does."""
        match message:
            case Do(deed="verify_models"):
                self._showroom.verify_models()
                return True
            case Present(online=False):
                # the retained will of a satellite that we have forgotten, or never met
                return message.site not in self._book
            case Present(online=None):
                return message.site not in self._sites
        return False

    def notice(self, site: Site, message: SiteMessage, arrived: float) -> None:
        """Believe a site that was said to be gone that it is there, when something comes from it.

        Another satellite may have said it, or the will of one that is back but says nothing of itself. What
        comes by another connection than a will may be the last of the one that is gone.
        """
        if site.online is not False or not isinstance(message, _OF_A_SATELLITE):
            return
        if isinstance(message, AudioIn) and arrived - site.gone_at < OVERTAKEN_S:
            return
        site.online = None
        self._showroom.revived(site)

    def take(self, site: Site, message: Ask | Say | Change | Present | Do, arrived: float) -> None:
        """Do as `message` says. Raises BadInput `site_disabled`, `bad_setting`."""
        match message:
            case Ask() | Say():
                self._write(site, arrived, message)
            case Change(key=key, value=value):
                self._set(site, key, value)
            case Present(online=online):
                site.online, site.gone_at = online, arrived
                self._showroom.presence(site)
            case Do(deed=deed):
                self._do(site, deed, arrived)

    def _write(self, site: Site, arrived: float, text: Ask | Say) -> None:
        if not site.options.enabled:
            raise BadInput("site_disabled", "The site is switched off.", "Set enabled to on.")
        announce = isinstance(text, Say)
        usual = self._book.table.voice_language(site.options) if announce else site.options.fixed_language
        language, opened = text.language or usual, self._turns.openings
        self._turns.begin(site, opened.written(site, text.text, language, arrived, announce=announce))

    def announce(self, name: str, text: str, language: str) -> None:
        """Say something of our own at a site, if it is there and on; `language` "" is guessed."""
        site = self._sites.get(name)
        if site is not None and site.options.enabled:
            opened = self._turns.openings.written(site, text, language or None, self._clock(), announce=True)
            self._turns.begin(site, opened)

    def _set(self, site: Site, key: str, value: str) -> None:
        self._hold(site, self._book.change(site.name, key, value, reset=self._reset))
        self._showroom.settings(site.name, key)
        self._showroom.presence(site)

    def _hold(self, site: Site, options: SiteOptions) -> None:
        """Let `options` hold at a site that speaks to us."""
        self._sites.set(site, options)
        if not site.ear.active:
            # the utterance in hand, if there was one, is forgotten
            self._turns.withdraw(site)
        if not site.options.enabled:
            self._stop(site)
        elif site.state == "listening" and not site.ear.active:
            self._turns.rest(site)

    def _reset(self, name: str) -> None:
        """Let nothing hold at a site but what is set at first, and tell."""
        if name in self._sites:
            self._hold(self._sites[name], self._book.options(name))
        self._showroom.settings(name)

    def change(self, change: Change, max_sites: int) -> None:
        """Set something at a site that does not speak to us now; forget one that is beyond `max_sites`.

        Raises BadInput `bad_setting`, `too_many_sites`.
        """
        self._book.change(change.site, change.key, change.value, reset=self._reset)
        if change.site in self._book:
            self._showroom.settings(change.site, change.key)
        self._forget(self._book.surplus(max_sites, self._sites))

    def _do(self, site: Site, deed: Deed, arrived: float) -> None:
        if deed == "test":
            language = self._book.table.voice_language(site.options) or self._languages[0]
            self._write(site, arrived, Say(site.name, for_language(TEST_SENTENCES, language), language))
            return
        self._stop(site)
        if deed == "forget":
            self._forget(site.name)

    def _stop(self, site: Site) -> None:
        """Fall silent; give up the turn that has the floor, and what waits behind it."""
        site.asks = None
        dropped = site.dialogue.drop()
        if dropped is not None:
            self._audit.note(AuditEntry.of(site.name, "declined", dropped, reason="stopped"))
        if site.waiting is not None:
            site.queued.appendleft(site.waiting)
            site.waiting = None
        if site.granted is not None:
            site.granted.endpoint = None
            site.queued.appendleft(site.granted.given)
            site.granted = None
        while site.queued:
            self._turns.give_up(site, site.queued.popleft())
        if site.work is not None:
            site.work.cancel()
        if site.mouth.silence() or site.work is not None or site.state == "listening":
            self._turns.rest(site)

    def _forget(self, name: str | None) -> None:
        """Know a site no longer, until it speaks to us again; None is no site."""
        if name is None:
            return
        if name in self._sites:
            self._turns.withdraw(self._sites[name])
            self._sites.drop(name)
        self._book.forget(name)
        self._showroom.remove(name)

    def open_microphone(self, name: str, turn: str, seconds: float = LISTEN_S) -> None:
        """Let a person answer without a wake word once our speech, that of `turn`, has been played."""
        site = self._sites.get(name)
        if site is not None:
            site.asks = Listen(turn, seconds)
            if site.turn is None and site.state != "speaking":
                self._turns.rest(site)

    def listen(self, site: Site, seconds: float) -> None:
        """Open the microphone for so long."""
        site.open_until = self._clock() + seconds
        self._showroom.presence(site)
        asyncio.get_running_loop().call_later(seconds, self._showroom.presence, site)

    def rested(self, site: Site) -> None:
        """Open the microphone if we asked something: now that it has been said."""
        asked, site.asks = site.asks, None
        if asked is not None and site.options.hears:
            self.listen(site, asked.seconds)
            self._showroom.tell(site, asked)

    def heard_out(self, site: Site) -> None:
        """Close the microphone: what it was opened for has been said."""
        site.open_until = 0.0
        self._showroom.presence(site)
