"""Values of entities as their states and attributes hold them."""

from math import inf

from sarai_mqtt.core.acting import EntityState


def number(value: object) -> float | None:
    """Return the number in a state, an attribute or a slot, None if it holds none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None


def attribute(state: EntityState, name: str) -> float | None:
    """Return the number in the attribute `name`, None if it holds none."""
    return number(state.attributes.get(name))


def percent_of(brightness: object) -> float:
    """Return Home Assistant's brightness (0 to 255) in percent; 0 if it is no number."""
    return (number(brightness) or 0.0) * 100 / 255


def held_range(state: EntityState) -> tuple[float, float] | None:
    """Return the range that a thermostat holds in place of one temperature, None if it holds none."""
    low, high = attribute(state, "target_temp_low"), attribute(state, "target_temp_high")
    if attribute(state, "temperature") is not None or low is None or high is None:
        return None
    return low, high


def number_limits(state: EntityState) -> tuple[float, float]:
    """Return the least and the greatest number that the entity can be set to, infinite if it tells none."""
    low, high = (
        next((v for name in names if (v := attribute(state, name)) is not None), None)
        for names in (("min", "minimum"), ("max", "maximum"))  # a counter has its own words
    )
    return -inf if low is None else low, inf if high is None else high
