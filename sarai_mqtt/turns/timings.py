"""Timings of a turn: each stage returns its own, and the report of the turn merges them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """A timing by name: `value` in ms (`audio_s` in seconds), measured at clock reading `at`, seconds."""

    name: str
    value: float
    at: float

    @classmethod
    def between(cls, name: str, start: float, end: float) -> "Timing":
        """Build the timing of what began and ended at these clock readings, rounded to 0.1 ms."""
        return cls(name, in_ms(end - start), end)


Timings = tuple[Timing, ...]


def in_order(timings: Iterable[Timing]) -> dict[str, float]:
    """Return the values by name, in the order in which they were measured."""
    return {timing.name: timing.value for timing in sorted(timings, key=lambda timing: timing.at)}


def in_ms(seconds: float) -> float:
    """Convert seconds to milliseconds, rounded to one decimal."""
    return round(seconds * 1000, 1)
