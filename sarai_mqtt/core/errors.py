"""Errors of this package, each with a stable code for machines and a sentence that a person can act on."""

from typing import Any


class SaraiError(Exception):
    """Base of every error this package raises on purpose.

    `exit_code` is the exit status with which the command line ends on the error.

    Args:
        code: stable snake_case name, published and counted.
        reason: one sentence for a person.
        remedy: what the person can do about it, or "".

    """

    exit_code = 1

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Make the error picklable, so that it can pass from one process to another."""
        return _rebuild, (type(self), self.code, self.reason, self.remedy)


def _rebuild(kind: type[SaraiError], code: str, reason: str, remedy: str) -> SaraiError:
    error = kind.__new__(kind)
    SaraiError.__init__(error, code, reason, remedy)
    return error


class BadInput(SaraiError):
    """Input of a client or user that cannot be used; nothing else is affected."""

    exit_code = 2


class ConfigError(SaraiError):
    """Settings, home or sentences that cannot be used."""

    exit_code = 3


class ModelError(SaraiError):
    """A model that is missing, damaged, of the wrong hash or of the wrong shape."""

    exit_code = 4


class BrokerError(SaraiError):
    """The MQTT broker cannot be reached or refuses us."""

    exit_code = 5


class HomeAssistantError(SaraiError):
    """Home Assistant cannot be reached, refuses us or answers something we cannot read."""

    exit_code = 6


class Cancelled(SaraiError):
    """The turn was cancelled while an engine was working on it."""

    def __init__(self) -> None:
        super().__init__("cancelled", "The turn was given up.")
