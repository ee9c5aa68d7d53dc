"""Built-in answers in a turn: nothing is done, nobody else is asked, and the answer is repeated on request."""

import pytest

from sarai_mqtt.core.acting import ConversationResult
from sarai_mqtt.core.events import Intent, Reply
from sarai_mqtt.core.messages import Announce
from sarai_mqtt.turns.dialogue import REPEAT_S, Dialogue
from tests.harness.engines import FakeStt, FakeThinker
from tests.harness.home import FakeActor
from tests.harness.service import DRAFTS, ServiceHarness, TextHarness

DANGER = "If anyone may be in danger, call 112 now: I can't call for you."


class Marked(FakeThinker):
    """Writes as models do."""

    def __init__(self):
        super().__init__(
            ("**Sar", "ai:** The sky", " is blue. 😀 ", "\n\n- And", " wide\n- And high", "\nUser: more?")
        )


@pytest.mark.parametrize("text", ["turn on the light, I smell gas", "my son drank bleach", "I can't breathe"])
async def test_danger_does_nothing_and_asks_nobody_else(text):
    actor = FakeActor(conversed=ConversationResult("It is fine.", True))
    thinker = FakeThinker()
    async with TextHarness(actor=actor, thinker=thinker, converse=True, chooses=True) as house:
        report = await house.ask(text)
    assert report.reply.startswith(DANGER)
    assert (report.intent, report.source, report.outcome) == (None, "none", "answered")
    assert not (report.for_others or actor.orders or actor.talks or thinker.made)
    assert not house.outbox.of(Intent)


async def test_the_emergency_number_is_that_of_the_settings():
    async with TextHarness(emergency_number="911") as house:
        assert "911" in (await house.ask("there's smoke in the kitchen")).reply


async def test_danger_closes_an_open_question():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        assert (await house.ask("help, there's a fire in the hall")).reply.startswith(DANGER)
        await house.ask("yes")
    assert not house.actor.orders


async def test_danger_in_the_other_language_is_answered_in_it():
    async with TextHarness() as house:
        report = await house.ask("huele a gas")
    assert report.language == "es"
    assert "112" in report.reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("is the fridge on", "I don't know of any fridge."),
        ("what's my phone's battery", "Sorry, I don't know that about the house."),
        ("make sure the door is locked", "Sorry, I don't know how to do that."),
        ("the kitchen should be dark", "Sorry, I don't know how to do that."),
        ("¿está cerrada la puerta?", "Lo siento, no sé eso de la casa."),
        ("me gustaría que cerraras la puerta", "Lo siento, no sé hacer eso."),
        (
            "what can you do",
            "I carry out orders for the things of this house, say how they are, and keep timers.",
        ),
        ("gracias", "De nada."),
        ("hello", "Hello."),
        ("who are you", "I'm Sarai, the voice assistant of this house."),
    ],
)
async def test_what_is_ours_never_reaches_the_thinker(text, reply):
    thinker = FakeThinker()
    # the fake understander knows "is …": here it knows nothing
    async with TextHarness(thinker=thinker) as house:
        house.understander.understand = lambda *_: None
        report = await house.ask(text)
    assert report.reply.startswith(reply)
    assert report.source == "none"
    assert not thinker.made


async def test_home_assistants_agent_may_still_know_what_we_do_not():
    actor = FakeActor(conversed=ConversationResult("It is half full.", False))
    async with TextHarness(actor=actor, converse=True) as house:
        report = await house.ask("how much battery does the robot have")
        assert (report.reply, report.source) == ("It is half full.", "home_assistant")
        talked = len(actor.talks)
        assert (await house.ask("thanks")).reply == "You're welcome."
    assert len(actor.talks) == talked


async def test_what_was_said_is_said_again():
    async with TextHarness(actor=FakeActor()) as house:
        assert (await house.ask("what did you say")).reply == "There's nothing to repeat."
        done = await house.ask("turn on the light")
        for text in ("what did you say", "repeat that", "¿qué has dicho?"):
            again = await house.ask(text)
            assert (again.reply, again.language) == (done.reply, "en")
            assert again.intent is None
        assert len(house.actor.orders) == 1
        assert (await house.ask("repeat that", site="hall")).reply == "There's nothing to repeat."
        house.clock.now += REPEAT_S + 60
        assert (await house.ask("repeat that", site="kitchen")).reply == "There's nothing to repeat."


async def test_an_announcement_is_said_again():
    async with TextHarness() as house:
        house.service.receive(Announce("kitchen", "Dinner is ready."), house.clock.now)
        await house.turns(1)
        house.turns_so_far = 1
        assert (await house.ask("sorry, what did you say")).reply == "Dinner is ready."


async def test_the_open_question_is_said_again_not_what_was_announced_since():
    async with TextHarness(actor=FakeActor()) as house:
        asked = await house.ask("unlock the front door")
        house.service.receive(Announce("kitchen", "The tea timer is over."), house.clock.now)
        await house.turns(2)
        house.turns_so_far = 2
        for _ in range(2):
            again = await house.ask("what did you say")
            assert (again.reply, again.asks) == (asked.reply, True)
        unclear = await house.ask("hm maybe")
        assert (unclear.reply, unclear.asks) == ("Sorry, shall I?", True)
        assert (await house.ask("yes")).done == ("lock.door",)


async def test_a_question_said_again_stays_open():
    async with TextHarness(actor=FakeActor()) as house:
        asked = await house.ask("unlock the front door")
        again = await house.ask("what did you say")
        assert (again.reply, again.asks) == (asked.reply, True)
        assert (await house.ask("yes")).done == ("lock.door",)


async def test_thanks_are_no_yes():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        assert (await house.ask("thanks")).asks
    assert not house.actor.orders


@pytest.mark.parametrize("text", ["never mind", "nada, olvídalo", "forget I said anything"])
async def test_never_mind_is_one_intent_however_it_is_said(text):
    async with TextHarness() as house:
        report = await house.ask(text)
    assert report.intent == "HassNevermind"
    (intent,) = house.outbox.of(Intent)
    assert (intent.handled, intent.turn) == (True, report.turn)


async def test_the_thinker_speaks_plainly_sentence_by_sentence():
    async with ServiceHarness(stt=FakeStt("why is the sky blue"), thinker=Marked()) as house:
        house.say()
        (report,) = await house.turns(1)
    assert report.reply == "The sky is blue. And wide. And high"
    assert [text for text, _ in house.tts.said] == ["The sky is blue.", "And wide.", "And high"]
    assert house.outbox.of(Reply)[0].text == report.reply


async def test_a_draft_of_danger_says_nothing_before_its_time():
    async with ServiceHarness(stt=FakeStt("I smell gas"), endpointing=DRAFTS) as house:
        house.say(silence=7)
        await house.until(lambda: house.tts.said)
        await house.settle()
        assert not house.outbox.of(Reply)
        house.clock.now += 0.12
        house.say(speech=0, silence=40)
        (report,) = await house.turns(1)
    assert report.reply.startswith(DANGER)


def test_nothing_is_remembered_of_a_site_that_has_said_nothing():
    dialogue = Dialogue()
    assert dialogue.last_reply(0.0) is None
    dialogue.remember_reply("Hello.", "en", 10.0)
    assert dialogue.last_reply(10.0 + REPEAT_S) == ("Hello.", "en")
    assert dialogue.last_reply(10.1 + REPEAT_S) is None
