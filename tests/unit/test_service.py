import asyncio
import threading

import pytest

from sarai_mqtt.core.audio import FRAME_BYTES
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.events import Failure, Intent, Reply, SpeechChunk, StateChanged, Transcript, TurnReport
from sarai_mqtt.core.inbound import Ask, AudioEnd, AudioIn, Say
from sarai_mqtt.pipeline import Engines
from sarai_mqtt.service import Limits, Mailbox, VoiceService
from sarai_mqtt.worker import Worker
from tests.fakes import (
    LOUD,
    QUIET,
    FakeOutbox,
    FakeStt,
    FakeThinker,
    FakeTts,
    FakeUnderstander,
    LoudVad,
    ManualClock,
    RawDecoder,
)


class House:
    """A running service with fakes all round; time stands still unless the test moves it."""

    def __init__(self, stt=None, thinker=None, **limits):
        self.clock, self.outbox, self.tts = ManualClock(), FakeOutbox(), FakeTts()
        self.stt, self.thinker = stt or FakeStt(), thinker or FakeThinker()
        workers = Worker("audio"), Worker("text"), Worker("thinker", exclusive=True)
        self.engines = Engines(
            self.stt, FakeUnderstander(), self.thinker, self.tts, ("en", "es"), *workers, self.clock
        )
        self.service = VoiceService(
            self.engines, self.outbox, Limits(Endpointing(), **limits), LoudVad, RawDecoder
        )

    async def __aenter__(self):
        started = asyncio.Event()
        self.task = asyncio.create_task(self.service.run(started))
        await started.wait()
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.wait([self.task])
        self.engines.close()

    def hear(self, payload, site="kitchen", age=0.0):
        self.service.receive(AudioIn(site, payload), self.clock.now - age)

    def say(self, site="kitchen", speech=20, silence=40):
        for frame in [LOUD] * speech + [QUIET] * silence:
            self.hear(frame, site)

    async def turns(self, n, site=None):
        await self.outbox.until(lambda: len(self.outbox.of(TurnReport, site)) >= n)
        return self.outbox.of(TurnReport, site)


async def test_a_spoken_command_from_audio_to_reply():
    async with House() as house:
        house.say()
        (report,) = await house.turns(1)
    kinds = [type(e) for s, e in house.outbox.sent if not isinstance(e, StateChanged)]
    assert kinds == [Transcript, Intent, SpeechChunk, SpeechChunk, SpeechChunk, Reply, TurnReport]
    assert (report.outcome, report.intent, report.targets) == ("answered", "HassTurnOn", ("light.a",))
    assert report.timings["endpoint_delay"] == 600
    (reply,) = house.outbox.of(Reply)
    assert (reply.text, len(reply.pcm)) == ("Turning on the light.", 40 * len("Turning on the light."))
    chunks = house.outbox.of(SpeechChunk)
    assert b"".join(c.pcm for c in chunks) == reply.pcm
    assert [(c.seq, c.last) for c in chunks] == [(0, False), (1, False), (2, True)]
    assert {e.turn for _, e in house.outbox.sent if hasattr(e, "turn")} == {report.turn}


async def test_states_are_shown_in_order():
    async with House() as house:
        house.say()
        await house.turns(1)
        states = [e.state for e in house.outbox.of(StateChanged)]
    assert states == ["idle", "listening", "thinking", "speaking"]


async def test_what_is_no_command_goes_to_the_thinker_sentence_by_sentence():
    async with House(stt=FakeStt("tell me a story")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.source == "thinker"
    assert report.reply == "One. Two. Three."
    assert [text for text, _ in house.tts.said] == ["One.", "Two.", "Three."]
    assert {"ttft", "ttfs", "tts_first", "response", "e2e"} <= set(report.timings)


async def test_silence_answers_nothing():
    async with House(stt=FakeStt("")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.outcome == "no_speech"
    assert not house.outbox.of(Reply)
    assert house.outbox.of(StateChanged)[-1].state == "idle"


async def test_a_command_in_the_other_language_is_still_a_command():
    async with House(stt=FakeStt("Enciende la luz", "en")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert (report.intent, report.language, report.reply) == ("HassTurnOn", "es", "Enciendo la luz.")


async def test_a_fixed_language_tries_no_other():
    async with House(stt=FakeStt("Enciende la luz", "en"), language="en") as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.intent is None


async def test_ask_and_say_need_no_audio():
    async with House() as house:
        house.service.receive(Ask("kitchen", "turn on the light", "en"), house.clock.now)
        await house.turns(1)
        house.service.receive(Say("kitchen", "Dinner is ready.", "en"), house.clock.now)
        asked, said = await house.turns(2)
    assert asked.intent == "HassTurnOn"
    assert (said.intent, said.reply) == (None, "Dinner is ready.")
    assert not house.stt.heard


async def test_push_to_talk_ends_at_once():
    async with House() as house:
        house.say(silence=0)
        house.service.receive(AudioEnd("kitchen"), house.clock.now)
        (report,) = await house.turns(1)
    assert report.timings["endpoint_delay"] == 0


async def test_a_stream_that_stops_in_mid_utterance_still_ends():
    async with House(stale_ms=100) as house:
        house.say(silence=0)
        (report,) = await house.turns(1)
    assert report.outcome == "answered"


async def test_an_engine_error_is_one_failure_and_the_next_turn_works():
    house = House(stt=FakeStt(error=ModelError("model_broken", "Bad weights.")))
    async with house:
        house.say()
        (report,) = await house.turns(1)
        assert report.outcome == "failed"
        assert [f.code for f in house.outbox.of(Failure)] == ["model_broken"]
        house.stt.error = RuntimeError("boom")
        house.say()
        await house.turns(2)
        assert house.outbox.of(Failure)[-1].code == "turn_failed"
        house.stt.error = None
        house.say()
        assert (await house.turns(3))[-1].outcome == "answered"


async def test_bad_chunks_are_counted_and_other_sites_go_on():
    async with House() as house:
        house.say("bedroom", silence=0)
        house.hear(b"odd", "kitchen")
        house.hear(b"odd", "kitchen")
        house.say("bedroom", speech=0)
        (report,) = await house.turns(1, "bedroom")
        await house.outbox.until(lambda: house.service.tally.counts["kitchen", "odd_length"] == 2)
    assert report.outcome == "answered"
    assert [(f.code, f.count) for f in house.outbox.of(Failure, "kitchen")] == [("odd_length", 1)]


async def test_sites_are_bounded():
    async with House(max_sites=2) as house:
        for site in ("a", "b", "c"):
            house.hear(QUIET, site)
        assert [f.code for f in house.outbox.of(Failure, "default")] == ["too_many_sites"]


async def test_stale_audio_is_dropped_and_told():
    async with House() as house:
        house.hear(LOUD, age=2.0)
        house.hear(QUIET)
        await house.outbox.until(lambda: house.outbox.of(Failure))
        assert house.outbox.of(Failure)[0].code == "audio_dropped"


async def test_a_newer_utterance_replaces_the_queued_one():
    gate = threading.Event()
    async with House(stt=FakeStt(gate=gate)) as house:
        house.say()
        await house.outbox.until(lambda: house.outbox.of(StateChanged)[-1].state == "thinking")
        house.say()
        house.say()
        (replaced,) = await house.turns(1)
        assert replaced.outcome == "cancelled"
        gate.set()
        reports = await house.turns(3)
    assert [r.outcome for r in reports] == ["cancelled", "answered", "answered"]


async def test_two_sites_are_served_side_by_side():
    async with House() as house:
        house.say("kitchen")
        house.say("bedroom")
        await house.turns(2)
    assert {s for s, e in house.outbox.sent if isinstance(e, Reply)} == {"kitchen", "bedroom"}


async def test_stopping_the_service_stops_the_engines():
    gate = threading.Event()
    house = House(stt=FakeStt(gate=gate))
    async with house:
        house.say()
        await house.outbox.until(lambda: house.outbox.of(StateChanged)[-1].state == "thinking")
    assert not house.outbox.of(Transcript)


async def test_mailbox_drops_the_oldest():
    box = Mailbox(size=3)
    for i in range(5):
        box.offer(0.0, AudioIn("x", bytes([i]) * FRAME_BYTES))
    taken = [(await box.take(lambda: 0.0))[1].payload[0] for _ in range(3)]
    assert taken == [2, 3, 4]
    assert box.take_dropped() == 40
    assert box.take_dropped() == 0


@pytest.mark.parametrize("empty", [(), ("",)])
async def test_a_thinker_without_words_is_a_failed_turn(empty):
    async with House(stt=FakeStt("tell me"), thinker=FakeThinker(empty)) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.outcome == "failed"
