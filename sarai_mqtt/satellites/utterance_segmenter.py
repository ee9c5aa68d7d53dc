"""Collects the audio frames of one site, with their VAD verdicts, into utterances."""

from collections import deque
from collections.abc import Iterator, Sequence

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Utterance
from sarai_mqtt.core.speech_events import (
    Paused,
    Resumed,
    SpeechEvent,
    SpeechStarted,
    UtteranceEnded,
)
from sarai_mqtt.satellites.endpointing import Endpointer, EndpointingLimits
from sarai_mqtt.satellites.site_states import EndpointState
from sarai_mqtt.turns.end_of_turn import Ending


class UtteranceSegmenter:
    """Collects the frames of each utterance at one site. Time is counted in audio; not thread-safe."""

    def __init__(self, site: str, limits: EndpointingLimits) -> None:
        self.site = site
        self._limits = limits
        self._endpointer = Endpointer(limits)
        # The frames that proved the start of speech are held in the ring in addition to the pre-roll.
        kept = (limits.preroll_ms + 2 * limits.start_ms) // FRAME_MS
        self._preroll: deque[tuple[bytes, bool]] = deque(maxlen=kept)
        self._pcm = bytearray()
        self._voicing = bytearray()
        self._speech_end = 0
        self._paused = False

    @property
    def active(self) -> bool:
        """True from the start of an utterance to its end."""
        return self._endpointer.state in (EndpointState.SPEAKING, EndpointState.STOPPING)

    def feed(self, frame: bytes, *, is_speech: bool) -> Sequence[SpeechEvent]:
        """Process one 20 ms frame (16 kHz mono s16le) with its VAD verdict; return the events it causes."""
        if self.active:
            return list(self._follow(frame, is_speech=is_speech))
        self._preroll.append((frame, is_speech))
        if self._endpointer.step(is_speech=is_speech) is not EndpointState.SPEAKING:
            return ()
        self._pcm = bytearray(b"".join(frame for frame, _ in self._preroll))
        self._voicing = bytearray(is_speech for _, is_speech in self._preroll)
        self._speech_end = len(self._pcm)
        self._preroll.clear()
        return (SpeechStarted(),)

    def _follow(self, frame: bytes, *, is_speech: bool) -> Iterator[SpeechEvent]:
        """Add a frame to the current utterance; yield the events it causes."""
        silence_before = self._endpointer.silence_ms
        state = self._endpointer.step(is_speech=is_speech)
        self._pcm += frame
        self._voicing.append(is_speech)
        if state is EndpointState.SPEAKING:
            self._speech_end = len(self._pcm)
            if self._paused:
                self._paused = False
                yield Resumed()
            if len(self._pcm) * FRAME_MS // FRAME_BYTES >= self._limits.max_ms:
                yield self._close(0)
        elif state is EndpointState.QUIET:
            yield self._close(silence_before + FRAME_MS)
        elif not self._paused and 0 < self._limits.draft_ms <= self._endpointer.silence_ms and not is_speech:
            self._paused = True
            yield Paused(self._utterance(), self._endpointer.silence_ms)

    def expect(self, ending: Ending) -> None:
        """Set how much silence ends the utterance in this pause, according to `ending`.

        `ending` tells whether the words heard so far are a complete sentence. Without a pause nothing
        changes.
        """
        if self._paused:
            self._endpointer.expect(ending)

    def latest(self, ms: int) -> bytes:
        """Return the last `ms` of the current utterance (16 kHz mono s16le), or all of it if shorter."""
        return bytes(self._pcm[-ms * FRAME_BYTES // FRAME_MS :])

    def forget(self, but_ms: int) -> None:
        """Drop the beginning of the current utterance, except its last `but_ms`."""
        surplus = max(0, len(self._pcm) - but_ms * FRAME_BYTES // FRAME_MS)
        del self._pcm[:surplus]
        del self._voicing[: surplus // FRAME_BYTES]
        self._speech_end = max(0, self._speech_end - surplus)

    def gap(self, ms: int) -> Iterator[SpeechEvent]:
        """Feed silence in place of `ms` of lost audio; yield the events it causes.

        A long gap ends the utterance, a short one is a pause in it. Outside an utterance the pre-roll is
        dropped.
        """
        if not self.active:
            self._preroll.clear()
        for _ in range(ms // FRAME_MS):
            if not self.active:
                break
            yield from self.feed(bytes(FRAME_BYTES), is_speech=False)

    def finish(self) -> Iterator[SpeechEvent]:
        """End the current utterance now: the talk button was released, or the stream stopped.

        What comes next does not continue what came before, so the pre-roll is dropped.
        """
        if self.active:
            yield self._close(self._endpointer.silence_ms)
        self._endpointer.reset()
        self._preroll.clear()

    def _close(self, silence_ms: int) -> UtteranceEnded:
        """Return the event of the utterance's end, and prepare for the next utterance."""
        utterance = self._utterance()
        self._endpointer.reset()
        self._pcm, self._voicing = bytearray(), bytearray()
        self._paused = False
        return UtteranceEnded(utterance, silence_ms)

    def _utterance(self) -> Utterance:
        """Return the utterance so far, up to `tail_ms` after the last speech frame."""
        tail = self._limits.tail_ms * FRAME_BYTES // FRAME_MS
        pcm = bytes(self._pcm[: self._speech_end + tail])
        voicing = bytes(self._voicing[: len(pcm) // FRAME_BYTES])
        return Utterance(self.site, pcm, self._speech_end * FRAME_MS // FRAME_BYTES, voicing)
