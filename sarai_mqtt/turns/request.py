"""The request of a turn, and the engines it runs on."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.core.ports import (
    Actor,
    Announcer,
    Audit,
    Clock,
    SpeechToText,
    TextToSpeech,
    Thinker,
    ToolThinker,
    TurnEnd,
    Understander,
)
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.turns.arbitration.arbiter import Candidate
from sarai_mqtt.turns.dialogue import Dialogue
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.timers.scheduler import TimerScheduler

if TYPE_CHECKING:
    from sarai_mqtt.turns.spoken_input import SpokenInput

# A pause of this length usually ends the utterance, seconds; a draft is due then.
PAUSE_S = 0.6


@dataclass(frozen=True, slots=True)
class Engines:
    """Everything a turn runs on: engines and their worker threads, actor, timers, audit log and clocks.

    `clock` is monotonic, seconds. `turn_end` is None without end-of-turn detection by sound. `converse`:
    texts that are not understood go to Home Assistant's conversation agent. In the languages `chooses` the
    Thinker may choose among likely commands. `emergency_number` is spoken in the answer to danger. `ages`
    tells when it is too late to act. `voiceless` are those of `languages` that `tts` does not speak. `rates`
    are the sample rates of its speech by language, Hz, where they are not `tts.rate`. `wording_of` finds the
    grammar of replies by language. `spoken_input` is None unless the Thinker is given speech, `tool_thinker`
    unless it may read orders by tools of the home.
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
    timers: TimerScheduler
    audit: Audit
    local_time: Callable[[], datetime]
    turn_end: TurnEnd | None = None
    converse: bool = False
    chooses: Collection[str] = ()
    emergency_number: str = "112"
    ages: Ages = field(default_factory=Ages)
    voiceless: Collection[str] = ()
    rates: Mapping[str, int] = field(default_factory=dict)
    wording_of: WordingOf = wording
    spoken_input: "SpokenInput | None" = None
    tool_thinker: ToolThinker | None = None

    def rate_of(self, language: str) -> int:
        """Return the sample rate of speech in `language`, Hz."""
        return self.rates.get(language, self.tts.rate)

    def close(self) -> None:
        """End the worker threads, each after its current call."""
        for worker in (self.audio_worker, self.text_worker, self.thinker_worker):
            worker.close()


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """Request for a turn at `site`: an utterance, a text to answer, or one to speak unchanged (`announce`).

    `language` is fixed, or None to be detected. `intent` is a command that was understood earlier, `text` its
    words (a timer's). `area` is the id of the site's area, None if unknown. `said` is what the site's speaker
    was saying when the utterance began, "" if nothing. `speech_end` is the clock reading of the last speech
    sample, or of the arrival of the text, seconds. `candidate` is the site's claim to the words, None where
    no other site can have heard them. `broadcast`: an announcement that was not made for this site alone, so
    that nobody here is asked anything; `chime`: with a chime before it.
    `announcer` announces at other sites; None if there are none.
    """

    turn: str
    speech_end: float
    floor: SpeakingFloor
    utterance: Utterance | None = None
    text: str = ""
    language: str | None = None
    announce: bool = False
    broadcast: bool = False
    chime: bool = False
    said: str = ""
    candidate: Candidate | None = None
    site: str = DEFAULT_SITE
    area: str | None = None
    intent: Intent | None = None
    dialogue: Dialogue = field(default_factory=Dialogue)
    announcer: Announcer | None = None

    @property
    def began(self) -> float:
        """Clock reading at which the person began to speak, or the text arrived."""
        return self.speech_end - (self.utterance.seconds if self.utterance else 0.0)

    @property
    def due(self) -> float:
        """Clock reading from which the person waits for the answer: the first to finish is served first.

        A draft counts as if its pause were to end the turn after `PAUSE_S`, as most do.
        """
        return self.floor.due if self.floor.given else self.speech_end + PAUSE_S


def turn_id() -> str:
    """Return a new random turn id: 12 hexadecimal digits."""
    return secrets.token_hex(6)
