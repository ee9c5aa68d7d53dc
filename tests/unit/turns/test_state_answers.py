from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.responses.replies import outcome_sentence
from sarai_mqtt.turns.responses.units import amount_of
from tests.harness.home import entity, home_of

NOW = datetime(2026, 11, 22, 15, 5, tzinfo=timezone(timedelta(hours=1)))


HOME = home_of(
    entity("light.kitchen", "Kitchen light", "Luz de la cocina"),
    entity("light.hall", "Hall light", "Luz del pasillo"),
    entity("light.den", "Den light", "Luz del salón"),
    entity("light.bed", "Bedside lamp", "Lámpara de la mesilla"),
    entity("light.desk", "Desk lamp", "Flexo"),
    entity("fan.desk", "Desk fan", "Ventilador del escritorio"),
    entity("cover.blinds", "Blinds", "Persianas"),
    entity("cover.garage", "Garage door", "Puerta del garaje"),
    entity("lock.front", "Front door", "Puerta principal"),
    entity("climate.hall", "Thermostat", "Termostato"),
    entity("media_player.tv", "TV", "Tele"),
    entity("vacuum.robot", "Robot", "Robot"),
    entity("binary_sensor.window", "Bathroom window", "Ventana del baño", device_class="window"),
    entity("binary_sensor.motion", "Hall sensor", "Sensor del pasillo", device_class="motion"),
    entity("binary_sensor.leak", "Leak sensor", "Detector de fugas", device_class="moisture"),
    entity("binary_sensor.battery", "Remote battery", "Pila del mando", device_class="battery"),
    entity("binary_sensor.plain", "Flag", "Bandera"),
    entity("sensor.kitchen", "Kitchen temperature", "Temperatura de la cocina"),
    entity("sensor.power", "House power", "Consumo de la casa"),
    entity("sensor.washer", "Washer end", "Fin de la lavadora", device_class="timestamp"),
    entity("sensor.phase", "Washer phase", "Fase de la lavadora"),
    entity("alarm_control_panel.home", "Alarm", "Alarma"),
    entity("person.ana", "Ana", "Ana"),
    entity("person.ines", "Inés", "Inés"),
    entity("weather.home", "Weather", "Tiempo"),
    kitchen=("Kitchen", "Cocina"),
)


def asked(asks, states, slots, name="HassGetState"):
    acted = ActionResult(states=tuple(EntityState(*state) for state in states))
    targets = tuple(state[0] for state in states)
    intents = [Intent("", name, slots, targets, "x", lang, 1.0, asks=asks) for lang in ("en", "es")]
    return [outcome_sentence(intent, acted, HOME, NOW) for intent in intents]


@pytest.mark.parametrize(
    ("state", "english", "spanish"),
    [
        (("light.kitchen", "on"), "The kitchen light is on.", "La luz de la cocina está encendida."),
        (
            ("light.kitchen", "on", {"brightness": 77}),
            "The kitchen light is on, at 30 percent.",
            "La luz de la cocina está encendida, al 30 por ciento.",
        ),
        (("light.kitchen", "off", {"brightness": 77}), "The kitchen light is off.", "La luz de la cocina está apagada."),
        (("light.kitchen", "on", {"brightness": 255}), "The kitchen light is on.", "La luz de la cocina está encendida."),
        (("light.kitchen", "on", {"brightness": None}), "The kitchen light is on.", "La luz de la cocina está encendida."),
        (("light.desk", "off"), "The desk lamp is off.", "El flexo está apagado."),
        (("fan.desk", "on", {"percentage": 66}), "The desk fan is on, at 66 percent.", "El ventilador del escritorio está encendido, al 66 por ciento."),
        (("cover.blinds", "open", {"current_position": 100}), "The blinds are open.", "Las persianas están abiertas."),
        (("cover.blinds", "open", {"current_position": 40}), "The blinds are open, at 40 percent.", "Las persianas están abiertas, al 40 por ciento."),
        (("cover.garage", "closing"), "The garage door is closing.", "La puerta del garaje está cerrándose."),
        (("lock.front", "locked"), "The front door is locked.", "La puerta principal está cerrada con llave."),
        (("lock.front", "jammed"), "The front door is jammed.", "La puerta principal está atascada."),
        (
            ("climate.hall", "heat", {"current_temperature": 20.5, "temperature": 21}),
            "The thermostat is on heating, 20.5 degrees now, set to 21 degrees.",
            "El termostato está en calefacción, 20,5 grados ahora, con objetivo de 21 grados.",
        ),
        (
            ("climate.hall", "off", {"current_temperature": 18.0, "temperature": 7}),
            "The thermostat is off, 18 degrees now.",
            "El termostato está apagado, 18 grados ahora.",
        ),
        (("media_player.tv", "playing", {"media_title": "Dune"}), "The TV is playing Dune.", "La tele está reproduciendo Dune."),
        (("media_player.tv", "paused", {"media_title": "Dune"}), "The TV is paused.", "La tele está en pausa."),
        (("vacuum.robot", "docked"), "The robot is at its base.", "El robot está en su base."),
        (("binary_sensor.window", "on"), "The bathroom window is open.", "La ventana del baño está abierta."),
        (("binary_sensor.motion", "on"), "The hall sensor is detecting motion.", "El sensor del pasillo está detectando movimiento."),
        (("binary_sensor.motion", "off"), "The hall sensor is not detecting any motion.", "El sensor del pasillo está sin detectar movimiento."),
        (("binary_sensor.leak", "on"), "The leak sensor is detecting water.", "El detector de fugas está detectando agua."),
        (("binary_sensor.leak", "off"), "The leak sensor is dry.", "El detector de fugas está seco."),
        (("binary_sensor.battery", "on"), "The remote battery is low.", "La pila del mando está baja."),
        (("binary_sensor.plain", "on"), "The flag is on.", "La bandera está encendida."),
        (("binary_sensor.plain", "on", {"device_class": "problem"}), "The flag is reporting a problem.", "La bandera está avisando de un problema."),
        (("sensor.kitchen", "21.53", {"unit_of_measurement": "°C"}), "The kitchen temperature is 21.5 degrees.", "La temperatura de la cocina está en 21,5 grados."),
        (("sensor.power", "1250.4", {"unit_of_measurement": "W"}), "The house power is 1250 watts.", "El consumo de la casa está en 1250 vatios."),
        (("sensor.phase", "fast_spin"), "The washer phase is fast spin.", "La fase de la lavadora: fast spin."),
        (("sensor.washer", "2026-11-22T16:30:00+00:00"), "The washer end is 5:30 PM.", "El fin de la lavadora: las 17:30."),
        (("sensor.washer", "2026-11-23T00:10:00+00:00"), "The washer end is 1:10 AM on Monday, November 23.", "El fin de la lavadora: la 1:10 del lunes, 23 de noviembre."),
        (("sensor.washer", "soon"), "The washer end is soon.", "El fin de la lavadora: soon."),
        (("alarm_control_panel.home", "disarmed"), "The alarm is disarmed.", "La alarma está desarmada."),
        (("light.kitchen", "unavailable"), "The kitchen light is not available.", "La luz de la cocina no está disponible."),
        (("cover.blinds", "unavailable"), "The blinds are not available.", "Las persianas no están disponibles."),
        (("sensor.kitchen", "unknown"), "I don't know the state of the kitchen temperature right now.", "No sé el estado de la temperatura de la cocina ahora mismo."),
        (("light.new_lamp", "on", {"friendly_name": "Stairs"}), "The stairs are on.", "Los stairs están encendidos."),
        (("button.bell", "2026-11-22T10:30:00+01:00"), "The bell, last at 10:30 AM.", "El bell, por última vez a las 10:30."),
        (("weather.home", "sunny", {"temperature": 20}), "It's 20 degrees and sunny.", "Hay 20 grados y hace sol."),
        (("switch.pump_2", "off"), "The pump 2 is off.", "El pump 2 está apagado."),
    ],
)  # fmt: skip
def test_how_one_thing_is(state, english, spanish):
    assert asked("one", [state], {"name": state[0]}) == [english, spanish]
    assert asked("", [state], {"name": state[0]}) == [english, spanish]


ON, OFF = ("light.kitchen", "on"), ("light.hall", "off")
ANA, INES = ("person.ana", "home"), ("person.ines", "home")


@pytest.mark.parametrize(
    ("asks", "wanted", "states", "english", "spanish"),
    [
        ("one_yesno", "on", [ON], "Yes, the kitchen light is on.", "Sí, la luz de la cocina está encendida."),
        ("one_yesno", "on", [OFF], "No, the hall light is off.", "No, la luz del pasillo está apagada."),
        ("", "on", [OFF], "No, the hall light is off.", "No, la luz del pasillo está apagada."),
        ("one_yesno", "closed", [("cover.garage", "opening")], "No, the garage door is opening.", "No, la puerta del garaje está abriéndose."),
        ("one_yesno", "locked", [("lock.front", "locked")], "Yes, the front door is locked.", "Sí, la puerta principal está cerrada con llave."),
        ("one_yesno", "on", [("binary_sensor.window", "off")], "No, the bathroom window is closed.", "No, la ventana del baño está cerrada."),
        ("one_yesno", "on", [("media_player.tv", "playing")], "Yes, the TV is playing.", "Sí, la tele está reproduciendo."),
        ("one_yesno", "off", [("media_player.tv", "standby")], "Yes, the TV is on standby.", "Sí, la tele está en espera."),
        ("one_yesno", "off", [("climate.hall", "heat")], "No, the thermostat is on heating.", "No, el termostato está en calefacción."),
        ("one_yesno", "on", [("light.kitchen", "unavailable")], "The kitchen light is not available.", "La luz de la cocina no está disponible."),
        ("one_yesno", "home", [ANA], "Yes, Ana is at home.", "Sí, Ana está en casa."),
        ("one_yesno", "home", [("person.ana", "Work")], "No, Ana is at Work.", "No, Ana está en Work."),
        ("one_yesno", "work", [("person.ana", "Work")], "Yes, Ana is at Work.", "Sí, Ana está en Work."),
        ("any", "on", [ON, OFF], "Yes, the kitchen light is on.", "Sí, la luz de la cocina está encendida."),
        ("", "on", [ON, OFF], "Yes, the kitchen light is on.", "Sí, la luz de la cocina está encendida."),
        ("any", "on", [OFF, ("light.den", "off")], "No, none.", "No, ninguna."),
        ("any", "on", [("fan.desk", "off")], "No, none.", "No, ninguno."),
        ("any", "open", [("cover.blinds", "closed")], "No, none.", "No, ninguna."),
        ("any", "home", [("person.ana", "not_home")], "No, nobody.", "No, nadie."),
        ("any", "home", [ANA, ("person.ines", "Work")], "Yes, Ana is at home.", "Sí, Ana está en casa."),
        ("any", "on", [OFF, ("light.den", "unavailable")], "No, none. I can't tell about the den light.", "No, ninguna. De la luz del salón no lo sé."),
        ("any", "on", [("light.den", "unknown")], "I can't tell about the den light.", "De la luz del salón no lo sé."),
        ("all", "on", [ON, ("light.den", "on")], "Yes, all of them.", "Sí, todas."),
        ("all", "on", [ON, OFF], "No, the hall light is off.", "No, la luz del pasillo está apagada."),
        ("all", "closed", [("cover.blinds", "open"), ("cover.garage", "opening")], "No, the blinds and the garage door are not closed.", "No, las persianas y la puerta del garaje no están cerradas."),
        ("all", "on", [ON, ("light.den", "unavailable")], "I can't tell about the den light.", "De la luz del salón no lo sé."),
        ("all", "home", [ANA, INES], "Yes, everybody.", "Sí, todos."),
        ("which", "on", [ON, OFF, ("light.desk", "on")], "The kitchen light and the desk lamp are on.", "La luz de la cocina y el flexo están encendidos."),
        ("which", "on", [OFF], "None.", "Ninguna."),
        ("which", "home", [ANA, INES], "Ana and Inés are at home.", "Ana e Inés están en casa."),
        ("which", "home", [("person.ana", "not_home")], "Nobody.", "Nadie."),
        ("how_many", "on", [ON, OFF], "Just the kitchen light.", "Solo la luz de la cocina."),
        ("how_many", "on", [ON, ("light.den", "on")], "2: the kitchen light and the den light.", "2: la luz de la cocina y la luz del salón."),
        ("how_many", "on", [OFF], "None.", "Ninguna."),
        ("which", "on", [(f"light.{n}", "on") for n in ("kitchen", "hall", "den", "bed", "desk")], "The kitchen light, the hall light, the den light and 2 more are on.", "La luz de la cocina, la luz del pasillo, la luz del salón y 2 más están encendidos."),
    ],
)  # fmt: skip
def test_questions_about_a_state(asks, wanted, states, english, spanish):
    assert asked(asks, states, {"state": wanted}) == [english, spanish]


@pytest.mark.parametrize(
    ("state", "english", "spanish"),
    [
        ("home", "Ana is at home.", "Ana está en casa."),
        ("not_home", "Ana is away.", "Ana está fuera."),
        ("Work", "Ana is at Work.", "Ana está en Work."),
        ("unknown", "I don't know where Ana is.", "No sé dónde está Ana."),
    ],
)
def test_where_somebody_is(state, english, spanish):
    assert asked("where", [("person.ana", state)], {"name": "person.ana"}) == [english, spanish]


TEMPERATURE = "HassClimateGetTemperature"


@pytest.mark.parametrize(
    ("slots", "states", "english", "spanish"),
    [
        ({"area": "kitchen"}, [("sensor.kitchen", "21.53")], "It's 21.5 degrees in the kitchen.", "Hay 21,5 grados en la cocina."),
        ({"area": "kitchen"}, [("sensor.kitchen", "-1")], "It's minus 1 degree in the kitchen.", "Hay 1 grado bajo cero en la cocina."),
        ({}, [("climate.hall", "heat", {"current_temperature": 20})], "It's 20 degrees.", "Hay 20 grados."),
        ({}, [("sensor.kitchen", "unavailable"), ("climate.hall", "off", {"current_temperature": 19.5})], "It's 19.5 degrees.", "Hay 19,5 grados."),
        ({}, [("sensor.kitchen", "21"), ("climate.hall", "heat", {"current_temperature": 19.5})], "The kitchen temperature 21 degrees, the thermostat 19.5 degrees.", "La temperatura de la cocina 21 grados, el termostato 19,5 grados."),
        ({}, [("sensor.kitchen", "nan")], "I don't know the state of the kitchen temperature right now.", "No sé el estado de la temperatura de la cocina ahora mismo."),
    ],
)  # fmt: skip
def test_temperatures(slots, states, english, spanish):
    assert asked("", states, slots, TEMPERATURE) == [english, spanish]


@pytest.mark.parametrize(
    ("state", "attributes", "english", "spanish"),
    [
        ("cloudy", {"temperature": 12}, "It's 12 degrees and cloudy.", "Hay 12 grados y está nublado."),
        ("rainy", {"temperature": -2.5}, "It's minus 2.5 degrees and raining.", "Hay 2,5 grados bajo cero y llueve."),
        ("unheard-of", {"temperature": 1}, "It's 1 degree.", "Hay 1 grado."),
        ("sunny", {}, "Sunny.", "Hace sol."),
        ("unavailable", {}, "I don't know the state of the weather right now.", "No sé el estado del tiempo ahora mismo."),
    ],
)  # fmt: skip
def test_the_weather(state, attributes, english, spanish):
    assert asked("", [("weather.home", state, attributes)], {}, "HassGetWeather") == [english, spanish]


def test_nothing_found_is_said():
    for name in ("HassGetState", TEMPERATURE, "HassGetWeather"):
        assert asked("which", [], {"state": "on"}, name) == [
            "I can't find anything like that.",
            "No encuentro nada así.",
        ]


def test_states_of_another_kind_never_break_an_answer():
    odd = [None, True, [], {}, "∞", "1e999", "-", " ", "a" * 5000, "{the}", "2026-99-99", 7]
    for id_ in HOME.entities:
        for value in odd:
            attributes = dict.fromkeys(
                ("brightness", "current_position", "percentage", "temperature", "current_temperature",
                 "media_title", "device_class", "unit_of_measurement", "friendly_name"), value,
            )  # fmt: skip
            for state in ("on", "playing", "open", "heat", str(value)):
                for asks, slots in (
                    ("one", {}),
                    ("any", {"state": "on"}),
                    ("all", {"state": "{0}"}),
                    ("where", {}),
                ):
                    for name in ("HassGetState", TEMPERATURE, "HassGetWeather"):
                        for text in asked(asks, [(id_, state, attributes)], slots, name):
                            assert text.endswith(".") and len(text) < 300


@pytest.mark.parametrize(
    ("value", "unit", "english", "spanish"),
    [
        (1.0, "kWh", "1 kilowatt hour", "1 kilovatio hora"),
        (2.456, "kWh", "2.46 kilowatt hours", "2,46 kilovatios hora"),
        (412.0, "ppm", "412 parts per million", "412 partes por millón"),
        (55.0, "%", "55 percent", "55 por ciento"),
        (300.0, "lx", "300 lux", "300 lux"),
        (25.0, "min", "25 minutes", "25 minutos"),
        (12.0, "μg/m³", "12 micrograms per cubic metre", "12 microgramos por metro cúbico"),
        (-3.0, "°C", "minus 3 degrees", "3 grados bajo cero"),
        (-0.04, "°C", "0 degrees", "0 grados"),
        (-61.0, "dBm", "minus 61 dBm", "menos 61 dBm"),
        (0.999, "L", "1 litre", "1 litro"),
        (3.0, "", "3", "3"),
        (3.0, "frobs", "3 frobs", "3 frobs"),
        (12345.6, "W", "12346 watts", "12346 vatios"),
    ],
)  # fmt: skip
def test_amounts(value, unit, english, spanish):
    assert amount_of(value, unit, wording("en")) == english
    assert amount_of(value, unit, wording("es")) == spanish


def test_times_without_a_zone_are_told_as_they_are():
    state = EntityState("sensor.washer", "2026-11-22T16:30:00")
    intent = Intent("", "HassGetState", {}, (state.id,), "x", "en", 1.0, asks="one")
    for now in (NOW, NOW.replace(tzinfo=None), NOW.astimezone(UTC)):
        assert (
            outcome_sentence(intent, ActionResult(states=(state,)), HOME, now) == "The washer end is 4:30 PM."
        )


def test_a_number_beyond_all_numbers_is_none():
    state = EntityState("light.a", "on", {"brightness": 10**400})
    intent = Intent("", "HassGetState", {}, (state.id,), "x", "en", 1.0, asks="one")
    assert outcome_sentence(intent, ActionResult(states=(state,)), Home(), NOW) == "The a is on."


@pytest.mark.parametrize(
    ("home_unit", "unit", "english", "spanish", "french"),
    [
        ("°C", "°C", "70 degrees", "70 grados", "70 degrés"),
        ("°F", "°F", "70 degrees", "70 grados", "70 degrés"),
        ("°C", "°F", "70 degrees Fahrenheit", "70 grados Fahrenheit", "70 degrés Fahrenheit"),
        ("°F", "°C", "70 degrees Celsius", "70 grados Celsius", "70 degrés Celsius"),
    ],
)
def test_degrees_that_are_not_the_homes_are_named(home_unit, unit, english, spanish, french):
    home = replace(HOME, measures_in=home_unit)
    sensor = EntityState("sensor.kitchen", "70", {"unit_of_measurement": unit})
    weather = EntityState("weather.home", "sunny", {"temperature": 70, "temperature_unit": unit})
    for name, state in (
        ("HassGetState", sensor),
        ("HassClimateGetTemperature", sensor),
        ("HassGetWeather", weather),
    ):
        acted = ActionResult(states=(state,))
        for language, said in (("en", english), ("es", spanish), ("fr", french)):
            intent = Intent("", name, {}, (state.id,), "x", language, 1.0, asks="one")
            answer = outcome_sentence(intent, acted, home, NOW)
            assert said in answer
            assert ("Fahrenheit" in answer, "Celsius" in answer) == ("Fahrenheit" in said, "Celsius" in said)


def test_a_thermostat_is_in_the_degrees_of_the_home():
    state = EntityState("climate.hall", "heat", {"current_temperature": 68.5, "temperature": 70})
    intent = Intent("", "HassGetState", {}, (state.id,), "x", "en", 1.0, asks="one")
    answer = outcome_sentence(intent, ActionResult(states=(state,)), replace(HOME, measures_in="°F"), NOW)
    assert "68.5 degrees" in answer
    assert "70 degrees" in answer


def test_degrees_of_another_unit_below_zero():
    assert amount_of(-5.0, "°F", wording("es"), "°C") == "menos 5 grados Fahrenheit"
    assert amount_of(-5.0, "°F", wording("es"), "°F") == "5 grados bajo cero"
