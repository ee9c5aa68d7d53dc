"""Words for the states of things and clauses of answers about them (states.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Clause = Literal[
    "nothing",
    "unknown",
    "unsure",
    "unsure_where",
    "yes",
    "no",
    "none",
    "none_people",
    "none_of_them",
    "none_of_them_people",
    "all",
    "all_people",
    "is",
    "is_not",
    "is_amount",
    "is_text",
    "last",
    "at",
    "level",
    "now",
    "target",
    "only",
    "count",
    "temperature",
    "temperature_in",
    "weather",
    "titled",
    "titled_by",
    "only_where",
    "since",
    "since_unknown",
    "most",
    "least",
]
"""Clauses of answers: `is_amount` gives a measured value, `is_text` a value that is text, `last` the time of
the last use, `at` a place, `level` a percentage, `target` the temperature that a thermostat is set to,
`only_where` the answer about a person of whom something else was asked, `since` adds the time since when a
state is known, `most` and `least` tell the end of several values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Clauses that tell what a thing is set to. `{the}` names it, `{is_}` is the verb, `{value}` the setting.

    Args:
        volume: a volume in percent.
        mode: a mode, in the words of the person or of the thing.
        set_to: an amount, a source or an option.
        set_between: a range, from `{low}` to `{high}`.
        remaining: the time that a timer has left.
        order: whether a player shuffles (`{shuffle}`) and repeats (`{repeat}`).
        orders: what stands there: for "on" and "off", and for what is repeated, "one" or "all".
        speed: a speed that has a name.
        shown: whole clauses for what has no amount: which way a fan turns, and what is on or not.

    """

    volume: str
    mode: str
    set_to: str
    set_between: str
    remaining: str
    order: str
    orders: Mapping[Literal["on", "off", "one", "all"], str]
    speed: str
    shown: Mapping[Literal["forward", "reverse", "oscillating", "not_oscillating", "muted", "not_muted"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Words for the weather of a day.

    Args:
        skies: each weather condition as a phrase that stands alone.
        days: the days that a forecast is told of.
        day: the whole sentence; `{told}` is what is known of the `{day}`.
        between: the temperatures, from `{low}` to `{high}`.
        up_to: the highest temperature alone.
        rain: the chance of rain in percent.
        unknown: the sentence if there is no forecast of the `{day}`.
        too_far: the sentence if the day is further away than forecasts go.
        values: the sentence about the `{value}` of each further attribute of a weather entity.

    """

    skies: Mapping[str, str]
    days: Mapping[str, str]
    day: str
    between: str
    up_to: str
    rain: str
    unknown: str
    too_far: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """Words for states. Adjectives are in the form that `Wording.agreed` takes (masculine singular).

    Args:
        states: what follows "is" for each state of Home Assistant; for `unavailable`, what follows "is not".
        binary: the same for on and off of a binary sensor, by its device class.
        weather: what follows "it's 12 degrees" for each weather condition; its first word joins it.
        clauses: clauses of answers. `{the}` names the things, `{of}` is "of" and the things, `{is_}` the
            verb, `{what}` the state, `{none}` and `{all}` are what `Wording.none_of` and `Wording.all_of`
            return; `{value}` is an amount, `{condition}` a phrase of `weather`.
        settings: what things are set to. A pack without them tells the state instead.
        forecast: the weather of a day. A pack without it tells the weather now.

    """

    states: Mapping[str, str]
    binary: Mapping[str, tuple[str, str]]
    weather: Mapping[str, str]
    clauses: Mapping[Clause, str]
    settings: Settings | None = None
    forecast: Forecast | None = None
