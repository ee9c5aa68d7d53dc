"""Audio input of one site: decodes its payloads, frames them, and turns VAD verdicts into speech events."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from types import TracebackType

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Chunk, Framer
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.messages import AudioEnd, AudioIn
from sarai_mqtt.core.ports import ChunkDecoder, Clock, Vad
from sarai_mqtt.core.speech_events import SpeechEvent, SpeechWentOn
from sarai_mqtt.satellites.audio_queue import AudioQueue
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.turns.end_of_turn import Ending

log = logging.getLogger(__name__)

# A payload longer than this is decoded on a thread and passed to the VAD this many frames at a time, so that
# other sites are served meanwhile.
LONG_BYTES, LONG_FRAMES = 64 * 1024, 50
# A payload up to this size is processed on arrival, unless its site is this many seconds ahead of real time.
SHORT_BYTES, AHEAD_S = 16 * 1024, 1.0
# While a long payload is being decoded the stream has not stopped: check again after this time, seconds.
RECHECK_S = 0.1


class _ErrorReporting:
    """Context manager that reports an error of its block instead of raising it."""

    def __init__(self, site: str, refuse: Callable[[SaraiError], None]) -> None:
        self._site, self._refuse = site, refuse

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Report the error: a SaraiError unchanged, any other as `internal`, with a log entry."""
        if not isinstance(error, Exception):
            return False
        if not isinstance(error, SaraiError):
            log.error("site %s: a chunk could not be processed", self._site, exc_info=error)
            error = SaraiError("internal", "A chunk could not be processed.")
        self._refuse(error)
        return True


class Ear:
    """Turns a site's audio payloads into speech events, in order; bad audio is reported and skipped.

    Args:
        site: name of the site.
        limits: when an utterance begins and ends.
        stale_ms: audio that waited longer is dropped.
        vad: this site's own VAD; it keeps state.
        decoder: this site's own decoder of payloads; it keeps state.
        clock: monotonic time, seconds.
        heard: called with each event and the clock reading at which the audio that caused it was spoken.
        refuse: called with each error.

    """

    def __init__(
        self,
        site: str,
        limits: EndpointingLimits,
        stale_ms: int,
        *,
        vad: Vad,
        decoder: ChunkDecoder,
        clock: Clock,
        heard: Callable[[SpeechEvent, float], None],
        refuse: Callable[[SaraiError], None],
    ) -> None:
        self._stale_s = stale_ms / 1000
        self._stall_s = limits.stop_ms / 1000 + self._stale_s
        self._vad, self._decoder = vad, decoder
        self._clock = clock
        self._on_heard, self._refuse = heard, refuse
        self._reporting_errors = _ErrorReporting(site, refuse)
        self._segmenter = UtteranceSegmenter(site, limits)
        self._framer = Framer()
        self._spoken_at = self._fed_at = self._ahead_until = 0.0
        # While queued audio is being processed, new audio queues behind it.
        self._busy = False
        self._watchdog: asyncio.TimerHandle | None = None
        self.audio_queue = AudioQueue()

    @property
    def active(self) -> bool:
        """True from the start of an utterance to its endpoint."""
        return self._segmenter.active

    def expect(self, ending: Ending) -> None:
        """Set how long the current pause may last before the utterance ends."""
        self._segmenter.expect(ending)

    def latest(self, ms: int) -> bytes:
        """Return the last `ms` of the current utterance, or as much as there is: 16 kHz mono s16le."""
        return self._segmenter.latest(ms)

    def forget(self, but_ms: int) -> None:
        """Drop all of the current utterance but its last `but_ms`."""
        self._segmenter.forget(but_ms)

    def receive(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        """Process or queue `item`, which arrived at clock reading `arrived`; never blocks, never raises.

        Audio that is stale by now is dropped. Must be called on the loop's thread.
        """
        if self._busy or not self.audio_queue.empty or self._must_wait(arrived, item):
            self.audio_queue.put(arrived, item)
        elif isinstance(item, AudioIn) and arrived < self._oldest():
            self.audio_queue.count_dropped(len(item.payload))
        else:
            with self._reporting_errors:
                self._process(arrived, item)

    def count_missed(self, size: int) -> None:
        """Count `size` bytes of audio that were dropped before they got here."""
        self.audio_queue.count_dropped(size)

    async def run(self) -> None:
        """Process queued audio until cancelled; an error in a chunk is reported and skipped."""
        try:
            while True:
                self._busy = False
                arrived, item = await self.audio_queue.get(self._oldest)
                self._busy = True
                with self._reporting_errors:
                    await self._process_queued(arrived, item)
                await asyncio.sleep(0)
        finally:
            self.close()

    def close(self) -> None:
        """Process nothing more, and report no end of an utterance in progress.

        `run` does so when it is cancelled, but not if it is cancelled before it has begun.
        """
        self._busy = True
        if self._watchdog is not None:
            self._watchdog.cancel()

    def _oldest(self) -> float:
        """Return the clock reading before which audio that arrived is stale."""
        return self._clock() - self._stale_s

    def _must_wait(self, arrived: float, item: AudioIn | AudioEnd) -> bool:
        """Return True if processing `item` at once would hold up the other sites."""
        if isinstance(item, AudioEnd):
            return False
        ahead = max(self._ahead_until, arrived)
        if len(item.payload) > SHORT_BYTES or ahead - arrived > AHEAD_S:
            return True
        self._ahead_until = ahead + len(item.payload) / self.audio_queue.bytes_per_ms / 1000
        return False

    async def _process_queued(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        if isinstance(item, AudioEnd) or len(item.payload) <= SHORT_BYTES:
            self._process(arrived, item)
            return
        self._report_lost(arrived)
        decode, payload = self._decoder.decode, item.payload
        chunk = await asyncio.to_thread(decode, payload) if len(payload) > LONG_BYTES else decode(payload)
        frames, began = self._to_frames(arrived, payload, chunk)
        for start in range(0, len(frames), LONG_FRAMES):
            self._run_vad(frames[start : start + LONG_FRAMES], began + start * FRAME_MS / 1000)
            await asyncio.sleep(0)

    def _process(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        self._report_lost(arrived)
        if isinstance(item, AudioEnd):
            self._report(self._segmenter.finish(), self._spoken_at)
        else:
            self._run_vad(*self._to_frames(arrived, item.payload, self._decoder.decode(item.payload)))

    def _report_lost(self, arrived: float) -> None:
        if lost := self.audio_queue.take_dropped():
            self._refuse(SaraiError("audio_dropped", f"{lost} ms of audio came too late to be used."))
            self._report(self._segmenter.gap(lost), arrived)

    def _to_frames(self, arrived: float, payload: bytes, chunk: Chunk) -> tuple[list[bytes], float]:
        """Return the frames that are complete now, and the clock reading at which the first of them began."""
        if chunk.pcm:
            self.audio_queue.bytes_per_ms = FRAME_BYTES / FRAME_MS * len(payload) / len(chunk.pcm)
        frames = self._framer.push(chunk.pcm)
        # The chunk is complete only when its last frame was spoken: the frames before that one are older.
        began = arrived - len(frames) * FRAME_MS / 1000
        if not self._segmenter.active and began - self._spoken_at > self._stall_s:
            self._report(self._segmenter.finish(), arrived)
        if frames:
            self._fed_at = self._clock()
        return frames, began

    def _run_vad(self, frames: list[bytes], began: float) -> None:
        for frame in frames:
            began += FRAME_MS / 1000
            self._spoken_at = began
            if events := self._segmenter.feed(frame, is_speech=self._vad.is_speech(frame)):
                self._report(events, began)
        if frames and self._segmenter.active:
            self._report([SpeechWentOn()], self._spoken_at)
        if self._watchdog is None and self._segmenter.active:
            self._watch(self._stall_s)

    def _watch(self, seconds: float) -> None:
        """Check after `seconds` whether the stream has stopped."""
        self._watchdog = asyncio.get_running_loop().call_later(seconds, self._end_if_stopped)

    def _end_if_stopped(self) -> None:
        """End the utterance if no whole frame of audio has come for `_stall_s`; else check again later."""
        self._watchdog = None
        if not self._segmenter.active:
            return
        if self._busy or not self.audio_queue.empty:
            self._watch(RECHECK_S)
        elif (left := self._fed_at + self._stall_s - self._clock()) > 0:
            self._watch(left)
        else:
            # The stream stopped in mid-utterance: no further audio will bring the endpoint.
            with self._reporting_errors:
                self._report(self._segmenter.finish(), self._spoken_at)

    def _report(self, events: Iterable[SpeechEvent], spoken: float) -> None:
        for event in events:
            self._on_heard(event, spoken)
