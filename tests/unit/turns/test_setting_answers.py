"""Answers about what things are set to, how long a timer has left, and the weather of a day."""

from datetime import UTC, datetime

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.turns.own_answers.own_answers import refusal
from sarai_mqtt.turns.responses.replies import outcome_sentence
from tests.harness.home import entity, home_of

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HOME = home_of(
    entity("climate.hall", "Thermostat", "Termostato"),
    entity("humidifier.bed", "Humidifier", "Humidificador"),
    entity("fan.desk", "Fan", "Ventilador"),
    entity("media_player.tv", "TV", "Tele"),
    entity("timer.laundry", "Laundry", "Colada"),
    entity("weather.home", "Weather", "Tiempo"),
    entity("light.hall", "Hall light", "Luz del pasillo"),
    entity("binary_sensor.window", "Bathroom window", "Ventana del baño", device_class="window"),
    entity("cover.garage", "Garage door", "Puerta del garaje", device_class="garage"),
    entity("lock.front", "Front door", "Puerta principal"),
    entity("update.router", "Router", "Router"),
    entity("sensor.dust", "Dust", "Polvo", device_class="pm25"),
)


def answers(name, asks, slots, *states):
    """Return the answer in English and in Spanish."""
    known = tuple(EntityState(*state) for state in states)
    targets = tuple(state.id for state in known)
    return tuple(
        outcome_sentence(
            Intent("", name, slots, targets, "x", language, 1.0, asks=asks),
            ActionResult(states=known),
            HOME,
            NOW,
        )
        for language in ("en", "es")
    )


CLIMATE = ("climate.hall", "heat", {"temperature": 21, "current_temperature": 19.5, "preset_mode": "eco"})


@pytest.mark.parametrize(
    ("attribute", "state", "expected"),
    [
        ("set_to", CLIMATE, ("The thermostat is set to 21 degrees.", "El termostato está en 21 grados.")),
        (
            "mode",
            CLIMATE,
            ("The thermostat is in eco mode, on heating.", "El termostato está en modo eco, en calefacción."),
        ),
        (
            "set_to",
            ("climate.hall", "heat_cool", {"target_temp_low": 18, "target_temp_high": 23}),
            (
                "The thermostat is set to between 18 and 23 degrees.",
                "El termostato está entre 18 y 23 grados.",
            ),
        ),
        (
            "set_to",
            ("humidifier.bed", "on", {"humidity": 45}),
            ("The humidifier is set to 45 percent.", "El humidificador está en 45 por ciento."),
        ),
        (
            "volume_level",
            ("media_player.tv", "playing", {"volume_level": 0.3}),
            ("The TV is at 30 percent volume.", "La tele está al 30 por ciento de volumen."),
        ),
        (
            "mode",
            ("fan.desk", "off", {"preset_mode": None}),
            ("The fan is off.", "El ventilador está apagado."),
        ),
        (
            "remaining",
            ("timer.laundry", "active", {"finishes_at": "2026-11-29T12:12:30+00:00"}),
            (
                "The laundry has 12 minutes and 30 seconds left.",
                "La colada: quedan 12 minutos y 30 segundos.",
            ),
        ),
        (
            "remaining",
            ("timer.laundry", "paused", {"remaining": "0:05:00"}),
            ("The laundry has 5 minutes left.", "La colada: quedan 5 minutos."),
        ),
        ("remaining", ("timer.laundry", "idle", {}), ("The laundry is idle.", "La colada está en reposo.")),
        (
            "set_to",
            ("climate.hall", "unavailable", {}),
            ("The thermostat is not available.", "El termostato no está disponible."),
        ),
    ],
)
def test_what_a_thing_is_set_to(attribute, state, expected):
    assert answers("HassGetState", "one", {"attribute": attribute}, state) == expected


def day(moment, **told):
    return {"datetime": moment, **told}


FORECAST = [
    day("2026-11-29T11:00:00+00:00", condition="cloudy", temperature=14, templow=8),
    day(
        "2026-11-30T11:00:00+00:00",
        condition="rainy",
        temperature=12.4,
        templow=6,
        precipitation_probability=80,
    ),
]


@pytest.mark.parametrize(
    ("slots", "forecast", "expected"),
    [
        ({}, FORECAST, ("It's 10 degrees and sunny.", "Hay 10 grados y hace sol.")),
        ({"day": "today"}, FORECAST, ("Today: cloudy, between 8 and 14 degrees.", "Hoy: nublado, entre 8 y 14 grados.")),
        (
            {"day": "tomorrow"},
            FORECAST,
            (
                "Tomorrow: rain, between 6 and 12 degrees, 80 percent chance of rain.",
                "Mañana: lluvia, entre 6 y 12 grados, un 80 por ciento de probabilidad de lluvia.",
            ),
        ),
        (
            {"day": "after_tomorrow"},
            FORECAST,
            ("I have no forecast for the day after tomorrow.", "No tengo pronóstico para pasado mañana."),
        ),
        ({"day": "today"}, None, ("It's 10 degrees and sunny.", "Hay 10 grados y hace sol.")),
        ({"day": "tomorrow"}, [{"datetime": "soon"}, "x"], ("I have no forecast for tomorrow.", "No tengo pronóstico para mañana.")),
    ],
)  # fmt: skip
def test_the_weather_of_a_day(slots, forecast, expected):
    state = ("weather.home", "sunny", {"temperature": 10, "forecast": forecast})
    assert answers("HassGetWeather", "", slots, state) == expected


def test_openings_of_several_kinds_are_told_together():
    states = (
        ("binary_sensor.window", "on", {}),
        ("cover.garage", "closed", {}),
    )
    assert answers("HassGetState", "any", {"state": "open"}, *states) == (
        "Yes, the bathroom window is open.",
        "Sí, la ventana del baño está abierta.",
    )
    assert answers("HassGetState", "all", {"state": "closed"}, *states) == (
        "No, the bathroom window is open.",
        "No, la ventana del baño está abierta.",
    )


def test_a_jammed_lock_and_an_update():
    assert answers("HassGetState", "one_yesno", {"state": "jammed"}, ("lock.front", "jammed", {})) == (
        "Yes, the front door is jammed.",
        "Sí, la puerta principal está atascada.",
    )
    assert answers("HassGetState", "any", {"state": "on"}, ("update.router", "on", {})) == (
        "Yes, the router is out of date.",
        "Sí, el router está sin actualizar.",
    )


def test_a_sensor_of_a_unit_without_a_name_tells_it_as_it_is():
    state = ("sensor.dust", "12", {"unit_of_measurement": "particles"})
    assert answers("HassGetState", "one", {}, state)[0] == "The dust is 12 particles."


def test_a_refusal_names_the_modes_that_a_thing_has():
    intents = [
        Intent("", "HassFanSetPresetMode", {"preset_mode": "x"}, ("fan.desk",), "x", language, 1.0)
        for language in ("en", "es")
    ]
    why = {"fan.desk": Obstacle("cannot", "mode", options=("low", "whoosh_mode"))}
    acted = ActionResult(failed=("fan.desk",), why=why)
    english, spanish = (outcome_sentence(intent, acted, HOME, NOW) for intent in intents)
    assert "; there is low and whoosh mode" in english
    assert "; hay bajo y whoosh mode" in spanish


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "; there is eco and sleep."), ("es", "; hay eco y "), ("fr", " ; il y a éco et ")],
)
def test_an_order_for_a_mode_that_is_not_there_is_refused_with_those_that_are(language, expected):
    left = LeftOver(("turbo",), "cannot", language, options=("eco", "sleep"))
    assert expected in refusal(left).text
