"""Fans that are off and take a mode or speed, and heaters that have "off" as one of their modes."""

import pytest

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.progress import progress_of
from sarai_mqtt.home.assistant.meanings import meant_for, runs_already
from sarai_mqtt.home.assistant.services import by_service, service_for

FAN = {"supported_features": 1 | 8 | 32, "preset_modes": ["auto", "sleep"], "preset_mode": "auto"}


def intent(name, **slots):
    return Intent("", name, slots, ("fan.a",), "", "en", 1.0)


@pytest.mark.parametrize(
    ("said", "data"),
    [
        (intent("HassFanSetPresetMode", preset_mode="sleep"), {"preset_mode": "sleep"}),
        (intent("HassFanSetSpeed", percentage=40), {"percentage": 40}),
    ],
)
def test_a_fan_that_is_off_is_turned_on_with_what_it_is_to_do(said, data):
    meant = meant_for(said, EntityState("fan.a", "off", FAN))
    call = service_for(meant, "fan.a")
    assert by_service(meant, "fan.a")
    assert (call.domain, call.service, call.data) == ("fan", "turn_on", {**data, "entity_id": "fan.a"})


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (intent("HassFanSetPresetMode", preset_mode="sleep"), EntityState("fan.a", "on", FAN)),
        (intent("HassFanSetSpeed", percentage=0), EntityState("fan.a", "off", FAN)),
        # it cannot be turned on by itself
        (intent("HassFanSetSpeed", percentage=40), EntityState("fan.a", "off", {"supported_features": 1})),
    ],
)
def test_no_other_fan_is(said, state):
    assert meant_for(said, state) == said


def test_a_fan_that_stays_off_does_not_run_in_the_mode_that_it_was_told():
    said, off = intent("HassFanSetPresetMode", preset_mode="sleep"), {**FAN, "preset_mode": "sleep"}
    before = EntityState("fan.a", "off", FAN)
    assert progress_of(said, before, EntityState("fan.a", "off", off)) == "unchanged"
    assert progress_of(said, before, EntityState("fan.a", "on", off)) == "done"


@pytest.mark.parametrize(
    ("id_", "attributes", "name", "slots"),
    [
        (
            "water_heater.a",
            {"supported_features": 3, "operation_list": ["off", "eco"]},
            "HassClimateSetPresetMode",
            {"preset_mode": "off"},
        ),
        ("climate.a", {"supported_features": 1, "hvac_modes": ["off", "heat"]}, "HassClimateSetHvacMode", {"hvac_mode": "off"}),
        # it can be switched, or has no such mode
        ("water_heater.a", {"supported_features": 11, "operation_list": ["off", "eco"]}, "HassTurnOff", {}),
        ("water_heater.a", {"supported_features": 3, "operation_list": ["eco"]}, "HassTurnOff", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_switched_is_off_in_its_mode_off(id_, attributes, name, slots):
    meant = meant_for(intent("HassTurnOff"), EntityState(id_, "eco", attributes))
    assert (meant.name, dict(meant.slots)) == (name, slots)


@pytest.mark.parametrize(
    ("name", "id_", "state", "runs"),
    [
        ("HassTurnOn", "climate.a", "cool", True),
        ("HassTurnOn", "climate.a", "heat", True),
        ("HassTurnOn", "climate.a", "off", False),
        ("HassTurnOn", "climate.a", "unavailable", False),
        ("HassTurnOff", "climate.a", "cool", False),
        ("HassTurnOn", "light.a", "on", False),
    ],
)
def test_a_thermostat_that_runs_is_left_in_its_mode(name, id_, state, runs):
    assert runs_already(intent(name), EntityState(id_, state)) is runs
