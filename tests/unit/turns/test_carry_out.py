"""The stage that acts: what it publishes, its result, and what it leaves in the dialogue and the audit log."""

import asyncio
from dataclasses import replace

import pytest

from sarai_mqtt.core.acting import ActionResult, ConversationResult
from sarai_mqtt.core.events import Intent
from sarai_mqtt.turns.actions import carry_out, expected_reply
from sarai_mqtt.turns.commands import Acted
from sarai_mqtt.turns.meaning import Command, Declined, Unclear, Understood
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from tests.harness.home import FakeActor
from tests.harness.turns import TurnHarness, all_of
from tests.harness.waiting import until

LIGHT = Intent("t", "HassTurnOn", {"name": "light.a"}, ("light.a",), "turn on the light", "en", 1.0)
LOCK = Intent("t", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "unlock", "en", 1.0, confirm=True)
TIMER = Intent("t", "HassStartTimer", {"minutes": 5}, (), "set a timer", "en", 1.0)
TIME = Intent("t", "HassGetCurrentTime", {}, (), "what time is it", "en", 1.0)
OWN = Intent("t", "MakeCoffee", {}, (), "coffee", "en", 1.0)


async def carried_out(house, meaning, text="words", **fields):
    """Return the intents that were yielded, and the result, which is the last thing yielded."""
    *intents, acted = await all_of(
        carry_out(house.request(text, **fields), house.engines, Understood(text, "en", meaning))
    )
    assert isinstance(acted, Acted)
    assert all(isinstance(intent, Intent) for intent in intents)
    return intents, acted


async def test_a_command_is_done_published_and_remembered():
    with TurnHarness() as house:
        intents, acted = await carried_out(house, Command(LIGHT))
    assert intents == [replace(LIGHT, handled=True)]
    assert (acted.say, acted.result) == ("Turned on the light.", ActionResult(done=("light.a",)))
    assert [timing.name for timing in acted.timings] == ["act"]
    assert house.audit.verdicts == [("done", "HassTurnOn")]
    assert house.dialogue.last_command("en", house.clock()) == LIGHT


async def test_who_acts_by_message_gets_the_intent_first():
    class ByMessage(FakeActor):
        by_message = True

    with TurnHarness(actor=ByMessage()) as house:
        steps = carry_out(house.request("words"), house.engines, Understood("words", "en", Command(LIGHT)))
        assert await anext(steps) == LIGHT
        assert not house.actor.orders
        assert isinstance(await anext(steps), Acted)
    assert len(house.actor.orders) == 1


async def test_what_needs_a_yes_is_asked_about():
    with TurnHarness() as house:
        intents, acted = await carried_out(house, Command(LOCK))
    assert (intents, acted.asks, acted.result) == ([LOCK], True, None)
    assert acted.say.endswith("?")
    assert house.dialogue.pending(house.clock()) == LOCK
    assert (house.audit.verdicts, house.actor.orders) == ([("asked", "HassTurnOff")], [])


async def test_one_yes_acts_once():
    agreed = Command(replace(LOCK, confirm=False), consent=LOCK)
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        assert (await carried_out(house, agreed))[1].result.done == ("lock.door",)
        intents, acted = await carried_out(house, agreed)
    assert (intents, acted.result) == ([], None)
    assert house.audit.verdicts == [("done", "HassTurnOff"), ("refused", "HassTurnOff")]


async def test_nothing_late_is_done():
    with TurnHarness() as house:
        request = house.request("words")
        house.clock.now += 60
        (acted,) = await all_of(carry_out(request, house.engines, Understood("words", "en", Command(LIGHT))))
    assert (acted.late_s, acted.result, house.actor.orders) == (60.0, None, [])
    assert house.audit.verdicts == [("refused", "HassTurnOn")]


async def test_a_timer_is_set_by_the_service_itself():
    with TurnHarness() as house:
        intents, acted = await carried_out(house, Command(TIMER, delayed=LIGHT))
    assert (intents, house.actor.orders) == ([replace(TIMER, handled=True)], [])
    assert acted.say
    assert house.audit.verdicts == [("done", "HassStartTimer")]


@pytest.mark.parametrize(
    ("intent", "handled", "verdicts"), [(TIME, True, []), (OWN, False, [("sent", "MakeCoffee")])]
)
async def test_what_the_house_does_not_do_is_published_only(intent, handled, verdicts):
    with TurnHarness() as house:
        intents, acted = await carried_out(house, Command(intent))
    assert intents == [replace(intent, handled=handled)]
    assert (house.audit.verdicts, house.actor.orders, bool(acted.say)) == (verdicts, [], True)


async def test_a_no_closes_the_question_and_what_is_unclear_repeats_it():
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        assert (await carried_out(house, Unclear()))[1].asks
        assert not house.dialogue.may_ask_again(house.clock())
        assert not (await carried_out(house, Declined(LOCK)))[1].asks
    assert house.dialogue.pending(house.clock()) is None
    assert house.audit.verdicts == [("declined", "HassTurnOff")]


@pytest.mark.parametrize(("kind", "stays"), [("repeat", True), ("small_talk", False)])
async def test_our_own_answer_drops_the_question_unless_it_repeats_it(kind, stays):
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        _, acted = await carried_out(house, OwnAnswer(kind, "So.", "en"))
    assert (acted.say, acted.asks) == ("So.", stays)
    assert (house.dialogue.pending(house.clock()) is not None) == stays


@pytest.mark.parametrize(("text", "stays"), [("Dinner is ready.", True), ("Are you there?", False)])
async def test_an_announcement_leaves_the_question_open_unless_it_asks(text, stays):
    with TurnHarness() as house:
        house.dialogue.ask(LOCK, house.clock())
        _, acted = await carried_out(house, None, text, announce=True)
    assert acted == Acted()
    assert (house.dialogue.pending(house.clock()) is not None) == stays


async def test_another_agent_may_answer_what_is_no_command():
    conversed = ConversationResult("Which one?", acted=False, goes_on=True, conversation="c")
    with TurnHarness(actor=FakeActor(conversed=conversed), converse=True) as house:
        _, acted = await carried_out(house, None, "arrange the flowers")
        _, forbidden = await carried_out(house, None, "don't turn off the lamp")
    assert (acted.say, acted.asks, acted.source, acted.for_others) == (
        "Which one?",
        True,
        "home_assistant",
        True,
    )
    assert house.dialogue.conversation(house.clock()) == "c"
    assert forbidden == Acted()
    assert len(house.actor.talks) == 1


async def test_an_act_that_is_given_up_is_on_record():
    with TurnHarness(actor=FakeActor(gate=asyncio.Event())) as house:
        work = asyncio.create_task(carried_out(house, Command(LIGHT)))
        await until(lambda: house.actor.orders)
        work.cancel()
        await asyncio.wait([work])
    assert house.audit.verdicts == [("unknown", "HassTurnOn")]


@pytest.mark.parametrize(
    ("meaning", "reply"),
    [
        (Command(LIGHT), "Turned on the light."),
        (Command(TIMER), ""),
        (OwnAnswer("small_talk", "Hello.", "en"), "Hello."),
        (None, None),
    ],
)
async def test_the_reply_is_expected_before_anything_is_done(meaning, reply):
    with TurnHarness() as house:
        request = house.request("words")
        assert expected_reply(request, house.engines, Understood("words", "en", meaning)) == reply
        announced = house.request("words", announce=True)
        assert expected_reply(announced, house.engines, Understood("words", "en")) == "words"
    assert not (house.actor.orders or house.audit.entries)
