"""Events of one site's speech: what segmenting audio into utterances reports."""

from dataclasses import dataclass

from sarai_mqtt.core.audio import Utterance


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The endpointer heard speech."""


@dataclass(frozen=True, slots=True)
class SpeechWentOn:
    """More of the utterance has been heard."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Silence for `draft_ms`: `utterance` is what was said so far, and all of it if nothing follows."""

    utterance: Utterance
    silence_ms: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Speech goes on after a Paused."""


@dataclass(frozen=True, slots=True)
class UtteranceEnded:
    """The endpointer closed an utterance, `silence_ms` of audio after its last speech frame."""

    utterance: Utterance
    silence_ms: int


SpeechEvent = SpeechStarted | SpeechWentOn | Paused | Resumed | UtteranceEnded
