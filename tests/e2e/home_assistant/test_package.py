"""The package and the blueprints that act without a token, in a real Home Assistant."""

import time

import pytest

from tests.harness.home_assistant.bus import Bus
from tests.harness.home_assistant.client import wait_for
from tests.harness.home_assistant.thermostat import held, range_thermostat

KITCHEN, COUNTER, COFFEE = "light.kitchen_ceiling", "light.kitchen_counter", "switch.coffee_maker"
PUMP, CELLAR = "switch.garden_pump", "light.cellar"  # one always fails, the other is never there
SPEAKER, BLINDS = "media_player.living_room_speaker", "cover.living_room_blinds"
NOTHING_S = 1.5


@pytest.fixture
def bus(house):
    bus = Bus(house.broker.port).listen("sarai/acted/#", "sarai/home", "sarai/tts/say/#")
    yield bus
    bus.close()


@pytest.fixture
def add_automation(house):
    """Give a function that adds an automation made of a blueprint."""
    added = []

    def add(name, blueprint, **inputs):
        use = {"path": f"sarai/{blueprint}.yaml", "input": inputs}
        house.owner.rest(
            "POST", f"/api/config/automation/config/{name}", {"alias": name, "use_blueprint": use}
        )
        added.append(name)
        house.owner.wait_state(f"automation.{name}", "on")

    yield add
    for name in added:
        house.owner.rest("DELETE", f"/api/config/automation/config/{name}")


def attribute(house, entity, name):
    return house.owner.rest("GET", f"/api/states/{entity}")["attributes"].get(name)


def test_the_home_is_told_and_told_again(house, bus):
    def home(bus, wanted=lambda _home: True):
        found = bus.next(lambda topic, payload: topic == "sarai/home" and wanted(payload))
        assert found
        return found[1]

    told = home(bus)  # retained
    assert told["version"] == 1
    assert told["acts"] is True
    assert {"id": "upstairs", "name": "Upstairs"} in told["floors"]
    assert {"id": "office", "name": "Office", "floor": "upstairs"} in told["areas"]
    things = {thing["id"]: thing for thing in told["entities"]}
    blinds = {"id": BLINDS, "name": "Living room blinds", "area": "living_room", "device_class": "blind"}
    assert things[BLINDS] == blinds
    assert not [
        t
        for t in things
        if t.startswith(("input_boolean.", "input_text.", "automation.")) or t == "script.sarai_do"
    ]

    house.owner.command("config/area_registry/update", area_id="office", name="Workshop")
    assert home(bus, lambda told: "Workshop" in [area["name"] for area in told["areas"]])
    house.owner.command("config/area_registry/update", area_id="office", name="Office")
    assert home(bus, lambda told: "Office" in [area["name"] for area in told["areas"]])
    bus.publish("sarai/home", "", retain=True)
    bus.listen("sarai/home")
    bus.publish("sarai/status", "online")
    assert home(bus, lambda told: told.get("entities"))


DONE = [
    ("HassTurnOn", {}, [KITCHEN, COUNTER, COFFEE], {KITCHEN: "on", COUNTER: "on", COFFEE: "on"}),
    ("HassTurnOff", {}, [KITCHEN, COUNTER], {KITCHEN: "off", COUNTER: "off", COFFEE: "on"}),
    ("HassTurnOn", {}, [BLINDS], {BLINDS: "open"}),
    ("HassTurnOff", {}, [BLINDS], {BLINDS: "closed"}),
    ("HassTurnOn", {}, ["lock.back_door"], {"lock.back_door": "locked"}),
    ("HassTurnOff", {}, ["lock.back_door"], {"lock.back_door": "unlocked"}),
    ("HassTurnOn", {}, ["scene.movie_night"], {"light.living_room_floor_lamp": "on"}),
    ("HassTurnOn", {}, ["script.good_night"], {"light.living_room_floor_lamp": "off"}),
    ("HassTurnOn", {}, ["button.doorbell_chime", "input_button.doorbell"], {}),
    ("HassVacuumStart", {}, ["vacuum.robot"], {"vacuum.robot": "cleaning"}),
    ("HassVacuumReturnToBase", {}, ["vacuum.robot"], {"vacuum.robot": "docked"}),
    ("HassLawnMowerStartMowing", {}, ["lawn_mower.mower"], {"lawn_mower.mower": "mowing"}),
    ("HassLawnMowerDock", {}, ["lawn_mower.mower"], {"lawn_mower.mower": "docked"}),
    ("HassMediaUnpause", {}, [SPEAKER], {SPEAKER: "playing"}),
    ("HassMediaPause", {}, [SPEAKER], {SPEAKER: "paused"}),
    ("HassMediaNext", {}, [SPEAKER], {"counter.media_player_living_room_speaker_track": "2"}),
    ("HassMediaPrevious", {}, [SPEAKER], {"counter.media_player_living_room_speaker_track": "1"}),
    ("HassTurnOn", {}, ["alarm_control_panel.home"], {"alarm_control_panel.home": "armed_away"}),
    ("HassTurnOff", {}, ["alarm_control_panel.home"], {"alarm_control_panel.home": "disarmed"}),
    ("HassListAddItem", {"item": "call mum"}, ["todo.tasks"], {"todo.tasks": "1"}),
    ("HassListCompleteItem", {"item": "call mum"}, ["todo.tasks"], {"todo.tasks": "0"}),
    ("HassListRemoveItem", {"item": "call mum"}, ["todo.tasks"], {}),
]


@pytest.mark.parametrize(("name", "slots", "targets", "after"), DONE)
def test_what_is_done_is_told_as_done(house, bus, name, slots, targets, after):
    turn = bus.intent(name, targets, slots=slots)
    topic, acted = bus.acted(turn)
    assert topic == "sarai/acted/kitchen"
    told = sorted(acted["done"] + acted["sent"])
    assert (told, acted["failed"], acted["silent"]) == (sorted(targets), [], [])
    assert not [t for t in acted["done"] if t.startswith(("scene.", "button.", "input_button."))]
    for entity, state in after.items():
        house.owner.wait_state(entity, state)


VALUES = [
    ("HassLightSet", {"brightness": 40}, "light.office", "brightness", 102),
    ("HassSetPosition", {"position": 40}, BLINDS, "current_position", 40),
    ("HassFanSetSpeed", {"percentage": 30}, "fan.bedroom", "percentage", 30),
    ("HassClimateSetTemperature", {"temperature": 19}, "climate.thermostat", "temperature", 19.0),
    ("HassSetVolume", {"volume_level": 30}, SPEAKER, "volume_level", 0.3),
    ("HassSetVolumeRelative", {"volume_step": -10}, SPEAKER, "volume_level", 0.2),
    ("HassMediaPlayerMute", {}, SPEAKER, "is_volume_muted", True),
    ("HassMediaPlayerUnmute", {}, SPEAKER, "is_volume_muted", False),
]


@pytest.mark.parametrize(("name", "slots", "target", "attribute_name", "value"), VALUES)
def test_values_arrive(house, bus, name, slots, target, attribute_name, value):
    assert bus.acted(bus.intent(name, [target], slots=slots))[1]["done"] == [target]
    wait_for(
        lambda: attribute(house, target, attribute_name) == value,
        lambda: f"{attribute_name} is {attribute(house, target, attribute_name)}",
    )


FAILED = [
    ("HassTurnOn", {}, [PUMP], []),
    ("HassTurnOn", {}, [PUMP, "switch.office_heater"], ["switch.office_heater"]),
    ("HassTurnOn", {}, [KITCHEN, CELLAR], [KITCHEN]),
    ("HassTurnOn", {}, ["light.no_such_lamp"], []),
    ("HassTurnOn", {}, ["binary_sensor.back_door"], []),
    ("HassLightSet", {"brightness": 40}, [COFFEE], []),
    ("HassLightSet", {"brightness": 40}, ["light.larder"], []),
    ("HassLightSet", {"brightness": 40}, ["light.larder", KITCHEN], [KITCHEN]),
    ("HassFanSetSpeed", {"percentage": 40}, ["fan.attic"], []),
    ("HassClimateSetTemperature", {"temperature": 60}, ["climate.thermostat"], []),
    ("HassClimateSetFanMode", {"fan_mode": "auto"}, ["climate.thermostat"], []),
    ("HassListCompleteItem", {"item": "no such thing"}, ["todo.tasks"], []),
    ("HassMediaSearchAndPlay", {"search_query": "jazz"}, [SPEAKER], []),
]


@pytest.mark.parametrize(("name", "slots", "targets", "done"), FAILED)
def test_what_fails_is_told_as_failed(bus, name, slots, targets, done):
    acted = bus.acted(bus.intent(name, targets, slots=slots))[1]
    assert acted["done"] == done
    assert acted["failed"] == [target for target in targets if target not in done]


def test_a_thermostat_that_holds_a_range_is_told_as_failed(house, bus):
    with range_thermostat(house, bus) as thermostat:
        turn = bus.intent("HassClimateSetTemperature", [thermostat], slots={"temperature": 21})
        acted = bus.acted(turn)[1]
        assert (acted["done"], acted["failed"], acted["silent"]) == ([], [thermostat], [])
        why = {"kind": "holds_range", "quality": "degrees", "low": 19.0, "high": 24.0}
        assert acted["why"] == {thermostat: why}
        assert held(house) == (None, 19.0, 24.0)


def test_questions_are_answered_with_states_and_change_nothing(house, bus):
    before = house.owner.state(KITCHEN)
    targets = ["sensor.kitchen_temperature", "binary_sensor.bathroom_window", CELLAR, KITCHEN]
    states = bus.acted(bus.intent("HassGetState", targets, slots={"state": "on"}))[1]["states"]
    assert [(state["id"], state["state"]) for state in states] == [
        ("sensor.kitchen_temperature", "21.5"),
        ("binary_sensor.bathroom_window", "on"),
        (CELLAR, "unavailable"),
        (KITCHEN, before),
    ]
    assert states[0]["attributes"]["unit_of_measurement"] == "°C"
    thermostat = bus.acted(bus.intent("HassClimateGetTemperature", ["climate.thermostat"]))[1]["states"][0]
    assert thermostat["attributes"]["current_temperature"] == 21.5
    assert house.owner.state(KITCHEN) == before


@pytest.mark.parametrize("given", [{"confirm": True}, {"handled": True}, {"name": "OurOwnIntent"}])
def test_nothing_is_done_that_is_not_ours_to_do(house, bus, given):
    house.owner.call("lock.lock", entity_id="lock.front_door")
    turn = bus.intent(**({"name": "HassTurnOff", "targets": ["lock.front_door"]} | given))
    assert bus.acted(turn, NOTHING_S) is None
    assert house.owner.state("lock.front_door") == "locked"


def test_rubbish_is_passed_over(bus):
    for rubbish in ("", "on", "[]", "{}", '{"handled": false}', '{"handled": false, "confirm": false}'):
        bus.publish("sarai/intent/kitchen", rubbish)
    assert bus.acted(bus.intent("HassTurnOn", [KITCHEN]))[1]["done"] == [KITCHEN]


def test_many_rooms_ask_at_once(house, bus):
    lamps = [e for e in house.owner.states() if e.startswith("light.") and e != CELLAR]
    house.owner.call("light.turn_off", entity_id=lamps)
    turns = {bus.intent("HassTurnOn", [lamp], site=f"room_{n}"): lamp for n, lamp in enumerate(lamps)}
    told = {}
    while len(told) < len(turns):
        found = bus.next(lambda _topic, payload: payload.get("turn") in turns)
        assert found, f"{len(told)} of {len(turns)}"
        told[found[1]["turn"]] = found[1]["done"]
    assert told == {turn: [lamp] for turn, lamp in turns.items()}
    for lamp in lamps:
        house.owner.wait_state(lamp, "on")


def test_each_command_of_a_turn_is_reported_with_its_number(house, bus):
    house.owner.call("light.turn_off", entity_id=[KITCHEN, COUNTER])
    commands = (
        ("HassTurnOn", KITCHEN),
        ("HassTurnOn", COUNTER),
        ("HassTurnOn", PUMP),
        ("HassGetState", COFFEE),
    )
    for seq, (name, target) in enumerate(commands):
        bus.intent(name, [target], turn="several", seq=seq)
    told = {}
    while len(told) < len(commands):
        found = bus.acted("several")
        assert found, told
        told[found[1]["seq"]] = found[1]
    assert (told[0]["done"], told[1]["done"], told[2]["failed"]) == ([KITCHEN], [COUNTER], [PUMP])
    assert [state["id"] for state in told[3]["states"]] == [COFFEE]
    assert "seq" not in bus.acted(bus.intent("HassTurnOff", [KITCHEN]))[1]


def test_a_label_hides_a_thing(house, bus):
    label = house.owner.command("config/label_registry/create", name="no voice")["label_id"]
    relabel = {"entity_id": "light.garden", "labels": [label]}
    house.owner.command("config/entity_registry/update", **relabel)
    try:
        assert bus.next(
            lambda topic, told: (
                topic == "sarai/home" and "light.garden" not in {thing["id"] for thing in told["entities"]}
            )
        )
        house.owner.call("light.turn_off", entity_id="light.garden")
        assert bus.acted(bus.intent("HassTurnOn", ["light.garden"]))[1]["failed"] == ["light.garden"]
        assert bus.acted(bus.intent("HassGetState", ["light.garden"]))[1]["states"] == []
        assert house.owner.state("light.garden") == "off"
    finally:
        house.owner.command("config/label_registry/delete", label_id=label)


def test_a_blueprint_acts_on_chosen_things(house, bus, add_automation):
    run = [
        {"action": "counter.increment", "target": {"entity_id": "counter.media_player_kitchen_radio_track"}}
    ]
    add_automation(
        "chosen", "act_on_intent", intents=["MakeCoffee"], sites=["kitchen"], areas=["kitchen"], act=run
    )
    assert bus.acted(bus.intent("MakeCoffee", [COFFEE], site="bedroom"), NOTHING_S) is None
    assert bus.acted(bus.intent("MakeCoffee", ["light.hall"]), NOTHING_S) is None
    assert bus.acted(bus.intent("MakeCoffee", [COFFEE], confirm=True), NOTHING_S) is None
    topic, acted = bus.acted(bus.intent("MakeCoffee", [COFFEE]))
    assert (topic, acted["done"]) == ("sarai/acted/kitchen", [COFFEE])
    assert "seq" not in acted
    house.owner.wait_state("counter.media_player_kitchen_radio_track", "2")
    assert bus.acted(bus.intent("MakeCoffee", [COFFEE], seq=1))[1]["seq"] == 1


def test_a_blueprint_hands_over_to_assist(house, bus, add_automation):
    add_automation("assist", "ask_assist")
    turn = {"turn": "t1", "outcome": "answered", "language": "es", "intent": None, "source": "none"}
    house.owner.call("light.turn_off", entity_id="light.bathroom")
    bus.publish("sarai/turn/bedroom", turn | {"text": "enciende la luz del baño", "for_others": False})
    time.sleep(NOTHING_S)
    assert house.owner.state("light.bathroom") == "off"
    bus.publish("sarai/turn/bedroom", turn | {"text": "enciende la luz del baño", "for_others": True})
    topic, said = bus.next(lambda topic, _payload: topic.startswith("sarai/tts/say"))
    assert (topic, said["language"]) == ("sarai/tts/say/bedroom", "es")
    assert said["text"]
    house.owner.wait_state("light.bathroom", "on")
