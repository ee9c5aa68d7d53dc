import json

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.home import Area, Entity, Floor, Home, merged
from sarai_mqtt.home import mqtt_catalogue
from sarai_mqtt.home.mqtt_catalogue import read_catalogue

CATALOGUE = {
    "version": 1,
    "acts": True,
    "made_by": "a newer package",
    "areas": [{"id": "kitchen", "name": "Kitchen", "floor": "ground"}, {"id": "hall", "name": "Hall"}],
    "floors": [{"id": "ground", "name": "Ground floor"}],
    "entities": [
        {"id": "light.kitchen", "name": " Kitchen light ", "area": "kitchen", "labels": []},
        {"id": "cover.garage", "name": "Garage door", "area": None, "device_class": "garage"},
        {"id": "fan.x", "name": "Fan", "area": "nowhere", "device_class": ""},
    ],
}


def read(**changes):
    return read_catalogue(json.dumps({**CATALOGUE, **changes}).encode(), ["en", "es"])


def test_a_catalogue():
    found = read()
    assert found.acts
    home = found.home
    assert home.entities["light.kitchen"] == Entity(
        "light.kitchen", {"en": ("Kitchen light",), "es": ("Kitchen light",)}, "kitchen"
    )
    assert home.entities["cover.garage"].confirm
    assert (home.entities["fan.x"].area, home.entities["fan.x"].device_class) == (None, None)
    assert home.areas["kitchen"].floor == "ground"
    assert home.areas["hall"].floor is None
    assert home.floors["ground"].names["es"] == ("Ground floor",)


def test_a_package_that_only_tells():
    assert not read_catalogue(b'{"version": 1}', ["en"]).acts


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"version": 2}, "version"),
        ({"acts": "yes"}, "acts"),
        ({"areas": {}}, "areas"),
        ({"areas": [{"id": "kitchen"}]}, "areas.0.name"),
        ({"areas": [{"id": 3, "name": "A"}]}, "areas.0.id"),
        ({"floors": [None]}, "floors.0"),
        ({"entities": [{"id": "kitchen", "name": "A"}]}, "entities.0.id"),
        ({"entities": [{"id": "light.a", "name": ["A"]}]}, "entities.0.name"),
        ({"entities": [{"id": "light.a", "name": "A" * 300}]}, "entities.0.name"),
        ({"entities": [{"id": "light.a", "name": "A", "area": 1}]}, "entities.0.area"),
    ],
)
def test_wrong_things_are_refused_by_name(changes, where):
    with pytest.raises(BadInput, match=where) as caught:
        read(**changes)
    assert caught.value.code == "bad_catalogue"
    assert caught.value.remedy


@pytest.mark.parametrize("payload", [b"", b"\xff\xfe", b"[]", b'"x"', b"{", b"null", b"[" * 100_000])
def test_what_is_no_catalogue(payload):
    with pytest.raises(BadInput) as caught:
        read_catalogue(payload, ["en"])
    assert caught.value.code == "bad_catalogue"


def test_limits(monkeypatch):
    with pytest.raises(BadInput) as caught:
        read_catalogue(b" " * (mqtt_catalogue.MAX_BYTES + 1), ["en"])
    assert caught.value.code == "catalogue_too_big"
    monkeypatch.setattr(mqtt_catalogue, "MAX_THINGS", 5)
    with pytest.raises(BadInput) as caught:
        read()
    assert caught.value.code == "catalogue_too_big"


# --- the home file over what Home Assistant says ---


def both(known, own, *, areas=("kitchen",)):
    rooms = {a: Area(a, {"en": (a.title(),)}) for a in areas}
    return merged(Home(rooms, {known.id: known}), Home({}, {own.id: own})).entities[known.id]


def named(*names, **more):
    return {"names": {"en": names}, **more}


def test_the_files_names_come_first():
    found = both(
        Entity("light.a", {"en": ("Lamp", "Light"), "es": ("Lamp",)}),
        Entity("light.a", {"en": ("Glow", "LAMP")}),
    )
    assert found.names == {"en": ("Glow", "LAMP", "Light"), "es": ("Lamp",)}


def test_the_file_hides_but_does_not_expose():
    shown, hidden = (Entity("light.a", {"en": ("A",)}, exposed=e) for e in (True, False))
    assert both(shown, shown).exposed
    assert not both(shown, hidden).exposed
    assert not both(hidden, shown).exposed


@pytest.mark.parametrize(
    ("entity", "known_class", "file_class", "file_confirm", "confirm"),
    [
        ("lock.a", None, None, False, False),
        ("lock.a", None, None, True, True),
        ("switch.a", None, None, True, True),
        ("switch.a", None, None, False, False),
        # The file says nothing of the class, so its "no" may be a default.
        ("cover.a", "garage", None, False, True),
        ("cover.a", "garage", "garage", False, False),
        ("cover.a", None, "garage", True, True),
    ],
)
def test_the_file_says_what_is_confirmed(entity, known_class, file_class, file_confirm, confirm):
    known = Entity(
        entity, {}, device_class=known_class, confirm=entity.startswith("lock") or bool(known_class)
    )
    assert both(known, Entity(entity, {}, device_class=file_class, confirm=file_confirm)).confirm is confirm


def test_the_file_fills_in_what_is_missing():
    bare, placed = Entity("light.a", {}), Entity("light.a", {}, "kitchen", "lamp")
    assert (both(bare, placed).area, both(bare, placed).device_class) == ("kitchen", "lamp")
    assert both(bare, placed, areas=()).area is None, "there is no such room"
    elsewhere = Entity("light.a", {}, "hall", "spot")
    assert (both(elsewhere, placed).area, both(elsewhere, placed).device_class) == ("hall", "spot")


def test_only_what_home_assistant_knows_is_there():
    file = Home({"attic": Area("attic", {"en": ("Attic",)})}, {"light.z": Entity("light.z", {})})
    assert merged(Home(), file) == Home()


def test_rooms_storeys_and_sites():
    known = Home(
        {"kitchen": Area("kitchen", {"en": ("Kitchen",)}, "ground", registered="The kitchen")},
        {},
        {"ground": Floor("ground", {"en": ("Ground floor",)})},
        {"a": "kitchen", "b": "kitchen"},
    )
    file = Home(
        {"kitchen": Area("kitchen", {"es": ("Cocina",)})},
        {},
        {"ground": Floor("ground", {"es": ("Planta baja",)})},
        {"b": "hall"},
    )
    found = merged(known, file)
    assert found.areas["kitchen"] == Area(
        "kitchen", {"es": ("Cocina",), "en": ("Kitchen",)}, "ground", registered="The kitchen"
    )
    assert found.floors["ground"].names == {"es": ("Planta baja",), "en": ("Ground floor",)}
    assert found.site_areas == {"a": "kitchen", "b": "hall"}
