"""Units of measurement of a language (units.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Names of units.

    Args:
        names: singular and plural name of each unit of measurement of Home Assistant.
        minus: an amount below zero; `{amount}` is the amount without its sign.
        below_zero: the same for a temperature.

    """

    names: Mapping[str, tuple[str, str]]
    minus: str
    below_zero: str
