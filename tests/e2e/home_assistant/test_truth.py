"""What is said to be done in a real Home Assistant is what the states of its things show (ADR 36)."""

import asyncio
import time
from contextlib import suppress

import pytest

from sarai_mqtt.core.acting import ActionRequest, Level
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from tests.harness.home_assistant.bus import Bus
from tests.harness.home_assistant.client import wait_for
from tests.harness.home_assistant.furnish import expose
from tests.harness.home_assistant.obedient import (
    DAMP,
    HEATER,
    PRESETS,
    RANGE,
    SILENT,
    obedient_things,
)

pytestmark = pytest.mark.slow
STUBBORN, BLIND = "switch.stubborn", "switch.blind"
TIMER = "timer.laundry"
LARDER, KITCHEN = "light.larder", "light.kitchen_ceiling"
WAIT_S = 30


@pytest.fixture(scope="module")
def things(house):
    with obedient_things(house, [STUBBORN, BLIND]):
        yield house


@pytest.fixture
def timer(house):
    house.owner.command("timer/create", name="Laundry", duration="0:20:00")
    house.owner.wait_state(TIMER, "idle")
    expose(house.owner, [TIMER], should_expose=True)
    return TIMER


@pytest.fixture
def bus(house):
    bus = Bus(house.broker.port).listen("sarai/acted/#")
    yield bus
    bus.close()


def acted(house, name, slots, target):
    """Return what came of a command, with a token: the result, and how long it took in seconds."""

    async def act():
        access = Access(house.instance.url, house.user.token)
        client = HomeAssistant(access, ["en"], site_of_root("sarai"), lambda _home: None)
        running = asyncio.create_task(client.run())
        try:
            async with asyncio.timeout(WAIT_S):
                while not client.connected:
                    await asyncio.sleep(0.02)
            intent = Intent("t", name, slots, (target,), "", "en", 1.0)
            start = time.monotonic()
            return await client.actor.act(ActionRequest(intent, "kitchen")), time.monotonic() - start
        finally:
            with suppress(asyncio.CancelledError):
                await cancel_and_wait(running)

    return asyncio.run(act())


def attributes(house, entity):
    return house.owner.rest("GET", f"/api/states/{entity}")["attributes"]


TOLD = [
    ("HassTurnOn", {}, STUBBORN, "silent"),
    ("HassTurnOff", {}, STUBBORN, "done"),  # it was off
    ("HassToggle", {}, STUBBORN, "silent"),
    ("HassTurnOn", {}, BLIND, "sent"),
    ("HassTurnOn", {}, SILENT, "silent"),
    ("HassTurnOn", {}, "scene.movie_night", "sent"),
    ("HassTurnOn", {}, KITCHEN, "done"),
    ("HassTurnOff", {}, KITCHEN, "done"),
    ("HassLightSet", {"brightness": 50}, LARDER, "failed"),
    ("HassLightSet", {"color": "red"}, LARDER, "failed"),
    ("HassFanSetSpeed", {"percentage": 50}, PRESETS, "failed"),
    ("HassFanSetPresetMode", {"preset_mode": "storm"}, PRESETS, "done"),
    ("HassFanSetPresetMode", {"preset_mode": "hurricane"}, PRESETS, "failed"),
    ("HassClimateSetTemperature", {"temperature": 21}, RANGE, "failed"),
    ("HassClimateSetPresetMode", {"preset_mode": "away"}, RANGE, "done"),
    ("HassClimateSetPresetMode", {"preset_mode": "party"}, RANGE, "failed"),
    ("HassClimateSetTemperature", {"temperature": 55}, HEATER, "done"),
    ("HassClimateSetTemperature", {"temperature": 90}, HEATER, "failed"),
    ("HassHumidifierSetpoint", {"humidity": 60}, DAMP, "done"),
    ("HassHumidifierSetpoint", {"humidity": 90}, DAMP, "failed"),
    ("HassHumidifierMode", {"mode": "baby"}, DAMP, "done"),
    ("HassClimateSetTemperature", {"temperature_delta": 2}, RANGE, "done"),
    ("HassClimateSetHvacMode", {"hvac_mode": "heat"}, RANGE, "done"),
    ("HassClimateSetHvacMode", {"hvac_mode": "heat_cool"}, RANGE, "done"),
    ("HassClimateSetHvacMode", {"hvac_mode": "dry"}, RANGE, "failed"),
]


@pytest.mark.parametrize(("name", "slots", "target", "told"), TOLD)
@pytest.mark.parametrize("token", [True, False], ids=["token", "package"])
def test_what_is_told_is_what_the_state_shows(things, bus, name, slots, target, told, token):
    kinds = ("done", "sent", "silent", "failed")
    if token:
        result, took_s = acted(things, name, slots, target)
        found = {kind: list(getattr(result, kind)) for kind in kinds}
        assert (result.trouble, result.untried) == (None, told == "failed")
        assert took_s < WAIT_S
    else:
        report = bus.acted(bus.intent(name, [target], slots=slots))[1]
        found = {kind: report[kind] for kind in kinds}
        assert bool(report["why"]) == (told == "failed")
    assert found == {**dict.fromkeys(kinds, []), told: [target]}


BY_SERVICES = [
    ("HassClimateSetSwingMode", {"swing_mode": "vertical"}, RANGE, "done"),
    ("HassClimateSetSwingMode", {"swing_mode": "diagonal"}, RANGE, "failed"),
    ("HassHumidifierSetpoint", {"humidity": 55}, RANGE, "done"),
    ("HassHumidifierSetpoint", {"humidity": 20}, RANGE, "failed"),
    ("HassWaterHeaterSetAwayMode", {"away_mode": True}, HEATER, "failed"),
    ("HassTimerHelperPause", {}, TIMER, "failed"),
    ("HassTimerHelperStart", {"minutes": 20}, TIMER, "done"),
    ("HassTimerHelperPause", {}, TIMER, "done"),
    ("HassTimerHelperStart", {}, TIMER, "done"),
    ("HassTimerHelperFinish", {}, TIMER, "done"),
    ("HassTimerHelperStart", {}, TIMER, "done"),
    ("HassTimerHelperCancel", {}, TIMER, "done"),
]


def test_what_home_assistant_has_only_services_for(things, timer):
    told = []
    for name, slots, target, _ in BY_SERVICES:
        result = acted(things, name, slots, target)[0]
        kinds = [kind for kind in ("done", "sent", "silent", "failed") if getattr(result, kind)]
        told.append((name, slots, target, *kinds))
    assert told == BY_SERVICES
    assert attributes(things, timer)["duration"] == "0:20:00"


@pytest.mark.parametrize("token", [True, False], ids=["token", "package"])
def test_a_relative_amount_is_counted_from_the_state(things, bus, token):
    def change(name, slots, target):
        if token:
            result = acted(things, name, slots, target)[0]
            assert result.done == (target,)
            return result.levels[target]
        report = bus.acted(bus.intent(name, [target], slots=slots))[1]
        assert report["done"] == [target]
        return Level(**report["levels"][target])

    owner = things.owner
    owner.call("climate.set_temperature", entity_id="climate.thermostat", temperature=21)
    owner.call("climate.set_temperature", entity_id=RANGE, target_temp_low=20, target_temp_high=24)
    owner.call("water_heater.set_temperature", entity_id=HEATER, temperature=50)
    owner.call("humidifier.set_humidity", entity_id=DAMP, humidity=40)
    owner.call("light.turn_on", entity_id=KITCHEN, brightness_pct=50)
    for entity, key, value in (
        (RANGE, "target_temp_high", 24),
        (HEATER, "temperature", 50),
        (DAMP, "humidity", 40),
    ):
        wait_for(
            lambda entity=entity, key=key, value=value: attributes(things, entity)[key] == value,
            lambda entity=entity: f"{attributes(things, entity)}",
        )
    warmer = "HassClimateSetTemperature"
    assert change(warmer, {"temperature_delta": 2}, "climate.thermostat") == Level(23)
    assert attributes(things, "climate.thermostat")["temperature"] == 23
    assert change(warmer, {"temperature_delta": 2}, RANGE) == Level(22, 26)
    assert change(warmer, {"temperature_delta": 20}, RANGE) == Level(26, 30, at_limit=True)
    assert (attributes(things, RANGE)["target_temp_low"], attributes(things, RANGE)["target_temp_high"]) == (
        26,
        30,
    )
    assert change(warmer, {"temperature_delta": 30}, HEATER) == Level(60, at_limit=True)
    assert change(warmer, {"temperature_delta": 1}, HEATER) == Level(60, at_limit=True)  # it was there
    assert change("HassHumidifierSetpoint", {"humidity_delta": -5}, DAMP) == Level(35)
    assert change("HassLightSet", {"brightness_delta": 20}, KITCHEN).low == pytest.approx(70, abs=1)


def test_a_blueprint_tells_of_on_and_off_what_the_states_show(things, bus):
    """Its action is its default one: `homeassistant.turn_on`."""
    automation = "/api/config/automation/config/truth"
    use = {"path": "sarai/act_on_intent.yaml", "input": {"sites": ["attic"]}}
    things.package("turn_off")
    things.owner.rest("POST", automation, {"alias": "truth", "use_blueprint": use})
    try:
        things.owner.wait_state("automation.truth", "on")
        things.owner.call("light.turn_off", entity_id=KITCHEN)
        turn = bus.intent("HassTurnOn", [KITCHEN, STUBBORN, BLIND], site="attic")
        acted = bus.acted(turn)[1]
    finally:
        things.owner.rest("DELETE", automation)
        things.package("turn_on")
    told = {kind: acted[kind] for kind in ("done", "sent", "silent", "failed")}
    assert told == {"done": [KITCHEN], "sent": [BLIND], "silent": [STUBBORN], "failed": []}
