import asyncio
import threading
from dataclasses import replace

import numpy as np
import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, Utterance, to_pcm, to_samples
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.events import Arbitration, Hypothesis, Intent, Transcript, TurnReport
from sarai_mqtt.core.messages import Announce, AudioEnd, ButtonPressed, TextCommand
from sarai_mqtt.core.speech_events import Paused, Resumed, SpeechStarted, UtteranceEnded
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.turns.arbitration.arbiter import Arbiter, ArbitrationLimits
from sarai_mqtt.turns.arbitration.claims import Claim, HeardText, may_coincide, same_words, similarity
from sarai_mqtt.turns.arbitration.signal_quality import SignalQuality, signal_quality_of
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from tests.harness.audio import LOUD, QUIET
from tests.harness.engines import FakeThinker, RoomStt
from tests.harness.service import DRAFTS, NO_DRAFTS, ServiceHarness
from tests.harness.waiting import WAIT_S

NEAR, FAR = LOUD, b"\x01\x01" * (FRAME_BYTES // 2)
WINDOW_S = 0.4
NEVER = 600_000  # a wait this long would fail the test


@pytest.fixture(autouse=True)
def _better_sites_take_their_time(monkeypatch):
    """Let no slow machine end the wait for a site that is known to have heard better."""
    monkeypatch.setattr("sarai_mqtt.turns.arbitration.arbiter._BETTER_S", NEVER / 1000)


GOOD, BAD = SignalQuality(40.0, 10.0, 1.0), SignalQuality(20.0, 7.0, 1.0)


def claim(
    site="kitchen", start=10.0, end=11.5, text="turn on the light", language="en", quality=GOOD, slots=None
):
    commands = frozenset() if slots is None else frozenset({("HassTurnOn", frozenset(slots.items()))})
    return Claim(site, start, end, f"turn-{site}", quality, HeardText(text, language, 0.9, commands))


def rooms(texts, gates=(), thinker=None, endpointing=DRAFTS, wait_ms=NEVER, window_ms=400, **limits):
    rules = ArbitrationLimits(window_ms, wait_ms)
    return ServiceHarness(
        RoomStt(texts, gates), thinker, endpointing=endpointing, arbitration=rules, **limits
    )


def speak(house, site, voice, *, speech=40, silence=40, end=0.0):
    """Let `site` hear a voice that falls silent `end` s from now, and the silence behind it."""
    house.hear(voice * speech + QUIET * silence, site, -end - silence * 0.02)


def hush(house, site, silence, *, after, end=0.0):
    """Let it hear the silence that follows on `after` frames of it."""
    house.hear(QUIET * silence, site, -end - (after + silence) * 0.02)


def outcome(house, site):
    (report,) = house.outbox.of(TurnReport, site)
    return report.outcome, report.yielded_to


# What is the same, and what is better.


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (10.0, 11.5, True),
        (10.35, 11.85, True),
        (10.5, 12.0, False),
        (12.0, 13.5, False),
        (10.8, 11.6, True),  # missed the beginning
        (10.1, 20.0, True),  # goes on hearing something else
        (9.0, 13.0, True),  # noise before and behind it
        (10.5, 13.0, False),
        (10.3, None, True),
        (9.0, None, False),
    ],
)
def test_one_sound_is_heard_at_one_time(start, end, expected):
    here, there = claim(), claim("hall", start, end)
    assert may_coincide(here, there, WINDOW_S) is expected
    assert may_coincide(there, here, WINDOW_S) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Turn on the kitchen light.", "turn on the kitchen light", True),
        ("Turn on the kitchen light.", "the kitchen light", True),
        ("Turn on the kitchen light.", "Turn on the chicken light", True),
        ("Enciende la luz de la cocina", "Enciende la luz de la cosina.", True),
        ("Sube las persianas del salón", "sube las persianas del salon", True),
        ("Turn on the kitchen light.", "What time is it?", False),
        ("Tell me a short joke.", "Turn on the kitchen light.", False),
        ("Apaga la lámpara del dormitorio", "Pon un temporizador de diez minutos", False),
        ("Yes.", "yes", True),
        ("No", "no!", True),
        ("No", "turn on the light", False),
        ("", "turn on the light", False),
    ],
)
def test_the_same_words_sound_alike(one, other, same):
    here, there = claim(text=one), claim("hall", text=other)
    assert same_words(here, there, WINDOW_S) is same
    assert same_words(there, here, WINDOW_S) is same


def test_two_commands_are_alike_or_not_whatever_their_wording():
    on = claim(text="turn on the kitchen light", slots={"name": "light.a"})
    assert similarity(on, claim("hall", text="kitchen light on", slots={"name": "light.a"})) == 1
    other = claim("hall", text="turn on the chicken light", slots={"name": "light.b"})
    assert similarity(on, other) == 0
    assert not same_words(on, other, WINDOW_S)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_site_is_unsure_of_is_known_by_its_time(language):
    right = claim(text="enciende la luz", language="es", slots={"name": "light.a"})
    garbled = claim("hall", text="and see end a loose", language=language)
    garbled = replace(garbled, words=replace(garbled.words, confidence=0.5))
    assert same_words(right, garbled, WINDOW_S)
    assert not same_words(right, replace(garbled, start=10.3), WINDOW_S)
    other = claim("hall", text="turn off the fan", slots={"name": "fan.a"})
    assert not same_words(right, other, WINDOW_S)
    sure = claim("hall", text="tell me a story", language=language)
    assert not same_words(right, sure, WINDOW_S)


def test_the_better_evidence_has_the_higher_score():
    near, far = claim(quality=GOOD), claim("hall", quality=BAD)
    assert near.may_beat(far)
    assert not far.may_beat(near)
    assert claim(text="turn on the kitchen light").score > claim(text="the kitchen light").score
    assert claim(slots={}).score > claim().score
    sure = replace(near.words, confidence=0.99)
    assert replace(near, words=sure).score > near.score


def test_of_equals_exactly_one_is_better():
    one, other = claim("a"), claim("b")
    assert one.may_beat(other) != other.may_beat(one)


def test_what_is_not_known_yet_may_be_better_only_if_its_sound_is_not_far_worse():
    here = claim(quality=GOOD, slots={})
    assert Claim("hall", 10.0).may_beat(here)
    assert Claim("hall", 10.0, 11.5, quality=GOOD).may_beat(here)
    assert not Claim("hall", 10.0, 11.5, quality=BAD).may_beat(here)
    # who did not understand a command may learn it from anybody
    assert Claim("hall", 10.0, 11.5, quality=BAD).may_beat(claim(quality=GOOD))


# What the sound says.


def babble(seconds=1.6):
    """Give syllables of noise, 200 ms apart."""
    samples = np.random.default_rng(7).normal(size=int(seconds * 16_000))
    return 0.2 * samples * (0.2 + np.sin(np.pi * 5 * np.arange(len(samples)) / 16_000) ** 2)


def heard(samples, noise=0.0005):
    hiss = np.random.default_rng(8).normal(size=8000 + len(samples)) * noise
    pcm = to_pcm((hiss + np.concatenate([np.zeros(8000), samples])).astype(np.float32))
    voicing = bytes(25) + b"\1" * (len(pcm) // FRAME_BYTES - 25)
    return signal_quality_of(Utterance("a", pcm, len(pcm) // 32, voicing))


def test_noise_and_distance_lower_the_ratio():
    near = heard(babble())
    assert 40 < near.snr_db < 50
    assert heard(babble(), noise=0.01).snr_db < near.snr_db - 20
    assert heard(babble() / 4).snr_db == pytest.approx(near.snr_db - 12, abs=1.5)


def test_echoes_lower_the_fall_and_a_gain_does_not():
    samples, near = babble(), heard(babble())
    decay = np.exp(-6.9 * np.arange(8000) / 8000) * np.random.default_rng(9).normal(size=8000)
    echoes = np.convolve(samples, decay)[: len(samples)]
    echoes *= samples.std() / echoes.std()
    assert heard(samples + echoes).fall_db < near.fall_db - 2
    assert heard(samples + echoes).score < near.score
    assert heard(samples / 2).fall_db == pytest.approx(near.fall_db, abs=0.5)


@pytest.mark.parametrize("pcm", [b"", QUIET, QUIET * 50, LOUD, LOUD * 3, LOUD * 50, LOUD + b"\1"])
@pytest.mark.parametrize("voicing", [b"", b"\1", b"\0" * 50, b"\1" * 50])
def test_any_sound_has_finite_evidence(pcm, voicing):
    sound = signal_quality_of(Utterance("a", pcm, len(pcm) // 32, voicing))
    assert np.isfinite([sound.snr_db, sound.fall_db, sound.voiced, sound.score]).all()
    assert 0 <= sound.voiced <= 1


def test_voicing_is_counted_from_the_first_voiced_frame_to_the_last():
    pcm = QUIET * 4 + LOUD * 6
    assert signal_quality_of(Utterance("a", pcm, 200, bytes([0, 0, 1, 1, 0, 1, 0, 0, 0, 0]))).voiced == 0.75


def several(text, *commands):
    """Return a claim with commands: pairs of an intent and its target."""
    intents = [Intent("t", name, {"name": target}, (target,), text, "en", 1.0) for name, target in commands]
    return Claim("kitchen", 10.0, 11.5, words=HeardText.of(Transcript("t", text, "en", 0.9), *intents))


def test_who_heard_only_some_of_several_commands_heard_the_same_words():
    both = several("lamp and radio", ("HassTurnOn", "light.a"), ("HassTurnOff", "media_player.b"))
    assert similarity(both, several("the lamp", ("HassTurnOn", "light.a"))) == 1
    assert similarity(both, several("the other lamp", ("HassTurnOn", "light.c"))) == 0


def test_things_without_a_place_tell_commands_apart():
    def turn_on(text, *targets):
        intent = Intent("t", "HassTurnOn", {}, targets, text, "en", 1.0)
        return Claim("kitchen", 10.0, 11.5, words=HeardText.of(Transcript("t", text, "en", 0.9), intent))

    assert similarity(turn_on("a and b", "light.a", "light.b"), turn_on("c and d", "light.c", "light.d")) == 0
    assert similarity(turn_on("a and b", "light.a", "light.b"), turn_on("both", "light.a", "light.b")) == 1


def test_equal_words_are_the_same_though_each_room_means_its_own_lights():
    here = several("turn on the lights", ("HassTurnOn", "light.kitchen"))
    there = several("Turn on the lights.", ("HassTurnOn", "light.hall"))
    assert similarity(here, there) == 1


# Two satellites, one person.


@pytest.mark.parametrize("first", ["kitchen", "hall"])
@pytest.mark.parametrize("endpointing", [DRAFTS, EndpointingLimits(draft_ms=0)])
async def test_two_sites_that_hear_the_same_words_act_once_and_the_better_answers(first, endpointing):
    async with rooms(
        {"kitchen": "turn on the light", "hall": "turn on the lights"}, endpointing=endpointing
    ) as house:
        voices = {"kitchen": NEAR, "hall": FAR}
        for site in sorted(voices, key=lambda name: name != first):
            speak(house, site, voices[site])
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")
    assert len(house.outbox.of(Intent)) == 1
    assert len(house.outbox.of(Transcript)) == 1
    (decision,) = house.outbox.of(Arbitration)
    assert house.outbox.of(Arbitration, "hall") == [decision]
    assert decision.winner == "kitchen"
    assert decision.winner_turn == house.outbox.of(Intent, "kitchen")[0].turn
    assert decision.turn == house.outbox.of(TurnReport, "hall")[0].turn
    assert decision.scores["kitchen"] > decision.scores["hall"]
    assert decision.evidence["kitchen"]["snr_db"] > decision.evidence["hall"]["snr_db"]
    assert decision.evidence["hall"]["confidence"] == 0.9
    assert decision.similarity == 1


async def test_three_sites_act_once():
    texts = {"a": "turn on the light", "b": "turn on the light", "c": "turn on the"}
    async with rooms(texts) as house:
        speak(house, "c", FAR, speech=35)
        speak(house, "a", FAR)
        speak(house, "b", NEAR)
        await house.turns(3)
    assert [outcome(house, s) for s in "abc"] == [("yielded", "b"), ("answered", ""), ("yielded", "b")]
    assert len(house.outbox.of(Intent)) == 1


async def test_different_words_at_once_are_both_acted_on():
    async with rooms({"kitchen": "turn on the light", "hall": "tell me a story"}, wait_ms=1) as house:
        speak(house, "kitchen", FAR)
        speak(house, "hall", NEAR)
        await house.turns(2)
    assert [outcome(house, s) for s in ("kitchen", "hall")] == [("answered", "")] * 2
    assert not house.outbox.of(Arbitration)


async def test_one_person_says_it_twice_and_it_is_done_twice():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}) as house:
        for _ in range(2):
            speak(house, "kitchen", NEAR)
            speak(house, "hall", FAR)
            await house.settle()
            house.clock.now += 2
        await house.turns(4)
    assert [r.outcome for r in house.outbox.of(TurnReport, "kitchen")] == ["answered"] * 2
    assert [r.outcome for r in house.outbox.of(TurnReport, "hall")] == ["yielded"] * 2


async def test_two_people_two_seconds_apart_are_two():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR)
        await house.turns(1)
        house.clock.now += 2
        speak(house, "hall", FAR)
        await house.turns(2)
    assert len(house.outbox.of(Intent)) == 2


async def test_who_came_in_late_leaves_it_to_who_heard_it_all():
    async with rooms({"kitchen": "the light", "hall": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR, speech=22)
        speak(house, "hall", FAR)
        await house.turns(2)
    assert outcome(house, "hall") == ("answered", "")
    assert outcome(house, "kitchen") == ("yielded", "hall")


async def test_a_site_that_heard_no_words_leaves_them_to_others():
    async with rooms({"kitchen": "", "hall": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR)
        speak(house, "hall", FAR)
        await house.turns(2)
    assert outcome(house, "kitchen") == ("no_speech", "")
    assert outcome(house, "hall") == ("answered", "")


async def test_a_site_whose_engine_fails_leaves_the_words_to_others():
    class Broken(RoomStt):
        def transcribe(self, utterance, language, cancel):
            if utterance.site == "kitchen":
                raise ModelError("model_broken", "Bad weights.")
            return super().transcribe(utterance, language, cancel)

    house = rooms({"hall": "turn on the light"})
    house.stt.__class__ = Broken
    async with house:
        speak(house, "kitchen", NEAR)
        speak(house, "hall", FAR)
        await house.turns(2)
    assert outcome(house, "kitchen") == ("failed", "")
    assert outcome(house, "hall") == ("answered", "")


async def test_push_to_talk_takes_part():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR, silence=6)
        speak(house, "hall", FAR)
        house.service.receive(AudioEnd("kitchen"), house.clock.now)
        await house.turns(2)
    assert outcome(house, "hall") == ("yielded", "kitchen")


async def test_what_is_written_takes_no_part():
    async with rooms({"kitchen": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR)
        for site in ("hall", "office"):
            house.service.receive(TextCommand(site, "turn on the light", "en"), house.clock.now)
        house.service.receive(Announce("bath", "turn on the light", "en"), house.clock.now)
        await house.turns(4)
    assert [r.outcome for r in house.outbox.of(TurnReport)] == ["answered"] * 4


async def test_a_window_of_zero_turns_it_off():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}, window_ms=0) as house:
        speak(house, "kitchen", NEAR)
        speak(house, "hall", FAR)
        await house.turns(2)
    assert len(house.outbox.of(Intent)) == 2


# Who waits, and for how long. (A wait is ten minutes here unless the test says otherwise.)


async def test_alone_there_is_nothing_to_wait_for():
    async with rooms({"kitchen": "turn on the light"}) as house:
        speak(house, "kitchen", FAR)
        await house.turns(1)
    assert outcome(house, "kitchen") == ("answered", "")


async def test_a_television_elsewhere_is_not_waited_for():
    async with rooms({"kitchen": "turn on the light"}) as house:
        for _ in range(4):
            house.clock.now += 0.8
            house.hear(NEAR * 40, "living")
            await house.mail_taken()
        speak(house, "kitchen", FAR)
        await house.turns(1)
        assert house.service.sites["living"].ear.active
    assert outcome(house, "kitchen") == ("answered", "")


async def test_the_better_sound_does_not_wait_for_the_words_of_the_worse_one_which_yields_later():
    gate = threading.Event()
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}, {"hall": gate}) as house:
        speak(house, "kitchen", NEAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        speak(house, "hall", FAR)
        await house.until(lambda: len(house.stt.heard) == 2)
        hush(house, "kitchen", 33, after=7)
        await house.outbox.until(lambda: house.outbox.of(Intent))
        assert not gate.is_set()
        gate.set()
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")


async def test_the_worse_waits_for_the_words_of_the_better():
    gate = threading.Event()
    async with rooms(
        {"kitchen": "turn on the light", "hall": "turn on the light"}, {"kitchen": gate}
    ) as house:
        speak(house, "hall", FAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        speak(house, "kitchen", NEAR)
        await house.until(lambda: len(house.stt.heard) == 2)
        hush(house, "hall", 33, after=7)
        await house.mail_taken()
        await asyncio.sleep(0.02)
        assert not house.outbox.of(Intent)
        gate.set()
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")


@pytest.mark.parametrize("wait_ms", [0, 30])
async def test_the_wait_is_bounded_and_who_comes_too_late_yields_however_good(wait_ms):
    gate = threading.Event()
    texts = {"kitchen": "turn on the light", "hall": "turn on the light"}
    async with rooms(texts, {"kitchen": gate}, wait_ms=wait_ms) as house:
        speak(house, "hall", FAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        speak(house, "kitchen", NEAR)
        await house.until(lambda: len(house.stt.heard) == 2)
        hush(house, "hall", 33, after=7)
        await house.outbox.until(lambda: house.outbox.of(Intent, "hall"))
        gate.set()
        await house.turns(2)
    assert outcome(house, "hall") == ("answered", "")
    assert outcome(house, "kitchen") == ("yielded", "hall")
    assert len(house.outbox.of(Intent)) == 1


async def test_who_is_known_to_have_heard_better_gets_the_time_its_endpoint_takes():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}, wait_ms=1) as house:
        speak(house, "kitchen", NEAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis, "kitchen"))
        speak(house, "hall", FAR)
        await house.until(lambda: len(house.stt.heard) == 2)
        await house.settle()
        await asyncio.sleep(0.05)  # the wait for who is not known to be better is long over
        assert not house.outbox.of(Intent)
        hush(house, "kitchen", 33, after=7)
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")


async def test_who_is_known_to_have_heard_better_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr("sarai_mqtt.turns.arbitration.arbiter._BETTER_S", 0.01)
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}, wait_ms=1) as house:
        speak(house, "kitchen", NEAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis, "kitchen"))
        speak(house, "hall", FAR)
        await house.turns(1, "hall")
        hush(house, "kitchen", 33, after=7)
        await house.turns(1, "kitchen")
    assert outcome(house, "hall") == ("answered", "")
    assert outcome(house, "kitchen") == ("yielded", "hall")


async def test_a_better_site_where_speech_goes_on_is_waited_for_no_longer():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}) as house:
        speak(house, "kitchen", NEAR, silence=8)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        speak(house, "hall", FAR)
        await house.until(lambda: len(house.stt.heard) == 2)
        await house.settle()
        assert not house.outbox.of(Intent)
        house.hear(NEAR * 30, "kitchen", -38 * 0.02)
        await house.until(lambda: house.service.sites["kitchen"].turns.draft is None)
        # the person at hand has finished; whoever speaks on in the kitchen says more
        house.stt.texts["kitchen"] = "and now for something completely different"
        house.hear(QUIET * 70, "kitchen", -108 * 0.02)
        await house.turns(2)
    assert outcome(house, "hall") == ("answered", "")
    assert outcome(house, "kitchen") == ("answered", "")


class SlowAtFirst(FakeThinker):
    """Works on its first answer until it is stopped."""

    asked = 0

    def think(self, text, language, cancel):
        self.asked += 1
        if self.asked == 1:
            stop = threading.Event()
            cancel.on_cancel(stop.set)
            assert stop.wait(WAIT_S)
            return
        yield "One."


def story_heard_twice(wait_ms=NEVER):
    """A house whose kitchen, where it is heard better, knows the words later than the hall."""
    gate = threading.Event()
    texts = {"kitchen": "tell me a story", "hall": "tell me a story"}
    return rooms(texts, {"kitchen": gate}, thinker=SlowAtFirst(), wait_ms=wait_ms), gate


async def test_the_thinker_is_left_to_the_better_site_as_soon_as_it_is_known():
    house, gate = story_heard_twice()
    async with house:
        speak(house, "hall", FAR, silence=7)
        await house.until(lambda: house.thinker.asked == 1)
        speak(house, "kitchen", NEAR, silence=7)
        gate.set()
        await house.until_said("One.")  # the kitchen's, in the pause, before anybody has the floor
        assert not house.outbox.of(Transcript)
        hush(house, "hall", 33, after=7)
        hush(house, "kitchen", 33, after=7)
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")
    assert house.thinker.asked == 2


async def test_who_stood_back_begins_again_when_the_better_site_hears_speech_go_on():
    house, gate = story_heard_twice(wait_ms=30)
    async with house:
        speak(house, "hall", FAR, silence=7)
        await house.until(lambda: house.thinker.asked == 1)
        speak(house, "kitchen", NEAR, silence=7)
        gate.set()
        await house.until_said("One.")
        house.hear(NEAR * 30, "kitchen", -37 * 0.02)
        await house.until(lambda: [text for text, _ in house.tts.said] == ["One.", "One."])
        hush(house, "hall", 33, after=7)
        await house.turns(1)
    assert outcome(house, "hall") == ("answered", "")
    assert not house.outbox.of(TurnReport, "kitchen")


async def test_a_site_that_yields_in_a_pause_says_nothing_if_the_person_goes_on():
    texts = {"kitchen": "turn on the light", "hall": "turn on the light"}
    async with rooms(texts) as house:
        speak(house, "hall", FAR, silence=7)
        await house.outbox.until(lambda: house.outbox.of(Hypothesis))
        speak(house, "kitchen", NEAR)
        await house.turns(1)
        assert not house.outbox.of(Arbitration)  # the hall has not finished
        house.stt.texts["hall"] = "turn on the light in ten minutes"
        house.hear(FAR * 30 + QUIET * 40, "hall", -0.14 - 70 * 0.02)
        await house.turns(2)
    assert outcome(house, "kitchen") == ("answered", "")
    assert outcome(house, "hall") == ("yielded", "kitchen")
    assert len(house.outbox.of(Arbitration)) == 1


# The arbiter alone.


def utterance(site, voice=NEAR):
    return Utterance(site, voice * 40 + QUIET * 7, 800, b"\1" * 40 + bytes(7))


def ends(arbiter, site, turn, text="turn on the light", voice=NEAR, at=11.0):
    arbiter.update(site, SpeechStarted(), at - 0.7)
    arbiter.update(site, Paused(utterance(site, voice), 140), at + 0.14)
    candidate = arbiter.candidate(site, turn)
    candidate.heard(Transcript(turn, text, "en", 0.9))
    return candidate


async def test_a_candidate_that_withdraws_frees_the_others():
    arbiter = Arbiter(ArbitrationLimits(wait_ms=NEVER))
    far, near = ends(arbiter, "a", "t1", voice=FAR), ends(arbiter, "b", "t2")
    deciding = asyncio.create_task(far.decide(SpeakingFloor(11.2)))
    await asyncio.sleep(0)
    assert not deciding.done()
    near.withdraw()
    assert await asyncio.wait_for(deciding, WAIT_S) == "act"


async def test_a_cancelled_decision_decides_nothing():
    arbiter = Arbiter(ArbitrationLimits(wait_ms=NEVER))
    far, _ = ends(arbiter, "a", "t1", voice=FAR), ends(arbiter, "b", "t2")
    deciding = asyncio.create_task(far.decide(SpeakingFloor()))
    await asyncio.sleep(0)
    deciding.cancel()
    await asyncio.wait([deciding])
    assert not far.acts


async def test_speech_that_goes_on_is_a_new_claim_from_the_same_beginning():
    arbiter = Arbiter(ArbitrationLimits())
    before = ends(arbiter, "a", "t1")
    arbiter.update("a", Resumed(), 11.3)
    after = arbiter.candidate("a", "t2")
    assert (after.claim.start, after.claim.end, after.claim.words) == (before.claim.start, None, None)
    arbiter.update("a", UtteranceEnded(utterance("a"), 600), 12.6)
    assert after.claim.end == pytest.approx(12.0)


async def test_what_is_long_past_is_forgotten():
    arbiter = Arbiter(ArbitrationLimits())
    for n in range(500):
        candidate = ends(arbiter, f"site-{n}", f"t{n}", at=11.0 + 10 * n)
        assert await candidate.decide(SpeakingFloor(1.0)) == "act"
    assert len(arbiter._candidates) < 10  # noqa: SLF001
    assert len(arbiter._latest) < 10  # noqa: SLF001


@pytest.mark.parametrize("seed", range(40))
async def test_whatever_the_order_exactly_one_acts(seed):
    random = np.random.default_rng(seed)
    arbiter = Arbiter(ArbitrationLimits(wait_ms=int(random.choice([0, 5, 50]))))
    gives_up = random.random(4) < 0.3

    async def site(number):
        name, turn, end = f"site-{number}", f"turn-{number}", 11.0 + random.uniform(0, 0.2)
        for _ in range(random.integers(5)):
            await asyncio.sleep(0)
        arbiter.update(name, SpeechStarted(), end - 0.7)
        arbiter.update(name, Paused(utterance(name, NEAR if random.random() < 0.5 else FAR), 140), end + 0.14)
        async with arbiter.candidate(name, turn) as candidate:
            for _ in range(random.integers(30)):
                await asyncio.sleep(0)
            if gives_up[number]:
                return None
            candidate.heard(Transcript(turn, "turn on the light", "en", random.uniform(0.5, 1)))
            floor, decision = SpeakingFloor(), "stand_back"
            asyncio.get_running_loop().call_later(random.uniform(0, 0.02), floor.give, 11.3)
            while decision == "stand_back":
                await candidate.wait_while_outranked(floor)
                decision = await candidate.decide(floor)
            return name, decision

    decisions = [d for d in await asyncio.wait_for(asyncio.gather(*map(site, range(4))), WAIT_S) if d]
    acting = [name for name, decision in decisions if decision == "act"]
    assert len(acting) == (0 if all(gives_up) else 1)
    assert {decision.winner for _, decision in decisions if decision != "act"} <= set(acting)


async def test_words_begun_anew_are_still_acted_on_once():
    arbiter = Arbiter(ArbitrationLimits())
    before = ends(arbiter, "a", "t1")
    again = arbiter.candidate("a", "t2")  # of what was heard in the pause some is our own voice
    assert before not in arbiter._candidates  # noqa: SLF001
    again.heard(Transcript("t2", "turn on the light", "en", 0.9))
    assert await again.decide(SpeakingFloor(11.2)) == "act"
    late = ends(arbiter, "b", "t3")
    assert (await late.decide(SpeakingFloor(11.3))).winner_turn == "t2"


async def test_a_turn_given_up_before_it_began_is_not_waited_for():
    gate = threading.Event()
    texts = {"kitchen": "tell me a story", "hall": "tell me a story"}
    async with rooms(texts, {"kitchen": gate}, endpointing=NO_DRAFTS) as house:
        for end in (0.0, 2.0, 4.0):
            speak(house, "kitchen", NEAR, end=end)
            await house.mail_taken()
        speak(house, "hall", FAR, end=2.0)
        gate.set()
        await house.turns(1, "hall")
    assert outcome(house, "hall") == ("answered", "")


async def test_a_draft_that_is_dropped_before_it_runs_leaves_its_words_to_the_others():
    async with rooms({"kitchen": "turn on the light", "hall": "turn on the light"}) as house:
        # each is short, and processed at once: the draft has not run yet
        for i, frame in enumerate([NEAR] * 40 + [QUIET] * 8, 1):
            house.hear(frame, "kitchen", age=-0.02 * i)
        house.service.receive(ButtonPressed("kitchen", "forget"), house.clock.now)
        speak(house, "hall", FAR, end=0.8)
        await house.turns(1, "hall")
        assert outcome(house, "hall") == ("answered", "")
