from pathlib import Path

import pytest

from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.core.home import Area, Entity, Floor, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing

HOME = load_home(Path(__file__).parents[3] / "config" / "home.yaml")

CONTENT = {language: content_words(language) for language in ("en", "es")}


@pytest.fixture(scope="module")
def house():
    return HomeBiasing(HOME, CONTENT, lambda text, _: "light" in text or None)


@pytest.mark.parametrize(
    ("language", "heard", "meant"),
    [
        ("en", "Turn on the bed room lied.", "Turn on the bedroom light."),
        ("en", "Turn of the leaving room light.", "Turn off the living room light."),
        ("en", "Set the thermos tat to 21 degrees.", "Set the thermostat to 21 degrees."),
        ("en", "Turn on the lights and the kitchen.", "Turn on the lights in the kitchen."),
        ("en", "Turn on the whole light.", "Turn on the hall light."),
        ("es", "Enciende la luz de la cosina.", "Enciende la luz de la cocina."),
        ("es", "Sube las percianas del salón.", "Sube las persianas del salón."),
        ("es", "Con la luz del pasillo al 50%.", "Pon la luz del pasillo al 50%."),
        ("es", "¿Está abierta la bentana del vaño?", "¿Está abierta la ventana del baño?"),
        ("es", "Apaga en ventilador de techo.", "Apaga el ventilador de techo."),
        ("es", "Ponen ventilador de techo.", "Pon el ventilador de techo."),
        ("es", "Quítalas luces de la cocina.", "Quita las luces de la cocina."),
        ("es", "Suvele a la tele.", "Súbele a la tele."),
        ("es", "en Siende la luz de la cocina.", "enciende la luz de la cocina."),
        ("es", "Luz del vaño al 30%.", "Luz del baño al 30%."),
        ("en", "That the thermostat to 21 degrees.", "Set the thermostat to 21 degrees."),
    ],
)
def test_a_near_word_is_put_right(house, language, heard, meant):
    assert meant in house.nearest(heard, language)[:3]


def test_what_may_have_been_meant_is_for_the_audio_to_say(house):
    near = house.nearest("Turn o the leaving room light.", "en")
    assert {"Turn off the living room light.", "Turn on the living room light."} <= set(near)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Turn on the kitchen light."),
        ("en", "Set the thermostat to 21 degrees, please."),
        ("en", "What is the temperature in the kitchen?"),
        ("es", "Enciende la luz de la cocina."),
        ("es", "¿Qué temperatura hay en la cocina?"),
        ("es", "Pon un temporizador de diez minutos."),
    ],
)
def test_a_command_of_known_words_needs_nothing(house, language, text):
    assert house.nearest(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I went to the theatre with my sister last night."),
        ("en", "The song says turn off the light."),
        ("en", "She closed the door and opened a window."),
        ("en", "Tell me a joke about elephants."),
        ("en", "Thank you."),
        ("en", ""),
        ("en", "Bananas."),
        ("es", "La película iba de una luz que nunca se apaga."),
        ("es", "Ayer apagué la luz antes de salir."),
        ("es", "Apagué la luz de la cocina."),
        ("en", "I opened the bathroom window."),
        ("en", "Opened the bathroom window."),
        ("es", "He bajado las percianas del salón hasta la mitad."),
        ("es", "Cuéntame un chiste de elefantes."),
    ],
)
def test_talk_is_left_alone(house, language, text):
    assert not house.nearest(text, language)


def test_nothing_is_only_left_out(house):
    assert "Turn on the kitchen light." not in house.nearest("Turn on the kitchen light marmalade.", "en")


def test_what_nothing_expects_may_stay(house):
    near = house.nearest("Turn on the kitchen lite for Barnaby.", "en")
    assert near[0] == "Turn on the kitchen light for Barnaby."


def test_the_house_says_what_a_command_is(house):
    assert house.is_command("Turn on the light.", "en")
    assert not house.is_command("Bananas.", "en")


def test_a_home_is_learnt_while_it_runs():
    house = HomeBiasing(Home(), CONTENT, lambda *_: None)
    assert not house.nearest("Turn on the larder light.", "en")
    lamp = Entity("light.l", {"en": ("Larder light",)})
    hidden = Entity("light.h", {"en": ("Cellar light",)}, exposed=False)
    floor = Floor("attic", {"en": ("Attic",)})
    house.learn(
        Home({"den": Area("den", {"en": ("Den",)})}, {e.id: e for e in (lamp, hidden)}, {"attic": floor})
    )
    assert "Turn on the larder light." in house.nearest("Turn on the lauder light.", "en")
    assert "Turn on the lights in the attic." in house.nearest("Turn on the lights in the attik.", "en")
    assert not any("cellar" in text.lower() for text in house.nearest("Turn on the seller light.", "en"))


def test_no_more_than_can_be_scored(house):
    assert 0 < len(house.nearest("Turn of the leaving room lite.", "en")) <= 16


@pytest.mark.parametrize(
    ("language", "heard", "kept"),
    [
        ("es", "Apaga las luces menos las del baño.", "menos"),
        ("es", "Abre todo.", "todo"),
        ("es", "Enciende solo la lus del pasillo.", "solo"),
        ("es", "Sube el termostato dos grados.", "dos"),
        ("en", "Turn off all the lights except the bath room lied.", "except"),
        ("en", "Turn on only the kitchen lied.", "only"),
    ],
)
def test_what_changes_the_meaning_is_not_put_right(house, language, heard, kept):
    assert all(kept in text for text in house.nearest(heard, language))


def test_after_an_article_it_may_be_a_name(house):
    awning = Home(entities={"cover.a": Entity("cover.a", {"es": ("Toldo",)}, device_class="awning")})
    house = HomeBiasing(awning, CONTENT, lambda text, _: "toldo" in text or None)
    assert "Abre el toldo." in house.nearest("Abre el todo.", "es")
    assert house.nearest("Abre todo.", "es") == []


@pytest.mark.parametrize(
    ("language", "heard", "verb"),
    [
        ("es", "Apuntar la lus del pasillo.", "apuntar"),
        ("es", "Alumbra la lus del pasillo.", "alumbra"),
        ("es", "Apunta la lus del pasillo.", "apunta"),
        ("en", "Restart the kitchen lied.", "restart"),
        ("en", "Call the kitchen lied.", "call"),
    ],
)
def test_another_verb_is_never_put_in_place_of_a_known_one(house, language, heard, verb):
    found = house.nearest(heard, language)
    assert all(text.lower().startswith(verb) for text in found)


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("en", "Don't turn on the kitchen lied."),
        ("en", "He said turn on the kitchen lied."),
        ("es", "No enciendas la lus del pasillo."),
        ("es", "Si anochece enciende la lus del pasillo."),
    ],
)
def test_no_order_is_made_of_what_is_none(house, language, heard):
    before = set(heard.lower().split()[:1])
    assert all(before <= set(text.lower().split()) for text in house.nearest(heard, language))
