import json
import re

import pytest
from home_assistant_intents import get_intents

from sarai_mqtt.core.events import (
    LastTurn,
    Presence,
    ServiceReport,
    SettingChanged,
    StateChanged,
    UpcomingAlarms,
)
from sarai_mqtt.satellites.options import OptionTable, SiteOptions
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.discovery import Discovery, DiscoveryOptions, birth
from sarai_mqtt.transports.mqtt.discovery_entities import INTENTS
from tests.harness.ports import FakeStore

TABLE = OptionTable(["en", "es"], {"joe": "en"})
# Of each platform what Home Assistant's schema requires, and what without which ours would be of no use.
REQUIRED = {
    "sensor": {"state_topic"},
    "binary_sensor": {"state_topic"},
    "event": {"state_topic", "event_types"},
    "button": {"command_topic", "payload_press"},
    "text": {"command_topic"},
    "notify": {"command_topic"},
    "switch": {"command_topic", "state_topic"},
    "select": {"command_topic", "state_topic", "options"},
    "number": {"command_topic", "state_topic", "min", "max", "step"},
    "update": {"state_topic"},
}
TRIGGER = {"platform", "automation_type", "type", "subtype", "topic", "payload", "value_template"}


def discovery(root="sarai", store=None, **options):
    sent = []
    ours = Discovery(
        DiscoveryOptions(**options), Topics(root), TABLE, sent.append, FakeStore() if store is None else store
    )
    ours.sent = sent
    return ours


@pytest.mark.parametrize("site", [None, "kitchen", "default"])
def test_a_device_has_what_home_assistant_requires(site):
    ours = discovery()
    ours.show(site)
    message = ours.sent[-1]
    assert re.fullmatch(r"homeassistant/device/[A-Za-z0-9_-]+/config", message.topic)
    assert (message.retain, message.qos) == (True, 1)
    device = json.loads(message.payload)
    assert device["device"]["identifiers"]
    assert device["origin"]["name"]
    entities = {k: c for k, c in device["components"].items() if c["platform"] != "device_automation"}
    triggers = [c for c in device["components"].values() if c["platform"] == "device_automation"]
    for key, entity in entities.items():
        assert entity.keys() >= {"name", "unique_id", "default_entity_id"} | REQUIRED[entity["platform"]], key
        assert re.fullmatch(rf"{entity['platform']}\.[a-z0-9_]+", entity["default_entity_id"])
        assert entity.get("entity_category") in (None, "config", "diagnostic")
        # a sensor may not be of this category
        if "command_topic" not in entity:
            assert entity.get("entity_category") != "config"
    assert all(trigger.keys() == TRIGGER for trigger in triggers)
    assert len(triggers) == (0 if site is None else len(INTENTS))
    assert len({e["unique_id"] for e in entities.values()}) == len(entities)
    assert device["availability"][0] == {"topic": "sarai/status"}


def test_a_site_has_every_control_there_is_and_what_it_hears():
    components = discovery().device("kitchen")["components"]
    assert {components[key]["platform"] for key in components} >= set(REQUIRED) - {"update"}
    for key in TABLE.kinds:
        assert components[key]["command_topic"] == f"sarai/set/kitchen/{key}"
        assert components[key]["state_topic"] == f"sarai/state/kitchen/{key}"
    assert components["language"]["options"] == ["auto", "en", "es"]
    assert components["voice"]["options"] == ["auto", "joe"]
    assert components["mute"]["payload_on"] in ("on",)
    volume = components["volume"]
    assert (volume["min"], volume["max"]) == (0, 100)


def test_what_a_control_sends_can_be_set_and_what_it_shows_is_among_its_options():
    components = discovery().device("kitchen")["components"]
    for key, shown in TABLE.shown(SiteOptions()).items():
        control = components[key]
        if control["platform"] == "switch":
            assert shown in (control["payload_on"], control["payload_off"])
            values = [control["payload_on"], control["payload_off"]]
        elif control["platform"] == "select":
            assert shown in control["options"]
            values = control["options"]
        else:
            assert control["min"] <= int(shown) <= control["max"]
            values = [str(control["min"]), str(control["max"])]
        for value in values:
            TABLE.changed(SiteOptions(), key, value)


def test_every_topic_a_site_is_told_by_is_one_that_we_send_or_take():
    topics = Topics()
    sent = [
        StateChanged("idle"),
        Presence(available=True, connected=True, listening=True, speech=False),
        UpcomingAlarms(),
        LastTurn("answered", "", "", None, "", "none"),
        ServiceReport("1", 1.0, 1),
        *(SettingChanged(key, "x") for key in TABLE.kinds),
    ]
    ours = {topics.encode("kitchen", event).topic for event in sent} | {topics.status}
    ours |= {f"sarai/{kind}/kitchen" for kind in ("intent", "error", "stt/transcript", "wake")}
    for site in (None, "kitchen"):
        for key, component in discovery().device(site)["components"].items():
            used = {component.get(name) for name in ("state_topic", "json_attributes_topic", "topic")}
            assert used - {None} <= ours, key
            if "command_topic" in component:
                value = component.get("payload_press", "on")
                topics.parse(component["command_topic"], value.encode(), retain=False)


def test_two_services_and_two_sites_do_not_clash():
    places = [
        (discovery(root), site)
        for root in ("sarai", "home/sarai", "home_sarai", "sarai/site")
        for site in (None, "kitchen", "site", "service", "a_b", "a-b")
    ]
    devices = [ours.device(site) for ours, site in places]
    unique = [c["unique_id"] for d in devices for c in d["components"].values() if "unique_id" in c]
    assert len(set(unique)) == len(unique)
    for ours, site in places:
        ours.show(site)
    topics = [ours.sent.pop().topic for ours, _ in reversed(places)]
    assert len(set(topics)) == len(topics)


def test_names_are_in_the_language_of_the_settings_and_ids_are_not():
    english, spanish = (
        discovery(language=lambda code=language: code).device("kitchen")["components"]
        for language in ("en", "es")
    )
    assert (english["volume"]["name"], spanish["volume"]["name"]) == ("Volume", "Volumen")
    for key in english:
        if "unique_id" in english[key]:
            assert english[key]["unique_id"] == spanish[key]["unique_id"]
            assert english[key]["default_entity_id"] == spanish[key]["default_entity_id"]


@pytest.mark.parametrize(
    ("site", "area"), [("kitchen", "Cocina"), ("living_room", None), ("xyz", None), ("default", None)]
)
def test_a_site_is_suggested_an_area_that_there_is_or_none(site, area):
    about = discovery(area_of={"kitchen": "Cocina"}.get).device(site)["device"]
    assert about.get("suggested_area") == area
    assert ("suggested_area" in about) == (area is not None)
    assert about["via_device"] == discovery().device(None)["device"]["identifiers"][0]


def test_what_was_shown_once_and_is_no_more_is_taken_away_and_stays_so():
    store = FakeStore(discovery={"site": {"ghost": "sensor", "mute": "switch"}, "service": {}})
    for _ in range(2):
        components = discovery(store=store).device("kitchen")["components"]
        assert components["ghost"] == {"platform": "sensor"}
        assert components["mute"]["command_topic"]
        assert "ghost" not in discovery(store=store).device(None)["components"]


def test_a_first_start_takes_nothing_away():
    assert all(len(c) > 1 for c in discovery().device("kitchen")["components"].values())


def test_a_removed_site_leaves_nothing_retained():
    ours = discovery()
    ours.show("kitchen")
    config = ours.sent[-1].topic
    ours.remove("kitchen")
    emptied = {m.topic for m in ours.sent if m.payload == b"" and m.retain}
    assert emptied == {
        config,
        "sarai/alarm/kitchen",
        "sarai/state/kitchen",
        "sarai/presence/kitchen",
        *(f"sarai/state/kitchen/{key}" for key in TABLE.kinds),
    }


def test_a_satellite_that_is_there_is_not_retained_as_gone():
    ours = discovery()
    ours.revive("kitchen")
    assert [(m.topic, m.payload, m.retain) for m in ours.sent] == [("sarai/satellite/kitchen", b"", True)]


def test_switched_off_it_takes_away_what_was_shown():
    on, off = discovery(), discovery(enabled=False)
    for ours in (on, off):
        ours.show(None)
        ours.show("kitchen")
    assert [m.topic for m in on.sent] == [m.topic for m in off.sent]
    assert [bool(m.payload) for m in off.sent] == [True, False, False]  # that we are online is still said


def test_a_site_waits_for_its_area_and_the_service_does_not():
    known = []
    ours = discovery(areas_known=lambda: bool(known))
    ours.show("kitchen")
    assert ours.sent == []
    ours.show(None)
    assert len(ours.sent) == 2
    known.append("the areas")
    ours.show("kitchen")
    assert json.loads(ours.sent[-1].payload)["device"]["name"] == "Sarai kitchen"


def test_what_is_switched_off_is_taken_away_whether_areas_are_known_or_not():
    ours = discovery(enabled=False, areas_known=lambda: False)
    ours.show("kitchen")
    assert ours.sent[-1].payload == b""


def test_every_intent_of_home_assistants_sentences_is_a_trigger():
    known = {name for language in ("en", "es") for name in get_intents(language)["intents"]}
    assert known <= set(INTENTS)


def test_the_prefix_is_home_assistants_own():
    ours = discovery(prefix="ha/disc")
    ours.show("kitchen")
    assert ours.sent[-1].topic.startswith("ha/disc/device/")
    assert birth("ha/disc").topic_filter == "ha/disc/status"
