"""French amounts and times, from the sentence to the slots; English and Spanish have theirs in tests/data/cases."""

from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.recognizer import Understanding
from sarai_mqtt.understanding.templates.matcher import SentenceUnderstander

HOME = load_home(Path(__file__).parents[2] / "data" / "french" / "home.yaml")
ANHOUR = {"hours": 1, "minutes": 30}


@pytest.fixture(scope="module")
def understanding():
    return Understanding(SentenceUnderstander(HOME, ["fr"]), (), {"fr": content_words("fr")})


def commands(understanding, text):
    found = understanding.read(text, "fr")
    found = (found,) if isinstance(found, Intent) else found
    return [intent for intent in found or () if isinstance(intent, Intent)]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("mets un minuteur d'une heure et demie", ANHOUR),
        ("mets un minuteur d'une heure trente", ANHOUR),
        ("mets un minuteur d'1h30", ANHOUR),
        ("mets un minuteur de 1:30", ANHOUR),
        ("mets un minuteur de trois quarts d'heure", {"minutes": 45}),
        ("lance un minuteur d'une demi-heure", {"minutes": 30}),
        ("mets un minuteur de 5 minutes 30", {"minutes": 5, "seconds": 30}),
        ("préviens-moi dans une heure et quart", {"hours": 1, "minutes": 15}),
        ("préviens-moi dans deux heures et demie", {"hours": 2, "minutes": 30}),
        ("minuteur de cent vingt secondes", {"minutes": 2}),
        ("éteins la lumière du salon dans une heure et demie", ANHOUR),
        ("règle le thermostat à vingt et un virgule cinq", {"temperature": 21.5}),
        ("mets le thermostat à 20½ degrés", {"temperature": 20.5}),
        ("mets le thermostat à vingt et un degrés et demi", {"temperature": 21.5}),
        ("mets le thermostat à vingt degrés cinq", {"temperature": 20.5}),
        ("mets le thermostat à vingt et un virgule deux cinq degrés", {"temperature": 21.25}),
        ("mets le chauffage à 21,7 degrés", {"temperature": 21.7}),
        ("ouvre les volets du salon à quatre-vingt pour cent", {"position": 80}),
        ("mets la lumière du salon à nonante pour cent", {"brightness": 90}),
    ],
)
def test_the_whole_amount_is_in_the_slots(understanding, text, slots):
    [intent] = commands(understanding, text)
    numbers = {name: value for name, value in intent.slots.items() if isinstance(value, int | float)}
    assert numbers == slots


def test_what_may_be_either_number_is_refused(understanding):
    assert commands(understanding, "mets un minuteur de 1,500 minutes") == []
