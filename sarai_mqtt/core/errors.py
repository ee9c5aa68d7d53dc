"""What can go wrong, with a code a machine can count and a sentence a person can act on."""

from typing import Any


class SaraiError(Exception):
    """Base of every error this package raises on purpose.

    Args:
        code: stable snake_case name, published and counted.
        reason: one sentence for a person.
        remedy: what to do about it, or "".

    """

    exit_code = 1

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error pass from one process to another."""
        return _again, (type(self), self.code, self.reason, self.remedy)


def _again(kind: type[SaraiError], code: str, reason: str, remedy: str) -> SaraiError:
    error = kind.__new__(kind)
    SaraiError.__init__(error, code, reason, remedy)
    return error


class BadInput(SaraiError):
    """Something a client sent (or a user typed) that cannot be used; nothing else is affected."""

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
    """Home Assistant cannot be reached, refuses us or says what we cannot read."""

    exit_code = 6


class Cancelled(SaraiError):
    """The turn was given up while an engine worked on it."""

    def __init__(self) -> None:
        super().__init__("cancelled", "The turn was given up.")
