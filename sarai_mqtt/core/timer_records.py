"""A timer, and how it is written down."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.inbound import NAME
from sarai_mqtt.core.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Timer:
    """One timer: `length` s as it was set, done when the wall clock (s) reaches `ends`.

    While it is paused `ends` is None and `paused_with` is what is left, s. `command` is what it will do, and
    `about` the things that is about, as they are called.
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
        """Give what is left, s."""
        return self.paused_with if self.ends is None else max(0.0, self.ends - now)


def timer_to(timer: Timer) -> dict[str, Any]:
    """Write a timer as plain data."""
    command = timer.command
    data = _fields_of(timer)
    if command is not None:
        data["command"] = {
            **_fields_of(command),
            "slots": dict(command.slots),
            "targets": list(command.targets),
        }
    return data


def timer_from(data: Any) -> Timer | None:
    """Read what `timer_to` wrote; None when `data` is anything else."""
    if not isinstance(data, Mapping):
        return None
    try:
        timer = Timer(**{**data, "command": _intent_from(data.get("command"))})
    except TypeError:
        return None
    numbers = (timer.number, timer.length, timer.paused_with, 0.0 if timer.ends is None else timer.ends)
    texts = (timer.site, timer.language, timer.name, timer.about)
    sound = all(map(_is_number, numbers)) and all(isinstance(text, str) for text in texts)
    # what it says and does is said and done in these
    known = {timer.language, timer.command.language if timer.command else timer.language} <= {*LANGUAGES}
    return timer if sound and known and NAME.fullmatch(timer.site) else None


def _fields_of(record: Timer | Intent) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _intent_from(data: Any) -> Intent | None:
    """Read an intent; None for None. Raises TypeError for anything that is none."""
    if data is None:
        return None
    intent = Intent(**{**data, "targets": tuple(data["targets"])}) if "targets" in data else None
    if (
        intent is None
        or not isinstance(intent.slots, Mapping)
        or not all(isinstance(value, str | int | float) for value in intent.slots.values())
        or not all(isinstance(text, str) for text in (*_texts_of(intent), *intent.targets))
        or not _is_number(intent.confidence)
        or intent.source not in get_args(Source)
    ):
        raise TypeError("not an intent")
    return intent


def _texts_of(intent: Intent) -> tuple[object, ...]:
    return intent.turn, intent.name, intent.text, intent.language, intent.asks


def _is_number(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # JSON's whole numbers may be of any length
        return False
