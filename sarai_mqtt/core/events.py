"""Events that a site or a turn reports. They are immutable.

Each dataclass is published on an MQTT topic of its own (docs/mqtt.md), which the MQTT transport chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["idle", "listening", "thinking", "speaking"]
# What may interrupt our speech at a site: nothing, a person's speech, or a wake word.
BargeIn = Literal["off", "vad", "wake"]
# What understood the text. sentence: a template; fuzzy, retrieval: similarity to one; follow_up: it continues
# the command before; thinker: the language model; home_assistant: its own agent
Source = Literal["sentence", "fuzzy", "retrieval", "follow_up", "thinker", "home_assistant", "none"]
# echo: the microphone picked up our own voice; yielded: another site heard the same words and acts on them
Outcome = Literal["answered", "no_speech", "echo", "yielded", "cancelled", "failed"]
SlotValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Text recognised in a pause before the endpoint; the Transcript is final. `confidence` is 0..1."""

    turn: str
    text: str
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """Final recognised text. `confidence` is 0..1; `no_speech` is True if nothing was said.

    `heard` is the recogniser's own text if contextual biasing corrected it to `text`, else "".
    """

    turn: str
    text: str
    language: str
    confidence: float
    no_speech: bool = False
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """A recognised command or question, with Home Assistant's intent and slot names.

    Entities, areas and floors in `slots` and `targets` are given by their ids; `targets` are entities.
    `confidence` is 0..1. `confirm`: the person must confirm it first. `asks` is the kind of question, as
    named in Home Assistant's sentences ("one", "one_yesno", "any", "all", "which", "where", "how_many"), or
    one of ours ("since", "most", "least"), and "" for a command. `handled`: we have dealt with it,
    successfully or not (see TurnReport), so nobody else may act on it. `seq` counts the commands of a turn
    that has several, from 0; None if it is the only one.
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
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """A piece of the reply while it is synthesised: s16le mono PCM at `rate` Hz. The last one has no PCM.

    `text` is the sentence that begins with this piece, else ""; it is not published.
    """

    turn: str
    seq: int
    pcm: bytes
    rate: int
    last: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply: its text, and its speech as s16le mono PCM at `rate` Hz."""

    turn: str
    text: str
    language: str
    pcm: bytes
    rate: int


@dataclass(frozen=True, slots=True)
class CommandReport:
    """One of the commands of a turn, as in its Intent."""

    intent: str
    slots: Mapping[str, SlotValue]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnReport:
    """The result of a turn, with its timings.

    `timings` are in ms and named after the stages of the turn (docs/mqtt.md); `rtf` is a ratio and `audio_s`
    in seconds. `yielded_to` is the site that acts instead, "" if none does. `commands` are all of a turn that
    has several, else empty; `intent`, `slots` and `targets` are those of the first. `done` and `failed` are
    the entity ids that the house reports, of all commands. `asks`: the reply is a question, and the site
    listens for its answer. `for_others`: it was not understood as a command, and the guards allow that
    another agent is asked about it.
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
    commands: tuple[CommandReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Arbitration:
    """Why a turn yields: another site heard the same words and acts on them.

    `similarity` of the two texts is 0..1. `scores` (dB) and `evidence` are by site, for all sites that heard
    these words; the evidence is `snr_db`, `fall_db` and `voiced` of the sound, and `confidence` of the
    transcript.
    """

    turn: str
    winner: str
    winner_turn: str
    similarity: float
    scores: Mapping[str, float]
    evidence: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Silence:
    """The speaker must stop now and play nothing more of `turn`."""

    turn: str


@dataclass(frozen=True, slots=True)
class Listen:
    """An answer is expected: a satellite that gates its microphone opens it for `seconds`.

    It is published when our question has been played; `turn` is the turn that asked it.
    """

    turn: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Presence:
    """Presence of a site.

    `available`: its satellite has not said that it is gone. `connected`: it has sent something recently, or
    said that it is online. `listening`: what is said there is processed. `speech`: somebody is speaking.
    """

    available: bool
    connected: bool
    listening: bool
    speech: bool


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The last turn of a site in which a person spoke or asked, repeated for subscribers that missed it."""

    outcome: Outcome
    text: str
    language: str
    intent: str | None
    reply: str
    source: Source
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """State of the service itself; it belongs to no site.

    `memory_mb` is resident memory, in 10**6 bytes. `sites` is the number of sites. `models` identifies the
    set of model files found here, and `models_expected` the set that the catalogue pins; they differ if a
    file is missing or damaged, and `models_note` then says which.
    """

    version: str
    memory_mb: float
    sites: int
    models: str = ""
    models_expected: str = ""
    models_note: str = ""


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """The present value of a setting of the site."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The present state of the site."""

    state: State


@dataclass(frozen=True, slots=True)
class Failure:
    """An error; `count` is how often this code has occurred at this site."""

    code: str
    reason: str
    count: int


AlarmKind = Literal["alarm", "reminder", "order"]


@dataclass(frozen=True, slots=True)
class UpcomingAlarm:
    """An alarm, a reminder or an order for later, without what it is about.

    `at` is when it is due next, in ISO 8601 with the offset of the house's time zone; `days` are the English
    names of the weekdays on which it repeats.
    """

    kind: AlarmKind
    at: str
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpcomingAlarms:
    """What is set at a site for later, the next one first; `next` is when an alarm rings next, or None."""

    next: str | None = None
    upcoming: tuple[UpcomingAlarm, ...] = ()


TurnEvent = Hypothesis | Transcript | Intent | SpeechChunk | Reply | TurnReport | Arbitration
SiteEvent = Silence | Listen | StateChanged | SettingChanged | Presence | UpcomingAlarms | LastTurn | Failure
Event = TurnEvent | SiteEvent | ServiceReport
