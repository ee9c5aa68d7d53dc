"""Questions that compare, ask what somebody did or since when, or stand beside a remark; what is not known."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.reading import commands_or_answer
from sarai_mqtt.turns.responses.state_answers import answer_from
from tests.harness.understanding import understanding_of

DATA = Path("tests/data/domains")
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
ROWS = [json.loads(line) for line in (DATA / "questions_more.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(DATA / "compared.yaml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['text']}")
def test_what_is_asked(known, row):
    (intent,) = known.read(row["text"], row["language"], "hall")
    assert (list(intent.targets), intent.asks) == (row["targets"], row["asks"])
    assert row.get("state") in (None, intent.slots.get("state"))


NOT_KNOWN = [
    # what is not there is not widened to its class
    ("en", "is the boiler on?", "no_such_thing"),
    ("es", "¿está encendida la caldera?", "no_such_thing"),
    ("es", "¿está encendida la estufa?", "no_such_thing"),
    ("en", "is the bedroom window open?", "no_such_thing"),
    ("en", "is there any movement in the garden?", "not_measured"),
    ("es", "¿qué humedad hay en el dormitorio?", "not_measured"),
    ("es", "¿hay alguien en el garaje?", "not_measured"),
    ("en", "what's the humidity in the garage?", "not_measured"),
    ("en", "is the printer open?", "no_such_state"),
    ("en", "is the kitchen window zorbled?", "not_told"),
    ("es", "¿está la ventana de la cocina zorbada?", "not_told"),
]


@pytest.mark.parametrize(("language", "text", "reason"), NOT_KNOWN)
def test_what_is_not_known_is_named(known, language, text, reason):
    found = known.read(text, language, "hall")
    left = found if isinstance(found, LeftOver) else known.unanswered(text, language, "hall")
    assert not isinstance(found, tuple)
    assert left.reason == reason
    answer = commands_or_answer(known, text, [language], "112", area="hall")
    assert isinstance(answer, OwnAnswer)
    assert left.words[0].casefold() in answer.text.casefold()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "how many steps have I done today?"),
        ("en", "what's my heart rate?"),
        ("en", "what's the average temperature?"),
        ("en", "what scenes have we got?"),
        ("es", "¿cuántos pasos llevo hoy?"),
        ("es", "¿qué pulso tengo?"),
    ],
)
def test_what_no_sensor_tells_is_not_the_thinker_s(known, language, text):
    answer = commands_or_answer(known, text, [language], "112", area="hall")
    assert isinstance(answer, OwnAnswer)
    assert answer.kind == "unknown"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "remind me at nine to take my pills"),
        ("es", "necesito un recordatorio para tomarme la pastilla todos los días a las nueve"),
    ],
)
def test_a_reminder_of_medicine_is_no_danger(known, language, text):
    (found,) = commands_or_answer(known, text, [language], "112", area="hall")
    assert found.name == "HassSetReminder"
    answer = commands_or_answer(known, "mi hijo se ha tomado una pastilla a las nueve", ["es"], "112")
    assert isinstance(answer, OwnAnswer)
    assert answer.kind == "danger"


TALK = [
    ("en", "what is the speed of light?"),
    ("en", "how does a thermostat work?"),
    ("en", "what's the temperature, in Madrid?"),
    ("en", "which is warmer, Spain or Norway?"),
    ("en", "what's the average temperature in Spain in July?"),
    ("en", "how many steps does it take to bake bread?"),
    ("es", "¿cuál es la temperatura media de Marte?"),
    ("es", "¿cómo funciona un termostato?"),
    ("es", "¿cuál es la temperatura del sol?"),
    ("es", "¿dónde hace más calor, en España o en Noruega?"),
]


@pytest.mark.parametrize(("language", "text"), TALK)
def test_what_is_general_is_talk(known, language, text):
    assert commands_or_answer(known, text, [language], "112", area="hall") is None


ORDERS = [
    ("en", "turn off the printer"),
    ("en", "there is paper, turn off the printer"),
    ("es", "tenemos papel, apaga la impresora"),
    ("en", "I'm off out, turn off the printer"),
    ("en", "is the window open? turn off the printer"),
    ("es", "apaga la impresora"),
    ("es", "me voy ya, apaga la impresora"),
]


@pytest.mark.parametrize(("language", "text"), ORDERS)
def test_an_order_is_not_answered(known, language, text):
    found = known.read(text, language, "hall")
    assert not isinstance(found, tuple) or [i.name for i in found] == ["HassTurnOff"]


def reply(known, text, language, **states):
    (intent,) = known.read(text, language, "hall")
    found = tuple(
        EntityState(thing, *states.get(thing.partition(".")[2], ("unavailable",))) for thing in intent.targets
    )
    return answer_from(intent, ActionResult(states=found), known.home, NOW)


def degrees(value):
    return (value, {"unit_of_measurement": "°C"})


COMPARED = {"kitchen_temperature": degrees("22.5"), "bedroom_temperature": degrees("25.5")}


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (
            "which is hotter, the bedroom or the kitchen?",
            "en",
            "Highest: the bedroom temperature, 25.5 degrees; the kitchen temperature, 22.5 degrees.",
        ),
        (
            "¿dónde hace más frío, en la cocina o en el dormitorio?",
            "es",
            "Lo más bajo: la temperatura de la cocina, 22,5 grados; la temperatura del dormitorio, 25,5 grados.",
        ),
    ],
)
def test_the_end_of_several_values_is_told_first(known, text, language, told):
    assert reply(known, text, language, **COMPARED) == told


def test_a_value_that_is_not_known_is_told(known):
    told = reply(
        known, "which is hotter, the bedroom or the kitchen?", "en", bedroom_temperature=degrees("25.5")
    )
    assert "I can't tell about the kitchen temperature" in told


def test_a_room_with_a_thermostat_alone_is_named_by_the_room(known):
    told = reply(
        known, "what's the warmest room?", "en", garage=("heat", {"current_temperature": 30}), **COMPARED
    )
    assert told.startswith("Highest: the garage, 30 degrees;")


def test_since_when_is_told_no_surer_than_it_is_known(known):
    moment = (NOW - timedelta(minutes=105)).timestamp()
    window = ("on", {"device_class": "window"}, moment)
    asked = "how long has the kitchen window been open?"
    assert (
        reply(known, asked, "en", kitchen_window=window)
        == "The kitchen window is open, since 10:15 AM at least."
    )
    unknown = reply(known, asked, "en", kitchen_window=("on", {"device_class": "window"}))
    assert unknown == "The kitchen window is open; since when I don't know."


@pytest.mark.parametrize("text", ["how humid is it outdoors?", "how damp is it out there?"])
def test_outside_is_never_answered_with_what_is_measured_inside(known, text):
    found = known.read(text, "en", "hall")
    targets = [t for intent in found for t in intent.targets] if isinstance(found, tuple) else []
    assert not [t for t in targets if t.startswith("sensor.")]


def test_an_air_conditioner_that_is_not_there_is_not_the_radiator(known):
    found = known.read("what is the AC set to?", "en", "hall")
    assert not (isinstance(found, tuple) and found[0].targets)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what time does the sun set?"),
        ("en", "has the sun set yet?"),
        ("en", "what time does it get dark?"),
        ("es", "¿ya se ha puesto el sol?"),
        ("es", "¿sigue siendo de día?"),
    ],
)
def test_the_sun_is_not_what_a_thermostat_is_set_to(known, language, text):
    (intent,) = known.read(text, language, "garage")
    assert intent.name == "HassSunStatus"
