"""What a client can send us, already checked."""

import re
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.acting import Acted

DEFAULT_SITE = "default"
# What a site, or a turn, may be called: it becomes a level of a topic.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class AudioIn:
    """One audio chunk as it came (see `ports.ChunkDecoder`)."""

    site: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class AudioEnd:
    """Push-to-talk was released: end the utterance now."""

    site: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A turn without audio. `language` is None when the client did not say."""

    site: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """An announcement to speak as it stands."""

    site: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """The speaker has played the speech of `turn`, or what it had when it does not say."""

    site: str
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Wake:
    """The satellite heard its wake word, or its button was pressed: a person wants to speak."""

    site: str


@dataclass(frozen=True, slots=True)
class Change:
    """A setting of the site is to become `value`."""

    site: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of the intent of `turn`, from those who act on what we publish."""

    site: str
    turn: str
    acted: Acted


# stop: fall silent and give the turn up; test: say a test sentence; forget: know the site no longer;
# verify_models: look the model files over (of no site)
Deed = Literal["stop", "test", "forget", "verify_models"]


@dataclass(frozen=True, slots=True)
class Do:
    """A button was pressed."""

    site: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class Present:
    """The satellite says that it is there, or its will that it is gone; None: what was said is taken back."""

    site: str
    online: bool | None


SiteMessage = AudioIn | AudioEnd | Ask | Say | Played | Wake | Change | Do | Present
Inbound = SiteMessage | Reported
