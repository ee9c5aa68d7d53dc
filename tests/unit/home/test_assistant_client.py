import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

import pytest

from sarai_mqtt.core.acting import ActionRequest, ActionResult, Level
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.home.assistant import actor as actor_module
from sarai_mqtt.home.assistant import client as client_module
from sarai_mqtt.home.assistant import rest as rest_module
from sarai_mqtt.home.assistant import websocket as websocket_module
from sarai_mqtt.home.assistant.actor import ConnectedHome, HomeAssistantActor
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access, Answer
from sarai_mqtt.home.assistant.results import Outcome, combine_outcomes
from sarai_mqtt.home.assistant.services import service_for
from sarai_mqtt.home.assistant.states import States
from tests.harness.hass_server import TOKEN, HassServer, thing
from tests.harness.waiting import WAIT_S, until


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    """Let nothing be waited for that comes by time alone, and Home Assistant answer as slowly as it must."""
    for name in ("RETRY_MIN_S", "QUIET_S", "STARTING_S"):
        monkeypatch.setattr(client_module, name, 0.02)
    for module, names in (
        (client_module, ("EXPOSED_S", "WARM_UP_S")),
        (actor_module, ("ANSWER_S", "TALK_S", "FORECAST_S")),
        (rest_module, ("CONNECT_S",)),
        (websocket_module, ("ANSWER_S", "HEARTBEAT_S")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, WAIT_S)


def order(name, slots=None, targets=(), *, language="en", site="kitchen", area=None):
    return ActionRequest(Intent("t", name, slots or {}, tuple(targets), "", language, 1.0), site, area)


class Client:
    """A running HomeAssistant, and the homes and failures it reported."""

    def __init__(self, url, token=TOKEN, agent=None):
        self.homes, self.told, self.surroundings = [], [], []
        self.hass = HomeAssistant(
            Access(url, token),
            ["en", "es"],
            site_of_root("sarai"),
            self.homes.append,
            agent=agent,
            on_failure=self.told.append,
            on_surroundings=self.surroundings.append,
        )
        self.act, self.converse = self.hass.actor.act, self.hass.actor.converse

    @asynccontextmanager
    async def running(self, *, wait=True):
        task = asyncio.create_task(self.hass.run())
        try:
            if wait:
                await until(lambda: self.hass.connected)
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()


@pytest.fixture(params=["2026.11", "2026.2"])
async def server(request):
    async with HassServer(old=request.param == "2026.2").up() as up:
        yield up


@pytest.fixture
async def client(server):
    async with Client(server.url).running() as running:
        yield running


# --- learning ---


async def test_the_home_is_learnt(client):
    home = client.homes[-1]
    assert set(home.entities) == {"light.kitchen", "light.hall", "lock.front"}
    assert home.entities["light.kitchen"].names == {
        "en": ("Kitchen light", "Luz de la cocina"),
        "es": ("Luz de la cocina", "Kitchen light"),
    }
    assert home.entities["light.hall"].area == "hall", "from its device"
    assert home.entities["lock.front"].confirm
    assert not home.entities["light.hall"].confirm
    assert home.areas["kitchen"].floor == "ground"
    assert home.areas["kitchen"].names == {"en": ("Kitchen", "Cocina"), "es": ("Cocina", "Kitchen")}
    assert home.areas["kitchen"].registered == "Kitchen"
    assert home.floors["ground"].names["es"] == ("Planta baja", "Ground floor")
    assert home.site_areas == {"kitchen": "kitchen"}


RISING, SETTING = "2026-11-30T07:15:10+00:00", "2026-11-30T16:48:20+00:00"


def seconds(moment):
    return datetime.fromisoformat(moment).timestamp()


async def test_the_time_zone_and_the_sun_are_told_and_followed_though_it_is_not_exposed(server):
    sun = {"next_rising": RISING, "next_setting": SETTING}
    server.add(*thing("sun.sun", "Sun", exposed=False, **sun))
    async with Client(server.url).running() as client:
        await until(
            lambda: (
                client.surroundings[-1:] == [Surroundings("Europe/Madrid", seconds(RISING), seconds(SETTING))]
            )
        )
        assert "sun.sun" not in client.homes[-1].entities
        tomorrow = SETTING.replace("30T16:48", "31T16:47").replace("11-31", "12-01")
        await server.set_state("sun.sun", "below_horizon", next_setting=tomorrow)
        await until(lambda: client.surroundings[-1].sunset == seconds(tomorrow))
        told = len(client.surroundings)
        await server.set_state("sun.sun", "below_horizon", elevation=-3.5)
        server.time_zone = "Europe/Lisbon"
        await server.fire("core_config_updated")
        await until(lambda: client.surroundings[-1].zone == "Europe/Lisbon")
        assert len(client.surroundings) == told + 1


async def test_without_a_sun_only_the_zone_is_told(client):
    assert client.surroundings == [Surroundings("Europe/Madrid")]


async def test_a_new_lamp_is_learnt_and_obeyed_without_a_restart(server, client):
    server.add(*thing("light.new", "New lamp", area="hall"))
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    assert "light.new" in client.homes[-1].entities
    acted = await client.act(order("HassTurnOn", {"name": "light.new"}, ["light.new"]))
    assert acted == ActionResult(done=("light.new",))
    await server.set_state("light.new", "on")
    await until(lambda: client.hass._connected_home.states.get("light.new").state == "on")


async def test_another_unit_system_is_learnt_without_a_restart(server, client):
    assert client.homes[-1].temperature_unit == "°C"
    server.temperature_unit = "°F"
    await server.fire("core_config_updated")
    await until(lambda: len(client.homes) == 2)
    assert client.homes[-1].temperature_unit == "°F"


async def test_a_thing_that_is_hidden_from_assist_is_gone(server, client):
    server.entries["light.hall"]["options"]["conversation"]["should_expose"] = False
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    assert "light.hall" not in client.homes[-1].entities
    acted = await client.act(order("HassTurnOn", {}, ["light.hall"]))
    assert (acted.trouble, acted.reason, server.asked) == ("refused", "not exposed", [])


async def test_changes_that_change_nothing_are_not_told(server, client):
    for _ in range(5):
        await server.fire("area_registry_updated")
    server.floors[0]["name"] = "Downstairs"
    await server.fire("floor_registry_updated")
    await until(lambda: len(client.homes) == 2)
    assert client.homes[1].floors["ground"].names["en"][0] == "Downstairs"


async def test_nothing_is_learnt_while_it_starts(server):
    server.running = False
    client = Client(server.url)
    async with client.running(wait=False):
        await until(lambda: server._sockets)
        await asyncio.sleep(0.1)
        assert (client.homes, client.hass.connected) == ([], False)
        server.running = True
        await until(lambda: client.homes)


async def test_an_empty_house(server):
    server.entries, server.states, server.areas, server.floors, server.devices = {}, {}, [], [], []
    client = Client(server.url)
    async with client.running():
        assert client.homes[-1].entities == {}


async def test_a_listener_that_fails_harms_nothing(server, caplog):
    client = Client(server.url)
    client.hass._on_home = lambda home: 1 / 0
    async with client.running():
        acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
        assert acted.done == ("light.hall",)
    assert "cannot be used" in caplog.text


async def test_sentences_are_warmed_up_in_each_language(server, client):
    await until(lambda: len(server.talked) == 2)
    assert [t["language"] for t in server.talked] == ["en", "es"]
    assert {t["agent_id"] for t in server.talked} == {"conversation.home_assistant"}


# --- connecting ---


async def test_a_bad_token_is_told_once(server, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(client_module, "REFUSED_S", 0.02)
    client = Client(server.url, token="wrong-token")
    async with client.running(wait=False):
        await until(lambda: len(server.greeted) > 3)
        assert [e.code for e in client.told] == ["ha_refused"]
        assert client.hass.failure.code == "ha_refused"
        assert (await client.act(order("HassTurnOn", {}, ["light.hall"]))).trouble == "unreachable"
        server.token = "wrong-token"
        await until(lambda: client.hass.connected)
        assert client.hass.failure is None
    assert "wrong-token" not in caplog.text
    assert "wrong-token" not in repr(client.hass._access)


async def test_nobody_there(unused_tcp_port):
    client = Client(f"http://127.0.0.1:{unused_tcp_port}")
    async with client.running(wait=False):
        await until(lambda: client.told)
        await asyncio.sleep(0.1)
        assert [e.code for e in client.told] == ["ha_unreachable"]
        assert await client.act(order("HassTurnOn", {}, ["light.a"])) == ActionResult(
            trouble="unreachable", reason="Home Assistant is not connected"
        )
        assert await client.converse("hello", "en", "kitchen") is None


async def test_something_else_there(server):
    client = Client(f"{server.url}/elsewhere")
    async with client.running(wait=False):
        await until(lambda: client.told)
        assert [e.code for e in client.told] == ["ha_strange"]


async def test_it_comes_back_after_a_restart(server, client):
    home = client.homes[-1]
    await server.drop()
    await until(lambda: client.told)
    await until(lambda: client.hass.connected)
    assert client.homes == [home], "the same home is not told again"
    acted = await client.act(order("HassGetState", {}, ["light.hall"]))
    assert acted.states[0].state == "off"


async def test_answers_of_another_form_are_told(server):
    del server.areas[0]["aliases"]
    client = Client(server.url)
    async with client.running(wait=False):
        await until(lambda: client.told)
        assert client.told[0].code == "ha_strange"
        server.areas[0]["aliases"] = []
        await until(lambda: client.hass.connected)


async def test_what_breaks_unexpectedly_is_told_once_and_tried_ever_more_slowly(server, monkeypatch):
    monkeypatch.setattr(client_module, "learn_home", lambda *_: 1 / 0)
    client = Client(server.url)
    async with client.running(wait=False):
        await until(lambda: client.told)
        await asyncio.sleep(0.5)
        assert [e.code for e in client.told] == ["ha_failed"]
        assert len(server.greeted) < 8, "0.02 s would be 20 tries"


# --- acting ---


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
async def test_one_thing(server, client):
    acted = await client.act(
        order(
            "HassLightSet", {"name": "light.kitchen", "area": "kitchen", "brightness": 30}, ["light.kitchen"]
        )
    )
    assert acted == ActionResult(done=("light.kitchen",))
    [asked] = server.asked
    assert (asked["name"], asked["data"]) == ("HassLightSet", {"name": "light.kitchen", "brightness": 30})
    assert (asked["assistant"], asked["language"], asked["device_id"]) == ("conversation", "en", "dev-sat")


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
async def test_several_things_are_asked_for_one_by_one(server, client):
    server.answers["HassTurnOff", "light.hall"] = "Failed to call turn_off for: ['light.hall']"
    slots = {"domain": "light", "area": "kitchen"}
    acted = await client.act(order("HassTurnOff", slots, ["light.kitchen", "light.hall"]))
    assert (acted.done, acted.failed, acted.trouble) == (("light.kitchen",), ("light.hall",), None)
    assert sorted(a["data"]["name"] for a in server.asked) == ["light.hall", "light.kitchen"]


NO_MATCH = "No entities supported the required features (given name 'light.hall')"


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Failed to call turn_on for: ['light.hall']", ("failed", None)),
        (500, ("failed", None)),
        (NO_MATCH, ("", "refused")),
    ],
)
async def test_what_failed_is_not_done(server, client, answer, expected):
    server.answers["HassTurnOn"] = answer
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert acted.done == ()
    assert ("failed" if acted.failed else "", acted.trouble) == expected
    assert acted.reason


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
@pytest.mark.parametrize("answer", [b"{", b'{"a":' + b"[" * 100_000])
async def test_an_answer_that_cannot_be_read_is_none(server, client, answer):
    server.answers["HassTurnOn"] = answer
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert (acted.done, acted.trouble) == ((), "unreachable")


@pytest.mark.parametrize("text", ["{", '{"id":' + "[" * 100_000])
async def test_what_cannot_be_read_ends_the_connection_and_a_new_one_is_made(server, client, text):
    await server.babble(text)
    await until(lambda: len(server.greeted) > 1 and client.hass.connected)
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert acted.done == ("light.hall",)


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
async def test_a_failed_entry_is_failed(server, client):
    entry = {"name": "x", "type": "entity", "id": "light.hall"}
    area = {"name": "Hall", "type": "area", "id": "hall"}
    server.answers["HassTurnOn"] = server._answer("action_done", [area], [entry])
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert (acted.done, acted.failed) == ((), ("light.hall",))


async def test_an_unavailable_thing_fails_without_a_try(server, client):
    await server.set_state("light.hall", "unavailable")
    await until(lambda: client.hass._connected_home.states.is_gone("light.hall"))
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert (acted.failed, acted.reason, server.asked) == (("light.hall",), "unavailable", [])


async def test_no_answer_in_time_claims_nothing(server, client, monkeypatch):
    monkeypatch.setattr(actor_module, "ANSWER_S", 0.1)
    server.hang = True
    acted = await client.act(order("HassTurnOn", {"name": "light.hall"}, ["light.hall"]))
    assert (acted.done, acted.failed, acted.trouble) == ((), (), "unreachable")


async def test_an_order_about_no_thing(server, client):
    assert await client.act(order("HassShoppingListAddItem", {"item": "milk"})) == ActionResult()
    assert server.asked[-1]["data"] == {"item": "milk"}
    server.answers["MyIntent"] = 500
    assert (await client.act(order("MyIntent"))).trouble == "refused"


async def test_the_answer_of_the_users_own_intent(server, client):
    server.answers["MovieNight"] = server._answer("action_done", [], speech="Enjoy the film")
    assert await client.act(order("MovieNight", {}, ["light.hall"])) == ActionResult(done=("light.hall",))


@pytest.mark.parametrize("server", ["2026.11"], indirect=True)
async def test_an_intent_it_lacks_is_done_by_its_service(server, client):
    server.answers["HassVacuumCleanArea"] = 500
    server.services["vacuum.clean_area"] = {"context": {}}
    server.add(*thing("vacuum.robot", "Robot"))
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    for _ in range(2):
        acting = asyncio.create_task(
            client.act(order("HassVacuumCleanArea", {"area": "kitchen"}, ["vacuum.robot"]))
        )
        await until(lambda before=len(server.called): len(server.called) > before)
        await server.set_state("vacuum.robot", "cleaning")
        assert await acting == ActionResult(done=("vacuum.robot",))
    data = {"cleaning_area_id": ["kitchen"], "entity_id": "vacuum.robot"}
    assert server.called == [("vacuum.clean_area", data)] * 2
    assert len(server.asked) == 1, "asked for once only"


async def test_a_service_that_is_not_there_either(server, client):
    server.answers["HassListRemoveItem"] = 500
    server.absent.add("todo.remove_item")
    server.add(*thing("todo.tasks", "Tasks"))
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    acted = await client.act(order("HassListRemoveItem", {"item": "milk"}, ["todo.tasks"]))
    assert acted.failed == ("todo.tasks",)


@pytest.mark.parametrize("server", ["2026.2"], indirect=True)
async def test_old_versions_are_asked_for_services_that_tell_what_failed(server, client):
    server.broken.add("light.hall")
    acted = await client.act(order("HassTurnOn", {"domain": "light"}, ["light.kitchen", "light.hall"]))
    assert (acted.done, acted.failed) == (("light.kitchen",), ("light.hall",))
    assert ("light.turn_on", {"entity_id": "light.kitchen"}) in server.called
    assert server.asked == []


@pytest.mark.parametrize("server", ["2026.2"], indirect=True)
async def test_old_versions_are_asked_without_the_new_keys_for_what_has_no_service(server, client):
    await client.act(order("HassSetVolumeRelative", {"volume_step": "up"}, ["light.hall"]))
    assert set(server.asked[0]) == {"name", "data"}
    server.answers["HassSetVolumeRelative"] = "<MatchFailedError result=MatchTargetsResult(is_match=False)…>"
    acted = await client.act(order("HassSetVolumeRelative", {"volume_step": "up"}, ["light.hall"]))
    assert acted.trouble == "refused"


SERVICES = [
    ("HassTurnOn", {}, "cover.a", "open_cover", {}),
    ("HassTurnOff", {}, "lock.a", "unlock", {}),
    ("HassTurnOff", {}, "fan.a", "turn_off", {}),
    ("HassLightSet", {"brightness": 30}, "light.a", "turn_on", {"brightness_pct": 30}),
    ("HassSetPosition", {"position": 40}, "valve.a", "set_valve_position", {"position": 40}),
    ("HassSetVolume", {"volume_level": 30}, "media_player.a", "volume_set", {"volume_level": 0.3}),
    ("HassMediaPlayerMute", {}, "media_player.a", "volume_mute", {"is_volume_muted": True}),
    ("HassVacuumCleanArea", {"area": "hall"}, "vacuum.a", "clean_area", {"cleaning_area_id": ["hall"]}),
    ("HassStopMoving", {}, "cover.a", "stop_cover", {}),
    (
        "HassClimateSetTemperature",
        {"temperature": 50},
        "water_heater.a",
        "set_temperature",
        {"temperature": 50},
    ),
    ("HassClimateSetHvacMode", {"hvac_mode": "heat"}, "climate.a", "set_hvac_mode", {"hvac_mode": "heat"}),
    (
        "HassClimateSetPresetMode",
        {"preset_mode": "eco"},
        "climate.a",
        "set_preset_mode",
        {"preset_mode": "eco"},
    ),
    ("HassFanSetPresetMode", {"preset_mode": "eco"}, "fan.a", "set_preset_mode", {"preset_mode": "eco"}),
    ("HassHumidifierSetpoint", {"humidity": 50}, "humidifier.a", "set_humidity", {"humidity": 50}),
    ("HassHumidifierMode", {"mode": "eco"}, "humidifier.a", "set_mode", {"mode": "eco"}),
    ("HassVacuumPause", {}, "vacuum.a", "pause", {}),
    ("HassLawnMowerPause", {}, "lawn_mower.a", "pause", {}),
    ("HassListCompleteItem", {"item": "x"}, "todo.a", "update_item", {"item": "x", "status": "completed"}),
]


@pytest.mark.parametrize(("name", "slots", "target", "service", "data"), SERVICES)
def test_the_service_of_an_intent(name, slots, target, service, data):
    call = service_for(order(name, slots, [target]).intent, target)
    assert (call.domain, call.service) == (target.partition(".")[0], service)
    assert call.data == {**data, "entity_id": target}


def test_no_service_for_another_kind_of_thing_or_an_unknown_intent():
    assert service_for(order("HassFanSetSpeed", {"percentage": 30}, ["light.a"]).intent, "light.a") is None
    assert service_for(order("OurOwn", {}, ["light.a"]).intent, "light.a") is None


# --- what things can do, and what came of it ---


RANGE = {
    "supported_features": 3,
    "temperature": None,
    "target_temp_low": 19.0,
    "target_temp_high": 24.0,
    "min_temp": 7,
    "max_temp": 35,
}
ONE = {"supported_features": 1, "temperature": 20.0, "min_temp": 7, "max_temp": 35, "target_temp_step": 0.5}
THINGS = {
    "climate.range": ("heat_cool", RANGE),
    "climate.one": ("heat", ONE),
    "climate.range_only": ("heat_cool", RANGE | {"supported_features": 2}),
    "light.switch": ("off", {"supported_color_modes": ["onoff"], "color_mode": None}),
    "light.dims": ("off", {"supported_color_modes": ["brightness"], "brightness": None}),
    "light.colour": ("on", {"supported_color_modes": ["hs"], "color_mode": "hs", "hs_color": [240.0, 100.0]}),
    "fan.plain": ("off", {"supported_features": 48}),
    "fan.speeds": ("off", {"supported_features": 49, "percentage": 0, "percentage_step": 1.0}),
    "cover.plain": ("closed", {"supported_features": 3}),
    "cover.fine": ("closed", {"supported_features": 15, "current_position": 0}),
    "media_player.fixed": ("playing", {"supported_features": 1, "volume_level": 0.5}),
    "media_player.radio": ("playing", {"supported_features": 4, "volume_level": 0.5}),
}


@pytest.fixture
async def able(server, client):
    """The client of a house with THINGS, and of all their services."""
    server.every_service = True
    for entity, (state, attributes) in THINGS.items():
        entry, known = thing(entity, entity, **attributes)
        server.add(entry, known | {"state": state})
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    return client


def why(acted):
    return {entity: obstacle.kind for entity, obstacle in acted.why.items()}


@pytest.mark.parametrize(
    ("name", "slots", "target", "kind"),
    [
        ("HassClimateSetTemperature", {"temperature": 21}, "climate.range", "holds_range"),
        ("HassClimateSetTemperature", {"temperature": 21}, "climate.range_only", "holds_range"),
        ("HassClimateSetTemperature", {"temperature": 200}, "climate.one", "out_of_range"),
        ("HassClimateSetTemperature", {"temperature": 2}, "climate.one", "out_of_range"),
        ("HassClimateSetFanMode", {"fan_mode": "auto"}, "climate.one", "cannot"),
        ("HassLightSet", {"brightness": 30}, "light.switch", "cannot"),
        ("HassLightSet", {"color": "red"}, "light.dims", "cannot"),
        ("HassLightSet", {"color": "red", "brightness": 30}, "light.dims", "cannot"),
        ("HassLightSet", {"temperature": 2700}, "light.dims", "cannot"),
        ("HassFanSetSpeed", {"percentage": 40}, "fan.plain", "cannot"),
        ("HassSetPosition", {"position": 40}, "cover.plain", "cannot"),
        ("HassSetVolume", {"volume_level": 40}, "media_player.fixed", "cannot"),
        ("HassSetVolumeRelative", {"volume_step": "up"}, "media_player.fixed", "cannot"),
    ],
)
async def test_what_a_thing_cannot_do_is_not_tried(server, able, name, slots, target, kind):
    acted = await able.act(order(name, slots, [target]))
    assert (acted.done, acted.failed, why(acted)) == ((), (target,), {target: kind})
    assert (acted.untried, acted.reason) == (True, kind)
    assert (server.asked, server.called) == ([], [])


VALUES = [
    ("HassClimateSetTemperature", {"temperature": 21.5}, "climate.one"),
    ("HassLightSet", {"brightness": 30}, "light.dims"),
    ("HassLightSet", {"color": "red", "brightness": 80}, "light.colour"),
    ("HassFanSetSpeed", {"percentage": 40}, "fan.speeds"),
    ("HassSetVolume", {"volume_level": 40}, "media_player.radio"),
]


@pytest.mark.parametrize(("name", "slots", "target"), VALUES)
async def test_a_value_that_has_arrived_is_done(able, name, slots, target):
    acted = await able.act(order(name, slots, [target]))
    assert (acted.done, acted.failed, acted.begun) == ((target,), (), ())


@pytest.mark.parametrize(("name", "slots", "target"), VALUES)
async def test_a_value_that_does_not_arrive_is_not_done(server, able, monkeypatch, name, slots, target):
    async def too_late(_):
        raise TimeoutError

    monkeypatch.setattr(States, "changed", too_late)
    server.idle.add(target)
    acted = await able.act(order(name, slots, [target]))
    assert (acted.done, acted.failed, acted.silent) == ((), (), (target,))
    assert not acted.untried
    assert server.asked or server.called


async def test_another_value_than_the_one_asked_for_is_a_failure(server, able, monkeypatch):
    monkeypatch.setattr(actor_module, "STATE_S", 0.1)
    server.idle.add("light.dims")
    acting = asyncio.create_task(able.act(order("HassLightSet", {"brightness": 30}, ["light.dims"])))
    await until(lambda: server.asked or server.called)
    await server.set_state("light.dims", "on", brightness=255)
    acted = await acting
    assert (acted.done, acted.silent, why(acted)) == ((), (), {"light.dims": "unchanged"})


async def test_a_state_is_waited_for_no_longer_than_that(monkeypatch):
    class Rest:
        async def post(self, *_):
            return Answer(200, {"response_type": "action_done"})

    monkeypatch.setattr(actor_module, "STATE_S", 0.01)
    states = States()
    states.apply({"a": {"light.dims": {"s": "on", "a": {"supported_color_modes": ["brightness"]}}}})
    lamp = Entity("light.dims", {})
    house = ConnectedHome(None, Home(entities={lamp.id: lamp}), {}, states)
    async with asyncio.timeout(WAIT_S):
        acted = await HomeAssistantActor(Rest(), lambda: house).act(
            order("HassLightSet", {"brightness": 30}, [lamp.id])
        )
    assert acted == ActionResult(reason="its state has not changed", silent=(lamp.id,))


SWITCHES = [
    ("HassTurnOn", "light.silent", "off", {}, "silent"),
    ("HassTurnOff", "light.silent", "off", {}, "done"),  # it was so already
    ("HassTurnOn", "light.silent", "unknown", {}, "silent"),
    ("HassTurnOn", "switch.silent", "off", {}, "silent"),
    ("HassTurnOn", "switch.blind", "off", {"assumed_state": True}, "sent"),
    ("HassTurnOn", "cover.blind", "closed", {"assumed_state": True}, "sent"),
    ("HassTurnOn", "cover.silent", "closed", {}, "silent"),
    ("HassTurnOn", "lock.silent", "unlocked", {}, "silent"),
    ("HassTurnOn", "scene.film", "unknown", {}, "sent"),
    ("HassTurnOn", "button.bell", "unknown", {}, "sent"),
    ("HassToggle", "switch.silent", "off", {}, "silent"),
    ("HassVacuumPause", "vacuum.silent", "cleaning", {}, "silent"),
    ("HassMediaNext", "media_player.radio", "playing", {"media_title": "a"}, "sent"),
    ("HassClimateSetHvacMode", "climate.silent", "off", {}, "silent"),
]


@pytest.mark.parametrize(("name", "target", "state", "attributes", "told"), SWITCHES)
async def test_what_does_not_show_that_it_obeyed_is_not_done(
    server, client, monkeypatch, name, target, state, attributes, told
):
    """The thing takes the command, and Home Assistant says that it was done."""
    monkeypatch.setattr(actor_module, "STATE_S", 0.05)
    entry, known = thing(target, target, **attributes)
    server.add(entry, known | {"state": state})
    server.idle.add(target)
    server.every_service = True
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    acted = await client.act(order(name, {"hvac_mode": "heat"} if "Hvac" in name else {}, [target]))
    found = {kind: getattr(acted, kind) for kind in ("done", "sent", "silent", "failed")}
    assert found == {**dict.fromkeys(found, ()), told: (target,)}
    assert (server.asked or server.called) and acted.trouble is None


RELATIVE = [
    ("HassClimateSetTemperature", {"temperature_delta": 2}, "climate.one", Level(22.0)),
    ("HassClimateSetTemperature", {"temperature_delta": 50}, "climate.one", Level(35.0, at_limit=True)),
    ("HassClimateSetTemperature", {"temperature_delta": 1}, "climate.range", Level(20.0, 25.0)),
    ("HassLightSet", {"brightness_delta": 40}, "light.dims", Level(40.0)),
    ("HassFanSetSpeed", {"percentage_delta": 30}, "fan.speeds", Level(30.0)),
]


@pytest.mark.parametrize(("name", "slots", "target", "level"), RELATIVE)
async def test_a_relative_amount_is_told_with_the_level_it_led_to(server, able, name, slots, target, level):
    server.every_service = True
    acted = await able.act(order(name, slots, [target]))
    assert (acted.done, acted.levels) == ((target,), {target: level})


async def test_at_its_limit_nothing_is_sent(server, able):
    await server.set_state("climate.one", "heat", temperature=35.0)
    await until(lambda: able.hass._connected_home.states.get("climate.one").attributes["temperature"] == 35)
    acted = await able.act(order("HassClimateSetTemperature", {"temperature_delta": 1}, ["climate.one"]))
    assert (acted.done, acted.levels) == (("climate.one",), {"climate.one": Level(35.0, at_limit=True)})
    assert (server.asked, server.called) == ([], [])


async def test_a_value_that_arrives_a_moment_later_is_waited_for(server, able, monkeypatch):
    watched, changed = asyncio.Event(), States.changed
    monkeypatch.setattr(States, "changed", lambda states: watched.set() or changed(states))
    server.idle.add("light.dims")
    acting = asyncio.create_task(able.act(order("HassLightSet", {"brightness": 30}, ["light.dims"])))
    await watched.wait()
    assert not acting.done()
    await server.set_state("light.dims", "on", brightness=255)
    await server.set_state("light.dims", "on", brightness=77)
    assert (await acting).done == ("light.dims",)


async def test_a_thing_that_is_so_already_is_done(server, able):
    server.idle.add("climate.one")
    acted = await able.act(order("HassClimateSetTemperature", {"temperature": 20}, ["climate.one"]))
    assert acted.done == ("climate.one",)


async def test_a_cover_that_moves_is_begun(able):
    acted = await able.act(order("HassSetPosition", {"position": 40}, ["cover.fine"]))
    assert (acted.done, acted.begun) == (("cover.fine",), ("cover.fine",))


async def test_of_several_things_each_is_told(server, able):
    lamps = ["light.dims", "light.switch", "light.kitchen"]
    acted = await able.act(order("HassLightSet", {"brightness": 30}, lamps))
    assert (acted.done, acted.failed) == (("light.dims", "light.kitchen"), ("light.switch",))
    assert why(acted) == {"light.switch": "cannot"}


async def test_a_lamp_that_goes_away_meanwhile_failed(server, able):
    server.idle.add("light.dims")
    acting = asyncio.create_task(able.act(order("HassLightSet", {"brightness": 30}, ["light.dims"])))
    await until(lambda: server.asked or server.called)
    await server.set_state("light.dims", "unavailable")
    acted = await acting
    assert (acted.done, acted.failed) == ((), ("light.dims",))


# --- media ---


@pytest.fixture
async def music(server, client):
    for name, area in (("a", "kitchen"), ("b", "hall"), ("c", "hall")):
        server.add(*thing(f"media_player.{name}", name, area=area))
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    for name, state, features in (("a", "playing", 9), ("b", "playing", 265), ("c", "paused", 265)):
        await server.set_state(f"media_player.{name}", state, supported_features=features)
    await until(lambda: client.hass._connected_home.states.get("media_player.c").state == "paused")
    return tuple(f"media_player.{n}" for n in "abc")


@pytest.mark.parametrize(
    ("name", "area", "slots", "done"),
    [
        ("HassMediaPause", None, {}, "ab"),
        ("HassMediaPause", "hall", {}, "b"),
        ("HassMediaUnpause", None, {}, "c"),
        ("HassMediaPlayerUnmute", None, {}, "abc"),
        ("HassTurnOff", "hall", {}, "bc"),
    ],
)
async def test_the_music_means_what_plays(server, client, music, name, area, slots, done):
    await client.act(order(name, slots, music, area=area))
    asked = {ask["data"]["name"] for ask in server.asked} | {data["entity_id"] for _, data in server.called}
    assert asked == {f"media_player.{n}" for n in done}


async def test_players_that_cannot_be_turned_on_are_not_asked_to(server, client, music):
    acted = await client.act(order("HassTurnOn", {}, music, area="hall"))
    assert (acted.failed, acted.untried, server.asked, server.called) == (music, True, [], [])


# --- questions ---


async def test_questions_are_answered_from_live_states(server, client):
    await server.set_state("light.hall", "on", brightness=80, access_token="x")
    await until(lambda: client.hass._connected_home.states.get("light.hall").state == "on")
    [state] = (await client.act(order("HassGetState", {}, ["light.hall"]))).states
    assert state.attributes == {"friendly_name": "Hall lamp", "brightness": 80}
    assert server.asked == []
    assert (await client.act(order("HassGetState"))) == ActionResult()
    assert (await client.act(order("HassGetState", {}, ["switch.secret"]))).trouble == "refused"


async def test_the_weather_comes_with_its_forecast(server, client):
    server.add(*thing("weather.home", "Weather"))
    await server.fire("entity_registry_updated")
    await until(lambda: len(client.homes) == 2)
    ask = order("HassGetWeather", {}, ["weather.home"])
    assert "forecast" not in (await client.act(ask)).states[0].attributes
    days = [{"datetime": "2026-11-23", "condition": "rainy", "temperature": 9}] * 10
    server.services["weather.get_forecasts"] = {"response": {"weather.home": {"forecast": days}}}
    assert (await client.act(ask)).states[0].attributes["forecast"] == days[:8]


# --- talking ---


async def test_talk(server, client):
    await until(lambda: len(server.talked) == 2)
    server.agent["hello"] = {**server._answer("action_done", [], speech="Which one?"), "goes_on": True}
    said = await client.converse("hello", "en", "kitchen", "01BEFORE")
    assert (said.speech, said.acted, said.goes_on, said.conversation) == ("Which one?", True, True, "01TALK")
    asked = server.talked[-1]
    assert (asked["language"], asked["conversation_id"]) == ("en", "01BEFORE")
    assert asked.get("device_id") == (None if server.old else "dev-sat")
    assert await client.converse("gibberish", "en", "kitchen") is None


async def test_another_agents_talk_is_no_action(server):
    client = Client(server.url, agent="conversation.llm")
    async with client.running():
        await until(lambda: len(server.talked) == 2)
        server.agent["a joke"] = server._answer("action_done", [], speech="Knock, knock.")
        said = await client.converse("a joke", "en", "elsewhere")
        assert (said.speech, said.acted) == ("Knock, knock.", False)
        assert server.talked[-1]["agent_id"] == "conversation.llm"


async def test_what_is_declined_with_and_without_the_new_keys_makes_no_old_home_assistant():
    class Rest:
        async def post(self, *_):
            return Answer(400, {})

    house = ConnectedHome(None, Home(), {}, States())
    acted = await HomeAssistantActor(Rest(), lambda: house).act(order("HassTurnOn"))
    assert acted.trouble == "refused"
    assert not house.legacy


@pytest.mark.parametrize(("status", "name"), [(400, "HassTurnOn"), (500, "HassVacuumCleanArea")])
@pytest.mark.parametrize(("left_s", "tries"), [(0.0, 1), (60.0, 2)])
async def test_a_second_try_that_would_come_too_late_is_not_made(status, name, left_s, tries):
    asked = []

    class Rest:
        async def post(self, *_):
            asked.append("post")
            await asyncio.sleep(0.01)
            return Answer(status, {})

    class Connection:
        async def command(self, kind, **_):
            asked.append(kind)

    states = States()
    states.apply({"a": {"vacuum.a": {"s": "cleaning"}}})
    house = ConnectedHome(Connection(), Home(entities={"vacuum.a": Entity("vacuum.a", {})}), {}, states)
    given = replace(order(name, {}, ["vacuum.a"]), left_s=left_s)
    acted = await HomeAssistantActor(Rest(), lambda: house).act(given)
    assert len(asked) == tries
    assert acted.done == (("vacuum.a",) if "call_service" in asked else ())
    assert acted.trouble == ("late" if tries == 1 else "refused" if status == 400 else None)


@pytest.mark.parametrize(
    ("kinds", "trouble"),
    [
        (["late", "late"], "late"),
        (["refused", "late"], "late"),
        (["late", "unreachable"], "unreachable"),
        (["refused", "refused"], "refused"),
        (["late", "done"], None),
    ],
)
def test_what_is_told_of_several_things_none_of_which_was_done(kinds, trouble):
    acted = combine_outcomes(["light.a", "light.b"], [Outcome(kind) for kind in kinds])
    assert acted.trouble == trouble
    assert acted.failed == (("light.a",) if trouble is None else ())
