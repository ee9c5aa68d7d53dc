"""Outgoing messages that were given up."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, Reply

# late: too old; large: above the broker's packet limit; refused: by the broker; full: too many are waiting
Why = Literal["late", "large", "refused", "full"]

# Error code that tells a satellite that no complete reply will follow the stream.
STREAM_ONLY = "reply_too_large"


@dataclass(frozen=True, slots=True)
class Unsent:
    """An outgoing message that was given up.

    Args:
        site: the site it concerned.
        event: the event it carried; None if it carried none, such as the status of the service.
        why: the kind of reason.
        cause: the reason in words.
        sent: True if it was sent once without an acknowledgement, so it may have arrived.

    """

    site: str
    event: Event | None
    why: Why
    cause: str
    sent: bool = False

    @property
    def is_act(self) -> bool:
        """True if the receiver would have acted on it."""
        return self.event is not None and kind_of(self.event) == "act"

    @property
    def error(self) -> SaraiError:
        """The error to report to the site."""
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
