"""Leaving out templates that cannot match: no match is lost, and much is left out."""

from random import Random

import pytest
from hassil import recognize_all
from hassil.expression import Alternative, Group, ListReference, Permutation, RuleReference, TextChunk
from hassil.intents import Intents, RangeSlotList, TextSlotList
from hassil.numbers import get_rbnf_engine

from sarai_mqtt.understanding.templates.loader import load_templates
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
        ("turn on the desk lamp", {"TurnOn": 1}),
        ("please desk-lamp", {"Any": 1}),
        ("turn on the lights", {"TurnOn": 1}),
        ("Light up the Kitchen!", {"TurnOn": 1}),
        ("lock the front door", {"Lock": 1}),
        ("lock the desk lamp", {}),  # a lamp is no lock
        ("turn on the desk lamp now", {}),
        ("turn on the desk lamp in the kitchen", {}),  # no template has both
        ("turn on the moon", {}),
        ("we had dinner", {}),
    ],
)
def test_what_cannot_match_is_left_out(prefilter, text, kept):
    assert blocks(prefilter.narrowed(text, Names(LISTS))) == kept


@pytest.mark.parametrize(
    "text",
    ["turn on the desk lamp", "kitchen lights on", "LOCK front  door", "desk lamp", "kitchenlights on", "no"],
)
def test_no_match_is_lost(prefilter, text):
    def matches(intents):
        return [
            (r.intent.name, {k: e.value for k, e in r.entities.items()})
            for r in recognize_all(text, intents, slot_lists=LISTS)
        ]

    assert matches(prefilter.narrowed(text, Names(LISTS))) == matches(prefilter.intents)


def sampled(part, intents, lists, dice):
    """Return one of the texts that match a part of a template."""
    match part:
        case TextChunk():
            return part.text
        case RuleReference():
            return sampled(intents.expansion_rules[part.rule_name].expression, intents, lists, dice)
        case ListReference():
            slots = lists.get(part.list_name) or intents.slot_lists[part.list_name]
            if isinstance(slots, TextSlotList):
                return sampled(dice.choice(slots.values).text_in, intents, lists, dice)
            if isinstance(slots, RangeSlotList):
                number = dice.choice(list(slots.get_numbers()))
                said = get_rbnf_engine(intents.language).format_number(number).text
                return said if dice.random() < 0.5 else str(number)
            return "whatever it is"
        case Alternative():
            return sampled(dice.choice(part.items), intents, lists, dice)
        case Permutation():
            items = dice.sample(part.items, len(part.items))
            return " ".join(sampled(item, intents, lists, dice) for item in items)
        case Group():
            return "".join(sampled(item, intents, lists, dice) for item in part.items)
    raise AssertionError(part)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_template_is_kept_for_each_of_its_texts(language):
    templates, dice = load_templates(language, None), Random(language)
    home = {
        "name": [
            ("desk lamp", "1", {}),
            ("TV", "2", {}),
            ("Élodie's blind-1", "3", {}),
            ("🛋 l'été", "4", {}),
        ],
        "part": [("mirror", "5", {})],
        "area": [("living-room", "6", {}), ("Salón de té", "7", {})],
        "floor": [("up_stairs", "8", {})],
    }
    lists = {
        name: TextSlotList.from_tuples(rows, allow_template=False, name=name) for name, rows in home.items()
    }
    intents, names, lost, kept, every = templates.intents, Names(lists), [], 0, 0
    for intent in intents.intents.values():
        for block in intent.data:
            if block.requires_context.get("domain"):
                continue  # these names have none
            for sentence in block.sentences:
                text = sampled(sentence.expression, intents, lists, dice)
                found = templates.prefilter.narrowed(text, names).intents.values()
                may_match = [id(each) for one in found for data in one.data for each in data.sentences]
                kept, every = kept + len(may_match), every + 1
                if id(sentence) not in may_match:
                    lost.append((sentence.text, text))
    assert lost == []
    assert kept < 100 * every  # of some 1,400
