"""Orders at a moment, and what only looks like one: amounts, conditions, reports, questions."""

from pathlib import Path

import pytest

from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.recognizer import Understanding
from sarai_mqtt.understanding.templates import SentenceUnderstander

LANGUAGES = ("en", "es", "fr")
ORDER = "HassScheduleCommand"
DAYS = "monday tuesday wednesday thursday friday saturday sunday"
WORKDAYS = "monday tuesday wednesday thursday friday"


def named(en, es, fr):
    return {"en": (en,), "es": (es,), "fr": (fr,)}


AREAS = {
    "kitchen": Area("kitchen", named("Kitchen", "Cocina", "Cuisine")),
    "living": Area("living", named("Living room", "Salón", "Salon")),
}
ENTITIES = (
    Entity("light.porch", named("Porch light", "Luz del porche", "Lumière du porche"), None),
    Entity("light.kitchen", named("Kitchen lamp", "Lámpara de la cocina", "Lampe de la cuisine"), "kitchen"),
    Entity("light.living", named("Living room light", "Luz del salón", "Lumière du salon"), "living"),
    Entity("cover.blinds", named("Blinds", "Persianas", "Volets"), "living"),
    Entity("lock.door", named("Front door", "Puerta principal", "Porte d'entrée"), None, confirm=True),
    Entity("climate.hall", named("Heating", "Calefacción", "Chauffage"), None),
    Entity("climate.thermostat", named("Thermostat", "Termostato", "Thermostat"), None),
    Entity("media_player.radio", named("Radio", "Radio", "Radio"), "kitchen"),
    Entity("switch.coffee", named("Coffee machine", "Cafetera", "Cafetière"), "kitchen"),
    Entity("vacuum.robot", named("Robot", "Robot", "Robot"), None),
    Entity("button.router", named("Restart router", "Reiniciar router", "Redémarrer le routeur"), None),
)


@pytest.fixture(scope="module")
def house():
    home = Home(areas=AREAS, entities={entity.id: entity for entity in ENTITIES})
    sentences = SentenceUnderstander(home, LANGUAGES, Path("no such folder"))
    return Understanding(sentences, (), {code: content_words(code) for code in LANGUAGES})


def row(target, *texts, **slots):
    return [(text, target, slots) for text in texts]


ENGLISH = [
    *row("cover.blinds", "have the blinds open at sunrise", "have the blinds open at sunrise please", sun="sunrise"),
    *row("light.porch", "have the porch light on at 8 pm", times="20:00"),
    *row("vacuum.robot", "do a round with the vacuum at eleven in the morning", "give the floors a quick once-over with the hoover at eleven in the morning", times="11:00"),
    *row("button.router", "restart the router at four in the morning", "at four in the morning restart the router", times="04:00"),
    *row("switch.coffee", "every day but Sunday turn on the coffee machine at 7 am", "turn on the coffee machine at 7 am every day except Sunday", times="07:00", days=DAYS.removesuffix(" sunday")),
    *row("light.porch", "turn on the porch light at seven", "at seven turn on the porch light", times="07:00 19:00"),
    *row("light.living", "at half past ten tonight turn off the living room light", "tonight turn off the living room light at half past ten", times="22:30", day="today"),
    *row("cover.blinds", "close the blinds on Friday at noon", "on Friday at noon close the blinds", "close the blinds on Friday noon", times="12:00", day="friday"),
    *row("cover.blinds", "open the blinds tomorrow at seven", "tomorrow at seven open the blinds", times="07:00 19:00", day="tomorrow"),
    *row("light.kitchen", "turn off the kitchen lamp at 11 pm", "please turn off the kitchen lamp at 11pm", "could you turn off the kitchen lamp at eleven pm", times="23:00"),
    *row("switch.coffee", "at eight o'clock turn on the coffee machine", times="08:00 20:00"),
    *row("switch.coffee", "turn on the coffee machine at quarter past seven", "turn on the coffee machine at 7:15", times="07:15 19:15"),
    *row("switch.coffee", "turn on the coffee machine tomorrow morning at seven", "turn on the coffee machine tomorrow 7 am", times="07:00", day="tomorrow"),
    *row("cover.blinds", "every day at eight open the blinds", "open the blinds every day at eight", times="08:00 20:00", days=DAYS),
    *row("switch.coffee", "on weekdays at 7 am turn on the coffee machine", times="07:00", days=WORKDAYS),
    *row("climate.hall", "on Mondays and Thursdays at 6 pm turn on the heating", times="18:00", days="monday thursday"),
    *row("climate.thermostat", "set the thermostat to 20 at seven", times="07:00 19:00"),
    *row("light.kitchen", "dim the kitchen lamp to 20 at nine tonight", times="21:00", day="today"),
    *row("vacuum.robot", "start the robot tomorrow at 10am", times="10:00", day="tomorrow"),
    *row("light.porch", "turn on the porch light at sunset", "at dusk turn on the porch light", "turn on the porch light when it gets dark", sun="sunset"),
    *row("light.porch", "half an hour before sunset turn on the porch light", sun="sunset", offset=-30),
    *row("light.porch", "turn off the porch light every day at sunrise", sun="sunrise", days=DAYS),
]  # fmt: skip
SPANISH = [
    *row("vacuum.robot", "da una pasada con la aspiradora a las once de la mañana", "que dé una vuelta el robot a las once de la mañana", times="11:00"),
    *row("button.router", "reinicia el router a las cuatro de la mañana", "a las cuatro de la mañana reinicia el router", times="04:00"),
    *row("cover.blinds", "todos los días menos el domingo a las 8 de la mañana abre las persianas", times="08:00", days=DAYS.removesuffix(" sunday")),
    *row("light.porch", "en cuanto se ponga el sol enciende la luz del porche", "enciende la luz del porche en cuanto anochezca", sun="sunset"),
    *row("cover.blinds", "mañana a las ocho abre las persianas", "abre las persianas mañana a las ocho", times="08:00 20:00", day="tomorrow"),
    *row("light.porch", "enciende la luz del porche a las siete", "prende la luz del porche a las 7", "prendé la luz del porche a las siete", "¿puedes encender la luz del porche a las siete?", times="07:00 19:00"),
    *row("light.porch", "prende la luz del porche a las 7 de la noche", times="19:00"),
    *row("cover.blinds", "todos los días a las ocho sube las persianas", times="08:00 20:00", days=DAYS),
    *row("switch.coffee", "los lunes a las siete enciende la cafetera", times="07:00 19:00", days="monday"),
    *row("cover.blinds", "entre semana a las 7:30 sube las persianas", "de lunes a viernes a las siete y media sube las persianas", times="07:30 19:30", days=WORKDAYS),
    *row("cover.blinds", "baja las persianas el viernes a mediodía", times="12:00", day="friday"),
    *row("light.living", "apagá la luz del salón a las 22 hs", "apaga la luz del salón a las 22:00", "por la noche a las diez apaga la luz del salón", times="22:00"),
    *row("climate.hall", "a las siete pon la calefacción a 22", "pon la calefacción a 22 a las siete", times="07:00 19:00"),
    *row("media_player.radio", "pon la radio a las 8", times="08:00 20:00"),
    *row("light.porch", "al anochecer enciende la luz del porche", "enciende la luz del porche cuando se ponga el sol", sun="sunset"),
    *row("light.porch", "apaga la luz del porche al amanecer", sun="sunrise"),
    *row("light.porch", "enciende la luz del porche media hora antes del anochecer", sun="sunset", offset=-30),
]  # fmt: skip
FRENCH = [
    *row("light.living", "à 22 h, éteins la lumière du salon", "éteins la lumière du salon à 22h", times="22:00"),
    *row("light.porch", "allume la lumière du porche à sept heures", times="07:00 19:00"),
    *row("cover.blinds", "demain à huit heures ouvre les volets", "demain 8 h ouvre les volets", times="08:00 20:00", day="tomorrow"),
    *row("cover.blinds", "tous les jours à 8 h ouvre les volets", times="08:00 20:00", days=DAYS),
    *row("cover.blinds", "en semaine à 7h30 ouvre les volets", times="07:30 19:30", days=WORKDAYS),
    *row("light.living", "éteins la lumière du salon ce soir à dix heures et demie", times="22:30", day="today"),
    *row("light.living", "peux-tu éteindre la lumière du salon à minuit", times="00:00 24:00"),
    *row("climate.hall", "monte le chauffage à 22 degrés à sept heures", times="07:00 19:00"),
    *row("light.porch", "au coucher du soleil allume la lumière du porche", "à la brunante allume la lumière du porche", sun="sunset"),
    *row("cover.blinds", "ferme les volets une demi-heure après le coucher du soleil", sun="sunset", offset=30),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "target", "slots"),
    [(c, *r) for c, rows in (("en", ENGLISH), ("es", SPANISH), ("fr", FRENCH)) for r in rows],
)
def test_an_order_at_a_moment(house, language, text, target, slots):
    (found,) = house.read(text, language)
    assert (found.name, found.targets, found.text, found.confirm) == (ORDER, (target,), text, False)
    words = str(found.slots["conversation_command"])
    assert found.slots == {**slots, "conversation_command": words}
    (command,) = house.read(words, language)
    assert command.targets == (target,)
    assert command.name != ORDER


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # amounts
        *(("en", text) for text in (
            "set the thermostat to 7", "turn the heating to 7", "set the heating to 21.5", "turn the heating on at 20", "turn on the heating at 20 tonight",
            "turn on the kitchen lamp at 20 percent", "turn on the porch light at seven percent", "turn on the porch light at twenty five",
            "set the kitchen lamp at 7", "lamp at 7", "set the volume at 8", "turn on the radio at seven", "turn the kitchen lamp down by 5", "dim the kitchen lamp to 10",
            "set the heating to 21.5 tomorrow", "turn on the kitchen lamp at the door", "turn on the kitchen lamp for 3 hours",
        )),
        *(("es", text) for text in (
            "pon el termostato a 20", "pon el termostato a treinta y cinco", "pon el termostato a 21.5", "pon la calefacción a 20 esta noche",
            "pon la calefacción a 20 mañana", "pon el volumen de la radio al 8", "enciende la lámpara de la cocina al 20", "las cuatro luces del salón, apágalas",
            "mañana las cuatro luces apágalas", "enciende la lámpara de la cocina durante tres horas",
        )),
        *(("fr", text) for text in (
            "mets le thermostat à 20", "allume le chauffage à 20", "mets le chauffage à 20 demain", "règle le thermostat à 20 h", "allume la lumière du salon pendant 3 heures",
        )),
        # another time than at that one
        *(("en", text) for text in (
            "turn off the kitchen lamp before 11 pm", "turn off the kitchen lamp by 11 pm", "turn off the kitchen lamp after 11 pm", "turn off the kitchen lamp tomorrow",
            "turn on the porch light from sunset to sunrise", "turn on the porch light from seven to ten pm",
            "turn off the kitchen lamp in the evening",
        )),
        *(("es", text) for text in (
            "apaga la luz del salón antes de las ocho", "apaga la luz del salón después de las ocho", "apaga la luz del salón mañana",
            "enciende la luz del porche desde las ocho hasta las diez", "enciende la luz del porche a las ocho y apaga la cafetera",
        )),
        *(("fr", text) for text in ("éteins la lumière du salon avant 22 h", "éteins la lumière du salon après 22 h", "éteins la lumière du salon demain")),
        # no orders, or conditional ones
        *(("en", text) for text in (
            "have the blinds been open since sunrise", "have the blinds opened at sunrise?", "don't restart the router at four in the morning",
            "was the router restarted at four in the morning", "the kids did a round with the vacuum at eleven in the morning",
            "don't turn off the kitchen lamp at 11 pm", "did you turn off the kitchen lamp at 11 pm", "I turn off the kitchen lamp at 11 pm",
            "she said to turn off the kitchen lamp at 11 pm", "is the porch light on at 8 pm", "if it rains close the blinds at 8 pm",
            "when Ana comes home turn on the porch light at 8 pm", "turn off the chandelier at 8 pm", "turn on the at 8 pm",
        )),
        *(("es", text) for text in (
            "no reinicies el router a las cuatro de la mañana", "el router se reinició a las cuatro de la mañana",
            "no apagues la luz del salón a las ocho", "los lunes a las siete Ana enciende la cafetera", "cuando venga Ana a las ocho enciende la luz del porche",
            "si llueve a las ocho cierra las persianas", "enciende la luz del porche cuando llegue a las ocho", "apagué la luz del salón a las ocho",
        )),
        *(("fr", text) for text in (
            "n'éteins pas la lumière du salon à 22 h", "quand Ana arrive à huit heures allume la lumière du porche", "s'il pleut à huit heures ferme les volets",
        )),
    ],
)  # fmt: skip
def test_what_plans_nothing(house, language, text):
    found = house.read(text, language)
    assert not (isinstance(found, tuple) and any(each.name == ORDER for each in found))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "unlock the front door at 8 pm"),
        ("es", "abre la puerta principal a las ocho"),
        ("fr", "ouvre la porte d'entrée à huit heures"),
    ],
)
def test_what_is_guarded_is_asked_about_now(house, language, text):
    (found,) = house.read(text, language)
    assert (found.name, found.targets, found.confirm) == (ORDER, ("lock.door",), True)


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("en", "unlock the front door every day at eight", "every day at eight"),
        ("es", "abre la puerta principal todos los días a las ocho", "todos los días a las ocho"),
        ("fr", "tous les jours à huit heures ouvre la porte d'entrée", "tous les jours à huit heures"),
        ("en", "unlock the front door every day at sunrise", "every day at sunrise"),
    ],
)
def test_what_is_guarded_is_not_done_each_day(house, language, text, moment):
    assert house.read(text, language) == LeftOver((moment,), "unaccounted", language)


@pytest.mark.parametrize(
    "text",
    ["open the blinds at 7.15", "open the blinds tomorrow at 7.15", "open the blinds at 7.15 tomorrow"],
)
def test_a_time_with_a_point_is_neither_its_hour_nor_an_amount(house, text):
    assert not isinstance(house.read(text, "en"), tuple)


@pytest.mark.parametrize("said", ["traba la puerta principal", "que se trabe la puerta principal"])
def test_what_is_kept_is_the_same_order_when_it_is_due(house, said):
    """A wish was once kept that would have been a question alone."""
    (kept,) = house.read(f"de lunes a viernes a las once de la noche {said}", "es", None)
    (alone,) = house.read(kept.slots["conversation_command"], "es", None)
    assert (kept.name, kept.targets) == (ORDER, ("lock.door",))
    assert (alone.name, alone.targets) == ("HassTurnOn", ("lock.door",))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "lock the front door in five minutes"),
        ("en", "in five minutes lock the front door"),
        ("es", "bloquea la puerta principal en cinco minutos"),
        ("fr", "verrouille la porte d'entrée dans cinq minutes"),
    ],
)
def test_to_lock_later_needs_no_yes(house, language, text):
    (found,) = house.read(text, language)
    assert (found.name, found.targets, found.confirm) == ("HassStartTimer", ("lock.door",), False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "unlock the front door in five minutes"),
        ("es", "desbloquea la puerta principal en cinco minutos"),
        ("fr", "déverrouille la porte d'entrée dans cinq minutes"),
    ],
)
def test_to_unlock_later_needs_one(house, language, text):
    (found,) = house.read(text, language)
    assert (found.name, found.targets, found.confirm) == ("HassStartTimer", ("lock.door",), True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "unlock the front door for five minutes"),
        ("en", "unlock the front door for five minutes, the kids are on their way in"),
        ("en", "open the front door for five minutes and lock it again afterwards"),
        ("en", "unlock the front door for five minutes and then lock it"),
        ("es", "abre la puerta principal cinco minutos para que entre el repartidor y vuelve a cerrarla con llave"),
        ("es", "abre la puerta principal durante cinco minutos y luego bloquéala"),
        ("es", "desbloquea la puerta principal cinco minutos"),
        ("fr", "déverrouille la porte d'entrée pendant cinq minutes"),
    ],
)  # fmt: skip
def test_what_is_unlocked_for_a_while_is_asked_about_and_locked_again(house, language, text):
    now, later = house.read(text, language)
    assert (now.name, now.targets, now.confirm) == ("HassTurnOff", ("lock.door",), True)
    assert (later.name, later.targets, later.confirm) == ("HassStartTimer", ("lock.door",), False)
    assert later.slots["minutes"] == 5
    (locked,) = house.read(str(later.slots["conversation_command"]), language)
    assert (locked.name, locked.targets) == ("HassTurnOn", ("lock.door",))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "lock the front door for five minutes"),
        ("en", "lock the front door five minutes and then unlock it"),
        ("en", "I unlocked the front door for five minutes"),
        ("en", "unlock the front door five minutes ago"),
        ("es", "bloquea la puerta principal cinco minutos"),
        ("es", "abrieron la puerta principal cinco minutos"),
        ("fr", "verrouille la porte d'entrée pendant cinq minutes"),
    ],
)
def test_nothing_unlocks_by_itself(house, language, text):
    assert not isinstance(house.read(text, language), tuple)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "leave the coffee machine on another twenty minutes"),
        ("en", "leave the coffee machine on another twenty minutes and then switch it off"),
        ("es", "deja la cafetera encendida otros veinte minutos y luego la apagas"),
    ],
)
def test_another_length_of_time_is_one(house, language, text):
    now, later = house.read(text, language)
    assert (now.name, now.targets) == ("HassTurnOn", ("switch.coffee",))
    assert (later.name, later.slots["minutes"]) == ("HassStartTimer", 20)
