import pytest

from sarai_mqtt.turns.echo import is_echo, is_quote

SAID = "Turning on the kitchen ceiling light. It's twenty one degrees in the kitchen."


@pytest.mark.parametrize(
    "heard",
    [
        "Turning on the kitchen ceiling light.",
        "the kitchen sealing light",
        "It's 21 degrees in the kitchen.",
        "turning on the kitchen",
    ],
)
def test_our_own_words_are_an_echo(heard):
    assert is_echo(heard, SAID)


@pytest.mark.parametrize(
    "heard", ["", "yes", "Kitchen.", "turn off the bedroom lamp", "and the bedroom too", "what time is it"]
)
def test_an_answer_is_not(heard):
    assert not is_echo(heard, SAID)


def test_nothing_said_has_no_echo():
    assert not is_echo("turn on the light", "")


@pytest.mark.parametrize(
    ("heard", "said", "quote"),
    [
        ("Turn on the light.", "Shall I turn on the light?", True),
        ("apago la luz", "¿Apago la luz?", True),
        ("turn on the light", "Turning on the light.", False),
        ("turn off the light", "Shall I turn on the light?", False),
        ("light", "Shall I turn on the light?", False),
        ("turn on the light", "", False),
    ],
)
def test_a_piece_of_what_we_said_is_no_command(heard, said, quote):
    assert is_quote(heard, said) is quote
