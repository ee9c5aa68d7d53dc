"""Questions for the number of this week, in words that people use."""

from pathlib import Path

import pytest

from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.templates import SentenceUnderstander

HOME = Path(__file__).parents[3] / "config/home.yaml"


@pytest.fixture(scope="module")
def house():
    return SentenceUnderstander(load_home(HOME), ["en", "es", "fr"])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what's the week number"),
        ("en", "which week number is it"),
        ("en", "what week of the year is it"),
        ("en", "what week are we in"),
        ("es", "¿qué número de semana es?"),
        ("es", "cuál es el número de la semana"),
        ("es", "dime en qué semana estamos"),
        ("fr", "on est en quelle semaine"),
        ("fr", "c'est quelle semaine"),
        ("fr", "c'est quoi le numéro de semaine"),
    ],
)
def test_the_week_is_asked_for(house, language, text):
    found = house.understand(text, language)
    assert found is not None
    assert (found.name, found.slots) == ("HassGetCurrentDate", {"part": "week"})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what week is christmas"),
        ("en", "what week was it last week"),
        ("es", "en qué semana cae navidad"),
        ("fr", "c'est quelle semaine noël"),
        ("fr", "quelle est la semaine prochaine"),
    ],
)
def test_another_week_is_not_this_one(house, language, text):
    assert house.understand(text, language) is None
