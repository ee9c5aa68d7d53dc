"""The turns of one site: a draft, the turn that waits or has the floor, and those queued behind it."""

import asyncio
from collections import deque
from dataclasses import dataclass

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.satellites.site_states import TURNS, TurnEvent, TurnPhase
from sarai_mqtt.turns.request import TurnRequest

# Maximum number of texts that wait at one site behind its turn.
MAX_QUEUED_TEXTS = 8


class Draft:
    """A turn begun in a pause, before it is known that the person has finished.

    The field's terms: preemptive generation (LiveKit), eager end of turn (Pipecat). `over` is set when the
    pause is over: with an `endpoint` (a clock reading) the draft gets the floor, else it is dropped.
    """

    def __init__(self, request: TurnRequest) -> None:
        self.request = request
        self.over = asyncio.Event()
        self.endpoint: float | None = None

    def heard_all_of(self, utterance: Utterance) -> bool:
        """Return True if the draft's utterance ends with the last speech of `utterance`."""
        heard = self.request.utterance
        return heard is not None and heard.speech_end_ms == utterance.speech_end_ms


@dataclass(frozen=True, slots=True)
class HeldTurn:
    """An announcement that waits, from clock reading `since` to `until` at most, for its site to be quiet."""

    request: TurnRequest
    since: float
    until: float


class SiteTurns:
    """Turns of one site, and the phase they are in: every change goes through `site_states.TURNS`.

    Each method that cannot be called in the present phase raises InvalidTransition.

    `floor_task` runs the turn that has the floor. `answer_check` is the next check for whether an open
    question has been answered in time, or the last one.
    """

    def __init__(self) -> None:
        self.phase = TurnPhase.RESTING
        self.draft: Draft | None = None
        # The next turn, while other sites run as many as may run.
        self.waiting: TurnRequest | None = None
        self.queued: deque[TurnRequest] = deque()
        # Announcements, which wait for more than a turn does: until nothing is said or played here.
        self.held: deque[HeldTurn] = deque()
        self.floor_task: asyncio.Task[None] | None = None
        self.answer_check: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """True if no turn runs, waits or closes."""
        return self.phase in (TurnPhase.RESTING, TurnPhase.ASKED)

    @property
    def quiet(self) -> bool:
        """True if no turn has the floor or is about to have it: what may be playing is an earlier reply."""
        return self.idle or self.phase is TurnPhase.DRAFT

    def begin_draft(self, draft: Draft) -> None:
        """Begin a draft; the site must be idle."""
        self._enter(TurnEvent.PAUSED)
        self.draft = draft

    def withdraw(self) -> None:
        """Drop the draft, if there is one that has not been granted the floor."""
        if self.draft is not None and self.phase is TurnPhase.DRAFT:
            self.draft.over.set()
            self.draft = None
        self._enter(TurnEvent.WITHDRAWN)

    def grant(self, utterance: Utterance, endpoint: float) -> bool:
        """Grant the floor from clock reading `endpoint` if the draft heard all of `utterance`, else drop it.

        Returns True if the floor was granted.
        """
        draft = self.draft
        if draft is None or self.phase is not TurnPhase.DRAFT or not draft.heard_all_of(utterance):
            self.withdraw()
            return False
        self._enter(TurnEvent.HEARD_ALL)
        draft.endpoint = endpoint
        draft.over.set()
        return True

    def give_floor(self) -> bool:
        """Let the granted draft take the floor; return False if the draft has been dropped."""
        draft, self.draft = self.draft, None
        if draft is None or draft.endpoint is None:
            return False
        self._enter(TurnEvent.TOOK_FLOOR)
        draft.request.floor.give(draft.endpoint)
        return True

    def add(self, request: TurnRequest) -> TurnRequest | None:
        """Add a turn: the next one if the site is idle, else queued. Return a turn to give up, or None.

        A newer utterance replaces a queued one; texts are only given up in a flood.
        """
        given_up = None
        if self.idle:
            self.waiting = request
        else:
            alike = [q for q in self.queued if (q.utterance is None) == (request.utterance is None)]
            if len(alike) >= (MAX_QUEUED_TEXTS if request.utterance is None else 1):
                given_up = alike[0]
                self.queued.remove(given_up)
            self.queued.append(request)
        self._enter(TurnEvent.REQUESTED)
        return given_up

    def hold(self, held: HeldTurn) -> TurnRequest | None:
        """Hold an announcement; return the oldest to give up, or None: they are only given up in a flood."""
        given_up = self.held.popleft().request if len(self.held) >= MAX_QUEUED_TEXTS else None
        self.held.append(held)
        return given_up

    def release(self, now: float) -> TurnRequest:
        """Return the announcement that was held longest, which is to begin `now`."""
        request = self.held.popleft().request
        request.floor.queue_from(now)
        return request

    def expire_held(self, now: float) -> list[TurnRequest]:
        """Return the announcements that have waited too long by `now`, to give up."""
        expired = [held.request for held in self.held if held.until < now]
        self.held = deque(held for held in self.held if held.until >= now)
        return expired

    def hold_floor(self, work: asyncio.Task[None]) -> None:
        """Keep the task of the turn that has the floor, so that it can be cancelled."""
        self.floor_task = work

    def take_slot(self) -> TurnRequest | None:
        """Return the turn that waited and may now run; None if it has been given up meanwhile."""
        request, self.waiting = self.waiting, None
        self._enter(TurnEvent.GOT_SLOT)
        return request

    def advance(self, now: float, *, asked: bool) -> bool:
        """Let the first of the queue wait for a slot; return False if there is none.

        `asked`: a question is open, and its answer may still come. The site waits already before its first
        turn.
        """
        if self.phase is TurnPhase.WAITING:
            return True
        if not self.queued:
            self._enter(TurnEvent.LEFT_OPEN if asked else TurnEvent.DONE)
            return False
        self.waiting = self.queued.popleft()
        self.waiting.floor.queue_from(now)
        self._enter(TurnEvent.NEXT)
        return True

    def interrupt(self) -> None:
        """Cancel the turn that speaks, if one does; those behind it go on."""
        if self.floor_task is not None:
            self.floor_task.cancel()
        self._enter(TurnEvent.INTERRUPTED)

    def stop(self) -> list[TurnRequest]:
        """Cancel the turn that has the floor, and return the others to give up; a draft goes on."""
        granted = self.draft if self.phase is TurnPhase.GRANTED else None
        given_up = [granted.request] if granted is not None else []
        if granted is not None:
            self.draft = None
        if self.waiting is not None:
            given_up.append(self.waiting)
            self.waiting = None
        given_up += [*self.queued, *(held.request for held in self.held)]
        self.queued.clear()
        self.held.clear()
        if self.floor_task is not None:
            self.floor_task.cancel()
        self._enter(TurnEvent.STOPPED)
        return given_up

    def record_speech(self) -> None:
        """Record that the turn with the floor begins to speak."""
        self._enter(TurnEvent.SPOKE)

    def end_turn(self) -> None:
        """Record that the turn that had the floor is over."""
        self.floor_task = None
        self._enter(TurnEvent.OVER)

    def close_question(self) -> None:
        """Record that the open question was not answered in time."""
        self._enter(TurnEvent.UNANSWERED)

    def _enter(self, event: TurnEvent) -> None:
        self.phase = TURNS.after(self.phase, event)
