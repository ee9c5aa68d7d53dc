"""Sentences composed with something impossible in them never act; possible ones are done as they say."""

from itertools import islice
from random import Random

import pytest

from tests.bench.composed_sets import HOME, UNKNOWN, WORDS, Composer, acted, understander_of
from tests.bench.understanding_speed_homes import bad, made_home, sentences

SENTENCES = 150
TAKEN_FOR_A_LIGHT = ("brundel", "plonteo")  # once, by retrieval: docs/bench/understanding-composed.md


@pytest.fixture(scope="module")
def understander():
    return understander_of(HOME)


@pytest.mark.parametrize("language", WORDS)
def test_nothing_impossible_acts(understander, language):
    composed = islice(Composer(understander.home, language, Random(1)).impossible(), SENTENCES)
    assert [(c.text, acts) for c in composed if (acts := acted(understander.read(c.text, language)))] == []


@pytest.mark.parametrize("word", TAKEN_FOR_A_LIGHT)
def test_an_unknown_thing_in_a_room_is_not_its_lights(understander, word):
    assert acted(understander.read(f"turn on the {word} in the kitchen", "en")) == []


@pytest.mark.parametrize("language", WORDS)
def test_what_is_possible_is_done_as_said_or_not_at_all(understander, language):
    composed = islice(Composer(understander.home, language, Random(3)).possible(), SENTENCES)
    done = [(c, acted(understander.read(c.text, language))) for c in composed]
    assert [(c.text, acts) for c, acts in done if acts and acts != list(c.right)] == []
    assert sum(bool(acts) for _, acts in done) >= SENTENCES * 0.9


@pytest.mark.parametrize(("name", "language", "text"), [(n, *t) for n, t in bad(
    {"es": "la luz del espejo", "en": "the mirror light"}
).items()])  # fmt: skip
def test_bad_input_acts_on_nothing(understander, name, language, text):
    assert acted(understander.read(text, language)) == [], name


@pytest.mark.parametrize("language", WORDS)
def test_a_seed_composes_the_same_sentences_of_every_kind(understander, language):
    once, again = (
        list(islice(Composer(understander.home, language, Random(7)).impossible(), 300)) for _ in range(2)
    )
    assert once == again
    assert len({c.kind for c in once}) == 11


@pytest.mark.parametrize("language", WORDS)
def test_no_name_of_the_home_is_an_unknown_one(understander, language):
    home = understander.home
    parts = (*home.entities.values(), *home.areas.values(), *home.floors.values())
    names = {n.casefold() for part in parts for said in part.names.values() for n in said}
    assert not names & set(UNKNOWN)


def test_homes_have_as_many_things_of_distinct_names():
    home = made_home(2000)
    assert len({str(thing["names"]) for thing in home["entities"]}) == 2000
    assert {kind for kind, _, _ in sentences(home, 40)} == {"simple", "several", "exception", "talk"}
