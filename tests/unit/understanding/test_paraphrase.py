"""An order in plainer words, and what must stay as it is."""

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.paraphrase import paraphrase, without_fillers
from tests.bench.understanding_sets import HOME


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Um, can you, uh, turn the lamp on?", "turn the lamp on?"),
        ("hey sarai, would you be so kind as to open the blinds, thanks", "open the blinds"),
        ("okay so turn it off please love", "turn it off"),
        ("time please", "time please"),
        ("yes", "yes"),
        ("umbrella", "umbrella"),
    ],
)
def test_what_is_said_out_of_courtesy_is_left_out(text, rest):
    assert without_fillers(text, "en") == rest


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the bedroom lamp, switch it on", "turn on the bedroom lamp"),
        ("someone left the porch light on, turn it off", "turn off the porch light"),
        ("did I lock the back door well lock it", "lock the back door"),
        ("we don't need the fan any more", "turn off the fan"),
        ("is there any chance you could turn off the fan", "turn off the fan"),
        ("stick the telly on", "turn on the telly"),
        ("knock the heating down to twenty", "set the heating to twenty"),
        ("chuck bread on the list", "add bread to the shopping list"),
        ("it's freezing, turn the heating on", "turn on the heating"),
        ("stop the sprinklers it's raining", "stop the sprinklers"),
    ],
)
def test_an_order_is_put_in_plainer_words(text, plain):
    assert paraphrase(text, "en").text == plain


@pytest.mark.parametrize(
    "text",
    [
        "kitchen light off, bedroom light on",
        "turn off the lights, not the kitchen ones",
        "what's on the shopping list",
        "milk is on the shopping list",
        "put me on the list",
        "the fan is noisy but I won't turn it off",
    ],
)
def test_what_means_something_else_stays_as_it_is(text):
    assert paraphrase(text, "en") is None


@pytest.fixture(scope="module")
def understander():
    settings: Settings = load_settings(None)
    settings.home.file = HOME
    return Assembly(settings).understander


@pytest.mark.parametrize(
    "text",
    [
        "dim the lights, the theatre manager ordered",
        "someone left the light on, he said, turn it off",
        "don't lock the back door I'm coming in",
        "if it gets dark, turn on the lights",
        "they say the kitchen light can go off",
        "the kitchen light can go off?",
        "put your shoes on we're late",
        "you can turn off the engine",
        "turn off the heat her",
    ],
)
def test_talk_in_the_same_words_does_nothing(understander, text):
    assert understander.understand(text, "en") is None


def test_the_room_of_the_reason_is_the_room_of_the_order(understander):
    found = understander.understand("the bedroom is too hot, turn the fan on", "en")
    assert found.name == "HassTurnOn"
    assert found.targets == ("fan.bedroom",)
    assert understander.home == load_home(HOME)


def test_the_text_of_an_intent_is_what_was_said(understander):
    said = "Um, the bedside lamp, switch it on please."
    assert understander.understand(said, "en").text == said
