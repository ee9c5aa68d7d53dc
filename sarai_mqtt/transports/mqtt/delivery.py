"""Queue of QoS 1 messages to the broker: waiting, in flight (unacknowledged), and dropped ones.

paho would resend every unacknowledged message, however old, and even one for which the broker closed the
connection. So messages wait here, and paho only gets those that are in flight (ADR 19).
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.events import Event
from sarai_mqtt.core.unsent import Why
from sarai_mqtt.transports.mqtt.packets import PacketLimit, packet_bytes
from sarai_mqtt.transports.mqtt.publishing import Outgoing

# What the end of a connection implies for the messages in flight. none: nothing; some: one of them may have
# caused it; size: one of them was too large.
Blame = Literal["none", "some", "size"]

# The site and the event of a message; None for a message that is not an event of a site.
About = tuple[str, Event] | None

MAX_WAITING, MAX_WAITING_BYTES = 256, 32 * 1024 * 1024
# Maximum number of messages in flight unless the broker announces less (Receive Maximum).
WINDOW = 20
_LARGE = 16 * 1024
_REFUSED_KNOWN = 100


@dataclass(slots=True, eq=False)
class Parcel:
    """A message and its deadline `until` (monotonic clock, inf: none).

    `about` names its site and event for the report of its loss. `sent`: it was handed to paho once, so it may
    have arrived. `losses`: the number of connections that ended while it was in flight, perhaps because of
    it.
    """

    message: Outgoing
    until: float = inf
    about: About = None
    sent: bool = False
    losses: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that was dropped, and why; `cause` is the reason in words, for a log."""

    parcel: Parcel
    why: Why
    cause: str


class Delivery:
    """The QoS 1 messages that one connection has to deliver, in order. Not thread-safe.

    Args:
        limit: of the broker's packets.
        lost: called with each message that is dropped.
        is_v5: True if packets are MQTT 5, False for 3.1.1.

    """

    def __init__(self, limit: PacketLimit, lost: Callable[[Lost], None], *, is_v5: bool) -> None:
        self._limit = limit
        self._lost = lost
        self._is_v5 = is_v5
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0
        # Both by message id. `_early_answers`: refusals and acknowledgements that came before `handed` named
        # their id.
        self._in_flight: dict[int, Parcel] = {}
        self._early_answers: dict[int, tuple[str, bool]] = {}
        self._window = WINDOW
        self._culprit_known = False
        self._refused: deque[tuple[str, int]] = deque(maxlen=_REFUSED_KNOWN)

    @property
    def busy(self) -> bool:
        """True while a message is in flight."""
        return bool(self._in_flight)

    def is_stuck(self, now: float) -> bool:
        """Return True if an act in flight is past its deadline at `now` (monotonic clock)."""
        late = [p.about for p in self._in_flight.values() if p.until < now]
        return any(about is not None and kind_of(about[1]) == "act" for about in late)

    def connected(self, window: int) -> None:
        """Start a connection on which at most `window` messages may be in flight (never more than WINDOW)."""
        self._window = min(window, WINDOW)

    def put(self, parcel: Parcel, now: float) -> None:
        """Append a message to the queue; a retained one replaces the waiting one of its topic.

        Drops late messages, and the oldest beyond MAX_WAITING messages or MAX_WAITING_BYTES of payload.
        """
        if parcel.message.retain:
            self._replace_state(parcel)
        self._waiting.append(parcel)
        self._bytes += len(parcel.message.payload)
        if len(self._waiting) > 1:
            self.drop_late(now)
        while len(self._waiting) > MAX_WAITING or self._bytes > MAX_WAITING_BYTES:
            self._give_up(self._pop(), "full", "too many wait for the broker")

    def deadline(self) -> float:
        """Return the earliest deadline (monotonic clock) of the waiting messages; inf if there is none."""
        return min((parcel.until for parcel in self._waiting), default=inf)

    def close(self) -> None:
        """Empty the queue, dropping as late every message with a deadline.

        Messages without one (states) are discarded silently: the next start publishes them again.
        """
        parcels = [*self._in_flight.values(), *self._waiting]
        self._in_flight.clear()
        self._waiting.clear()
        self._bytes = 0
        for parcel in parcels:
            if parcel.until < inf:
                self._give_up(parcel, "late", "the service was stopped before the broker had taken it")

    def put_first(self, parcel: Parcel) -> None:
        """Put a message in front of the queue; a retained one replaces the waiting one of its topic."""
        if parcel.message.retain:
            self._replace_state(parcel)
        self._put_back(parcel)

    def _put_back(self, parcel: Parcel) -> None:
        self._waiting.appendleft(parcel)
        self._bytes += len(parcel.message.payload)

    def drop_late(self, now: float) -> None:
        """Drop the waiting messages whose deadline is before `now` (monotonic clock)."""
        if not any(parcel.until < now for parcel in self._waiting):
            return
        waiting, self._waiting, self._bytes = self._waiting, deque(), 0
        for parcel in waiting:
            if parcel.until < now:
                self._give_up(parcel, "late", f"it waited {now - parcel.until:.1f} s too long for the broker")
            else:
                self._waiting.append(parcel)
                self._bytes += len(parcel.message.payload)

    def take(self, now: float) -> Parcel | None:
        """Remove and return the next message to send; None if none waits or the window is full.

        A message that was in flight when a connection ended is sent alone: if the connection ends again, that
        message is known to be the cause. Messages that are late, too large or refused before are dropped.
        """
        self.drop_late(now)
        while self._waiting:
            alone = self._waiting[0].losses or any(p.losses for p in self._in_flight.values())
            if len(self._in_flight) >= (1 if alone else self._window):
                return None
            parcel = self._pop()
            size = self._size(parcel)
            if size > self._limit.bytes:
                cause = f"its {size} bytes are more than the broker takes ({self._limit})"
                self._give_up(parcel, "large", cause)
            elif parcel.message.retain and _key(parcel) in self._refused:
                self._give_up(parcel, "refused", "the broker has refused it before")
            else:
                return parcel
        return None

    def handed(self, mid: int, parcel: Parcel) -> None:
        """Record that `parcel` was handed to paho as message `mid`."""
        parcel.sent = True
        self._in_flight[mid] = parcel
        if mid in self._early_answers:
            refusal, too_large = self._early_answers[mid]
            self.acknowledged(mid, refusal, too_large=too_large)
        self._early_answers.clear()

    def acknowledged(self, mid: int, refusal: str, *, too_large: bool = False) -> None:
        """Record the broker's answer to message `mid`; `refusal` is its reason in words, "" if it accepted.

        `too_large`: it refused the message as too large. A refused message is dropped.
        """
        parcel = self._in_flight.pop(mid, None)
        if parcel is None:
            self._early_answers[mid] = refusal, too_large
        elif too_large:
            self._too_large(parcel, refusal)
        elif refusal:
            parcel.sent = False
            self._give_up(parcel, "refused", f"the broker refuses it: {refusal}")
        else:
            self._limit.accepted(self._size(parcel))

    def disconnected(self, blame: Blame) -> None:
        """Return the messages in flight to the queue on the end of a connection; drop the one that caused it.

        With blame "size" that is the largest; with "some" a message that was in flight alone for the second
        time.
        """
        in_flight = list(self._in_flight.values())
        self._in_flight.clear()
        self._early_answers.clear()
        self._culprit_known = bool(in_flight)
        if blame == "size" and in_flight:
            culprit = max(in_flight, key=self._size)
            in_flight.remove(culprit)
            self._too_large(culprit, "packet too large")
        if blame == "some" and len(in_flight) == 1 and in_flight[0].losses:
            self._closed_on(in_flight.pop())
        self._take_back(in_flight, blame)

    def returned(self, parcel: Parcel, blame: Blame) -> None:
        """Return to the queue a message that was handed to paho just as the connection ended.

        With blame "size" it is dropped if no other message was in flight.
        """
        parcel.sent = True
        if blame == "size" and not self._culprit_known:
            self._too_large(parcel, "packet too large")
        else:
            self._take_back([parcel], blame)

    def _take_back(self, parcels: Sequence[Parcel], blame: Blame) -> None:
        fresh = {p.message.topic: p for p in self._waiting if p.message.retain}
        large = []
        for parcel in reversed(parcels):
            if blame == "some":
                parcel.losses += 1
            if parcel.message.topic in fresh:
                _inherit(fresh[parcel.message.topic], parcel)
            elif parcel.losses and self._size(parcel) > _LARGE:
                # A large message is the likelier cause, so small ones go before its next attempt.
                large.append(parcel)
            else:
                self._put_back(parcel)
        self._waiting.extend(reversed(large))
        self._bytes += sum(len(p.message.payload) for p in large)

    def _closed_on(self, parcel: Parcel) -> None:
        """Drop a message on which the broker has closed the connection twice.

        A retained one that is not too large is not sent again with the same payload.
        """
        cause, size = "the broker closed the connection on it twice", self._size(parcel)
        may_be_size = self._limit.refused(size)
        is_learnt = size > self._limit.bytes
        if parcel.message.retain and not is_learnt:
            self._refused.append(_key(parcel))
        if may_be_size:
            why = "are more than it takes" if is_learnt else "may be why"
            self._give_up(parcel, "large", f"{cause}: its {size} bytes {why}")
        else:
            self._give_up(parcel, "refused", cause)

    def _too_large(self, parcel: Parcel, reason: str) -> None:
        size = self._size(parcel)
        self._limit.refused(size, named=True)
        parcel.sent = False
        self._give_up(parcel, "large", f"the broker refuses its {size} bytes: {reason}")

    def _size(self, parcel: Parcel) -> int:
        return packet_bytes(parcel.message, is_v5=self._is_v5, expires=parcel.until < inf)

    def _replace_state(self, parcel: Parcel) -> None:
        topic = parcel.message.topic
        old = next((p for p in self._waiting if p.message.retain and p.message.topic == topic), None)
        if old is not None:
            self._waiting.remove(old)
            self._bytes -= len(old.message.payload)
            _inherit(parcel, old)

    def _pop(self) -> Parcel:
        parcel = self._waiting.popleft()
        self._bytes -= len(parcel.message.payload)
        return parcel

    def _give_up(self, parcel: Parcel, why: Why, cause: str) -> None:
        self._lost(Lost(parcel, why, cause))


def _inherit(new: Parcel, old: Parcel) -> None:
    """Copy `losses` to a state that replaces an equal one: all states are published again on reconnecting."""
    if new.message == old.message:
        new.losses = max(new.losses, old.losses)


def _key(parcel: Parcel) -> tuple[str, int]:
    return parcel.message.topic, hash(parcel.message.payload)
