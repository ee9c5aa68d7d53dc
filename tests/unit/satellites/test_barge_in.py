import numpy as np
import pytest

from sarai_mqtt.core.events import (
    Failure,
    Reply,
    SettingChanged,
    Silence,
    SpeechChunk,
    StateChanged,
    TurnReport,
)
from sarai_mqtt.core.messages import Announce, Played, SettingChange, TextCommand, WakeWordDetected
from tests.harness.audio import LOUD, QUIET, pcm, room, voice
from tests.harness.engines import FakeStt, TalkativeThinker
from tests.harness.service import ServiceHarness
from tests.harness.waiting import WAIT_S, until_in_some_round

RATE = 16_000


class Voice:
    """Speaks in `voice(7)`."""

    rate = RATE

    def __init__(self):
        self.said = []

    def synthesize(self, text, language, cancel):
        self.said.append((text, language))
        yield pcm(voice(7, 2, RATE))


async def hear(house, sound, site="kitchen"):
    """Let the microphone hear `sound` as time goes by; every frame of it is speech to the VAD."""
    for start in range(0, len(sound) - 319, 320):
        house.clock.now += 0.02
        house.hear(sound[start : start + 320].astype("<i2").tobytes(), site)
        await house.mail_taken()


def loud(sound):
    # never digital silence: the fake VAD hears speech
    return sound * 12000 + np.where(np.arange(len(sound)) % 2, 9, -9)


@pytest.fixture
def house():
    return ServiceHarness(stt=FakeStt("tell me a story"), thinker=TalkativeThinker(), barge_in="vad")


async def begin_story(house):
    house.service.receive(TextCommand("kitchen", "tell me a story", "en"), house.clock.now)
    await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
    await house.state("speaking")


def told(house):
    return [e for _, e in house.outbox.sent if isinstance(e, Silence | TurnReport)]


async def test_a_new_command_over_a_long_answer_silences_it_and_is_answered(house):
    async with house:
        await begin_story(house)
        story = house.outbox.of(SpeechChunk)[0].turn
        house.stt.text = "turn on the light"
        await hear(house, loud(voice(12, 1.2, RATE)))
        await house.turns(1)
        assert house.thinker.stopped.is_set()
        for _ in range(40):
            house.hear(QUIET)
        await house.turns(2)
        stop, cancelled, answered = told(house)
        states = [s.state for s in house.outbox.of(StateChanged)]
    assert (stop, cancelled.turn, cancelled.outcome) == (Silence(story), story, "cancelled")
    assert (answered.outcome, answered.intent) == ("answered", "HassTurnOn")
    assert [r.text for r in house.outbox.of(Reply)] == ["Turning on the light."]
    assert states == ["idle", "thinking", "speaking", "listening", "thinking", "speaking"]


async def test_it_is_silenced_within_a_second_of_speech(house):
    async with house:
        await begin_story(house)
        began = house.clock.now
        await hear(house, loud(voice(12, 0.9, RATE)))
        assert house.outbox.of(Silence)
        assert house.clock.now - began <= 0.9


async def test_our_own_voice_silences_nothing(house):
    house.engines = house.engines.__class__(
        **{name: getattr(house.engines, name) for name in house.engines.__slots__} | {"tts": Voice()}
    )
    house.service._scheduler._engines = house.engines  # noqa: SLF001
    async with house:
        await begin_story(house)
        await hear(house, loud(room(voice(7, 2, RATE))))
        assert not house.outbox.of(Silence)
        house.clock.now -= 1.0
        await hear(house, loud(voice(12, 1.2, RATE)))
        assert house.outbox.of(Silence)


@pytest.mark.parametrize("mode", ["off", "wake"])
async def test_without_the_mode_speech_waits_for_its_turn(house, mode):
    async with house:
        house.service.receive(SettingChange("kitchen", "barge_in", mode), house.clock.now)
        await begin_story(house)
        await hear(house, loud(voice(12, 1.2, RATE)))
        assert not house.outbox.of(Silence)
        assert not house.thinker.stopped.is_set()
        house.thinker.stopped.set()
        await house.turns(1)
    assert told(house)[0].outcome == "answered"


async def test_a_wake_word_silences_at_once(house):
    async with house:
        house.service.receive(SettingChange("kitchen", "barge_in", "wake"), house.clock.now)
        await begin_story(house)
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        (report,) = await house.turns(1)
    assert report.outcome == "cancelled"
    assert house.outbox.of(Silence) == [Silence(report.turn)]


@pytest.mark.parametrize("mode", ["off", "vad"])
async def test_a_wake_word_with_nothing_to_silence_is_no_event(mode):
    async with ServiceHarness(barge_in=mode) as house:
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        assert not house.outbox.of(Silence)


async def test_what_is_only_still_playing_is_silenced_too():
    async with ServiceHarness(barge_in="wake") as house:
        house.service.receive(Announce("kitchen", "Dinner is ready.", "en"), house.clock.now)
        (report,) = await house.turns(1)
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        assert house.outbox.of(Silence) == [Silence(report.turn)]
        await house.state("idle")
        assert len(house.outbox.of(TurnReport)) == 1


async def test_the_answer_to_speech_does_not_sound_with_the_speech_before():
    async with ServiceHarness(barge_in="wake") as house:
        house.service.receive(Announce("kitchen", "A long announcement.", "en"), house.clock.now)
        (first,) = await house.turns(1)
        house.say()
        await house.turns(2)
        sent = [e for _, e in house.outbox.sent if isinstance(e, Silence | SpeechChunk)]
    stop = sent.index(Silence(first.turn))
    assert {e.turn for e in sent[:stop]} == {first.turn}
    assert first.turn not in {e.turn for e in sent[stop + 1 :]}


async def test_a_written_question_waits_until_the_speaker_has_finished():
    async with ServiceHarness(barge_in="vad") as house:
        house.service.receive(Announce("kitchen", "A long announcement.", "en"), house.clock.now)
        await house.turns(1)
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await house.turns(2)
    assert not house.outbox.of(Silence)


@pytest.mark.parametrize(("turn", "state"), [(None, "idle"), ("", "idle"), ("another", "speaking")])
async def test_a_speaker_that_says_it_is_done_is_believed(turn, state):
    async with ServiceHarness() as house:
        house.service.receive(Announce("kitchen", "Dinner is ready.", "en"), house.clock.now)
        (report,) = await house.turns(1)
        await house.settle()
        house.service.receive(Played("kitchen", report.turn if turn is None else turn), house.clock.now)
        assert house.outbox.of(StateChanged)[-1].state == state


async def test_each_site_has_its_mode_and_tells_it():
    async with ServiceHarness(barge_in="wake", barge_in_at={"bedroom": "vad"}) as house:
        for site in ("kitchen", "bedroom"):
            house.hear(QUIET, site)
        await house.outbox.until(lambda: house.outbox.of(SettingChanged, "bedroom"))
        house.service.receive(SettingChange("kitchen", "barge_in", "off"), house.clock.now)
        modes = {
            site: [e.value for e in house.outbox.of(SettingChanged, site) if e.key == "barge_in"]
            for site in ("kitchen", "bedroom")
        }
    assert modes == {"kitchen": ["wake", "off"], "bedroom": ["vad"]}


@pytest.mark.parametrize(("key", "value"), [("barge_in", "on"), ("colour", "off")])
async def test_a_setting_there_is_not_is_refused(key, value):
    async with ServiceHarness() as house:
        house.service.receive(SettingChange("kitchen", key, value), house.clock.now)
        assert [f.code for f in house.outbox.of(Failure)] == ["bad_setting"]
        await house.outbox.until(lambda: house.outbox.of(SettingChanged))
        assert [e.value for e in house.outbox.of(SettingChanged) if e.key == "barge_in"] == ["off"]


async def test_the_utterance_begins_where_the_person_began(house):
    async with house:
        await begin_story(house)
        house.hear(LOUD)
        await hear(house, loud(voice(12, 3, RATE)))
        for _ in range(40):
            house.hear(QUIET)
        house.stt.text = "turn on the light"
        await house.turns(2)
    spoken = house.stt.heard[-1]
    assert spoken.seconds < 4.3


async def test_silencing_the_reply_before_does_not_hide_that_the_next_is_in_work():
    thinker = TalkativeThinker()
    async with ServiceHarness(barge_in="wake", thinker=thinker) as house:
        house.service.receive(Announce("kitchen", "A long announcement.", "en"), house.clock.now)
        (first,) = await house.turns(1)
        thinker.think = lambda *_: iter([thinker.stopped.wait(WAIT_S) and "One."])
        house.service.receive(TextCommand("kitchen", "tell me a story", "en"), house.clock.now)
        await house.state("thinking")
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        assert house.outbox.of(Silence) == [Silence(first.turn)]
        assert house.outbox.of(StateChanged)[-1].state == "thinking"
        thinker.stopped.set()
        assert (await house.turns(2))[-1].outcome == "answered"


async def test_what_was_still_playing_when_the_next_reply_came_is_an_echo_too():
    async with ServiceHarness() as house:
        house.service.receive(Announce("kitchen", "Dinner is ready in the kitchen.", "en"), house.clock.now)
        house.service.receive(Announce("kitchen", "It is raining outside.", "en"), house.clock.now)
        await house.turns(2)
        for number, text in enumerate(("dinner is ready in the kitchen", "it is raining outside")):
            house.stt.text = text
            house.say()
            await house.turns(3 + number)
    assert [r.outcome for r in house.outbox.of(TurnReport)][2:] == ["echo"] * 2


async def test_an_echo_that_had_to_wait_is_known_whatever_was_said_meanwhile():
    thinker = TalkativeThinker()
    async with ServiceHarness(thinker=thinker) as house:
        house.service.receive(Announce("kitchen", "Dinner is ready in the kitchen.", "en"), house.clock.now)
        await house.turns(1)
        house.service.receive(TextCommand("kitchen", "tell me a story", "en"), house.clock.now)
        for number in range(5):
            house.service.receive(Announce("kitchen", f"Number {number}.", "en"), house.clock.now)
        house.stt.text = "dinner is ready in the kitchen"
        house.say()
        thinker.stopped.set()
        assert (await house.turns(8))[-1].outcome == "echo"


async def test_a_turn_that_has_only_just_begun_is_not_taken_for_the_one_that_speaks():
    async with ServiceHarness(barge_in="wake") as house:
        house.service.receive(Announce("kitchen", "A long announcement.", "en"), house.clock.now)
        await house.turns(1)
        (site,) = house.service.sites.values()
        await house.until(lambda: site.turns.idle)
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await until_in_some_round(lambda: site.turns.floor_task is not None)
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        assert (await house.turns(2))[-1].outcome == "answered"
    assert len(house.outbox.of(Silence)) == 1
