"""What a turn starts from, what it runs on, and when it may speak."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sarai_mqtt.arbiter import Candidate
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.ports import Clock, SpeechToText, TextToSpeech, Thinker, TurnEnd, Understander
from sarai_mqtt.worker import Worker

PAUSE_S = 0.6


@dataclass(frozen=True, slots=True)
class Engines:
    """What a turn runs on: the engines, and the threads they may use. `turn_end` is None when not wanted."""

    stt: SpeechToText
    understander: Understander
    thinker: Thinker
    tts: TextToSpeech
    languages: Sequence[str]
    audio_worker: Worker
    text_worker: Worker
    thinker_worker: Worker
    clock: Clock
    turn_end: TurnEnd | None = None

    def close(self) -> None:
        """End the threads, each after the call it is in."""
        for worker in (self.audio_worker, self.text_worker, self.thinker_worker):
            worker.close()


class Floor:
    """The right to answer. `endpoint` is the clock reading at which it was given: the person has finished.

    `due` is that, or when the site's turn before this one ended: who asks much does not come before others.
    """

    def __init__(self, endpoint: float | None = None) -> None:
        self.endpoint = self.due = endpoint or 0.0
        self._given = asyncio.Event()
        if endpoint is not None:
            self._given.set()

    @property
    def given(self) -> bool:
        """True once the turn may speak and act."""
        return self._given.is_set()

    def give(self, endpoint: float) -> None:
        """Let the turn speak and act."""
        self.endpoint = self.due = endpoint
        self._given.set()

    async def wait(self) -> None:
        """Return when it was given."""
        await self._given.wait()


@dataclass(frozen=True, slots=True)
class TurnInput:
    """What starts a turn: an utterance, or text to answer, or text to say (`announce`).

    `said` is what our own speaker was saying at the site when the utterance began, "" when nothing.
    `speech_end` is the clock reading of the last speech sample, seconds. `candidate` stands for the words
    where other sites may have heard them too.
    """

    turn: str
    speech_end: float
    floor: Floor
    utterance: Utterance | None = None
    text: str = ""
    language: str | None = None
    announce: bool = False
    said: str = ""
    candidate: Candidate | None = None

    @property
    def due(self) -> float:
        """Clock reading from which the answer is waited for: who has ended first is served first.

        A pause that goes on counts as if it were to end the turn when most do.
        """
        return self.floor.due if self.floor.given else self.speech_end + PAUSE_S


def turn_id() -> str:
    """Make the name of a turn."""
    return secrets.token_hex(6)
