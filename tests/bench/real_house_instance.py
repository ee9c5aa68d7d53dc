"""The made-up house in a real Home Assistant: set up as its owner would, looked at, and put back as it was."""

import json
from contextlib import contextmanager
from datetime import datetime

import paho.mqtt.client as mqtt
from setup import home_assistant as editions

from tests.bench import real_house_judge
from tests.bench.real_house_data import CONFIGURATION
from tests.bench.real_house_later import ZONE
from tests.bench.real_house_live import LiveStates
from tests.harness.brokers import Mosquitto
from tests.harness.home_assistant.client import Client, wait_for
from tests.harness.home_assistant.furnish import (
    OWNER,
    add_mqtt,
    add_user,
    exchange,
    expose,
    keep_http,
    run_flow,
    wait_running,
)
from tests.harness.home_assistant.instance import Instance

MARKER = "sensor.part_marker"
LISTS = "todo."
SHOPPING, CHORES = "todo.shopping_list", "todo.chores"
# Their state is when they were pressed last.
BUTTONS = ("button.", "input_button.")
# Which of its rooms the vacuum has in which area.
ROOMS = {"cocina": ["1"], "salon": ["2"], "comedor": ["3"], "entrada": ["4"]}
PASSES = 5
# The registry of Home Assistant has none of these.
UNLISTED = ("sun.sun",)


class RealHouse:
    """The house while it stands: `owner` and `user` (no administrator) are its clients, `live` its states."""

    def __init__(self, house, instance, broker, owner, user, live, bus):
        self.house, self.instance, self.broker = house, instance, broker
        self.owner, self.user, self.live, self._bus = owner, user, live, bus
        self._marks = 0
        self.known = None
        self._pressed = {}

    def settle(self):
        """Wait until Home Assistant has taken what was published so far, and what came of it."""
        for _ in range(2):
            self._marks += 1
            mark = str(self._marks)
            self._publish("house/marker", mark)
            self.live.wait(lambda states, mark=mark: states[MARKER]["state"] == mark, f"mark {mark}")

    def values(self):
        """Return the watched values of each thing, by id."""
        self.settle()
        return {id_: self._values(id_) for id_ in self.house.watched}

    def learn(self):
        """Put everything into its known state, until it stays so: what the broker had kept may come late."""
        for _ in range(PASSES):
            before, found = self.known, self._put_back_all(set(self.house.by_id))
            self.known = found
            if found == before:
                return
        raise RuntimeError("the house does not come to rest")

    def reset(self):
        """Put back what has changed since the last time, and return the known values of each thing."""
        found = self._put_back_all(self.live.touched & set(self.house.by_id))
        if found != self.known:
            other = {id_: (found[id_], self.known[id_]) for id_ in found if found[id_] != self.known[id_]}
            raise RuntimeError(f"the house cannot be put back: {other}")
        return found

    def _put_back_all(self, ids):
        for id_ in sorted(ids):
            self._put_back(self.house.by_id[id_])
        found = self.values()
        self.live.touched.clear()
        return found

    def device_of(self, site):
        """Return the registry's entry of the device of a site."""
        name = f"Sarai {site}"
        devices = self.owner.command("config/device_registry/list")
        return next((d for d in devices if d["name"] == name), None)

    def place(self, sites):
        """Wait for the devices of `sites`, and put each into the room of its name, if there is one."""
        areas = {area["id"] for area in self.house.areas}
        for site in sites:
            device = wait_for(lambda site=site: self.device_of(site), lambda site=site: f"no device {site}")
            area = site if site in areas else None
            if device["area_id"] != area:
                self.owner.command("config/device_registry/update", device_id=device["id"], area_id=area)
        return {site: self.device_of(site)["id"] for site in sites}

    def _put_back(self, thing):
        for topic, payload in thing.start.items():
            self._publish(f"{thing.topic}/{topic}", payload)
        for service, data in thing.reset.items():
            self.owner.call(service, entity_id=thing.id, **data)
        if thing.id in self.house.lists:
            self._put_back_list(thing.id)
        if thing.id.startswith(BUTTONS):
            self._pressed[thing.id] = self.live[thing.id]["state"]

    def _put_back_list(self, list_):
        if items := sum(self._items(list_).values(), []):
            self.owner.call("todo.remove_item", entity_id=list_, item=items)
        for item in self.house.lists[list_]:
            self.owner.call("todo.add_item", entity_id=list_, item=item)

    def _items(self, list_):
        """Return the texts of a list by whether they are done."""
        asked = {"entity_id": list_, "status": ["needs_action", "completed"]}
        answer = self.owner.rest("POST", "/api/services/todo/get_items?return_response", asked)
        found = {False: [], True: []}
        for item in answer["service_response"][list_]["items"]:
            found[item["status"] == "completed"].append(item["summary"])
        return found

    def _values(self, id_):
        state = self.live[id_]
        if id_.startswith(BUTTONS):
            return {"state": "idle" if state["state"] == self._pressed.get(id_) else "pressed"}
        return real_house_judge.values(state, self._items(id_) if id_ in self.house.lists else None)

    def sun(self):
        """Return the next events of the sun in local time."""
        attributes = self.live["sun.sun"]["attributes"]
        return {
            name: datetime.fromisoformat(attributes[key]).astimezone(ZONE).replace(tzinfo=None)
            for name, key in (("sunrise", "next_rising"), ("sunset", "next_setting"))
        }

    def _publish(self, topic, payload):
        self._bus.publish(topic, payload, qos=1, retain=True)


@contextmanager
def standing(house, edition, folder, keep):
    """Start that edition of Home Assistant with the house in `folder`; its log goes into `keep`."""
    installation = editions.installation(editions.edition(edition))
    assert installation.done, "Home Assistant is not installed: make test-ha"
    (folder / "broker").mkdir()
    broker = Mosquitto(folder / "broker").start()
    instance = Instance(installation, folder / "config", CONFIGURATION, deployed=False)
    bus = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    bus.connect("127.0.0.1", broker.port)
    bus.loop_start()
    try:
        instance.start()
        owner = _move_in(instance.url, broker.port)
        _build(house, owner, bus)
        with LiveStates(owner) as live:
            real = RealHouse(house, instance, broker, owner, add_user(owner), live, bus)
            real.learn()
            yield real
    finally:
        bus.disconnect()
        bus.loop_stop()
        instance.stop()
        broker.stop()
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / "home-assistant.log").write_bytes(instance.log.read_bytes())


def _move_in(url, port):
    owner = Client(url)
    given = {
        "name": "Admin",
        "username": OWNER[0],
        "password": OWNER[1],
        "client_id": f"{url}/",
        "language": "es",
    }
    owner.token = exchange(owner, owner.rest("POST", "/api/onboarding/users", given)["auth_code"])[
        "access_token"
    ]
    wait_running(owner)
    keep_http(owner)
    owner.token = owner.command("auth/long_lived_access_token", client_name="bench", lifespan=1)
    add_mqtt(owner, port)
    run_flow(owner, "shopping_list", lambda _fields: {})
    # Its id is made of its name in the language of the house.
    _rename_list(owner, SHOPPING, ())
    run_flow(owner, "local_todo", lambda _fields: {"todo_list_name": "part"})
    _rename_list(owner, CHORES, (SHOPPING,))
    return owner


def _rename_list(owner, wanted, others):
    def made():
        return next((e for e in owner.states() if e.startswith(LISTS) and e not in others), None)

    if (found := wait_for(made, lambda: f"no {wanted}")) != wanted:
        owner.command("config/entity_registry/update", entity_id=found, new_entity_id=wanted)


def _build(house, owner, bus):
    """Put up the things, and give them their rooms, names and exposure."""
    for thing in house.things:
        if thing.discovery:
            component, payload = thing.discovery
            topic = f"homeassistant/{component}/{payload['unique_id']}/config"
            bus.publish(topic, json.dumps(payload), qos=1, retain=True)
        for topic, payload in thing.start.items():
            bus.publish(f"{thing.topic}/{topic}", payload, qos=1, retain=True)
    bus.publish("house/marker", "0", qos=1, retain=True)
    wanted = {thing.id for thing in house.things} | {MARKER}
    wait_for(lambda: wanted <= set(owner.states()), lambda: f"not there: {wanted - set(owner.states())}", 60)
    given = owner.command("config/area_registry/list")
    owner.commands([("config/area_registry/delete", {"area_id": area["area_id"]}) for area in given])
    owner.commands([("config/floor_registry/create", floor) for floor in house.floors])
    for area in house.areas:
        fields = {"name": area["name"], "aliases": area["aliases"]}
        fields |= {"floor_id": area["floor"]} if "floor" in area else {}
        made = owner.command("config/area_registry/create", **fields)
        assert made["area_id"] == area["id"], made
    owner.commands(
        [
            (
                "config/entity_registry/update",
                # None stands for the name itself, which is one of those that may be said.
                {
                    "entity_id": thing.id,
                    "name": thing.name,
                    "aliases": [None, *thing.aliases],
                    "area_id": thing.area,
                },
            )
            for thing in house.things
            if thing.id not in UNLISTED
        ]
    )
    owner.command(
        "config/entity_registry/update",
        entity_id="vacuum.robot",
        options_domain="vacuum",
        options={"area_mapping": ROOMS},
    )
    # What comes later, such as the devices of our sites, is no part of the house.
    owner.command("homeassistant/expose_new_entities/set", assistant="conversation", expose_new=False)
    exposed = {thing.id for thing in house.things if thing.exposed}
    expose(owner, sorted(exposed), should_expose=True)
    expose(owner, sorted(set(owner.states()) - exposed), should_expose=False)
