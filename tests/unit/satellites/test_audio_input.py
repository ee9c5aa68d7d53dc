import asyncio
import threading
from contextlib import closing

import pytest

from sarai_mqtt.core.events import StateChanged
from sarai_mqtt.core.messages import AudioEnd, AudioIn, ButtonPressed, SettingChange
from sarai_mqtt.core.speech_events import SpeechStarted, SpeechWentOn, UtteranceEnded
from sarai_mqtt.satellites.audio_input import AHEAD_S, LONG_BYTES, SHORT_BYTES, Ear
from sarai_mqtt.satellites.audio_queue import QUEUED_CHUNKS
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from tests.harness.audio import LOUD, QUIET, LoudVad, RawDecoder
from tests.harness.clock import ManualClock
from tests.harness.golden.loop import ManualLoop
from tests.harness.service import ServiceHarness
from tests.harness.waiting import WAIT_S, until, until_in_some_round

AHEAD = round(AHEAD_S * 50)


class Room:
    """A running ear that keeps the events it reported."""

    def __init__(self, decoder=None, vad=None, stale_ms=500):
        self.clock, self.told, self.refused = ManualClock(), [], []
        self.frames, judge = [], (vad or LoudVad()).is_speech

        class Vad:
            def is_speech(_, frame):
                self.frames.append(frame)
                return judge(frame)

        self.ear = Ear(
            "kitchen",
            EndpointingLimits(draft_ms=0),
            stale_ms,
            vad=Vad(),
            decoder=decoder or RawDecoder(),
            clock=self.clock,
            heard=lambda event, _: type(event) is SpeechWentOn or self.told.append(type(event)),
            refuse=self.refused.append,
        )

    async def __aenter__(self):
        self.listening = asyncio.create_task(self.ear.run())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_):
        self.listening.cancel()
        await asyncio.wait([self.listening])

    def offer(self, payload, age=0.0):
        self.ear.receive(self.clock.now - age, AudioIn("kitchen", payload))

    def end(self):
        self.ear.receive(self.clock.now, AudioEnd("kitchen"))

    until = staticmethod(until)


async def test_a_chunk_is_heard_as_it_comes():
    async with Room() as room:
        room.offer(QUIET)
        assert room.frames == [QUIET]
        room.offer(b"odd")
        assert [error.code for error in room.refused] == ["odd_length"]


async def test_a_site_that_sends_faster_than_sound_waits_its_turn_and_nothing_is_lost():
    async with Room() as room:
        for n in range(AHEAD + 20):
            room.offer(n.to_bytes(2) * 320)
        assert len(room.frames) == AHEAD + 1
        await room.until(lambda: len(room.frames) == AHEAD + 20)
        room.clock.now += 1
        room.offer(LOUD)
        await room.until(lambda: len(room.frames) == AHEAD + 21)
        assert room.frames == [n.to_bytes(2) * 320 for n in range(AHEAD + 20)] + [LOUD]
    assert not room.refused


async def test_a_flood_is_bounded_and_its_oldest_sound_is_given_up_and_counted():
    async with Room() as room:
        for n in range(AHEAD + 1 + QUEUED_CHUNKS + 30):
            room.offer(n.to_bytes(2) * 320)
        await room.until(lambda: room.ear.audio_queue.empty)
    assert [error.reason for error in room.refused] == ["600 ms of audio came too late to be used."]
    kept = [int.from_bytes(frame[:2]) for frame in room.frames]
    assert kept == [*range(AHEAD + 1), *range(AHEAD + 31, AHEAD + 31 + QUEUED_CHUNKS)]


async def test_one_that_floods_lets_others_be_heard_in_between():
    async with Room() as loud, Room() as other:
        for _ in range(AHEAD + 100):
            loud.offer(QUIET)
        long = LOUD * (SHORT_BYTES // len(LOUD) + 1)
        other.offer(long)
        await until_in_some_round(lambda: other.frames)
        assert not loud.ear.audio_queue.empty


async def test_in_real_time_a_site_never_has_to_wait():
    async with Room() as room:
        for n in range(1, 20 * AHEAD):
            room.offer(QUIET)
            assert len(room.frames) == n
            room.clock.now += 0.02


async def test_stale_sound_is_never_heard_and_counted_once():
    async with Room() as room:
        room.offer(LOUD * 3, age=0.6)
        room.ear.count_missed(2 * len(LOUD))
        assert not room.frames
        room.offer(QUIET)
        assert [error.code for error in room.refused] == ["audio_dropped"]
        assert room.refused[0].reason.startswith("100 ms")
        room.offer(QUIET)
    assert len(room.refused) == 1
    assert room.frames == [QUIET, QUIET]


async def test_lost_sound_is_silence_to_the_endpointer():
    async with Room() as room:
        room.offer(LOUD * 10)
        assert room.told == [SpeechStarted]
        room.ear.count_missed(len(LOUD) * 40)
        room.offer(QUIET)
    assert room.told == [SpeechStarted, UtteranceEnded]


@pytest.mark.parametrize("size", [SHORT_BYTES + 640, LONG_BYTES + 640])
async def test_what_comes_while_a_long_payload_is_heard_stays_behind_it(size):
    async with Room() as room:
        room.offer(LOUD * (size // len(LOUD)))
        room.offer(QUIET)
        room.end()
        assert not room.frames
        await room.until(lambda: room.told == [SpeechStarted, UtteranceEnded])
    assert room.frames == [LOUD] * (size // len(LOUD)) + [QUIET]


async def test_the_talk_button_is_never_too_late():
    async with Room() as room:
        room.offer(LOUD * 10)
        room.clock.now += 60
        room.ear.receive(room.clock.now - 30, AudioEnd("kitchen"))
    assert room.told == [SpeechStarted, UtteranceEnded]


async def test_a_long_payload_being_decoded_is_no_stream_that_stopped():
    begun, gate = threading.Event(), threading.Event()

    class Slow(RawDecoder):
        def decode(self, payload):
            if len(payload) >= LONG_BYTES:
                begun.set()
                assert gate.wait(WAIT_S)
            return super().decode(payload)

    async with Room(decoder=Slow(), stale_ms=1) as room:
        room.offer(LOUD * 10)
        room.offer(LOUD * 110)
        await room.until(begun.is_set)
        room.clock.now += 1
        await asyncio.sleep(0.75)  # the stream's end is looked for after 601 ms
        assert room.told == [SpeechStarted]
        gate.set()
        await room.until(lambda: len(room.frames) == 120)
        room.clock.now += 1
        await room.until(lambda: room.told == [SpeechStarted, UtteranceEnded])


async def test_no_error_of_a_chunk_reaches_the_others(caplog):
    class Broken(RawDecoder):
        def decode(self, payload):
            if payload == b"poison":
                raise RuntimeError("boom")
            return super().decode(payload)

    async with Room(decoder=Broken()) as room:
        room.offer(b"poison")
        room.offer(QUIET)
    assert [error.code for error in room.refused] == ["internal"]
    assert room.frames == [QUIET]
    assert "boom" in caplog.text


async def test_an_ear_that_no_longer_listens_hears_nothing():
    async with Room() as room:
        room.offer(LOUD * 10)
    room.offer(LOUD)
    room.end()
    assert room.told == [SpeechStarted]


@pytest.mark.parametrize(
    "message", [ButtonPressed("kitchen", "forget"), SettingChange("kitchen", "mute", "on")]
)
def test_an_ear_that_is_closed_before_it_runs_does_not_hear_a_sentence_to_its_end(message):
    async def story():
        async with ServiceHarness() as house:
            for _ in range(20):
                house.hear(LOUD)
            house.service.receive(message, house.clock.now)
            await loop.pass_time(10.0)
            return house.outbox.of(StateChanged, "kitchen")

    with closing(ManualLoop()) as loop:
        assert StateChanged("thinking") not in loop.run_until_complete(story())
