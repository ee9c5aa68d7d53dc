"""An engine that raises, hangs or returns nothing costs one site one turn; the others go on."""

import threading

import pytest

from sarai_mqtt.core.events import Failure, TurnReport
from sarai_mqtt.turns.engine_worker import LIMIT_S
from tests.harness.audio import LOUD, LoudVad
from tests.harness.engines import FakeThinker, FakeTts, RoomStt
from tests.harness.service import ServiceHarness

QUESTION, COMMAND = "tell me a story", "turn on the light"


class Fault:
    """What an engine does at the bad moment, once."""

    def __init__(self, kind):
        self.kind, self.gate, self.left = kind, threading.Event(), 1

    def strike(self):
        """Raise or hang, or return False: the engine then returns None. Return True when all is well."""
        if not self.left:
            return True
        self.left -= 1
        if self.kind == "raises":
            raise RuntimeError("boom")
        if self.kind == "hangs":
            assert self.gate.wait(30)
        return self.kind == "hangs"


class BadStt(RoomStt):
    """Fails in the kitchen."""

    def __init__(self, texts, fault):
        super().__init__(texts)
        self.fault = fault

    def transcribe(self, utterance, language, cancel):
        if utterance.site == "kitchen" and not self.fault.strike():
            return None
        return super().transcribe(utterance, language, cancel)


class BadTts(FakeTts):
    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def synthesize(self, text, language, cancel):
        return super().synthesize(text, language, cancel) if self.fault.strike() else None


class BadThinker(FakeThinker):
    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def think(self, text, language, cancel):
        return super().think(text, language, cancel) if self.fault.strike() else None


def house_with(engine, fault):
    """Return a service whose `engine` is bad; somebody asks in the kitchen and commands in the hall."""
    texts = {"kitchen": QUESTION, "hall": COMMAND}
    limit_s = 0.5 if fault.kind == "hangs" else LIMIT_S
    return ServiceHarness(
        stt=BadStt(texts, fault) if engine == "stt" else RoomStt(texts),
        tts=BadTts(fault) if engine == "tts" else None,
        thinker=BadThinker(fault) if engine == "llm" else None,
        engine_limit_s=limit_s,
    )


@pytest.mark.parametrize("engine", ["stt", "tts", "llm"])
@pytest.mark.parametrize(
    ("kind", "code"),
    [("raises", "turn_failed"), ("hangs", "engine_stuck"), ("returns nothing", "turn_failed")],
)
async def test_a_bad_engine_fails_the_turn_of_its_site_only(engine, kind, code):
    fault = Fault(kind)
    async with house_with(engine, fault) as house:
        try:
            house.say("kitchen")
            (failed,) = await house.turns(1, "kitchen")
            for worker in (house.engines.audio_worker, house.engines.thinker_worker):
                worker._limit_s = LIMIT_S  # however slow this box is, what works is not stuck
            house.say("hall")
            (other,) = await house.turns(1, "hall")
            house.clock.now += 10
            house.say("kitchen")
            again = (await house.turns(2, "kitchen"))[-1]
        finally:
            fault.gate.set()
    assert failed.outcome == "failed"
    assert (other.outcome, other.intent) == ("answered", "HassTurnOn")
    assert (again.outcome, again.source) == ("answered", "thinker")
    failures = house.outbox.of(Failure)
    assert [failure.code for failure in failures] == [code]
    assert failures[0].reason
    assert house.service.error_reporter.error_counts.counts == {("kitchen", code): 1}


async def test_a_hall_that_waits_behind_a_hung_kitchen_is_answered():
    fault = Fault("hangs")
    async with house_with("stt", fault) as house:
        house.engines.audio_worker._limit_s = 2.0
        try:
            house.say("kitchen")
            house.say("hall")
            (other,) = await house.turns(1, "hall")
        finally:
            fault.gate.set()
    assert (other.outcome, other.intent) == ("answered", "HassTurnOn")


class BrokenVad(LoudVad):
    """Raises for speech once."""

    left = 1

    def is_speech(self, frame):
        if frame == LOUD and BrokenVad.left:
            BrokenVad.left -= 1
            raise RuntimeError("boom")
        return super().is_speech(frame)


async def test_a_vad_that_raises_costs_its_site_a_chunk():
    BrokenVad.left = 1
    async with ServiceHarness(stt=RoomStt({"kitchen": COMMAND, "hall": COMMAND}), vad=BrokenVad) as house:
        house.hear(LOUD, "kitchen")
        house.say("hall")
        (report,) = await house.turns(1, "hall")
        house.clock.now += 10  # else both sites may have heard one person
        house.say("kitchen")
        await house.turns(1, "kitchen")
    assert report.outcome == "answered"
    assert house.service.error_reporter.error_counts.counts == {("kitchen", "internal"): 1}
    assert [turn.outcome for turn in house.outbox.of(TurnReport)] == ["answered"] * 2
