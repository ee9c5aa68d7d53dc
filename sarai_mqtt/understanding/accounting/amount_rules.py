"""Rules for the amounts that a command uses: 2½ hours are not 2, "by 10 percent" is not "to 10 percent"."""

import math
from collections.abc import Iterable, Iterator, Mapping

from sarai_mqtt.core.home import TemperatureUnit
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.amounts import SECONDS, Amount
from sarai_mqtt.understanding.accounting.scale_rules import sets_temperature
from sarai_mqtt.understanding.accounting.text_account import TextAccount, Unused
from sarai_mqtt.understanding.temperature_scales import other_scale

_LEVELS = ("brightness", "position", "percentage", "volume_level", "volume_step", "tilt_position", "humidity")
_RANGE = ("target_temp_low", "target_temp_high")
_NUMBERS = (*_LEVELS, "temperature", *_RANGE)
_UNIT_SLOTS: Mapping[str, tuple[str, ...]] = {
    "percent": _LEVELS,
    "degrees": ("temperature", *_RANGE),
    "celsius": ("temperature", *_RANGE),
    "fahrenheit": ("temperature", *_RANGE),
    "kelvin": ("temperature",),
    "": _NUMBERS,
}
_DEGREES = frozenset({"degrees", "celsius", "fahrenheit"})
# What a thermostat may be set to if its own range is unknown. The lower limit is in °C for both: a home that
# measures in °F may hear a number meant in °C, which is a matter of its unit.
_PLAUSIBLE: Mapping[TemperatureUnit, tuple[float, float]] = {"°C": (5, 35), "°F": (5, 95)}
_TOLERANCE = 0.01
_STEPS = 10  # no fan has this many speeds
_FULL = 100


def unused_amounts(account: TextAccount) -> Iterator[Unused]:
    """Yield the amounts that the intent of `account` does not use; `account.unused()` must be exhausted."""
    slots, timed = account.intent.slots, account.intent.name.endswith("Timer")
    times = [a for a in account.amounts if a.seconds is not None and (timed or not _is_courteous(account, a))]
    if times and not math.isclose(sum(a.seconds or 0 for a in times), _seconds(account), abs_tol=_TOLERANCE):
        yield from (Unused(a.start, a.end, "unaccounted") for a in times)
    for amount in account.amounts:
        if amount.seconds is not None:
            continue
        if sets_temperature(account) and (reason := other_scale(amount.unit, account.home)):
            yield Unused(amount.start, amount.end, reason)
            continue
        names: Iterable[str] = _UNIT_SLOTS.get(amount.unit, ())
        if amount.unit in _DEGREES and account.intent.name == "HassLightSet":
            names = ()
        if account.intent.name == "HassSetPosition" and _says_closed(account):
            names = ()  # "70 percent shut" is a position of 30
        if account.intent.name == "HassFanSetSpeed" and not amount.unit and amount.value < _STEPS:
            names = ()  # "speed 2" is not 2 percent
        if _is_change(account, amount):
            names = [n for n in slots if n.endswith("_delta") or n == "volume_step"]
        wanted = amount.value * 100 if 0 < amount.value < 1 and not amount.unit else amount.value
        given = (slots[n] for n in names if n in slots)
        if not any(isinstance(v, int | float) and _is_equal(v, wanted) for v in given):
            yield Unused(amount.start, amount.end, "unaccounted")


def wrong_end(account: TextAccount) -> bool:
    """Return True if the intent sets 100 but the text says down: "close … completely" is not position 100."""
    slots, words = account.intent.slots, account.words
    down = any(m.kind == "down" for m in account.marks) and not any(m.kind == "up" for m in account.marks)
    if slots.get("position") == _FULL:
        return down or any(t.text.startswith(words.closing) for t in account.tokens)
    return down and _FULL in (slots.get("brightness"), slots.get("volume_level"), slots.get("percentage"))


def beyond_range(account: TextAccount) -> bool:
    """Return True if no thermostat takes the temperature of the intent.

    Only thermostats of unknown range are checked: where it is known, whoever acts on it can name it.
    """
    if account.intent.name != "HassClimateSetTemperature":
        return False
    wanted = account.intent.slots.get("temperature")
    low, high = _PLAUSIBLE[account.home.temperature_unit]
    unknown = any(e.domain == "climate" and e.temperature_range is None for e in account.targets)
    return unknown and isinstance(wanted, int | float) and not low <= wanted <= high


def _says_closed(account: TextAccount) -> bool:
    """Return True if a word for "closed" is said after the first word, where it would be an order."""
    return any(token.text.startswith(account.words.closed) for token in account.tokens[1:])


def _is_courteous(account: TextAccount, time: Amount) -> bool:
    """Return True if a time is only a manner of speaking, as in "hold the music a second"."""
    counted = time.value == 1 and account.word(time.start) in account.words.one
    return counted and account.word(time.start - 1) not in account.words.lasting


def _seconds(account: TextAccount) -> float:
    """Return the sum of all durations in the slots of a timer intent, in seconds; -1 for any other intent."""
    if not account.intent.name.endswith("Timer"):
        return -1
    parts = ((f"{start}{unit}", n) for start in ("", "start_") for unit, n in SECONDS.items())
    values = ((account.intent.slots.get(slot, 0), factor) for slot, factor in parts)
    return float(sum(value * factor for value, factor in values if isinstance(value, int | float)))


def _is_change(account: TextAccount, amount: Amount) -> bool:
    """Return True if the amount is a change, not a target: "raise … 2 degrees", "10 % brighter", "by 5".

    So it is after a word for another: "another 20 percent".
    """
    if _is_part_of_level(account, amount):
        return True
    before = amount.start - 1
    while account.word(before) in account.words.about | account.words.one | account.words.another:
        if account.word(before) in account.words.another:
            return True
        before -= 1
    if account.word(before) in account.words.by:
        return True
    if account.word(before) in account.words.to:
        return False
    closes = account.intent.name == "HassSetPosition" and account.word(0).startswith(account.words.closing)
    return closes or any(m.kind in ("up", "down") for m in account.marks)


def _is_part_of_level(account: TextAccount, amount: Amount) -> bool:
    """Return True if a fraction is one of the present level: "half its brightness", not "half brightness"."""
    if amount.unit or not 0 < amount.value < 1:
        return False
    place = amount.end + (account.word(amount.end) in account.words.of)
    owned = account.word(place) in account.words.articles | pack(account.intent.language).words.function
    return owned and account.word(place + 1) in account.words.vague


def _is_equal(value: float, said: float) -> bool:
    """Return True if `value` equals the amount `said`; a positive amount also equals a negative value."""
    return min(abs(value - said), abs(value + said) if said > 0 else math.inf) < _TOLERANCE
