"""One site's ear: what its microphone sent, to what it says about speech."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Chunk, Framer
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.inbound import AudioEnd, AudioIn
from sarai_mqtt.core.session import SessionEvent, SiteSession, SpeechWentOn
from sarai_mqtt.core.turn_taking import Ending
from sarai_mqtt.mailbox import Mailbox
from sarai_mqtt.ports import ChunkDecoder, Clock, Vad

log = logging.getLogger(__name__)

# A longer payload is decoded on a thread, and heard so many frames at a time: other sites go on meanwhile.
LONG_BYTES, LONG_FRAMES = 64 * 1024, 50


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
        heard: Callable[[SessionEvent, float], None],
        refuse: Callable[[SaraiError], None],
    ) -> None:
        self._site = site
        self._stale_s = stale_ms / 1000
        self._stall_s = limits.stop_ms / 1000 + self._stale_s
        self._vad, self._decoder = vad, decoder
        self._clock = clock
        self._on_heard, self._refuse = heard, refuse
        self._session = SiteSession(site, limits)
        self._framer = Framer()
        self._spoken_at = self._fed_at = 0.0
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
        """Take what came at clock reading `arrived`; never blocks."""
        self.mailbox.offer(arrived, item)

    async def listen(self) -> None:
        """Listen for ever; no error of one chunk ends it."""
        while True:
            try:
                await self._take_mail()
            except SaraiError as error:
                self._refuse(error)
            except Exception:
                log.exception("site %s: a chunk could not be processed", self._site)
                self._refuse(SaraiError("internal", "A chunk could not be processed."))
            await asyncio.sleep(0)

    async def _take_mail(self) -> None:
        try:
            async with asyncio.timeout(self._patience()):
                arrived, item = await self.mailbox.take(lambda: self._clock() - self._stale_s)
        except TimeoutError:
            # The stream stopped in mid-utterance: no further audio will bring the endpoint.
            self._tell(self._session.finish(), self._spoken_at)
            return
        if lost := self.mailbox.take_dropped():
            self._refuse(SaraiError("audio_dropped", f"{lost} ms of audio came too late to be used."))
            self._tell(self._session.gap(lost), arrived)
        if isinstance(item, AudioEnd):
            self._tell(self._session.finish(), self._spoken_at)
        else:
            chunk = await self._decode(item.payload)
            if chunk.pcm:
                self.mailbox.bytes_per_ms = FRAME_BYTES / FRAME_MS * len(item.payload) / len(chunk.pcm)
            await self._feed(arrived, chunk)

    def _patience(self) -> float | None:
        """Say how long to wait for more of an utterance, in seconds; messages without sound do not count."""
        if not self._session.active:
            return None
        return max(0.0, self._fed_at + self._stall_s - self._clock())

    async def _decode(self, payload: bytes) -> Chunk:
        if len(payload) > LONG_BYTES:
            return await asyncio.to_thread(self._decoder.decode, payload)
        return self._decoder.decode(payload)

    async def _feed(self, arrived: float, chunk: Chunk) -> None:
        frames = list(self._framer.push(chunk.pcm))
        if frames:
            self._fed_at = self._clock()
        # The chunk is whole only when its last frame was spoken: frames before that one are older.
        began = arrived - len(frames) * FRAME_MS / 1000
        if not self._session.active and began - self._spoken_at > self._stall_s:
            self._tell(self._session.finish(), arrived)
        for count, frame in enumerate(frames, 1):
            self._spoken_at = began + count * FRAME_MS / 1000
            self._tell(self._session.feed(frame, is_speech=self._vad.is_speech(frame)), self._spoken_at)
            if count % LONG_FRAMES == 0:
                await asyncio.sleep(0)
        if frames and self._session.active:
            self._tell([SpeechWentOn()], self._spoken_at)

    def _tell(self, events: Iterable[SessionEvent], spoken: float) -> None:
        for event in events:
            self._on_heard(event, spoken)
