"""A temperature in another unit than the home's: nothing is set to a number of the wrong unit."""

from dataclasses import replace
from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.turns.reading import commands_or_answer
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.guards import may_hand_over
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

CONFIG = Path(__file__).parents[3] / "config"
LANGUAGES = ["en", "es", "fr"]
STAT = "climate.thermostat"

CELSIUS = [
    ("en", "set the thermostat to 20 degrees celsius"),
    ("en", "set the thermostat to 20 degrees centigrade"),
    ("en", "set the thermostat to twenty degrees celsius"),
    ("en", "set the thermostat to 20 celsius"),
    ("en", "set the thermostat to 20 °C"),
    ("en", "set the thermostat to 20°C."),
    ("en", "set the thermostat to 20 ℃"),
    ("en", "set the thermostat to 20 C"),
    ("en", "put the thermostat at 20 degrees celsius please"),
    ("es", "pon el termostato a 20 grados centígrados"),
    ("es", "pon el termostato a 20 grados celsius"),
    ("es", "pon el termostato a veinte grados centígrados"),
    ("es", "pon el termostato a 20 ºC"),
    ("es", "pon el termostato a 20 centígrados"),
    ("fr", "règle le thermostat sur 20 degrés celsius"),
    ("fr", "mets le thermostat à 20 degrés celsius"),
    ("fr", "mets le thermostat à 20 degrés centigrades"),
    ("fr", "mets le thermostat à vingt degrés celsius"),
    ("fr", "mets le thermostat à 20 °C"),
]
FAHRENHEIT = [
    ("en", "set the thermostat to 70 degrees fahrenheit"),
    ("en", "set the thermostat to seventy degrees Fahrenheit"),
    ("en", "set the thermostat to 70 fahrenheit"),
    ("en", "set the thermostat to 70 °F"),
    ("en", "set the thermostat to 70°F."),
    ("en", "set the thermostat to 70 ℉"),
    ("en", "set the thermostat to 70 F"),
    ("es", "pon el termostato a 70 grados fahrenheit"),
    ("es", "pon el termostato a setenta grados Fahrenheit"),
    ("es", "pon el termostato a 70 °F"),
    ("es", "pon el termostato a 70 ºF"),
    ("fr", "mets le thermostat à 70 degrés fahrenheit"),
    ("fr", "mets le thermostat à soixante-dix degrés Fahrenheit"),
    ("fr", "mets le thermostat à 70 °F"),
]
PLAIN = [
    ("en", "set the thermostat to {} degrees"),
    ("en", "set the thermostat to {}"),
    ("en", "set the thermostat to {}°"),
    ("es", "pon el termostato a {} grados"),
    ("es", "pon el termostato a {}"),
    ("fr", "mets le thermostat à {} degrés"),
]


def named(name):
    return {
        "en": (name,),
        "es": (name.replace("Lamp ", "Lámpara "),),
        "fr": (name.replace("Lamp ", "Lampe "),),
    }


NUMBERED = Home(
    {"a": Area("a", named("Apartment 2C"))},
    {
        e.id: e
        for e in (
            Entity("light.a", named("Lamp 2C"), "a"),
            Entity("light.b", named("Bulb 20 K")),
            Entity("climate.c", named("Thermostat 3F")),
        )
    },
)


def understanding(unit, home=None):
    home = replace(home or load_home(CONFIG / "home.yaml"), measures_in=unit)
    sentences = SentenceUnderstander(home, LANGUAGES, CONFIG / "sentences")
    layers = [(Gazetteer(home, LANGUAGES), FUZZY), (SentenceSearch(home, LANGUAGES), RETRIEVAL)]
    return Understanding(sentences, layers, {code: content_words(code) for code in LANGUAGES})


@pytest.fixture(scope="module", params=["°C", "°F"])
def unit(request):
    return request.param


@pytest.fixture(scope="module")
def house(unit):
    return understanding(unit)


def set_to(understander, text, language):
    """Return what the thermostat would be set to; None if nothing is done."""
    found = understander.understand(text, language)
    if found is None:
        return None
    assert (found.name, found.targets) == ("HassClimateSetTemperature", (STAT,)), found
    return found.slots["temperature"]


@pytest.mark.parametrize(("language", "text"), CELSIUS)
def test_degrees_celsius_are_set_only_where_the_home_measures_in_them(house, unit, language, text):
    assert set_to(house, text, language) == (20 if unit == "°C" else None)


@pytest.mark.parametrize(("language", "text"), FAHRENHEIT)
def test_degrees_fahrenheit_are_set_only_where_the_home_measures_in_them(house, unit, language, text):
    assert set_to(house, text, language) == (70 if unit == "°F" else None)


@pytest.mark.parametrize(("language", "text"), PLAIN)
def test_plain_degrees_are_the_homes(house, unit, language, text):
    degrees = 20 if unit == "°C" else 70
    assert set_to(house, text.format(degrees), language) == degrees


@pytest.mark.parametrize(
    ("home_unit", "text", "language", "reply"),
    [
        (
            "°C",
            "set the thermostat to 70 degrees fahrenheit",
            "en",
            "temperatures are in degrees Celsius here",
        ),
        (
            "°F",
            "set the thermostat to 20 degrees celsius",
            "en",
            "temperatures are in degrees Fahrenheit here",
        ),
        (
            "°C",
            "pon el termostato a 70 grados fahrenheit",
            "es",
            "aquí las temperaturas van en grados Celsius",
        ),
        (
            "°F",
            "pon el termostato a 20 grados centígrados",
            "es",
            "aquí las temperaturas van en grados Fahrenheit",
        ),
        ("°C", "mets le thermostat à 70 degrés fahrenheit", "fr", "les températures sont en degrés Celsius"),
        ("°F", "mets le thermostat à 20 degrés celsius", "fr", "les températures sont en degrés Fahrenheit"),
    ],
)
def test_the_refusal_names_the_unit_of_the_home(house, unit, home_unit, text, language, reply):
    if unit == home_unit:
        found = commands_or_answer(house, text, [language], "112")
        assert (found.kind, reply in found.text) == ("left_over", True), found


@pytest.mark.parametrize(
    ("before", "text", "language", "degrees"),
    [
        ("set the thermostat to {}", "make it 22 degrees celsius", "en", 22),
        ("set the thermostat to {}", "make it 72 degrees fahrenheit", "en", 72),
        ("pon el termostato a {}", "mejor a 22 grados centígrados", "es", 22),
        ("pon el termostato a {}", "mejor a 72 grados fahrenheit", "es", 72),
    ],
)
def test_a_follow_up_in_the_other_unit_does_nothing(house, unit, before, text, language, degrees):
    first = house.understand(before.format(20 if unit == "°C" else 70), language)
    found = house.follow_up(text, language, first)
    own = ("fahrenheit" in text) == (unit == "°F")
    if own:
        assert isinstance(found, tuple), found
        assert [intent.slots["temperature"] for intent in found] == [degrees]
    else:
        assert not isinstance(found, tuple), found


BY_ITSELF = [
    ("en", "set the thermostat to 20 degrees, celsius", "°C"),
    ("en", "set the thermostat to 20, celsius I mean", "°C"),
    ("en", "in celsius, set the thermostat to 20", "°C"),
    ("en", "i mean fahrenheit, set the thermostat to 25", "°F"),
    ("es", "pon el termostato a 20 grados, celsius", "°C"),
    ("fr", "mets le thermostat à vingt degrés et demi celsius", "°C"),
    ("fr", "mets le thermostat à 20 degrés centigrade", "°C"),
]
MISSPELT = [
    ("en", "set the thermostat to 20 farenheit", "°F"),
    ("en", "set the thermostat to 25 fahrenheight", "°F"),
    ("en", "set the thermostat to 20 degrees celcius", "°C"),
    ("es", "pon el termostato a 20 grados selsius", "°C"),
    ("es", "pon el termostato a 25 grados fahrenjeit", "°F"),
    ("es", "pon el termostato a 25 grados farenjait", "°F"),  # like none, but unknown
    ("fr", "mets le thermostat à 25 degrés farenheit", "°F"),
    ("fr", "mets le thermostat à 25 degrés fahrenaït", "°F"),
]
NEITHER = [
    ("en", "set the thermostat to 20 kelvin"),
    ("en", "set the thermostat to 20 degrees kelvin"),
    ("en", "set the thermostat to 20 K"),
    ("en", "set the thermostat to 20 degrees rankine"),
    ("en", "set the thermostat to 20 degrees american"),
    ("en", "set the thermostat to 20 degrees see"),
    ("en", "set the thermostat to 25 eff"),
    ("es", "pon el termostato a 20 kelvin"),
    ("es", "pon el termostato a 20 K"),
    ("es", "pon el termostato a 25 grados americanos"),
    ("fr", "mets le thermostat à 20 kelvins"),
    ("fr", "mets le thermostat à 20 K"),
    ("fr", "mets le thermostat à 25 degrés américains"),
]


@pytest.mark.parametrize(("language", "text", "scale"), BY_ITSELF + MISSPELT)
def test_a_scale_counts_wherever_it_is_said_and_misspelt(house, unit, language, text, scale):
    if unit != scale:
        assert set_to(house, text, language) is None


@pytest.mark.parametrize(("language", "text"), NEITHER)
def test_kelvin_and_an_unknown_word_after_the_degrees_set_nothing(house, language, text):
    assert set_to(house, text, language) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "set the thermostat to 25 degrees, not {}"),
        ("es", "pon el termostato a 25 grados, no {}"),
        ("fr", "mets le thermostat à 25 degrés, pas {}"),
    ],
)
@pytest.mark.parametrize("scale", ["celsius", "fahrenheit"])
def test_a_scale_that_is_denied_sets_nothing(house, language, text, scale):
    assert set_to(house, text.format(scale), language) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "set all thermostats to {} {} or so"),
        ("es", "pon todos los termostatos a unos {} grados {}"),
        ("fr", "mets tous les thermostats à {} degrés {}"),
    ],
)
def test_a_scale_of_another_home_is_not_left_to_home_assistants_agent(house, unit, language, text):
    scales = {"°C": "celsius", "°F": "fahrenheit"}
    own = scales.pop(unit)
    assert may_hand_over(text.format(20, own), language, house.home)
    assert not may_hand_over(text.format(20, *scales.values()), language, house.home)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("turn on lamp 2C", "en"),
        ("turn on the lights in apartment 2 C", "en"),
        ("turn off bulb 20 K", "en"),
        ("enciende la lámpara 2C", "es"),
        ("allume la lampe 2C", "fr"),
    ],
)
def test_a_letter_that_ends_a_name_is_no_unit(text, language):
    found = understanding("°F", NUMBERED).read(text, language)
    assert isinstance(found, tuple), found


def test_a_name_does_not_hide_a_unit():
    house = understanding("°C", NUMBERED)
    assert house.understand("set thermostat 3F to 20 celsius", "en").slots["temperature"] == 20
    assert isinstance(house.read("set thermostat 3F to 70 F", "en"), LeftOver)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("set the thermostat to 20 degrees celsius in ten minutes", "en"),
        ("in ten minutes set the thermostat to 20 degrees celsius", "en"),
        ("pon el termostato a 20 grados centígrados en diez minutos", "es"),
        ("dans dix minutes mets le thermostat à 20 degrés celsius", "fr"),
    ],
)
def test_a_delayed_command_in_the_other_unit_sets_nothing(house, unit, text, language):
    """Its own words are read again when it is due, and so at once."""
    found = house.read(text, language)
    if unit == "°C":
        assert house.understand(found[0].slots["conversation_command"], language)
    else:
        assert isinstance(found, LeftOver)
        assert found.reason == "in_fahrenheit"


def test_an_item_of_a_list_keeps_its_unit(house):
    found = house.understand("put 451 Fahrenheit the book on the shopping list", "en")
    assert found.slots["item"] == "451 Fahrenheit the book"


def test_the_letter_of_an_air_conditioner_is_no_unit(house):
    """Not one degree Celsius."""
    found = house.read("turn on the a c", "en")
    assert not (isinstance(found, LeftOver) and "a c" in found.words)


SIGNED = [
    ("en", "set the thermostat to {} degrees"),
    ("es", "pon el termostato a {} grados"),
    ("fr", "mets le thermostat à {} degrés"),
]


@pytest.mark.parametrize(("language", "order"), SIGNED)
@pytest.mark.parametrize("number", ["21.5", "21,5", "21.0", "21,0"])
def test_decimals_are_understood_with_either_sign(house, language, order, number):
    assert set_to(house, order.format(number), language) == float(number.replace(",", "."))


@pytest.mark.parametrize(("language", "order"), SIGNED)
@pytest.mark.parametrize("number", ["1,500", "1.500", "20,000", "20.000", "21.500", "1,500,000", "1.500.000"])
def test_what_may_be_thousands_is_no_amount(house, language, order, number):
    assert set_to(house, order.format(number), language) is None
