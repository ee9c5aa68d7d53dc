"""Ports: what turns and sites call, and what transports call, as Protocols. Engines block."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from sarai_mqtt.core.acting import ActionRequest, ActionResult, ConversationResult
from sarai_mqtt.core.audio import Chunk, Features, Samples, Utterance
from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, Intent, Transcript
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.messages import Broadcast, ClientMessage
from sarai_mqtt.core.recognition import Found, HeardAnswer, LeftOver, ReadingPart
from sarai_mqtt.core.tools import Tool, ToolCall


class Cancel(Protocol):
    """Cancellation token that a blocking call polls between its steps; set when the turn is aborted."""

    @property
    def cancelled(self) -> bool:
        """True once the caller no longer wants the result."""
        ...

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Run `callback` once on cancel (at once if that already happened), on the cancelling thread.

        Returns a function that unregisters the callback.
        """
        ...


class ChunkDecoder(Protocol):
    """Decodes one site's payloads to 16 kHz mono s16le; may keep state (a resampler) between them."""

    def decode(self, payload: bytes) -> Chunk:
        """Decode one payload. Raises BadInput (`audio_…` or `wav_…`) if it is not audio that can be used."""
        ...


class Vad(Protocol):
    """Voice activity detector of one site; may keep state between frames."""

    def is_speech(self, frame: bytes) -> bool:
        """Return True if a 20 ms frame of 16 kHz mono s16le holds speech."""
        ...


class SpeechToText(Protocol):
    """Speech recognition, one utterance at a time."""

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Transcribe an utterance in `language`; None takes the likeliest of the configured languages.

        The result's `turn` is empty: the pipeline fills it in. Raises Cancelled; BadInput
        (`unknown_language`) if `language` is not configured.
        """
        ...

    def transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, cancel: Cancel
    ) -> HeardAnswer:
        """Transcribe an utterance that may answer a question asked in the language `asked`.

        It is decoded as an answer in that language first; if it is none, as `transcribe` does in `language`.
        Raises what `transcribe` raises.
        """
        ...


@runtime_checkable
class FeatureSpeechToText(SpeechToText, Protocol):
    """Speech recognition that can also return the audio features that its encoder makes."""

    @property
    def feature_widths(self) -> Mapping[str, int]:
        """Width D of each kind of features, by name."""
        ...

    def transcribe_with_features(
        self, utterance: Utterance, asked: str | None, language: str | None, name: str, cancel: Cancel
    ) -> tuple[HeardAnswer, Features]:
        """Transcribe as `transcribe_answer` does (`asked` None: `transcribe`); return the features, too.

        The features `name` are those of the same run of the encoder. Raises what `transcribe` raises.
        """
        ...

    def encode(self, utterance: Utterance, name: str, cancel: Cancel) -> Features:
        """Return the features `name` of an utterance without transcribing it. Raises Cancelled."""
        ...


class ContextualBiasing(Protocol):
    """Contextual biasing of speech to text by the names and commands of this home."""

    def nearest(self, text: str, language: str) -> Sequence[str]:
        """Return the commands of this home that may have been misheard as `text`, likeliest first.

        Empty if `text` has only expected words already, or is too far from any command.
        """
        ...

    def is_command(self, text: str, language: str) -> bool:
        """Return True if `text` is a command of this home."""
        ...


class TurnEnd(Protocol):
    """End-of-turn detection by sound."""

    def finished(self, samples: Samples) -> float:
        """Return how finished the speech sounds at its pause: 0 (will go on) to 1 (finished).

        `samples` is float32 [n], 16 kHz mono, -1..1, from the beginning of the utterance to the pause.
        """
        ...


class Understander(Protocol):
    """Recognises the commands of the home in sentences."""

    @property
    def home(self) -> Home:
        """The home that the commands are about."""
        ...

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the intent, or None if `text` is not exactly one command that is sure enough to act on.

        `area` is the id of the speaker's area, None if unknown. The result's `turn` is empty: the pipeline
        fills it in. Raises BadInput (`unknown_language`).
        """
        ...

    def read(self, text: str, language: str, area: str | None = None) -> Found | None:
        """Return the commands in `text`, the choice to ask about, or the words left over; None if it is none.

        Raises BadInput (`unknown_language`).
        """
        ...

    def explain(self, text: str, language: str, area: str | None = None) -> tuple[ReadingPart, ...]:
        """Return which words of `text` mean what, in their order; empty if no grammar reads it.

        Raises BadInput (`unknown_language`).
        """
        ...

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Return the words of an order that name things or places the home does not have; None if none do.

        Raises BadInput (`unknown_language`).
        """
        ...

    def unanswered(
        self, text: str, language: str, area: str | None = None, *, sure: bool = False
    ) -> LeftOver | None:
        """Return what is not known of a question about the home; None if it asks nothing of the home.

        With `sure` it is certain to be about the house. Raises BadInput (`unknown_language`).
        """
        ...

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Found | None:
        """Return what `text` means as a follow-up to the command `before` ("and the bedroom too").

        The result is that of `read`; None if `text` is no follow-up. Raises BadInput (`unknown_language`).
        """
        ...

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Return the commands that `text` may mean, likeliest first; empty if it is probably no command.

        Raises BadInput (`unknown_language`).
        """
        ...


class Thinker(Protocol):
    """Language model that answers texts that are no command."""

    def think(self, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply in pieces as its tokens are generated. Stops early on cancel.

        Raises BadInput (`unknown_language`).
        """
        ...

    def choose(self, text: str, language: str, options: Sequence[str], cancel: Cancel) -> int | None:
        """Return the index of the option (a spoken sentence) that `text` means.

        None if it means none of them, if cancelled, or if the Thinker cannot choose in that language. The
        person is asked before the choice is acted on.
        """
        ...


@runtime_checkable
class AudioThinker(Protocol):
    """Language model that answers speech by its audio features, for what the reader took for no command."""

    @property
    def audio_features(self) -> str:
        """Name of the features that it takes, one of `FeatureSpeechToText.feature_widths`."""
        ...

    @property
    def audio_languages(self) -> Collection[str]:
        """Languages in which it takes speech."""
        ...

    def think_audio(self, features: Features, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply to speech as `Thinker.think` does.

        `text` is what was recognised in it, "" to leave that out of the prompt. `language` is one of
        `audio_languages`.
        """
        ...


@runtime_checkable
class ToolThinker(Protocol):
    """Language model that reads orders by calling tools."""

    @property
    def tool_languages(self) -> Collection[str]:
        """Languages in which it calls tools."""
        ...

    def call_tools(
        self, text: str, language: str, tools: Sequence[Tool], cancel: Cancel
    ) -> Sequence[ToolCall]:
        """Return the calls of `tools` that the order `text` asks for; none if no tool does it.

        They may be wrong in every way: the caller checks them against the home and the words. `language` is
        one of `tool_languages`.
        """
        ...


class Actor(Protocol):
    """Carries out commands in the home. Called on the event loop; each call ends within seconds."""

    @property
    def present(self) -> bool:
        """True if commands are carried out and reported on; else an Intent is only published."""
        ...

    @property
    def by_message(self) -> bool:
        """True if others act on the published Intent, which then has to be published before `act`."""
        ...

    async def act(self, request: ActionRequest) -> ActionResult:
        """Carry out the request, or look up what it asks for, and return the result. Never raises."""
        ...

    async def converse(
        self, text: str, language: str, site: str, conversation: str = ""
    ) -> ConversationResult | None:
        """Let Home Assistant's conversation agent answer; None if it did not understand or cannot be asked.

        `conversation` continues a conversation (`ConversationResult.conversation`); "" begins one.
        """
        ...


class Announcer(Protocol):
    """Speaks announcements at several sites. Called on the event loop; never blocks."""

    def announce(self, said: Broadcast) -> Sequence[str]:
        """Speak an announcement wherever it is for, once it is quiet there; return the names of these sites.

        Empty if one with its id was announced before. Raises BadInput: `unknown_place`, `unknown_language`,
        `no_speaker` if no site that can speak is there; nothing is announced then.
        """
        ...

    def spoken_since(self, since: float) -> str:
        """Return the announcements that may have been audible at clock reading `since` or later."""
        ...


class Audit(Protocol):
    """Record of every action and refusal."""

    def note(self, entry: AuditEntry) -> None:
        """Append one entry; never raises, and blocks for the writing of one line at most."""
        ...


class Store(Protocol):
    """Store of small values that survive a restart. Values are plain data (what JSON can hold)."""

    def load(self, name: str) -> Any:
        """Return the value saved under `name`; None if there is none, or it cannot be read."""
        ...

    def save(self, name: str, value: Any) -> None:
        """Save `value` under `name`, whole or not at all. An error of the disk is logged, never raised."""
        ...


class TextToSpeech(Protocol):
    """Speech synthesis, one sentence at a time, in the languages that have a voice in the profile."""

    @property
    def rate(self) -> int:
        """Sample rate of the PCM that `synthesize` yields, Hz."""
        ...

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield s16le mono PCM as it is synthesized. Raises Cancelled; BadInput (`unknown_language`)."""
        ...


class DeviceDiscovery(Protocol):
    """Publishes the devices of the service and its sites where people see them, e.g. in Home Assistant."""

    def show(self, site: str | None) -> None:
        """Publish the device of `site`, or the service's own (None), as it is now. Never blocks."""
        ...

    def remove(self, site: str) -> None:
        """Remove the device of `site` and everything retained about it. Never blocks."""
        ...

    def revive(self, site: str) -> None:
        """Clear the retained report that the satellite of `site` is gone. Never blocks."""
        ...


class Outbox(Protocol):
    """Sends the events of the service to its clients."""

    @property
    def connected(self) -> bool:
        """True while an event can be sent at once."""
        ...

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Send or queue one event; never blocks. A queued event that gets too old is dropped (core/ages.py).

        `age` is how old it is already, s: for an act, the time since its sentence, its yes or its due time.
        """
        ...


class Inbound(Protocol):
    """Takes what clients send. Never raises or blocks.

    It is called on the thread of the event loop; the one that a `Transport` is given, on any thread.
    """

    def receive(self, message: ClientMessage, arrived: float) -> None:
        """Process one message; `arrived` is the monotonic clock at its arrival, s."""
        ...

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Record `size` bytes of audio (not `sound`: messages) of `site` that were dropped on arrival."""
        ...

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Count `error`, a message of `site` that cannot be used, `times`, and report it to the site."""
        ...


class Transport(Outbox, Protocol):
    """A further connection to clients beside that of the house, with threads or tasks of its own.

    It passes what comes in to an `Inbound`. `publish` is called on a thread for it alone: it may block, and
    raise a SaraiError with a reason, or anything else, if an event cannot be sent.
    """

    def start(self) -> None:
        """Start to connect in the background; retries until `stop`. Never blocks."""
        ...

    def stop(self) -> None:
        """Disconnect, and return within seconds. Called on a thread of its own, after the last `publish`."""
        ...

    def check(self) -> None:
        """Report what hangs, if it can know; called about once a second on the event loop. Never blocks."""
        ...


class Clock(Protocol):
    """Monotonic time."""

    def __call__(self) -> float:
        """Return seconds; only differences are meaningful."""
        ...
