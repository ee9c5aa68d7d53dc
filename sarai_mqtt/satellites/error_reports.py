"""Error reports: counts, logs and publishes what was refused or failed."""

import logging

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Failure
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.core.ports import Clock, Outbox
from sarai_mqtt.satellites.error_counts import ErrorCounts

log = logging.getLogger(__name__)


class ErrorReporter:
    """Reports errors, counted by site and code; at most one a second of each is logged and published."""

    def __init__(self, outbox: Outbox, clock: Clock, max_sites: int) -> None:
        self._outbox = outbox
        self._clock = clock
        self._max_sites = max_sites
        self._blamed: set[str] = set()
        self.error_counts = ErrorCounts()

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Count `error` as having happened `times`, and log and publish it unless one was reported just now.

        Clients can invent names of sites: beyond `max_sites` of them the default site gets the report.
        """
        if site not in self._blamed:
            if len(self._blamed) < self._max_sites:
                self._blamed.add(site)
            else:
                site = DEFAULT_SITE
        count = self.error_counts.add(site, error.code, self._clock(), times)
        if count is not None:
            log.warning("site %s: %s (%s, %d so far)", site, error.reason, error.code, count)
            self._outbox.publish(site, Failure(error.code, error.reason, count))
