"""Routes chunks to sites and turns; owns every task of the service."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Framer
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import Failure, Reply, SpeechChunk, State, StateChanged, TurnReport
from sarai_mqtt.core.inbound import DEFAULT_SITE, Ask, AudioEnd, AudioIn, Inbound, Say
from sarai_mqtt.core.session import SessionEvent, SiteSession, SpeechStarted, UtteranceEnded
from sarai_mqtt.core.tally import Tally
from sarai_mqtt.pipeline import Engines, TurnInput, run_turn
from sarai_mqtt.ports import ChunkDecoder, Outbox, Vad

log = logging.getLogger(__name__)

MAILBOX_CHUNKS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What the service holds itself to.

    Args:
        endpointing: when an utterance begins and ends.
        language: the language of every utterance, or None when each may choose.
        turns_at_once: turns in work at the same time, all sites together.
        stale_ms: audio that waited longer is dropped.
        max_sites: sites known at the same time.

    """

    endpointing: Endpointing
    language: str | None = None
    turns_at_once: int = 4
    stale_ms: int = 500
    max_sites: int = 300


class Mailbox:
    """What waits for one site, with its arrival time; when full the oldest goes."""

    def __init__(self, size: int = MAILBOX_CHUNKS) -> None:
        self._items: deque[tuple[float, AudioIn | AudioEnd]] = deque(maxlen=size)
        self._ready = asyncio.Event()
        self.dropped_ms = 0.0

    def offer(self, arrived: float, item: AudioIn | AudioEnd) -> None:
        """Add one; never blocks."""
        if len(self._items) == self._items.maxlen:
            self._drop(self._items[0][1])
        self._items.append((arrived, item))
        self._ready.set()

    async def take(self, oldest: Callable[[], float]) -> tuple[float, AudioIn | AudioEnd]:
        """Wait for the next item that arrived after `oldest()`; what is staler is dropped."""
        while True:
            while self._items:
                arrived, item = self._items.popleft()
                if isinstance(item, AudioEnd) or arrived >= oldest():
                    return arrived, item
                self._drop(item)
            self._ready.clear()
            await self._ready.wait()

    def take_dropped(self) -> int:
        """Give the milliseconds lost since the last call."""
        lost, self.dropped_ms = int(self.dropped_ms), 0.0
        return lost

    def _drop(self, item: AudioIn | AudioEnd) -> None:
        if isinstance(item, AudioIn):
            self.dropped_ms += len(item.payload) * FRAME_MS / FRAME_BYTES


class _Site:
    """Everything one site owns."""

    def __init__(self, name: str, limits: Endpointing, vad: Vad, decoder: ChunkDecoder) -> None:
        self.name = name
        self.session = SiteSession(name, limits)
        self.vad = vad
        self.decoder = decoder
        self.framer = Framer()
        self.mailbox = Mailbox()
        self.turn: asyncio.Task[None] | None = None
        self.queued: TurnInput | None = None
        self.state: State = "idle"
        self.quiet_at = 0.0


class VoiceService:
    """One task per site, one turn at a time per site, a global limit of turns."""

    def __init__(
        self,
        engines: Engines,
        outbox: Outbox,
        limits: Limits,
        new_vad: Callable[[], Vad],
        new_decoder: Callable[[], ChunkDecoder],
    ) -> None:
        self._engines = engines
        self._outbox = outbox
        self._limits = limits
        self._new_vad = new_vad
        self._new_decoder = new_decoder
        self._clock = engines.clock
        self._slots = asyncio.Semaphore(limits.turns_at_once)
        self._sites: dict[str, _Site] = {}
        self._tasks: asyncio.TaskGroup
        self.tally = Tally()

    async def run(self, started: asyncio.Event) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as self._tasks:
            started.set()
            await asyncio.Event().wait()

    def receive(self, message: Inbound, arrived: float) -> None:
        """Take one message, on the loop's thread; `arrived` is a clock reading. Never raises or blocks."""
        try:
            site = self._site(message.site)
        except BadInput as error:
            self.refuse(DEFAULT_SITE, error)
            return
        match message:
            case AudioIn() | AudioEnd():
                site.mailbox.offer(arrived, message)
            case Ask(text=text, language=language):
                self._begin(site, TurnInput(_turn_id(), arrived, arrived, text=text, language=language))
            case Say(text=text, language=language):
                given = TurnInput(_turn_id(), arrived, arrived, text=text, language=language, announce=True)
                self._begin(site, given)

    def refuse(self, site: str, error: SaraiError) -> None:
        """Count, log and publish something that could not be used; nothing else is affected."""
        count = self.tally.add(site, error.code, self._clock())
        if count is not None:
            log.warning("site %s: %s (%s, %d so far)", site, error.reason, error.code, count)
            self._outbox.publish(site, Failure(error.code, error.reason, count))

    def _site(self, name: str) -> _Site:
        site = self._sites.get(name)
        if site is None:
            if len(self._sites) >= self._limits.max_sites:
                raise BadInput("too_many_sites", f"More than {self._limits.max_sites} sites speak to us.")
            site = _Site(name, self._limits.endpointing, self._new_vad(), self._new_decoder())
            self._sites[name] = site
            self._outbox.publish(name, StateChanged(site.state))
            self._tasks.create_task(self._listen(site), name=f"site:{name}")
        return site

    async def _listen(self, site: _Site) -> None:
        """Turn the site's mail into utterances for ever; no error of one chunk ends it."""
        stall_s = (self._limits.endpointing.stop_ms + self._limits.stale_ms) / 1000
        while True:
            try:
                async with asyncio.timeout(stall_s if site.session.active else None):
                    arrived, item = await site.mailbox.take(
                        lambda: self._clock() - self._limits.stale_ms / 1000
                    )
            except TimeoutError:
                # The stream stopped in mid-utterance: no further audio will bring the endpoint.
                self._heard(site, site.session.finish(), self._clock())
                continue
            try:
                self._feed(site, arrived, item)
            except SaraiError as error:
                self.refuse(site.name, error)
            except Exception:
                log.exception("site %s: a chunk could not be processed", site.name)
                self.refuse(site.name, SaraiError("internal", "A chunk could not be processed."))
            await asyncio.sleep(0)

    def _feed(self, site: _Site, arrived: float, item: AudioIn | AudioEnd) -> None:
        if lost := site.mailbox.take_dropped():
            self.refuse(
                site.name, SaraiError("audio_dropped", f"{lost} ms of audio came too late to be used.")
            )
            self._heard(site, site.session.gap(lost), arrived)
        if isinstance(item, AudioEnd):
            self._heard(site, site.session.finish(), arrived)
            return
        frames = list(site.framer.push(site.decoder.decode(item.payload).pcm))
        for index, frame in enumerate(frames):
            # The chunk is whole only when its last frame was spoken: frames before that one are older.
            spoken = arrived - (len(frames) - 1 - index) * FRAME_MS / 1000
            self._heard(site, site.session.feed(frame, is_speech=site.vad.is_speech(frame)), spoken)

    def _heard(self, site: _Site, events: Iterable[SessionEvent], spoken: float) -> None:
        for event in events:
            match event:
                case SpeechStarted():
                    if site.turn is None:
                        self._show(site, "listening")
                case UtteranceEnded(utterance, silence_ms):
                    speech_end = spoken - silence_ms / 1000
                    given = TurnInput(
                        _turn_id(), speech_end, self._clock(), utterance, language=self._limits.language
                    )
                    self._begin(site, given)

    def _begin(self, site: _Site, given: TurnInput) -> None:
        if site.turn is None:
            site.turn = self._tasks.create_task(self._take_turns(site, given), name=f"turn:{site.name}")
            return
        if site.queued is not None:
            self._outbox.publish(site.name, TurnReport(site.queued.turn, "cancelled", site.queued.text))
        site.queued = given

    async def _take_turns(self, site: _Site, given: TurnInput) -> None:
        """Run this turn and what was queued behind it meanwhile."""
        following: TurnInput | None = given
        while following is not None:
            async with self._slots:
                await self._take_turn(site, following)
            following, site.queued = site.queued, None
        site.turn = None

    async def _take_turn(self, site: _Site, given: TurnInput) -> None:
        self._show(site, "thinking")
        try:
            async with aclosing(run_turn(given, self._engines)) as events:
                async for event in events:
                    self._outbox.publish(site.name, event)
                    if isinstance(event, SpeechChunk) and event.seq == 0:
                        site.quiet_at = self._clock()
                        self._show(site, "speaking")
                    elif isinstance(event, Reply):
                        site.quiet_at += len(event.pcm) / (2 * event.rate)
        except SaraiError as error:
            self._fail(site, given, error)
            return
        except Exception as error:
            log.exception("site %s: turn %s failed", site.name, given.turn)
            reason = f"The turn failed with {type(error).__name__}."
            self._fail(site, given, SaraiError("turn_failed", reason))
            return
        playing = site.quiet_at - self._clock() if site.state == "speaking" else 0.0
        if playing > 0:
            asyncio.get_running_loop().call_later(playing, self._quieten, site)
        else:
            self._show(site, "idle")

    def _fail(self, site: _Site, given: TurnInput, error: SaraiError) -> None:
        self.refuse(site.name, error)
        self._outbox.publish(site.name, TurnReport(given.turn, "failed", given.text))
        self._show(site, "idle")

    def _quieten(self, site: _Site) -> None:
        if site.state == "speaking" and self._clock() >= site.quiet_at:
            self._show(site, "idle")

    def _show(self, site: _Site, state: State) -> None:
        if site.state != state:
            site.state = state
            self._outbox.publish(site.name, StateChanged(state))


def _turn_id() -> str:
    return secrets.token_hex(6)
