"""Schedules the turns of all sites: drafts in pauses, one turn with the floor a site, the others queued."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import aclosing, nullcontext

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.speech_events import (
    Paused,
    Resumed,
    SpeechEvent,
    SpeechStarted,
    SpeechWentOn,
    UtteranceEnded,
)
from sarai_mqtt.satellites.audio_output import PERSON_MS
from sarai_mqtt.satellites.microphone import LISTEN_S
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.site_states import TurnPhase
from sarai_mqtt.satellites.site_turns import Draft
from sarai_mqtt.satellites.status import StatusPublisher
from sarai_mqtt.satellites.turn_output import TurnOutput
from sarai_mqtt.satellites.turn_requests import TurnFactory
from sarai_mqtt.turns.arbitration.arbiter import Arbiter
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.turn import DraftEnding, TooLate, Turn

log = logging.getLogger(__name__)

# How long after the time for an answer is over an open question is checked again, seconds.
RECHECK_S = 0.1


class TurnScheduler:
    """Runs one turn at a time per site, within a global limit.

    Args:
        engines: what the turns run on.
        sites: the live sites.
        status: publishes their presence.
        output: publishes what the turns yield.
        turn_factory: builds the request of an utterance.
        arbiter: decides between sites that hear the same words.
        turns_at_once: maximum number of turns that have the floor at the same time, all sites together, and
            of drafts.

    """

    def __init__(
        self,
        engines: Engines,
        sites: Mapping[str, Site],
        status: StatusPublisher,
        output: TurnOutput,
        *,
        turn_factory: TurnFactory,
        arbiter: Arbiter,
        turns_at_once: int,
    ) -> None:
        self._engines = engines
        self._clock = engines.clock
        self._sites = sites
        self._status = status
        self._output = output
        self._turn_factory = turn_factory
        self._arbiter = arbiter
        self._turns_at_once = turns_at_once
        self._slots = asyncio.Semaphore(turns_at_once)
        self._tasks: asyncio.TaskGroup

    def start(self, tasks: asyncio.TaskGroup) -> None:
        """Run turns in `tasks` from now on."""
        self._tasks = tasks

    def end(self) -> None:
        """Show every site as idle: the state is a retained message, and would remain after the end."""
        for site in self._sites.values():
            self._output.show(site, "idle")

    def hear(self, site: Site, event: SpeechEvent, spoken: float) -> None:
        """Follow an utterance: begin, withdraw or grant its draft, and silence our speech for it.

        `spoken` is the clock reading of the audio that caused the event.
        """
        self._arbiter.update(site.name, event, spoken)
        match event:
            case SpeechStarted():
                self._status.publish_presence(site)
                if site.turns.idle:
                    self._output.show(site, "listening")
            case SpeechWentOn():
                if site.mouth.is_talked_over(site.ear.latest):
                    site.ear.forget(PERSON_MS)
                    self.interrupt(site)
            case Paused(utterance, silence_ms):
                self._draft(site, utterance, spoken - silence_ms / 1000)
            case Resumed():
                site.turns.withdraw()
            case UtteranceEnded(utterance, silence_ms):
                self._status.publish_presence(site)
                if not site.turns.grant(utterance, self._clock()):
                    speech_end, floor = spoken - silence_ms / 1000, SpeakingFloor(self._clock())
                    self.begin(site, self._turn_factory.from_utterance(site, utterance, speech_end, floor))

    def drop(self, site: Site) -> None:
        """Show a site that is no longer live as idle, and nothing of it after that."""
        self._output.leave(site)

    def begin(self, site: Site, request: TurnRequest) -> None:
        """Begin a turn that has the floor, or queue it behind the one that runs at the site."""
        was_idle = site.turns.idle
        given_up = site.turns.add(request)
        if given_up is not None:
            self.give_up(site, given_up)
        if was_idle:
            self._run(site)

    def wake(self, site: Site) -> None:
        """Open the microphone after a wake word, which also interrupts our speech where that may be done."""
        self._output.open_microphone(site, LISTEN_S)
        if site.mouth.barge_in != "off":
            self.interrupt(site)

    def playback_ended(self, site: Site, turn: str) -> None:
        """Record that the speaker has finished the speech of `turn` ("": all it was sent)."""
        if site.mouth.playback_ended(turn):
            self._output.rest_if_quiet(site)

    def follow_settings(self, site: Site) -> None:
        """Drop the draft of an utterance that new settings have dropped; stop a site that is now disabled."""
        if not site.ear.active:
            site.turns.withdraw()
        if not site.options.enabled:
            self.stop(site)
        elif site.state == "listening" and not site.ear.active:
            self._output.rest(site)

    def interrupt(self, site: Site) -> None:
        """Silence the speaker, then cancel the turn that speaks."""
        if site.mouth.silence() and site.state == "speaking":
            site.turns.interrupt()
            self._output.rest(site)

    def stop(self, site: Site) -> None:
        """Silence speaker and alarm; drop the question; cancel the turn with the floor and all queued."""
        self._engines.timers.quiet(site.name)
        for dropped in self._output.drop_question(site):
            self._engines.audit.note(AuditEntry.of(site.name, "declined", dropped, reason="stopped"))
        has_floor = site.turns.floor_task is not None
        for given_up in site.turns.stop():
            self.give_up(site, given_up)
        if site.mouth.silence() or has_floor or site.state == "listening":
            self._output.rest(site)

    def _draft(self, site: Site, utterance: Utterance, speech_end: float) -> None:
        """Begin the turn in the pause, in case the person has finished, unless the service is busy."""
        drafts = sum(other.turns.phase is TurnPhase.DRAFT for other in self._sites.values())
        if site.turns.idle and drafts < self._turns_at_once and not self._slots.locked():
            request = self._turn_factory.from_utterance(site, utterance, speech_end, SpeakingFloor())
            draft = Draft(request)
            site.turns.begin_draft(draft)
            self._run(site, draft)

    def give_up(self, site: Site, request: TurnRequest) -> None:
        """Report that a turn which was not begun, or not carried on, is cancelled."""
        _withdraw_claim(request)
        self._output.cancel(site, request)

    def _run(self, site: Site, draft: Draft | None = None) -> None:
        self._tasks.create_task(self._run_turns(site, draft), name=f"turn:{site.name}")

    async def _run_turns(self, site: Site, draft: Draft | None) -> None:
        """Run the draft, if any, then the turn that waits and those queued behind it."""
        if draft is not None:
            await self._run_draft(site, draft)
        while self._advance(site):
            async with self._slots:
                request = site.turns.take_slot()
                if request is not None:
                    await self._finish(site, request, asyncio.create_task(self._run_turn(site, request)))
        self._output.rest_if_quiet(site)

    def _advance(self, site: Site) -> bool:
        """Let the next turn wait for a slot, unless one does already; return False if there is none."""
        now = self._clock()
        if site.turns.advance(now, asked=site.dialogue.seconds_to_answer(now) is not None):
            return True
        self._close_unanswered(site)
        return False

    async def _run_draft(self, site: Site, draft: Draft) -> None:
        """Run a draft: a turn that does not have the floor yet, and may never get it.

        With the floor it takes a slot, but does not wait for one: it may hold the Thinker, for which the
        turns that hold the slots wait.
        """
        work = asyncio.create_task(self._run_turn(site, draft.request))
        try:
            await draft.over.wait()
            if site.turns.give_floor():
                await self._finish_in_slot(site, draft.request, work)
        finally:
            await cancel_and_wait(work)
            # a task that is cancelled before it runs does not withdraw its claim
            _withdraw_claim(draft.request)

    async def _finish_in_slot(self, site: Site, request: TurnRequest, work: asyncio.Task[None]) -> None:
        """Run `_finish` without waiting for a slot, but hold one from the moment it is free."""
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
        self._output.show(site, "thinking")
        site.turns.hold_floor(work)
        try:
            await asyncio.wait([work])
        finally:
            await cancel_and_wait(work)
            site.turns.end_turn()
            if work.cancelled():
                self.give_up(site, request)

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
                        self._output.refuse(site, SaraiError("act_late", reason))
                    else:
                        self._output.publish(site, request, event)
        except SaraiError as error:
            await request.floor.wait()
            self._output.fail(site, request, error)
            return
        except Exception as error:
            log.exception("site %s: turn %s failed while %s", site.name, request.turn, turn.stage.value)
            reason = f"The turn failed with {type(error).__name__}."
            await request.floor.wait()
            self._output.fail(site, request, SaraiError("turn_failed", reason))
            return
        self._output.finish(site)

    def _close_unanswered(self, site: Site) -> None:
        """Close an open question that was not answered in time; check again later while it may still be.

        What is being said now may be the answer.
        """
        now = self._clock()
        left = site.dialogue.seconds_to_answer(now)
        if left is None or site.turns.phase is not TurnPhase.ASKED:
            return
        expired = () if site.ear.active else site.dialogue.expire_question(now)
        if expired:
            site.turns.close_question()
            for intent in expired:
                self._engines.audit.note(AuditEntry.of(site.name, "unanswered", intent))
            return
        # of an earlier question, or from before a draft that was withdrawn
        if site.turns.answer_check is not None:
            site.turns.answer_check.cancel()
        loop = asyncio.get_running_loop()
        site.turns.answer_check = loop.call_later(max(left, 0.0) + RECHECK_S, self._close_unanswered, site)


def _withdraw_claim(request: TurnRequest) -> None:
    """Leave the words to other sites that heard them, unless the turn has acted on them."""
    if request.candidate is not None:
        request.candidate.withdraw()
