"""A thermostat that holds a range of temperatures, shown to Home Assistant by MQTT discovery."""

from contextlib import contextmanager

RANGE = "climate.sun_room"
TOPIC = "homeassistant/climate/sun_room/config"
CONFIG = {
    "name": "Sun room thermostat",
    "unique_id": "sun_room",
    "default_entity_id": RANGE,
    "modes": ["off", "heat_cool"],
    "mode_command_topic": "test/sun_room/mode",
    "temperature_low_command_topic": "test/sun_room/low",
    "temperature_high_command_topic": "test/sun_room/high",
    "temperature_command_topic": "test/sun_room/one",
    "temperature_state_topic": "test/sun_room/never",
    "min_temp": 7,
    "max_temp": 35,
}


@contextmanager
def range_thermostat(house, bus):
    """Show the thermostat, in heat_cool from 19 to 24 degrees, while the block runs."""
    bus.publish(TOPIC, CONFIG, retain=True)
    try:
        house.owner.wait_state(RANGE, "off", "unknown")
        house.owner.call("climate.set_hvac_mode", entity_id=RANGE, hvac_mode="heat_cool")
        house.owner.call("climate.set_temperature", entity_id=RANGE, target_temp_low=19, target_temp_high=24)
        house.owner.wait_state(RANGE, "heat_cool")
        yield RANGE
    finally:
        bus.publish(TOPIC, "", retain=True)


def held(house):
    """Return the temperatures it holds: the single one, the low and the high end."""
    attributes = house.owner.rest("GET", f"/api/states/{RANGE}")["attributes"]
    return tuple(attributes.get(key) for key in ("temperature", "target_temp_low", "target_temp_high"))
