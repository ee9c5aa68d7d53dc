from pathlib import Path

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.home import Home, merged, names_in, needs_confirmation, spoken_name
from sarai_mqtt.home.yaml_file import HomeFile, load_home

HOUSE = Path(__file__).parents[3] / "config" / "home.yaml"

GOOD = """
areas:
  - {id: kitchen, names: {en: Kitchen, es: [Cocina]}}
entities:
  - {id: light.kitchen, area: kitchen, names: {en: [Kitchen light, Ceiling], es: Luz}}
  - {id: switch.secret, names: {en: Secret}, exposed: false}
  - {id: lock.door, names: {en: Door}}
  - {id: lock.shed, names: {en: Shed}, confirm: false}
  - {id: alarm_control_panel.home, names: {en: Alarm}}
  - {id: cover.garage, names: {en: Garage door}, device_class: garage}
  - {id: cover.blinds, names: {en: Blinds}, device_class: blind}
  - {id: switch.boiler, names: {en: Boiler}, confirm: true}
"""


def load(tmp_path, text):
    path = tmp_path / "home.yaml"
    path.write_text(text, "utf-8")
    return load_home(path)


def test_areas_entities_and_defaults(tmp_path):
    home = load(tmp_path, GOOD)
    assert home.areas["kitchen"].names == {"en": ("Kitchen",), "es": ("Cocina",)}
    light = home.entities["light.kitchen"]
    assert (light.domain, light.area, light.device_class, light.exposed) == ("light", "kitchen", None, True)
    assert light.names == {"en": ("Kitchen light", "Ceiling"), "es": ("Luz",)}
    assert [e.id for e in home.entities.values() if not e.exposed] == ["switch.secret"]
    assert [e.id for e in home.entities.values() if e.confirm] == [
        "lock.door",
        "alarm_control_panel.home",
        "cover.garage",
        "switch.boiler",
    ]


@pytest.mark.parametrize("text", ["", "areas: []", "entities: []"])
def test_an_empty_home_is_a_home(tmp_path, text):
    assert load(tmp_path, text) == Home({}, {})


AREA = "areas: [{id: hall, names: {en: Hall}}]\n"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("areas: [\n  - {id: x", "line 2", "not YAML"),
        ("- a\n- b", "home.yaml:", "dictionary"),
        ("rooms: []", "at rooms", "not a known key"),
        ("areas: [{names: {en: Hall}}]", "areas[0].id", "missing"),
        ("areas: [{id: hall}]", "areas[0].names", "missing"),
        ("areas: [{id: The Hall, names: {en: Hall}}]", "areas[0].id", "living_room"),
        ("areas: [{id: hall, names: {}}]", "areas[0].names", "at least 1"),
        ("areas: [{id: hall, names: {en: []}}]", "areas[0].names.en", "at least 1"),
        ("areas: [{id: hall, names: {en: ['  ']}}]", "areas[0].names.en[0]", "at least 1"),
        ("areas: [{id: hall, names: {en: ''}}]", "areas[0].names.en[0]", "at least 1"),
        ("areas: [{id: hall, names: {en: {a: b}}}]", "areas[0].names.en", "valid tuple"),
        ("areas: [{id: hall, names: {en: [7]}}]", "areas[0].names.en[0]", "valid string"),
        ("areas: [{id: hall, names: Hall}]", "areas[0].names", "dictionary"),
        ("areas: [{id: hall, names: {English: Hall}}]", "areas[0].names.English", "match"),
        (AREA.replace("]\n", ", {id: hall, names: {en: Other}}]"), "areas[1].id", "already an area 'hall'"),
        ("entities: [{names: {en: Lamp}}]", "entities[0].id", "missing"),
        ("entities: [{id: lamp, names: {en: Lamp}}]", "entities[0].id", "light.kitchen_ceiling, got 'lamp'"),
        ("entities: [{id: Light.Lamp, names: {en: Lamp}}]", "entities[0].id", "light.kitchen_ceiling"),
        (
            "entities: [{id: light.a, names: {en: A}}, {id: light.a, names: {en: B}}]",
            "entities[1].id",
            "already",
        ),
        (AREA + "entities: [{id: light.a, names: {en: A}, area: attic}]", "entities[0].area", "known: hall"),
        ("entities: [{id: light.a, names: {en: A}, area: attic}]", "entities[0].area", "known: none"),
        ("entities: [{id: light.a, names: {en: A}, exposed: maybe}]", "entities[0].exposed", "boolean"),
        ("entities: [{id: light.a, names: {en: A}, class: x}]", "entities[0].class", "not a known key"),
        ("entities: {light.a: {}}", "entities", "valid list"),
    ],
)
def test_a_bad_file_is_named_with_the_place_and_what_was_expected(tmp_path, text, where, said):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert caught.value.code == "bad_home"
    assert str(tmp_path / "home.yaml") in caught.value.reason
    assert where in caught.value.reason
    assert said in caught.value.reason
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "areas: " + "[" * 3000 + "]" * 3000,
        "areas:\n" + "{a: " * 3000 + "}" * 3000,
        "areas: &a [*a]",
        "areas: [{id: hall, names: {en: &a [*a]}}]",
        "areas: [2026-99-99]",
        f"areas: [{'9' * 5000}]",
    ],
)
def test_a_file_that_no_reader_can_stand_is_bad_and_a_reload_keeps_the_home(tmp_path, text):
    path = tmp_path / "home.yaml"
    path.write_text(AREA, "utf-8")
    file = HomeFile(path)
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        file.reload_if_changed()
    assert caught.value.code == "bad_home"
    assert set(file.home.areas) == {"hall"}


def test_a_missing_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_home(tmp_path / "nowhere.yaml")
    assert (caught.value.code, caught.value.exit_code) == ("home_missing", 3)
    assert "nowhere.yaml" in caught.value.reason


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"a: \x07"])
def test_bytes_that_are_no_text(tmp_path, content):
    path = tmp_path / "home.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_home(path)
    assert caught.value.code == "bad_home"


def test_a_folder_is_no_home_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_home(tmp_path)
    assert caught.value.code == "bad_home"


def test_the_example_house():
    home = load_home(HOUSE)
    assert 20 <= len(home.entities) <= 40
    everything = [*home.areas.values(), *home.entities.values()]
    assert [e.id for e in everything if set(e.names) != {"en", "es"}] == []
    assert [e.id for e in home.entities.values() if e.confirm] == [
        "cover.garage_door",
        "lock.front_door",
        "lock.back_door",
        "alarm_control_panel.home",
    ]


def test_matching_takes_only_what_is_exposed_and_asked_for(tmp_path):
    home = load(tmp_path, GOOD)
    assert [e.id for e in home.matching({"switch"})] == ["switch.boiler"]
    assert [e.id for e in home.matching({"cover"}, device_class="blind")] == ["cover.blinds"]
    assert [e.id for e in home.matching((), area="kitchen")] == ["light.kitchen"]
    assert len(home.matching(())) == len(home.entities) - 1


def test_names_fall_back_to_another_language():
    names = {"en": ("Lamp", "Light"), "fr": ()}
    assert spoken_name(names, "en") == spoken_name(names, "fr") == spoken_name(names, "es") == "Lamp"
    assert names_in(names, "es") == ("Lamp", "Light")
    assert spoken_name({}, "en") == ""


def test_what_needs_confirmation():
    assert needs_confirmation("lock.a", None)
    assert needs_confirmation("alarm_control_panel.a", None)
    assert needs_confirmation("cover.a", "garage")
    assert not needs_confirmation("cover.a", "blind")
    assert not needs_confirmation("light.a", "garage")


FLOORS = """
floors: [{id: upstairs, names: {en: Upstairs, es: Planta de arriba}}]
areas: [{id: bedroom, floor: FLOOR, names: {en: Bedroom}}]
"""


def test_areas_are_on_floors(tmp_path):
    home = load(tmp_path, FLOORS.replace("FLOOR", "upstairs"))
    assert home.floors["upstairs"].names["es"] == ("Planta de arriba",)
    assert home.areas["bedroom"].floor == "upstairs"


def test_an_unknown_floor_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"areas\[0\].floor: unknown floor 'attic' \(known: upstairs\)"):
        load(tmp_path, FLOORS.replace("FLOOR", "attic"))


def test_the_unit_of_temperatures(tmp_path):
    assert load(tmp_path, "").temperature_unit == "°C"
    assert load(tmp_path, "temperature_unit: °F").temperature_unit == "°F"
    with pytest.raises(ConfigError, match="temperature_unit"):
        load(tmp_path, "temperature_unit: Fahrenheit")


@pytest.mark.parametrize(
    ("known", "file", "unit"),
    [(None, None, "°C"), (None, "°F", "°F"), ("°F", None, "°F"), ("°C", "°F", "°C"), ("°F", "°C", "°F")],
)
def test_the_unit_of_home_assistant_goes_before_the_files(known, file, unit):
    assert merged(Home(measures_in=known), Home(measures_in=file)).temperature_unit == unit
