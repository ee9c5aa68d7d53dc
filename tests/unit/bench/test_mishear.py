"""Which mishearings the noisy sets keep."""

import importlib
from pathlib import Path

import pytest

from sarai_mqtt.home.yaml_file import load_home
from tests.bench import understanding_sets

HOUSE = load_home(understanding_sets.HOME)


@pytest.fixture
def mishear(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(understanding_sets.__file__).parent))
    return importlib.import_module("mishear")


@pytest.mark.parametrize(
    ("said", "heard", "slots", "kept"),
    [
        ("turn on the desk lamp", "Turn on the desk clamp.", {}, True),
        ("turn on the desk lamp", "Turn on the desk lamp.", {}, False),
        ("turn on the desk lamp", "Done with the damp.", {}, False),
        ("turn on the desk lamp", "Turn on the floor lamp.", {}, False),
        ("turn on the desk lamp", "Turn on the lamp.", {}, False),
        ("turn on the desk lamp", "Turn off the desk lamp.", {}, False),
        ("turn on the desk lamp", "Turn on the best thing.", {}, False),
        ("dim the desk lamp to thirty", "Tim the desk lamp to 30.", {"brightness": 30}, True),
        ("dim the desk lamp to thirty", "Tim the desk lamp to 13.", {"brightness": 30}, False),
    ],
)
def test_it_keeps_what_is_misheard_but_still_the_same_command(mishear, said, heard, slots, kept):
    group = {"intent": "HassTurnOn", "targets": ["light.desk_lamp"], "slots": slots}
    assert mishear.is_noisy(said, heard, group, HOUSE, "en") is kept
