"""Services of counters, texts, times and vacuums, what their states then show, and what they cannot do."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from sarai_mqtt.core.acting import ActionRequest, EntityState, Level, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant import actor as actor_module
from sarai_mqtt.home.assistant import client as client_module
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.daytimes import with_one_daytime
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access
from sarai_mqtt.home.assistant.meanings import meant_for
from tests.harness.hass_server import TOKEN, HassServer, thing
from tests.harness.waiting import until

COUNTER = {"initial": 3, "step": 2, "minimum": 0, "maximum": 9}
TIME = {"has_date": False, "has_time": True}


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    for name in ("RETRY_MIN_S", "QUIET_S", "STARTING_S"):
        monkeypatch.setattr(client_module, name, 0.02)
    monkeypatch.setattr(actor_module, "STATE_S", 0.3)


class Obeying(HassServer):
    """Carries out the services of `effects`: the state that an entity has afterwards."""

    def __init__(self, entity, state, effects, **attributes):
        super().__init__()
        self.add(*thing(entity, "It", **attributes))
        self.states[entity]["state"] = state
        self.effects = effects
        self.services = dict.fromkeys(effects, {"context": {}})

    async def _command(self, socket, subscriptions, command):
        if command["type"] == "call_service":
            name = f"{command['domain']}.{command['service']}"
            if (after := self.effects.get(name)) is not None:
                await self.set_state(command["service_data"]["entity_id"], after)
        await super()._command(socket, subscriptions, command)


@asynccontextmanager
async def acting(server):
    async with server.up():
        hass = HomeAssistant(Access(server.url, TOKEN), ["en"], site_of_root("sarai"), lambda _: None)
        task = asyncio.create_task(hass.run())
        try:
            await until(lambda: hass.connected)
            yield hass.actor
        finally:
            task.cancel()
            await asyncio.wait([task])


def order(name, entity, slots):
    return ActionRequest(Intent("t", name, slots, (entity,), "", "en", 1.0), "kitchen")


DONE = [
    ("HassSetNumber", {"value": 5}, "counter.a", ("3", COUNTER), "set_value", {"value": 5}, "5", None),
    ("HassSetNumber", {"value_delta": 1}, "counter.a", ("3", COUNTER), "set_value", {"value": 4}, "4", Level(4)),
    ("HassSetNumber", {"value_delta": -9}, "counter.a", ("3", COUNTER), "set_value", {"value": 0}, "0", Level(0, at_limit=True)),
    ("HassSetNumber", {"value_end": "initial"}, "counter.a", ("7", COUNTER), "set_value", {"value": 3}, "3", Level(3)),
    ("HassSetNumber", {"value_end": "most"}, "number.a", ("5", {"min": 0, "max": 10}), "set_value", {"value": 10}, "10", Level(10, at_limit=True)),
    ("HassSetNumber", {"value_end": "least"}, "input_number.a", ("5.0", {"min": 1, "max": 10}), "set_value", {"value": 1}, "1.0", Level(1, at_limit=True)),
    ("HassSetText", {"text": "Buy milk"}, "input_text.a", ("", {"max": 100}), "set_value", {"value": "Buy milk"}, "Buy milk", None),
    ("HassSetText", {"text": ""}, "text.a", ("Buy milk", {"max": 100}), "set_value", {"value": ""}, "", None),
    ("HassSetTime", {"times": "07:15 19:15"}, "input_datetime.a", ("07:30:00", TIME), "set_datetime", {"time": "07:15"}, "07:15:00", Level(435)),
    ("HassSetTime", {"times": "07:15 19:15"}, "time.a", ("18:00:00", {}), "set_value", {"time": "19:15"}, "19:15:00", Level(1155)),
    ("HassSetTime", {"minutes_delta": -45}, "input_datetime.a", ("2026-11-29 00:30:00", {"has_date": True, "has_time": True}), "set_datetime", {"time": "23:45"}, "2026-11-29 23:45:00", Level(1425)),
    ("HassVacuumStop", {}, "vacuum.a", ("cleaning", {"supported_features": 8 | 4 | 16}), "stop", {}, "idle", None),
    ("HassVacuumStop", {}, "vacuum.a", ("cleaning", {"supported_features": 4 | 16}), "pause", {}, "paused", None),
    ("HassVacuumCleanArea", {"areas": "hall,kitchen"}, "vacuum.a", ("docked", {"supported_features": 16384}), "clean_area", {"cleaning_area_id": ["hall", "kitchen"]}, "cleaning", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slots", "entity", "before", "service", "data", "after", "level"), DONE)
async def test_a_service_does_it_and_the_state_shows_it(
    name, slots, entity, before, service, data, after, level
):
    called = f"{entity.partition('.')[0]}.{service}"
    server = Obeying(entity, before[0], {called: after}, **before[1])
    async with acting(server) as actor:
        acted = await actor.act(order(name, entity, slots))
    assert (acted.done, acted.levels.get(entity)) == ((entity,), level)
    assert server.called == [(called, {"entity_id": entity, **data})]


@pytest.mark.parametrize("row", [row for row in DONE if "Vacuum" not in row[0]], ids=lambda row: row[0])
async def test_a_helper_that_does_not_obey_is_not_called_done(row):
    name, slots, entity, before, service, *_ = row
    server = Obeying(entity, before[0], {}, **before[1])
    server.services[f"{entity.partition('.')[0]}.{service}"] = {"context": {}}
    async with acting(server) as actor:
        acted = await actor.act(order(name, entity, slots))
    assert (acted.done, acted.silent) == ((), (entity,))


@pytest.mark.parametrize(
    ("name", "slots", "entity", "state", "attributes", "obstacle"),
    [
        ("HassVacuumLocate", {}, "vacuum.a", "docked", {"supported_features": 8}, Obstacle("cannot", "action")),
        ("HassVacuumStop", {}, "vacuum.a", "cleaning", {"supported_features": 8192}, Obstacle("cannot", "action")),
        ("HassVacuumCleanArea", {"area": "hall"}, "vacuum.a", "docked", {"supported_features": 8192}, Obstacle("cannot", "action")),
        ("HassSetNumber", {"value": 12}, "counter.a", "3", COUNTER, Obstacle("out_of_range", "value", 0, 9)),
        ("HassSetNumber", {"value_end": "most"}, "counter.a", "3", {"initial": 0}, Obstacle("cannot", "action")),
        ("HassSetText", {"text": "too long a text"}, "input_text.a", "", {"max": 10}, Obstacle("cannot", "action")),
        ("HassSetTime", {"times": "07:15"}, "input_datetime.a", "2026-11-29", {"has_date": True, "has_time": False}, Obstacle("cannot", "action")),
        ("HassSetTime", {"minutes_delta": 5}, "input_datetime.a", "unknown", TIME, Obstacle("no_level")),
    ],
)  # fmt: skip
async def test_what_it_cannot_do_is_not_sent(name, slots, entity, state, attributes, obstacle):
    server = Obeying(entity, state, {}, **attributes)
    async with acting(server) as actor:
        acted = await actor.act(order(name, entity, slots))
    assert (acted.failed, acted.why) == ((entity,), {entity: obstacle})
    assert not server.called


async def test_a_vacuum_that_was_called_is_not_said_to_be_found():
    server = Obeying("vacuum.a", "docked", {"vacuum.locate": "docked"}, supported_features=512)
    async with acting(server) as actor:
        acted = await actor.act(order("HassVacuumLocate", "vacuum.a", {}))
    assert (acted.done, acted.sent) == ((), ("vacuum.a",))


@pytest.mark.parametrize(
    ("said", "shown", "meant"),
    [
        ("07:15 19:15", "07:30:00", "07:15"),
        ("07:15 19:15", "22:00:00", "19:15"),
        ("00:30 12:30", "23:50:00", "00:30"),  # midnight is between them
        ("07:15 19:15", "unknown", "07:15"),
    ],
)
def test_of_two_hours_the_one_nearer_to_what_is_shown_is_meant(said, shown, meant):
    intent = Intent("t", "HassSetTime", {"times": said}, ("time.a",), "", "en", 1.0)
    assert with_one_daytime(intent, EntityState("time.a", shown)).slots["time"] == meant


@pytest.mark.parametrize(
    ("features", "meant"),
    [
        (8 | 4, "HassVacuumStop"),
        (4 | 16, "HassVacuumPause"),
        (16, "HassVacuumReturnToBase"),
        (0, "HassVacuumStop"),
    ],
)
def test_a_vacuum_that_cannot_stop_where_it_is_pauses_or_goes_home(features, meant):
    intent = Intent("t", "HassVacuumStop", {}, ("vacuum.a",), "", "en", 1.0)
    state = EntityState("vacuum.a", "cleaning", {"supported_features": features})
    assert meant_for(intent, state).name == meant
