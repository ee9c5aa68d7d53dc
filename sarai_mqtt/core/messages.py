"""Messages that a client can send to the service, already validated."""

import re
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.acting import ActionResult

DEFAULT_SITE = "default"
# Allowed names of sites and turns: each becomes one level of an MQTT topic.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Longest announcement for several sites, characters: half a minute of speech.
MAX_ANNOUNCEMENT = 500
# How long an announcement waits for a site to be quiet unless it says otherwise, seconds.
ANNOUNCEMENT_S = 60.0


@dataclass(frozen=True, slots=True)
class AudioIn:
    """One chunk of audio as it was received; `ports.ChunkDecoder` decodes `payload`."""

    site: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class AudioEnd:
    """The talk button was released (push-to-talk): the utterance ends now."""

    site: str


@dataclass(frozen=True, slots=True)
class TextCommand:
    """A turn given as text instead of audio. `language` is None when the client did not name one."""

    site: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Announce:
    """An announcement to speak word for word. `language` is None when the client did not name one."""

    site: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An announcement that each of several sites speaks word for word, once it is quiet there.

    Args:
        text: what is announced.
        language: of the text; None when the client did not name one.
        sites: sites to announce it at, by name.
        areas: areas, by id or name: every site that stands in one. Without sites, areas and floors it is for
            all sites.
        floors: floors, likewise.
        excluded: sites at which it is never announced, such as the one where it was said.
        chime: a chime is played before it.
        id: identifies the announcement: a second one with this id is ignored; "" for none.
        max_age_s: how long it may wait until a site is quiet, seconds.
        site: the site to which an error in it is reported.

    """

    text: str
    language: str | None = None
    sites: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    floors: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    chime: bool = True
    id: str = ""
    max_age_s: float = ANNOUNCEMENT_S
    site: str = DEFAULT_SITE


@dataclass(frozen=True, slots=True)
class Played:
    """The speaker has finished the speech of `turn`; "" means all the speech it had received."""

    site: str
    turn: str = ""


@dataclass(frozen=True, slots=True)
class WakeWordDetected:
    """The satellite detected its wake word, or its button was pressed: a person is about to speak."""

    site: str


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A request to set the setting `key` of the site to `value`."""

    site: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class ActionReport:
    """The result of an intent of `turn`, from a client that acts on published intents.

    `seq` is that of the intent; None if the report is about the whole turn.
    """

    site: str
    turn: str
    acted: ActionResult
    seq: int | None = None


# stop: stop speaking and abandon the turn; test: speak a test sentence; forget: remove the site;
# verify_models: check the model files (concerns no site)
Button = Literal["stop", "test", "forget", "verify_models"]


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """A button of the site's device was pressed."""

    site: str
    button: Button


@dataclass(frozen=True, slots=True)
class SatellitePresence:
    """The satellite announced that it is online, or its MQTT last will that it is offline.

    `online` is None when the retained announcement was cleared.
    """

    site: str
    online: bool | None


SiteMessage = (
    AudioIn
    | AudioEnd
    | TextCommand
    | Announce
    | Played
    | WakeWordDetected
    | SettingChange
    | ButtonPressed
    | SatellitePresence
)
ClientMessage = SiteMessage | Broadcast | ActionReport
