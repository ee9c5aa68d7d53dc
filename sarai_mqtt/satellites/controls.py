"""Settings, buttons and texts sent to a site."""

from collections.abc import Sequence

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    AudioIn,
    Button,
    ButtonPressed,
    Played,
    SatellitePresence,
    SettingChange,
    SiteMessage,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.core.ports import Clock
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.satellites.options import SiteOptions
from sarai_mqtt.satellites.registry import SiteRegistry
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.status import StatusPublisher
from sarai_mqtt.satellites.turn_requests import TurnFactory
from sarai_mqtt.satellites.turn_scheduler import TurnScheduler

# How long audio may still arrive from a satellite that has reported itself gone, seconds.
OVERTAKEN_S = 1.0
# Messages that only a satellite sends; any client may send the others.
_OF_A_SATELLITE = AudioIn | AudioEnd | TextCommand | Played | WakeWordDetected


class Controls:
    """Applies settings, buttons and texts to a site and publishes the settings that result."""

    def __init__(
        self,
        settings_store: SiteSettingsStore,
        sites: SiteRegistry,
        status: StatusPublisher,
        scheduler: TurnScheduler,
        *,
        turn_factory: TurnFactory,
        languages: Sequence[str],
        clock: Clock,
    ) -> None:
        self._settings_store = settings_store
        self._sites = sites
        self._status = status
        self._scheduler = scheduler
        self._turn_factory = turn_factory
        self._languages = languages
        self._clock = clock

    def site_added(self, name: str, max_sites: int) -> None:
        """Record and publish a site that sends messages; beyond `max_sites` evict the least recently seen."""
        self._forget(self._settings_store.mark_seen(name, max_sites, self._sites))
        self._status.site_added(name)

    def handle_without_site(self, message: SiteMessage) -> bool:
        """Handle a message that needs no live site. Return True if it was handled.

        A retained offline message of an unknown site is handled by ignoring it.
        """
        match message:
            case ButtonPressed(button="verify_models"):
                self._status.verify_models()
                return True
            case SatellitePresence(online=False):
                # the retained will of a satellite that was forgotten, or never known
                return message.site not in self._settings_store
            case SatellitePresence(online=None):
                return message.site not in self._sites
        return False

    def mark_present(self, site: Site, message: SiteMessage, arrived: float) -> None:
        """Mark a site that was reported gone as present again if its satellite sends something.

        The report may be another satellite's, or the will of one that is back but does not announce itself.
        Audio that comes within `OVERTAKEN_S` of the report does not count: it travels by another connection
        than the will and may be the last of the satellite that is gone.
        """
        if site.online is not False or not isinstance(message, _OF_A_SATELLITE):
            return
        if isinstance(message, AudioIn) and arrived - site.gone_at < OVERTAKEN_S:
            return
        site.online = None
        self._status.revived(site)

    def handle(
        self,
        site: Site,
        message: TextCommand | Announce | SettingChange | SatellitePresence | ButtonPressed,
        arrived: float,
    ) -> None:
        """Carry out a text, announcement, setting, presence report or button.

        Raises BadInput `site_disabled`, `bad_setting`, `too_many_sites`.
        """
        match message:
            case TextCommand() | Announce():
                self._begin_text(site, arrived, message)
            case SettingChange(key=key, value=value):
                self._set(site, key, value)
            case SatellitePresence(online=online):
                site.online, site.gone_at = online, arrived
                self._status.publish_presence(site)
            case ButtonPressed(button=button):
                self._press(site, button, arrived)

    def _begin_text(self, site: Site, arrived: float, text: TextCommand | Announce) -> None:
        if not site.options.enabled:
            raise BadInput("site_disabled", "The site is switched off.", "Set enabled to on.")
        announce = isinstance(text, Announce)
        usual = (
            self._settings_store.table.voice_language(site.options)
            if announce
            else site.options.fixed_language
        )
        language = text.language or usual
        request = self._turn_factory.from_text(site, text.text, language, arrived, announce=announce)
        self._scheduler.begin(site, request)

    def announce(self, name: str, text: str, language: str) -> None:
        """Speak `text` at a site if it is live and enabled; `language` "" is guessed from the text."""
        site = self._sites.get(name)
        if site is not None and site.options.enabled:
            request = self._turn_factory.from_text(site, text, language or None, self._clock(), announce=True)
            self._scheduler.begin(site, request)

    def _set(self, site: Site, key: str, value: str) -> None:
        self._apply(site, self._settings_store.change(site.name, key, value, reset=self._reset))
        self._status.publish_settings(site.name, key)
        self._status.publish_presence(site)

    def _apply(self, site: Site, options: SiteOptions) -> None:
        """Apply `options` to a live site."""
        self._sites.set(site, options)
        self._scheduler.follow_settings(site)

    def _reset(self, name: str) -> None:
        """Apply and publish the initial settings of a site, which the store has restored."""
        if name in self._sites:
            self._apply(self._sites[name], self._settings_store.options(name))
        self._status.publish_settings(name)

    def change_unseen(self, change: SettingChange, max_sites: int) -> None:
        """Change a setting of a site that is not live; beyond `max_sites` evict one.

        Raises BadInput `bad_setting`, `too_many_sites`.
        """
        self._settings_store.change(change.site, change.key, change.value, reset=self._reset)
        if change.site in self._settings_store:
            self._status.publish_settings(change.site, change.key)
        self._forget(self._settings_store.to_evict(max_sites, self._sites))

    def _press(self, site: Site, button: Button, arrived: float) -> None:
        if button == "test":
            language = self._settings_store.table.voice_language(site.options) or self._languages[0]
            self._begin_text(site, arrived, Announce(site.name, pack(language).samples.test, language))
            return
        self._scheduler.stop(site)
        if button == "forget":
            self._forget(site.name)

    def _forget(self, name: str | None) -> None:
        """Forget a site until it sends something again; do nothing for None."""
        if name is None:
            return
        if name in self._sites:
            self._sites[name].turns.withdraw()
            self._sites.drop(name)
        self._settings_store.forget(name)
        self._status.remove(name)
