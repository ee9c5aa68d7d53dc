"""The voice service: routes messages to sites, runs their turns, and owns every task."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing, nullcontext
from dataclasses import replace
from functools import partial

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import (
    Arbitration,
    Event,
    SpeechChunk,
    State,
    StateChanged,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.messages import (
    DEFAULT_SITE,
    AudioEnd,
    AudioIn,
    Played,
    SettingChange,
    SiteMessage,
    WakeWordDetected,
)
from sarai_mqtt.core.ports import ChunkDecoder, Outbox, Vad
from sarai_mqtt.core.speech_events import (
    Paused,
    Resumed,
    SpeechEvent,
    SpeechStarted,
    SpeechWentOn,
    UtteranceEnded,
)
from sarai_mqtt.satellites.audio_output import PERSON_MS
from sarai_mqtt.satellites.controls import LISTEN_S, Controls, Turns
from sarai_mqtt.satellites.error_reports import ErrorReporter
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.satellites.registry import SiteDependencies, SiteRegistry, options_at
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.site import Draft, Site
from sarai_mqtt.satellites.status import ServiceInfo, StatusPublisher
from sarai_mqtt.satellites.turn_requests import TurnFactory
from sarai_mqtt.satellites.undelivered import Undelivered
from sarai_mqtt.turns.arbitration.arbiter import Arbiter
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.timers.records import Timer
from sarai_mqtt.turns.timers.timers import Finished
from sarai_mqtt.turns.turn import DraftEnding, TooLate, Turn

log = logging.getLogger(__name__)

# Maximum number of texts that wait at one site behind its turn.
MAX_QUEUED_TEXTS = 8
# How long after the time for an answer is over an open question is checked again, seconds.
RECHECK_S = 0.1


class VoiceService:
    """Runs one turn at a time per site, within a global limit; a task per site processes queued audio.

    Public by way of its parts: `refuse` (reports an error), `publish_all`, `open_microphone`, `record_unsent`
    (takes each event that could not be sent) and `report_unsent` (called when the link is back).
    """

    def __init__(
        self,
        engines: Engines,
        outbox: Outbox,
        limits: Limits,
        new_vad: Callable[[], Vad],
        new_decoder: Callable[[], ChunkDecoder],
        *,
        settings_store: SiteSettingsStore | None = None,
        service_info: ServiceInfo | None = None,
    ) -> None:
        self._engines = engines
        self._outbox = outbox
        self._limits = limits
        self._clock = engines.clock
        self._slots = asyncio.Semaphore(limits.turns_at_once)
        self.error_reporter = ErrorReporter(outbox, engines.clock, limits.max_sites)
        self.refuse = self.error_reporter.refuse
        if settings_store is None:
            table = OptionTable(engines.languages, {})
            settings_store = SiteSettingsStore(
                table, partial(options_at, limits=limits), max_changed_sites=limits.max_sites
            )
        self._settings_store = settings_store
        dependencies = SiteDependencies(
            new_vad,
            new_decoder,
            engines.clock,
            outbox,
            self._on_speech,
            self.refuse,
            lambda work, name: self._tasks.create_task(work, name=name),
        )
        self._sites = SiteRegistry(limits, dependencies)
        self._status = StatusPublisher(
            service_info or ServiceInfo(), outbox, self._settings_store, self._sites, engines.clock
        )
        self.publish_all = self._status.publish_all
        self._arbiter = Arbiter(limits.arbitration)
        self._turn_factory = TurnFactory(engines, limits, self._arbiter)
        turns = Turns(self._begin, self._give_up, self._withdraw, self._rest, self._turn_factory)
        self._controls = Controls(self._settings_store, self._sites, self._status, turns, engines)
        self.open_microphone = self._controls.open_microphone
        undelivered = Undelivered(outbox, self.error_reporter, engines.audit, self._controls.announce)
        self.record_unsent, self.report_unsent = undelivered.record, undelivered.schedule_report
        self._tasks: asyncio.TaskGroup

    async def run(self, started: asyncio.Event) -> None:
        """Serve until cancelled; `started` is set when messages can be received."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._engines.timers.start(self._on_timer, self._may_end)
                self._tasks.create_task(self._settings_store.keep(), name="settings")
                self._tasks.create_task(self._status.run(), name="status")
                started.set()
                await asyncio.Event().wait()
        finally:
            self._engines.timers.stop()
            # The state is a retained message: "thinking" would remain after the end.
            for site in self._sites.values():
                self._show(site, "idle")

    @property
    def sites(self) -> Mapping[str, Site]:
        """Sites that are known now, by name."""
        return self._sites

    def receive(self, message: SiteMessage, arrived: float) -> None:
        """Process one message, on the loop's thread; `arrived` is a clock reading. Never raises or blocks."""
        if self._controls.handle_without_site(message):
            return
        try:
            site = self._site(message.site, arrived, must=isinstance(message, SettingChange))
        except BadInput as error:
            self._refuse_unseen(message, error)
            return
        try:
            self._dispatch(site, message, arrived)
        except BadInput as error:
            self.refuse(site.name, error)

    def _refuse_unseen(self, message: SiteMessage, full: BadInput) -> None:
        """Refuse a message of a site for which there is no room; store a setting if the store accepts it.

        So a microphone can be closed unless those of `max_sites` others are: see `SiteSettingsStore.change`.
        """
        if not isinstance(message, SettingChange):
            self.refuse(DEFAULT_SITE, full)
            return
        try:
            self._controls.change_unseen(message, self._limits.max_sites)
        except BadInput as error:
            self.refuse(message.site, error)

    def _dispatch(self, site: Site, message: SiteMessage, arrived: float) -> None:
        self._controls.mark_present(site, message, arrived)
        match message:
            case AudioIn() | AudioEnd():
                if site.listens(self._clock()):
                    site.ear.receive(arrived, message)
            case Played(turn=turn):
                if site.mouth.playback_ended(turn):
                    self._rest_if_quiet(site)
            case WakeWordDetected():
                self._controls.open_for(site, LISTEN_S)
                if site.mouth.barge_in != "off":
                    self._interrupt(site)
            case _:
                self._controls.handle(site, message, arrived)

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Record `size` bytes of audio (not `sound`: messages) of a site that were dropped on arrival."""
        if not sound:
            self.refuse(site, BadInput("message_dropped", "Messages were given up: too many came at once."))
        elif site in self._sites:
            self._sites[site].ear.count_missed(size)

    def _site(self, name: str, arrived: float, *, must: bool = False) -> Site:
        """Return the site of that name, created if it is new. Raises BadInput `too_many_sites`.

        Clients can invent names: a site with changed settings, or one that `must` exist, takes the place of
        an idle one without changed settings.
        """
        site = self._sites.get(name)
        if site is None:
            known = must or self._settings_store.has_changes(name)
            may_evict = (
                (lambda other: not self._settings_store.has_changes(other)) if known else (lambda _: False)
            )
            site = self._sites.add(name, self._settings_store.options(name), may_evict=may_evict)
            site.last_message_at = arrived
            self._controls.site_added(name, self._limits.max_sites)
        site.last_message_at = arrived
        return site

    def _on_speech(self, site: Site, event: SpeechEvent, spoken: float) -> None:
        self._arbiter.update(site.name, event, spoken)
        match event:
            case SpeechStarted():
                self._status.publish_presence(site)
                if site.turn_task is None:
                    self._show(site, "listening")
            case SpeechWentOn():
                if site.mouth.is_talked_over(site.ear.latest):
                    site.ear.forget(PERSON_MS)
                    self._interrupt(site)
            case Paused(utterance, silence_ms):
                self._draft(site, utterance, spoken - silence_ms / 1000)
            case Resumed():
                self._withdraw(site)
            case UtteranceEnded(utterance, silence_ms):
                self._status.publish_presence(site)
                self._end(site, utterance, spoken - silence_ms / 1000)

    def _interrupt(self, site: Site) -> None:
        """Silence the speaker, then cancel the turn that speaks."""
        if site.mouth.silence() and site.state == "speaking":
            if site.floor_task is not None:
                site.floor_task.cancel()
            self._rest(site)

    def _draft(self, site: Site, utterance: Utterance, speech_end: float) -> None:
        """Begin the turn in the pause, in case the person has finished, unless the service is busy."""
        drafts = sum(other.draft is not None for other in self._sites.values())
        if site.turn_task is None and drafts < self._limits.turns_at_once and not self._slots.locked():
            site.draft = Draft(
                self._turn_factory.from_utterance(site, utterance, speech_end, SpeakingFloor())
            )
            site.turn_task = self._tasks.create_task(
                self._run_turns(site, site.draft), name=f"turn:{site.name}"
            )

    def _withdraw(self, site: Site) -> None:
        if site.draft is not None:
            site.draft.over.set()
            site.draft = None

    def _end(self, site: Site, utterance: Utterance, speech_end: float) -> None:
        """Grant the floor to the draft if it heard all that was said, else begin a turn."""
        draft = site.draft
        heard_all = draft is not None and draft.heard_until == utterance.speech_end_ms
        if draft is not None and heard_all:
            draft.endpoint = self._clock()
            site.granted = draft
        self._withdraw(site)
        if heard_all:
            return
        self._begin(
            site, self._turn_factory.from_utterance(site, utterance, speech_end, SpeakingFloor(self._clock()))
        )

    def _on_timer(self, timer: Finished) -> None:
        """Announce at its site that a timer has ended, or carry out the command it was set for."""
        if timer.missed is not None:
            # Recorded here, whether or not the site can be told.
            reason = f"{timer.late_s:.1f} s after it was due"
            self._engines.audit.note(AuditEntry.of(timer.site, "refused", timer.missed, reason=reason))
        try:
            site = self._site(timer.site, self._clock(), must=True)
        except BadInput as error:
            self.refuse(DEFAULT_SITE, error)
            return
        if timer.command is None and not site.options.enabled:
            self.refuse(site.name, BadInput("site_disabled", "A timer ended where nothing may be said."))
            return
        self._begin(site, self._turn_factory.from_timer(site, timer))

    def _may_end(self, timer: Timer) -> bool:
        """Return True if a timer that is due may end; while the broker is away nobody would hear of it.

        A delayed command that needs no message is carried out regardless.
        """
        return self._outbox.connected or (timer.command is not None and not self._engines.actor.by_message)

    def _on_question(self, site: Site, turn: str) -> None:
        """Open the microphone for the answer, and record it if none comes in time."""
        self.open_microphone(site.name, turn)
        self._await_answer(site)

    def _await_answer(self, site: Site) -> None:
        """Record a question that nobody has answered in time; while it may still be answered, check later.

        What is being said now may be the answer.
        """
        left = site.dialogue.seconds_to_answer(self._clock())
        if left is None:
            return
        busy = site.ear.active or site.turn_task is not None
        intent = None if busy else site.dialogue.expire_question(self._clock())
        if intent is not None:
            self._engines.audit.note(AuditEntry.of(site.name, "unanswered", intent))
            return
        asyncio.get_running_loop().call_later(max(left, 0.0) + RECHECK_S, self._await_answer, site)

    def _begin(self, site: Site, request: TurnRequest) -> None:
        if site.turn_task is None:
            site.waiting = request
            site.turn_task = self._tasks.create_task(self._run_turns(site), name=f"turn:{site.name}")
            return
        # A newer utterance replaces a queued one; texts are only dropped in a flood.
        alike = [q for q in site.queued if (q.utterance is None) == (request.utterance is None)]
        if len(alike) >= (MAX_QUEUED_TEXTS if request.utterance is None else 1):
            old = alike[0]
            site.queued.remove(old)
            self._give_up(site, old)
        site.queued.append(request)

    def _give_up(self, site: Site, queued: TurnRequest) -> None:
        if queued.candidate is not None:
            queued.candidate.withdraw()
        self._outbox.publish(site.name, TurnReport(queued.turn, "cancelled", queued.text))

    async def _run_turns(self, site: Site, draft: Draft | None = None) -> None:
        """Run the draft, if any, then the turn that waits and those queued behind it."""
        if draft is not None:
            await self._run_draft(site, draft)
        while self._has_next(site):
            async with self._slots:
                request, site.waiting = site.waiting, None
                # it may have been given up meanwhile
                if request is not None:
                    await self._finish(site, request, asyncio.create_task(self._run_turn(site, request)))
        site.turn_task = None
        self._rest_if_quiet(site)

    def _has_next(self, site: Site) -> bool:
        """Return True if a turn waits for a slot; the first of the queue does if there was no other."""
        if site.waiting is None and site.queued:
            site.waiting = site.queued.popleft()
            site.waiting.floor.queue_from(self._clock())
        return site.waiting is not None

    async def _run_draft(self, site: Site, draft: Draft) -> None:
        """Run a draft: a turn that does not have the floor yet, and may never get it.

        With the floor it takes a slot, but does not wait for one: it may hold the Thinker, for which the
        turns that hold the slots wait.
        """
        work = asyncio.create_task(self._run_turn(site, draft.request))
        try:
            await draft.over.wait()
            site.granted = None
            if draft.endpoint is not None:
                draft.request.floor.give(draft.endpoint)
                await self._finish_counted(site, draft.request, work)
        finally:
            await cancel_and_wait(work)

    async def _finish_counted(self, site: Site, request: TurnRequest, work: asyncio.Task[None]) -> None:
        """Run `_finish`; meanwhile hold a slot as soon as one is free."""
        slot = asyncio.create_task(self._slots.acquire())
        try:
            await self._finish(site, request, work)
        finally:
            await cancel_and_wait(slot)
            if not slot.cancelled():
                self._slots.release()

    async def _finish(self, site: Site, request: TurnRequest, work: asyncio.Task[None]) -> None:
        """Wait for the end of the turn that has the floor; cancelling it leaves the queued ones."""
        # Before the turn can be cancelled: until the state changes, it is the previous turn that speaks.
        self._show(site, "thinking")
        site.floor_task = work
        try:
            await asyncio.wait([work])
        finally:
            await cancel_and_wait(work)
            site.floor_task = None
            if work.cancelled():
                self._outbox.publish(site.name, TurnReport(request.turn, "cancelled", request.text))

    async def _run_turn(self, site: Site, request: TurnRequest) -> None:
        turn = Turn(request, self._engines)
        try:
            claim = request.candidate or nullcontext()
            async with claim, aclosing(turn.run()) as events:
                async for event in events:
                    if isinstance(event, DraftEnding):
                        site.ear.expect(event.ending)
                    elif isinstance(event, TooLate):
                        reason = f"It was not done: {event.late_s:.1f} s after it was asked is too late."
                        self.refuse(site.name, SaraiError("act_late", reason))
                    else:
                        self._publish(site, request, event)
        except SaraiError as error:
            await request.floor.wait()
            self._fail(site, request, error)
            return
        except Exception as error:
            log.exception("site %s: turn %s failed while %s", site.name, request.turn, turn.stage.value)
            reason = f"The turn failed with {type(error).__name__}."
            await request.floor.wait()
            self._fail(site, request, SaraiError("turn_failed", reason))
            return
        playing = site.mouth.quiet_at - self._clock() if site.state == "speaking" else 0.0
        if playing > 0:
            asyncio.get_running_loop().call_later(playing, self._rest_if_quiet, site)
        else:
            self._rest(site)

    def _publish(self, site: Site, request: TurnRequest, event: Event) -> None:
        """Publish an event of the turn, and update the site accordingly."""
        event = site.at_volume(event)
        if isinstance(event, Arbitration) or (isinstance(event, Transcript) and not event.no_speech):
            # the microphone was opened for this utterance
            self._controls.close_microphone(site)
        site.mouth.record_sent(event, by_voice=request.utterance is not None)
        age = self._clock() - request.speech_end
        if isinstance(event, TurnReport) and event.for_others and age > self._engines.ages.act_s:
            # An agent that is asked about it would act on it, too late.
            event = replace(event, for_others=False)
        self._outbox.publish(site.name, event, age if kind_of(event) == "act" else 0.0)
        if not request.announce:
            self._status.record_turn(site.name, event)
        if isinstance(event, SpeechChunk) and event.seq == 0:
            self._show(site, "speaking")
        elif isinstance(event, TurnReport) and event.asks:
            self._on_question(site, event.turn)

    def _fail(self, site: Site, request: TurnRequest, error: SaraiError) -> None:
        # What was not spoken cannot be answered, and no microphone opens for a question that is dropped.
        site.dialogue.drop_question()
        site.asks = None
        self.refuse(site.name, error)
        self._outbox.publish(site.name, TurnReport(request.turn, "failed", request.text))
        self._rest(site)

    def _rest_if_quiet(self, site: Site) -> None:
        # During a turn it is that turn's reply which is being spoken.
        resting = site.turn_task is None or site.draft is not None
        if resting and site.state == "speaking" and self._clock() >= site.mouth.quiet_at:
            self._rest(site)

    def _rest(self, site: Site) -> None:
        self._show(site, "listening" if site.ear.active else "idle")
        self._controls.speech_ended(site)

    def _show(self, site: Site, state: State) -> None:
        if site.state != state:
            site.state = state
            self._outbox.publish(site.name, StateChanged(state))
