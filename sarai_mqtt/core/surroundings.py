"""Facts about where the house is, as Home Assistant tells them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The time zone of the house ("" if it is not known) and its next sunrise and sunset.

    `sunrise` and `sunset` are seconds since the epoch; None where they are not known.
    """

    zone: str = ""
    sunrise: float | None = None
    sunset: float | None = None
