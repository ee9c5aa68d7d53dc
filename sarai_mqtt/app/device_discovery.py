"""Builds, from the settings, what Home Assistant's MQTT discovery shows of the service and its sites."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from sarai_mqtt.app.voices import VoiceChoice
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.home import Home, area_of_site
from sarai_mqtt.core.ports import Store
from sarai_mqtt.languages.packs import available
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.transports.mqtt.discovery import DeviceTopics, Discovery, DiscoveryOptions
from sarai_mqtt.transports.mqtt.handover import Message
from sarai_mqtt.transports.mqtt.payloads import ONLINE
from sarai_mqtt.transports.mqtt.publishing import Outgoing


def option_table(voices: Mapping[str, VoiceChoice], languages: Sequence[str]) -> OptionTable:
    """Return the table of a site's settings; `voices` are by language.

    A further language of one voice has its code behind the name ("hers", "hers-es").
    """
    names: dict[str, str] = {}
    for language, voice in voices.items():
        names[voice.name if voice.name not in names else f"{voice.name}-{language}"] = language
    return OptionTable(languages, names)


def discovery(
    settings: Settings,
    home: Callable[[], Home],
    table: OptionTable,
    *,
    topics: DeviceTopics,
    send: Callable[[Outgoing], None],
    store: Store,
    version: str,
    areas_known: Callable[[], bool] = lambda: True,
    on_removed: Callable[[str], None] = lambda _: None,
) -> Discovery:
    """Build the publisher of the discovery messages.

    `home` returns the current home; `areas_known` returns True once its areas are known, or nothing is going
    to report them. `on_removed` is called with each site whose device is removed.
    """

    def area_of(site: str) -> str | None:
        """Return Home Assistant's name of the area in which `site` stands; None if it is unknown."""
        configured = settings.sites[site].area if site in settings.sites else None
        current_home = home()
        area = current_home.areas.get(area_of_site(current_home, site, configured) or "")
        return area.registered or None if area else None

    def language() -> str:
        """Return the language of the names: Home Assistant's, else that of the settings, else English."""
        own = "en" if settings.language == "auto" else settings.language
        known = home().language
        return known if known in available() else own

    ha = settings.ha
    options = DiscoveryOptions(ha.discovery, ha.prefix, language, version, area_of, areas_known)
    return Discovery(options, topics, table, send, store, on_removed=on_removed)


def republish_on_birth(birth: Message, publish_all: Callable[[], None]) -> None:
    """Publish everything again on Home Assistant's birth message; a retained one is old and ignored."""
    if birth.payload == ONLINE and not birth.retained:
        publish_all()


def call_on_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Schedule `call` on the loop, from any thread; do nothing once the loop is closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)
