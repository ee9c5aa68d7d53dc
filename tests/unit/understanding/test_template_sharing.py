"""Equal parts of templates are one object, and mean what they meant."""

import copy

import pytest
from hassil import Intents, recognize_all
from hassil.expression import Group

from sarai_mqtt.understanding.templates.loader import load_templates
from sarai_mqtt.understanding.templates.sharing import share_parts

TEMPLATES = {
    "language": "en",
    "intents": {
        "On": {"data": [{"sentences": ["(turn|switch) on [the] <thing>", "(turn|switch) [the] <thing> on"]}]},
        "Set": {
            "data": [
                {
                    "sentences": [
                        "[please] set [the] <thing> to {level} [percent]",
                        "(dim;[please]) {level}",
                    ],
                    "expansion_rules": {"thing": "[the] lamp"},
                }
            ]
        },
        "Off": {"data": [{"sentences": ["(turn|switch) off [the] <thing> [please]"]}]},
    },
    "lists": {"level": {"range": {"from": 0, "to": 100}}},
    "expansion_rules": {"thing": "(light|lamp|[the] <other>)", "other": "(fan|[ceiling] fan)"},
}
SAID = (
    "turn on the lamp",
    "switch the ceiling fan on",
    "please set lamp to 20 percent",
    "please dim 5",
    "turn off light please",
)


def parts_of(intents):
    """Yield every part of every template and rule, an object as often as it occurs."""
    rules = list(intents.expansion_rules.values())
    blocks = [block for intent in intents.intents.values() for block in intent.data]
    waiting = [r.expression for r in rules] + [s.expression for b in blocks for s in b.sentences]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += part.items if isinstance(part, Group) else ()


def found(intents, text):
    return [
        (result.intent.name, {k: v.value for k, v in result.entities.items()})
        for result in recognize_all(text, intents)
    ]


@pytest.mark.parametrize("text", SAID)
def test_shared_templates_find_the_same(text):
    plain, shared = (Intents.from_dict(copy.deepcopy(TEMPLATES)) for _ in range(2))
    share_parts(shared)
    assert found(plain, text)
    assert found(shared, text) == found(plain, text)


def test_clauses_are_those_that_hassil_computes():
    plain, shared = (Intents.from_dict(copy.deepcopy(TEMPLATES)) for _ in range(2))
    share_parts(shared)
    for name, intent in plain.intents.items():
        for block, kept in zip(intent.data, shared.intents[name].data, strict=True):
            rules = {**plain.expansion_rules, **block.expansion_rules}
            for sentence, other in zip(block.sentences, kept.sentences, strict=True):
                assert other.required_clauses == sentence.get_required_clauses(rules)


@pytest.mark.parametrize("language", ["en", "es"])
def test_few_parts_are_kept_of_many(language):
    every = list(parts_of(load_templates(language, None).intents))
    assert len({id(part) for part in every}) < len(every) / 5
    assert len({repr(part) for part in every}) == len({id(part) for part in every})
