"""The clocks that timers and alarms count on: elapsed time that nobody sets, and the wall clock (ADR 41)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_BOOT, _STEADY = "boot", "steady"
# Smaller differences between the clocks are the slewing of a synchronised clock, seconds.
_STEP_S = 0.5
# A computer without a battery sets its clock within this time after a start, seconds.
_SETTLING_S = 600.0


class HouseClock:
    """Counts house time: it begins as the wall clock at the start, and goes on as a clock that is never set.

    Durations count in house time, so that a change of the wall clock neither shortens nor prolongs them. They
    are stored in wall time, beside the reading of the steady clock, which is good until the computer starts
    again. Of durations from before such a start the wall clock alone knows the end: they follow it while it
    is being set right, for ten minutes.

    Args:
        wall: wall clock, seconds since the epoch.
        steady: clock that is never set and counts while the computer sleeps, seconds; None: `wall`.
        boot: names the time for which readings of `steady` can be compared; "" if they cannot be stored.
        zone: time zone of the house.

    """

    def __init__(
        self,
        wall: Callable[[], float],
        steady: Callable[[], float] | None = None,
        boot: str = "",
        zone: tzinfo = UTC,
    ) -> None:
        self.wall = wall
        self.zone = zone
        self._steady = steady or wall
        self._boot = boot
        self._offset = wall() - self._steady()
        self._started = self.now()
        self._stored_drift = self._settled_drift = 0.0
        self._followers: set[float] = set()

    def now(self) -> float:
        """Return the house time, seconds."""
        return self._steady() + self._offset

    def local(self) -> datetime:
        """Return the wall-clock time in the zone of the house."""
        return datetime.fromtimestamp(self.wall(), self.zone)

    def must_be_stored_again(self) -> bool:
        """Return True if the wall clock was set since `stored` was last called."""
        return abs(self._drift() - self._stored_drift) > _STEP_S

    def stored(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return `items` as they are stored: their `ends` in wall time."""
        drift = self._drift()
        self._stored_drift = drift if abs(drift) > _STEP_S else 0.0
        return [self._as_stored(item) for item in items]

    def loaded(self, items: Any) -> list[dict[str, Any]]:
        """Return stored items with their `ends` in house time; what is no item is left out."""
        kept = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
        return [self._as_loaded(item) for item in kept]

    def settled(self) -> Callable[[float], float] | None:
        """Return the correction of `ends` after the wall clock was set right; None if nothing changes."""
        drift = self._drift()
        step = drift - self._settled_drift
        if abs(step) <= _STEP_S:
            return None
        self._settled_drift = drift
        if not self._followers or self.now() - self._started > _SETTLING_S:
            return None
        before = self._followers
        self._followers = {ends - step for ends in before}
        return lambda ends: ends - step if ends in before else ends

    def _drift(self) -> float:
        """Return by how much the wall clock is ahead of house time, seconds."""
        return self.wall() - self.now()

    def _as_stored(self, item: dict[str, Any]) -> dict[str, Any]:
        ends = item.get("ends")
        if ends is None:
            return item
        steady = {_BOOT: self._boot, _STEADY: ends - self._offset} if self._boot else {}
        return {**item, "ends": ends + self._stored_drift, **steady}

    def _as_loaded(self, item: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in item.items() if name not in (_BOOT, _STEADY)}
        steady, ends = item.get(_STEADY), item.get("ends")
        if self._boot and item.get(_BOOT) == self._boot and isinstance(steady, int | float):
            kept["ends"] = steady + self._offset
        elif self._boot and isinstance(ends, int | float):
            self._followers.add(ends)
        return kept


def zone_named(name: str) -> tzinfo | None:
    """Return the time zone of that name; None if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def instant_of(local: datetime, zone: tzinfo) -> float:
    """Return when a wall clock in `zone` first shows `local` or later, in seconds since the epoch.

    `local` has no time zone. A time that comes twice is the first of both; one that is left out when clocks
    are put forward is the minute after the gap.
    """
    first = local.replace(tzinfo=zone, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local:
        return instant.timestamp()
    # in a gap: fold 0 counts with the offset before it and so comes after it, fold 1 comes before it
    low, high = local.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return float(round(high.timestamp() / 60) * 60)
