"""One site's ear: what its microphone sent, to what it says about speech."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from types import TracebackType

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Chunk, Framer
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.inbound import AudioEnd, AudioIn
from sarai_mqtt.core.session import SiteSession
from sarai_mqtt.core.speech_events import SpeechEvent, SpeechWentOn
from sarai_mqtt.core.turn_taking import Ending
from sarai_mqtt.mailbox import Mailbox
from sarai_mqtt.ports import ChunkDecoder, Clock, Vad

log = logging.getLogger(__name__)

# A longer payload is decoded on a thread, and heard so many frames at a time: other sites go on meanwhile.
LONG_BYTES, LONG_FRAMES = 64 * 1024, 50
# One as short as this is heard as it comes, unless its site sends faster than sound and is so far ahead.
SHORT_BYTES, AHEAD_S = 16 * 1024, 1.0
# While a long payload is being decoded the end of the stream is not due; look again.
AGAIN_S = 0.1


class _Telling:
    """Tells an error of its block and goes on."""

    def __init__(self, site: str, refuse: Callable[[SaraiError], None]) -> None:
        self._site, self._refuse = site, refuse

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Tell it."""
        if not isinstance(error, Exception):
            return False
        if not isinstance(error, SaraiError):
            log.error("site %s: a chunk could not be processed", self._site, exc_info=error)
            error = SaraiError("internal", "A chunk could not be processed.")
        self._refuse(error)
        return True


class Ear:
    """Turns a site's mail into session events, in order; bad audio is told and costs nothing else.

    Args:
        site: its name.
        limits: when an utterance begins and ends.
        stale_ms: audio that waited longer is dropped.
        vad: of this site alone, as is `decoder`.
        decoder: of its payloads.
        clock: tells how long something has waited.
        heard: takes each event, with the clock reading at which the sound that brought it was spoken.
        refuse: takes each error.

    """

    def __init__(
        self,
        site: str,
        limits: Endpointing,
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
        self._errors_told = _Telling(site, refuse)
        self._session = SiteSession(site, limits)
        self._framer = Framer()
        self._spoken_at = self._fed_at = self._ahead_until = 0.0
        self._chunks = 0
        # While what waited is being heard, what comes waits behind it.
        self._busy = False
        self._watchdog: asyncio.TimerHandle | None = None
        self.mailbox = Mailbox()

    @property
    def active(self) -> bool:
        """True while somebody speaks, or may go on."""
        return self._session.active

    def expect(self, ending: Ending) -> None:
        """Let the pause last as long as fits `ending`."""
        self._session.expect(ending)

    def latest(self, ms: int) -> bytes:
        """Give the last `ms` of what is being said: 16 kHz mono s16le."""
        return self._session.latest(ms)

    def forget(self, but_ms: int) -> None:
        """Let what is being said begin `but_ms` ago."""
        self._session.forget(but_ms)

    def offer(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        """Take what came at clock reading `arrived`, on the loop's thread; never blocks, never raises."""
        if self._busy or not self.mailbox.empty or self._must_wait(arrived, item):
            self.mailbox.offer(arrived, item)
        elif isinstance(item, AudioIn) and arrived < self._oldest():
            self.mailbox.lose(len(item.payload))
        else:
            with self._errors_told:
                self._hear(arrived, item)

    def miss(self, size: int) -> None:
        """Count `size` bytes of audio that were given up on their way here."""
        self.mailbox.lose(size)

    async def listen(self) -> None:
        """Hear for ever what has to wait; no error of one chunk ends it."""
        try:
            while True:
                self._busy = False
                arrived, item = await self.mailbox.take(self._oldest)
                self._busy = True
                with self._errors_told:
                    await self._hear_in_turn(arrived, item)
                await asyncio.sleep(0)
        finally:
            # The service is stopping: nothing more is heard.
            self._busy = True
            if self._watchdog is not None:
                self._watchdog.cancel()

    def _oldest(self) -> float:
        """Give the clock reading before which what arrived is stale."""
        return self._clock() - self._stale_s

    def _must_wait(self, arrived: float, item: AudioIn | AudioEnd) -> bool:
        """Say whether hearing `item` at once would not be fair to the other sites."""
        if isinstance(item, AudioEnd):
            return False
        ahead = max(self._ahead_until, arrived)
        if len(item.payload) > SHORT_BYTES or ahead - arrived > AHEAD_S:
            return True
        self._ahead_until = ahead + len(item.payload) / self.mailbox.bytes_per_ms / 1000
        return False

    async def _hear_in_turn(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        if isinstance(item, AudioEnd) or len(item.payload) <= SHORT_BYTES:
            self._hear(arrived, item)
            return
        self._tell_lost(arrived)
        decode, payload = self._decoder.decode, item.payload
        chunk = await asyncio.to_thread(decode, payload) if len(payload) > LONG_BYTES else decode(payload)
        frames, began = self._cut(arrived, payload, chunk)
        for start in range(0, len(frames), LONG_FRAMES):
            self._judge(frames[start : start + LONG_FRAMES], began + start * FRAME_MS / 1000)
            await asyncio.sleep(0)

    def _hear(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        self._tell_lost(arrived)
        if isinstance(item, AudioEnd):
            self._tell(self._session.finish(), self._spoken_at)
        else:
            self._judge(*self._cut(arrived, item.payload, self._decoder.decode(item.payload)))

    def _tell_lost(self, arrived: float) -> None:
        if lost := self.mailbox.take_dropped():
            self._refuse(SaraiError("audio_dropped", f"{lost} ms of audio came too late to be used."))
            self._tell(self._session.gap(lost), arrived)

    def _cut(self, arrived: float, payload: bytes, chunk: Chunk) -> tuple[list[bytes], float]:
        """Give the frames that are whole now, and when the first of them began."""
        if chunk.pcm:
            self.mailbox.bytes_per_ms = FRAME_BYTES / FRAME_MS * len(payload) / len(chunk.pcm)
        frames = self._framer.push(chunk.pcm)
        # The chunk is whole only when its last frame was spoken: frames before that one are older.
        began = arrived - len(frames) * FRAME_MS / 1000
        if not self._session.active and began - self._spoken_at > self._stall_s:
            self._tell(self._session.finish(), arrived)
        if frames:
            self._fed_at = self._clock()
            self._chunks += 1
        return frames, began

    def _judge(self, frames: list[bytes], began: float) -> None:
        for frame in frames:
            began += FRAME_MS / 1000
            self._spoken_at = began
            if events := self._session.feed(frame, is_speech=self._vad.is_speech(frame)):
                self._tell(events, began)
        if frames and self._session.active:
            self._tell([SpeechWentOn()], self._spoken_at)
        if self._watchdog is None and self._session.active:
            self._watch(self._stall_s)

    def _watch(self, seconds: float) -> None:
        """End the utterance if no more of it comes in so many seconds; what has no sound does not count."""
        loop = asyncio.get_running_loop()
        self._watchdog = loop.call_later(seconds, self._end_if_stopped, self._chunks)

    def _end_if_stopped(self, chunks: int) -> None:
        self._watchdog = None
        if not self._session.active:
            return
        if self._busy or not self.mailbox.empty:
            self._watch(AGAIN_S)
        elif self._chunks != chunks:
            self._watch(max(0.0, self._fed_at + self._stall_s - self._clock()))
        else:
            # The stream stopped in mid-utterance: no further audio will bring the endpoint.
            with self._errors_told:
                self._tell(self._session.finish(), self._spoken_at)

    def _tell(self, events: Iterable[SpeechEvent], spoken: float) -> None:
        for event in events:
            self._on_heard(event, spoken)
