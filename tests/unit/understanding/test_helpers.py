"""Orders to things that hold a number, a text, a time or an option, or are started, and questions about them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.home import Home
from sarai_mqtt.home.yaml_file import load_home
from tests.harness.understanding import understanding_of

DATA = Path("tests/data/domains")
ROWS = [json.loads(line) for line in (DATA / "helpers.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Understanding of the home with the options of its things, which no home file tells."""
    plain = yaml.safe_load((DATA / "helpers.yaml").read_text("utf-8"))
    options = {row["id"]: tuple(row.pop("options")) for row in plain["entities"] if "options" in row}
    file = tmp_path_factory.mktemp("home") / "home.yaml"
    file.write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    home = load_home(file)
    entities = {
        id_: replace(e, modes={"options": options[id_]}) if id_ in options else e
        for id_, e in home.entities.items()
    }
    return understanding_of(Home(home.areas, entities, home.floors, home.site_areas, home.measures_in))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['language']}-{row['text']}")
def test_what_is_asked_of_a_helper(known, row):
    found = known.read(row["text"], row["language"], "kitchen")
    assert isinstance(found, tuple), found
    (intent,) = found
    slots = {k: v for k, v in intent.slots.items() if k not in ("name", "attribute")}
    assert (intent.name, slots, list(intent.targets)) == (
        row["intent"],
        row.get("slots", {}),
        [row["target"]],
    )


NO_ORDERS = [
    ("es", "no riegues el huerto"),
    ("es", "¿riego el huerto?"),
    ("es", "he regado el huerto"),
    ("es", "ayer sumé dos tazas de café"),
    ("es", "me he tomado otra taza de café"),
    ("es", "las tazas de café están sucias"),
    ("es", "dame una taza de café"),
    ("es", "si llueve pon el ánimo de la casa en fiesta"),
    ("es", "cuando llegue escribe en la pizarra que he vuelto"),
    ("es", "la pizarra está muy sucia"),
    ("es", "escribí en la pizarra que falta jabón"),
    ("es", "no escribas en la pizarra que falta jabón"),
    ("es", "quiero fiesta"),
    ("es", "pon fiesta"),
    ("es", "pon la hora de la siesta mañana"),
    ("es", "pon la hora de la siesta al atardecer"),
    ("es", "la campana del almuerzo"),
    ("es", "qué tarde de cine tan buena"),
    ("en", "don't water the vegetables"),
    ("en", "should I water the vegetables?"),
    ("en", "I watered the vegetables"),
    ("en", "water the vegetables and the flowers"),
    ("en", "I drank two cups of coffee"),
    ("en", "I've just had another cup of coffee"),
    ("en", "get me a cup of coffee"),
    ("en", "can I have a cup of coffee"),
    ("en", "if it rains set the house mood to party"),
    ("en", "when I leave wipe the whiteboard"),
    ("en", "the whiteboard is filthy"),
    ("en", "never write on the whiteboard that we are out"),
    ("en", "lunch bell"),
    ("en", "the lunch bell"),
    ("en", "set the mood for dinner with a nice story"),
    ("en", "put party"),
    ("en", "set the nap time to sunset"),
    ("en", "it's film afternoon"),
    ("fr", "n'arrose pas le potager"),
    ("fr", "j'ai bu une tasse de café"),
    ("fr", "le tableau est sale"),
]


@pytest.mark.parametrize(("language", "text"), NO_ORDERS)
def test_their_neighbours_change_nothing(known, language, text):
    found = known.read(text, language, "kitchen")
    changes = [i for i in found if i.name != "HassGetState"] if isinstance(found, tuple) else []
    assert not changes


@pytest.mark.parametrize(
    ("language", "text"), [("en", "what time is it?"), ("en", "what's the time"), ("es", "¿qué hora es?")]
)
def test_the_time_is_the_clock_s_and_not_the_only_helper_that_holds_one(known, language, text):
    (intent,) = known.read(text, language, "kitchen")
    assert intent.name == "HassGetCurrentTime"


def test_a_name_of_something_else_hides_a_helper_whose_name_is_in_it(known):
    home = known.home
    other = replace(home.entities["light.kitchen"], names={"en": ("Whiteboard light",)})
    known_with = understanding_of(
        Home(home.areas, {**home.entities, other.id: other}, home.floors, home.site_areas, home.measures_in)
    )
    (intent,) = known_with.read("turn on the whiteboard light", "en", "kitchen")
    assert intent.targets == ("light.kitchen",)
    assert not isinstance(known_with.read("clear the whiteboard light", "en", "kitchen"), tuple)
