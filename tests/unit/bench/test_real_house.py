"""The made-up house and its sentences are well formed, and a verdict is what the states and the reply show."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.bench.real_house_data import (
    FOLDER,
    KINDS,
    LANGUAGES,
    NEVER,
    PARTS,
    VALUE_NAMES,
    Row,
    load_house,
    load_rows,
    problems,
    row_of,
)
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
from tests.bench.real_house_later import (
    Standing,
    each_thing,
    local_now,
    moments,
    of_its_log,
    of_ours,
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


@pytest.mark.parametrize("part", ["breadth", "held", "development"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_breadth_rows_fit_the_house(language, part):
    assert problems(HOUSE, load_rows(language, part)) == []


def test_the_examples_of_the_readme_fit_the_house():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    lines = readme.split("```json\n")[1].split("```")[0].splitlines()
    rows = [row_of("es", number, json.loads(line), "breadth") for number, line in enumerate(lines, 1)]
    assert problems(HOUSE, rows) == []
    for field in ("first", "later", "announces", "states", "answer"):
        assert sum(bool(getattr(row, field)) for row in rows) >= 2, field


def test_a_breadth_row_that_is_wrong_is_named():
    def faults(**given):
        row = row_of("es", 1, {"kind": "alarm", "site": "cocina", "text": "x", **given}, "breadth")
        return " ".join(problems(HOUSE, [row]))

    alarm = {"kind": "alarm", "at": "07:00"}
    assert faults(later=[alarm]) == ""
    assert "kind action" in faults(kind="action", later=[alarm])
    assert "is right" in faults(later=[alarm], answer=["7"])
    assert "later of kind bell" in faults(later=[{**alarm, "kind": "bell"}])
    assert "one of at, seconds and sun" in faults(later=[{**alarm, "seconds": 5}])
    assert "at 7 am" in faults(later=[{**alarm, "at": "7 am"}])
    assert "at 07:00, day someday" in faults(later=[{**alarm, "day": "someday"}])
    assert "has `does`" in faults(later=[{**alarm, "kind": "order"}])
    assert "does: light.disco" in faults(later=[{**alarm, "kind": "order", "does": {"light.disco": "on"}}])
    assert "announces at ['cocina']" in faults(announces={"sites": ["cocina"], "words": ["x"]})
    assert "announces has sites and words" in faults(announces={"sites": "all"})
    assert "todo.disco" in faults(items={"todo.disco": []})
    assert "pattern '('" in faults(answer=["("])


def test_every_kind_of_the_parts_is_named_once():
    assert all(len(set(kinds)) == len(kinds) for kinds in PARTS.values())


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
        ({"items": [["pan", "el pan"]], "done": []}, {"items": ["el pan"], "done": []}, True),
        ({"items": []}, {"items": ["café"], "done": []}, False),
        ({"oscillating": True}, {"state": "on", "oscillating": False}, False),
        ({"source": "Radio"}, {"source": "Radio"}, True),
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
    assert values({"state": "on", "attributes": attributes}, {False: ["Pan"], True: []}) == {
        "state": "on",
        "volume": 40.0,
        "items": ["pan"],
        "done": [],
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
REMARK = row(kind="talk", answer=(".*",))
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
        (REMARK, OFF, Told("Is it?", talks=True), RIGHT),
        (REMARK, OFF, Told("Sorry, I don't know how to do that."), RIGHT),
        (REMARK, ON, Told("Turned on the desk lamp."), WRONG),
        (NONE_TO_ASK, OFF, Told("Sorry, I don't know that about the house."), HONEST_NO),
        (NONE_TO_ASK, OFF, Told("It is on.", answers=True), FALSE),
        (TIMED, ON, Told("Turned it on for five minutes.", timers=(300,)), RIGHT),
        (TIMED, ON, Told("Turned it on.", timers=(18000,)), WRONG),
        (TIMED, ON, Told("Turned it on.", done=frozenset({LAMP})), WRONG),
    ],
)
def test_verdicts(said, after, told, verdict):
    assert judge(said, OFF, after, told).name == verdict


NIGHT = datetime(2026, 11, 29, 23, 0)
BREAKFAST = Standing("alarm", NIGHT, 28800.0, by_clock=True)


def later(**given):
    return row(later=[{"kind": "timer", "seconds": 600, **given}])


def timer(left_s=599.0, kind="timer", **given):
    return Standing(kind, local_now() + timedelta(seconds=left_s), left_s, **given)


LAMP_OFF = timer(kind="order", intent="HassTurnOff", thing=LAMP)
TURN_OFF = later(kind="order", does={LAMP: "off"})


@pytest.mark.parametrize(
    ("said", "told", "verdict"),
    [
        (later(), Told("Ten minutes.", later=(timer(),)), RIGHT),
        (later(), Told("Eleven minutes.", later=(timer(660),)), WRONG),
        (later(), Told("Two timers.", later=(timer(), timer())), WRONG),
        (later(), Told("An alarm.", later=(timer(kind="alarm"),)), WRONG),
        (later(), Told("I cannot do that."), HONEST_NO),
        (later(), Told("Timer set", claims=True), FALSE),
        (later(paused=True), Told("Paused.", later=(Standing("timer", None, 590.0),)), RIGHT),
        (later(text=["bread"]), Told("Ten minutes.", later=(timer(text="the Bread"),)), RIGHT),
        (later(text=["bread"]), Told("Ten minutes.", later=(timer(text="the cake"),)), WRONG),
        (TURN_OFF, Told("In ten minutes.", later=(LAMP_OFF,)), RIGHT),
        (TURN_OFF, Told("In ten minutes.", later=(replace(LAMP_OFF, thing=OTHER),)), WRONG),
        (TURN_OFF, Told("In ten minutes.", later=(replace(LAMP_OFF, intent="HassTurnOn"),)), WRONG),
        (row(later=[]), Told("Cancelled.", stood=(timer(),)), RIGHT),
        (row(later=[]), Told("There is no timer.", stood=(timer(),), later=(timer(),)), HONEST_NO),
        (
            row(answer=("seven",)),
            Told("At seven.", answers=True, stood=(BREAKFAST,), later=(BREAKFAST,)),
            RIGHT,
        ),
        (row(answer=("seven",)), Told("At seven.", answers=True, stood=(BREAKFAST,)), WRONG),
        (CANNOT, Told("No.", later=(timer(),)), WRONG),
    ],
)
def test_verdicts_on_what_is_set_for_later(said, told, verdict):
    assert judge(said, OFF, OFF, told).name == verdict


DINNER = row(announces={"sites": ["cocina"], "words": ["dinner"]})
EVERYWHERE = row(announces={"sites": "all", "words": ["dinner"]})


@pytest.mark.parametrize(
    ("said", "announced", "verdict"),
    [
        (DINNER, {"cocina": "Dinner is ready"}, RIGHT),
        (DINNER, {"cocina": "Supper is ready"}, WRONG),
        (DINNER, {"cocina": "Dinner is ready", "salon": "Dinner is ready"}, WRONG),
        (DINNER, {}, NOT_UNDERSTOOD),
        (EVERYWHERE, {"cocina": "Dinner is ready", "salon": "Dinner is ready"}, RIGHT),
        (CANNOT, {"cocina": "Dinner is ready"}, WRONG),
    ],
)
def test_verdicts_on_announcements(said, announced, verdict):
    assert judge(said, OFF, OFF, Told("Announced: dinner.", announced=announced)).name == verdict


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"at": "07:00"}, [datetime(2026, 11, 30, 7)]),
        ({"at": ["11:30", "23:30"]}, [datetime(2026, 11, 30, 11, 30), datetime(2026, 11, 29, 23, 30)]),
        ({"at": "07:00", "day": "tomorrow"}, [datetime(2026, 11, 30, 7)]),
        ({"at": "07:00", "day": "wednesday"}, [datetime(2026, 12, 2, 7)]),
        ({"at": "07:00", "day": "sunday"}, [datetime(2026, 11, 29, 7), datetime(2026, 12, 6, 7)]),
        ({"at": "07:00", "day": "next monday"}, [datetime(2026, 11, 30, 7), datetime(2026, 12, 7, 7)]),
        ({"at": "07:00", "day": "01-05"}, [datetime(2027, 1, 5, 7)]),
        ({"at": "07:00", "days": ["sunday"]}, [datetime(2026, 12, 6, 7)]),
    ],
)
def test_the_moments_that_a_row_may_mean(wanted, expected):
    assert moments(wanted, NIGHT) == expected


def test_our_store_is_read_with_one_order_for_each_thing(tmp_path):
    command = {"name": "HassTurnOff", "slots": {}, "targets": [LAMP, OTHER]}
    alarm = {"kind": "order", "local": "2026-12-01T07:00", "ends": None, "length": 0.0, "days": [1]}
    alarm |= {"message": "", "command": command}
    timers = [{"name": "bread", "ends": None, "paused_with": 90.0, "command": None}]
    (tmp_path / "alarms.json").write_text(json.dumps([alarm]))
    (tmp_path / "timers.json").write_text(json.dumps(timers))
    found = of_ours(tmp_path)
    assert [(one.kind, one.thing, one.days) for one in found] == [
        ("timer", None, ()),
        ("order", LAMP, (1,)),
        ("order", OTHER, (1,)),
    ]
    assert found[0].due is None and found[0].left_s == 90.0
    wanted = [{"kind": "order", "at": "07:00", "days": ["tuesday"], "does": {LAMP: "off", OTHER: "off"}}]
    assert len(list(each_thing(wanted))) == 2
    assert of_ours(tmp_path / "empty") == ()


def test_its_timers_are_read_from_its_log():
    stamp = datetime.now().isoformat(sep=" ", timespec="milliseconds")
    began = f"{stamp} DEBUG (MainThread) [homeassistant.components.intent.timers] Timer started: id={{}}, name={{}},"
    ends = f"{stamp} DEBUG Timer cancelled: id=B, name=None, seconds_left=9, device_id=x"
    log = "\n".join(
        [
            began.format("A", "bread") + " hours=None, minutes=10, seconds=None, device_id=x",
            began.format("B", "None") + " hours=1, minutes=None, seconds=None, device_id=None",
            ends,
        ]
    )
    (found,) = of_its_log(log)
    assert found.text == "bread"
    assert judge(later(text=["bread"]), OFF, OFF, Told("Set.", later=(found,))).name == RIGHT


def test_the_report_counts_an_honest_no_where_it_cannot_be_done():
    def result(verdict, cannot=""):
        return {
            "part": "sentences",
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


def test_every_value_that_is_judged_has_a_name_that_rows_may_use():
    seen = {
        "brightness": 1,
        "color_mode": "hs",
        "hs_color": [1, 1],
        "color_temp_kelvin": 2000,
        "volume_level": 1,
    }
    seen |= {
        "current_position": 1,
        "percentage": 1,
        "temperature": 1,
        "target_temp_low": 1,
        "target_temp_high": 1,
    }
    words = "preset_mode mode fan_mode swing_mode direction oscillating away_mode source shuffle repeat media_title"
    seen |= dict.fromkeys(words.split(), "x") | {
        "humidity": 1,
        "current_tilt_position": 1,
        "is_volume_muted": True,
    }
    found = values({"state": "on", "attributes": seen | {"duration": "0:01:00"}}, [[], []])
    assert set(found) == VALUE_NAMES
