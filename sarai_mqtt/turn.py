"""What a turn starts from, what it runs on, and when it may speak."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sarai_mqtt.arbiter import Candidate
from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.dialogue import Dialogue
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.inbound import DEFAULT_SITE
from sarai_mqtt.ports import Actor, Audit, Clock, SpeechToText, TextToSpeech, Thinker, TurnEnd, Understander
from sarai_mqtt.timekeeper import Timekeeper
from sarai_mqtt.worker import Worker

PAUSE_S = 0.6


@dataclass(frozen=True, slots=True)
class Engines:
    """What a turn runs on: the engines, the threads they may use, and who acts and keeps time and record.

    `turn_end` is None when not wanted. `converse`: what we do not understand goes to Home Assistant's own
    agent. `chooses`: the Thinker may choose among commands that were nearly understood. `emergency_number`
    is told to who tells of danger. `ages` says when it is too late to act.
    """

    stt: SpeechToText
    understander: Understander
    thinker: Thinker
    tts: TextToSpeech
    languages: Sequence[str]
    audio_worker: Worker
    text_worker: Worker
    thinker_worker: Worker
    clock: Clock
    actor: Actor
    timers: Timekeeper
    audit: Audit
    local_time: Callable[[], datetime]
    turn_end: TurnEnd | None = None
    converse: bool = False
    chooses: bool = False
    emergency_number: str = "112"
    ages: Ages = field(default_factory=Ages)

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
    """What starts a turn at `site`: an utterance, or text to answer, or text to say (`announce`).

    `intent` is a command that was understood before, `text` its words (a timer's). `area` is the area id of
    the site if known.
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
    site: str = DEFAULT_SITE
    area: str | None = None
    intent: Intent | None = None
    dialogue: Dialogue = field(default_factory=Dialogue)

    @property
    def began(self) -> float:
        """Clock reading at which the person began to speak, or the text came."""
        return self.speech_end - (self.utterance.seconds if self.utterance else 0.0)

    @property
    def due(self) -> float:
        """Clock reading from which the answer is waited for: who has ended first is served first.

        A pause that goes on counts as if it were to end the turn when most do.
        """
        return self.floor.due if self.floor.given else self.speech_end + PAUSE_S


def turn_id() -> str:
    """Make the name of a turn."""
    return secrets.token_hex(6)
