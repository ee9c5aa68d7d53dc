"""A sentence that says how a thing is changes nothing; an order, a complaint or a question beside it counts."""

from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages import LANGUAGE_DATA
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.guards import forbids
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "es")

STATEMENTS = {
    "en": """
The kitchen light is on, at 50 percent
The kitchen light is on at 50 percent
The bedroom blind is open at 40 percent
The bedroom blinds are at 40 percent
The thermostat is set to 21 degrees
The hall light was at 20 percent
The office light is still at 30 percent
The bathroom light stays at 10 percent
The floor lamp remains at 60 percent
The desk lamp looks blue
The office light is blue
The bedroom light's at 15 percent
The garage light's on at 80 percent
I think the kitchen light is at 50 percent
Apparently the desk lamp is at 30 percent
The radio is at 20 percent volume
The ceiling fan is at 50 percent
The living room fan is running at 70 percent
The curtains are open halfway
The curtains are half open
The vacuum is back on its dock
The lights in the kitchen are at 20 percent
The light in the office is at 25 percent
The air conditioning is at 24 degrees
The TV strip is purple
The night light sits at 5 percent
The mirror light was on, at 70 percent
In the kitchen the light is at 50 percent
Great, the kitchen light is at 50 percent
Look, the kitchen light is on at 50 percent
The kitchen light, the one on the ceiling, is at 50 percent
I've got the kitchen light at 50 percent
I have the bedroom blinds at 40 percent
The kitchen light glows at 20 percent
The kitchen light will be at 50 percent
The bedroom blinds are already at 40 percent
The kids room light is yellow
The hall light's still at 40 percent
The living room lights look orange
The stereo volume is at 30 percent
""",
    "es": """
La luz de la cocina está encendida, al 50 por ciento
La radio está en pausa
La persiana del dormitorio está abierta, al 40 por ciento
La persiana del dormitorio está al 40 por ciento
La lámpara de pie está al 20 por ciento
La tele está en silencio
La radio está silenciada
La calefacción está a 21 grados
El aire acondicionado está a 24 grados
La luz del despacho sigue al 30 por ciento
La lámpara de pie permanece al 60 por ciento
La luz del despacho está en rojo
Creo que la luz de la cocina está al 50 por ciento
El volumen de la radio está al 20 por ciento
La lavadora está en marcha
Las luces de la cocina están al 20 por ciento
La luz de la cocina ya está al 50 por ciento
El brillo de la luz de la cocina está al 50 por ciento
Está la luz de la cocina al 50 por ciento
Están las persianas del salón al 40 por ciento
Está en pausa la radio
Sigue en pausa la radio
El temporizador está en pausa
La tira de led está en morado
La lucecita está al 5 por ciento
la luz del dormitorio esta al 30 por ciento
la radio esta en pausa
La luz que tengo en la cocina está al 20 por ciento
En la cocina la luz está al 50 por ciento
Bien, la persiana del dormitorio está al 40 por ciento
Tengo la luz de la cocina al 50 por ciento
Tenemos la calefacción a 21 grados
La luz de la cocina brilla al 50 por ciento
La luz de la cocina estará al 50 por ciento
La luz de la cocina anda al 50 por ciento
Las cortinas están al 30 por ciento
Siguen las luces de la cocina al 20 por ciento
La tele sigue en silencio
La calefacción sigue a 19 grados
La cafetera está en marcha
""",
}

NEIGHBOURS = {
    "en": """
HassTurnOn: leave the kitchen light on
HassTurnOn: turn the kitchen light on, it is dark
HassTurnOn: it is dark, turn the kitchen light on
HassTurnOff: The kitchen light is on, turn it off
HassTurnOff: The kitchen light is still on, turn it off please
HassLightSet: the kitchen light is too bright
HassTurnOn: the kitchen light is off, turn it on
HassTurnOn: it's too dark in the living room
HassTurnOn: the living room is too dark
HassTurnOn: it's dark in the living room
HassSetVolumeRelative: The TV is too loud
HassSetVolumeRelative: the music is too loud
HassTurnOff: make sure the garage light is off
HassTurnOff: make sure the bedroom blinds are closed
HassTurnOn: the hallway's dark, put a light on
HassTurnOff: the garden lights have been on all day turn them off
HassTurnOff: that ceiling fan is noisy turn it off
HassVacuumStart: the floor is filthy start the vacuum
HassTurnOff: the kids are asleep turn their lights off in the kids room
HassTurnOff: nobody is in the lounge, turn the lights off
HassTurnOn: the match is on, put the TV on
HassTurnOn: it's freezing, turn the heating on
HassLightSet: I want the kitchen light at 50 percent
HassSetPosition: I'd like the bedroom blinds at 40 percent
HassTurnOn: the kitchen light should be on
HassTurnOn: the heating needs to be on
HassTurnOff: turn off the light that is on in the kitchen
HassClimateSetTemperature: set the heating to 21 degrees, it is cold in here
HassTurnOn: open the bedroom blinds, the sun is up
HassTurnOn: The front door is unlocked, lock it
HassGetState: is the kitchen light on?
HassGetState: is the kitchen light on
HassGetState: is the front door locked?
HassGetState: are the lights on in the kitchen?
HassClimateGetTemperature: what's the temperature in the bedroom
HassGetState: did I leave the garage light on
HassGetState: is the vacuum cleaning?
HassVacuumCleanArea: vacuum the kitchen, the floor is dirty
HassTurnOff: the kitchen light is on, could you turn it off
HassTurnOn: the kitchen light on please
""",
    "es": """
HassLightSet: deja la luz de la cocina al 50
HassTurnOn: deja la luz de la cocina encendida
HassTurnOn: deja encendida la luz de la cocina
HassTurnOn: está oscuro, enciende la luz de la cocina
HassTurnOff: se ha quedado encendida la luz de la cocina apágala
HassSetVolumeRelative: la tele está muy alta, bájala
HassSetVolumeRelative: esa tele está altísima bájala
HassTurnOn: el salón está muy oscuro
HassTurnOn: está muy oscuro el salón
HassSetVolumeRelative: la música está muy alta
HassLightSet: hay demasiada luz en el salón
HassTurnOn: hace falta luz en la sala
HassTurnOff: ya es de día apaga las luces del jardín
HassTurnOff: hace calor quita la calefacción
HassSetVolumeRelative: bájale a la tele que está dormido el bebé
HassTurnOn: enciende la luz que hay en la cocina
HassClimateSetTemperature: pon la calefacción a 21 grados, que hace frío
HassLightSet: la luz de la cocina al 50 por ciento
HassLightSet: quiero la luz de la cocina al 50 por ciento
HassTurnOn: quiero que la luz de la cocina esté encendida
HassTurnOn: asegúrate de que la luz de la cocina está encendida
HassTurnOn: que la luz de la cocina quede encendida
HassTurnOn: la persiana del dormitorio está cerrada, ábrela
HassTurnOn: sube la persiana del dormitorio, que ya es de día
HassMediaPause: pon en pausa la radio
HassMediaUnpause: sigue con la música
HassMediaUnpause: continúa la música
HassListAddItem: hay que comprar leche apúntala
HassGetState: está encendida la luz de la cocina
HassGetState: ¿está encendida la luz de la cocina?
HassGetState: ¿la luz de la cocina está encendida?
HassGetState: ¿están abiertas las persianas del salón?
HassGetState: ¿está cerrada la puerta principal?
HassGetState: ¿hay alguna luz encendida en la cocina?
HassGetState: hay luces encendidas en la cocina
HassGetState: ¿sigue encendida la luz del garaje?
HassGetState: ¿me he dejado encendida la luz del garaje?
HassClimateGetTemperature: ¿qué temperatura hay en el dormitorio?
HassTurnOff: ¿puedes apagar la luz de la cocina, que está encendida?
HassTurnOn: la lámpara de pie, enciéndela
""",
}

FOLLOW_UPS = (
    ("en", "turn on the kitchen light", "now off", "HassTurnOff"),
    ("en", "turn on the kitchen light", "to 50 percent", "HassLightSet"),
    ("es", "enciende la luz de la cocina", "ahora apágala", "HassTurnOff"),
    ("es", "enciende la luz de la cocina", "al 50 por ciento", "HassLightSet"),
)


def sentences(texts):
    return [(language, text) for language, lines in texts.items() for text in lines.strip().splitlines()]


@pytest.fixture(scope="module")
def house():
    home = load_home(ROOT / "tests" / "data" / "understanding" / "home.yaml")
    layers = (
        (Gazetteer(home, LANGUAGES, LANGUAGE_DATA), FUZZY),
        (SentenceSearch(home, LANGUAGES, LANGUAGE_DATA), RETRIEVAL),
    )
    templates = SentenceUnderstander(home, LANGUAGES)
    return Understanding(templates, layers, {language: content_words(language) for language in LANGUAGES})


@pytest.mark.parametrize(("language", "text"), sentences(STATEMENTS))
def test_a_statement_about_a_state_changes_nothing(house, language, text):
    intent = house.understand(text, language)
    assert intent is None or intent.name in QUESTIONS
    assert house.candidates(text, language) == ()


@pytest.mark.parametrize(("language", "text"), sentences(NEIGHBOURS))
def test_an_order_a_complaint_and_a_question_beside_a_statement_count(house, language, text):
    name, _, said = text.partition(": ")
    intent = house.understand(said, language)
    assert intent is not None
    assert intent.name == name


@pytest.mark.parametrize(("language", "before", "fragment", "name"), FOLLOW_UPS)
def test_a_follow_up_still_counts(house, language, before, fragment, name):
    first = house.understand(before, language)
    assert first is not None
    assert [intent.name for intent in house.follow_up(fragment, language, first)] == [name]


@pytest.mark.parametrize(
    ("language", "before", "told"),
    [
        ("en", "turn on the kitchen light", "it's at 50 percent"),
        ("en", "turn on the kitchen light", "the kitchen light is off now"),
        ("es", "enciende la luz de la cocina", "está al 50 por ciento"),
        ("es", "enciende la luz de la cocina", "la luz de la cocina está apagada"),
    ],
)
def test_a_statement_after_an_order_is_no_follow_up(house, language, before, told):
    assert house.follow_up(told, language, house.understand(before, language)) is None


def test_an_intent_of_the_user_may_be_said_as_a_state():
    own = Intent("", "SetSeason", {}, (), "it is winter now", "en", 1.0)
    changing = Intent("", "HassTurnOn", {}, ("light.a",), "the light is on", "en", 1.0)
    assert forbids("the season is winter", "en", own) is None
    assert forbids("the light is on", "en", changing) == "state"
