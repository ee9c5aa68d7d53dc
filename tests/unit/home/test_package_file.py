"""The package that acts without a token does what the service does with one."""

from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import EMPTY_LIST, OURS
from sarai_mqtt.home.assistant.abilities import FEATURES, MODES
from sarai_mqtt.home.assistant.meanings import meant_for
from sarai_mqtt.home.assistant.services import service_for

FILE = Path(__file__).parents[3] / "deploy/home-assistant/packages/sarai.yaml"
ACT = next(one for one in yaml.safe_load(FILE.read_text("utf-8"))["automation"] if one["id"] == "sarai_act")[
    "variables"
]
PAIRS = [(name, kind) for name, kinds in ACT["does"].items() for kind in kinds]


def intent(name):
    return Intent("t", name, {}, (), "", "en", 1.0, "sentence")


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_each_action_is_the_service_that_the_actor_calls(name, kind):
    state = EntityState(f"{kind}.it", "on")
    call = service_for(meant_for(intent(name.replace("ShoppingList", "List")), state), state.id)
    assert call
    # Its template opens and closes slats, and arms in other modes.
    if name != "HassCoverSetTilt":
        assert f"{call.domain}.{call.service}" == ACT["does"][name][kind]


def test_it_does_every_command_that_is_ours():
    assert set(ACT["does"]) >= OURS | {EMPTY_LIST}


def test_what_a_thing_needs_for_an_intent_is_the_same():
    needs = {(name, kind): tuple(it) for name, kinds in ACT["needs"].items() for kind, it in kinds.items()}
    assert needs == dict(FEATURES)


def test_modes_are_looked_up_in_the_same_attributes():
    assert {(name, kind): tuple(ACT["listed"][name]) for name, kind in MODES if kind != "water_heater"} == {
        key: row for key, row in MODES.items() if key[1] != "water_heater"
    }
    assert set(ACT["listed"]) == {name for name, _ in MODES}
