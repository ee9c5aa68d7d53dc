import pytest

from sarai_mqtt.core.echo import is_echo

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
