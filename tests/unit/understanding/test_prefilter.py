"""Leaving out templates that cannot match: no match is lost, and much is left out."""

import pytest
from hassil import recognize_all
from hassil.intents import Intents, TextSlotList

from sarai_mqtt.understanding.templates.prefilter import Names, Prefilter

INTENTS = {
    "language": "en",
    "intents": {
        "TurnOn": {
            "data": [
                {"sentences": ["turn on [the] {name}"], "requires_context": {"domain": "light"}},
                {"sentences": ["turn on <here>"]},
                {"sentences": ["(light up|brighten) [the] {area}", "{area} lights on"]},
            ]
        },
        "Lock": {"data": [{"sentences": ["lock [the] {name}"], "requires_context": {"domain": ["lock"]}}]},
        "Any": {"data": [{"sentences": ["[please] {name}", "[the] {area}"]}]},
    },
    "expansion_rules": {"here": "[all] [the] lights"},
}
LISTS = {
    "name": TextSlotList.from_tuples(
        [("desk lamp", "light.desk", {"domain": "light"}), ("front door", "lock.front", {"domain": "lock"})],
        allow_template=False,
        name="name",
    ),
    "area": TextSlotList.from_tuples([("kitchen", "kitchen", {})], allow_template=False, name="area"),
}


@pytest.fixture(scope="module")
def prefilter():
    intents = Intents.from_dict(INTENTS)
    intents.slot_lists.update({name: TextSlotList(name, []) for name in LISTS})
    return Prefilter.of(intents)


def blocks(intents):
    return {name: len(intent.data) for name, intent in intents.intents.items()}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("turn on the desk lamp", {"TurnOn": 1, "Any": 1}),
        ("turn on the lights", {"TurnOn": 1}),
        ("Light up the Kitchen!", {"TurnOn": 1, "Any": 1}),
        ("lock the front door", {"Lock": 1, "Any": 1}),
        ("lock the desk lamp", {"Any": 1}),  # a lamp is no lock
        ("turn on the moon", {}),
        ("we had dinner", {}),
    ],
)
def test_what_cannot_match_is_left_out(prefilter, text, kept):
    assert blocks(prefilter.narrowed(text, Names.of(LISTS))) == kept


@pytest.mark.parametrize(
    "text", ["turn on the desk lamp", "kitchen lights on", "LOCK front  door", "desk lamp", "no"]
)
def test_no_match_is_lost(prefilter, text):
    def matches(intents):
        return [
            (r.intent.name, {k: e.value for k, e in r.entities.items()})
            for r in recognize_all(text, intents, slot_lists=LISTS)
        ]

    assert matches(prefilter.narrowed(text, Names.of(LISTS))) == matches(prefilter.intents)
