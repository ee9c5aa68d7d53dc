"""The held and the development sentences are whole: ids, kinds, rooms, things, intents and counts as tests/data/fresh
says.

No text is printed when a test fails: one of the sets is held.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED, OURS
from sarai_mqtt.home.yaml_file import load_home
from tests.bench.fresh_sets import FOLDERS, PARTS, home_file, judge_command, judge_talk, rows

HOUSES = {name: load_home(home_file(name)) for name in FOLDERS}
KINDS = {
    "action", "class", "name", "quantity", "place", "exception", "absolute", "relative", "fraction", "bit", "mode",
    "colour", "time", "several", "correction",
}  # fmt: skip
TALK_KINDS = {
    "quotation", "report", "condition", "how_why", "wish", "television", "smalltalk", "house_noun", "number",
    "recipe", "phone", "children", "half", "tense", "negation", "question",
}  # fmt: skip
# Set and language: fewest commands, fewest of a kind, fewest elliptic ones, fewest that cannot be done, fewest of talk.
FEWEST = {
    ("held", "en"): (320, 21, 60, 50, 320),
    ("held", "es"): (320, 21, 60, 50, 320),
    ("held", "fr"): (160, 10, 30, 25, 160),
    ("dev", "en"): (380, 12, 120, 90, 115),
    ("dev", "es"): (380, 12, 120, 90, 115),
    ("dev", "fr"): (220, 8, 70, 50, 95),
    ("fourth", "en"): (375, 23, 2, 10, 20),
}
SETS = pytest.mark.parametrize(("name", "language"), FEWEST)
# Asked for by the issue, of which some have no name in Home Assistant.
OTHERS = {
    "HassClimateSetHvacMode", "HassFanSetSpeed", "HassHumidifierMode", "HassHumidifierSetpoint", "HassStopMoving",
    "HassToggle", "HassWaterHeaterSetMode", "HassScheduleCommand",
}  # fmt: skip
TARGETLESS = {"HassStartTimer", "HassVacuumCleanArea"}


def intent(name: str) -> Intent:
    return Intent("turn", name, {}, ("light.hall",), "", "en", 1.0)


DONE = intent("HassTurnOff")


def commands_in(right: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every command of the alternatives, and those that a timer is to do."""
    for alternative in right["acts"]:
        for command in alternative:
            yield command
            later = command["slots"].get("conversation_command")
            if later is not None:
                yield from commands_in(later)


@SETS
def test_ids_are_unique_and_rooms_exist(name: str, language: str) -> None:
    for part in PARTS:
        written = rows(language, part, name)
        assert len({row["id"] for row in written}) == len(written)
        assert {row["area"] for row in written} - {None} <= set(HOUSES[name].areas)
        assert all(row["text"].strip() for row in written)
        assert len({(row["text"], row["area"]) for row in written}) == len(written)


@SETS
def test_there_are_enough_commands_of_each_kind(name: str, language: str) -> None:
    fewest, of_a_kind, elliptic, impossible, _ = FEWEST[name, language]
    written = rows(language, "commands", name)
    kinds = Counter(row["kind"] for row in written)
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= of_a_kind
    assert len(written) >= fewest
    assert {row["style"] for row in written} == {"everyday", "elliptic"}
    assert sum(row["style"] == "elliptic" for row in written) >= elliptic
    assert sum(not row["right"]["acts"] for row in written) >= impossible


@SETS
def test_there_is_enough_talk_of_each_kind(name: str, language: str) -> None:
    kinds = Counter(row["kind"] for row in rows(language, "talk", name))
    assert set(kinds) == (TALK_KINDS if name == "held" else {"talk"})
    assert kinds.total() >= FEWEST[name, language][4]


@SETS
def test_what_is_right_names_known_intents_and_exposed_things(name: str, language: str) -> None:
    for row in rows(language, "commands", name):
        for command in commands_in(row["right"]):
            assert set(command) == {"intent", "targets", "slots"}, row["id"]
            assert command["intent"] in ANSWERED | OURS | OTHERS, row["id"]
            assert command["targets"] or command["intent"] in TARGETLESS, row["id"]
            assert all(HOUSES[name].entities[target].exposed for target in command["targets"]), row["id"]


@SETS
def test_where_nothing_may_act_the_row_says_what_to_tell(name: str, language: str) -> None:
    for row in rows(language, "commands", name):
        if not row["right"]["acts"]:
            assert row["right"].get("reply"), row["id"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_word_without_a_place_leaves_nothing_to_act(language: str) -> None:
    written = rows(language, "robustness")
    assert len(written) == 60
    assert {row["kind"] for row in written} == {"foreign_word"}
    assert {row["style"] for row in written} <= {"everyday", "elliptic"}
    assert all(row["right"]["acts"] == [] and row["right"]["reply"] for row in written)


def test_only_the_held_set_has_a_part_for_robustness() -> None:
    assert not rows("fr", "robustness")
    assert not any(rows(language, "robustness", "dev") for language in ("en", "es", "fr"))


def test_talk_of_the_development_set_is_no_order() -> None:
    for language in ("en", "es", "fr"):
        assert all(row["right"]["acts"] == [] for row in rows(language, "talk", "dev"))


def test_a_judge_tells_done_from_missed_fair_refused_and_wrong() -> None:
    hall = {"intent": "HassTurnOff", "targets": ["light.hall"], "slots": {}}
    landing = {**hall, "targets": ["light.landing"]}

    def verdict(acts: list[Any], found: list[Intent]) -> str:
        return judge_command({"area": None, "right": {"acts": acts}}, found)

    assert verdict([[hall]], [DONE]) == "done"
    assert verdict([[landing], [hall]], [DONE]) == "done"
    assert verdict([[landing]], [DONE]) == "wrong"
    assert verdict([[hall, landing]], [DONE]) == "wrong"
    assert verdict([], [DONE]) == "wrong"
    assert verdict([], []) == "refused"
    assert verdict([[hall], []], []) == "fair"
    assert verdict([[hall]], []) == "missed"
    assert judge_talk([DONE]) == "wrong"
    assert judge_talk([intent("HassGetState")]) == "harmless"


def test_a_delayed_command_is_judged_by_its_own_words() -> None:
    hall = {"intent": "HassTurnOff", "targets": ["light.hall"], "slots": {}}
    landing = {**hall, "targets": ["light.landing"]}
    slots = {"minutes": 10, "conversation_command": "turn off the hall light"}
    found = [Intent("turn", "HassStartTimer", slots, ("light.hall",), "", "en", 1.0)]

    def verdict(later: dict[str, Any], seconds: int = 600) -> str:
        wanted = {"seconds": seconds, "conversation_command": {"acts": [[later]]}}
        timer = {"intent": "HassStartTimer", "targets": [], "slots": wanted}
        return judge_command({"area": None, "right": {"acts": [[timer]]}}, found, "en")

    assert verdict(hall) == "done"
    assert verdict(landing) == "wrong"
    assert verdict(hall, seconds=60) == "wrong"
