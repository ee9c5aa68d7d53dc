"""The stage that finds the meaning of what was heard, and the Thinker's choice among likely commands."""

from dataclasses import replace

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.intent import choose, understand
from sarai_mqtt.turns.meaning import Command, Declined, Unclear, Understood
from sarai_mqtt.turns.reading import find
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from tests.harness.engines import FakeThinker
from tests.harness.home import FakeUnderstander
from tests.harness.turns import SAID, TurnHarness

LIGHT = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "turn on the light", "en", 1.0)
LOCK = Intent("", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "abre", "es", 1.0, confirm=True)


async def understood(house, text, **fields):
    return await understand(house.request(text, **fields), house.engines, Heard(text, "en"))


async def test_a_command_is_found_in_any_language_and_gets_the_id_of_the_turn():
    with TurnHarness() as house:
        found = await understood(house, "enciende la luz")
    assert (found.language, found.source, found.intent.turn) == ("es", "sentence", "t")
    assert found.meaning == Command(found.intent)
    assert [timing.name for timing in found.timings] == ["understand"]


async def test_a_timer_brings_its_command():
    with TurnHarness() as house:
        found = await understood(house, "turn on the light", intent=LIGHT)
    assert found == Understood("turn on the light", "en", Command(replace(LIGHT, turn="t")), LIGHT.source)
    assert not house.understander.asked


async def test_a_yes_carries_out_what_was_asked_about_and_a_no_does_not():
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        yes, no = await understood(house, "yes"), await understood(house, "no")
    assert (yes.language, yes.source, yes.meaning.consent) == ("es", LOCK.source, LOCK)
    assert yes.intent == replace(LOCK, turn="t", confirm=False)
    assert (no.language, no.meaning, no.intent) == ("es", Declined(LOCK), None)


@pytest.mark.parametrize(("agrees", "meaning"), [(True, Command), (False, Declined), (None, Unclear)])
async def test_of_speech_the_recogniser_tells_whether_it_was_a_yes(agrees, meaning):
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        heard = Heard("yes", "en", Transcript("t", "yes", "en", 0.9), LOCK, agrees)
        found = await understand(house.request("yes", utterance=SAID), house.engines, heard)
    assert isinstance(found.meaning, meaning)


async def test_neither_yes_nor_no_is_unclear_once():
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        assert (await understood(house, "banana")).meaning == Unclear()
        house.dialogue.ask_again(house.clock())
        assert (await understood(house, "banana")).meaning is None


async def test_our_own_answer_decides_the_language():
    with TurnHarness() as house:
        found = await understood(house, "muchas gracias")
    assert isinstance(found.meaning, OwnAnswer)
    assert (found.language, found.meaning.language, found.source) == ("es", "es", "none")


async def test_the_last_reply_is_repeated_in_its_language():
    with TurnHarness() as house:
        house.dialogue.remember_reply("Son las tres.", "es", house.clock())
        found = await understood(house, "say that again")
    assert (found.meaning.text, found.language) == ("Son las tres.", "es")


async def test_nothing_is_found_in_silence_an_announcement_or_talk():
    silence = Heard("", "en", Transcript("t", "", "en", 0.0, no_speech=True))
    with TurnHarness() as house:
        assert await understand(house.request(), house.engines, silence) == Understood("", "en")
        announced = await understood(house, "turn on the light", announce=True)
        assert announced == Understood("turn on the light", "en")
        assert not house.understander.asked
        assert (await understood(house, "tell me about the sea")).meaning is None


async def test_a_language_without_tables_is_refused():
    with TurnHarness() as house, pytest.raises(BadInput):
        await understand(house.request("accendi"), house.engines, Heard("accendi", "it"))


@pytest.mark.parametrize(
    ("before", "chosen"),
    [
        (Understood("light please", "en"), True),
        (Understood("light please", "en", OwnAnswer("refused", "I cannot.", "en")), True),
        (Understood("light please", "en", OwnAnswer("unknown", "I do not know.", "en")), False),
        (Understood("light please", "en", Unclear()), False),
        (Understood("light please", "en", Declined(LOCK)), False),
        (Understood("light please", "en", Command(LIGHT)), False),
    ],
)
async def test_the_thinker_chooses_only_where_nothing_is_decided(before, chosen):
    house = TurnHarness(FakeThinker(), understander=FakeUnderstander((LIGHT,)), chooses=True)
    with house:
        house.thinker.chosen = "light"
        after = await choose(house.request(before.text), house.engines, before)
    if chosen:
        assert after.meaning == Command(replace(LIGHT, turn="t", source="thinker", confirm=True))
        assert after.source == "thinker"
    else:
        assert after is before


@pytest.mark.parametrize(
    ("chooses", "options", "wish"), [(False, (LIGHT,), "light"), (True, (), "light"), (True, (LIGHT,), "")]
)
async def test_nothing_is_chosen_without_leave_options_or_wish(chooses, options, wish):
    house = TurnHarness(
        thinker=FakeThinker(chosen=wish), understander=FakeUnderstander(options), chooses=chooses
    )
    before = Understood("light please", "en")
    with house:
        assert await choose(house.request(before.text), house.engines, before) is before


class OnlyEnglish:
    """Reads any English text as a command, and no other."""

    def read(self, text, language, area=None):
        return Intent("", "HassMediaPause", {}, (), text, "en", 1.0) if language == "en" else None


@pytest.mark.parametrize(
    "text,read",
    [
        ("la radio está en pausa", False),
        ("no pongas la radio en pausa", False),
        ("¿está la radio en pausa?", False),
        ("pon la radio en pausa", True),
        ("put the radio on pause", True),
    ],
)
@pytest.mark.parametrize("languages", [("es", "en"), ("es", "fr", "en")])
def test_what_its_own_language_takes_for_no_order_is_not_tried_in_another(text, read, languages):
    assert (find(OnlyEnglish(), text, languages) is not None) is read
