"""The state machine of a site: its tables, and the objects that run on them."""

import itertools

import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, Utterance
from sarai_mqtt.satellites.endpointing import Endpointer, EndpointingLimits
from sarai_mqtt.satellites.microphone import LISTEN_S, Microphone, MicrophoneState
from sarai_mqtt.satellites.options import SiteOptions
from sarai_mqtt.satellites.site_states import (
    EAR,
    FROM_OUTSIDE,
    TURNS,
    EndpointEvent,
    EndpointState,
    InvalidTransition,
    TransitionTable,
    TurnEvent,
    TurnPhase,
    Verdict,
    occur_together,
)
from sarai_mqtt.satellites.site_turns import MAX_QUEUED_TEXTS, Draft, SiteTurns
from sarai_mqtt.turns.request import TurnRequest
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from tests.harness.diagrams import PAGE, drawings, drawn

TABLES = pytest.mark.parametrize(
    "table,states,events", [(EAR, EndpointState, EndpointEvent), (TURNS, TurnPhase, TurnEvent)]
)
HEARD = Utterance("kitchen", bytes(50 * FRAME_BYTES), 800)


def reached(table, start):
    """Return the states to which events lead from `start`."""
    found, new = {start}, [start]
    while new:
        state = new.pop()
        afters = {after for (before, _), after in table.pairs.items() if before is state}
        new += [a for a in afters if not isinstance(a, Verdict) and a not in found]
        found |= set(new)
    return found


def request(utterance=None, floor=None):
    return TurnRequest("t", 1.0, floor or SpeakingFloor(1.0), utterance)


def turns_in(phase):
    """Return turns of a site that have come to `phase` by their own methods."""
    turns = SiteTurns()
    drafted = phase in (TurnPhase.DRAFT, TurnPhase.GRANTED)
    if drafted:
        turns.begin_draft(Draft(request(HEARD, SpeakingFloor())))
    elif phase is not TurnPhase.RESTING:
        turns.add(request())
    if phase is TurnPhase.GRANTED:
        assert turns.grant(HEARD, 2.0)
    if not drafted and phase not in (TurnPhase.RESTING, TurnPhase.WAITING):
        assert turns.take_slot() is not None
    if phase is TurnPhase.SPEAKING:
        turns.record_speech()
    if phase in (TurnPhase.CLOSING, TurnPhase.ASKED):
        turns.end_turn()
    if phase is TurnPhase.ASKED:
        assert not turns.advance(3.0, asked=True)
    assert turns.phase is phase
    return turns


@TABLES
def test_of_every_state_and_event_it_is_said_what_comes(table, states, events):
    assert set(table.pairs) == set(itertools.product(states, events))


def test_a_row_that_leaves_an_event_out_is_no_table():
    with pytest.raises(ValueError, match="shorter"):
        TransitionTable(tuple(EndpointEvent), {EndpointState.QUIET: [Verdict.ERROR] * 3})


@TABLES
def test_each_state_is_reached_from_each(table, states, events):
    assert all(reached(table, start) == set(states) for start in states)


@TABLES
def test_each_event_leads_somewhere(table, states, events):
    assert all(any(table.allows(state, event) for state in states) for event in events)


@pytest.mark.parametrize("phase", TurnPhase)
@pytest.mark.parametrize("event", FROM_OUTSIDE)
def test_nothing_that_comes_from_outside_is_a_fault(phase, event):
    assert TURNS.pairs[phase, event] is not Verdict.ERROR
    TURNS.after(phase, event)


@TABLES
def test_a_fault_is_raised_and_what_is_ignored_changes_nothing(table, states, events):
    for (state, event), after in table.pairs.items():
        if after is Verdict.ERROR:
            with pytest.raises(InvalidTransition, match=event.name):
                table.after(state, event)
        elif after is Verdict.IGNORED:
            assert table.after(state, event) is state


def test_a_turn_has_the_floor_before_it_speaks_and_takes_it_only_when_granted_or_alone():
    floors = {(before, event) for (before, event), after in TURNS.pairs.items() if after is TurnPhase.WORKING}
    assert {(b, e) for b, e in floors if b is not TurnPhase.WORKING} == {
        (TurnPhase.GRANTED, TurnEvent.TOOK_FLOOR),
        (TurnPhase.WAITING, TurnEvent.GOT_SLOT),
    }
    speech = {b for (b, _), after in TURNS.pairs.items() if after is TurnPhase.SPEAKING}
    assert speech == {TurnPhase.WORKING, TurnPhase.SPEAKING}


def test_a_draft_is_there_only_in_a_pause():
    apart = {(e, t) for e in EndpointState for t in TurnPhase if not occur_together(e, t)}
    assert apart == {(e, TurnPhase.DRAFT) for e in EndpointState if e is not EndpointState.STOPPING}


def test_the_page_shows_the_tables():
    """`python -m tests.harness.diagrams` draws them anew."""
    page = PAGE.read_text("utf-8")
    assert {name: drawn(page, name) for name in drawings()} == drawings()


@pytest.mark.parametrize("phase", TurnPhase)
def test_turns_of_a_site_come_to_each_phase_and_go_on_as_the_table_says(phase):
    for event, act in {
        TurnEvent.WITHDRAWN: SiteTurns.withdraw,
        TurnEvent.REQUESTED: lambda turns: turns.add(request()),
        TurnEvent.INTERRUPTED: SiteTurns.interrupt,
        TurnEvent.STOPPED: SiteTurns.stop,
        TurnEvent.UNANSWERED: SiteTurns.close_question,
    }.items():
        turns = turns_in(phase)
        act(turns)
        assert turns.phase is TURNS.after(phase, event)
    for event, act in {
        TurnEvent.PAUSED: lambda turns: turns.begin_draft(Draft(request(HEARD))),
        TurnEvent.SPOKE: SiteTurns.record_speech,
        TurnEvent.OVER: SiteTurns.end_turn,
        TurnEvent.GOT_SLOT: SiteTurns.take_slot,
    }.items():
        turns = turns_in(phase)
        if TURNS.pairs[phase, event] is Verdict.ERROR:
            with pytest.raises(InvalidTransition):
                act(turns)
        else:
            act(turns)
            assert turns.phase is TURNS.after(phase, event)


def test_a_draft_that_did_not_hear_all_is_dropped_and_one_that_was_stopped_gets_no_floor():
    turns = turns_in(TurnPhase.DRAFT)
    draft = turns.draft
    assert not turns.grant(Utterance("kitchen", HEARD.pcm, 820), 2.0)
    assert (turns.phase, turns.draft, draft.over.is_set()) == (TurnPhase.CLOSING, None, True)
    assert not turns.give_floor()
    turns = turns_in(TurnPhase.GRANTED)
    asked_for = turns.draft.request
    assert turns.stop() == [asked_for]
    assert not turns.give_floor()
    assert not asked_for.floor.given


def test_a_draft_that_heard_all_has_the_floor_from_its_endpoint():
    turns = turns_in(TurnPhase.GRANTED)
    floor = turns.draft.request.floor
    assert not floor.given
    assert turns.give_floor()
    assert (floor.given, floor.endpoint, turns.phase) == (True, 2.0, TurnPhase.WORKING)


def test_what_is_queued_waits_its_turn_and_what_is_too_much_is_given_up():
    turns = turns_in(TurnPhase.WORKING)
    texts = [request() for _ in range(MAX_QUEUED_TEXTS)]
    assert [turns.add(text) for text in texts] == [None] * MAX_QUEUED_TEXTS
    spoken = request(HEARD)
    assert turns.add(spoken) is None
    assert turns.add(newer := request(HEARD)) is spoken
    assert turns.add(request()) is texts[0]
    turns.end_turn()
    assert turns.advance(7.0, asked=False)
    assert (turns.waiting, turns.waiting.floor.due) == (texts[1], 7.0)
    assert turns.take_slot() is texts[1]
    assert turns.stop()[:-2] == texts[2:]
    assert newer not in turns.queued


def test_a_turn_that_was_stopped_while_it_waited_takes_no_slot():
    turns = turns_in(TurnPhase.WAITING)
    assert len(turns.stop()) == 1
    turns.add(later := request())
    assert turns.take_slot() is None
    assert turns.advance(3.0, asked=False)
    assert turns.waiting is later


def test_the_ear_goes_through_its_table_and_back():
    ear = Endpointer(EndpointingLimits(start_ms=40, resume_ms=40, stop_ms=100, complete_ms=60))
    seen = [ear.step(is_speech=said).name for said in (1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0)]
    assert seen == (
        ["STARTING", "QUIET", "STARTING", *["SPEAKING"] * 2, *["STOPPING"] * 2, "SPEAKING"]
        + [*["STOPPING"] * 4, "QUIET"]
    )
    for said in (1, 1, 0):
        ear.step(is_speech=said)
    ear.expect("complete")
    assert [ear.step(is_speech=False).name for _ in range(2)] == ["STOPPING", "QUIET"]
    for said in (1, 1):
        ear.step(is_speech=said)
    ear.expect("complete")  # not in a pause
    assert [ear.step(is_speech=False).name for _ in range(5)][3:] == ["STOPPING", "QUIET"]


@pytest.mark.parametrize(
    "options,state",
    [
        (SiteOptions(), "open"),
        (SiteOptions(mode="wake"), "closed"),
        (SiteOptions(mute=True), "muted"),
        (SiteOptions(mode="wake", enabled=False), "muted"),
    ],
)
def test_a_microphone_is_as_its_settings_say(options, state):
    microphone = Microphone(SiteOptions())
    microphone.apply(options)
    assert microphone.state(10.0) is MicrophoneState(state)


def test_a_microphone_opens_for_a_wake_word_and_for_the_answer_once_the_question_was_played():
    microphone = Microphone(SiteOptions(mode="wake"))
    microphone.open(10.0, 8.0)
    assert [microphone.state(at).value for at in (17.9, 18.0)] == ["open", "closed"]
    microphone.expect_answer("t1")
    assert microphone.state(20.0) is MicrophoneState.ASKED
    question = microphone.question_ended(21.0)
    assert (question.turn, question.seconds) == ("t1", LISTEN_S)
    assert [microphone.state(at).value for at in (21.0, 21.0 + LISTEN_S)] == ["open", "closed"]
    assert microphone.question_ended(22.0) is None
    microphone.close()
    assert microphone.state(22.0) is MicrophoneState.CLOSED


def test_a_microphone_opens_for_no_question_that_was_dropped_or_while_muted():
    microphone = Microphone(SiteOptions(mode="wake"))
    microphone.expect_answer("t1")
    microphone.drop_question()
    assert microphone.question_ended(1.0) is None
    microphone.expect_answer("t2")
    microphone.apply(SiteOptions(mode="wake", mute=True))
    assert microphone.question_ended(2.0) is None
    microphone.apply(SiteOptions(mode="wake"))
    assert microphone.state(3.0) is MicrophoneState.CLOSED
