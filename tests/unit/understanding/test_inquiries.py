"""Questions about the states of things: sensors of every device class, which, how many, all, and settings."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.conditions import CONDITIONS, holds
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.responses.state_answers import answer_from
from sarai_mqtt.understanding.inquiries.inquiry_reader import InquiryReader
from sarai_mqtt.understanding.reader.reader import Reader
from tests.harness.understanding import LANGUAGES, understanding_of

DATA = Path("tests/data/domains")
ROWS = [json.loads(line) for line in (DATA / "questions.jsonl").read_text("utf-8").splitlines()]
# Home Assistant 2026.11: `SensorDeviceClass` and `BinarySensorDeviceClass`.
SENSORS = """
    absolute_humidity apparent_power aqi area atmospheric_pressure battery blood_glucose_concentration
    carbon_dioxide carbon_monoxide conductivity current data_rate data_size date distance duration energy
    energy_distance energy_storage enum frequency gas humidity illuminance irradiance moisture monetary
    nitrogen_dioxide nitrogen_monoxide nitrous_oxide ozone ph pm1 pm10 pm25 pm4 power power_factor
    precipitation precipitation_intensity pressure radon reactive_energy reactive_power signal_strength
    sound_pressure speed sulphur_dioxide temperature temperature_delta timestamp uptime
    volatile_organic_compounds volatile_organic_compounds_parts voltage volume volume_flow_rate
    volume_storage water weight wind_direction wind_speed
""".split()
BINARY = """
    battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat light lock moisture
    motion moving occupancy opening plug power presence problem running safety smoke sound tamper update
    vibration window
""".split()
# Asked of the whole class, not by a word for the class.
_BY_TEMPLATE = {"temperature"}
WHAT = {"en": "what is the {}?", "es": "¿cuál es la {}?", "fr": "quelle est la {} ?"}


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(DATA / "asked.yaml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['text']}")
def test_what_is_asked(known, row):
    (intent,) = known.read(row["text"], row["language"], "living")
    assert (intent.name, dict(intent.slots), intent.asks) == (row["intent"], row["slots"], row["asks"])
    assert list(intent.targets) == row["targets"]


def test_each_kind_has_five_questions_in_each_language():
    counts = Counter((row["kind"], row["language"]) for row in ROWS)
    assert all(counts[kind, language] >= 5 for kind, _ in counts for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_device_class_has_words(language):
    words = pack(language)
    assert set(words.inquiries.measures) == set(SENSORS)
    assert set(words.states.binary) == set(BINARY)
    assert all(any(f"binary_sensor.{name}" in row for row in CONDITIONS.values()) for name in BINARY)


def read_alone(said, language, home):
    words = {language: content_words(language)}
    return InquiryReader(home, words, Reader(home, words).scan).read(said, language, "cellar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in SENSORS if name not in _BY_TEMPLATE])
def test_each_sensor_is_found_by_the_first_word_for_its_class(language, name):
    home = Home(
        {"cellar": Area("cellar", {language: ("Zzyzx",)})},
        {"sensor.one": Entity("sensor.one", {language: ("Qwfp",)}, "cellar", name)},
    )
    said = WHAT[language].format(pack(language).inquiries.measures[name][0])
    intent = read_alone(said, language, home)
    assert intent is not None
    assert (intent.targets, intent.asks) == (("sensor.one",), "one")


NO_QUESTIONS = [
    ("en", "what is power?"),
    ("en", "what's the weight of an elephant?"),
    ("en", "how far is the moon?"),
    ("en", "is carbon monoxide dangerous?"),
    ("en", "there is smoke in the kitchen"),
    ("en", "how many people live in Spain?"),
    ("en", "what is the best light for plants?"),
    ("es", "¿qué es la humedad?"),
    ("es", "¿cuánto pesa un elefante?"),
    ("es", "hay humo en la cocina"),
    ("es", "hay una fuga de gas"),
    ("es", "¿cuánta agua hay que beber?"),
    ("fr", "qu'est-ce que l'humidité ?"),
    ("fr", "il y a de la fumée dans la cuisine"),
    ("fr", "combien pèse un éléphant ?"),
    ("fr", "y a-t-il de la vie sur Mars ?"),
]


@pytest.mark.parametrize(("language", "text"), NO_QUESTIONS)
def test_what_asks_nothing_of_the_house(known, language, text):
    assert not isinstance(known.read(text, language, "living"), tuple)


ORDERS = [
    ("en", "all lights off"),
    ("en", "turn on the light in the kitchen"),
    ("es", "todo apagado arriba"),
    ("es", "mira, apaga la luz"),
    ("es", "¿puedes apagar la luz de la cocina?"),
    ("fr", "toutes les lumières éteintes"),
]


@pytest.mark.parametrize(("language", "text"), ORDERS)
def test_an_order_stays_an_order(known, language, text):
    (intent,) = known.read(text, language, "living")
    assert intent.name in ("HassTurnOn", "HassTurnOff")


@pytest.mark.parametrize(
    ("wanted", "thing", "state", "device_class", "expected"),
    [
        ("open", "binary_sensor.a", "on", "window", True),
        ("closed", "binary_sensor.a", "on", "window", False),
        ("open", "cover.a", "opening", "garage", True),
        ("closed", "cover.a", "opening", "garage", False),
        ("open", "lock.a", "locked", None, False),
        ("unlocked", "lock.a", "open", None, True),
        ("jammed", "lock.a", "jammed", None, True),
        ("running", "vacuum.a", "docked", None, False),
        ("on", "media_player.a", "playing", None, True),
        ("off", "media_player.a", "standby", None, True),
        ("armed", "alarm_control_panel.a", "armed_night", None, True),
        ("sounding", "alarm_control_panel.a", "triggered", None, True),
        ("fine", "binary_sensor.a", "off", "problem", True),
        ("connected", "binary_sensor.a", "off", "connectivity", False),
        ("Work", "person.a", "work", None, True),
    ],
)
def test_whether_a_condition_holds(wanted, thing, state, device_class, expected):
    assert holds(wanted, EntityState(thing, state), device_class) is expected


@pytest.mark.parametrize(("language", "text"), [("es", "¿qué tiempo hace?"), ("fr", "quel temps fait-il ?")])
def test_the_weather_is_no_duration(language, text):
    names = {"es": ("Tiempo de la lavadora",), "fr": ("Temps restant du lave-linge",)}
    washer = Entity("sensor.washer", names, device_class="duration")
    weather = Entity("weather.home", {"es": ("Casa",), "fr": ("Maison",)})
    (intent,) = understanding_of(Home({}, {e.id: e for e in (washer, weather)})).read(text, language, None)
    assert intent.name == "HassGetWeather"


TOLD = [
    ("en", "has the siren gone off?", "off", {}, "No, the siren is off."),
    ("en", "is the lawn mower still out?", "docked", {}, "No, the lawn mower is at its base."),
    ("en", "is the lawn mower still out?", "mowing", {}, "Yes, the lawn mower is mowing."),
    ("en", "did I lock up?", "unlocked", {}, "No, the front door is unlocked."),
    ("en", "is the heating on?", "cool", {}, "No, the thermostat is on cooling."),
    ("en", "is the heating on?", "heat", {}, "Yes, the thermostat is on heating."),
    ("en", "is the telly muted?", "on", {"is_volume_muted": True}, "The TV is muted."),
    ("en", "is the fan oscillating?", "on", {"oscillating": False}, "The fan is not oscillating."),
    ("en", "which way is the fan turning?", "on", {"direction": "reverse"}, "The fan is turning in reverse."),
    ("en", "which way is the fan turning?", "off", {"direction": "reverse"}, "The fan is off."),
    ("en", "is the humidifier on auto?", "on", {"mode": "normal"}, "The humidifier is in normal mode."),
    ("es", "¿ha sonado la sirena?", "on", {}, "Sí, la sirena está encendida."),
    ("es", "¿sigue fuera el cortacésped?", "docked", {}, "No, el cortacésped está en su base."),
    ("es", "¿está silenciada la tele?", "on", {"is_volume_muted": False}, "La tele no está en silencio."),
    (
        "en", "what's the humidity outside?", "rainy",
        {"temperature": 12, "temperature_unit": "°C", "humidity": 81},
        "The humidity outside is 81 percent.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "state", "attributes", "told"), TOLD)
def test_what_is_told(known, language, text, state, attributes, told):
    (intent,) = known.read(text, language, "living")
    acted = ActionResult(states=tuple(EntityState(thing, state, attributes) for thing in intent.targets))
    assert answer_from(intent, acted, known.home, datetime(2026, 11, 29, tzinfo=UTC)) == told


@pytest.mark.parametrize("text", ["did the siren go off?", "did the mower go out?"])
def test_what_was_is_not_told_by_what_is(known, text):
    assert known.read(text, "en", "living") is None
