"""The made-up house and its sentences are well formed, and a verdict is what the states and the reply show."""

from collections import Counter

import pytest

from tests.bench.real_house_data import KINDS, LANGUAGES, NEVER, Row, load_house, load_rows, problems
from tests.bench.real_house_judge import (
    FALSE,
    HONEST_NO,
    NOT_UNDERSTOOD,
    RIGHT,
    WRONG,
    Told,
    fits,
    judge,
    values,
)
from tests.bench.real_house_report import by_kind, listed, table

HOUSE = load_house()
LAMP, OTHER = "light.desk", "light.hall"
OFF = {LAMP: {"state": "off"}, OTHER: {"state": "off"}}
ON = OFF | {LAMP: {"state": "on", "pct": 50.2}}


def test_the_house_is_large_and_has_what_is_difficult():
    assert len(HOUSE.things) >= 50
    assert len(HOUSE.by_id) == len(HOUSE.things)
    assert set(HOUSE.by_id) >= NEVER
    assert [t for t in HOUSE.things if not t.exposed]
    assert [t for t in HOUSE.things if t.unavailable]
    rooms = {t.area for t in HOUSE.things}
    assert rooms <= {area["id"] for area in HOUSE.areas} | {None}
    names = Counter(thing.name for thing in HOUSE.things)
    assert {name for name, times in names.items() if times > 1} == {"Luz del techo", "Persiana", "Ventilador"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_enough_and_fit_the_house(language):
    rows = load_rows(language)
    assert problems(HOUSE, rows) == []
    assert len(rows) >= 107
    assert sum(bool(row.cannot) for row in rows) >= 10
    assert min(Counter(row.kind for row in rows)[kind] for kind in KINDS) >= 7


def test_a_row_that_is_wrong_is_named():
    rows = [
        Row("en", 1, "dance", "attic", "dance", states={"light.disco": "on"}),
        Row("en", 2, "name", "salon", "x"),
    ]
    found = " ".join(problems(HOUSE, rows))
    assert all(wrong in found for wrong in ("kind dance", "site attic", "light.disco", "is right"))


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ("on", {"state": "on"}, True),
        (["armed_home", "armed_away"], {"state": "disarmed"}, False),
        ({"pct": 30}, {"pct": 29.8}, True),
        ({"pct": 30}, {"pct": 31.4}, False),
        ({"temperature": [24.5, 26]}, {"temperature": 25}, True),
        ({"temperature": 20.5}, {"state": "heat"}, False),
        ({"hue": [345, 15]}, {"hue": 2.0}, True),
        ({"hue": [345, 15]}, {"hue": 120.0}, False),
        ({"items": ["pan", "café"]}, {"items": ["café", "pan"]}, True),
    ],
)
def test_values_fit(wanted, found, right):
    assert fits(wanted, found) is right


def test_values_are_in_the_units_of_the_data():
    attributes = {
        "brightness": 128,
        "color_mode": "color_temp",
        "hs_color": [30, 20],
        "color_temp_kelvin": 3000,
    }
    assert values({"state": "on", "attributes": attributes}) == {"state": "on", "pct": 50.2, "kelvin": 3000}
    attributes = {"volume_level": 0.4, "current_position": None}
    assert values({"state": "on", "attributes": attributes}, ["Pan"]) == {
        "state": "on",
        "volume": 40.0,
        "items": ["pan"],
    }


def row(**right):
    kind = right.pop("kind", "action")
    return Row("en", 1, kind, "despacho", "turn on the desk lamp", **right)


DO = row(states={LAMP: "on"})
BOTH = row(states={LAMP: "on", OTHER: "on"})
CANNOT = row(cannot="there is none")
PART = row(cannot="there is no fish tank", may={LAMP: "on"})
ASKED = row(kind="question", answer=("24",), also=("cool",))
NONE_TO_ASK = row(kind="question", cannot="there is none")
TIMED = row(timer=300, states={LAMP: "on"})


@pytest.mark.parametrize(
    ("said", "after", "told", "verdict"),
    [
        (DO, ON, Told("Turned on the desk lamp.", done=frozenset({LAMP})), RIGHT),
        (DO, ON, Told("The desk lamp didn't respond.", failed=frozenset({LAMP})), FALSE),
        (DO, ON | {OTHER: {"state": "on"}}, Told("Turned on the lights."), WRONG),
        (DO, OFF, Told("Turned on the desk lamp.", done=frozenset({LAMP})), FALSE),
        (DO, OFF, Told("Turned on the light", claims=True), FALSE),
        (DO, OFF, Told("Sure, I have turned on the desk lamp.", talks=True), FALSE),
        (DO, OFF, Told("Which one?", asks=True), HONEST_NO),
        (DO, OFF, Told("The desk lamp didn't respond.", failed=frozenset({LAMP})), HONEST_NO),
        (DO, OFF, Told("Sorry, I don't know how to do that."), NOT_UNDERSTOOD),
        (DO, OFF, Told("Sorry, there is no such thing", understood=False), NOT_UNDERSTOOD),
        (DO, ON, Told("Done.", done=frozenset({LAMP, "light.sideboard"})), FALSE),
        (BOTH, ON, Told("Turned on the desk lamp.", done=frozenset({LAMP})), WRONG),
        (BOTH, ON, Told("Turned on both.", done=frozenset({LAMP, OTHER})), FALSE),
        (BOTH, ON, Told("One is on.", done=frozenset({LAMP}), failed=frozenset({OTHER})), HONEST_NO),
        (CANNOT, OFF, Told("There is no aquarium."), HONEST_NO),
        (CANNOT, OFF, Told("Turned on the aquarium.", done=frozenset({"light.x"})), FALSE),
        (CANNOT, ON, Told("Turned on the desk lamp."), WRONG),
        (PART, ON, Told("Turned on the light.", claims=True), FALSE),
        (PART, ON, Told("Turned on the desk lamp, but I know no fish tank."), HONEST_NO),
        (ASKED, OFF, Told("It is set to 24 degrees.", answers=True), RIGHT),
        (ASKED, OFF, Told("It is set to 21 degrees.", answers=True), FALSE),
        (ASKED, OFF, Told("It is cool.", answers=True), NOT_UNDERSTOOD),
        (ASKED, OFF, Told("I am not aware of 24.", refuses=True), HONEST_NO),
        (ASKED, ON, Told("It is set to 24 degrees.", answers=True), WRONG),
        (ASKED, OFF, Told("She set it to 24 in the rain.", talks=True), FALSE),
        (NONE_TO_ASK, OFF, Told("Sorry, I don't know that about the house."), HONEST_NO),
        (NONE_TO_ASK, OFF, Told("It is on.", answers=True), FALSE),
        (TIMED, ON, Told("Turned it on for five minutes.", timers=(300,)), RIGHT),
        (TIMED, ON, Told("Turned it on.", timers=(18000,)), WRONG),
        (TIMED, ON, Told("Turned it on.", done=frozenset({LAMP})), WRONG),
    ],
)
def test_verdicts(said, after, told, verdict):
    assert judge(said, OFF, after, told).name == verdict


def test_the_report_counts_an_honest_no_where_it_cannot_be_done():
    def result(verdict, cannot=""):
        return {
            "language": "en",
            "side": "ours",
            "number": 1,
            "kind": "name",
            "verdict": verdict,
            "cannot": cannot,
            "text": "turn it on",
            "site": "salon",
            "reply": "No.",
            "why": "",
        }

    results = [result(RIGHT), result(HONEST_NO), result(HONEST_NO, "there is none"), result(WRONG)]
    assert "| ours, en | 1 | 2 | 1 | 0 | 0 | 4 | 2 (50 %) |" in table(results)
    assert "| name | 1 / 2 / 1 / 0 / 0 |" in by_kind(results)
    assert len(listed(results).splitlines()) == 2
