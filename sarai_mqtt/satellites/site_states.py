"""The state machine of a site, as tables: its ear, its turns, and which states of the two occur together.

For every pair of state and event a table holds the next state, IGNORED, or ERROR. What comes from outside
(speech, messages, a time limit) is never an ERROR: an ERROR is a fault of this program. docs/architecture.md
draws its diagrams from these tables (`python -m tests.harness.diagrams`).
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, Generic, TypeVar


class EndpointState(Enum):
    """States of the ear: no speech, perhaps the start of speech, in speech, in a pause."""

    QUIET = "quiet"
    STARTING = "starting"
    SPEAKING = "speaking"
    STOPPING = "stopping"


class EndpointEvent(Enum):
    """Events of the ear. The lengths are those of `endpointing.EndpointingLimits`.

    CUT: the utterance is `max_ms` long, the satellite sent audio/end, or no more audio comes.
    """

    SPEECH = "a frame of speech"
    SILENCE = "a frame of silence"
    CLICK = "too short for speech"
    STARTED = "start_ms of speech"
    RESUMED = "resume_ms of speech"
    ENDED = "stop_ms of silence"
    CUT = "cut off"


class TurnPhase(Enum):
    """Phases of the turns of a site.

    * resting: no turn, and no open question
    * draft: a turn begun in a pause, without the floor
    * granted: the draft heard all that was said; it takes the floor next
    * waiting: a turn waits until the service may run one more
    * working: a turn has the floor, and has said nothing yet
    * speaking: a turn has the floor, and speaks
    * closing: the turn is over, or was given up, and its engines stop
    * asked: no turn, and a question of ours is open
    """

    RESTING = "resting"
    DRAFT = "draft"
    GRANTED = "granted"
    WAITING = "waiting"
    WORKING = "working"
    SPEAKING = "speaking"
    CLOSING = "closing"
    ASKED = "asked"


class TurnEvent(Enum):
    """Events of the turns of a site: first those from outside, then those of the turns themselves.

    A turn is requested by an utterance that no draft has heard to its end, by a text, or by a timer.
    """

    PAUSED = "pause in speech"
    WITHDRAWN = "speech goes on"
    REQUESTED = "turn requested"
    INTERRUPTED = "barge-in"
    STOPPED = "stop"
    UNANSWERED = "no answer in time"
    HEARD_ALL = "endpoint, draft heard all"
    TOOK_FLOOR = "floor taken"
    GOT_SLOT = "slot free"
    SPOKE = "first speech"
    OVER = "turn over"
    NEXT = "next in the queue"
    DONE = "queue empty"
    LEFT_OPEN = "queue empty, question open"


# The events that come from outside, at any time.
FROM_OUTSIDE: Final = (
    TurnEvent.PAUSED,
    TurnEvent.WITHDRAWN,
    TurnEvent.REQUESTED,
    TurnEvent.INTERRUPTED,
    TurnEvent.STOPPED,
    TurnEvent.UNANSWERED,
)


class Verdict(Enum):
    """The entry of a table where an event does not lead to a state."""

    IGNORED = "ignored"
    ERROR = "error"


class InvalidTransition(RuntimeError):
    """An event that cannot happen in the present state: a fault of this program."""


S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)


class TransitionTable(Generic[S, E]):
    """The next state, IGNORED or ERROR for every pair of state and event."""

    def __init__(self, events: Sequence[E], rows: Mapping[S, Sequence[S | Verdict]]) -> None:
        self.pairs: Mapping[tuple[S, E], S | Verdict] = {
            (state, event): after
            for state, row in rows.items()
            for event, after in zip(events, row, strict=True)
        }

    def allows(self, state: S, event: E) -> bool:
        """Return True if `event` is neither ignored nor an error in `state`."""
        return not isinstance(self.pairs[state, event], Verdict)

    def after(self, state: S, event: E) -> S:
        """Return the state after `event`: the same if it is ignored. Raises InvalidTransition."""
        after = self.pairs[state, event]
        if not isinstance(after, Verdict):
            return after
        if after is Verdict.ERROR:
            raise InvalidTransition(f"{event.name} while {state.name}")
        return state


def _ear() -> TransitionTable[EndpointState, EndpointEvent]:
    quiet, starting, speaking, stopping = EndpointState
    no, err = Verdict
    # fmt: off
    return TransitionTable(tuple(EndpointEvent), {
        #          SPEECH    SILENCE   CLICK  STARTED   RESUMED   ENDED  CUT
        quiet:    (starting, no,       err,   speaking, err,      err,   quiet),
        starting: (starting, starting, quiet, speaking, err,      err,   quiet),
        speaking: (speaking, stopping, err,   err,      err,      err,   quiet),
        stopping: (stopping, stopping, err,   err,      speaking, quiet, quiet),
    })
    # fmt: on


def _turns() -> TransitionTable[TurnPhase, TurnEvent]:
    resting, draft, granted, waiting, working, speaking, closing, asked = TurnPhase
    no, err = Verdict
    # fmt: off
    return TransitionTable(tuple(TurnEvent), {
        #          PAUSED WITHDRAWN REQUESTED INTERRUPTED STOPPED UNANSWERED
        #          HEARD_ALL TOOK_FLOOR GOT_SLOT SPOKE     OVER     NEXT     DONE     LEFT_OPEN
        resting:  (draft, no,       waiting,  no,         no,      no,
                   err,      err,       err,     err,      err,     err,     err,     err),
        draft:    (no,    closing,  draft,    no,         no,      no,
                   granted,  err,       err,     err,      err,     err,     err,     err),
        granted:  (no,    no,       granted,  no,         closing, no,
                   err,      working,   err,     err,      err,     err,     err,     err),
        waiting:  (no,    no,       waiting,  no,         closing, no,
                   err,      err,       working, err,      err,     err,     err,     err),
        working:  (no,    no,       working,  no,         closing, no,
                   err,      err,       err,     speaking, closing, err,     err,     err),
        speaking: (no,    no,       speaking, closing,    closing, no,
                   err,      err,       err,     err,      closing, err,     err,     err),
        closing:  (no,    no,       closing,  no,         no,      no,
                   err,      err,       no,      err,      closing, waiting, resting, asked),
        asked:    (draft, no,       waiting,  no,         resting, resting,
                   err,      err,       err,     err,      err,     err,     err,     err),
    })
    # fmt: on


EAR: Final = _ear()
TURNS: Final = _turns()


def occur_together(ear: EndpointState, turns: TurnPhase) -> bool:
    """Return True if a site can be in both states at once: a draft exists only in a pause of its utterance.

    The ear reports its events after its own step, so this holds once an event has been handled.
    """
    return turns is not TurnPhase.DRAFT or ear is EndpointState.STOPPING
