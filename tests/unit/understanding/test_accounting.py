"""Words left over: a reading that does not use them is no command, and they are named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Floor, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages import LANGUAGE_DATA
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema.content import Content
from sarai_mqtt.languages.content_words import ContentWords, content_words
from sarai_mqtt.understanding.accounting.accounting import Accounting

LANGUAGES = ("en", "es")
WHOLE = (LANGUAGE_DATA / "en" / "content.yaml").read_bytes()
WORDS = {language: content_words(language) for language in LANGUAGES}


def named(entity_id, area, en, es, **more):
    return Entity(entity_id, {"en": (en,), "es": (es,)}, area, **more)


THINGS = (
    named("light.kitchen", "kitchen", "Kitchen light", "Luz de la cocina"),
    named("light.counter", "kitchen", "Counter light", "Luz de la encimera"),
    named("light.bedroom", "bedroom", "Bedroom light", "Luz del dormitorio"),
    named("fan.bedroom", "bedroom", "Bedroom fan", "Ventilador del dormitorio"),
    named("cover.bedroom", "bedroom", "Bedroom blinds", "Persianas del dormitorio", device_class="blind"),
    named("climate.hall", "hall", "Thermostat", "Termostato"),
    named("media_player.tv", "bedroom", "TV", "Tele"),
    named("switch.coffee", "kitchen", "Coffee maker", "Cafetera"),
    named("vacuum.robot", "hall", "Vacuum", "Aspiradora"),
    named("light.seven", "hall", "Bulb seven", "Bombilla siete"),
    named("scene.ice", None, "Fire and ice", "Fuego y hielo"),
)
HOME = Home(
    {
        "kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",)}, "down"),
        "bedroom": Area("bedroom", {"en": ("Bedroom",), "es": ("Dormitorio", "Cuarto")}, "up"),
        "hall": Area("hall", {"en": ("Hall",), "es": ("Pasillo",)}, "down"),
    },
    {e.id: e for e in THINGS},
    {
        "down": Floor("down", {"en": ("Downstairs",), "es": ("Planta baja",)}),
        "up": Floor("up", {"en": ("Upstairs",), "es": ("Planta alta",)}),
    },
)
KITCHEN = ("light.kitchen", "light.counter")
LIGHTS = tuple(e.id for e in THINGS if e.domain == "light")


def intent(kind, targets=(), language="en", source="sentence", **slots):
    return Intent("", kind, slots, tuple(targets), "", language, 1.0, source)


def account(text, read):
    return Accounting(HOME, WORDS).account(text, read)


@pytest.mark.parametrize(
    ("text", "read", "words"),
    [
        # numbers, units, fractions
        ("set the thermostat to 21.7 degrees", intent("HassClimateSetTemperature", ["climate.hall"], temperature=21), "21.7 degrees"),
        ("set the thermostat to 21 and a half", intent("HassClimateSetTemperature", ["climate.hall"], temperature=21), "21 and a half"),
        ("set the thermostat to 70 Fahrenheit", intent("HassClimateSetTemperature", ["climate.hall"], temperature=70), "70 Fahrenheit"),
        ("set a timer for ½ hour", intent("HassStartTimer", hours=1), "½ hour"),
        ("set the bedroom fan to two thirds", intent("HassFanSetSpeed", ["fan.bedroom"], percentage=2), "two thirds"),
        ("turn on the kitchen light for five minutes", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "five minutes"),
        # by how much is not to what
        ("lower the bedroom blinds by 10 percent", intent("HassSetPosition", ["cover.bedroom"], position=10), "10 percent"),
        ("turn the thermostat up 2 degrees", intent("HassClimateSetTemperature", ["climate.hall"], temperature=2), "2 degrees"),
        # rooms, things and kinds of things
        ("turn off the coffee maker in the bedroom", intent("HassTurnOff", ["switch.coffee"], name="switch.coffee"), "bedroom"),
        ("turn on the lights upstairs", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light"), "upstairs"),
        ("turn on the fan in the kitchen", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light"), "fan"),
        ("turn on the dishwasher in the kitchen", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light"), "dishwasher"),
        ("turn on the terrace lights", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light"), "terrace"),
        ("turn on the zorble in the kitchen", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light", source="retrieval"), "zorble"),
        ("turn on the radio", intent("HassTurnOn", ["media_player.tv"], name="media_player.tv"), "radio"),
        ("turn the kitchen light red", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "red"),
        ("turn on the left hand kitchen light", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "on the left"),
        # quantifiers and exceptions
        ("turn off both kitchen lights", intent("HassTurnOff", ["light.kitchen"], name="light.kitchen"), "both"),
        ("turn off all the kitchen lights", intent("HassTurnOff", ["light.kitchen"], name="light.kitchen"), "all"),
        ("turn off the other light in the kitchen", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light"), "other"),
        ("open everything", intent("HassTurnOn", ["cover.bedroom"], domain="cover"), "everything"),
        ("all lights off but the kitchen", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light"), "but the kitchen"),
        ("lights off except in the kitchen", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light"), "except in the kitchen"),
        # and …
        ("turn on the kitchen light and the printer", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "printer"),
        ("turn on the kitchen light and lock the door", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "and lock the door"),
        ("turn the kitchen light on and off", intent("HassTurnOff", ["light.kitchen"], name="light.kitchen"), "on and off"),
        # a bit, up and down, pause
        ("open the bedroom blinds a bit", intent("HassTurnOn", ["cover.bedroom"], name="cover.bedroom"), "a bit"),
        ("turn the kitchen light up", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "up"),
        ("turn the TV down", intent("HassSetVolumeRelative", ["media_player.tv"], volume_step="up"), "down"),
        ("pause the vacuum", intent("HassVacuumStart", ["vacuum.robot"], name="vacuum.robot"), "pause"),
        ("resume the vacuum", intent("HassVacuumReturnToBase", ["vacuum.robot"], name="vacuum.robot"), "resume"),
        # another end, another time, somebody else
        ("close the bedroom blinds completely", intent("HassSetPosition", ["cover.bedroom"], position=100), "close the bedroom blinds completely"),
        ("close the bedroom blinds 30 percent", intent("HassSetPosition", ["cover.bedroom"], position=30), "30 percent"),
        ("turn the kitchen light all the way down", intent("HassLightSet", ["light.kitchen"], brightness=100), "turn the kitchen light all the way down"),
        ("set the bedroom fan to speed 2", intent("HassFanSetSpeed", ["fan.bedroom"], percentage=2), "2"),
        ("set a timer for -5 minutes", intent("HassStartTimer", minutes=5), "-5 minutes"),
        ("set the thermostat to under 21", intent("HassClimateSetTemperature", ["climate.hall"], temperature=21), "under"),
        ("turn on the kitchen light after dinner", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "after"),
        ("turn on the kitchen light not now", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "not now"),
        ("tell Ana to turn on the kitchen light", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "tell"),
        ("turn off the lights here and in the kitchen", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light"), "and in the kitchen"),
        ("turn on the kitchen light in every room", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen"), "every room"),
        ("turn on the gas coffee maker", intent("HassTurnOn", ["switch.coffee"], name="switch.coffee", source="fuzzy"), "gas"),
        ("turn off the kitchen and hall lights", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light"), "hall"),
        # lists
        ("add milk and eggs to the list", intent("HassListAddItem", ["todo.x"], item="milk and eggs"), "and eggs"),
        ("add milk, eggs and bread to the list", intent("HassListAddItem", ["todo.x"], item="milk eggs and bread"), "eggs and bread"),
    ],
)  # fmt: skip
def test_what_a_reading_has_no_use_for_ends_it(text, read, words):
    left = account(text, read)
    assert isinstance(left, LeftOver), left
    assert " ".join(left.words).startswith(words) or words in left.words


@pytest.mark.parametrize(
    ("text", "read", "words"),
    [
        ("sube el termostato dos grados", intent("HassClimateSetTemperature", ["climate.hall"], "es", temperature=2), "dos grados"),
        ("sube las persianas del dormitorio un 20 por ciento", intent("HassSetPosition", ["cover.bedroom"], "es", position=20), "20 por ciento"),
        ("apaga las luces, menos las de la cocina", intent("HassTurnOff", KITCHEN, "es", area="kitchen", domain="light"), "menos las de la cocina"),
        ("apaga las luces de la planta baja, la de la cocina no", intent("HassTurnOff", KITCHEN, "es", area="kitchen"), "no"),
        ("enciende la luz de la cocina y la impresora", intent("HassTurnOn", ["light.kitchen"], "es", name="light.kitchen"), "impresora"),
        ("abre un poco las persianas del dormitorio", intent("HassTurnOn", ["cover.bedroom"], "es", name="cover.bedroom"), "un poco"),
        ("pausa la aspiradora", intent("HassVacuumStart", ["vacuum.robot"], "es", name="vacuum.robot"), "pausa"),
        ("abre todo", intent("HassTurnOn", ["cover.bedroom"], "es", name="cover.bedroom", source="retrieval"), "todo"),
        ("pon un temporizador de ¾ de hora", intent("HassStartTimer", language="es", hours=1), "¾ de hora"),
        ("enciende solo las luces de la cocina", intent("HassSetVolume", ["media_player.tv"], "es", volume_level=5), "solo"),
    ],
)  # fmt: skip
def test_spanish(text, read, words):
    left = account(text, read)
    assert isinstance(left, LeftOver), left
    assert words in left.words or any(w.startswith(words) for w in left.words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("turn on the kitchen light, please and thank you", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen")),
        ("go and turn on the kitchen light", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen")),
        ("turn off all the lights in the kitchen", intent("HassTurnOff", KITCHEN, area="kitchen", domain="light")),
        ("turn on only the kitchen light", intent("HassTurnOn", ["light.kitchen"], name="light.kitchen")),
        ("turn on bulb seven", intent("HassTurnOn", ["light.seven"], name="light.seven")),
        ("start fire and ice", intent("HassTurnOn", ["scene.ice"], name="scene.ice")),
        ("set the thermostat to 21.5 degrees", intent("HassClimateSetTemperature", ["climate.hall"], temperature=21.5)),
        ("turn the heating up to 22", intent("HassClimateSetTemperature", ["climate.hall"], temperature=22)),
        ("set the kitchen light to 100 percent", intent("HassLightSet", ["light.kitchen"], brightness=100)),
        ("set a timer for an hour and a half", intent("HassStartTimer", hours=1, minutes=30)),
        ("set a pizza timer for 12 minutes", intent("HassStartTimer", name="pizza", minutes=12)),
        ("add five minutes to the timer", intent("HassIncreaseTimer", minutes=5)),
        ("hold the music a second", intent("HassMediaPause", ["media_player.tv"])),
        ("turn the TV down a notch", intent("HassSetVolumeRelative", ["media_player.tv"], volume_step="down")),
        ("open the bedroom blinds halfway", intent("HassSetPosition", ["cover.bedroom"], position=50)),
        ("it's a bit dark in the kitchen", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light")),
        ("turn on the kitchen lite", intent("HassTurnOn", KITCHEN, area="kitchen", domain="light", source="fuzzy")),
        ("tell the vacuum to clean", intent("HassVacuumStart", ["vacuum.robot"], name="vacuum.robot")),
        ("set the kitchen light to dim", intent("HassLightSet", ["light.kitchen"], brightness=20)),
        ("sube el termostato a 22", intent("HassClimateSetTemperature", ["climate.hall"], "es", temperature=22)),
        ("pon un cuarto de hora", intent("HassStartTimer", language="es", minutes=15)),
        ("apaga la luz del cuarto", intent("HassTurnOff", ["light.bedroom"], "es", area="bedroom", domain="light")),
        ("baja la persiana del dormitorio que entra mucha luz", intent("HassTurnOff", ["cover.bedroom"], "es", area="bedroom")),
        ("apaga las luces de toda la casa", intent("HassTurnOff", LIGHTS, "es", domain="light")),
    ],
)  # fmt: skip
def test_what_uses_every_word_stays_as_it_is(text, read):
    assert account(text, read) == read


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("make the kitchen light brighter", 20),
        ("the kitchen light is too dim", 20),
        ("make the kitchen light a bit brighter", 10),
        ("dim the kitchen light", -20),
        ("turn the kitchen light down a touch", -10),
    ],
)
def test_brighter_is_a_step_not_a_level(text, step):
    level = 100 if step > 0 else 30  # what the templates give
    read = intent("HassLightSet", ["light.kitchen"], name="light.kitchen", brightness=level)
    assert account(text, read).slots == {"name": "light.kitchen", "brightness_delta": step}


@pytest.mark.parametrize(
    "text", ["turn the kitchen light all the way up", "turn the kitchen light up to the max"]
)
def test_a_level_that_was_said_stays(text):
    read = intent("HassLightSet", ["light.kitchen"], name="light.kitchen", brightness=100)
    assert account(text, read) == read


def test_everything_is_lights_media_and_fans():
    all_there = ["light.bedroom", "fan.bedroom", "media_player.tv", "cover.bedroom", "switch.coffee"]
    read = intent("HassTurnOff", all_there, area="bedroom")
    found = account("turn off everything in the bedroom", read)
    assert found == replace(read, targets=("light.bedroom", "fan.bedroom", "media_player.tv"))


@pytest.mark.parametrize(
    ("language", "text"), [("en", "turn off the lights"), ("en", "lights out"), ("es", "enciende la lámpara")]
)
def test_scope_does_not_widen_to_the_house_by_itself(language, text):
    read = intent("HassTurnOff", LIGHTS, language, domain="light")
    assert account(text, read) == LeftOver((), "which_one", language)


def test_a_place_without_such_a_thing_is_the_reason():
    read = intent("HassClimateSetTemperature", ["climate.hall"], temperature=20)
    left = account("set the kitchen thermostat to 20", read)
    assert left == LeftOver(("kitchen",), "not_here", "en")


@pytest.mark.parametrize("name", ["HassGetState", "HassGetCurrentTime", "MyOwnIntent"])
def test_questions_and_intents_of_the_users_own_are_left_alone(name):
    read = intent(name, ["light.kitchen"])
    assert account("turn off everything except the printer and the dog", read) == read


@pytest.mark.parametrize(
    "text", ["", "...", "½", ",", "and", "all", "but", "a" * 3000, "no " * 500, "1/0 1/2"]
)
def test_no_text_breaks_it(text):
    for language in LANGUAGES:
        account(text, intent("HassTurnOn", ["light.kitchen"], language, name="light.kitchen"))


def test_a_file_that_lacks_a_table_is_told(tmp_path):
    data = yaml.safe_load(WHOLE)
    (tmp_path / "content.yaml").write_text(yaml.safe_dump(data), "utf-8")
    content = PackFiles(tmp_path).read("content.yaml", Content)
    assert isinstance(ContentWords.of_content(content, (), "en"), ContentWords)
    del data["units"]
    (tmp_path / "content.yaml").write_text(yaml.safe_dump(data), "utf-8")
    for folder in (tmp_path, tmp_path / "xx"):
        with pytest.raises(ConfigError) as error:
            PackFiles(folder).read("content.yaml", Content)
        assert error.value.code == "language_incomplete"


@pytest.mark.parametrize(
    "damaged",
    [
        b"articles: [the",
        b"articles: \xff",
        b"",
        b"[1, 2]",
        b"42",
        WHOLE.replace(b"units:", b"units: none\nwere:"),
        WHOLE.replace(b"classes:", b"classes: [1]\nwere:"),
        b"[" * 60,
    ],
)
def test_a_damaged_file_is_told(tmp_path, damaged):
    (tmp_path / "content.yaml").write_bytes(damaged)
    with pytest.raises(ConfigError, match=r"/content\.yaml: ") as error:
        PackFiles(tmp_path).read("content.yaml", Content)
    assert error.value.code == "language_incomplete"


def test_both_languages_have_the_same_tables():
    tables = [
        yaml.safe_load((LANGUAGE_DATA / lang / "content.yaml").read_text("utf-8")) for lang in LANGUAGES
    ]
    assert tables[0].keys() == tables[1].keys()
    assert tables[0]["classes"].keys() ^ tables[1]["classes"].keys() <= {"cover"}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "turn on the basement lights", ("basement",)),
        ("en", "turn off all the lights except the kitchen", ("except the kitchen",)),
        ("en", "turn on the dishwasher in the bedroom", ("dishwasher",)),
        ("es", "enciende las luces del sótano", ("sótano",)),
        ("es", "apaga todo menos la cocina", ("menos la cocina",)),
    ],
)
def test_an_order_without_a_command_names_what_is_not_known(language, text, words):
    assert Accounting(HOME, WORDS).unknown(text, language) == LeftOver(words, "unaccounted", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "make the kitchen light dance"), ("es", "haz bailar la cafetera")],
)
def test_what_is_known_is_not_named(language, text):
    assert Accounting(HOME, WORDS).unknown(text, language) is None


@pytest.mark.parametrize(
    ("unit", "entity", "degrees", "stands"),
    [
        ("°C", Entity("climate.a", {}), 35, True),
        ("°C", Entity("climate.a", {}), 200, False),
        ("°C", Entity("climate.a", {}), 2, False),
        ("°F", Entity("climate.a", {}), 70, True),
        ("°F", Entity("climate.a", {}), 200, False),
        # its own range counts, and is checked where it is known
        ("°C", Entity("climate.oven", {}, temperature_range=(50, 250)), 200, True),
        ("°C", Entity("water_heater.a", {}), 60, True),
    ],
)
def test_no_thermostat_of_unknown_range_takes_any_temperature(unit, entity, degrees, stands):
    home = Home({}, {entity.id: entity}, measures_in=unit)
    read = intent("HassClimateSetTemperature", [entity.id], name=entity.id, temperature=degrees)
    found = Accounting(home, WORDS).account(f"set it to {degrees} degrees", read)
    assert found == (read if stands else LeftOver((f"{degrees} degrees",), "unaccounted", "en"))
