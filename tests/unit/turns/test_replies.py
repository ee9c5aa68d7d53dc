from datetime import date, datetime

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.responses.command_kinds import KINDS
from sarai_mqtt.turns.responses import replies
from sarai_mqtt.turns.responses.replies import reply_to
from tests.harness.home import entity, home_of

NOW = datetime(2026, 11, 22, 15, 5)


HOME = home_of(
    entity("light.ceiling", "Kitchen ceiling light", "Luz del techo de la cocina", area="kitchen"),
    entity("light.counter", "Counter light", "Luz de la encimera", area="kitchen"),
    entity("switch.kettle", "Kettle", "Hervidor", area="kitchen"),
    entity("cover.blinds", "Blinds", "Persianas", device_class="blind"),
    entity("cover.curtains", "Curtains", "Cortinas", device_class="curtain"),
    entity("lock.front", "Front door lock", "Cerradura de la puerta", confirm=True),
    entity("climate.hall", "Thermostat", "Termostato"),
    entity("media_player.tv", "TV", "Tele"),
    entity("scene.night", "Movie night", "Noche de cine"),
    entity("script.bed", "Bedtime", "Hora de dormir"),
    entity("button.bell", "Doorbell", "Timbre"),
    entity("vacuum.robot", "Anna's robot", "El robot"),
    kitchen=("Kitchen", "Cocina"),
    den=("Den", "Salón"),
)


def said(name, language, *targets, confirm=False, now=NOW, **slots):
    intent = Intent("", name, slots, targets, "text", language, 1.0, confirm=confirm)
    return reply_to(intent, HOME, now)


@pytest.mark.parametrize(
    ("name", "targets", "slots", "english", "spanish"),
    [
        (
            "HassTurnOn",
            ["light.ceiling"],
            {},
            "Turning on the kitchen ceiling light.",
            "Enciendo la luz del techo de la cocina.",
        ),
        ("HassTurnOff", ["switch.kettle"], {}, "Turning off the kettle.", "Apago el hervidor."),
        ("HassTurnOn", ["cover.blinds"], {}, "Opening the blinds.", "Abro las persianas."),
        ("HassTurnOff", ["cover.curtains"], {}, "Closing the curtains.", "Cierro las cortinas."),
        (
            "HassTurnOn",
            ["lock.front"],
            {},
            "Locking the front door lock.",
            "Cierro con llave la cerradura de la puerta.",
        ),
        (
            "HassTurnOff",
            ["lock.front"],
            {},
            "Unlocking the front door lock.",
            "Abro la cerradura de la puerta.",
        ),
        ("HassTurnOn", ["scene.night"], {}, "Activating Movie night.", "Activo Noche de cine."),
        ("HassTurnOn", ["script.bed"], {}, "Running Bedtime.", "Ejecuto Hora de dormir."),
        ("HassTurnOn", ["button.bell"], {}, "Pressing the doorbell.", "Pulso el timbre."),
        ("HassTurnOn", ["media_player.tv"], {}, "Turning on the TV.", "Enciendo la tele."),
        (
            "HassTurnOn",
            ["light.ceiling", "light.counter"],
            {"area": "kitchen", "domain": "light"},
            "Turning on the kitchen lights.",
            "Enciendo las luces de la cocina.",
        ),
        (
            "HassTurnOff",
            ["light.ceiling", "light.counter"],
            {"domain": "light"},
            "Turning off the lights.",
            "Apago las luces.",
        ),
        (
            "HassTurnOff",
            ["light.ceiling", "switch.kettle"],
            {},
            "Turning off the kitchen ceiling light and the kettle.",
            "Apago la luz del techo de la cocina y el hervidor.",
        ),
        (
            "HassTurnOff",
            ["light.ceiling", "switch.kettle"],
            {"area": "den"},
            "Turning off everything in the den.",
            "Apago todo en el salón.",
        ),
        (
            "HassTurnOn",
            ["cover.blinds", "cover.curtains"],
            {"domain": "cover", "device_class": "blind", "area": "den"},
            "Opening the den blinds.",
            "Abro las persianas del salón.",
        ),
        (
            "HassLightSet",
            ["light.ceiling"],
            {"brightness": 30},
            "Setting the kitchen ceiling light to 30 percent.",
            "Pongo la luz del techo de la cocina al 30 por ciento.",
        ),
        (
            "HassLightSet",
            ["light.counter"],
            {"color": "red"},
            "Changing the colour of the counter light.",
            "Cambio el color de la luz de la encimera.",
        ),
        (
            "HassLightSet",
            ["light.counter"],
            {"temperature": 2700},
            "Changing the colour temperature of the counter light.",
            "Cambio la temperatura de color de la luz de la encimera.",
        ),
        (
            "HassSetPosition",
            ["cover.blinds"],
            {"position": 50},
            "Setting the blinds to 50 percent.",
            "Pongo las persianas al 50 por ciento.",
        ),
        (
            "HassClimateSetTemperature",
            ["climate.hall"],
            {"temperature": 21.5},
            "Setting the thermostat to 21.5 degrees.",
            "Pongo el termostato a 21,5 grados.",
        ),
        (
            "HassSetVolume",
            ["media_player.tv"],
            {"volume_level": 40},
            "Setting the volume to 40 percent.",
            "Pongo el volumen al 40 por ciento.",
        ),
        (
            "HassSetVolumeRelative",
            ["media_player.tv"],
            {"volume_step": "up"},
            "Turning the volume up.",
            "Subo el volumen.",
        ),
        (
            "HassSetVolumeRelative",
            ["media_player.tv"],
            {"volume_step": "down"},
            "Turning the volume down.",
            "Bajo el volumen.",
        ),
        (
            "HassSetVolumeRelative",
            ["media_player.tv"],
            {"volume_step": -10},
            "Turning the volume down.",
            "Bajo el volumen.",
        ),
        ("HassVacuumStart", ["vacuum.robot"], {}, "Starting Anna's robot.", "Pongo en marcha el robot."),
        (
            "HassVacuumCleanArea",
            ["vacuum.robot"],
            {"area": "kitchen"},
            "Cleaning the kitchen.",
            "Limpio la cocina.",
        ),
        (
            "HassStartTimer",
            [],
            {"minutes": 10},
            "Starting a timer for 10 minutes.",
            "Pongo un temporizador de 10 minutos.",
        ),
        (
            "HassStartTimer",
            [],
            {"hours": 1, "minutes": 30},
            "Starting a timer for 1 hour and 30 minutes.",
            "Pongo un temporizador de 1 hora y 30 minutos.",
        ),
        (
            "HassStartTimer",
            [],
            {"hours": 2, "minutes": 1, "seconds": 5},
            "Starting a timer for 2 hours, 1 minute and 5 seconds.",
            "Pongo un temporizador de 2 horas, 1 minuto y 5 segundos.",
        ),
        (
            "HassIncreaseTimer",
            [],
            {"minutes": 5},
            "Adding 5 minutes to the timer.",
            "Añado 5 minutos al temporizador.",
        ),
        (
            "HassMediaSearchAndPlay",
            ["media_player.tv"],
            {"search_query": "jazz"},
            "Playing jazz.",
            "Pongo jazz.",
        ),
        (
            "HassShoppingListAddItem",
            [],
            {"item": "milk"},
            "Adding milk to the list.",
            "Añado milk a la lista.",
        ),
        ("HassNevermind", [], {}, "All right.", "De acuerdo."),
        (
            "HassGetState",
            ["light.ceiling"],
            {"state": "on"},
            "I can't read that yet without Home Assistant.",
            "Todavía no puedo leer eso sin Home Assistant.",
        ),
        ("MyOwnIntent", [], {}, "On it.", "Voy."),
    ],
)
def test_the_reply_in_both_languages(name, targets, slots, english, spanish):
    assert said(name, "en", *targets, **slots) == english
    assert said(name, "es", *targets, **slots) == spanish


def test_a_command_to_confirm_is_not_said_to_be_under_way():
    assert (
        said("HassTurnOff", "en", "lock.front", confirm=True)
        == "I haven't touched the front door lock: that needs a confirmation."
    )
    assert (
        said("HassTurnOff", "es", "lock.front", confirm=True)
        == "No toco la cerradura de la puerta: hace falta una confirmación."
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_every_intent_has_a_short_reply_without_gaps(name, language):
    slots = {"area": "kitchen", "minutes": 5, "brightness": 5}
    text = said(name, language, "light.ceiling", **slots)
    assert 3 < len(text) < 80
    assert text.endswith(".")
    assert not set("{}") & set(text)
    assert "  " not in text


def test_exactly_the_intents_that_are_recognised_have_a_reply():
    assert KINDS.keys() | replies._TIME | QUESTIONS == ANSWERED


@pytest.mark.parametrize(
    ("hour", "minute", "english", "spanish"),
    [
        (15, 5, "It's 3:05 PM.", "Son las 15:05."),
        (0, 0, "It's 12:00 AM.", "Son las 0:00."),
        (12, 30, "It's 12:30 PM.", "Son las 12:30."),
        (1, 10, "It's 1:10 AM.", "Es la 1:10."),
        (13, 10, "It's 1:10 PM.", "Son las 13:10."),
    ],
)
def test_the_time_is_the_clocks(hour, minute, english, spanish):
    now = datetime(2026, 11, 22, hour, minute)
    assert said("HassGetCurrentTime", "en", now=now) == english
    assert said("HassGetCurrentTime", "es", now=now) == spanish


def test_the_date_is_the_clocks():
    assert said("HassGetCurrentDate", "en") == "It's Sunday, November 22."
    assert said("HassGetCurrentDate", "es") == "Es domingo, 22 de noviembre."


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Luz", "la luz"),
        ("Luces del jardín", "las luces del jardín"),
        ("Lámpara", "la lámpara"),
        ("Ventilador", "el ventilador"),
        ("Persianas", "las persianas"),
        ("Altavoces", "los altavoces"),
        ("Televisión", "la televisión"),
        ("Sofá", "el sofá"),
        ("Lavavajillas", "el lavavajillas"),
        ("Radio", "la radio"),
        ("Habitaciones", "las habitaciones"),
        ("TV", "el TV"),
        ("La casita", "la casita"),
        ("Mi lámpara", "mi lámpara"),
    ],
)
def test_spanish_articles(name, phrase):
    assert wording("es").the(name) == phrase


def test_spanish_contracts_de_el():
    assert wording("es").of("el salón") == "del salón"
    assert wording("es").of("la cocina") == "de la cocina"


def test_english_articles():
    the = wording("en").the
    assert [the(n) for n in ("Lamp", "The lamp", "My lamp", "Anna's lamp", "TV")] == [
        "the lamp",
        "The lamp",
        "My lamp",
        "Anna's lamp",
        "the TV",
    ]


def test_dates_of_a_whole_year_are_sayable():
    days = [wording(lang).date(date(2026, month, 1)) for lang in ("en", "es") for month in range(1, 13)]
    assert len(set(days)) == 24
