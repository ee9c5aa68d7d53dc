"""When speech has begun and when it is over, counted in frames of audio: no clock is needed."""

from dataclasses import dataclass
from enum import Enum, auto

from sarai_mqtt.core.audio import FRAME_MS


class Listening(Enum):
    """Endpointer states (DESIGN §9)."""

    QUIET = auto()
    STARTING = auto()
    SPEAKING = auto()
    STOPPING = auto()


@dataclass(frozen=True, slots=True)
class Endpointing:
    """Limits, in milliseconds of audio. WebRTC's VAD calls the 100 ms after the last sound speech: add them.

    Args:
        start_ms: speech that makes an utterance; shorter bursts are clicks.
        resume_ms: speech that takes a pause back; shorter bursts count as silence.
        stop_ms: silence that ends an utterance of which nothing more is known.
        draft_ms: silence after which what was said so far is worth hearing; 0 is never.
        complete_ms: silence that ends what was understood as a complete command.
        dangling_ms: silence that ends what cannot be all ("turn on the").
        preroll_ms: audio kept from before the first speech frame, so that no word is clipped.
        tail_ms: silence kept after the last speech frame.
        max_ms: longest utterance.

    """

    start_ms: int = 100
    resume_ms: int = 60
    stop_ms: int = 600
    draft_ms: int = 60
    complete_ms: int = 180
    dangling_ms: int = 1200
    preroll_ms: int = 300
    tail_ms: int = 200
    max_ms: int = 15_000


class Endpointer:
    """The table: one VAD verdict in, one state out.

    `stop_ms` is the silence that ends the utterance; it may be changed in a pause and holds for that pause.
    """

    def __init__(self, limits: Endpointing) -> None:
        self._limits = limits
        self._run_ms = 0
        self.state = Listening.QUIET
        self.silence_ms = 0
        self.stop_ms = limits.stop_ms

    def step(self, *, is_speech: bool) -> Listening:
        """Take one frame's verdict. STOPPING for `stop_ms` falls back to QUIET: the utterance is over."""
        if self.state is Listening.QUIET and not is_speech:
            return self.state  # as nearly every frame of a day
        match self.state:
            case Listening.QUIET | Listening.STARTING:
                self._start(is_speech=is_speech)
            case Listening.SPEAKING if not is_speech:
                self._to(Listening.STOPPING)
                self.silence_ms = FRAME_MS
            case Listening.STOPPING:
                self._stop(is_speech=is_speech)
        return self.state

    def reset(self) -> None:
        """Forget the utterance in hand."""
        self._to(Listening.QUIET)
        self.silence_ms = 0

    def _start(self, *, is_speech: bool) -> None:
        # A leaky count: one unvoiced frame inside the first syllable must not start over.
        self._run_ms = max(0, self._run_ms + (FRAME_MS if is_speech else -FRAME_MS))
        if self._run_ms >= self._limits.start_ms:
            self._to(Listening.SPEAKING)
            self.silence_ms = 0
        else:
            self.state = Listening.STARTING if self._run_ms else Listening.QUIET

    def _stop(self, *, is_speech: bool) -> None:
        self._run_ms = self._run_ms + FRAME_MS if is_speech else 0
        self.silence_ms += FRAME_MS
        if self._run_ms >= self._limits.resume_ms:
            self._to(Listening.SPEAKING)
            self.silence_ms = 0
        elif self.silence_ms >= self.stop_ms and not is_speech:
            self._to(Listening.QUIET)

    def _to(self, state: Listening) -> None:
        self.state = state
        self._run_ms = 0
        self.stop_ms = self._limits.stop_ms
