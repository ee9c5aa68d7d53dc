"""Values of an order: which slot an amount, colour or mode fills, and whether the thing can take it.

The steps are those of docs/adr/0035: a step is what "brighter" or "warmer" alone asks for, "a bit" is half.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, isinf

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.understanding.reader.frames import AmountSaid, Frame
from sarai_mqtt.understanding.reader.resolve_intents import intent_of
from sarai_mqtt.understanding.reader.resolve_modes import in_mode, may_have
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

Values = Mapping[str, SlotValue]


@dataclass(frozen=True, slots=True)
class _Level:
    """How the level of a kind of things is set.

    `slot` is that of the intent; `step` and `bit` are the changes without an amount, `least` and `most` the
    ends of what may be asked for, in percent or (`degrees`) in the degrees of the home.
    """

    slot: str
    step: float
    bit: float
    least: float = 0
    most: float = 100
    degrees: bool = False


_LEVELS: Mapping[str, _Level] = {
    "light": _Level("brightness", 20, 10),
    "cover": _Level("position", 20, 10),
    "valve": _Level("position", 20, 10),
    "fan": _Level("percentage", 20, 10),
    "media_player": _Level("volume_level", 10, 5),
    "humidifier": _Level("humidity", 10, 5),
    "climate": _Level("temperature", 1, 0.5, 5, 35, degrees=True),
    "water_heater": _Level("temperature", 5, 2, 30, 75, degrees=True),
    "number": _Level("value", 1, 1, -inf, inf),
    "input_number": _Level("value", 1, 1, -inf, inf),
}
_NUMBERS = frozenset({"number", "input_number"})
_LEAST = {"light": 1.0, "fan": 1.0}  # the lowest level that is not off
_FAHRENHEIT = {"climate": (41.0, 95.0), "water_heater": (86.0, 167.0)}
_FEW_POINTS = 10  # fewer may be the steps of a scale: "two points" of a fan
_FAHRENHEIT_STEP = 2  # a step in °C is about two in °F
_MOST_SPEEDS = 9  # a number of one digit is no percentage of a fan's speed
_KELVINS = (1500, 9000)
_OF_HOME = {"celsius": "°C", "fahrenheit": "°F"}
_OF_ATTRIBUTE: Mapping[str, frozenset[str]] = {
    "brightness": frozenset({"light"}),
    "kelvin": frozenset({"light"}),
    "temperature": frozenset({"climate", "water_heater"}),
    "volume": frozenset({"media_player"}),
    "speed": frozenset({"fan"}),
    "position": frozenset({"cover", "valve"}),
    "humidity": frozenset({"humidifier", "climate"}),
}
_UNNAMED = frozenset({"water_heater", "valve"})  # things that no level alone means
_OF_FAN_MODES = frozenset({"low", "medium", "high", "auto"})
_MOVES = frozenset({"cover", "valve"})
_LEVEL_ACTIONS = frozenset({"set", "increase", "decrease", "turn_on", "open", "close"})


def command(setting: Setting, frame: Frame, entity: Entity) -> tuple[str, Values]:
    """Return the intent that does `frame` to `entity` and its value slots. Raises RefusedError."""
    action, domain = frame.action, entity.domain
    if not _has_attribute(frame, domain) or frame.attribute == "kelvin":
        raise RefusedError("cannot", _what(setting, frame))
    if frame.colour or frame.kelvin is not None:
        return _coloured(frame, entity)
    if frame.mode:
        return in_mode(setting, frame, entity)
    amount = _meant(setting, frame, domain)
    if amount is None and action in ("increase", "decrease"):
        if domain in _MOVES:
            return ("HassTurnOn" if action == "increase" else "HassTurnOff"), {}
        amount = AmountSaid("delta")
    if amount is None:
        name = intent_of(action, domain)
        if not name or action == "set":
            raise RefusedError("cannot", _what(setting, frame))
        return name, {}
    if action not in _LEVEL_ACTIONS or domain not in _LEVELS:
        raise RefusedError("unaccounted", amount.said or setting.text.strip())
    if domain == "climate" and frame.attribute == "humidity":
        return _humidity_of_air(amount)
    return _levelled(setting, frame, amount, entity)


def _meant(setting: Setting, frame: Frame, domain: str) -> AmountSaid | None:
    """Return the amount, a bare fraction as percent; None without one, or if "a bit" is a courtesy."""
    amount = frame.amount
    if amount is None:
        return None
    if amount.level == "bit" and frame.action == "turn_on":
        said = " ".join(words_in(amount.said, setting.language))
        return None if said in setting.words.courteous_bit else amount
    fraction = amount.level == "absolute" and amount.unit == "" and 0 < amount.value < 1
    if fraction and domain in _LEVELS and not _LEVELS[domain].degrees and domain not in _NUMBERS:
        return replace(amount, value=round(amount.value * 100, 1), unit="percent")
    return amount


def can(frame: Frame, domain: str) -> bool:
    """Return True if a thing of `domain` may be meant by `frame`, whatever the amount."""
    if frame.colour or frame.kelvin is not None:
        return domain == "light"
    if not _has_attribute(frame, domain):
        return False
    if frame.mode:
        return may_have(frame.mode, domain)
    if frame.amount is not None:
        return domain in _LEVELS and (frame.action != "close" or domain in _MOVES)
    return bool(intent_of(frame.action, domain))


def _has_attribute(frame: Frame, domain: str) -> bool:
    """Return True if a thing of `domain` has the level that was named, if one was."""
    if frame.attribute == "speed" and domain == "climate":
        return frame.mode in _OF_FAN_MODES  # of its fan
    return frame.attribute not in _OF_ATTRIBUTE or domain in _OF_ATTRIBUTE[frame.attribute]


def implied(frame: Frame) -> frozenset[str]:
    """Return the domains that an amount, colour or unit can only be of; empty if it tells none."""
    if named := _OF_ATTRIBUTE.get(frame.attribute):
        return named - _UNNAMED - ({"climate"} if frame.attribute == "humidity" else set())
    unit = frame.amount.unit if frame.amount else ""
    if frame.colour or frame.kelvin is not None or unit == "kelvin":
        return frozenset({"light"})
    if unit in ("degrees", "celsius", "fahrenheit"):
        return frozenset({"climate"})
    return frozenset()


def _coloured(frame: Frame, entity: Entity) -> tuple[str, Values]:
    if entity.domain != "light" or frame.action not in ("set", "turn_on", "increase", "decrease"):
        raise RefusedError("unaccounted", frame.colour or f"{frame.kelvin} K")
    slots: dict[str, SlotValue] = {"color": frame.colour} if frame.colour else {}
    if frame.kelvin is not None:
        low, high = _KELVINS
        if not low <= frame.kelvin <= high:
            raise RefusedError("out_of_range", f"{frame.kelvin} K", limits=_KELVINS)
        slots["temperature"] = frame.kelvin
    if frame.amount is not None:
        if frame.amount.level != "absolute" or frame.amount.unit not in ("", "percent"):
            raise RefusedError("unaccounted", frame.amount.said)
        slots["brightness"] = _whole(_in_range(frame.amount, 0, 100))
    return "HassLightSet", slots


def _levelled(setting: Setting, frame: Frame, amount: AmountSaid, entity: Entity) -> tuple[str, Values]:
    """Return the intent that sets or changes the level of `entity`."""
    domain, level = entity.domain, _LEVELS[entity.domain]
    _check_unit(setting, amount, level, domain)
    name = intent_of("set", domain)
    low, high = _limits(setting, entity, level)
    if amount.unit == "kelvin":
        return _kelvins(amount)
    match amount.level:
        case "absolute" if domain == "fan" and frame.attribute == "speed" and _is_a_step(amount):
            raise RefusedError("unaccounted", amount.said)  # "speed two" of nobody knows how many
        case "absolute":
            if frame.action == "close" and domain not in _MOVES:
                raise RefusedError("unaccounted", amount.said)
            return name, {level.slot: _whole(_in_range(amount, low, high))}
        case "most" | "least":
            return name, _at_end(amount, entity, low, high)
    if amount.level == "share":
        return _shared(amount, level, domain, name)
    change = _change(setting, frame, amount, level)
    if domain == "media_player":
        relative = amount.level == "delta" and amount.value
        step: SlotValue = _whole(change) if relative else "up" if change > 0 else "down"
        return "HassSetVolumeRelative", {"volume_step": step}
    return name, {f"{level.slot}_delta": _whole(change)}


def _at_end(amount: AmountSaid, entity: Entity, low: float, high: float) -> Values:
    """Return the slot for the least or the most of `entity`, whose limits are `low` and `high`."""
    domain, level = entity.domain, _LEVELS[entity.domain]
    if level.degrees and entity.temperature_range is None:
        raise RefusedError("unaccounted", amount.said)
    if domain == "humidifier" and amount.level == "least":
        return {f"{level.slot}_delta": -level.most}  # its own least, which is not nothing
    end = high if amount.level == "most" else max(low, _LEAST.get(domain, low))
    if isinf(end):
        raise RefusedError("unaccounted", amount.said)
    return {level.slot: _whole(end)}


def _is_a_step(amount: AmountSaid) -> bool:
    return amount.unit == "" and amount.value <= _MOST_SPEEDS


def _humidity_of_air(amount: AmountSaid) -> tuple[str, Values]:
    """Return the intent for the humidity that a thermostat keeps."""
    if amount.level != "absolute" or amount.unit not in ("", "percent"):
        raise RefusedError("unaccounted", amount.said)
    return "HassHumidifierSetpoint", {"humidity": _whole(_in_range(amount, 0, 100))}


def _shared(amount: AmountSaid, level: _Level, domain: str, name: str) -> tuple[str, Values]:
    """Return the intent that leaves a part of the present level; of what opens, a part of its way.

    "Lower the blind by half" is from where it is, "lower it half" from the top.
    """
    if domain in _MOVES and amount.part:
        return name, {level.slot: _whole(round(amount.value, 1))}
    if domain in _MOVES:
        return name, {f"{level.slot}_delta": _whole(round(amount.value - 100, 1))}
    raise RefusedError("unaccounted", amount.said)


def _kelvins(amount: AmountSaid) -> tuple[str, Values]:
    if amount.level != "absolute":
        raise RefusedError("unaccounted", amount.said)
    return "HassLightSet", {"temperature": _whole(_in_range(amount, *_KELVINS))}


def _check_unit(setting: Setting, amount: AmountSaid, level: _Level, domain: str) -> None:
    """Raise RefusedError for degrees of a lamp, percent of a thermostat, or the other temperature scale."""
    unit = amount.unit
    if unit in _OF_HOME:
        own = setting.home.temperature_unit
        if level.degrees and own != _OF_HOME[unit]:
            raise RefusedError("in_celsius" if own == "°C" else "in_fahrenheit", amount.said)
        unit = "degrees"
    if unit == "points" and abs(amount.value) >= _FEW_POINTS:
        unit = "percent"
    fits = {"", "degrees"} if level.degrees else {"", "percent"} if domain not in _NUMBERS else {""}
    if domain == "light":
        fits.add("kelvin")
    if unit not in fits:
        raise RefusedError("unaccounted", amount.said)


def _limits(setting: Setting, entity: Entity, level: _Level) -> tuple[float, float]:
    if not level.degrees:
        return level.least, level.most
    if entity.temperature_range is not None:
        return entity.temperature_range
    return _FAHRENHEIT[entity.domain] if setting.home.temperature_unit == "°F" else (level.least, level.most)


def _in_range(amount: AmountSaid, low: float, high: float) -> float:
    if not low <= amount.value <= high:
        raise RefusedError("out_of_range", amount.said, limits=(low, high))
    return amount.value


def _change(setting: Setting, frame: Frame, amount: AmountSaid, level: _Level) -> float:
    """Return the signed change: the amount said, or a step, or half of one for "a bit"."""
    wide = _FAHRENHEIT_STEP if level.degrees and setting.home.temperature_unit == "°F" else 1
    if amount.level == "delta" and amount.value:
        change = amount.value
        if abs(change) > level.most - level.least:
            raise RefusedError("out_of_range", amount.said, limits=(level.least, level.most))
    else:
        change = (level.bit if amount.level == "bit" else level.step) * wide
        if frame.action in ("decrease", "close") or amount.value < 0:
            change = -change
        elif frame.action not in ("increase", "open", "turn_on") and not amount.value:
            raise RefusedError("unaccounted", amount.said)  # "set it a bit": which way?
    if frame.action in ("increase", "open") and change < 0:
        raise RefusedError("unaccounted", amount.said)
    return -abs(change) if frame.action in ("decrease", "close") else change


def _what(setting: Setting, frame: Frame) -> str:
    return next((things.said for things in frame.things if things.said), setting.text.strip())


def _whole(value: float) -> SlotValue:
    return int(value) if float(value).is_integer() else value
