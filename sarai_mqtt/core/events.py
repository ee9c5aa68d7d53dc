"""What a site or a turn can report. Each is published or acted on, never changed.

Every dataclass here is one MQTT payload of DESIGN §5; `adapters/mqtt/topics.py` knows where each goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["idle", "listening", "thinking", "speaking"]
# What may silence our speech at a site: nothing, speech, or a wake word.
BargeIn = Literal["off", "vad", "wake"]
# What understood: a sentence template, likeness to one, what was said before, the Thinker, or Home Assistant.
Source = Literal["sentence", "fuzzy", "retrieval", "follow_up", "thinker", "home_assistant", "none"]
# echo: our own voice came back through the microphone; yielded: another site heard the same words and acts
Outcome = Literal["answered", "no_speech", "echo", "yielded", "cancelled", "failed"]
SlotValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was recognised in a pause; the turn's Transcript says whether it was all."""

    turn: str
    text: str
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """Final recognised text. `confidence` is 0..1; `no_speech` says that nothing was said.

    `heard` is what the recogniser heard by itself where the house's words put the text right, else "".
    """

    turn: str
    text: str
    language: str
    confidence: float
    no_speech: bool = False
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A command as understood: Home Assistant's intent and slot names, ids resolved (DESIGN §7).

    `confirm`: it must be confirmed by the person first. `asks` is what a question wants to know, as Home
    Assistant's sentences name it ("one", "one_yesno", "any", "all", "which", "where", "how_many"); "" for a
    command. `handled`: we have seen to it, well or not (TurnReport tells); nobody else is to act.
    """

    turn: str
    name: str
    slots: Mapping[str, SlotValue]
    targets: tuple[str, ...]
    text: str
    language: str
    confidence: float
    source: Source = "sentence"
    handled: bool = False
    confirm: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """A piece of the reply as it is made: s16le mono PCM at `rate` Hz. The last one is empty.

    `text` is the sentence that it begins; it is not sent.
    """

    turn: str
    seq: int
    pcm: bytes
    rate: int
    last: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply: its text and its s16le mono PCM at `rate` Hz."""

    turn: str
    text: str
    language: str
    pcm: bytes
    rate: int


@dataclass(frozen=True, slots=True)
class TurnReport:
    """A turn's waterfall. `timings` holds the names of DESIGN §9 (ms; `rtf` is a ratio).

    `yielded_to` is the site that acts in its place, "" when none does. `done` and `failed` are the ids that
    the house reports; `asks`: the reply is a question, and the site listens for its answer. `for_others`: it
    was no command of ours, and another agent may be asked about it: the guards have nothing against that.
    """

    turn: str
    outcome: Outcome
    text: str = ""
    language: str = ""
    intent: str | None = None
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    source: Source = "none"
    reply: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)
    yielded_to: str = ""
    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    asks: bool = False
    for_others: bool = False


@dataclass(frozen=True, slots=True)
class Arbitration:
    """Why a turn yields: another site heard the same words and acts.

    `similarity` of the two texts is 0..1. `scores` (dB) and `evidence` are by site, of all that heard these
    words: `snr_db`, `fall_db`, `voiced` (core/evidence.py) and the transcript's `confidence`.
    """

    turn: str
    winner: str
    winner_turn: str
    similarity: float
    scores: Mapping[str, float]
    evidence: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Silence:
    """The speaker must fall silent now, and play nothing more of `turn`."""

    turn: str


@dataclass(frozen=True, slots=True)
class Listen:
    """An answer is expected: a satellite that gates its microphone opens it for so many seconds.

    It is told when our speech has been played; `turn` is whose speech it was.
    """

    turn: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Presence:
    """How a site is there.

    `available` unless its satellite said that it is gone; `connected` when something came of it lately, or it
    said that it is there; `listening` when what is said there counts; `speech` while somebody speaks.
    """

    available: bool
    connected: bool
    listening: bool
    speech: bool


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The last turn in which somebody said or asked something, told anew to who missed it."""

    outcome: Outcome
    text: str
    language: str
    intent: str | None
    reply: str
    source: Source
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """The service itself; of no site.

    `memory_mb` is resident memory, 10**6 bytes. `models` names the set of model files that is here, and
    `models_expected` the one the catalogue pins; they are the same unless a file is missing or damaged, which
    `models_note` then tells.
    """

    version: str
    memory_mb: float
    sites: int
    models: str = ""
    models_expected: str = ""
    models_note: str = ""


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """What a site's setting now is."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class StateChanged:
    """What the site is doing now."""

    state: State


@dataclass(frozen=True, slots=True)
class Failure:
    """Something refused or broken; `count` is how often this code has happened at this site."""

    code: str
    reason: str
    count: int


TurnEvent = Hypothesis | Transcript | Intent | SpeechChunk | Reply | TurnReport | Arbitration
SiteEvent = Silence | Listen | StateChanged | SettingChanged | Presence | LastTurn | Failure
Event = TurnEvent | SiteEvent | ServiceReport
