"""Detects the start and end of speech from VAD verdicts, counted in frames of audio: no clock is needed."""

from dataclasses import dataclass

from sarai_mqtt.core.audio import FRAME_MS
from sarai_mqtt.satellites.site_states import EAR, EndpointEvent, EndpointState
from sarai_mqtt.turns.end_of_turn import Ending


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
    """State machine that turns one VAD verdict per frame into a state, by the table `site_states.EAR`.

    `silence_ms` is the length of the current pause, or of the one that ended the utterance.
    """

    def __init__(self, limits: EndpointingLimits) -> None:
        self._limits = limits
        self._run_ms = 0
        # Silence that ends the utterance; `expect` changes it for one pause.
        self._stop_ms = limits.stop_ms
        self.state = EndpointState.QUIET
        self.silence_ms = 0

    def step(self, *, is_speech: bool) -> EndpointState:
        """Process the verdict for one frame and return the new state.

        STOPPING changes to QUIET after `stop_ms` of silence, or as `expect` said: the utterance is over.
        """
        if self.state is EndpointState.QUIET and not is_speech:
            return self.state  # nearly every frame of a day takes this path
        match self.state:
            case EndpointState.QUIET | EndpointState.STARTING:
                self._enter(self._while_starting(is_speech=is_speech))
            case EndpointState.SPEAKING:
                self._enter(EndpointEvent.SPEECH if is_speech else EndpointEvent.SILENCE)
            case EndpointState.STOPPING:
                self._enter(self._while_stopping(is_speech=is_speech))
        return self.state

    def expect(self, ending: Ending) -> None:
        """Set how much silence ends the utterance in this pause, according to the words heard so far."""
        if self.state is EndpointState.STOPPING:
            limits = self._limits
            waits = {"complete": limits.complete_ms, "open": limits.stop_ms, "dangling": limits.dangling_ms}
            self._stop_ms = waits[ending]

    def reset(self) -> None:
        """Discard the current utterance and return to QUIET."""
        self._enter(EndpointEvent.CUT)
        self._run_ms = self.silence_ms = 0

    def _while_starting(self, *, is_speech: bool) -> EndpointEvent:
        # A leaky counter: one unvoiced frame inside the first syllable must not restart the count.
        self._run_ms = max(0, self._run_ms + (FRAME_MS if is_speech else -FRAME_MS))
        if self._run_ms >= self._limits.start_ms:
            return EndpointEvent.STARTED
        if not self._run_ms:
            return EndpointEvent.CLICK
        return EndpointEvent.SPEECH if is_speech else EndpointEvent.SILENCE

    def _while_stopping(self, *, is_speech: bool) -> EndpointEvent:
        self._run_ms = self._run_ms + FRAME_MS if is_speech else 0
        self.silence_ms += FRAME_MS
        if self._run_ms >= self._limits.resume_ms:
            return EndpointEvent.RESUMED
        if self.silence_ms >= self._stop_ms and not is_speech:
            return EndpointEvent.ENDED
        return EndpointEvent.SPEECH if is_speech else EndpointEvent.SILENCE

    def _enter(self, event: EndpointEvent) -> None:
        before, self.state = self.state, EAR.after(self.state, event)
        if self.state in (before, EndpointState.STARTING):
            return
        self._run_ms, self._stop_ms = 0, self._limits.stop_ms
        if self.state is EndpointState.SPEAKING:
            self.silence_ms = 0
        elif self.state is EndpointState.STOPPING:
            self.silence_ms = FRAME_MS
