"""Kinds of things that the package acts on without a token, shown to a real Home Assistant by MQTT discovery.

Each thing obeys at once: what it is told comes back as its state.
"""

import pytest

from tests.harness.home_assistant.bus import Bus
from tests.harness.home_assistant.client import wait_for

ARMED = "{{ {'ARM_HOME': 'armed_home', 'ARM_NIGHT': 'armed_night', 'DISARM': 'disarmed'}[action] }}"


def obeys(name):
    """Return the options of a value called `name` ("" for the thing itself) whose state is what was sent."""
    return {f"{name}command_topic": f"test/~/{name}", f"{name}state_topic": f"test/~/{name}"}


THINGS = {
    "fan.kinds": {**obeys(""), **obeys("oscillation_"), **obeys("direction_")},
    "siren.kinds": {**obeys(""), "support_duration": False, "support_volume_set": False},
    "select.kinds": {**obeys(""), "options": ["Eco", "Intensive wash"]},
    "number.kinds": {**obeys(""), "min": 0, "max": 50, "step": 5},
    "cover.kinds": {
        **obeys("")
        | {"tilt_command_topic": "test/~/tilt", "tilt_status_topic": "test/~/tilt", "payload_open": "open"}
    },
    "alarm_control_panel.kinds": {
        **obeys(""),
        "command_template": ARMED,
        "code_arm_required": False,
        "supported_features": ["arm_home", "arm_night"],
    },
    "alarm_control_panel.coded": {**obeys(""), "code": "0000"},
    "climate.kinds": {
        "modes": ["off", "heat"],
        "mode_command_topic": "test/~/mode",
        "mode_state_topic": "test/~/mode",
        "swing_modes": ["off", "vertical"],
        "swing_mode_command_topic": "test/~/swing",
        "swing_mode_state_topic": "test/~/swing",
    },
}


def config(entity):
    """Return the payload that shows `entity`."""
    own = {
        key: value.replace("~", entity) if isinstance(value, str) else value
        for key, value in THINGS[entity].items()
    }
    return {"name": entity, "unique_id": entity, "default_entity_id": entity, **own}


@pytest.fixture(scope="module")
def bus(house):
    bus = Bus(house.broker.port)
    bus.listen("sarai/acted/#", "sarai/home")
    bus.publish("test/cover.kinds/tilt", "0", retain=True)  # one that has told no tilt cannot show it
    topics = [f"homeassistant/{entity.replace('.', '/')}/config" for entity in THINGS]
    for topic, entity in zip(topics, THINGS, strict=True):
        bus.publish(topic, config(entity), retain=True)
    house.owner.call("timer.reload")
    house.owner.command("timer/create", name="kinds", duration="00:10:00")
    shown = {*THINGS, "timer.kinds"}
    wait_for(lambda: shown <= set(house.owner.states()), lambda: "not all are shown")
    assert bus.next(
        lambda topic, told: topic == "sarai/home" and shown <= {e["id"] for e in told["entities"]}
    )
    yield bus
    for topic in topics:
        bus.publish(topic, "", retain=True)
    house.owner.command("timer/delete", timer_id="kinds")
    bus.close()


def shown(house, entity, name):
    """Return the attribute `name` of the entity ("": its state)."""
    told = house.owner.rest("GET", f"/api/states/{entity}")
    return told["attributes"].get(name) if name else told["state"]


@pytest.mark.parametrize(
    ("name", "slots", "entity", "attribute", "value"),
    [
        ("HassFanOscillate", {"oscillating": True}, "fan.kinds", "oscillating", True),
        ("HassFanOscillate", {"oscillating": False}, "fan.kinds", "oscillating", False),
        ("HassFanSetDirection", {"direction": "reverse"}, "fan.kinds", "direction", "reverse"),
        ("HassFanSetDirection", {}, "fan.kinds", "direction", "forward"),
        ("HassTurnOn", {}, "siren.kinds", "", "on"),
        ("HassTurnOff", {}, "siren.kinds", "", "off"),
        ("HassSelectOption", {"option": "intensive wash"}, "select.kinds", "", "Intensive wash"),
        ("HassSetNumber", {"value": 35}, "number.kinds", "", "35"),
        ("HassCoverSetTilt", {"tilt_position": 40}, "cover.kinds", "current_tilt_position", 40),
        ("HassCoverSetTilt", {"tilt_position": 100}, "cover.kinds", "current_tilt_position", 100),
        ("HassAlarmArm", {"mode": "night"}, "alarm_control_panel.kinds", "", "armed_night"),
        ("HassAlarmDisarm", {}, "alarm_control_panel.kinds", "", "disarmed"),
        ("HassClimateSetSwingMode", {"swing_mode": "vertical"}, "climate.kinds", "swing_mode", "vertical"),
        ("HassTimerHelperStart", {"minutes": 5}, "timer.kinds", "duration", "0:05:00"),
        ("HassTimerHelperPause", {}, "timer.kinds", "", "paused"),
        ("HassTimerHelperCancel", {}, "timer.kinds", "", "idle"),
    ],
)
def test_each_kind_is_done_and_told_as_done(house, bus, name, slots, entity, attribute, value):
    acted = bus.acted(bus.intent(name, [entity], slots=slots))[1]
    assert (acted["done"], acted["failed"], acted["silent"]) == ([entity], [], []), acted
    assert shown(house, entity, attribute) == value


@pytest.mark.parametrize(
    ("name", "slots", "entity", "why"),
    [
        ("HassSetNumber", {"value": 60}, "number.kinds", {"kind": "out_of_range", "low": 0, "high": 50}),
        ("HassSelectOption", {"option": "wool"}, "select.kinds", {"options": ["Eco", "Intensive wash"]}),
        ("HassAlarmArm", {"mode": "away"}, "alarm_control_panel.kinds", {"quality": "arm_mode"}),
        ("HassTurnOn", {}, "alarm_control_panel.kinds", {"quality": "arm_mode"}),
        ("HassTurnOn", {}, "alarm_control_panel.coded", {"quality": "code"}),
        (
            "HassClimateSetSwingMode",
            {"swing_mode": "both"},
            "climate.kinds",
            {"options": ["off", "vertical"]},
        ),
        ("HassTimerHelperPause", {}, "timer.kinds", {"kind": "off"}),
        ("HassFanSetPresetMode", {"preset_mode": "eco"}, "fan.kinds", {"quality": "mode"}),
    ],
)
def test_what_a_thing_cannot_is_told_with_the_reason(house, bus, name, slots, entity, why):
    before = shown(house, entity, "")
    acted = bus.acted(bus.intent(name, [entity], slots=slots))[1]
    assert (acted["done"], acted["failed"]) == ([], [entity])
    assert acted["why"][entity].items() >= why.items()
    assert shown(house, entity, "") == before


def test_a_question_about_a_list_is_answered_with_its_open_items(house, bus):
    for item in ("call mum", "water the plants"):
        house.owner.call("todo.add_item", entity_id="todo.tasks", item=item)
    house.owner.call("todo.update_item", entity_id="todo.tasks", item="call mum", status="completed")
    states = bus.acted(bus.intent("HassListGetItems", ["todo.tasks"]))[1]["states"]
    assert states[0]["attributes"]["items"] == ["water the plants"]
    house.owner.call("todo.remove_item", entity_id="todo.tasks", item=["call mum", "water the plants"])


def test_a_question_about_the_weather_is_answered_with_the_forecast(house, bus):
    weather = next(entity for entity in house.owner.states() if entity.startswith("weather."))
    states = bus.acted(bus.intent("HassGetWeather", [weather]))[1]["states"]
    assert states[0]["id"] == weather
    assert len(states[0]["attributes"].get("forecast", [])) <= 8
