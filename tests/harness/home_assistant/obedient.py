"""Things shown to Home Assistant by MQTT discovery: most obey and tell their state, one never answers."""

import json
from contextlib import contextmanager

import paho.mqtt.client as mqtt

from tests.harness.home_assistant.client import WAIT_S, wait_for
from tests.harness.home_assistant.furnish import expose

HEATER, RANGE, DAMP, PRESETS, SILENT = (
    "water_heater.tank", "climate.holds_range", "humidifier.cellar", "fan.presets", "light.silent",
)  # fmt: skip


def topics(thing, *names):
    """Return the topics of values that are told back as they are set."""
    found = {}
    for name in names:
        found[f"{name}_command_topic"] = f"test/obey/{thing}/{name}/set"
        found[f"{name}_state_topic"] = f"test/obey/{thing}/{name}"
    return found


def switched(thing):
    return {"command_topic": f"test/obey/{thing}/power/set", "state_topic": f"test/obey/{thing}/power"}


THINGS = {
    HEATER: topics("tank", "temperature", "mode")
    | {"modes": ["off", "eco", "performance"], "min_temp": 43, "max_temp": 60, "temperature_unit": "C"},
    RANGE: topics(
        "range", "temperature_low", "temperature_high", "mode", "preset_mode", "swing_mode", "target_humidity"
    )
    | {"modes": ["off", "heat", "heat_cool"], "preset_modes": ["eco", "away"], "min_temp": 7, "max_temp": 30}
    | {"swing_modes": ["off", "vertical"], "min_humidity": 30, "max_humidity": 80},
    DAMP: switched("damp")
    | topics("damp", "target_humidity", "mode")
    | {"modes": ["auto", "baby"], "min_humidity": 30, "max_humidity": 80},
    PRESETS: switched("presets") | topics("presets", "preset_mode") | {"preset_modes": ["breeze", "storm"]},
    SILENT: {"command_topic": "test/silent/set", "state_topic": "test/silent/never"},
}
FIRST = {
    "tank/temperature": 50, "tank/mode": "eco", "range/temperature_low": 20, "range/temperature_high": 24,
    "range/mode": "heat_cool", "range/preset_mode": "eco",
    "range/swing_mode": "off", "range/target_humidity": 40, "damp/power": "ON", "damp/target_humidity": 40,
    "damp/mode": "auto", "presets/power": "ON", "presets/preset_mode": "breeze",
}  # fmt: skip


def publish(client, messages):
    """Publish messages, retained, and wait until the broker has them."""
    for topic, payload in messages.items():
        client.publish(topic, payload, qos=1, retain=True).wait_for_publish(WAIT_S)


@contextmanager
def obedient_things(house, others=()):
    """Show THINGS, and expose them and `others`, while the block runs."""
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.on_message = lambda client, _data, message: client.publish(
        message.topic.removesuffix("/set"), message.payload, qos=1, retain=True
    )
    client.connect("127.0.0.1", house.broker.port)
    client.loop_start()
    client.subscribe("test/obey/+/+/set", qos=1)
    configs = {}
    for entity, config in THINGS.items():
        domain, name = entity.split(".")
        configs[f"homeassistant/{domain}/{name}/config"] = config | {
            "name": name.replace("_", " "),
            "unique_id": name,
            "default_entity_id": entity,
        }
    things = [*THINGS, *others]
    try:
        publish(client, {topic: json.dumps(config) for topic, config in configs.items()})
        for entity in THINGS:
            wait_for(lambda entity=entity: house.owner.state(entity), lambda entity=entity: f"no {entity}")
        publish(client, {f"test/obey/{topic}": str(value) for topic, value in FIRST.items()})
        for entity, state in ((HEATER, "eco"), (RANGE, "heat_cool"), (DAMP, "on"), (PRESETS, "on")):
            house.owner.wait_state(entity, state)
        expose(house.owner, things, should_expose=True)
        yield
    finally:
        expose(house.owner, list(others), should_expose=False)
        publish(client, dict.fromkeys(configs, ""))
        client.loop_stop()
        client.disconnect()
