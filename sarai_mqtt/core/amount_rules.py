"""Which amounts of a sentence a command uses: 2½ hours are no 2, and by 10 percent is not to 10 percent."""

import math
from collections.abc import Iterable, Iterator, Mapping

from sarai_mqtt.core.amounts import SECONDS, Amount
from sarai_mqtt.core.text_account import TextAccount, Unused

_LEVELS = ("brightness", "position", "percentage", "volume_level", "volume_step")
_NUMBERS = (*_LEVELS, "temperature")
_UNIT_SLOTS: Mapping[str, tuple[str, ...]] = {
    "percent": _LEVELS,
    "degrees": ("temperature",),
    "kelvin": ("temperature",),
    "": _NUMBERS,
}
_TOLERANCE = 0.01
_STEPS = 10  # no fan has as many speeds
_FULL = 100


def unused_amounts(account: TextAccount) -> Iterator[Unused]:
    """Yield the amounts that the intent of `account` has no use for, once names have been judged."""
    slots, timed = account.intent.slots, account.intent.name.endswith("Timer")
    times = [a for a in account.amounts if a.seconds is not None and (timed or not _is_courteous(account, a))]
    if times and not math.isclose(sum(a.seconds or 0 for a in times), _seconds(account), abs_tol=_TOLERANCE):
        yield from (Unused(a.start, a.end, "unaccounted") for a in times)
    for amount in account.amounts:
        if amount.seconds is not None:
            continue
        names: Iterable[str] = _UNIT_SLOTS.get(amount.unit, ())
        if amount.unit == "degrees" and account.intent.name == "HassLightSet":
            names = ()
        if account.intent.name == "HassSetPosition" and _says_closed(account):
            names = ()  # "70 percent shut" is open to 30
        if account.intent.name == "HassFanSetSpeed" and not amount.unit and amount.value < _STEPS:
            names = ()  # "speed 2" is no 2 percent
        if _is_change(account, amount):
            names = [n for n in slots if n.endswith("_delta") or n == "volume_step"]
        wanted = amount.value * 100 if 0 < amount.value < 1 and not amount.unit else amount.value
        given = (slots[n] for n in names if n in slots)
        if not any(isinstance(v, int | float) and _is_equal(v, wanted) for v in given):
            yield Unused(amount.start, amount.end, "unaccounted")


def wrong_end(account: TextAccount) -> bool:
    """Say whether all is asked for the other way: "close … completely" is no position of 100."""
    slots, words = account.intent.slots, account.words
    down = any(m.kind == "down" for m in account.marks) and not any(m.kind == "up" for m in account.marks)
    if slots.get("position") == _FULL:
        return down or any(t.text.startswith(words.closing) for t in account.tokens)
    return down and _FULL in (slots.get("brightness"), slots.get("volume_level"), slots.get("percentage"))


def _says_closed(account: TextAccount) -> bool:
    """Say whether a state was said, not an order: that stands first."""
    return any(token.text.startswith(account.words.closed) for token in account.tokens[1:])


def _is_courteous(account: TextAccount, time: Amount) -> bool:
    """Say whether a time is only a manner of speaking: "hold the music a second"."""
    counted = time.value == 1 and account.word(time.start) in account.words.one
    return counted and account.word(time.start - 1) not in account.words.lasting


def _seconds(account: TextAccount) -> float:
    """Give all the seconds that the slots of a timer speak of; -1 for what is no timer."""
    if not account.intent.name.endswith("Timer"):
        return -1
    parts = ((f"{start}{unit}", n) for start in ("", "start_") for unit, n in SECONDS.items())
    values = ((account.intent.slots.get(slot, 0), factor) for slot, factor in parts)
    return float(sum(value * factor for value, factor in values if isinstance(value, int | float)))


def _is_change(account: TextAccount, amount: Amount) -> bool:
    """Say whether it is by how much, not to what: "raise … 2 degrees", "10 percent brighter", "by 5"."""
    before = amount.start - 1
    while account.word(before) in account.words.about | account.words.one:
        before -= 1
    if account.word(before) in account.words.by:
        return True
    if account.word(before) in account.words.to:
        return False
    closes = account.intent.name == "HassSetPosition" and account.word(0).startswith(account.words.closing)
    return closes or any(m.kind in ("up", "down") for m in account.marks)


def _is_equal(value: float, said: float) -> bool:
    """Say whether they are the same, whichever way the value goes if no sign was said."""
    return min(abs(value - said), abs(value + said) if said > 0 else math.inf) < _TOLERANCE
