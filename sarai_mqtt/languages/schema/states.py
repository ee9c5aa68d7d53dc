"""Words for the states of things and clauses of answers about them (states.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
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
]
"""Clauses of answers: `is_amount` gives a measured value, `is_text` a value that is text, `last` the time of
the last use, `at` a place, `level` a percentage, `target` the temperature that a thermostat is set to."""


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

    """

    states: Mapping[str, str]
    binary: Mapping[str, tuple[str, str]]
    weather: Mapping[str, str]
    clauses: Mapping[Clause, str]
