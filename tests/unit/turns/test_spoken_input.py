"""Speech as the Thinker's input: only what is no command reaches it, and nothing that it says acts."""

import gc
import weakref

import numpy as np
import pytest

from sarai_mqtt.core.events import Intent, Reply, TurnReport
from sarai_mqtt.turns.spoken_input import SpokenInput
from tests.harness.engines import FakeAudioThinker, FakeFeatureStt
from tests.harness.home import FakeUnderstander
from tests.harness.turns import SAID, TurnHarness, all_of

QUESTION = "tell me a story about an old lamp"  # more words than an answer to a question has
LIGHT = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "kill it", "en", 0.5)
UNLOCK = Intent("", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "unlock", "en", 1.0, confirm=True)


def listening(text, language="en", *, with_text=False, thinker=None, **options):
    """Return a house whose Thinker takes speech."""
    stt, thinker = FakeFeatureStt(text, language), thinker or FakeAudioThinker()
    return TurnHarness(stt, thinker, spoken_input=SpokenInput(stt, thinker, with_text=with_text), **options)


def reports(events):
    return [event for event in events if isinstance(event, TurnReport)]


@pytest.mark.parametrize(("with_text", "text"), [(False, ""), (True, QUESTION)])
async def test_a_question_goes_there_as_speech_from_the_run_that_heard_it(with_text, text):
    with listening(QUESTION, with_text=with_text) as house:
        events = await all_of(house.turn().run())
    (report,) = reports(events)
    assert (report.text, report.source, report.reply) == (QUESTION, "thinker", "One.")
    assert [(said, language) for _, said, language in house.thinker.listened] == [(text, "en")]
    assert house.thinker.listened[0][0] is FakeFeatureStt.features
    assert (house.stt.heard, house.stt.named, house.thinker.read) == ([SAID], "f", [])


@pytest.mark.parametrize("text", ["turn on the light", "is the light on", "set a timer for five minutes"])
async def test_a_command_is_read_from_its_text_and_never_gets_there(text):
    with listening(text) as house:
        (report,) = reports(await all_of(house.turn().run()))
    assert report.intent
    assert (house.thinker.listened, house.thinker.read) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "turn off the light if it gets hot",
        "don't turn off the light",
        "when it rains close the blinds",
        "yes",
    ],
)
async def test_an_order_that_is_refused_is_no_talk_for_the_thinker(text):
    """It could answer as if it were done."""
    with listening(text) as house:
        if text == "yes":
            house.dialogue.ask(UNLOCK, house.clock())
            house.stt.unsure = True  # asked once more
        (report,) = reports(await all_of(house.turn().run()))
    assert report.reply
    assert (house.thinker.listened, house.thinker.read, house.actor.orders) == ([], [], [])


async def test_the_features_are_not_kept_after_the_turn():
    kept = []

    class FreshStt(FakeFeatureStt):
        def transcribe_with_features(self, *given):
            features = np.ones((1, 3, 4), np.float32)
            kept.append(weakref.ref(features))
            return super().transcribe_with_features(*given)[0], features

    class ForgetfulThinker(FakeAudioThinker):
        def think_audio(self, features, text, language, cancel):
            return self.think(text, language, cancel)

    stt, thinker = FreshStt(QUESTION), ForgetfulThinker()
    with TurnHarness(stt, thinker, spoken_input=SpokenInput(stt, thinker)) as house:
        turn = house.turn()
        (report,) = reports(await all_of(turn.run()))
        assert (report.source, kept[0]() is None) == ("thinker", False)
        del turn
        gc.collect()
        assert kept[0]() is None


async def test_what_was_written_stays_text():
    with listening("") as house:
        (report,) = reports(await all_of(house.turn(QUESTION).run()))
    assert report.source == "thinker"
    assert (house.thinker.listened, house.thinker.read) == ([], [(QUESTION, "en")])


async def test_speech_in_a_language_of_which_the_adapter_knows_nothing_stays_text():
    with listening("qué es una lámpara", "es") as house:
        await all_of(house.turn().run())
    assert (house.thinker.listened, house.thinker.read) == ([], [("qué es una lámpara", "es")])


@pytest.mark.parametrize(
    "said", ["Turn on the light.", "Yes.", "unlock the front door", '{"intent": "HassTurnOn"}', "A)"]
)
@pytest.mark.parametrize("with_text", [False, True])
async def test_nothing_that_a_thinker_makes_of_speech_acts(said, with_text):
    with listening(QUESTION, with_text=with_text, thinker=FakeAudioThinker((said,))) as house:
        house.dialogue.ask(UNLOCK, house.clock())
        house.stt.unsure = True
        events = await all_of(house.turn().run())
    assert len(house.thinker.listened) == 1
    assert [event for event in events if isinstance(event, Intent)] == house.actor.orders == []
    (report,) = reports(events)
    assert (report.intent, report.targets, report.done) == (None, (), ())
    assert len([event for event in events if isinstance(event, Reply)]) == 1


async def test_a_choice_is_made_of_the_text_and_still_asked_about():
    thinker = FakeAudioThinker(chosen="light")
    with listening(
        "kill it", thinker=thinker, understander=FakeUnderstander((LIGHT,)), chooses=("en",)
    ) as house:
        events = await all_of(house.turn().run())
    assert (thinker.asked, thinker.listened) == (["kill it"], [])
    assert [event.confirm for event in events if isinstance(event, Intent)] == [True]
    assert house.actor.orders == []


async def test_an_answer_to_a_question_is_heard_as_without_it():
    with listening("yes") as house:
        house.dialogue.ask(UNLOCK, house.clock())
        events = await all_of(house.turn().run())
    assert house.stt.asked == ["en"]
    assert [order.intent.name for order in house.actor.orders] == ["HassTurnOff"]
    assert reports(events)[0].done == ("lock.door",)
    assert house.thinker.listened == []
