"""The words of which the texts of a template are made."""

import pytest
from hassil import parse_sentence
from hassil.intents import RangeSlotList, TextSlotList, WildcardSlotList

from sarai_mqtt.understanding.templates.template_words import WordFinder, values_of, words_of_text

RULES = {name: parse_sentence(text) for name, text in {"the": "[the|my]", "again": "re <again>"}.items()}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("turn (on|off) [the] light[s]", {"turn", "on", "off", "the", "light", "lights"}),
        ("(en|a)ciende l(a[s]|os) focos", {"enciende", "aciende", "la", "las", "los", "focos"}),
        ("<the> [l']hall", {"the", "my", "l", "hall"}),
        ("dim {name} to {level}[ ]%", {"dim", "to"}),
        ("(dim;[please]) it", {"dim", "please", "it"}),
        ("Café-Bar", {"café", "bar"}),
        ("all the {name}s", None),  # part of a word is not known
        ("do <nothing>", None),
        ("<again>", None),
    ],
)
def test_words_of_a_template(template, words):
    found = WordFinder(RULES).of(parse_sentence(template).expression).words
    assert found == words


def test_lists_of_a_template():
    finder = WordFinder({"there": parse_sentence("[in {area}]")})
    assert finder.of(parse_sentence("(dim|set {name}) <there>").expression).lists == {"name", "area"}


def test_words_of_values():
    colours = TextSlotList.from_strings(["warm white", "red[dish]"], name="colour")
    assert values_of(colours, "en") == {"warm", "white", "red", "reddish"}
    assert {"ninety", "nine", "hundred"} <= values_of(RangeSlotList("level", 0, 100), "en")
    assert values_of(RangeSlotList("level", 0, 100), "xx") == set()
    assert values_of(WildcardSlotList("any"), "en") is None
    assert values_of(None, "en") is None


def test_words_of_a_text():
    assert words_of_text("the l'été-lamp_2 (🛋)") == ["the", "l", "été", "lamp", "2"]
