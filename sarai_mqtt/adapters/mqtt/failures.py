"""Failures to connect, in the log."""

import logging
import threading

from sarai_mqtt.core.errors import BrokerError

log = logging.getLogger(__name__)

# Same failure again: one log line in this many tries (5 minutes at the slowest pace).
LOG_EVERY = 10


class FailureLog:
    """Logs a failure that goes on and on once, and then rarely; connections of one broker share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code = ""
        self._times = 0

    def report(self, failure: BrokerError) -> None:
        """Log `failure` if it is new or has not been logged for LOG_EVERY times."""
        with self._lock:
            self._times = self._times + 1 if failure.code == self._code else 0
            self._code = failure.code
            level = logging.DEBUG if self._times % LOG_EVERY else logging.ERROR
        log.log(level, "%s %s", failure.reason, failure.remedy)

    def clear(self) -> None:
        """Forget: the next failure is news again."""
        with self._lock:
            self._code = ""
