"""What a client can send us, already checked."""

from dataclasses import dataclass

DEFAULT_SITE = "default"


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


Inbound = AudioIn | AudioEnd | Ask | Say
