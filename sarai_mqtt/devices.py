"""How we stand in Home Assistant, put together from the settings."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from sarai_mqtt.adapters.mqtt.client import MqttClient
from sarai_mqtt.adapters.mqtt.discovery import Discovery, DiscoveryOptions
from sarai_mqtt.adapters.mqtt.payloads import ONLINE
from sarai_mqtt.core.home import Home, area_of_site
from sarai_mqtt.core.site_options import OptionTable
from sarai_mqtt.handover import Message
from sarai_mqtt.ports import Store
from sarai_mqtt.profiles import Profile
from sarai_mqtt.settings import Settings


def option_table(profile: Profile, languages: Sequence[str]) -> OptionTable:
    """Say what can be set at a site; a voice has the name of its Talker ("hibari-en")."""
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
    """Make what shows us in Home Assistant.

    `home` gives the house as it is known now; `placed` says whether its areas are known, or never will be.
    """

    def area_of(site: str) -> str | None:
        named = settings.sites[site].area if site in settings.sites else None
        house = home()
        area = house.areas.get(area_of_site(house, site, named) or "")
        return area.registered or None if area else None

    ha = settings.ha
    # names are in one language, also where utterances may be in several
    language = "en" if settings.language == "auto" else settings.language
    options = DiscoveryOptions(ha.discovery, ha.prefix, language, version, area_of, placed)
    return Discovery(options, client.topics, table, client.send, store)


def welcome(birth: Message, show_all: Callable[[], None]) -> None:
    """Show everything to a Home Assistant that says it has just started; a retained word of it is old."""
    if birth.payload == ONLINE and not birth.retained:
        show_all()


def wake(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have `call` called on the loop, from any thread; nothing happens once the loop has ended."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)
