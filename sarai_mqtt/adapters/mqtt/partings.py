"""Why connections end, and how long to wait before the next one."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from paho.mqtt.reasoncodes import ReasonCode

from sarai_mqtt.adapters.mqtt.delivery import Blame

RETRY_MIN_S, RETRY_MAX_S = 1.0, 30.0
# A connection that ended this soon is no success: so end those that another client with our id ends.
QUICK_S = 5.0
# So many of them in a row are no accident.
QUICK_TIMES = 3

TAKEN_OVER, TOO_LARGE = 0x8E, 0x95
# What the broker says of itself, or of all its clients: shutting down, keep alive timeout, taken over,
# administrative action, another server. No message of ours is the cause.
_BLAMELESS = (0x8B, 0x8D, TAKEN_OVER, 0x98, 0x9C, 0x9D)


@dataclass(frozen=True, slots=True)
class Parting:
    """How a connection ended.

    `blame`: see Delivery. `taken_over`: by another client with our id; `said` by the broker, or it looks so.
    """

    blame: Blame = "none"
    taken_over: bool = False
    said: bool = False


class Partings:
    """How the connections of one link have ended so far."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._up_since: float | None = None
        self._quick = 0
        self._pause = RETRY_MIN_S
        # True while somebody has our id and we cannot change it, or that has not helped.
        self._disputed = False
        self._renewed = False

    def connected(self) -> None:
        """Take note that a connection is up."""
        self._up_since = self._clock()

    def failed(self) -> None:
        """Take note that no connection could be made: the broker itself is away."""
        self._quick = 0

    def ended(self, reason: ReasonCode, *, said: bool, busy: bool) -> Parting:
        """Judge how a connection ended.

        `said`: `reason` is the broker's word (MQTT 5), else ours. `busy`: messages were on their way, so that
        the broker may have closed it because of them.
        """
        up_since, self._up_since = self._up_since, None
        if up_since is None:
            return Parting()
        short = self._clock() - up_since < QUICK_S
        self._renewed = self._renewed and short
        if said and reason.value == TAKEN_OVER:
            return Parting(taken_over=True, said=True)
        blameless = reason.value in _BLAMELESS
        quick = short and not (busy or blameless)
        self._quick = self._quick + 1 if quick else 0
        self._disputed = self._disputed and quick
        self._pause = RETRY_MAX_S if self._disputed else RETRY_MIN_S * 2 ** max(0, self._quick - 1)
        if blameless:
            return Parting()
        if said and reason.value == TOO_LARGE:
            return Parting("size")
        return Parting("some", taken_over=self._quick >= QUICK_TIMES)

    def settled(self, *, renewed: bool) -> None:
        """Take note that somebody has our id: with a new one we are back at once, unless one did not help."""
        self._quick, self._disputed = 0, not renewed or self._renewed
        self._renewed = renewed
        self._pause = RETRY_MAX_S if self._disputed else RETRY_MIN_S

    def pause(self) -> float:
        """Give how long to wait before the next try, s: longer each time until a connection has lasted."""
        pause = self._pause
        self._pause = min(RETRY_MAX_S, pause * 2)
        return pause
