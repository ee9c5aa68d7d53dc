"""Why a connection ended, and how long to wait before the next attempt."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from paho.mqtt.reasoncodes import ReasonCode

from sarai_mqtt.transports.mqtt.delivery import Blame

RETRY_MIN_S, RETRY_MAX_S = 1.0, 30.0
# A connection that ended sooner does not count as a success: one that another client with the same id takes
# over ends like this.
QUICK_S = 5.0
# This many of them in a row are taken as a takeover of the client id.
QUICK_TIMES = 3

TAKEN_OVER, TOO_LARGE = 0x8E, 0x95
# Reasons that no message caused: server shutting down, keep alive timeout, session taken over, administrative
# action, use another server, server moved (MQTT 5, section 3.14.2.1).
_BLAMELESS = (0x8B, 0x8D, TAKEN_OVER, 0x98, 0x9C, 0x9D)


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The end of a connection, and its likely cause.

    `blame`: what it implies for the messages in flight, see `delivery.Blame`. `taken_over`: another client
    uses the same id; `reported`: the broker said so, otherwise it is inferred.
    """

    blame: Blame = "none"
    taken_over: bool = False
    reported: bool = False


class Disconnects:
    """Tracks how the connections of one MqttConnection end.

    From that follow whether another client has taken over the client id, and the pause before the next
    attempt. `clock` is monotonic, s.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._up_since: float | None = None
        self._quick = 0
        self._pause = RETRY_MIN_S
        # True while another client has the id and it cannot be changed, or a change did not help.
        self._disputed = False
        self._renewed = False

    def connected(self) -> None:
        """Record that a connection is up."""
        self._up_since = self._clock()

    def failed(self) -> None:
        """Record that no connection could be made: the broker is absent, so this is no takeover."""
        self._quick = 0

    def ended(self, reason: ReasonCode, *, reported: bool, busy: bool) -> Disconnect:
        """Record the end of a connection, and return its likely cause.

        `reported`: `reason` came from the broker (MQTT 5), otherwise from paho. `busy`: messages were in
        flight, so that the broker may have closed the connection because of one of them.
        """
        up_since, self._up_since = self._up_since, None
        if up_since is None:
            return Disconnect()
        short = self._clock() - up_since < QUICK_S
        self._renewed = self._renewed and short
        if reported and reason.value == TAKEN_OVER:
            return Disconnect(taken_over=True, reported=True)
        blameless = reason.value in _BLAMELESS
        quick = short and not (busy or blameless)
        self._quick = self._quick + 1 if quick else 0
        self._disputed = self._disputed and quick
        self._pause = RETRY_MAX_S if self._disputed else RETRY_MIN_S * 2 ** max(0, self._quick - 1)
        if blameless:
            return Disconnect()
        if reported and reason.value == TOO_LARGE:
            return Disconnect("size")
        return Disconnect("some", taken_over=self._quick >= QUICK_TIMES)

    def settled(self, *, renewed: bool) -> None:
        """Set the retry pause after a takeover; `renewed`: the client id was changed.

        With a new id the pause is the shortest; it is the longest if the id is fixed or a new one did not
        help.
        """
        self._quick, self._disputed = 0, not renewed or self._renewed
        self._renewed = renewed
        self._pause = RETRY_MAX_S if self._disputed else RETRY_MIN_S

    def pause(self) -> float:
        """Return the pause before the next attempt in s, RETRY_MIN_S to RETRY_MAX_S; each call doubles it.

        The end of a connection that was up resets it.
        """
        pause = self._pause
        self._pause = min(RETRY_MAX_S, pause * 2)
        return pause
