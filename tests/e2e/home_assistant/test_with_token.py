"""The whole service beside a real Home Assistant, with a token of a user who is no administrator."""

import pytest

from tests.harness.home_assistant.bus import Bus
from tests.harness.home_assistant.client import wait_for
from tests.harness.home_assistant.furnish import expose, wait_running
from tests.harness.home_assistant.speaking import LEARN_S, TURN_S, about, areas_of, asked, asked_until, spoken
from tests.harness.home_assistant.thermostat import held, range_thermostat

pytestmark = pytest.mark.slow
KITCHEN, BEDROOM = "light.kitchen_ceiling", "light.bedroom_lamp"
SITE = "kitchen"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("with-token")


@pytest.fixture(scope="module")
def sarai(house, folder):
    house.package("turn_off")
    with house.sarai(folder, SARAI_HA_URL=house.instance.url, SARAI_HA_TOKEN=house.user.token) as service:
        yield service
    house.package("turn_on")


@pytest.fixture
def kitchen(sarai):
    with sarai.satellite(SITE) as satellite:
        yield satellite


@pytest.fixture
def bus(house):
    bus = Bus(house.broker.port)
    yield bus
    bus.close()


@pytest.mark.parametrize(
    ("language", "name", "lamp", "before", "after"),
    [
        ("en", "turn-on-the-kitchen-light", KITCHEN, "off", "on"),
        ("es", "enciende-la-luz-de-la-cocina", KITCHEN, "off", "on"),
        ("es", "apaga-la-lampara-del-dormitorio", BEDROOM, "on", "off"),
    ],
)
def test_a_spoken_command_changes_a_light(house, kitchen, language, name, lamp, before, after):
    house.owner.call(f"light.turn_{before}", entity_id=lamp)
    turn = spoken(kitchen, language, name)
    house.owner.wait_state(lamp, after)
    assert turn.report.outcome == "answered"
    assert turn.report.targets == (lamp,)
    assert turn.intent.handled
    assert turn.report.reply
    assert turn.reply.pcm
    house.owner.wait_state("sensor.sarai_kitchen_transcript", turn.report.text)


def test_everything_is_discovered(house, kitchen):
    asked(kitchen, "what time is it")
    entities = {e["entity_id"]: e for e in house.owner.command("config/entity_registry/list")}
    devices = {d["id"]: d for d in house.owner.command("config/device_registry/list")}
    ours = {id_: d for id_, d in devices.items() if d["manufacturer"] == "Sarai"}
    by_name = {d["name"]: d for d in ours.values()}
    service, site = by_name["Sarai"], by_name["Sarai kitchen"]
    assert site["via_device_id"] == service["id"]
    assert devices[site["id"]]["area_id"] == "kitchen"
    mine = {e for e, entry in entities.items() if entry["device_id"] in ours}
    assert {e.partition(".")[0] for e in mine} == {
        *(
            "binary_sensor",
            "button",
            "event",
            "notify",
            "number",
            "select",
            "sensor",
            "switch",
            "text",
            "update",
        )
    }
    states = house.owner.states()
    for key in ("sensor.sarai_kitchen_state", "switch.sarai_kitchen_mute", "update.sarai_models"):
        assert states[key]["state"] not in ("unavailable", "unknown"), key
    assert states["binary_sensor.sarai_service"]["state"] == "on"
    triggers = house.owner.command("device_automation/trigger/list", device_id=site["id"])
    assert "HassTurnOn" in {t.get("subtype") for t in triggers if t["domain"] == "mqtt"}


@pytest.mark.parametrize(("site", "area"), [("lounge", "living_room"), ("xyz", None)])
def test_a_satellite_makes_no_area(house, sarai, site, area):
    """Its site may be an alias of an area, or no area's name at all."""
    before = {a["area_id"] for a in house.owner.command("config/area_registry/list")}
    with sarai.satellite(site) as satellite:
        asked(satellite, "what time is it")
        areas, its_own = areas_of(house, site)
    assert (areas, its_own) == (before, area)


CONTROLS = [
    ("switch.sarai_kitchen_mute", "switch.turn_on", {}, "mute", "on", "off"),
    ("switch.sarai_kitchen_enabled", "switch.turn_off", {}, "enabled", "off", "on"),
    ("number.sarai_kitchen_volume", "number.set_value", {"value": 40}, "volume", "40", "70"),
    ("number.sarai_kitchen_silence_ms", "number.set_value", {"value": 900}, "silence_ms", "900", "600"),
    ("select.sarai_kitchen_language", "select.select_option", {"option": "es"}, "language", "es", "auto"),
    ("select.sarai_kitchen_mode", "select.select_option", {"option": "wake"}, "mode", "wake", "always"),
    ("select.sarai_kitchen_barge_in", "select.select_option", {"option": "vad"}, "barge_in", "vad", "off"),
]


@pytest.mark.parametrize(("entity", "service", "data", "key", "there", "back"), CONTROLS)
def test_a_control_works_both_ways(house, kitchen, bus, entity, service, data, key, there, back):
    bus.listen(f"sarai/state/{SITE}/{key}")
    house.owner.call(service, entity_id=entity, **data)
    assert bus.next_text(there)
    kitchen.set(key, back)
    house.owner.wait_state(entity, back, f"{back}.0")


def test_home_assistant_makes_it_speak_and_stop(house, kitchen):
    house.owner.call(
        "notify.send_message", entity_id="notify.sarai_kitchen_announce", message="Dinner is ready"
    )
    assert kitchen.wait_for_turn(TURN_S).report.reply == "Dinner is ready"
    house.owner.call("text.set_value", entity_id="text.sarai_kitchen_say", value="The bell rang")
    assert kitchen.wait_for_turn(TURN_S).report.reply == "The bell rang"
    house.owner.call("button.press", entity_id="button.sarai_kitchen_test")
    assert kitchen.wait_for_turn(TURN_S).reply.pcm


def test_what_is_not_exposed_is_not_there(house, kitchen):
    house.owner.call("switch.turn_off", entity_id="switch.fridge")
    fridge = about("switch.fridge")
    asked(kitchen, "turn on the fridge plug")
    assert house.owner.state("switch.fridge") == "off"
    expose(house.owner, ["switch.fridge"], should_expose=True)
    try:
        asked_until(kitchen, "turn on the fridge plug", fridge)
        house.owner.wait_state("switch.fridge", "on")
    finally:
        expose(house.owner, ["switch.fridge"], should_expose=False)
    asked_until(kitchen, "turn on the fridge plug", lambda turn: not fridge(turn))


def test_a_lock_waits_for_a_yes(house, kitchen):
    house.owner.call("lock.lock", entity_id="lock.front_door")
    asking = asked(kitchen, "unlock the front door")
    assert asking.intent.confirm
    assert "?" in asking.report.reply
    asked(kitchen, "no")
    assert house.owner.state("lock.front_door") == "locked"
    asked(kitchen, "abre la cerradura de la puerta principal", "es")
    assert house.owner.state("lock.front_door") == "locked"
    asked(kitchen, "sí", "es")
    house.owner.wait_state("lock.front_door", "unlocked")


def test_a_garage_door_closes_at_once_and_opens_after_a_yes(house, kitchen):
    house.owner.call("cover.open_cover", entity_id="cover.garage_door")
    turn = spoken(kitchen, "en", "close-the-garage-door")
    assert not turn.intent.confirm
    house.owner.wait_state("cover.garage_door", "closed")
    assert asked(kitchen, "open the garage door").intent.confirm
    assert house.owner.state("cover.garage_door") == "closed"
    asked(kitchen, "yes")
    house.owner.wait_state("cover.garage_door", "open")


@pytest.mark.parametrize(
    ("language", "text", "thing"),
    [
        ("en", "turn on the garden pump", "switch.garden_pump"),
        ("es", "enciende la bomba del jardín", "switch.garden_pump"),
        ("en", "turn on the cellar light", "light.cellar"),
        ("es", "enciende la luz de la bodega", "light.cellar"),
    ],
)
def test_what_failed_is_not_claimed(kitchen, language, text, thing):
    done = asked(kitchen, "turn on the office light").report.reply
    turn = asked(kitchen, text, language)
    assert turn.report.targets == (thing,)
    assert (turn.report.done, turn.intent.handled) == ((), True)
    claims = {"en": ("turned on",), "es": ("he encendido", "encendida")}
    assert not any(claim in turn.report.reply.lower() for claim in claims[language]), turn.report.reply
    assert turn.report.reply != done


@pytest.mark.parametrize(
    ("language", "text", "thing", "reply"),
    [
        ("en", "set the larder light to 30 percent", "light.larder", "can't be dimmed"),
        ("es", "pon la luz de la despensa al 30 por ciento", "light.larder", "no se puede regular"),
        ("en", "set the attic fan to 40 percent", "fan.attic", "can't be set to a speed"),
        ("en", "set the thermostat to 60 degrees", "climate.thermostat", "between 5 and 30 degrees"),
        ("es", "pon el termostato a 60 grados", "climate.thermostat", "entre 5 y 30 grados"),
    ],
)
def test_what_a_thing_cannot_do_is_said(house, kitchen, language, text, thing, reply):
    before = house.owner.rest("GET", f"/api/states/{thing}")
    turn = asked_until(kitchen, text, about(thing), language)
    assert turn.report.done == ()
    assert reply in turn.report.reply
    after = house.owner.rest("GET", f"/api/states/{thing}")
    assert (after["state"], after["attributes"]) == (before["state"], before["attributes"])


def test_a_range_is_not_said_to_be_one_temperature(house, kitchen, bus):
    with range_thermostat(house, bus) as thermostat:
        expose(house.owner, [thermostat], should_expose=True)
        turn = asked_until(kitchen, "set the sun room thermostat to 21 degrees", about(thermostat))
        assert turn.report.done == ()
        assert "19 to 24 degrees" in turn.report.reply
        assert held(house) == (None, 19.0, 24.0)
    asked_until(
        kitchen,
        "set the sun room thermostat to 21 degrees",
        lambda turn: thermostat not in turn.report.targets,
    )


@pytest.mark.parametrize(
    ("text", "thing", "attribute", "value"),
    [
        ("set the kitchen light to 40 percent", KITCHEN, "brightness", 102),
        ("set the bedroom fan to 30 percent", "fan.bedroom", "percentage", 30),
        ("set the thermostat to 19 degrees", "climate.thermostat", "temperature", 19.0),
        ("set the living room blinds to 40 percent", "cover.living_room_blinds", "current_position", 40),
    ],
)
def test_a_value_that_arrives_is_said_to_be_set(house, kitchen, text, thing, attribute, value):
    turn = asked_until(kitchen, text, about(thing))
    assert turn.report.done == (thing,)
    assert turn.report.reply.startswith("I've set")
    assert house.owner.rest("GET", f"/api/states/{thing}")["attributes"][attribute] == value


def test_the_unit_system_decides_which_degrees_are_set(house, kitchen):
    """Changed while both run, as its user does in Home Assistant's settings."""
    thermostat = "climate.thermostat"
    in_celsius, in_fahrenheit = (
        "set the thermostat to 20 degrees celsius",
        "set the thermostat to 70 degrees fahrenheit",
    )
    asked_until(kitchen, in_celsius, about(thermostat))
    refused = asked(kitchen, in_fahrenheit)
    assert (refused.report.targets, held_degrees(house)) == ((), 20)
    assert "Celsius here" in refused.report.reply
    measure_in(house, "us_customary")
    try:
        turn = asked_until(kitchen, in_fahrenheit, about(thermostat))
        assert turn.report.reply == "I've set the thermostat to 70 degrees."
        assert turn.report.done == (thermostat,)
        assert held_degrees(house) == 70
        refused = asked(kitchen, in_celsius)
        assert (refused.report.targets, held_degrees(house)) == ((), 70)
        assert "Fahrenheit here" in refused.report.reply
    finally:
        measure_in(house, "metric")
    assert asked_until(kitchen, in_celsius, about(thermostat)).report.done == (thermostat,)


def measure_in(house, unit_system):
    house.owner.command("config/core/update", unit_system=unit_system)
    # a thermostat shows its degrees in the new unit from its next change on
    house.owner.call("homeassistant.update_entity", entity_id="climate.thermostat")


def held_degrees(house):
    return house.owner.rest("GET", "/api/states/climate.thermostat")["attributes"]["temperature"]


@pytest.mark.parametrize(
    ("text", "thing", "mode"),
    [
        ("set the office light to red", "light.office", "hs"),
        ("set the kitchen light to warm white", KITCHEN, "color_temp"),
    ],
)
def test_a_colour_that_arrives_is_said_to_be_changed(house, kitchen, text, thing, mode):
    turn = asked_until(kitchen, text, about(thing))
    assert turn.report.done == (thing,)
    assert turn.report.reply.startswith("Changed the colour")
    assert house.owner.rest("GET", f"/api/states/{thing}")["attributes"]["color_mode"] == mode


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is the kitchen light on"),
        ("es", "está encendida la luz de la cocina"),
        ("en", "the song says turn on the kitchen light"),
        ("es", "la película iba de una luz que nunca se enciende"),
        ("en", "i told him to turn on the kitchen light yesterday"),
    ],
)
def test_questions_and_talk_change_nothing(house, kitchen, language, text):
    house.owner.call("light.turn_off", entity_id=KITCHEN)
    before = lamps(house)
    turn = asked(kitchen, text, language)
    assert turn.report.outcome == "answered"
    assert lamps(house) == before


def test_questions_are_answered_from_the_states(house, kitchen):
    house.owner.call("light.turn_on", entity_id=KITCHEN)
    assert asked(kitchen, "is the kitchen light on").report.reply.lower().startswith("yes")
    assert "21" in asked(kitchen, "what is the kitchen temperature").report.reply
    assert "21" in asked(kitchen, "cuál es la temperatura de la cocina", "es").report.reply


def test_the_room_is_the_satellites_own(house, sarai):
    house.owner.call("light.turn_on", entity_id=[BEDROOM, "light.office"])
    with sarai.satellite("bedroom") as satellite:
        asked(satellite, "what time is it")
        asked_until(satellite, "turn off the lights", about(BEDROOM))
    house.owner.wait_state(BEDROOM, "off")
    assert house.owner.state("light.office") == "on"


def test_a_new_lamp_is_learnt_without_a_restart(house, kitchen, bus):
    lamp = "light.piano_lamp"
    config = {"name": "Piano lamp", "unique_id": "piano", "default_entity_id": lamp}
    bus.publish("homeassistant/light/piano/config", config | {"command_topic": "test/piano"}, retain=True)
    try:
        house.owner.wait_state(lamp, "unknown", "off")
        house.owner.command("config/entity_registry/update", entity_id=lamp, area_id="office")
        expose(house.owner, [lamp], should_expose=True)
        asked_until(kitchen, "turn on the piano lamp", about(lamp))
        house.owner.wait_state(lamp, "on")
        house.owner.command("config/entity_registry/update", entity_id=lamp, aliases=["Lámpara del piano"])
        asked_until(kitchen, "apaga la lámpara del piano", about(lamp), "es")
        house.owner.wait_state(lamp, "off")
    finally:
        bus.publish("homeassistant/light/piano/config", "", retain=True)
    asked_until(kitchen, "turn on the piano lamp", lambda turn: lamp not in turn.report.targets)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "turn on the piano lamp"), ("es", "enciende la luz del desván")]
)
def test_what_is_not_in_the_house_is_not_mistaken_for_something_else(house, kitchen, language, text):
    before = lamps(house)
    turn = asked(kitchen, text, language)
    assert turn.report.intent is None
    assert turn.report.reply
    assert lamps(house) == before


def lamps(house):
    return {e: s["state"] for e, s in house.owner.states().items() if e.startswith("light.")}


def works_again(house, kitchen):
    """Wait until the entities are there and a command changes a light."""
    for entity in ("sensor.sarai_kitchen_state", "switch.sarai_kitchen_mute", "binary_sensor.sarai_service"):
        wait_for(
            lambda entity=entity: house.owner.state(entity) not in (None, "unavailable", "unknown"),
            lambda entity=entity: f"{entity} is {house.owner.state(entity)}",
            LEARN_S,
        )
    house.owner.call("light.turn_off", entity_id=KITCHEN)
    asked_until(kitchen, "turn on the kitchen light", lambda turn: turn.report.done)
    house.owner.wait_state(KITCHEN, "on")


def test_home_assistant_restarts(house, kitchen):
    house.instance.stop()
    lost = asked(kitchen, "turn on the kitchen light")
    assert not lost.report.done
    assert "turned on" not in lost.report.reply.lower()
    house.instance.start()
    wait_running(house.owner)
    works_again(house, kitchen)


def test_the_broker_restarts_with_nothing_kept(house, kitchen):
    house.broker.stop()
    house.owner.wait_state("sensor.sarai_kitchen_state", "unavailable")
    house.broker.start()
    works_again(house, kitchen)


def test_the_service_is_killed_and_comes_back_as_it_was(house, tmp_path):
    """A service of another root, so that the others' stays up."""
    volume, variables = "number.guest_attic_volume", {"SARAI_MQTT_ROOT": "guest"}
    with house.sarai(tmp_path, **variables) as guest, guest.satellite("attic") as attic:
        asked(attic, "what time is it")
        house.owner.wait_state(volume, "100", "100.0", timeout=LEARN_S)
        house.owner.call("number.set_value", entity_id=volume, value=30)
        house.owner.wait_state(volume, "30", "30.0")
        guest.process.kill()
        house.owner.wait_state(volume, "unavailable")
    with house.sarai(tmp_path, **variables):
        house.owner.wait_state(volume, "30", "30.0", timeout=LEARN_S)


def test_the_device_page_is_as_it_should_be(house, kitchen):
    devices = house.owner.command("config/device_registry/list")
    site = next(d["id"] for d in devices if d["name"] == "Sarai kitchen")
    spoken(kitchen, "en", "turn-on-the-kitchen-light")
    path = f"/config/devices/device/{site}"
    house.photograph({"path": path, "wait": "Last transcript", "file": "site.png", "height": 840})
