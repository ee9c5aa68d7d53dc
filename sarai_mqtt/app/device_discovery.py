"""Builds, from the settings, what Home Assistant's MQTT discovery shows of the service and its sites."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from sarai_mqtt.config.profiles import Profile
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.home import Home, area_of_site
from sarai_mqtt.core.ports import Store
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.discovery import Discovery, DiscoveryOptions
from sarai_mqtt.transports.mqtt.handover import Message
from sarai_mqtt.transports.mqtt.payloads import ONLINE


def option_table(profile: Profile, languages: Sequence[str]) -> OptionTable:
    """Return the table of a site's settings; a voice is named after its Talker ("hibari-en")."""
    voices = {
        voice.talker.partition("#")[0].removesuffix("-talker"): str(language)
        for language, voice in profile.tts.voices.items()
        if language in languages
    }
    return OptionTable(languages, voices)


def discovery(
    settings: Settings,
    home: Callable[[], Home],
    table: OptionTable,
    client: MqttClient,
    store: Store,
    *,
    version: str,
    placed: Callable[[], bool] = lambda: True,
) -> Discovery:
    """Build the publisher of the discovery messages.

    `home` returns the home as it is known now; `placed` returns True once its areas are known or nobody is
    going to report them.
    """

    def area_of(site: str) -> str | None:
        """Return the area in which `site` stands, by Home Assistant's name for it; None if unknown."""
        named = settings.sites[site].area if site in settings.sites else None
        house = home()
        area = house.areas.get(area_of_site(house, site, named) or "")
        return area.registered or None if area else None

    ha = settings.ha
    # names are in one language, also where utterances may be in several
    language = "en" if settings.language == "auto" else settings.language
    options = DiscoveryOptions(ha.discovery, ha.prefix, language, version, area_of, placed)
    return Discovery(options, client.topics, table, client.send, store)


def welcome(birth: Message, publish_all: Callable[[], None]) -> None:
    """Publish everything anew when Home Assistant reports that it has started; a retained report is old."""
    if birth.payload == ONLINE and not birth.retained:
        publish_all()


def call_on_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Schedule `call` on the loop, from any thread; do nothing once the loop is closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)
