import asyncio
import threading

import pytest

from sarai_mqtt.core.audio import FRAME_BYTES
from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.core.events import (
    Failure,
    Hypothesis,
    Intent,
    Reply,
    SpeechChunk,
    StateChanged,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.messages import Announce, AudioEnd, AudioIn, Played, TextCommand
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.turn_scheduler import TurnScheduler
from sarai_mqtt.satellites.audio_queue import AudioQueue
from sarai_mqtt.satellites.site_states import TurnPhase
from tests.harness.audio import LOUD, QUIET, LoudVad, RawDecoder
from tests.harness.engines import FakeStt, FakeThinker, FakeTurnEnd
from tests.harness.home import FakeActor
from tests.harness.service import DRAFTS, ServiceHarness, kinds
from tests.harness.waiting import WAIT_S, until_in_some_round


async def test_a_spoken_command_from_audio_to_reply():
    async with ServiceHarness() as house:
        house.say()
        (report,) = await house.turns(1)
    assert kinds(house) == [Transcript, Intent, SpeechChunk, SpeechChunk, SpeechChunk, Reply, TurnReport]
    assert (report.outcome, report.intent, report.targets) == ("answered", "HassTurnOn", ("light.a",))
    assert report.timings["endpoint_delay"] == 600
    (reply,) = house.outbox.of(Reply)
    assert (reply.text, len(reply.pcm)) == ("Turning on the light.", 40 * len("Turning on the light."))
    chunks = house.outbox.of(SpeechChunk)
    assert b"".join(c.pcm for c in chunks) == reply.pcm
    assert [(c.seq, c.last) for c in chunks] == [(0, False), (1, False), (2, True)]
    assert {e.turn for _, e in house.outbox.sent if hasattr(e, "turn")} == {report.turn}


async def test_states_are_shown_in_order():
    async with ServiceHarness() as house:
        house.say()
        await house.turns(1)
        states = [e.state for e in house.outbox.of(StateChanged)]
    assert states == ["idle", "listening", "thinking", "speaking"]


async def test_what_is_no_command_goes_to_the_thinker_sentence_by_sentence():
    async with ServiceHarness(stt=FakeStt("tell me a story")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.source == "thinker"
    assert report.reply == "One. Two. Three."
    assert [text for text, _ in house.tts.said] == ["One.", "Two.", "Three."]
    assert {"ttft", "ttfs", "tts_first", "response", "e2e"} <= set(report.timings)


async def test_an_order_we_do_not_know_never_reaches_the_thinker():
    async with ServiceHarness(stt=FakeStt("open the fridge")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert (report.outcome, report.intent, report.source) == ("answered", None, "none")
    assert report.reply == "Sorry, I don't know how to do that."
    assert "ttft" not in report.timings


async def test_silence_answers_nothing():
    async with ServiceHarness(stt=FakeStt("")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.outcome == "no_speech"
    assert not house.outbox.of(Reply)
    assert house.outbox.of(StateChanged)[-1].state == "idle"


async def test_a_command_in_the_other_language_is_still_a_command():
    async with ServiceHarness(stt=FakeStt("Enciende la luz", "en")) as house:
        house.say()
        (report,) = await house.turns(1)
    assert (report.intent, report.language, report.reply) == ("HassTurnOn", "es", "Enciendo la luz.")


async def test_a_fixed_language_tries_no_other():
    async with ServiceHarness(stt=FakeStt("Enciende la luz", "en"), language="en") as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.intent is None


async def test_ask_and_say_need_no_audio():
    async with ServiceHarness() as house:
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await house.turns(1)
        house.service.receive(Announce("kitchen", "Dinner is ready.", "en"), house.clock.now)
        asked, said = await house.turns(2)
    assert asked.intent == "HassTurnOn"
    assert (said.intent, said.reply) == (None, "Dinner is ready.")
    assert not house.stt.heard


async def test_push_to_talk_ends_at_once():
    async with ServiceHarness() as house:
        house.say(silence=0)
        house.service.receive(AudioEnd("kitchen"), house.clock.now)
        (report,) = await house.turns(1)
    assert report.timings["endpoint_delay"] == 0


async def test_a_stream_that_stops_in_mid_utterance_still_ends():
    async with ServiceHarness(stale_ms=100) as house:
        house.say(silence=0)
        await house.mail_taken()
        house.clock.now += 1
        (report,) = await house.turns(1)
    assert report.outcome == "answered"


async def test_a_stream_goes_on_as_long_as_the_clock_stands_still():
    async with ServiceHarness(endpointing=EndpointingLimits(stop_ms=1, draft_ms=0), stale_ms=1) as house:
        house.say(silence=0)
        await asyncio.sleep(0.05)  # the stream's end is looked for after 2 ms
        assert house.service.sites["kitchen"].ear.active
        house.clock.now += 1
        (report,) = await house.turns(1)
    assert report.outcome == "answered"


async def test_an_engine_error_is_one_failure_and_the_next_turn_works():
    house = ServiceHarness(stt=FakeStt(error=ModelError("model_broken", "Bad weights.")))
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
    async with ServiceHarness() as house:
        house.say("bedroom", silence=0)
        house.hear(b"odd", "kitchen")
        house.hear(b"odd", "kitchen")
        house.say("bedroom", speech=0)
        (report,) = await house.turns(1, "bedroom")
        await house.outbox.until(
            lambda: house.service.error_reporter.error_counts.counts["kitchen", "odd_length"] == 2
        )
    assert report.outcome == "answered"
    assert [(f.code, f.count) for f in house.outbox.of(Failure, "kitchen")] == [("odd_length", 1)]


async def test_sites_are_bounded():
    async with ServiceHarness(max_sites=2) as house:
        for site in ("a", "b", "c"):
            house.hear(QUIET, site)
        assert [f.code for f in house.outbox.of(Failure, "default")] == ["too_many_sites"]


async def test_stale_audio_is_dropped_and_told():
    async with ServiceHarness() as house:
        house.hear(LOUD, age=2.0)
        house.hear(QUIET)
        await house.outbox.until(lambda: house.outbox.of(Failure))
        assert house.outbox.of(Failure)[0].code == "audio_dropped"


async def test_a_newer_utterance_replaces_the_queued_one():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate)) as house:
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
    async with ServiceHarness() as house:
        house.say("kitchen")
        house.say("bedroom")
        await house.turns(2)
    assert {s for s, e in house.outbox.sent if isinstance(e, Reply)} == {"kitchen", "bedroom"}


async def test_stopping_the_service_stops_the_engines():
    gate = threading.Event()
    house = ServiceHarness(stt=FakeStt(gate=gate))
    async with house:
        house.say()
        await house.outbox.until(lambda: house.outbox.of(StateChanged)[-1].state == "thinking")
    assert not house.outbox.of(Transcript)


async def test_stopping_the_service_leaves_no_state_behind():
    house = ServiceHarness(stt=FakeStt(gate=threading.Event()))
    async with house:
        house.say()
        await house.state("thinking")
    assert house.outbox.of(StateChanged)[-1].state == "idle"


async def test_audio_queue_drops_the_oldest():
    queue = AudioQueue(size=3)
    for i in range(5):
        queue.put(0.0, AudioIn("x", bytes([i]) * FRAME_BYTES))
    taken = [(await queue.get(lambda: 0.0))[1].payload[0] for _ in range(3)]
    assert taken == [2, 3, 4]
    assert queue.take_dropped() == 40
    assert queue.take_dropped() == 0


async def test_lost_audio_is_counted_in_time_whatever_its_format():
    class Stereo(RawDecoder):
        def decode(self, payload):
            return super().decode(payload[: len(payload) // 6])

    async with ServiceHarness(decoder=Stereo) as house:
        house.hear(QUIET * 6)
        await house.mail_taken()
        house.hear(QUIET * 60, age=2.0)
        house.hear(QUIET * 6)
        await house.outbox.until(lambda: house.outbox.of(Failure))
    assert house.outbox.of(Failure)[0].reason.startswith("200 ms of audio")


@pytest.mark.parametrize("empty", [(), ("",), ("**", "\n", "# Answer"), ("😀",)])
async def test_a_thinker_without_words_is_answered_by_us(empty):
    async with ServiceHarness(stt=FakeStt("tell me"), thinker=FakeThinker(empty)) as house:
        house.say()
        (report,) = await house.turns(1)
    assert (report.outcome, report.source) == ("answered", "none")
    assert report.reply == "Sorry, I have no answer to that."


async def test_a_turn_without_any_sound_sends_no_reply():
    async with ServiceHarness() as house:
        house.tts.synthesize = lambda *_: iter(())
        house.service.receive(Announce("kitchen", "🙂", "en"), house.clock.now)
        (report,) = await house.turns(1)
    assert report.outcome == "failed"
    assert not house.outbox.of(Reply)
    assert not house.outbox.of(SpeechChunk)


async def test_a_reply_that_breaks_off_still_ends_its_stream():
    class Breaking(FakeThinker):
        def think(self, *_):
            yield "One. Two."
            raise ModelError("model_failed", "Bad weights.")

    async with ServiceHarness(stt=FakeStt("tell me"), thinker=Breaking()) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.outcome == "failed"
    chunks = house.outbox.of(SpeechChunk)
    assert [c.last for c in chunks] == [False] * (len(chunks) - 1) + [True]
    assert [c.seq for c in chunks] == list(range(len(chunks)))
    assert len(chunks) > 1


async def test_the_end_of_one_reply_does_not_silence_the_next():
    gate = threading.Event()

    class Pausing(FakeThinker):
        def think(self, *_):
            yield "One. Two"
            assert gate.wait(WAIT_S)
            yield ". Three."

    async with ServiceHarness(thinker=Pausing()) as house:
        house.service.receive(Announce("kitchen", "Hi.", "en"), house.clock.now)
        await house.turns(1)
        (site,) = house.service.sites.values()
        house.service.receive(TextCommand("kitchen", "tell me", "en"), house.clock.now)
        await house.outbox.until(lambda: len(house.outbox.of(SpeechChunk)) > 3)
        house.clock.now += 60
        house.service._scheduler._output.rest_if_quiet(site)  # noqa: SLF001 - what the timer of the first reply does
        assert house.outbox.of(StateChanged)[-1].state == "speaking"
        gate.set()
        await house.turns(2)


async def test_a_person_who_speaks_on_is_listened_to_when_the_turn_ends():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt("", gate=gate)) as house:
        house.say()
        await house.state("thinking")
        house.say(silence=0)
        (site,) = house.service.sites.values()
        await house.until(lambda: site.ear.active)
        gate.set()
        await house.state("listening")


async def test_a_stopped_stream_ended_when_its_last_frame_was_spoken():
    async with ServiceHarness(stale_ms=100) as house:
        house.say(silence=10)
        (site,) = house.service.sites.values()
        await house.mail_taken()
        assert site.ear.active
        house.clock.now += 0.7
        (report,) = await house.turns(1)
    assert report.timings["endpoint_delay"] == 900


async def test_what_was_heard_before_a_pause_is_no_preroll():
    async with ServiceHarness() as house:
        house.say(speech=0, silence=10)
        await house.mail_taken()
        house.clock.now += 60
        house.say(speech=20, silence=0)
        house.service.receive(AudioEnd("kitchen"), house.clock.now)
        await house.turns(1)
    assert [u.pcm for u in house.stt.heard] == [LOUD * 20]


async def test_noise_does_not_push_out_an_announcement():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt("", gate=gate)) as house:
        house.say()
        await house.state("thinking")
        for n in range(9):
            house.service.receive(Announce("kitchen", f"Number {n}.", "en"), house.clock.now)
        house.say()
        house.say()
        cancelled = await house.turns(2)
        gate.set()
        reports = await house.turns(12)
    assert [r.text for r in cancelled] == ["Number 0.", ""]
    assert [r.reply for r in reports if r.reply] == [f"Number {n}." for n in range(1, 9)]
    assert [r.outcome for r in reports].count("no_speech") == 2


async def test_a_site_long_silent_makes_room_for_a_new_one():
    async with ServiceHarness(max_sites=2) as house:
        house.hear(QUIET, "a")
        house.hear(QUIET, "b")
        house.clock.now += 500
        house.hear(QUIET, "b")
        house.clock.now += 500
        house.service.receive(TextCommand("c", "turn on the light", "en"), house.clock.now)
        await house.turns(1, "c")
        house.hear(QUIET, "a")
        assert [f.code for f in house.outbox.of(Failure)] == ["too_many_sites"]


async def test_invented_sites_do_not_fill_the_tally():
    async with ServiceHarness(max_sites=2) as house:
        for n in range(1000):
            house.service.refuse(f"site-{n}", BadInput("bad_json", "No JSON."))
        assert {s for s, _ in house.service.error_reporter.error_counts.counts} == {
            "site-0",
            "site-1",
            "default",
        }
        assert house.service.error_reporter.error_counts.counts["default", "bad_json"] == 998
        assert len(house.outbox.of(Failure)) == 3


async def test_one_site_s_long_audio_holds_up_no_other():
    long, gate = QUIET * 3000, threading.Event()

    class Slow(RawDecoder):
        def decode(self, payload):
            assert payload != long or gate.wait(WAIT_S)
            return super().decode(payload)

    class Counting(LoudVad):
        frames = 0

        def is_speech(self, frame):
            Counting.frames += 1
            return super().is_speech(frame)

    async with ServiceHarness(vad=Counting, decoder=Slow) as house:
        house.hear(long, "bedroom")
        house.say("kitchen")
        await house.turns(1, "kitchen")  # while the bedroom's is being decoded
        heard = Counting.frames
        gate.set()
        await until_in_some_round(lambda: Counting.frames != heard)
        assert Counting.frames < heard + 3000  # while the bedroom's frames are being heard


async def test_an_error_after_a_stopped_stream_ends_nothing(monkeypatch):
    async with ServiceHarness(stale_ms=100) as house:
        house.say(silence=0)
        await house.mail_taken()
        house.clock.now += 1

        def broken(*_):
            raise RuntimeError("boom")

        with monkeypatch.context() as patched:
            patched.setattr(TurnScheduler, "begin", broken)
            await house.outbox.until(lambda: house.outbox.of(Failure))
        assert house.outbox.of(Failure)[0].code == "internal"
        house.say()
        assert (await house.turns(1))[0].outcome == "answered"


async def test_our_own_voice_is_not_answered_while_it_may_still_sound():
    house = ServiceHarness()
    async with house:
        house.say()
        await house.turns(1)
        house.stt.text = "turning on the light"
        house.say()
        assert (await house.turns(2))[-1].outcome == "echo"
        house.stt.text = "turn on the light"
        house.say()
        assert (await house.turns(3))[-1].outcome == "answered"
        house.stt.text = "turning on the light"
        house.clock.now += 60
        house.say()
        assert (await house.turns(4))[-1].outcome == "answered"
    assert len(house.outbox.of(Reply)) == 3


async def test_a_turn_begun_in_a_pause_speaks_only_when_the_pause_ended_it():
    async with ServiceHarness(endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        await house.until_said("Turning on the light.")
        assert kinds(house) == [Hypothesis]
        assert house.outbox.of(StateChanged)[-1].state == "listening"
        house.clock.now += 0.12
        house.say(speech=0, silence=6)
        (report,) = await house.turns(1)
    assert kinds(house) == [
        Hypothesis,
        Transcript,
        Intent,
        SpeechChunk,
        SpeechChunk,
        SpeechChunk,
        Reply,
        TurnReport,
    ]
    assert len(house.stt.heard) == 1
    assert report.timings["endpoint_delay"] == 260
    assert {e.turn for _, e in house.outbox.sent if hasattr(e, "turn")} == {report.turn}


@pytest.mark.parametrize(
    ("text", "finished", "silence_ms"),
    [
        ("turn on the light", None, 260),
        ("turn on the light", 0.1, 260),
        ("tell me a story", None, 600),
        ("tell me a story", 0.9, 600),
        ("tell me a story", 0.1, 1200),
        ("tell me about the", 0.9, 1200),
    ],
)
async def test_what_was_heard_says_how_long_we_wait(text, finished, silence_ms):
    turn_end = None if finished is None else FakeTurnEnd(finished)
    async with ServiceHarness(stt=FakeStt(text), endpointing=DRAFTS, turn_end=turn_end) as house:
        house.say(silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        await house.settle()
        house.clock.now += (silence_ms - 140) / 1000
        house.say(speech=0, silence=silence_ms // 20 - 8)
        await house.settle()
        assert not house.outbox.of(Transcript)
        house.say(speech=0, silence=1)
        (report,) = await house.turns(1)
    assert report.timings["endpoint_delay"] == silence_ms


async def test_a_voice_is_judged_only_in_a_pause():
    turn_end = FakeTurnEnd(0.1)
    async with ServiceHarness(stt=FakeStt("tell me a story"), turn_end=turn_end) as house:
        house.say()
        await house.turns(1)
    assert turn_end.asked == 0


async def test_speech_that_goes_on_takes_the_turn_back():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.until(lambda: house.stt.heard)
        house.say(speech=20, silence=0)
        (site,) = house.service.sites.values()
        await house.until(lambda: site.turns.idle)
        gate.set()
        assert kinds(house) == []
        house.say(speech=0, silence=40)
        (report,) = await house.turns(1)
    assert report.outcome == "answered"
    first, second = house.stt.heard
    assert second.speech_end_ms == first.speech_end_ms + 540


async def test_what_the_thinker_wrote_in_a_pause_is_not_lost_and_not_said_twice():
    async with ServiceHarness(stt=FakeStt("tell me a story"), endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.until_said("One.")
        assert kinds(house) == [Hypothesis]
        house.say(speech=0, silence=40)
        (report,) = await house.turns(1)
    assert report.reply == "One. Two. Three."
    assert [text for text, _ in house.tts.said] == ["One.", "Two.", "Three."]


async def test_the_talk_button_gives_the_floor_to_what_was_begun_in_the_pause():
    async with ServiceHarness(endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        house.service.receive(AudioEnd("kitchen"), house.clock.now)
        (report,) = await house.turns(1)
    assert (report.timings["endpoint_delay"], len(house.stt.heard)) == (140, 1)


async def test_an_error_in_a_pause_is_told_when_the_person_has_finished():
    async with ServiceHarness(
        stt=FakeStt(error=ModelError("model_broken", "Bad weights.")), endpointing=DRAFTS
    ) as house:
        house.say(silence=7)
        await house.until(lambda: house.stt.heard)
        await house.settle()
        assert not house.outbox.of(Failure)
        house.say(speech=0, silence=40)
        (report,) = await house.turns(1)
    assert report.outcome == "failed"
    assert [f.code for f in house.outbox.of(Failure)] == ["model_broken"]


async def test_silence_in_a_pause_is_told_as_silence():
    async with ServiceHarness(stt=FakeStt(""), endpointing=DRAFTS) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.outcome == "no_speech"
    assert not house.outbox.of(Hypothesis)


async def test_no_more_turns_are_begun_in_pauses_than_may_be_in_work():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), endpointing=DRAFTS, turns_at_once=2) as house:
        for site in ("a", "b", "c"):
            house.say(site, silence=7)
        await house.mail_taken()
        assert sum(site.turns.draft is not None for site in house.service.sites.values()) == 2
        gate.set()
        for site in ("a", "b", "c"):
            house.say(site, speech=0, silence=40)
        reports = await house.turns(3)
    assert [report.outcome for report in reports] == ["answered"] * 3


async def test_a_text_that_comes_in_a_pause_is_answered_when_the_person_goes_on():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.until(lambda: house.stt.heard)
        house.service.receive(Announce("kitchen", "Hi.", "en"), house.clock.now)
        house.say(speech=20, silence=0)
        (report,) = await house.turns(1)
        gate.set()
    assert report.reply == "Hi."


async def test_stopping_the_service_in_a_pause_stops_the_engines():
    house = ServiceHarness(stt=FakeStt(gate=threading.Event()), endpointing=DRAFTS)
    async with house:
        house.say(silence=7)
        await house.until(lambda: house.stt.heard)
    assert kinds(house) == []
    assert house.outbox.of(StateChanged)[-1].state == "idle"


@pytest.mark.parametrize("frames", [1, 5, 10, 20, 60])
async def test_a_pause_is_taken_back_whatever_the_size_of_a_chunk(frames):
    spoken = [LOUD] * 20 + [QUIET] * 9 + [LOUD] * 20 + [QUIET] * 71
    async with ServiceHarness(endpointing=DRAFTS) as house:
        for start in range(0, len(spoken), frames):
            house.hear(b"".join(spoken[start : start + frames]))
        (report,) = await house.turns(1)
        house.say()
        assert [r.outcome for r in await house.turns(2)] == ["answered"] * 2
    assert report.outcome == "answered"
    assert house.stt.heard[-2].speech_end_ms == 980


async def test_lost_audio_in_a_sentence_leaves_the_site_its_ears():
    async with ServiceHarness(endpointing=DRAFTS) as house:
        house.say(silence=0)
        await house.mail_taken()
        house.hear(QUIET * 10, age=2.0)
        house.hear(LOUD * 5)
        house.say(speech=0)
        assert (await house.turns(1))[0].outcome == "answered"


async def test_a_turn_from_a_pause_is_one_in_work_when_it_has_the_floor():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), endpointing=DRAFTS, turns_at_once=1) as house:
        house.say("a")
        await house.until(house.service._scheduler._slots.locked)  # noqa: SLF001
        house.service.receive(Announce("b", "Later.", "en"), house.clock.now)
        house.say("c", silence=7)
        await house.mail_taken()
        assert house.service.sites["c"].turns.draft is None
        gate.set()
        await house.turns(2)
        house.say("c", speech=0)
        await house.turns(3)
    assert [site for site, event in house.outbox.sent if isinstance(event, TurnReport)] == ["a", "b", "c"]


async def test_messages_without_sound_do_not_keep_a_pause_open():
    async with ServiceHarness(endpointing=DRAFTS, stale_ms=100) as house:
        house.say(silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        house.clock.now += 0.75
        house.hear(b"")
        (report,) = await house.turns(1)
    assert report.outcome == "answered"


@pytest.mark.parametrize("stopping", [False, True])
async def test_speech_taken_back_while_the_engine_works_leaves_nothing_behind(stopping):
    gate = threading.Event()
    house = ServiceHarness(endpointing=DRAFTS)

    def slow(text, language, cancel):
        assert gate.wait(WAIT_S)
        yield bytes(20)

    async with house:
        house.tts.synthesize = slow
        house.say(silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        (site,) = house.service.sites.values()
        house.say(speech=20, silence=0)
        await house.until(lambda: site.turns.draft is None)
        house.service.receive(Announce("kitchen", "Later.", "en"), house.clock.now)
        if stopping:
            house.task.cancel()
            await asyncio.sleep(0)
        gate.set()
        if not stopping:
            await house.until(lambda: site.turns.idle)
    assert [r.reply for r in house.outbox.of(TurnReport)] == ([] if stopping else ["Later."])
    assert house.task.done()


async def test_a_gap_ends_an_utterance_whatever_was_understood_before():
    async with ServiceHarness(endpointing=DRAFTS) as house:
        house.say()
        await house.turns(1)
        house.say(silence=0)
        await house.mail_taken()
        house.hear(QUIET, age=5.0)
        (site,) = house.service.sites.values()
        for _ in range(40):
            house.hear(QUIET * 10, age=5.0)
        house.hear(QUIET)
        assert len(await house.turns(2)) == 2
    assert not site.ear.active


async def test_texts_given_up_in_a_flood_are_told_as_what_they_are():
    async with ServiceHarness() as house:
        house.service.miss("kitchen", 40, sound=False)
        assert [f.code for f in house.outbox.of(Failure, "kitchen")] == ["message_dropped"]


async def test_a_reply_that_has_been_played_ends_the_speaking_also_while_a_draft_runs():
    gate = asyncio.Event()
    async with ServiceHarness(actor=FakeActor(gate=gate), endpointing=DRAFTS) as house:
        house.service.receive(TextCommand("kitchen", "turn on the light"), house.clock.now)
        await house.until(lambda: house.actor.orders)
        house.say(silence=0)
        gate.set()
        site = house.service.sites["kitchen"]
        await house.until(lambda: site.turns.idle)
        house.say(speech=0, silence=8)
        assert (site.turns.phase, site.state) == (TurnPhase.DRAFT, "speaking")
        house.service.receive(Played("kitchen"), house.clock.now)
        assert site.state == "listening"


async def test_a_draft_that_cannot_be_all_prepares_no_reply():
    async with ServiceHarness(stt=FakeStt("turn on the"), endpointing=DRAFTS) as house:
        house.say(silence=10)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        await house.settle()
        assert not house.tts.said
        house.hear(QUIET * 80)
        await house.turns(1)
        assert house.tts.said
