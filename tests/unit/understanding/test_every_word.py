"""Sentences with a word more than a command has: nothing is done, and its neighbour without that word is."""

from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

HOME = Path(__file__).parents[2] / "data" / "reader" / "home.yaml"
LANGUAGES = ("en", "es", "fr")


@pytest.fixture(scope="module")
def house():
    home = load_home(HOME)
    layers = ((Gazetteer(home, LANGUAGES), FUZZY), (SentenceSearch(home, LANGUAGES), RETRIEVAL))
    content = {language: content_words(language) for language in LANGUAGES}
    return Understanding(SentenceUnderstander(home, LANGUAGES), layers, content)


def commands(house, language, text, area="den"):
    """Return what is done: the commands that change something."""
    found = house.read(text, language, area)
    intents = found if isinstance(found, tuple) else ()
    return [i for i in intents if isinstance(i, Intent) and i.name not in QUESTIONS]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn off the lights some day"),
        ("en", "turn off the kitchen lights one of these days"),
        ("es", "apaga las luces algún día"),
        ("fr", "éteins les lumières un de ces jours"),
        ("en", "turn off the lights by the kitchen"),
        ("en", "turn off the lights next to the kitchen"),
        ("en", "turn off the lights around the kitchen"),
        ("en", "turn off the lights over the kitchen"),
        ("en", "turn off the lights outside the kitchen"),
        ("en", "turn off the lights behind the kitchen"),
        ("en", "the lights by the kitchen off"),
        ("en", "turn off the lights leading to the garden"),
        ("es", "apaga las luces junto a la cocina"),
        ("es", "apaga las luces de al lado de la cocina"),
        ("es", "apaga las luces que dan a la cocina"),
        ("es", "apaga las luces cerca de la cocina"),
        ("es", "apaga las luces detrás de la cocina"),
        ("fr", "éteins les lumières près de la cuisine"),
        ("fr", "éteins les lumières à côté de la cuisine"),
        ("fr", "éteins les lumières devant la cuisine"),
        ("fr", "éteins les lumières du côté de la cuisine"),
    ],
)
def test_beside_a_place_or_some_day_is_not_there_and_now(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "targets"),
    [
        ("en", "turn off the lights in the kitchen", {"light.kitchen_spots", "light.hood"}),
        ("es", "apaga las luces de la cocina", {"light.kitchen_spots", "light.hood"}),
        ("fr", "éteins les lumières de la cuisine", {"light.kitchen_spots", "light.hood"}),
    ],
)
def test_in_a_place_is_in_it(house, language, text, targets):
    (intent,) = commands(house, language, text)
    assert (intent.name, set(intent.targets)) == ("HassTurnOff", targets)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "corner lamp too red"),
        ("en", "the corner lamp is too blue"),
        ("en", "make the corner lamp less blue"),
        ("en", "make the corner lamp anything but blue"),
        ("es", "la araña es demasiado roja"),
        ("fr", "mets le lustre moins rouge"),
        ("fr", "le lustre est trop rouge"),
    ],
)
def test_a_colour_that_is_complained_about_is_not_set(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "set the paddle fan another 20 percent"),
        ("en", "set the chandelier to another 20 percent"),
        ("en", "dim the chandelier to half its brightness"),
        ("es", "abre la persiana norte otro 20 por ciento"),
        ("fr", "ouvre le store nord encore 20 pour cent"),
    ],
)
def test_an_amount_of_change_is_no_level(house, language, text):
    levels = {"brightness", "position", "percentage"}
    assert not any(levels & intent.slots.keys() for intent in commands(house, language, text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "pon la araña más alta que el plafón"),
        ("es", "pon la araña menos brillante que el plafón"),
        ("es", "pon la calefacción dos grados más que el radiador"),
        ("es", "sube la persiana norte más que la del sur"),
        ("en", "turn the chandelier up more than the corner lamp"),
        ("fr", "mets le lustre plus fort que le plafonnier"),
    ],
)
def test_a_comparison_with_another_thing_is_no_order(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn off the broken chandelier"),
        ("en", "turn off Bruno's old rocket lamp"),
        ("en", "turn off the second chandelier"),
        ("en", "turn off the neighbour's chandelier"),
        ("es", "apaga la araña rota"),
        ("es", "apaga la araña nueva"),
        ("es", "apaga la araña de Pedro"),
        ("fr", "éteins le lustre cassé"),
        ("fr", "éteins le nouveau lustre"),
        ("fr", "allume le lustre abîmé"),
    ],
)
def test_an_unknown_quality_or_owner_is_another_thing(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "me dejas apagar la araña"),
        ("es", "esto apaga la araña"),
        ("fr", "Marthe éteint le lustre"),
    ],
)
def test_what_somebody_does_is_told(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn off the lights in the kitchens"),
        ("es", "apaga las luces de las cocinas"),
        ("fr", "éteins les lumières des cuisines"),
    ],
)
def test_several_places_are_not_one(house, language, text):
    assert commands(house, language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "name", "targets"),
    [
        ("en", "turn off the chandelear", "HassTurnOff", ("light.chandelier",)),
        ("es", "apaga la lámpara coete", "HassTurnOff", ("light.rocket",)),
        ("fr", "éteins le lustre du salon cassé", "", ()),
    ],
)
def test_a_misheard_word_stands_for_one_that_is_missing(house, language, text, name, targets):
    done = [(i.name, i.targets) for i in commands(house, language, text)]
    assert done == ([(name, targets)] if name else [])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "all the downstairs lights off", "HassTurnOff"),
        ("en", "lights off", "HassTurnOff"),
        ("es", "luces fuera", "HassTurnOff"),
        ("es", "todas las luces de abajo apagadas", "HassTurnOff"),
        ("fr", "lumières éteintes", "HassTurnOff"),
        ("fr", "toutes les lumières éteintes", "HassTurnOff"),
        ("fr", "lumières de la cuisine allumées", "HassTurnOn"),
        ("en", "are the lights off", ""),
        ("en", "the lights are off", ""),
        ("en", "lights off?", ""),
        ("en", "are all the downstairs lights off", ""),
        ("es", "las luces están apagadas", ""),
        ("es", "¿luces apagadas?", ""),
        ("fr", "les lumières sont éteintes", ""),
        ("fr", "lumières éteintes ?", ""),
        ("fr", "le lustre est allumé", ""),
    ],
)
def test_a_state_without_a_verb_is_an_order_not_a_question(house, language, text, name):
    assert [i.name for i in commands(house, language, text)] == ([name] if name else [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "vacuum the kitchen and the den"),
        ("es", "aspira la cocina y el taller"),
        ("fr", "aspire la cuisine et l'atelier"),
    ],
)
def test_one_vacuum_cleans_several_rooms_by_one_call(house, language, text):
    """A second call would undo the first."""
    (command,) = commands(house, language, text)
    assert command.name == "HassVacuumCleanArea"
    assert len(command.slots["areas"].split(",")) == 2
