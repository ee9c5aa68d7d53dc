"""The sentences in Spanish and French are whole: pairs, targets, splits and counts as tests/data/cases says."""

import hashlib
import re
from collections import Counter, defaultdict
from itertools import groupby
from typing import Any

import pytest

from sarai_mqtt.home.yaml_file import load_home
from tests.bench.case_sets import home_path, rows

LANGUAGES = ("es", "fr")
ORDERS = rows("es_fr_orders.jsonl")
TALK = rows("es_fr_talk.jsonl")
HOME = load_home(home_path("two_tongues"))

FEWEST_PAIRS = 130
FEWEST_OF_A_KIND = 8
# What is done without a thing of the house.
NO_TARGETS = {
    "HassGetCurrentDate",
    "HassGetCurrentTime",
    "HassGetWeather",
    "HassListAddItem",
    "HassListCompleteItem",
    "HassListRemoveItem",
    "HassNevermind",
    "HassShoppingListAddItem",
    "HassShoppingListCompleteItem",
    "HassShoppingListRemoveItem",
}
# Slots in the person's own words, so in the person's language.
OWN_WORDS = {"item", "name", "search_query"}
DOMAINS = {
    "HassLightSet": {"light"},
    "HassSetPosition": {"cover"},
    "HassClimateSetTemperature": {"climate"},
    "HassFanSetSpeed": {"fan"},
    "HassSetVolume": {"media_player"},
    "HassSetVolumeRelative": {"media_player"},
    "HassVacuumStart": {"vacuum"},
    "HassVacuumReturnToBase": {"vacuum"},
}
SIMPLE_KINDS = {"amount", "colour", "media", "one", "wording"}
NOTHING_ACTS = {"absent", "negation"}

Row = dict[str, Any]


def by_id(cases: list[Row]) -> dict[str, dict[str, Row]]:
    """Return the rows by id, then by language."""
    pairs: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in cases:
        pairs[row["id"]][row["language"]] = row
    return pairs


def splits_by_rule(cases: list[Row]) -> dict[str, str]:
    """Return the split of each id: by turns, in the order of kind, simple or not, and the hash of the id."""
    facts = {row["id"]: (row["kind"], row["simple"]) for row in cases}
    order = sorted(facts, key=lambda i: (*facts[i], hashlib.sha256(i.encode()).hexdigest()))
    return {i: ("tuned", "held")[n % 2] for n, i in enumerate(order)}


def is_simple(row: Row) -> bool:
    """Return True if `row` is one action on one thing, with no amount but an absolute one."""
    alternatives = row["right"]["acts"]
    return row["kind"] in SIMPLE_KINDS and bool(alternatives) and all(map(is_simple_command, alternatives))


def is_simple_command(commands: list[Row]) -> bool:
    """Return True if `commands` are one, on one thing, with no slot that is a change."""
    changes = [slot for c in commands for slot in c["slots"] if slot.endswith(("_delta", "_step"))]
    return len(commands) == 1 and len(commands[0]["targets"]) == 1 and not changes


def plain(text: str) -> str:
    """Return the letters and digits of `text`, in lower case."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def commands(cases: list[Row]) -> list[tuple[str, Row]]:
    """Return the sentence and each command of its alternatives."""
    return [(row["input"], c) for row in cases for alternative in row["right"]["acts"] for c in alternative]


class TestHome:
    def test_it_is_large_enough(self):
        assert len(HOME.entities) >= 40
        assert len(HOME.areas) >= 8
        assert len(HOME.floors) >= 2

    def test_everything_has_names_in_both_languages(self):
        for named in [*HOME.floors.values(), *HOME.areas.values(), *HOME.entities.values()]:
            assert set(named.names) == set(LANGUAGES), named.id

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_name_is_that_of_two_things(self, language):
        names = Counter(plain(name) for e in HOME.entities.values() for name in e.names[language])
        assert [name for name, count in names.items() if count > 1] == []


def test_no_sentence_is_there_twice():
    said = Counter((row["language"], plain(row["input"])) for row in [*ORDERS, *TALK])
    assert [text for text, count in said.items() if count > 1] == []


@pytest.mark.parametrize("cases", [ORDERS, TALK], ids=["orders", "talk"])
class TestRows:
    def test_there_are_enough_in_each_language(self, cases):
        per_language = Counter(row["language"] for row in cases)
        assert set(per_language) == set(LANGUAGES)
        assert min(per_language.values()) >= FEWEST_PAIRS
        assert min(Counter(row["kind"] for row in cases if row["language"] == "fr").values()) >= (
            FEWEST_OF_A_KIND
        )

    def test_each_id_is_a_pair_told_alike(self, cases):
        for case, pair in by_id(cases).items():
            assert set(pair) == set(LANGUAGES), case
            assert pair["es"]["input"] != pair["fr"]["input"], case
            same = [(row["home"], row["kind"], row["simple"], row["split"]) for row in pair.values()]
            assert same[0] == same[1], case
        assert len(cases) == 2 * len(by_id(cases))

    def test_each_is_punctuated_as_its_language_is(self, cases):
        for row in cases:
            text = row["input"]
            if row["language"] == "es":
                assert (text.count("¿"), text.count("¡")) == (text.count("?"), text.count("!")), text
            else:
                assert not re.search(r"[^ ][?!:»]|«[^ ]", text), text

    def test_the_home_is_the_one_of_both_languages(self, cases):
        assert {row["home"] for row in cases} == {"two_tongues"}

    def test_the_split_is_by_the_rule(self, cases):
        assert {row["id"]: row["split"] for row in cases} == splits_by_rule(cases)

    def test_the_halves_are_even_over_the_kinds(self, cases):
        key = [(row["kind"], row["simple"], row["split"]) for row in cases if row["language"] == "fr"]
        counts = Counter(key)
        for kind, simple, _ in key:
            assert abs(counts[kind, simple, "tuned"] - counts[kind, simple, "held"]) <= 1, kind

    def test_simple_is_by_the_rule(self, cases):
        for row in cases:
            assert row["simple"] == is_simple(row), row["input"]


class TestWhatIsRight:
    def test_talk_changes_nothing(self):
        assert [row["input"] for row in TALK if row["right"]["acts"]] == []

    def test_negations_and_what_is_not_there_change_nothing(self):
        assert [r["input"] for r in ORDERS if r["kind"] in NOTHING_ACTS and r["right"]["acts"]] == []

    def test_other_orders_do_something(self):
        kinds = {*NOTHING_ACTS, "one_word", "correction"}
        assert [r["input"] for r in ORDERS if r["kind"] not in kinds and not r["right"]["acts"]] == []

    def test_every_target_is_in_the_home(self):
        for text, command in commands(ORDERS):
            assert set(command["targets"]) <= set(HOME.entities), text
            assert command["targets"] == sorted(set(command["targets"])), text

    def test_what_needs_a_target_has_one_of_its_domain(self):
        for text, command in commands(ORDERS):
            intent, targets = command["intent"], command["targets"]
            assert targets or intent in NO_TARGETS or "Timer" in intent, text
            assert {t.partition(".")[0] for t in targets} <= DOMAINS.get(intent, {*map(domain, targets)}), (
                text
            )

    def test_every_thing_that_acts_or_reports_is_asked_for(self):
        asked = {target for _, command in commands(ORDERS) for target in command["targets"]}
        left = {e for e in HOME.entities if e not in asked}
        assert {*map(domain, left)} <= {"binary_sensor", "script", "scene", "sensor"}

    def test_both_languages_expect_the_same(self):
        for case, pair in by_id(ORDERS).items():
            es, fr = (shape(pair[language]) for language in LANGUAGES)
            assert es == fr, case


def domain(entity_id: str) -> str:
    """Return the domain of an entity id."""
    return entity_id.partition(".")[0]


def shape(row: Row) -> list[Any]:
    """Return the distinct alternatives of `row` without the values that are in the person's own words."""
    alternatives = [
        [
            (
                c["intent"],
                c["targets"],
                sorted((n, None if n in OWN_WORDS else v) for n, v in c["slots"].items()),
            )
            for c in alternative
        ]
        for alternative in row["right"]["acts"]
    ]
    return [key for key, _ in groupby(sorted(alternatives, key=repr))]
