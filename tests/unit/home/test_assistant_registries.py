import pytest

from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.home.assistant.names import names_by_language
from sarai_mqtt.home.assistant.registries import Registries, exposed_ids, learn_home, site_of_root
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.responses.names import Names
from tests.harness.hass_server import thing

SITE_OF = site_of_root("sarai")


def registries(*things, **more):
    entries, states = zip(*things, strict=True)
    return Registries(
        list(entries), list(states), entries={e["entity_id"]: e for e in entries}, **{"areas": AREAS, **more}
    )


AREAS = [
    {"area_id": "kitchen", "name": "Kitchen", "aliases": ["Cocina"], "floor_id": None},
    {"area_id": "hall", "name": "Hall", "aliases": []},
]


def device(key, area=None, *, name="A device", **more):
    return {"id": key, "area_id": area, "name": name, "name_by_user": None, "identifiers": [], **more}


# --- exposure ---


@pytest.mark.parametrize(
    ("entity", "device_class", "exposed"),
    [
        ("light.a", None, True),
        ("todo.a", None, True),
        ("lock.a", None, False),
        ("script.a", None, False),
        ("sensor.a", "temperature", True),
        ("sensor.a", "power", False),
        ("binary_sensor.a", "window", True),
        ("binary_sensor.a", "battery", False),
    ],
)
def test_home_assistants_own_rule_where_nobody_decided(entity, device_class, exposed):
    found = registries(thing(entity, "A", exposed=None, device_class=device_class))
    assert exposed_ids(found) == ({entity} if exposed else set())


def test_what_was_decided_counts():
    assert exposed_ids(registries(thing("light.a", "A", exposed=False), thing("lock.b", "B"))) == {"lock.b"}


@pytest.mark.parametrize("field", [{"entity_category": "config"}, {"hidden_by": "user"}])
def test_settings_and_hidden_things_are_not_exposed_by_default(field):
    entry, state = thing("light.a", "A", exposed=None)
    assert exposed_ids(registries(({**entry, **field}, state))) == set()


def test_home_assistants_own_word_goes_before_the_rule():
    found = registries(thing("light.a", "A"), thing("script.b", "B", exposed=None), exposed=["script.b"])
    assert exposed_ids(found) == {"script.b"}


def test_a_thing_without_a_registry_entry():
    _, state = thing("light.yaml", "From YAML")
    found = Registries([], [state])
    assert learn_home(found, ["en"], SITE_OF).home.entities["light.yaml"].names == {"en": ("From YAML",)}


# --- where things are ---


@pytest.mark.parametrize(
    ("own", "devices", "area"),
    [
        ("hall", [device("d", "kitchen")], "hall"),
        (None, [device("d", "kitchen")], "kitchen"),
        (None, [device("d", parent_device_id="p"), device("p", "hall")], "hall"),
        (None, [device("d")], None),
        (None, [device("d", "an area that is gone")], None),
        (None, [], None),
    ],
)
def test_the_area(own, devices, area):
    found = registries(thing("light.a", "A", area=own, device="d"), devices=devices)
    assert learn_home(found, ["en"], SITE_OF).home.entities["light.a"].area == area


# --- kinds and confirmation ---


@pytest.mark.parametrize(
    ("attributes", "known"),
    [({"min_temp": 7, "max_temp": 35.5}, (7, 35.5)), ({"min_temp": 7}, None), ({}, None)],
)
def test_the_range_of_a_thermostat(attributes, known):
    entry, state = thing("climate.a", "A")
    state = {**state, "attributes": {**state["attributes"], **attributes}}
    home = learn_home(registries((entry, state)), ["en"], SITE_OF).home
    assert home.entities["climate.a"].temperature_range == known


def test_the_users_device_class_goes_first():
    entry, state = thing("cover.a", "A", device_class="blind")
    home = learn_home(registries(({**entry, "device_class": "garage"}, state)), ["en"], SITE_OF).home
    assert (home.entities["cover.a"].device_class, home.entities["cover.a"].confirm) == ("garage", True)


# --- names ---


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"name": "Mine", "original_name": "Theirs"}, "Mine"),
        ({"name": None, "original_name": "Light"}, "Desk lamp Light"),
        ({"name": None, "original_name": None}, "Desk lamp"),
        ({"name": None, "original_name": "Light", "has_entity_name": False}, "Light"),
        ({"name": None, "original_name": None, "device_id": None}, "a b"),
    ],
)
def test_the_name_of_a_thing_that_shows_none(entry, name):
    whole, state = thing("light.a_b", None, device="d", aliases=[])
    found = registries(({**whole, **entry}, state), devices=[device("d", name="Desk lamp")])
    assert learn_home(found, ["en"], SITE_OF).home.entities["light.a_b"].names == {"en": (name,)}


@pytest.mark.parametrize(
    ("name", "aliases", "main", "en", "es"),
    [
        ("Kitchen light", [None], "en", "Kitchen light", "Kitchen light"),
        ("Kitchen light", [None, "Luz de la cocina"], "en", "Kitchen light", "Luz de la cocina"),
        ("Luz de la cocina", ["The kitchen light", None], "es", "The kitchen light", "Luz de la cocina"),
        ("Luz de la cocina", ["Kitchen light"], "en", "Kitchen light", "Luz de la cocina"),
        ("Alexa", ["Altavoz de la sala"], "en", "Alexa", "Altavoz de la sala"),
        ("Alexa", ["Altavoz de la sala", "Living room speaker"], "es", "Living room speaker", "Alexa"),
        ("Alexa", ["Siri"], "fr", "Alexa", "Alexa"),
        ("Gas meter", ["Contador de la casa"], "en", "Gas meter", "Contador de la casa"),  # "meter": "put in"
    ],
)
def test_the_spoken_name_is_in_the_language(name, aliases, main, en, es):
    names = names_by_language(name, aliases, ["en", "es"], main)
    assert (names["en"][0], names["es"][0]) == (en, es)
    assert set(names["en"]) == set(names["es"]) == {name, *aliases} - {None}


@pytest.mark.parametrize(
    ("name", "aliases", "main", "spoken"),
    [
        ("Lámpara de pie", ["Floor lamp"], "es", ("Floor lamp", "Lámpara de pie", "Lámpara de pie")),
        (
            "Floor lamp",
            ["Lámpara de pie", "Lampadaire"],
            "en",
            ("Floor lamp", "Lámpara de pie", "Lampadaire"),
        ),
        (
            "Lámpara de pie",
            ["Luz grande", "Big light"],
            "es",
            ("Big light", "Lámpara de pie", "Lámpara de pie"),
        ),
        ("Persiana", ["Store", "Blind"], "es", ("Blind", "Persiana", "Store")),
        ("Alarme", ["Alarm", "Alarma"], "fr", ("Alarm", "Alarma", "Alarme")),
        ("Chambre", ["Bedroom", "Habitación"], "fr", ("Bedroom", "Habitación", "Chambre")),
        ("Hue color lamp 3", ["Mesilla"], "en", ("Hue color lamp 3",) * 3),
        # whose language its words do not tell: the name stays
        ("Lámpara de pie", ["Pepe", "Four", "Once"], "es", ("Lámpara de pie",) * 3),
        ("Horno", ["Four"], "es", ("Horno",) * 3),
        ("Radio", ["Box"], "en", ("Radio",) * 3),
        ("Lit", ["Pan"], "fr", ("Lit",) * 3),
    ],
)
def test_an_alias_is_spoken_only_in_the_language_that_it_clearly_is_in(name, aliases, main, spoken):
    names = names_by_language(name, aliases, ["en", "es", "fr"], main)
    assert tuple(names[language][0] for language in ("en", "es", "fr")) == spoken


@pytest.mark.parametrize(
    ("language", "the"), [("en", "the floor lamp"), ("es", "la lámpara de pie"), ("fr", "le lampadaire")]
)
def test_a_reply_has_the_alias_of_its_language(language, the):
    whole, state = thing("light.floor", "Lámpara de pie", aliases=["Floor lamp", "Lampadaire"])
    learnt = learn_home(
        registries((whole, state), config={"language": "es-419"}), ["en", "es", "fr"], SITE_OF
    )
    assert Names(learnt.home, wording(language)).the("light.floor") == the
    assert learnt.home.language == "es"


def test_names_are_each_there_once():
    assert names_by_language(" Lamp", [None, "lamp", " ", "Lámpara"], ["en"], "en") == {
        "en": ("Lamp", "Lámpara")
    }
    assert names_by_language(" ", [], ["en"], "en") == {}


# --- our satellites ---


def test_satellites_and_their_rooms():
    ours = device("s", "kitchen", identifiers=[["mqtt", "sarai:living-room_2"]])
    other = device("o", "hall", identifiers=[["zha", "sarai:x"], ["mqtt", "sarai:"], ["a", "b", "c"]])
    mute = thing("switch.mute", "Mute", device="s")
    learnt = learn_home(registries(mute, devices=[ours, other]), ["en"], SITE_OF)
    assert learnt.home.site_areas == {"living-room_2": "kitchen"}
    assert learnt.devices == {"living-room_2": "s"}
    assert learnt.home.entities == {}, "its own switches are no things of the room"


def test_the_root_may_have_levels():
    assert site_of_root("home/voice.1")("home/voice.1:kitchen") == "kitchen"
    assert site_of_root("home/voice.1")("home/voicex1:kitchen") is None


# --- answers of another form ---


@pytest.mark.parametrize("areas", [[{}], [{"area_id": "a", "name": "A", "aliases": None}], None, ["a"]])
def test_what_cannot_be_read(areas):
    with pytest.raises(HomeAssistantError) as caught:
        learn_home(registries(thing("light.a", "A"), areas=areas), ["en"], SITE_OF)
    assert caught.value.code == "ha_strange"


# --- the unit of temperatures ---


@pytest.mark.parametrize(
    ("config", "unit"),
    [
        ({"unit_system": {"temperature": "°F"}}, "°F"),
        ({"unit_system": {"temperature": "°C"}}, "°C"),
        ({"unit_system": {"temperature": "K"}}, None),
        ({"unit_system": {}}, None),
        ({"unit_system": None}, None),
        ({}, None),
    ],
)
def test_the_unit_of_temperatures(config, unit):
    found = registries(thing("light.a", "A"), config=config)
    assert learn_home(found, ["en"], SITE_OF).home.measures_in == unit
