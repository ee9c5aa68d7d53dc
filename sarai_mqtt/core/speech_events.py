"""Events of a site's utterance segmenter."""

from dataclasses import dataclass

from sarai_mqtt.core.audio import Utterance


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The endpointer detected the start of speech."""


@dataclass(frozen=True, slots=True)
class SpeechWentOn:
    """More audio of the utterance has arrived."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Silence of `draft_ms` within an utterance.

    `utterance` is what was said so far, and the whole utterance if nothing follows.
    """

    utterance: Utterance
    silence_ms: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Speech continues after a `Paused`."""


@dataclass(frozen=True, slots=True)
class UtteranceEnded:
    """The endpointer closed an utterance, `silence_ms` of audio after its last speech frame."""

    utterance: Utterance
    silence_ms: int


SpeechEvent = SpeechStarted | SpeechWentOn | Paused | Resumed | UtteranceEnded
