"""Counts of what went wrong, by site and code; says which deserve a message."""

from collections import Counter

QUIET_S = 1.0


class Tally:
    """Every failure counts; one a second per site and code is told, so that a flood tells little."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._told: dict[tuple[str, str], float] = {}

    def add(self, site: str, code: str, now: float, times: int = 1) -> int | None:
        """Count `times`; give the count so far when it should be told, else None. `now` is in seconds."""
        key = site, code
        self.counts[key] += times
        if now - self._told.get(key, -QUIET_S) < QUIET_S:
            return None
        self._told[key] = now
        return self.counts[key]
