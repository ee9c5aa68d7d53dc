"""Routes chunks to sites and turns; owns every task of the service."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Chunk, Utterance
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import Failure, Reply, SpeechChunk, State, StateChanged, TurnReport
from sarai_mqtt.core.inbound import DEFAULT_SITE, Ask, AudioEnd, AudioIn, Inbound, Say
from sarai_mqtt.core.session import Paused, Resumed, SessionEvent, SpeechStarted, UtteranceEnded
from sarai_mqtt.core.tally import Tally
from sarai_mqtt.pipeline import Understood, run_turn
from sarai_mqtt.ports import ChunkDecoder, Outbox, Vad
from sarai_mqtt.site import Draft, Site
from sarai_mqtt.turn import Engines, Floor, TurnInput
from sarai_mqtt.worker import stopped

log = logging.getLogger(__name__)

WRITTEN_WAITING = 8
# A longer payload is decoded on a thread, and heard so many frames at a time: other sites go on meanwhile.
LONG_BYTES, LONG_FRAMES = 64 * 1024, 50
# A site unheard for so long makes room for a new one when there are `max_sites`.
FORGET_S = 600.0
# A room and a sound card hold our voice back a little.
ECHO_S = 1.0


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
        self._sites: dict[str, Site] = {}
        self._stall_s = (limits.endpointing.stop_ms + limits.stale_ms) / 1000
        self._blamed: set[str] = set()
        self._tasks: asyncio.TaskGroup
        self.tally = Tally()

    async def run(self, started: asyncio.Event) -> None:
        """Serve until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                started.set()
                await asyncio.Event().wait()
        finally:
            # The state is retained: nobody else would take "thinking" back.
            for site in self._sites.values():
                self._show(site, "idle")

    def receive(self, message: Inbound, arrived: float) -> None:
        """Take one message, on the loop's thread; `arrived` is a clock reading. Never raises or blocks."""
        try:
            site = self._site(message.site)
        except BadInput as error:
            self.refuse(DEFAULT_SITE, error)
            return
        site.mail_at = arrived
        match message:
            case AudioIn() | AudioEnd():
                site.mailbox.offer(arrived, message)
            case Ask(text=text, language=language):
                self._begin(
                    site, TurnInput(_turn_id(), arrived, Floor(arrived), text=text, language=language)
                )
            case Say(text=text, language=language):
                given = TurnInput(
                    _turn_id(), arrived, Floor(arrived), text=text, language=language, announce=True
                )
                self._begin(site, given)

    def refuse(self, site: str, error: SaraiError) -> None:
        """Count, log and publish something that could not be used; nothing else is affected.

        Names of sites are free to invent: beyond `max_sites` of them the default site is told.
        """
        if site not in self._blamed:
            if len(self._blamed) < self._limits.max_sites:
                self._blamed.add(site)
            else:
                site = DEFAULT_SITE
        count = self.tally.add(site, error.code, self._clock())
        if count is not None:
            log.warning("site %s: %s (%s, %d so far)", site, error.reason, error.code, count)
            self._outbox.publish(site, Failure(error.code, error.reason, count))

    def _site(self, name: str) -> Site:
        site = self._sites.get(name)
        if site is None:
            if len(self._sites) >= self._limits.max_sites:
                self._make_room()
            if len(self._sites) >= self._limits.max_sites:
                raise BadInput("too_many_sites", f"More than {self._limits.max_sites} sites speak to us.")
            site = Site(name, self._limits.endpointing, self._new_vad(), self._new_decoder())
            self._sites[name] = site
            self._outbox.publish(name, StateChanged(site.state))
            site.listening = self._tasks.create_task(self._listen(site), name=f"site:{name}")
        return site

    def _make_room(self) -> None:
        """Forget the sites that have long been silent."""
        now = self._clock()
        for name, site in list(self._sites.items()):
            if site.turn is None and now - site.mail_at > FORGET_S:
                site.listening.cancel()
                del self._sites[name]

    async def _listen(self, site: Site) -> None:
        """Turn the site's mail into utterances for ever; no error of one chunk ends it."""
        while True:
            try:
                await self._take_mail(site)
            except SaraiError as error:
                self.refuse(site.name, error)
            except Exception:
                log.exception("site %s: a chunk could not be processed", site.name)
                self.refuse(site.name, SaraiError("internal", "A chunk could not be processed."))
            await asyncio.sleep(0)

    async def _take_mail(self, site: Site) -> None:
        try:
            async with asyncio.timeout(self._patience(site)):
                arrived, item = await site.mailbox.take(lambda: self._clock() - self._limits.stale_ms / 1000)
        except TimeoutError:
            # The stream stopped in mid-utterance: no further audio will bring the endpoint.
            self._heard(site, site.session.finish(), site.spoken_at)
            return
        if lost := site.mailbox.take_dropped():
            self.refuse(
                site.name, SaraiError("audio_dropped", f"{lost} ms of audio came too late to be used.")
            )
            self._heard(site, site.session.gap(lost), arrived)
        if isinstance(item, AudioEnd):
            self._heard(site, site.session.finish(), site.spoken_at)
        else:
            chunk = await self._decode(site, item.payload)
            if chunk.pcm:
                site.mailbox.bytes_per_ms = FRAME_BYTES / FRAME_MS * len(item.payload) / len(chunk.pcm)
            await self._feed(site, arrived, chunk)

    def _patience(self, site: Site) -> float | None:
        """Say how long to wait for more of an utterance, in seconds; messages without sound do not count."""
        if not site.session.active:
            return None
        return max(0.0, site.fed_at + self._stall_s - self._clock())

    async def _decode(self, site: Site, payload: bytes) -> Chunk:
        if len(payload) > LONG_BYTES:
            return await asyncio.to_thread(site.decoder.decode, payload)
        return site.decoder.decode(payload)

    async def _feed(self, site: Site, arrived: float, chunk: Chunk) -> None:
        frames = list(site.framer.push(chunk.pcm))
        if frames:
            site.fed_at = self._clock()
        # The chunk is whole only when its last frame was spoken: frames before that one are older.
        began = arrived - len(frames) * FRAME_MS / 1000
        if not site.session.active and began - site.spoken_at > self._stall_s:
            self._heard(site, site.session.finish(), arrived)
        for count, frame in enumerate(frames, 1):
            site.spoken_at = began + count * FRAME_MS / 1000
            self._heard(site, site.session.feed(frame, is_speech=site.vad.is_speech(frame)), site.spoken_at)
            if count % LONG_FRAMES == 0:
                await asyncio.sleep(0)

    def _heard(self, site: Site, events: Iterable[SessionEvent], spoken: float) -> None:
        for event in events:
            match event:
                case SpeechStarted():
                    if site.turn is None:
                        self._show(site, "listening")
                case Paused(utterance, silence_ms):
                    self._draft(site, utterance, spoken - silence_ms / 1000)
                case Resumed():
                    self._withdraw(site)
                case UtteranceEnded(utterance, silence_ms):
                    self._end(site, utterance, spoken - silence_ms / 1000)

    def _draft(self, site: Site, utterance: Utterance, speech_end: float) -> None:
        """Begin the turn that this will be if the person has finished, unless the box has other work."""
        drafts = sum(other.draft is not None for other in self._sites.values())
        if site.turn is None and drafts < self._limits.turns_at_once and not self._slots.locked():
            given = TurnInput(_turn_id(), speech_end, Floor(), utterance, language=self._limits.language)
            site.draft = Draft(given)
            site.turn = self._tasks.create_task(self._take_turns(site, site.draft), name=f"turn:{site.name}")

    def _withdraw(self, site: Site) -> None:
        if site.draft is not None:
            site.draft.over.set()
            site.draft = None

    def _end(self, site: Site, utterance: Utterance, speech_end: float) -> None:
        """Let the draft have the floor if it heard all that was said, else begin the turn."""
        draft = site.draft
        heard_all = draft is not None and draft.heard_until == utterance.speech_end_ms
        if draft is not None and heard_all:
            draft.endpoint = self._clock()
        self._withdraw(site)
        if heard_all:
            return
        floor = Floor(self._clock())
        self._begin(site, TurnInput(_turn_id(), speech_end, floor, utterance, language=self._limits.language))

    def _begin(self, site: Site, given: TurnInput) -> None:
        if site.turn is None:
            site.turn = self._tasks.create_task(self._take_turns(site, given), name=f"turn:{site.name}")
            return
        # A newer utterance replaces a queued one; what somebody wrote is only lost in a flood.
        alike = [q for q in site.queued if (q.utterance is None) == (given.utterance is None)]
        if len(alike) >= (WRITTEN_WAITING if given.utterance is None else 1):
            site.queued.remove(alike[0])
            self._outbox.publish(site.name, TurnReport(alike[0].turn, "cancelled", alike[0].text))
        site.queued.append(given)

    async def _take_turns(self, site: Site, first: TurnInput | Draft) -> None:
        """Run this turn and what was queued behind it meanwhile."""
        following: TurnInput | Draft | None = first
        while following is not None:
            if isinstance(following, Draft):
                await self._take_draft(site, following)
            else:
                async with self._slots:
                    await self._take_turn(site, following)
            following = site.queued.popleft() if site.queued else None
        site.turn = None
        self._quieten(site)

    async def _take_draft(self, site: Site, draft: Draft) -> None:
        """Work on a turn that has not the floor. It takes a slot only with the floor, and may get neither."""
        work = asyncio.create_task(self._take_turn(site, draft.given))
        try:
            await draft.over.wait()
            if draft.endpoint is not None:
                async with self._slots:
                    self._show(site, "thinking")
                    draft.given.floor.give(draft.endpoint)
                    await asyncio.wait([work])
        finally:
            await stopped(work)

    async def _take_turn(self, site: Site, given: TurnInput) -> None:
        if given.floor.given:
            self._show(site, "thinking")
        if given.utterance is not None and given.speech_end - given.utterance.seconds < site.said_until:
            given = replace(given, said=site.saying)
        try:
            async with aclosing(run_turn(given, self._engines)) as events:
                async for event in events:
                    if isinstance(event, Understood):
                        site.session.expect(event.ending)
                        continue
                    self._outbox.publish(site.name, event)
                    if isinstance(event, SpeechChunk) and event.seq == 0:
                        site.quiet_at = self._clock()
                        self._show(site, "speaking")
                    elif isinstance(event, Reply):
                        length = len(event.pcm) / (2 * event.rate)
                        site.quiet_at += length
                        site.saying, site.said_until = event.text, self._clock() + length + ECHO_S
        except SaraiError as error:
            await given.floor.wait()
            self._fail(site, given, error)
            return
        except Exception as error:
            log.exception("site %s: turn %s failed", site.name, given.turn)
            reason = f"The turn failed with {type(error).__name__}."
            await given.floor.wait()
            self._fail(site, given, SaraiError("turn_failed", reason))
            return
        playing = site.quiet_at - self._clock() if site.state == "speaking" else 0.0
        if playing > 0:
            asyncio.get_running_loop().call_later(playing, self._quieten, site)
        else:
            self._rest(site)

    def _fail(self, site: Site, given: TurnInput, error: SaraiError) -> None:
        self.refuse(site.name, error)
        self._outbox.publish(site.name, TurnReport(given.turn, "failed", given.text))
        self._rest(site)

    def _quieten(self, site: Site) -> None:
        # During a turn it is that turn's reply which is being spoken.
        resting = site.turn is None or site.draft is not None
        if resting and site.state == "speaking" and self._clock() >= site.quiet_at:
            self._rest(site)

    def _rest(self, site: Site) -> None:
        self._show(site, "listening" if site.session.active else "idle")

    def _show(self, site: Site, state: State) -> None:
        if site.state != state:
            site.state = state
            self._outbox.publish(site.name, StateChanged(state))


def _turn_id() -> str:
    return secrets.token_hex(6)
