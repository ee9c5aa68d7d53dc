"""Sentences composed with something impossible in them never act; possible ones are done as they say."""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.understanding.guards import HARMLESS
from tests.bench.case_sets import assembly_of
from tests.bench.composed_sets import WORDS, Composer

WHERE = {"area", "device_class", "domain", "floor", "name"}
CASES = 150


def acts(found):
    if not isinstance(found, tuple):
        return []
    return [
        (i.name, frozenset(i.targets), {k: v for k, v in i.slots.items() if k not in WHERE})
        for i in found
        if i.name not in HARMLESS
    ]


@pytest.fixture(scope="module")
def understander():
    return assembly_of("config").understander


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_impossible_acts(understander, language, seed):
    composed = islice(Composer(understander.home, language, Random(seed)).impossible(), CASES)
    assert [(c.text, done) for c in composed if (done := acts(understander.read(c.text, language)))] == []


@pytest.mark.parametrize("language", WORDS)
def test_what_is_possible_is_done_as_said(understander, language):
    composed = islice(Composer(understander.home, language, Random(3)).possible(), CASES)
    found = [(c, understander.read(c.text, language)) for c in composed]
    assert [(c.text, acts(read)) for c, read in found if acts(read) != list(c.right)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ("turn on the kitchen light and " * 80)[:2000]),
        ("es", " y ".join(["enciende la luz del pasillo"] * 50)),
        ("en", "set the bedroom lamp to " + " ".join(["seven"] * 300)),
        ("en", "set the bedroom lamp to " + "7" * 1500),
        ("en", "turn on la lámpara y apaga the fan in the kitchen"),
        ("es", "apaga " + ", ".join(["la lámpara"] * 100)),
    ],
)
def test_bad_input_is_refused_whole(understander, language, text):
    found = understander.read(text, language)
    assert found is None or isinstance(found, LeftOver) or acts(found) == []
