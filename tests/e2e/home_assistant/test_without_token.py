"""The whole service beside a real Home Assistant that has the package, and no token."""

import pytest

from tests.harness.home_assistant.bus import Bus
from tests.harness.home_assistant.furnish import HOME, wait_running
from tests.harness.home_assistant.speaking import about, areas_of, asked, asked_until, spoken

pytestmark = pytest.mark.slow
KITCHEN, BEDROOM, PUMP = "light.kitchen_ceiling", "light.bedroom_lamp", "switch.garden_pump"


@pytest.fixture(scope="module")
def sarai(house, tmp_path_factory):
    # The package tells one name of each thing; the file has the Spanish ones.
    with house.sarai(tmp_path_factory.mktemp("without-token"), HOME.read_text()) as service:
        with service.satellite("kitchen") as satellite:
            asked_until(
                satellite, "turn on the garden pump", about(PUMP)
            )  # which only the package has told of
        yield service


@pytest.fixture
def kitchen(sarai):
    with sarai.satellite("kitchen") as satellite:
        yield satellite


@pytest.mark.parametrize(
    ("language", "name", "lamp", "before", "after"),
    [
        ("en", "turn-on-the-kitchen-light", KITCHEN, "off", "on"),
        ("es", "enciende-la-luz-de-la-cocina", KITCHEN, "off", "on"),
        ("es", "apaga-la-lampara-del-dormitorio", BEDROOM, "on", "off"),
    ],
)
def test_a_spoken_command_changes_a_light_and_is_told_as_done(
    house, kitchen, language, name, lamp, before, after
):
    house.owner.call(f"light.turn_{before}", entity_id=lamp)
    turn = spoken(kitchen, language, name)
    house.owner.wait_state(lamp, after)
    assert turn.report.targets == (lamp,)
    assert not turn.intent.handled  # by us; the package has
    said = {"en": "Turned on", "es": "He "}
    assert turn.report.reply.startswith(said[language])


@pytest.mark.parametrize(("site", "area"), [("study", "office"), ("xyz_too", None)])
def test_a_satellite_makes_no_area(house, sarai, site, area):
    """Its site may be an alias of an area, or no area's name at all."""
    before = {a["area_id"] for a in house.owner.command("config/area_registry/list")}
    with sarai.satellite(site) as satellite:
        asked(satellite, "what time is it")
        areas, its_own = areas_of(house, site)
    assert (areas, its_own) == (before, area)


@pytest.mark.parametrize(
    ("text", "thing"), [("turn on the garden pump", PUMP), ("turn on the cellar light", "light.cellar")]
)
def test_what_failed_is_not_claimed(kitchen, text, thing):
    turn = asked(kitchen, text)
    assert turn.report.targets == (thing,)
    assert "turned on" not in turn.report.reply.lower()


def test_questions_are_answered_from_the_states(house, kitchen):
    house.owner.call("light.turn_off", entity_id=KITCHEN)
    assert asked(kitchen, "is the kitchen light on").report.reply.lower().startswith("no")
    assert "21" in asked(kitchen, "cuál es la temperatura de la cocina", "es").report.reply
    assert house.owner.state(KITCHEN) == "off"


def test_a_lock_waits_for_a_yes(house, kitchen):
    house.owner.call("lock.lock", entity_id="lock.front_door")
    assert asked(kitchen, "unlock the front door").intent.confirm
    assert house.owner.state("lock.front_door") == "locked"
    asked(kitchen, "yes")
    house.owner.wait_state("lock.front_door", "unlocked")


def test_what_is_hidden_in_the_file_stays_hidden(house, kitchen):
    house.owner.call("switch.turn_off", entity_id="switch.fridge")
    assert "switch.fridge" not in asked(kitchen, "turn on the fridge plug").report.targets
    assert house.owner.state("switch.fridge") == "off"


def test_a_new_lamp_is_learnt_without_a_restart(house, kitchen):
    bus, lamp = Bus(house.broker.port), "light.organ_lamp"
    config = {
        "name": "Organ lamp",
        "unique_id": "organ",
        "default_entity_id": lamp,
        "command_topic": "test/organ",
    }
    bus.publish("homeassistant/light/organ/config", config, retain=True)
    try:
        asked_until(kitchen, "turn on the organ lamp", about(lamp))
        house.owner.wait_state(lamp, "on")
    finally:
        bus.publish("homeassistant/light/organ/config", "", retain=True)
        bus.close()


def test_home_assistant_and_the_broker_restart(house, kitchen):
    house.instance.stop()
    lost = asked(kitchen, "turn on the kitchen light").report.reply.lower()
    assert "turned on" not in lost
    house.broker.stop()
    house.broker.start()
    house.instance.start()
    wait_running(house.owner)
    house.owner.call("light.turn_off", entity_id=KITCHEN)
    asked_until(kitchen, "turn on the kitchen light", lambda turn: turn.report.reply.startswith("Turned on"))
    house.owner.wait_state(KITCHEN, "on")
