"""Choices: the question which one is meant, and the turn that answers it."""

from dataclasses import replace

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.actions import carry_out, expected_reply
from sarai_mqtt.turns.end_of_turn import ending_so_far
from sarai_mqtt.turns.hearing import Heard, hear
from sarai_mqtt.turns.intent import understand
from sarai_mqtt.turns.meaning import Commands, Declined, Unclear, Understood, WhichOne
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.reading import commands_or_answer
from sarai_mqtt.turns.responses.choices import choice_question
from tests.harness.engines import FakeStt
from tests.harness.home import FakeUnderstander, entity, home_of
from tests.harness.turns import TurnHarness, all_of

LIGHT = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "turn on the light", "en", 1.0)
LAMP = replace(LIGHT, slots={"name": "light.b"}, targets=("light.b",))
CHOICE = Choice("the light", ((LIGHT,), (LAMP,)), ("light.a", "light.b"), "en")
QUESTION = "Which one: the light or the lamp?"


class Chooses(FakeUnderstander):
    """Reads a choice in "some light"."""

    def __init__(self, choice=CHOICE):
        super().__init__()
        self.choice = choice

    def read(self, text, language, area=None):
        return self.choice if text == "some light" else super().read(text, language, area)


def harness(**options):
    return TurnHarness(understander=options.pop("understander", None) or Chooses(), **options)


async def understood(house, text):
    return await understand(house.request(text), house.engines, Heard(text, "en"))


async def step(house, text):
    """Understand `text` and act on it; return the meaning, the intents published, and the result."""
    found = await understood(house, text)
    *intents, acted = await all_of(carry_out(house.request(text), house.engines, found))
    return found.meaning, intents, acted


async def test_it_is_asked_which_one_and_the_answer_goes_on_with_the_command():
    with harness() as house:
        meaning, intents, acted = await step(house, "some light")
        assert (meaning, intents) == (WhichOne(CHOICE), [])
        assert (acted.say, acted.asks) == (QUESTION, True)
        assert expected_reply(house.request("x"), house.engines, Understood("x", "en", meaning)) == QUESTION
        assert not house.actor.orders
        chosen, intents, acted = await step(house, "the lamp")
        assert isinstance(chosen, Commands)
        assert intents == [replace(LAMP, turn="t", handled=True)]
        assert (acted.say, acted.asks) == ("Turned on the lamp.", False)
        assert house.dialogue.choice(house.clock()) is None
    assert house.audit.verdicts == [("asked", "HassTurnOn"), ("done", "HassTurnOn")]


async def test_the_answer_counts_once():
    with harness() as house:
        await step(house, "some light")
        first, second = [await understood(house, "the lamp") for _ in range(2)]
        (_, acted), late = [
            await all_of(carry_out(house.request("x"), house.engines, found)) for found in (first, second)
        ]
    assert acted.say == "Turned on the lamp."
    assert [each.say for each in late] == ["I heard no answer, so I left it."]
    assert len(house.actor.orders) == 1
    assert house.audit.verdicts[-1] == ("refused", "HassTurnOn")


async def test_both_may_be_meant():
    with harness() as house:
        await step(house, "some light")
        await step(house, "both, please")
    assert [order.intent.targets for order in house.actor.orders] == [("light.a", "light.b")]


@pytest.mark.parametrize("text", ["none of them", "no", "no thanks"])
async def test_none_may_be_meant(text):
    with harness() as house:
        await step(house, "some light")
        meaning, intents, acted = await step(house, text)
        assert isinstance(meaning, Declined)
        assert (intents, acted.say, acted.asks) == ([], "All right, I won't.", False)
        assert house.dialogue.choice(house.clock()) is None
    assert house.audit.verdicts == [("asked", "HassTurnOn"), ("declined", "HassTurnOn")]
    assert not house.actor.orders


@pytest.mark.parametrize("text", ["yes", "banana", "the one beside the old blue bed"])
async def test_what_is_no_answer_is_asked_about_once_more(text):
    with harness() as house:
        await step(house, "some light")
        meaning, _, acted = await step(house, text)
        assert (meaning, acted.say, acted.asks) == (Unclear(CHOICE), QUESTION, True)
        meaning, _, _ = await step(house, text)
        assert meaning != Unclear(CHOICE)
        assert house.dialogue.choice(house.clock()) is None
    assert not house.actor.orders


async def test_a_new_command_drops_it():
    with harness() as house:
        await step(house, "some light")
        await step(house, "turn on everything here")
        assert house.dialogue.choice(house.clock()) is None
    assert house.audit.verdicts == [
        ("asked", "HassTurnOn"),
        ("unanswered", "HassTurnOn"),
        ("done", "HassTurnOn"),
    ]


async def test_it_expires_as_questions_do():
    with harness() as house:
        await step(house, "some light")
        house.clock.now += 11
        meaning, _, _ = await step(house, "the lamp")
    assert not isinstance(meaning, Commands)
    assert not house.actor.orders


async def test_the_question_is_repeated_on_request():
    with harness() as house:
        await step(house, "some light")
        meaning, _, acted = await step(house, "what did you say")
        assert isinstance(meaning, OwnAnswer)
        assert (acted.say, acted.asks) == (QUESTION, True)
        await step(house, "the first")
    assert len(house.actor.orders) == 1


async def test_an_option_that_needs_a_yes_is_asked_about_before_it_is_done():
    lock = Intent(
        "", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "open it", "en", 1.0, confirm=True
    )
    choice = Choice("it", ((LIGHT,), (lock,)), ("light.a", "lock.door"), "en")
    with harness(understander=Chooses(choice)) as house:
        await step(house, "some light")
        _, intents, acted = await step(house, "the front door")
        assert intents == [replace(lock, turn="t")]
        assert (acted.say, acted.asks) == ("Shall I unlock the front door?", True)
        assert not house.actor.orders
        await step(house, "yes")
    assert [order.intent.targets for order in house.actor.orders] == [("lock.door",)]


async def test_no_spoken_yes_or_no_decides_it():
    with harness(stt=FakeStt("the lamp")) as house:
        await step(house, "some light")
        heard = await hear(house.request(), house.engines)
        assert (heard.asked, heard.agrees) == (None, None)
        found = await understand(house.request(), house.engines, heard)
    assert isinstance(found.meaning, Commands)


async def test_a_place_may_still_be_said():
    with harness() as house:
        found = await understood(house, "some light")
        request = house.request("some light")
        assert await ending_so_far(request, house.engines, Heard("some light", "en"), found) == "open"
        await step(house, "some light")
        chosen = await understood(house, "the lamp")
        assert await ending_so_far(request, house.engines, Heard("the lamp", "en"), chosen) == "open"


# The question.

ROOMS = home_of(
    entity("light.a", "Lamp", "Lámpara", "kitchen"),
    entity("light.b", "Lamp", "Lámpara", "hall"),
    entity("light.c", "Night light", "Luz de noche", "hall"),
    entity("light.d", "Lamp", "Lámpara", "hall"),
    entity("light.e", "Desk lamp", "Flexo", "hall"),
    entity("light.f", "Spot", "Foco", "hall"),
    kitchen=("Kitchen", "Cocina"),
    hall=("Hall", "Pasillo"),
)


def choice_of(*names, language="en"):
    things = tuple(f"light.{name}" for name in names)
    options = tuple((replace(LIGHT, slots={"name": t}, targets=(t,), language=language),) for t in things)
    return Choice("the lamp", options, things, language)


@pytest.mark.parametrize(
    ("names", "english", "spanish"),
    [
        ("ac", "Which one: the lamp or the night light?", "¿Cuál: la lámpara o la luz de noche?"),
        (
            "abc",
            "Which one: the kitchen lamp, the hall lamp or the night light?",
            "¿Cuál: la lámpara de la cocina, la lámpara del pasillo o la luz de noche?",
        ),
        (
            "abcef",
            "Which one: the kitchen lamp, the hall lamp, the night light or another one?",
            "¿Cuál: la lámpara de la cocina, la lámpara del pasillo, la luz de noche o alguna otra cosa?",
        ),
        ("bd", "", ""),
    ],
)
def test_the_question_names_them_with_their_room_where_it_is_needed(names, english, spanish):
    assert choice_question(choice_of(*names), ROOMS) == english
    assert choice_question(choice_of(*names, language="es"), ROOMS) == spanish


def test_what_no_words_tell_apart_is_refused():
    understander = Chooses(choice_of("b", "d"))
    understander.home = ROOMS
    found = commands_or_answer(understander, "some light", ["en"], "112")
    assert isinstance(found, OwnAnswer)
    assert (found.kind, "with the room" in found.text) == ("left_over", True)
    assert commands_or_answer(Chooses(), "some light", ["en"], "112") == CHOICE
