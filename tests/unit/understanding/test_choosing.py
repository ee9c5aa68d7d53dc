"""Answers to "which one?": by name, by room, by place in the order, all, none, and what is no answer."""

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.understanding.choosing import commands_of, options_meant
from tests.harness.home import entity, home_of

HOME = home_of(
    entity("light.lamp", "Lamp", "Lámpara", "bedroom"),
    entity("light.night", "Night light", "Luz de noche", "bedroom"),
    entity("light.salon", "Lamp", "Lámpara", "salon"),
    entity("light.one", "Bulb 1", "Bombilla 1", "salon"),
    entity("light.two", "Bulb 2", "Bombilla 2", "bedroom"),
    bedroom=("Bedroom", "Dormitorio"),
    salon=("Living room", "Salón"),
)


def on(light, **slots):
    return Intent("", "HassTurnOn", {"name": light, **slots}, (light,), "turn it on", "en", 1.0)


def choice(*lights, words="the lamp", language="en"):
    return Choice(words, tuple((on(light),) for light in lights), lights, language)


NAMES = choice("light.lamp", "light.night", words="the light")
NOMBRES = choice("light.lamp", "light.night", words="la luz", language="es")
ROOMS = choice("light.lamp", "light.salon")
SALAS = choice("light.lamp", "light.salon", words="la lámpara", language="es")
BULBS = choice("light.one", "light.two", words="the bulb")
THREE = choice("light.lamp", "light.night", "light.salon", words="the light")


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        (NAMES, "the lamp", (0,)),
        (NAMES, "the night light, please", (1,)),
        (NAMES, "the night one", (1,)),
        (NAMES, "I mean the lamp", (0,)),
        (NAMES, "the second", (1,)),
        (NAMES, "the second light", (1,)),
        (NAMES, "the last one", (1,)),
        (NAMES, "number two", (1,)),
        (NAMES, "both", (0, 1)),
        (NAMES, "all of them", (0, 1)),
        (NAMES, "the lamp and the night light", (0, 1)),
        (NAMES, "none", ()),
        (NAMES, "neither of them", ()),
        (ROOMS, "the bedroom one", (0,)),
        (ROOMS, "the one in the living room", (1,)),
        (ROOMS, "the living room lamp", (1,)),
        (ROOMS, "the first", (0,)),
        (BULBS, "bulb two", (1,)),
        (BULBS, "bulb 1", (0,)),
        (THREE, "all three", (0, 1, 2)),
        (THREE, "the third", (2,)),
        (NOMBRES, "la lámpara", (0,)),
        (NOMBRES, "la de noche", (1,)),
        (NOMBRES, "la segunda", (1,)),
        (NOMBRES, "la dos", (1,)),
        (NOMBRES, "las dos", (0, 1)),
        (NOMBRES, "todas", (0, 1)),
        (NOMBRES, "ninguna", ()),
        (SALAS, "la del dormitorio", (0,)),
        (SALAS, "la del salón, por favor", (1,)),
        (SALAS, "la última", (1,)),
    ],
)
def test_an_answer_names_what_is_meant(asked, text, meant):
    assert options_meant(asked, text, asked.language, HOME) == meant


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (NAMES, "yes"),
        (NAMES, ""),
        (NAMES, "the"),
        (NAMES, "banana"),
        (NAMES, "the light"),  # what was asked about
        (NAMES, "the kitchen lamp"),  # not there
        (NAMES, "the bedroom one"),  # both are
        (NAMES, "the third"),
        (NAMES, "the second lamp"),
        (NAMES, "the lamp?"),
        (NAMES, "not the lamp"),
        (NAMES, "the lamp and the radio"),
        (NAMES, "all three"),
        (THREE, "both"),
        (THREE, "the lamp"),
        (ROOMS, "the lamp"),
        (ROOMS, "turn on the radio in the bedroom"),
        (BULBS, "bulb three"),
        (NOMBRES, "la lámpara no"),
        (SALAS, "la de la cocina"),
        (SALAS, "las tres"),
    ],
)
def test_what_is_no_answer_decides_nothing(asked, text):
    assert options_meant(asked, text, asked.language, HOME) is None


def test_things_that_the_home_has_no_more_are_still_chosen_by_their_place():
    gone = choice("light.gone", "light.away")
    assert options_meant(gone, "the first", "en", HOME) == (0,)
    assert options_meant(gone, "the lamp", "en", HOME) is None


def test_the_commands_of_one_option_are_all_that_was_said():
    radio = Intent("", "HassTurnOff", {"name": "media_player.radio"}, ("media_player.radio",), "x", "en", 1.0)
    both = Choice("the lamp", ((on("light.lamp"), radio), (on("light.salon"), radio)), ROOMS.things, "en")
    assert commands_of(both, (1,)) == (on("light.salon"), radio)
    lamps = Intent("", "HassTurnOn", {}, ("light.lamp", "light.salon"), "turn it on", "en", 1.0)
    assert commands_of(both, (0, 1)) == (lamps, radio)


def test_commands_with_other_values_stay_apart():
    options = ((on("light.lamp", brightness=20),), (on("light.salon", brightness=40),))
    dimmed = Choice("the lamp", options, ROOMS.things, "en")
    assert commands_of(dimmed, (0, 1)) == (options[0][0], options[1][0])
