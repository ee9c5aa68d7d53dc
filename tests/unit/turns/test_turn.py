"""The script of a turn: its stages in order, their results, and what is left of it when it fails."""

import asyncio
import threading
from contextlib import aclosing
from dataclasses import FrozenInstanceError, fields

import pytest

from sarai_mqtt.core.acting import ConversationResult
from sarai_mqtt.core.events import Arbitration, Hypothesis, Intent, Reply, SpeechChunk, Transcript, TurnReport
from sarai_mqtt.turns.commands import Acted
from sarai_mqtt.turns.meaning import Command
from sarai_mqtt.turns.speech import Spoken
from sarai_mqtt.turns.turn import DraftEnding, Stage, TooLate, Turn
from tests.harness.engines import FakeStt, TalkativeThinker
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.service import TextHarness
from tests.harness.turns import TurnHarness, all_of
from tests.harness.waiting import until


class TickingClock:
    """Goes on by a millisecond each time it is read, on any thread."""

    def __init__(self):
        self.now, self._lock = 100.0, threading.Lock()

    def __call__(self):
        with self._lock:
            self.now += 0.001
            return self.now


class Broken:
    """Any engine, which fails."""

    home, by_message, present, rate = FakeUnderstander.home, False, True, 1000

    def _fail(self, *_):
        raise ValueError("broken")

    transcribe = read = act = synthesize = think = _fail


async def stages_of(turn):
    """Run the turn; return each event's type with the stage in which it was yielded."""
    return [(type(event), turn.stage) async for event in turn.run()]


async def test_a_spoken_command_goes_through_all_stages():
    with TurnHarness() as house:
        turn = house.turn()
        assert turn.stage is Stage.NEW
        seen = await stages_of(turn)
    assert list(dict.fromkeys(seen)) == [
        (Transcript, Stage.ACTING),
        (Intent, Stage.ACTING),
        (SpeechChunk, Stage.SPEAKING),
        (Reply, Stage.SPEAKING),
        (TurnReport, Stage.OVER),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "turn on the light",
        "unlock the front door",
        "set a timer for five minutes",
        "what is a lamp",
        "thanks",
        "is",
    ],
)
@pytest.mark.parametrize("announce", [False, True])
async def test_the_stage_only_moves_forward(text, announce):
    with TurnHarness() as house:
        seen = [stage for _, stage in await stages_of(house.turn(text, announce=announce))]
    order = list(Stage)
    assert seen == sorted(seen, key=order.index)
    assert seen[-1] is Stage.OVER
    assert seen.count(Stage.OVER) == 1


async def test_a_draft_waits_for_the_floor_with_its_first_chunk_made():
    with TurnHarness() as house:
        request = house.request(draft=True)
        turn = Turn(request, house.engines)
        async with aclosing(turn.run()) as events:
            assert isinstance(await anext(events), Hypothesis)
            assert turn.stage is Stage.UNDERSTANDING
            assert await anext(events) == DraftEnding("complete")
            more = asyncio.ensure_future(anext(events))
            await until(lambda: house.tts.said)
            assert turn.stage is Stage.WAITING
            assert not (more.done() or house.actor.orders)
            request.floor.give(house.clock())
            assert isinstance(await more, Transcript)
            assert turn.stage is Stage.ACTING
            rest = [type(event) async for event in events]
    assert (rest[0], rest[-1]) == (Intent, TurnReport)
    assert len(house.tts.said) == 1


async def test_silence_is_reported_and_nothing_is_done():
    with TurnHarness(stt=FakeStt("")) as house:
        turn = house.turn()
        seen = await stages_of(turn)
    assert seen == [(Transcript, Stage.WAITING), (TurnReport, Stage.OVER)]
    assert (turn.acted, turn.spoken) == (Acted(), Spoken())


async def test_a_turn_runs_once():
    with TurnHarness() as house:
        turn = house.turn("turn on the light")
        async with aclosing(turn.run()) as events:
            await anext(events)
            with pytest.raises(RuntimeError):
                await all_of(turn.run())
            assert isinstance([event async for event in events][-1], TurnReport)
        with pytest.raises(RuntimeError):
            await all_of(turn.run())
    assert len(house.actor.orders) == 1


async def test_results_are_immutable():
    with TurnHarness() as house:
        turn = house.turn()
        await all_of(turn.run())
    assert (turn.heard.text, turn.acted.result.done) == ("turn on the light", ("light.a",))
    assert isinstance(turn.understood.meaning, Command)
    assert turn.spoken.text == "Turned on the light."
    for result in (
        turn.heard,
        turn.understood,
        turn.understood.meaning,
        turn.acted,
        turn.spoken,
        turn.heard.timings[0],
    ):
        for field in fields(result):
            with pytest.raises(FrozenInstanceError):
                setattr(result, field.name, None)
    with pytest.raises(AttributeError):
        turn.stage = Stage.NEW


FAILURES = [
    ("stt", "", Stage.HEARING),
    ("understander", "turn on the light", Stage.UNDERSTANDING),
    ("actor", "turn on the light", Stage.ACTING),
    ("tts", "turn on the light", Stage.SPEAKING),
    ("thinker", "what is a lamp", Stage.SPEAKING),
]


@pytest.mark.parametrize(("engine", "text", "stage"), FAILURES)
async def test_the_stage_tells_where_a_turn_failed(engine, text, stage):
    with TurnHarness(**{engine: Broken()}) as house:
        turn = house.turn(text)
        with pytest.raises(ValueError, match="broken"):
            await all_of(turn.run())
    assert turn.stage is stage


@pytest.mark.parametrize(("engine", "text", "stage"), FAILURES[1:])
async def test_the_service_logs_the_stage_of_a_failed_turn(engine, text, stage, caplog):
    async with TextHarness(**{"actor": FakeActor(), engine: Broken()}) as house:
        report = await house.ask(text)
    assert report.outcome == "failed"
    assert f"site kitchen: turn {report.turn} failed while {stage.value}" in caplog.text


async def test_a_turn_that_is_closed_stops_its_engines():
    with TurnHarness(thinker=TalkativeThinker()) as house:
        async with aclosing(house.turn("what is a lamp").run()) as events:
            assert isinstance(await anext(events), SpeechChunk)
            assert not house.thinker.stopped.is_set()
        assert house.thinker.stopped.is_set()


async def test_speech_made_in_advance_is_dropped_where_another_reply_is_due():
    class Agent(FakeActor):
        async def converse(self, *_):
            await until(lambda: house.tts.said)
            return ConversationResult("It is high.", acted=True)

    with TurnHarness(thinker=TalkativeThinker(), actor=Agent(), converse=True) as house:
        turn = house.turn("what about the tide")
        async with aclosing(turn.run()) as events:
            assert (await anext(events)).text == "It is high."
            assert house.thinker.stopped.is_set()
            report = [event async for event in events][-1]
    assert (report.reply, report.source) == ("It is high.", "home_assistant")
    assert {"ttft", "ttfs"}.isdisjoint(report.timings)


class Rival:
    """The claim of a site: `decisions` are what arbitration decides, one by one, when the `house` has spoken."""

    def __init__(self, *decisions, house=None):
        self.decisions, self.house, self.waited, self.words = list(decisions), house, 0, []
        self.decided_at = []

    def heard(self, transcript, intent):
        self.words.append((transcript.text, intent.name))

    def withdraw(self):
        self.words.append(None)

    async def wait_while_outranked(self, floor):
        self.waited += 1

    async def decide(self, floor):
        if self.house:
            await until(lambda: len(self.house.tts.said) >= self.waited)
            await self.house.engines.audio_worker.call(lambda _: None)
            self.decided_at.append(self.house.clock())
        return self.decisions.pop(0)


async def test_a_draft_that_stood_back_prepares_its_reply_again():
    with TurnHarness(clock=TickingClock()) as house:
        rival = Rival("stand_back", "stand_back", "act", house=house)
        turn = house.turn(candidate=rival)
        events = await all_of(turn.run())
    assert len(house.tts.said) == 3
    # the first try was in vain, but took time
    measured_at = {timing.name: timing.at for timing in turn.spoken.timings}
    assert measured_at["tts_first"] < rival.decided_at[0]
    assert (rival.waited, rival.words) == (3, [("turn on the light", "HassTurnOn")])
    assert (len(house.actor.orders), events[-1].reply) == (1, "Turned on the light.")
    assert [event.seq for event in events if isinstance(event, SpeechChunk)] == [0, 1, 2]


async def test_a_turn_yields_to_a_site_that_acted_on_the_same_words():
    yielded = Arbitration("t", "hall", "u", 1.0, {}, {})
    with TurnHarness() as house:
        turn = house.turn(candidate=Rival(yielded))
        events = await all_of(turn.run())
    assert events[0] == yielded
    assert [(e.outcome, e.yielded_to, e.reply) for e in events[1:]] == [("yielded", "hall", "")]
    assert "endpoint_delay" not in events[-1].timings
    assert (house.actor.orders, turn.acted, turn.stage) == ([], Acted(), Stage.OVER)


async def test_silence_withdraws_the_claim():
    rival = Rival()
    with TurnHarness(stt=FakeStt("")) as house:
        await all_of(house.turn(candidate=rival).run())
    assert rival.words == [None]


async def test_a_sentence_that_is_too_old_is_not_acted_on():
    with TurnHarness() as house:
        turn = house.turn("turn on the light")
        house.clock.now += 60
        events = await all_of(turn.run())
    assert TooLate(60.0) in events
    assert not house.actor.orders
    assert house.audit.verdicts == [("refused", "HassTurnOn")]


async def test_timings_are_in_the_order_in_which_they_were_measured():
    with TurnHarness(clock=TickingClock()) as house:
        request = house.request(draft=True)
        turn = Turn(request, house.engines)
        async with aclosing(turn.run()) as events:
            await anext(events)
            await anext(events)
            more = asyncio.ensure_future(anext(events))
            await until(lambda: house.tts.said)
            await house.engines.audio_worker.call(lambda _: None)
            request.floor.give(house.clock())
            await more
            report = [event async for event in events][-1]
        (timer,) = (
            e
            for e in await all_of(house.turn("set a timer for five minutes").run())
            if isinstance(e, TurnReport)
        )
    ahead = [
        "stt",
        "audio_s",
        "understand",
        "tts_first",
        "tts",
        "endpoint_delay",
        "act",
        "response",
        "e2e",
        "rtf",
    ]
    assert list(report.timings) == ahead
    assert list(timer.timings) == [
        "understand",
        "endpoint_delay",
        "act",
        "tts_first",
        "tts",
        "response",
        "e2e",
    ]
