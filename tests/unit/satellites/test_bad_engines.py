"""An engine that raises, hangs or returns nothing costs one site one turn; the others go on."""

import math
import threading
from types import SimpleNamespace

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.core.events import Failure, Intent, Silence, SpeechChunk, Transcript, TurnReport
from sarai_mqtt.core.messages import Announce, ButtonPressed
from sarai_mqtt.turns import engine_worker
from tests.harness.audio import LOUD, LoudVad
from tests.harness.clock import ManualClock
from tests.harness.engines import FakeThinker, FakeTts, RoomStt
from tests.harness.home import FakeUnderstander
from tests.harness.service import ServiceHarness, TextHarness
from tests.harness.waiting import WAIT_S
from tests.harness.small_engines import hanging, install

# Limit of a call of an engine: real seconds until it is looked at, but whether it is over the fault's clock says.
SHORT_S = 0.05
QUESTION, COMMAND = "tell me a story", "turn on the light"


class Fault:
    """What an engine does at the bad moment, once; to hang takes it a minute of `clock`."""

    def __init__(self, kind, clock):
        self.kind, self.clock, self.gate, self.left = kind, clock, threading.Event(), 1

    def strike(self):
        """Raise or hang, or return False: the engine then returns None. Return True when all is well."""
        if not self.left:
            return True
        self.left -= 1
        if self.kind == "raises":
            raise RuntimeError("boom")
        if self.kind == "hangs":
            self.clock.now += 60
            assert self.gate.wait(WAIT_S)
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


@pytest.fixture
def workers_clock(monkeypatch):
    """Return the clock by which a call takes too long: the fault's alone moves it."""
    clock = ManualClock()
    monkeypatch.setattr(engine_worker, "time", SimpleNamespace(monotonic=clock))
    return clock


def house_with(engine, fault):
    """Return a service whose `engine` is bad; somebody asks in the kitchen and commands in the hall."""
    texts = {"kitchen": QUESTION, "hall": COMMAND}
    return ServiceHarness(
        stt=BadStt(texts, fault) if engine == "stt" else RoomStt(texts),
        tts=BadTts(fault) if engine == "tts" else None,
        thinker=BadThinker(fault) if engine == "llm" else None,
        engine_limit_s=SHORT_S,
    )


@pytest.mark.parametrize("engine", ["stt", "tts", "llm"])
@pytest.mark.parametrize(
    ("kind", "code"),
    [("raises", "turn_failed"), ("hangs", "engine_stuck"), ("returns nothing", "engine_failed")],
)
async def test_a_bad_engine_fails_the_turn_of_its_site_only(engine, kind, code, workers_clock):
    fault = Fault(kind, workers_clock)
    async with house_with(engine, fault) as house:
        try:
            house.say("kitchen")
            (failed,) = await house.turns(1, "kitchen")
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


async def test_a_hall_that_waits_behind_a_hung_kitchen_is_answered(workers_clock):
    fault = Fault("hangs", workers_clock)
    async with house_with("stt", fault) as house:
        try:
            house.say("kitchen")
            house.say("hall")
            (other,) = await house.turns(1, "hall")
        finally:
            fault.gate.set()
    assert (other.outcome, other.intent) == ("answered", "HassTurnOn")


async def test_what_a_recogniser_says_after_it_was_given_up_is_not_acted_on(workers_clock):
    fault = Fault("hangs", workers_clock)
    texts = {"kitchen": COMMAND, "hall": QUESTION}
    async with ServiceHarness(stt=BadStt(texts, fault), engine_limit_s=SHORT_S) as house:
        house.say("kitchen")
        (failed,) = await house.turns(1, "kitchen")
        fault.gate.set()
        await house.until(lambda: house.stt.heard)  # now it answers
        house.say("hall")
        await house.turns(1, "hall")
        await house.settle()
        assert [turn.outcome for turn in house.outbox.of(TurnReport, "kitchen")] == ["failed"]
        assert not house.outbox.of(Transcript, "kitchen") + house.outbox.of(Intent, "kitchen")
        assert not house.outbox.of(SpeechChunk, "kitchen")
        assert not house.audit.entries
    assert failed.outcome == "failed"


class OddStt(RoomStt):
    """Returns NaN as its confidence in the kitchen."""

    def transcribe(self, utterance, language, cancel):
        heard = super().transcribe(utterance, language, cancel)
        sure = math.nan if utterance.site == "kitchen" else heard.confidence
        return Transcript("", heard.text, heard.language, sure)


class OddTts(FakeTts):
    """Synthesizes `pieces` for a sentence with a "three" in it."""

    def __init__(self, pieces):
        super().__init__()
        self.pieces = pieces

    def synthesize(self, text, language, cancel):
        return iter(self.pieces) if "three" in text else super().synthesize(text, language, cancel)


async def test_a_transcript_that_cannot_be_used_fails_its_turn_only():
    async with ServiceHarness(stt=OddStt({"kitchen": COMMAND, "hall": COMMAND})) as house:
        house.say("kitchen")
        (failed,) = await house.turns(1, "kitchen")
        house.clock.now += 10
        house.say("hall")
        (other,) = await house.turns(1, "hall")
        assert house.service.error_reporter.error_counts.counts == {("kitchen", "engine_failed"): 1}
        assert not house.outbox.of(Intent, "kitchen")
    assert (failed.outcome, other.outcome) == ("failed", "answered")


@pytest.mark.parametrize(
    "pieces",
    [[], [b"", b""], [b"odd"], [None], [bytes(2000)] * 1000],
    ids=["none", "empty", "odd", "no", "end"],
)
@pytest.mark.parametrize("text", ["It is three.", "It is two. And three. And four."])
async def test_speech_that_cannot_be_played_fails_its_turn_with_a_reason(pieces, text):
    async with ServiceHarness(tts=OddTts(pieces)) as house:
        house.service.receive(Announce("kitchen", text, "en"), house.clock.now)
        (failed,) = await house.turns(1, "kitchen")
        house.service.receive(Announce("hall", "It is one.", "en"), house.clock.now)
        (other,) = await house.turns(1, "hall")
        assert house.service.error_reporter.error_counts.counts == {("kitchen", "engine_failed"): 1}
        (failure,) = house.outbox.of(Failure, "kitchen")
        chunks = house.outbox.of(SpeechChunk, "kitchen")
    assert (failed.outcome, other.outcome) == ("failed", "answered")
    assert "synthesizer" in failure.reason
    # what was begun ends, so that no speaker waits for more
    assert not chunks or chunks[-1].last


@pytest.mark.parametrize("text", ["...", "¡!"])
async def test_a_sentence_without_words_may_be_silent(text):
    class Mute(FakeTts):
        def synthesize(self, text, language, cancel):
            return iter(())

    async with ServiceHarness(tts=Mute()) as house:
        house.service.receive(Announce("kitchen", text, "en"), house.clock.now)
        await house.turns(1, "kitchen")
        assert not house.outbox.of(Failure)


class Unstoppable(FakeTts):
    """Goes on however often it is told to stop, and cannot be closed; "short" ends."""

    closed = 0

    def synthesize(self, text, language, cancel):
        return super().synthesize(text, language, cancel) if "short" in text else self

    def __iter__(self):
        return self

    def __next__(self):
        return bytes(20)

    def close(self):
        self.closed += 1
        raise RuntimeError("no")


async def test_speech_that_goes_on_after_it_was_stopped_is_heard_by_nobody():
    async with ServiceHarness(tts=Unstoppable()) as house:
        house.service.receive(Announce("kitchen", "A long story.", "en"), house.clock.now)
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk, "kitchen"))
        house.service.receive(ButtonPressed("kitchen", "stop"), house.clock.now)
        (stopped,) = await house.turns(1, "kitchen")
        so_far = len(house.outbox.of(SpeechChunk, "kitchen"))
        house.service.receive(Announce("hall", "A short one.", "en"), house.clock.now)
        (other,) = await house.turns(1, "hall")
        await house.settle()
        assert len(house.outbox.of(SpeechChunk, "kitchen")) == so_far
        assert house.outbox.of(Silence, "kitchen")
        assert house.tts.closed
    assert (stopped.outcome, other.outcome) == ("cancelled", "answered")


class OddChooser(FakeThinker):
    """Chooses `chosen`, whatever there is."""

    def choose(self, text, language, options, cancel):
        return self.chosen


@pytest.mark.parametrize("chosen", [2, -1, True, "0"])
async def test_a_choice_that_is_no_option_fails_its_turn_and_nothing_is_done(chosen):
    option = Intent("", "HassTurnOn", {}, ("light.a",), "make it bright", "en", 0.5)
    understander = FakeUnderstander([option, option])
    async with TextHarness(
        thinker=OddChooser(chosen=chosen), understander=understander, chooses=True
    ) as house:
        report = await house.ask("make it bright", "en")
        assert house.service.error_reporter.error_counts.counts == {("kitchen", "engine_failed"): 1}
        assert not house.outbox.of(Intent)
    assert report.outcome == "failed"


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


@pytest.fixture
def hanging_vad(monkeypatch, tmp_path):
    """Yield the guard of a VAD that hangs at a frame, as the service has it if the settings name it."""
    install.install(monkeypatch)
    hanging.RELEASED.clear()
    settings = install.settings(tmp_path, vads={"loud": {"engine": "hanging"}})
    guard = Assembly(settings)._new_vad.__self__
    guard.limit_s = 10  # however slow this box is, what works is not stuck
    yield guard
    hanging.RELEASED.set()


async def test_a_vad_that_hangs_makes_its_site_deaf_and_the_others_are_heard(hanging_vad):
    texts = {"kitchen": COMMAND, "hall": COMMAND}
    async with ServiceHarness(stt=RoomStt(texts), vad=hanging_vad.new_vad) as house:
        house.hear(LOUD * 20, "kitchen")
        hanging_vad.limit_s = 0.25
        house.hear(hanging.HANGS, "kitchen")  # in the midst of a sentence
        hanging_vad.limit_s = 10
        house.clock.now += 10
        house.say("hall")
        (other,) = await house.turns(1, "hall")
        # the sentence ends although nothing more is heard, as if the stream had stopped
        for _ in range(50):
            house.hear(LOUD, "kitchen")
        (cut,) = await house.turns(1, "kitchen")
        counts = dict(house.service.error_reporter.error_counts.counts)
        (failure, *_) = house.outbox.of(Failure, "kitchen")
        assert not house.service.sites["kitchen"].ear.active
    assert (other.outcome, cut.outcome) == ("answered", "answered")
    assert counts == {("kitchen", "engine_stuck"): 2}
    assert failure.code == "engine_stuck"
    assert "VAD" in failure.reason
