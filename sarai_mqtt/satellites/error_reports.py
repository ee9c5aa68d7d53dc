"""Error reports: counts, logs and publishes what was refused or failed, at a limited rate."""

import logging
from collections import Counter

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, Failure
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.core.ports import Clock, Outbox

# Shortest interval between two reports of one error code at one site, seconds.
REPORT_INTERVAL_S = 1.0

log = logging.getLogger(__name__)


class ErrorCounts:
    """Counts every error by site and code, and limits each of them to one report a second.

    `counts` holds the totals.
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._reported_at: dict[tuple[str, str], float] = {}

    def count(self, site: str, code: str, now: float, times: int = 1) -> int | None:
        """Count an error `times`; return its total if it is due for a report, else None.

        `now` is a clock reading in seconds.
        """
        key = site, code
        self.counts[key] += times
        if now - self._reported_at.get(key, -REPORT_INTERVAL_S) < REPORT_INTERVAL_S:
            return None
        self._reported_at[key] = now
        return self.counts[key]


class UnfailingOutbox:
    """The `ports.Outbox` around another for what is published beside the turns: what that raises is logged.

    An event that cannot be sent must not end the service, nor leave a site between two states.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @property
    def connected(self) -> bool:
        """True while an event can be sent at once."""
        return self._outbox.connected

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Send or queue one event; `age` is how old it is already, s. Never raises."""
        try:
            self._outbox.publish(site, event, age)
        except Exception:
            log.exception("site %s: a %s could not be published", site, type(event).__name__)


class ErrorReporter:
    """Counts errors by site and code; logs and publishes at most one a second of each."""

    def __init__(self, outbox: Outbox, clock: Clock, max_sites: int) -> None:
        self._outbox = outbox
        self._clock = clock
        self._max_sites = max_sites
        self._reported_sites: set[str] = set()
        self.error_counts = ErrorCounts()

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Count `error` as having happened `times`, and log and publish it unless one was reported just now.

        Clients can invent names of sites: beyond `max_sites` of them the default site gets the report.
        """
        if site not in self._reported_sites:
            if len(self._reported_sites) < self._max_sites:
                self._reported_sites.add(site)
            else:
                site = DEFAULT_SITE
        count = self.error_counts.count(site, error.code, self._clock(), times)
        if count is not None:
            log.warning("site %s: %s (%s, %d so far)", site, error.reason, error.code, count)
            self._outbox.publish(site, Failure(error.code, error.reason, count))
