"""The understander while the home and the sentence files change, and what people say after a command."""

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.home import Area, Entity, Floor, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.templates import SentenceUnderstander

CONFIG = Path(__file__).parents[3] / "config"
HOUSE = load_home(CONFIG / "home.yaml")
NOW = datetime(2026, 11, 22, 15, 5)
CEILING, LAMP, OFFICE = "light.kitchen_ceiling", "light.bedroom_lamp", "light.office"


@pytest.fixture(scope="module")
def house():
    return SentenceUnderstander(HOUSE, ["en", "es"])


def lamp_home(name):
    return Home({}, {"light.a": Entity("light.a", {"en": (name,)})})


def small(home, sentences=None):
    return SentenceUnderstander(home, ["en"], sentences)


def test_a_new_lamp_is_understood_without_a_restart_and_the_old_one_no_more():
    understander = small(lamp_home("Globe"))
    assert understander.understand("turn on the globe", "en").targets == ("light.a",)
    learnt = lamp_home("Torch")
    understander.learn(learnt)
    assert understander.home is learnt
    assert understander.understand("turn on the torch", "en").targets == ("light.a",)
    assert understander.understand("turn on the globe", "en") is None


def test_the_home_changes_as_a_whole_while_others_understand():
    # in each home the name belongs to another thing: a mixture would not find it, or name what is not there
    homes = [
        Home({}, {f"light.{i}": Entity(f"light.{i}", {"en": ("Globe",)}, confirm=bool(i))}) for i in range(2)
    ]
    understander = small(homes[0])
    stop, odd, count = threading.Event(), [], []

    def ask():
        while not stop.is_set():
            intent = understander.understand("turn on the globe", "en")
            count.append(1)
            if intent is None or (intent.targets, intent.confirm) not in (
                (("light.0",), False),
                (("light.1",), True),
            ):
                odd.append(intent)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for i in range(60):
        understander.learn(homes[i % 2])
    stop.set()
    for thread in threads:
        thread.join()
    assert odd == []
    assert len(count) >= 3


def storeys():
    floors = {f: Floor(f, {"en": (n,)}) for f, n in (("up", "Upstairs"), ("down", "Ground floor"))}
    areas = {
        "bedroom": Area("bedroom", {"en": ("Bedroom",)}, "up"),
        "bath": Area("bath", {"en": ("Bath",)}, "up"),
        "kitchen": Area("kitchen", {"en": ("Kitchen",)}, "down"),
        "shed": Area("shed", {"en": ("Shed",)}),
    }
    entities = {f"light.{a}": Entity(f"light.{a}", {"en": (f"{a} lantern",)}, a) for a in areas}
    return Home(areas, entities, floors)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("turn off the lights upstairs", ("light.bedroom", "light.bath")),
        ("turn on all the lights on the ground floor", ("light.kitchen",)),
        ("set the upstairs brightness to 30 percent", ("light.bedroom", "light.bath")),
        ("turn on the kitchen lantern on the ground floor", ("light.kitchen",)),
    ],
)
def test_floors(text, targets):
    assert small(storeys()).understand(text, "en").targets == targets


def test_a_thing_is_not_found_on_another_floor_nor_a_floor_where_there_are_none():
    home = storeys()
    assert small(home).understand("turn on the kitchen lantern in the upstairs", "en") is None
    assert small(replace(home, floors={})).understand("turn off the lights upstairs", "en") is None


SENTENCES = "intents:\n  HassTurnOn:\n    data:\n      - sentences: ['%s']\n        slots: {domain: light}\n"


def test_sentence_files_are_read_again_when_one_is_added_changed_or_deleted(tmp_path):
    folder = tmp_path / "en"
    folder.mkdir()
    understander = small(lamp_home("Globe"), tmp_path)
    assert understander.reload_if_changed() is False
    file = folder / "mine.yaml"
    file.write_text(SENTENCES % "let it shine")
    assert understander.reload_if_changed() is True
    assert understander.understand("let it shine", "en").targets == ("light.a",)
    assert understander.reload_if_changed() is False
    file.write_text(SENTENCES % "let it be bright")
    assert understander.reload_if_changed() is True
    assert understander.understand("let it shine", "en") is None
    assert understander.understand("let it be bright", "en") is not None
    file.unlink()
    assert understander.reload_if_changed() is True
    assert understander.understand("let it be bright", "en") is None


@pytest.mark.parametrize(
    "bad",
    [
        "intents: [",
        SENTENCES % "let it <nothing>",
        "intents: {A: {data: 3}}",
        (SENTENCES % "let it <mine>") + "expansion_rules: {mine: 'shine [<mine>]'}",
        (SENTENCES % "let it <one>") + "expansion_rules: {one: 'a <two>', two: 'b <one>'}",
        f"intents: {'[' * 3000}",
    ],
)
def test_a_bad_file_leaves_the_old_sentences_in_force_and_is_told_once(tmp_path, bad):
    folder = tmp_path / "en"
    folder.mkdir()
    file = folder / "mine.yaml"
    file.write_text(SENTENCES % "let it shine")
    understander = small(lamp_home("Globe"), tmp_path)
    file.write_text(bad)
    with pytest.raises(ConfigError) as caught:
        understander.reload_if_changed()
    assert caught.value.code == "bad_sentences"
    assert "mine.yaml" in caught.value.reason
    assert understander.understand("let it shine", "en") is not None
    assert understander.reload_if_changed() is False
    understander.learn(lamp_home("Torch"))
    assert understander.understand("let it shine", "en") is not None
    file.write_text(SENTENCES % "now it is good again")
    assert understander.reload_if_changed() is True
    assert understander.understand("now it is good again", "en") is not None


def test_a_bad_file_of_one_language_does_not_keep_the_other_from_changing(tmp_path):
    for language in ("en", "es"):
        (tmp_path / language).mkdir()
    understander = SentenceUnderstander(lamp_home("Globe"), ["en", "es"], tmp_path)
    (tmp_path / "en" / "a.yaml").write_text("intents: [")
    (tmp_path / "es" / "a.yaml").write_text(SENTENCES % "que brille")
    with pytest.raises(ConfigError):
        understander.reload_if_changed()
    assert understander.understand("que brille", "es") is not None


def test_rules_are_shared_by_files_whatever_their_order(tmp_path):
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "a.yaml").write_text(SENTENCES % "<mine> shine")
    (folder / "b.yaml").write_text("expansion_rules: {mine: 'let it'}\n")
    assert small(lamp_home("Globe"), tmp_path).understand("let it shine", "en") is not None


QUESTIONS = [
    ("en", "is the front door locked", "one_yesno", {"state": "locked"}, ("lock.front_door",)),
    ("en", "is the back door open", "one_yesno", {"state": "on"}, ("binary_sensor.back_door",)),
    ("en", "which lights are on in the kitchen", "which", {"state": "on"}, (CEILING, "light.kitchen_counter")),
    ("en", "how many windows are open", "how_many", {"state": "on"}, ("binary_sensor.bathroom_window",)),
    ("en", "are any windows open", "any", {"state": "on"}, ("binary_sensor.bathroom_window",)),
    ("en", "are the doors locked", "all", {"state": "locked"}, ("lock.front_door", "lock.back_door")),
    ("en", "what's the thermostat set to", "one", {}, ("climate.thermostat",)),
    ("en", "did I leave the garage open", "one_yesno", {"state": "open"}, ("cover.garage_door",)),
    ("es", "¿está cerrada la puerta principal?", "one_yesno", {"state": "locked"}, ("lock.front_door",)),
    ("es", "¿hay alguna ventana abierta?", "any", {"state": "on"}, ("binary_sensor.bathroom_window",)),
    ("es", "¿cuántas ventanas hay abiertas?", "how_many", {"state": "on"}, ("binary_sensor.bathroom_window",)),
    ("es", "¿qué luces hay encendidas en la cocina?", "which", {"state": "on"}, (CEILING, "light.kitchen_counter")),
    ("es", "¿está encendida la luz de la cocina?", "one_yesno", {"state": "on"}, (CEILING,)),
    ("es", "¿están todas las ventanas cerradas?", "all", {"state": "off"}, ("binary_sensor.bathroom_window",)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "asks", "slots", "targets"), QUESTIONS)
def test_what_a_question_wants_to_know(house, language, text, asks, slots, targets):
    intent = house.understand(text, language)
    assert (intent.name, intent.asks, intent.targets, intent.confirm) == (
        "HassGetState",
        asks,
        targets,
        False,
    )
    assert slots.items() <= intent.slots.items()


def test_a_command_asks_nothing(house):
    assert house.understand("turn on the kitchen light", "en").asks == ""


def test_a_vague_wish_needs_the_room_and_a_rooms_missing_thing_may_be_the_only_one(house):
    assert house.understand("it's too dark in here", "en") is None
    here = house.understand("it's too dark in here", "en", area="kitchen")
    assert here.targets == (CEILING, "light.kitchen_counter")
    warm = house.understand("set the temperature to 22", "en", area="kitchen")
    assert (warm.targets, warm.slots) == (("climate.thermostat",), {"temperature": 22})
    assert house.understand("open the blinds", "en", area="kitchen") is None  # two other rooms have some


LIGHT_ON = ("Turn on the kitchen light", "Enciende la luz de la cocina")
LOUNGE = ("light.living_room_ceiling", "light.living_room_floor_lamp")
FOLLOW_UPS = [
    ("en", LIGHT_ON[0], "and the bedroom too", "HassTurnOn", {}, (LAMP,)),
    ("en", LIGHT_ON[0], "also the hallway light", "HassTurnOn", {}, ("light.hall",)),
    ("en", LIGHT_ON[0], "what about the living room?", "HassTurnOn", {}, LOUNGE),
    ("en", LIGHT_ON[0], "now off", "HassTurnOff", {}, (CEILING,)),
    ("en", LIGHT_ON[0], "turn it off again", "HassTurnOff", {}, (CEILING,)),
    ("en", LIGHT_ON[0], "brighter", "HassLightSet", {"brightness": 100}, (CEILING,)),
    ("en", LIGHT_ON[0], "and at 30 percent", "HassLightSet", {"brightness": 30}, (CEILING,)),
    ("en", LIGHT_ON[0], "make it red", "HassLightSet", {"color": "red"}, (CEILING,)),
    ("en", "Dim the office light to 30%", "a bit more", "HassLightSet", {"brightness": 50}, (OFFICE,)),
    ("en", "Dim the office light to 30%", "and the bedroom", "HassLightSet", {"brightness": 30}, (LAMP,)),
    ("en", "Open the living room blinds", "and the bedroom too", "HassTurnOn", {}, ("cover.bedroom_blinds",)),
    ("en", "Open the living room blinds", "halfway", "HassSetPosition", {"position": 50},
     ("cover.living_room_blinds",)),
    ("en", "Set the thermostat to 21", "warmer", "HassClimateSetTemperature", {"temperature": 22},
     ("climate.thermostat",)),
    ("en", "Is the kitchen light on?", "and the bedroom?", "HassGetState", {"state": "on"}, (LAMP,)),
    ("en", "Is the kitchen light on?", "turn it off", "HassTurnOff", {}, (CEILING,)),
    ("en", "What is the temperature in the kitchen?", "and in the garden?", "HassClimateGetTemperature", {},
     ("sensor.garden_temperature",)),
    ("es", LIGHT_ON[1], "y la del salón", "HassTurnOn", {}, LOUNGE),
    ("es", LIGHT_ON[1], "y también el despacho", "HassTurnOn", {}, (OFFICE,)),
    ("es", LIGHT_ON[1], "ahora apágala", "HassTurnOff", {}, (CEILING,)),
    ("es", LIGHT_ON[1], "y las del dormitorio", "HassTurnOn", {}, (LAMP,)),
    ("es", LIGHT_ON[1], "más", "HassLightSet", {"brightness": 100}, (CEILING,)),
    ("es", LIGHT_ON[1], "al treinta por ciento", "HassLightSet", {"brightness": 30}, (CEILING,)),
    ("es", LIGHT_ON[1], "apagala", "HassTurnOff", {}, (CEILING,)),
    ("es", LIGHT_ON[1], "¿y la del baño?", "HassTurnOn", {}, ("light.bathroom",)),
    ("es", "Sube las persianas del salón", "ahora bájalas otra vez", "HassTurnOff", {},
     ("cover.living_room_blinds",)),
    ("es", "Sube el volumen del altavoz", "menos", "HassSetVolumeRelative", {"volume_step": "down"},
     ("media_player.living_room_speaker",)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "text", "name", "slots", "targets"), FOLLOW_UPS)
def test_follow_ups(house, language, before, text, name, slots, targets):
    first = house.understand(before, language)
    intent = house.follow_up(text, language, first)
    assert intent is not None
    assert (intent.name, intent.targets, intent.source) == (name, targets, "follow_up")
    assert (intent.text, intent.language, intent.turn) == (text, language, "")
    assert slots.items() <= intent.slots.items()
    assert intent.asks == (first.asks if name == "HassGetState" else "")


NO_FOLLOW_UPS = {
    "en": "and then he said|hello|what about you|and the film|and the fan|and the front door|the bedroom"
    "|don't turn it off|I turned it off|he said turn it off|turn it off if you dare|and the blinds|thanks|yes|no",
    "es": "y la película|hola|y luego me fui|y tú|y la puerta principal|no la apagues|la apagué|dice que la apagues"
    "|el dormitorio|gracias|sí|no|y bien|y las persianas",
}


@pytest.mark.parametrize("language", NO_FOLLOW_UPS)
def test_anything_else_is_no_follow_up(house, language):
    before = house.understand(LIGHT_ON[language == "es"], language)
    texts = NO_FOLLOW_UPS[language].split("|")
    assert [t for t in texts if house.follow_up(t, language, before)] == []


def test_follow_ups_confirm_what_commands_confirm(house):
    before = house.understand("Lock the front door", "en")
    assert not house.follow_up("and the back door too", "en", before).confirm
    assert house.follow_up("unlock it", "en", before).confirm
    unlocked = house.understand("Unlock the front door", "en")
    assert house.follow_up("and the back door too", "en", unlocked).confirm


def test_nothing_follows_a_command_about_nothing(house):
    before = house.understand("Set a timer for ten minutes", "en")
    assert house.follow_up("and the bedroom too", "en", before) is None


def test_a_follow_up_in_an_unknown_language(house):
    before = house.understand(LIGHT_ON[0], "en")
    with pytest.raises(BadInput):
        house.follow_up("und das Bad", "de", before)
