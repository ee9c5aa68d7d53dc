import pytest

from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.turns.end_of_turn import ending_of, ending_so_far, refined_by_voice
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.meaning import Command, Declined, Understood
from tests.harness.engines import FakeTurnEnd
from tests.harness.turns import TurnHarness


def command(text, language, targets=("light.a",), **slots):
    return Intent("", "HassTurnOn", slots, targets, text, language, 1.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Turn on the", "en"),
        ("Set a timer for", "en"),
        ("Set a timer for 10.", "en"),
        ("Set a timer for ten", "en"),
        ("Turn the light in my", "en"),
        ("Turn on", "en"),
        ("Close the garage", "en"),
        ("Open the fridge.", "en"),
        ("What is the", "en"),
        ("Tell me about...", "en"),
        ("Turn off the lamp,", "en"),
        ("Pon la", "es"),
        ("Enciende la luz del", "es"),
        ("Pon un temporizador de 10", "es"),
        ("Pon un temporizador de diez", "es"),
        ("Sube la persiana y", "es"),
        ("Quiero que", "es"),
    ],
)
def test_what_cannot_be_all_is_dangling(text, language):
    assert ending_of(text, language, None) == "dangling"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tell me a short joke.", "en"),
        ("What can you do?", "en"),
        ("I am twenty", "en"),
        ("Go on", "en"),
        ("¿Qué puedes hacer?", "es"),
        ("Cuéntame un chiste", "es"),
        ("", "en"),
    ],
)
def test_what_is_no_command_may_or_may_not_go_on(text, language):
    assert ending_of(text, language, None) == "open"


def test_a_command_that_says_what_and_where_is_complete():
    assert ending_of("Turn the lamp on.", "en", command("", "en", name="light.a")) == "complete"
    assert ending_of("Apaga el salón", "es", command("", "es", area="salon")) == "complete"
    assert (
        ending_of("Pon un temporizador de 10 minutos", "es", command("", "es", (), minutes=10)) == "complete"
    )


def test_a_command_that_may_still_say_where_is_open():
    lights = ("light.a", "light.b")
    assert ending_of("Turn on the lights", "en", command("", "en", lights, domain="light")) == "open"


def test_a_command_of_which_there_is_only_one_thing_need_not_say_where():
    assert ending_of("Set it to 20 degrees", "en", command("", "en", temperature=20)) == "complete"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Dim the lamp to 30%.", "en"), ("Baja la luz al 10%", "es"), ("Set it to 5 degrees", "en")],
)
def test_a_command_with_figures_is_complete(text, language):
    assert ending_of(text, language, command("", language, name="light.a")) == "complete"


@pytest.mark.parametrize(("text", "language"), [("Set it to 2.", "en"), ("Ponlo a 20", "es")])
def test_a_command_that_ends_in_a_figure_may_go_on_with_it(text, language):
    assert ending_of(text, language, command("", language, (), temperature=2)) == "open"


def test_a_sentence_that_ends_in_a_leading_word_dangles_with_or_without_its_full_stop():
    assert (
        ending_of("Tell me about the", "en", None)
        == ending_of("Tell me about the. ", "en", None)
        == "dangling"
    )


def test_a_voice_that_goes_on_decides_what_words_leave_open():
    assert refined_by_voice("open", 0.2) == "dangling"
    assert refined_by_voice("open", 0.95) == "open"


@pytest.mark.parametrize("ending", ["complete", "dangling"])
@pytest.mark.parametrize("finished", [0.0, 1.0])
def test_a_voice_changes_nothing_where_words_are_plain(ending, finished):
    assert refined_by_voice(ending, finished) == ending


def test_a_command_in_mid_sentence_is_dangling():
    assert ending_of("Turn on the lamp and", "en", command("", "en", name="light.a")) == "dangling"


@pytest.mark.parametrize(("text", "language"), [("Para.", "es"), ("Si", "es"), ("What is that for?", "en")])
def test_a_word_alone_and_a_question_end_where_they_end(text, language):
    assert ending_of(text, language, None) == "open"


LIGHT = command("Turn on the light", "en")
YES = command("yes", "en")


async def ending_in(house, meaning, text="Turn on the light", **fields):
    understood, heard = Understood(text, "en", meaning), Heard(text, "en")
    return await ending_so_far(house.request(**fields), house.engines, heard, understood)


@pytest.mark.parametrize(
    ("meaning", "text", "ending"),
    [
        (Command(LIGHT), LIGHT.text, "complete"),
        (Declined(LIGHT), "no", "complete"),
        (Command(YES, consent=LIGHT), "yes", "open"),
        (None, "the sea", "open"),
        (None, "turn on the", "dangling"),
    ],
)
async def test_a_yes_may_go_on_and_a_command_or_a_no_is_complete(meaning, text, ending):
    with TurnHarness() as house:
        assert await ending_in(house, meaning, text, draft=True) == ending


@pytest.mark.parametrize(
    ("draft", "likely", "ending", "asked"),
    [(True, 0.1, "dangling", 1), (True, 0.9, "open", 1), (False, 0.1, "open", 0)],
)
async def test_the_voice_of_a_draft_decides_what_the_words_leave_open(draft, likely, ending, asked):
    with TurnHarness(turn_end=FakeTurnEnd(likely)) as house:
        assert await ending_in(house, None, "the sea", draft=draft) == ending
        assert await ending_in(house, Command(LIGHT), draft=draft) == "complete"
    assert house.engines.turn_end.asked == asked


async def test_silence_and_announcements_are_open():
    silence = Heard("", "en", Transcript("t", "", "en", 0.0, no_speech=True))
    with TurnHarness(turn_end=FakeTurnEnd(0.1)) as house:
        request = house.request(draft=True)
        assert await ending_so_far(request, house.engines, silence, Understood("", "en")) == "open"
        assert await ending_in(house, None, "turn on the", announce=True) == "open"
    assert house.engines.turn_end.asked == 0
