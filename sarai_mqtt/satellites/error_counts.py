"""Counts failures by site and error code, and limits how often they are reported."""

from collections import Counter

QUIET_S = 1.0


class ErrorCounts:
    """Counts every failure; reports one per second for each site and code, so that a flood stays quiet."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._told: dict[tuple[str, str], float] = {}

    def add(self, site: str, code: str, now: float, times: int = 1) -> int | None:
        """Count `times` failures; return the total if it should be reported now, else None.

        `now` is a clock reading in seconds.
        """
        key = site, code
        self.counts[key] += times
        if now - self._told.get(key, -QUIET_S) < QUIET_S:
            return None
        self._told[key] = now
        return self.counts[key]
