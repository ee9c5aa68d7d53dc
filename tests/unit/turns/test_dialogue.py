from dataclasses import replace

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.dialogue import Dialogue, DialogueTimeouts

UNLOCK = Intent(
    "t1", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "unlock it", "en", 1.0, confirm=True
)
LIGHT = Intent("t2", "HassTurnOn", {"name": "light.a"}, ("light.a",), "light", "en", 1.0)
LUZ = Intent("t3", "HassTurnOn", {"name": "light.b"}, ("light.b",), "luz", "es", 1.0)
CHOICE = Choice(
    "the light",
    ((LIGHT,), (replace(LIGHT, slots={"name": "light.b"}, targets=("light.b",)),)),
    ("light.a", "light.b"),
    "en",
)


@pytest.fixture
def dialogue():
    return Dialogue(DialogueTimeouts(answer_s=10, follow_up_s=30))


def test_a_question_waits_for_its_answer_and_no_longer(dialogue):
    dialogue.ask(UNLOCK, 100)
    assert dialogue.pending(110) == UNLOCK
    assert dialogue.pending(110.1) is None


def test_the_time_for_an_answer_begins_when_the_question_was_spoken(dialogue):
    dialogue.ask(UNLOCK, 100)
    dialogue.asked_aloud(103)
    assert dialogue.pending(113) == UNLOCK


def test_one_yes_acts_once(dialogue):
    dialogue.ask(UNLOCK, 100)
    assert dialogue.close_question(UNLOCK)
    assert not dialogue.close_question(UNLOCK)
    assert dialogue.pending(101) is None


def test_a_yes_to_an_older_question_does_not_settle_the_newer_one(dialogue):
    dialogue.ask(UNLOCK, 100)
    dialogue.ask(LIGHT, 101)
    assert not dialogue.close_question(UNLOCK)
    assert dialogue.pending(102) == LIGHT


def test_an_unclear_answer_is_asked_for_once_more(dialogue):
    dialogue.ask(UNLOCK, 100)
    assert dialogue.may_ask_again(105)
    dialogue.ask_again(106)
    assert dialogue.pending(116) == UNLOCK
    dialogue.asked_aloud(107)
    assert not dialogue.may_ask_again(108)
    assert dialogue.pending(117) == UNLOCK


def test_what_nobody_answered_is_told_once(dialogue):
    dialogue.ask(UNLOCK, 100)
    assert dialogue.expire_question(110) == ()
    assert dialogue.expire_question(110.5) == (UNLOCK,)
    assert dialogue.expire_question(111) == ()


def test_another_wish_drops_the_question(dialogue):
    dialogue.ask(UNLOCK, 100)
    dialogue.drop_question()
    assert dialogue.pending(101) is None
    assert dialogue.expire_question(200) == ()


def test_commands_are_remembered_by_language_and_forgotten(dialogue):
    dialogue.remember_command(LIGHT, 100)
    dialogue.remember_command(LUZ, 110)
    assert dialogue.last_command("en", 130) == LIGHT
    assert dialogue.last_command("en", 131) is None
    assert dialogue.last_command("es", 140) == LUZ


def test_a_talk_goes_on_until_it_is_over(dialogue):
    dialogue.remember_conversation("c1", 100)
    assert dialogue.conversation(130) == "c1"
    assert dialogue.conversation(131) == ""
    dialogue.remember_conversation("", 105)
    assert dialogue.conversation(106) == ""


def test_a_choice_is_open_as_a_question_but_no_yes_confirms_it(dialogue):
    dialogue.ask_which(CHOICE, 100)
    assert (dialogue.choice(110), dialogue.pending(110)) == (CHOICE, None)
    assert dialogue.choice(110.1) is None
    assert dialogue.may_ask_again(105)
    dialogue.ask_again(105)
    assert dialogue.choice(115) == CHOICE
    assert not dialogue.may_ask_again(106)
    assert dialogue.expire_question(116) == (replace(LIGHT, slots={}, targets=CHOICE.things),)


def test_a_choice_is_made_once(dialogue):
    dialogue.ask_which(CHOICE, 100)
    assert not dialogue.close_question(LIGHT)
    assert dialogue.close_question(CHOICE)
    assert not dialogue.close_question(CHOICE)


def test_a_question_takes_the_place_of_a_choice(dialogue):
    dialogue.ask_which(CHOICE, 100)
    dialogue.ask(UNLOCK, 101)
    assert (dialogue.choice(102), dialogue.pending(102)) == (None, UNLOCK)


def test_what_is_asked_about_next_goes_with_the_question(dialogue):
    assert dialogue.next_questions == ()
    dialogue.ask(UNLOCK, 100, (LIGHT,))
    assert (dialogue.pending(101), dialogue.next_questions) == (UNLOCK, (LIGHT,))
    assert dialogue.drop_question() == (UNLOCK, LIGHT)
    assert dialogue.next_questions == ()
