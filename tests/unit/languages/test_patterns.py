"""Patterns of words: whole words, words of any ending, and none."""

import re

import pytest

from sarai_mqtt.languages.patterns import inflected, pattern_of, words_pattern


def test_a_word_is_whole_unless_it_ends_in_a_star():
    pattern = words_pattern(["lock*", "door", "light (?:up|on)"])
    assert all(map(pattern.search, ("unlock it, or lock", "locked", "a door", "light up")))
    assert not any(map(pattern.search, ("unlock", "doors", "indoor", "light")))


def test_no_words_match_nothing():
    assert words_pattern([]).search("") is None


# What begins alike, what has a choice at the top (so that not all of it begins so), and what does not begin so.
ALTERNATIVES = [
    r"^(?:so )*turn\b",
    r"^(?:so )*open|\bshut\b",
    r"^(?:so )*[|(]x",
    "stop",
    r"^(?:so )*go \(|\|",
]


@pytest.mark.parametrize(
    "text",
    ["so turn it", "turns", "please shut", "so open", "|x", "(x", "a stop", "go (", "|", "and so turn", "so"],
)
def test_a_shared_beginning_changes_nothing_that_is_found(text):
    apart = re.compile("|".join(f"(?:{alternative})" for alternative in ALTERNATIVES))
    shared = pattern_of(ALTERNATIVES, start="^(?:so )*")
    assert bool(shared.search(text)) == bool(apart.search(text))
    assert shared.pattern.count("^(?:so )*") == 3
    assert apart.pattern.count("^(?:so )*") == 4


def test_forms_are_each_stem_with_its_own_endings_and_no_other():
    forms = re.compile(
        inflected([("open", "(?:ing|ed)"), ("shutt", "ing"), ("turn", "(?:ing|ed)"), ("shut", "")])
    )
    tried = {stem + ending for stem in ("open", "shutt", "turn", "shut") for ending in ("", "ing", "ed")}
    assert {form for form in tried if forms.fullmatch(form)} == {
        "opening",
        "opened",
        "shutting",
        "turning",
        "turned",
        "shut",
    }
