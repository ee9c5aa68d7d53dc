"""Logging of failures to connect, without a line for every retry."""

import logging
import threading

from sarai_mqtt.core.errors import BrokerError

log = logging.getLogger(__name__)

# A repeated failure is logged at ERROR once in this many attempts (5 minutes at the slowest retry rate).
LOG_EVERY = 10


class FailureLog:
    """Logs a repeated failure once and then rarely. Thread-safe; shared by the connections to one broker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._code = ""
        self._times = 0

    def report(self, failure: BrokerError) -> None:
        """Log `failure` at ERROR if its code is new or for every LOG_EVERY-th repetition, else at DEBUG."""
        with self._lock:
            self._times = self._times + 1 if failure.code == self._code else 0
            self._code = failure.code
            level = logging.DEBUG if self._times % LOG_EVERY else logging.ERROR
        log.log(level, "%s %s", failure.reason, failure.remedy)

    def clear(self) -> None:
        """Forget the last failure, so that the next one is logged at ERROR."""
        with self._lock:
            self._code = ""
