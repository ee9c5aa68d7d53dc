"""What was to go out and did not."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, Reply

# late: too old; large: more than the broker takes; refused: the broker does not want it; full: too many wait
Why = Literal["late", "large", "refused", "full"]

# The code by which a satellite knows that there will be no whole reply.
STREAM_ONLY = "reply_too_large"


@dataclass(frozen=True, slots=True)
class Unsent:
    """An event of a site that was given up; None is none of ours, but something about us.

    `cause` is why, in words. `sent`: it did go out once, unacknowledged, so it may have arrived.
    """

    site: str
    event: Event | None
    why: Why
    cause: str
    sent: bool = False

    @property
    def is_act(self) -> bool:
        """True when something would have been done on it."""
        return self.event is not None and kind_of(self.event) == "act"

    @property
    def error(self) -> SaraiError:
        """What the site is told."""
        kind = "event" if self.event is None else kind_of(self.event)
        what = "A state" if self.event is None else f"{type(self.event).__name__}"
        match self.why:
            case "late":
                return SaraiError(f"{kind}_late", f"{what} was too late and was dropped: {self.cause}.")
            case "large" if isinstance(self.event, Reply):
                reason = f"A reply went out as the stream only: {self.cause}."
                return SaraiError(STREAM_ONLY, reason, "Raise the broker's packet limit.")
            case "large":
                return SaraiError("message_too_large", f"{what} was dropped: {self.cause}.")
            case "refused":
                return SaraiError("message_refused", f"{what} was dropped: {self.cause}.")
            case "full":
                return SaraiError("outbox_full", f"{what} was dropped: {self.cause}.")
