"""What the pipeline and the service need from the outside. Engines are plain blocking calls."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from sarai_mqtt.core.acting import Acted, Conversed, Order
from sarai_mqtt.core.audio import Chunk, Samples, Utterance
from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.events import Event, Intent, Transcript
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import HeardAnswer, LeftOver


class Cancel(Protocol):
    """Asked between the steps of a blocking call; set when the turn is given up."""

    @property
    def cancelled(self) -> bool:
        """True once the caller no longer wants the result."""
        ...

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Run `callback` once on cancel (at once if that already happened), on the cancelling thread.

        Returns a function that forgets the callback.
        """
        ...


class ChunkDecoder(Protocol):
    """Turns one site's payloads into our PCM; may keep state (a resampler) between them."""

    def decode(self, payload: bytes) -> Chunk:
        """Decode one payload. Raises BadInput."""
        ...


class Vad(Protocol):
    """Says whether one frame holds speech."""

    def is_speech(self, frame: bytes) -> bool:
        """Judge one 20 ms frame of 16 kHz s16le."""
        ...


class SpeechToText(Protocol):
    """Utterance in, transcript out."""

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Recognise one utterance in `language`, or in the likelier of ours when None. Raises Cancelled.

        The result's `turn` is empty: the pipeline fills it in.
        """
        ...

    def transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, cancel: Cancel
    ) -> HeardAnswer:
        """Recognise what may answer a question of ours that was asked in the language `asked`.

        Heard in that language first; else as `transcribe` hears. Raises Cancelled.
        """
        ...


class HouseWords(Protocol):
    """Knows what this house is likely to be told."""

    def nearest(self, text: str, language: str) -> Sequence[str]:
        """Give what `text` may have been as a command of this house, likeliest first; often nothing."""
        ...

    def is_command(self, text: str, language: str) -> bool:
        """Say whether the house would understand `text`."""
        ...


class TurnEnd(Protocol):
    """Hears whether a person who pauses has finished."""

    def finished(self, samples: Samples) -> float:
        """Give how finished 16 kHz `samples` [n] sound, from their beginning to the pause: 0..1."""
        ...


class Understander(Protocol):
    """Finds the command in a sentence."""

    @property
    def home(self) -> Home:
        """The house that commands are about."""
        ...

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Give the intent, or None when `text` is no command that is sure enough to act on.

        `area` is the speaker's. Raises BadInput for an unknown language. The result's `turn` is empty: the
        pipeline fills it in.
        """
        ...

    def read(self, text: str, language: str, area: str | None = None) -> Intent | LeftOver | None:
        """Give the intent; else what of `text` no command that it is like has a use for; else None."""
        ...

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Give what of an order without a command nothing in the house is called, if anything."""
        ...

    def follow_up(
        self, text: str, language: str, before: Intent, area: str | None = None
    ) -> Intent | LeftOver | None:
        """Give what `text` asks for as an addition to the command `before` ("and the bedroom too")."""
        ...

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Give the commands that `text` may mean, the likeliest first; none when it is likely not one."""
        ...


class Thinker(Protocol):
    """Answers what is not a command."""

    def think(self, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply piece by piece (tokens joined as they come). Stops early on cancel."""
        ...

    def choose(self, text: str, language: str, options: Sequence[str], cancel: Cancel) -> int | None:
        """Give the index of the option (a spoken sentence) that `text` means.

        None: none of them, cancelled, or it cannot choose in that language. The person is asked before the
        choice is acted on.
        """
        ...


class Actor(Protocol):
    """Carries out commands in the house. Called on the event loop; each call ends within seconds."""

    @property
    def present(self) -> bool:
        """True when there is somebody to act and to report; else the Intent only goes out."""
        ...

    @property
    def by_message(self) -> bool:
        """True when others act on the Intent that we publish, which then has to go out first."""
        ...

    async def act(self, order: Order) -> Acted:
        """Carry out the order, or look up what it asks, and tell what came of it. Never raises."""
        ...

    async def converse(self, text: str, language: str, site: str, conversation: str = "") -> Conversed | None:
        """Let Home Assistant's own agent answer; None when it did not understand or cannot be asked.

        `conversation` continues a talk (`Conversed.conversation`).
        """
        ...


class Audit(Protocol):
    """Keeps a record of every action and refusal."""

    def note(self, entry: AuditEntry) -> None:
        """Keep one entry; never raises, blocks for a line's writing at most."""
        ...


class Store(Protocol):
    """Keeps small things over a restart. Values are plain data (what JSON can hold)."""

    def load(self, name: str) -> Any:
        """Give what was saved under `name`; None when nothing was, or it cannot be read."""
        ...

    def save(self, name: str, value: Any) -> None:
        """Save `value` under `name`, whole or not at all. A disk that fails is logged, never raised."""
        ...


class TextToSpeech(Protocol):
    """Sentence in, PCM out."""

    @property
    def rate(self) -> int:
        """Sample rate of what `synthesize` yields, Hz."""
        ...

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield s16le mono PCM as it is made. Raises Cancelled; BadInput for an unknown language."""
        ...


class Showcase(Protocol):
    """Shows our devices where people look for them."""

    def show(self, site: str | None) -> None:
        """Show the device of `site`, or the service's own (None), as it is now. Never blocks."""
        ...

    def remove(self, site: str) -> None:
        """Take away the device of `site` and all that was kept of it. Never blocks."""
        ...

    def revive(self, site: str) -> None:
        """Take back the retained word that the satellite of `site` is gone. Never blocks."""
        ...


class Outbox(Protocol):
    """Where events leave the service."""

    @property
    def connected(self) -> bool:
        """True while what is handed over can go out at once."""
        ...

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Hand over one event; never blocks. What waits is given up when it gets too old (core/ages.py).

        `age` is how old it is already, s: for an act, the time since its sentence, yes or due moment.
        """
        ...


class Clock(Protocol):
    """Monotonic time."""

    def __call__(self) -> float:
        """Seconds; only differences mean something."""
        ...
