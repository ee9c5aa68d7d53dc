"""A timer, and its conversion to and from plain data."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.messages import NAME
from sarai_mqtt.languages.packs import available


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer.

    Args:
        number: identifies it among the timers.
        site: where it was set.
        language: ISO 639-1 code of the sentences about it.
        name: the name given to it, or "".
        length: duration as it was set, s.
        ends: house time at which it is done, s; None while it is paused.
        paused_with: time left while it is paused, s.
        command: what to carry out at its end; None for a plain timer.
        about: spoken name of the things that `command` acts on.

    """

    number: int
    site: str
    language: str
    name: str
    length: float
    ends: float | None
    paused_with: float = 0.0
    command: Intent | None = None
    about: str = ""

    def left(self, now: float) -> float:
        """Return the time left at house time `now`, in seconds; 0 if it is over."""
        return self.paused_with if self.ends is None else max(0.0, self.ends - now)


def timer_to_json(timer: Timer) -> dict[str, Any]:
    """Return a timer as plain data that can be written as JSON."""
    data = _fields_of(timer)
    if timer.command is not None:
        data["command"] = command_to_json(timer.command)
    return data


def command_to_json(command: Intent) -> dict[str, Any]:
    """Return a delayed command as plain data that can be written as JSON."""
    return {
        **{name: value for name, value in _fields_of(command).items() if name != "seq"},
        "slots": dict(command.slots),
        "targets": list(command.targets),
    }


def timer_from_json(data: Any) -> Timer | None:
    """Return the timer that `timer_to_json` wrote as `data`; None if `data` is anything else."""
    if not isinstance(data, Mapping):
        return None
    try:
        timer = Timer(**{**data, "command": command_from_json(data.get("command"))})
    except TypeError:
        return None
    numbers = (timer.number, timer.length, timer.paused_with, 0.0 if timer.ends is None else timer.ends)
    texts = (timer.site, timer.language, timer.name, timer.about)
    valid = all(map(is_number, numbers)) and all(isinstance(text, str) for text in texts)
    # sentences about the timer need a known language
    known = all(each in available() for each in (timer.language, *_languages_of(timer.command)))
    return timer if valid and known and NAME.fullmatch(timer.site) else None


def _fields_of(record: Timer | Intent) -> dict[str, Any]:
    """Return the fields of a dataclass instance by name."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def command_from_json(data: Any) -> Intent | None:
    """Return the intent written as `data`; None for None. Raises TypeError if `data` is anything else."""
    if data is None:
        return None
    intent = Intent(**{**data, "targets": tuple(data["targets"])}) if "targets" in data else None
    if (
        intent is None
        or not isinstance(intent.slots, Mapping)
        or not all(isinstance(value, str | int | float) for value in intent.slots.values())
        or not all(isinstance(text, str) for text in (*_texts_of(intent), *intent.targets))
        or not is_number(intent.confidence)
        or intent.source not in get_args(Source)
    ):
        raise TypeError("not an intent")
    return intent


def _languages_of(command: Intent | None) -> tuple[str, ...]:
    return () if command is None else (command.language,)


def _texts_of(intent: Intent) -> tuple[object, ...]:
    return intent.turn, intent.name, intent.text, intent.language, intent.asks


def is_number(value: object) -> bool:
    """Return True if `value` is a finite number; a bool is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # integers in JSON may have any number of digits
        return False
