"""Turns relative amounts ("two degrees warmer") into absolute ones, from the state of the entity (ADR 36)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import copysign, floor, inf, isinf

from sarai_mqtt.core.acting import EntityState, Level, Obstacle
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.home.assistant.attributes import attribute, held_range, number, number_limits, percent_of
from sarai_mqtt.home.assistant.daytimes import minute_of, minute_shown, with_one_daytime


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a relative amount leads: the slot of the absolute one, the present level, the limits, the step.

    `now` is None if the state does not show the level.
    """

    slot: str
    now: float | None
    low: float = 0.0
    high: float = 100.0
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Absolute:
    """An intent with absolute slots, and the level that a relative amount led to (None: there was none).

    `moves` is False if the entity is there already.
    """

    intent: Intent
    level: Level | None
    moves: bool = True


def _light(state: EntityState) -> _Scale:
    # What is dimmed is not put out, and what is off is turned on at the change that was asked for.
    on, shown = state.state == "on", state.attributes.get("brightness")
    now = None if on and shown is None else percent_of(shown) if on else 0.0
    return _Scale("brightness", now, low=1.0)


def _fan(state: EntityState) -> _Scale:
    step = attribute(state, "percentage_step") or 1.0
    now = attribute(state, "percentage") if state.state == "on" else 0.0
    return _Scale("percentage", now, low=step, step=step)


def _position(state: EntityState) -> _Scale:
    return _Scale("position", attribute(state, "current_position"))


def _temperature(state: EntityState) -> _Scale:
    low, high = attribute(state, "min_temp"), attribute(state, "max_temp")
    return _Scale(
        "temperature",
        attribute(state, "temperature"),
        -inf if low is None else low,
        inf if high is None else high,
        attribute(state, "target_temp_step") or 0.1,
    )


def _humidity(state: EntityState) -> _Scale:
    low, high = attribute(state, "min_humidity"), attribute(state, "max_humidity")
    return _Scale(
        "humidity",
        attribute(state, "humidity"),
        0.0 if low is None else low,
        100.0 if high is None else high,
        attribute(state, "target_humidity_step") or 1.0,
    )


def _number(state: EntityState) -> _Scale:
    low, high = number_limits(state)
    # the step of a counter is what it counts by, not what it can be set to
    step = 1.0 if state.id.startswith("counter.") else attribute(state, "step") or 1.0
    return _Scale("value", number(state.state), low, high, step)


_SCALES: Mapping[str, Callable[[EntityState], _Scale]] = {
    "brightness_delta": _light,
    "percentage_delta": _fan,
    "position_delta": _position,
    "temperature_delta": _temperature,
    "humidity_delta": _humidity,
    "value_delta": _number,
}
LOW_HIGH = ("target_temp_low", "target_temp_high")
"""Slots of the range that a relative temperature leads to. Home Assistant's intents lack them."""


def delta_slot(intent: Intent) -> str | None:
    """Return the slot of `intent` that holds a relative amount, None if there is none."""
    return next((slot for slot in _SCALES if number(intent.slots.get(slot)) is not None), None)


def at_end(intent: Intent, state: EntityState) -> Absolute | Obstacle:
    """Return the intent with the value that its slot `value_end` means: `most`, `least`, or `initial`.

    The obstacle is `cannot` if the entity has no such value.
    """
    low, high = number_limits(state)
    ends = {"most": high, "least": low, "initial": attribute(state, "initial")}
    value = ends.get(str(intent.slots.get("value_end")))
    if value is None or isinf(value):
        return Obstacle("cannot", "action")
    slots = {key: slot for key, slot in intent.slots.items() if key != "value_end"}
    now = number(state.state)
    meant = replace(intent, slots={**slots, "value": _plain(value)})
    return Absolute(meant, Level(value, at_limit=value in (low, high)), moves=now != value)


def absolute(intent: Intent, state: EntityState) -> Absolute | Obstacle:
    """Return the intent with a relative amount (`delta_slot`) replaced by what it leads to from `state`.

    The amount is kept within the limits of the entity and on its steps, and moves it by a step at least. A
    thermostat that holds a range moves both its ends, which keep their distance. The obstacle is `off` for
    less of a light or fan that is off, and `no_level` if the state does not show the level. Raises ValueError
    if there is no relative amount.
    """
    slot = delta_slot(intent)
    delta = number(intent.slots.get(slot or ""))
    if slot is None or delta is None:
        raise ValueError("no relative amount")
    scale = _SCALES[slot](state)
    rest = {k: v for k, v in intent.slots.items() if k != slot}
    if slot == "temperature_delta" and (held := held_range(state)):
        return _moved_range(replace(intent, slots=rest), held, delta, scale)
    if scale.now is None:
        return Obstacle("no_level")
    if delta < 0 and scale.now == 0 and slot in ("brightness_delta", "percentage_delta"):
        return Obstacle("off")
    target = _moved(scale.now, delta, scale)
    slots: Mapping[str, SlotValue] = {**rest, scale.slot: _plain(target)}
    at_limit = target >= scale.high if delta > 0 else target <= scale.low
    moves = abs(target - scale.now) >= scale.step / 2
    return Absolute(replace(intent, slots=slots), Level(target, at_limit=at_limit), moves)


def at_time(intent: Intent, state: EntityState) -> Absolute | Obstacle:
    """Return the intent with the one time of the day that is meant; its level is in minutes."""
    meant = with_one_daytime(intent, state)
    if isinstance(meant, Obstacle):
        return meant
    minute = minute_of(str(meant.slots["time"])) or 0
    return Absolute(meant, Level(minute), moves=minute != minute_shown(state))


def _moved_range(intent: Intent, held: tuple[float, float], delta: float, scale: _Scale) -> Absolute:
    low, high = held
    end = _moved(high, delta, scale) if delta > 0 else _moved(low, delta, scale)
    change = end - (high if delta > 0 else low)
    moved = (round(low + change, 2), round(high + change, 2))
    slots = {**intent.slots, **{slot: _plain(value) for slot, value in zip(LOW_HIGH, moved, strict=True)}}
    at_limit = end >= scale.high if delta > 0 else end <= scale.low
    return Absolute(replace(intent, slots=slots), Level(*moved, at_limit=at_limit), abs(change) > 1e-6)


def _moved(now: float, delta: float, scale: _Scale) -> float:
    """Return the level that is `delta` away from `now`, on a step and within the limits of `scale`."""
    target = floor((now + delta) / scale.step + 0.5) * scale.step
    if abs(target - now) < scale.step / 2:
        target = now + copysign(scale.step, delta)
    # a level beyond the limits already is not moved the other way
    return round(min(max(target, min(scale.low, now)), max(scale.high, now)), 2)


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def level_shown(intent: Intent, state: EntityState, meant: Level) -> Level:
    """Return the level that `state` shows after the absolute `intent`; `meant` if it shows none."""
    if held := held_range(state):
        return replace(meant, low=held[0], high=held[1])
    if "time" in intent.slots and (minute := minute_shown(state)) is not None:
        return replace(meant, low=float(minute))
    names = {"temperature": "temperature", "percentage": "percentage", "humidity": "humidity",
             "position": "current_position"}  # fmt: skip
    if "value" in intent.slots and (value := number(state.state)) is not None:
        return replace(meant, low=value)
    shown = next((attribute(state, name) for slot, name in names.items() if slot in intent.slots), None)
    if "brightness" in intent.slots:
        shown = round(percent_of(state.attributes.get("brightness")))
    return meant if shown is None else replace(meant, low=float(shown))
