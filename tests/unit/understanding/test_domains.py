"""Every kind of thing that a house has, in everyday words of Spain, Latin America, Britain, America and France."""

import json
from collections import Counter
from pathlib import Path

import pytest

from sarai_mqtt.home.yaml_file import load_home
from tests.harness.understanding import LANGUAGES, understanding_of

DATA = Path("tests/data/domains")
ROWS = [json.loads(line) for line in (DATA / "orders.jsonl").read_text("utf-8").splitlines()]
SAID_AT = {"media": "kitchen"}
_OF_PLACE = ("name", "domain", "floor", "device_class")


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(DATA / "house.yaml"))


def test_each_kind_has_five_sentences_in_each_language():
    counts = Counter((row["kind"], row["language"]) for row in ROWS)
    assert len({kind for kind, _ in counts}) == 17
    assert all(counts[kind, language] >= 5 for kind, _ in counts for language in LANGUAGES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['text']}")
def test_what_is_asked_of_a_thing(known, row):
    found = known.read(row["text"], row["language"], SAID_AT.get(row["kind"], "living"))
    assert isinstance(found, tuple), found
    (intent,) = found
    own = intent.name == "HassVacuumCleanArea"
    slots = {k: v for k, v in intent.slots.items() if k not in _OF_PLACE and (own or k != "area")}
    assert (intent.name, slots) == (row["intent"], row.get("slots", {}))
    assert list(intent.targets) == row["targets"]
    assert intent.confirm == row.get("confirm", False)


NO_ORDERS = [
    *(
        ("es", text)
        for text in ("calienta el agua", "pon el agua", "sube el agua", "pon el agua a 50 grados")
    ),
    *(
        ("en", text)
        for text in ("heat the water", "put the water on", "turn up the water", "water the plants")
    ),
    *(("fr", text) for text in ("chauffe l'eau", "mets de l'eau", "arrose avec l'eau")),
    *(
        ("es", text)
        for text in ("¿suena la sirena?", "que el cortacésped corte mal", "cuando pare la sirena")
    ),
    *(("en", text) for text in ("the siren went off", "did the siren go off", "have you put the mower away")),
    ("en", "mow the kitchen"),
    ("en", "let the hoover look after itself"),
    ("en", "the lawn mower can go home when it's done"),
    ("en", "the lawn mower can't go home now"),
    ("en", "pull up the blind and let the cat in"),
    ("en", "lock the front door before we turn in and open the blind"),
    ("en", "close the blind because I'm tired and lock the front door"),
    ("en", "turn the thermostat up before we get home"),
    ("en", "tv off, unless the match is on"),
    ("en", "put the siren on, I heard him say"),
    ("en", "lower the blind until it's half past nine"),
    ("en", "have the front doors been locked"),
    ("en", "have the lights gone off"),
    ("en", "have the blinds closed"),
    ("en", "warm up the water to fifty if it's cheap"),
    ("en", "open the front door for the shed"),
    ("es", "baja la persiana porque tengo sueño y enciende la tele"),
    ("en", "vacuum the garden"),
    ("es", "aspira el jardín"),
    ("es", "corta el césped de la cocina"),
    ("en", "turn the thermostat up, the kitchen's cold"),
    ("en", "lock up, unless Ana is home"),
    ("en", "I always lock up"),
    ("en", "put on speaker 4"),
    ("en", "don't disarm the alarm"),
    ("en", "is the alarm armed?"),
    ("en", "I disarmed the alarm"),
    ("en", "when I leave, arm the alarm"),
    ("en", "disarm the bomb"),
    ("en", "should I reverse the fan?"),
    ("en", "don't shuffle the deck of cards"),
    ("en", "the wash program is set to cotton"),
    ("en", "set the mood for dinner with a nice story"),
    ("es", "no desarmes la alarma"),
    ("es", "¿está armada la alarma?"),
    ("es", "he desarmado la alarma"),
    ("es", "arma la lámpara del salón"),
    ("es", "arma un rompecabezas"),
    ("es", "pon la alarma"),
    ("es", "el programa de lavado está en algodón"),
    ("es", "no inviertas el ventilador"),
    ("fr", "ne désarme pas l'alarme"),
    ("fr", "est-ce que l'alarme est armée ?"),
    ("fr", "j'ai désarmé l'alarme"),
    ("fr", "arme la lampe du salon"),
    ("fr", "n'inverse pas le ventilateur"),
]


@pytest.mark.parametrize(("language", "text"), NO_ORDERS)
def test_their_neighbours_change_nothing(known, language, text):
    found = known.read(text, language, "living")
    changes = [i for i in found if i.name != "HassGetState"] if isinstance(found, tuple) else []
    assert not changes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn off the kitchen light and arm the alarm in night mode"),
        ("es", "apaga la luz de la cocina y arma la alarma en modo noche"),
        ("fr", "éteins la lumière de la cuisine et arme l'alarme en mode nuit"),
    ],
)
def test_an_alarm_in_one_breath_with_other_things(known, language, text):
    found = known.read(text, language, "living")
    said = [(i.name, i.slots.get("mode")) for i in found]
    assert said == [("HassTurnOff", None), ("HassAlarmArm", "night")]


def test_disarming_waits_for_a_yes_and_arming_does_not(known):
    (disarm,) = known.read("disarm the alarm", "en")
    (arm,) = known.read("arm the alarm", "en")
    assert (disarm.confirm, arm.confirm) == (True, False)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "which scenes are there?"), ("es", "¿qué escenas hay?")]
)
def test_what_is_only_started_is_told_by_its_names(known, language, text):
    (intent,) = known.read(text, language, "living")
    assert (intent.name, intent.asks, list(intent.targets)) == ("HassGetState", "names", ["scene.movie"])
