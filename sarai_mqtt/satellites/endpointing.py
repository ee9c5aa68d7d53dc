"""Detects the start and end of speech from VAD verdicts, counted in frames of audio: no clock is needed."""

from dataclasses import dataclass
from enum import Enum, auto

from sarai_mqtt.core.audio import FRAME_MS


class EndpointState(Enum):
    """States of the endpointer: no speech, perhaps the start of speech, in speech, in a pause."""

    QUIET = auto()
    STARTING = auto()
    SPEAKING = auto()
    STOPPING = auto()


@dataclass(frozen=True, slots=True)
class EndpointingLimits:
    """Limits, in milliseconds of audio.

    Silence is what the VAD reports as such. WebRTC's VAD counts the 100 ms after the last sound as speech;
    add them to compare a limit with the real pause.

    Args:
        start_ms: speech that starts an utterance; shorter bursts are clicks.
        resume_ms: speech that ends a pause; shorter bursts count as silence.
        stop_ms: silence that ends an utterance if nothing is known about its text.
        draft_ms: silence after which the speech so far is recognised in advance; 0 means never.
        complete_ms: silence that ends an utterance understood as a complete command.
        dangling_ms: silence that ends an utterance that cannot be complete ("turn on the").
        preroll_ms: audio kept from before the first speech frame, so that no word is clipped.
        tail_ms: silence kept after the last speech frame.
        max_ms: maximum length of an utterance.

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
    """State machine that turns one VAD verdict per frame into a state.

    `silence_ms` is the length of the current pause, or of the one that ended the utterance. `stop_ms` is the
    silence that ends an utterance; it may be changed in a pause, for that pause only.
    """

    def __init__(self, limits: EndpointingLimits) -> None:
        self._limits = limits
        self._run_ms = 0
        self.state = EndpointState.QUIET
        self.silence_ms = 0
        self.stop_ms = limits.stop_ms

    def step(self, *, is_speech: bool) -> EndpointState:
        """Process the verdict for one frame and return the new state.

        STOPPING changes to QUIET after `stop_ms` of silence: the utterance is over.
        """
        if self.state is EndpointState.QUIET and not is_speech:
            return self.state  # nearly every frame of a day takes this path
        match self.state:
            case EndpointState.QUIET | EndpointState.STARTING:
                self._start(is_speech=is_speech)
            case EndpointState.SPEAKING if not is_speech:
                self._to(EndpointState.STOPPING)
                self.silence_ms = FRAME_MS
            case EndpointState.STOPPING:
                self._stop(is_speech=is_speech)
        return self.state

    def reset(self) -> None:
        """Discard the current utterance and return to QUIET."""
        self._to(EndpointState.QUIET)
        self.silence_ms = 0

    def _start(self, *, is_speech: bool) -> None:
        # A leaky counter: one unvoiced frame inside the first syllable must not restart the count.
        self._run_ms = max(0, self._run_ms + (FRAME_MS if is_speech else -FRAME_MS))
        if self._run_ms >= self._limits.start_ms:
            self._to(EndpointState.SPEAKING)
            self.silence_ms = 0
        else:
            self.state = EndpointState.STARTING if self._run_ms else EndpointState.QUIET

    def _stop(self, *, is_speech: bool) -> None:
        self._run_ms = self._run_ms + FRAME_MS if is_speech else 0
        self.silence_ms += FRAME_MS
        if self._run_ms >= self._limits.resume_ms:
            self._to(EndpointState.SPEAKING)
            self.silence_ms = 0
        elif self.silence_ms >= self.stop_ms and not is_speech:
            self._to(EndpointState.QUIET)

    def _to(self, state: EndpointState) -> None:
        self.state = state
        self._run_ms = 0
        self.stop_ms = self._limits.stop_ms
