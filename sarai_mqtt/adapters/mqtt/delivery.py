"""QoS 1 messages on their way to the broker: what waits, what it has not acknowledged, and what is given up.

paho would send again whatever was not acknowledged, however old it is and though the broker closed the
connection because of it. So what waits, waits here, and paho gets no more than is on its way (ADR 19).
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from sarai_mqtt.adapters.mqtt.packets import PacketLimit, packet_bytes
from sarai_mqtt.adapters.mqtt.topics import Outgoing
from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.events import Event
from sarai_mqtt.core.unsent import Why

# What the end of a connection says of the messages on their way: nothing, that one of them may have caused
# it, or that one of them was too large.
Blame = Literal["none", "some", "size"]

# The site and the event that a message is; None of what is neither's.
About = tuple[str, Event] | None

MAX_WAITING, MAX_WAITING_BYTES = 256, 32 * 1024 * 1024
# So many may be on their way: what brokers take at once unless they say less.
WINDOW = 20
_LARGE = 16 * 1024
_REFUSED_KNOWN = 100


@dataclass(slots=True, eq=False)
class Parcel:
    """A message and until when (monotonic clock) it may go out. `about` is handed back when it is given up.

    `sent`: it was handed over once, so it may have arrived; `losses` are the connections that ended under it.
    """

    message: Outgoing
    until: float = inf
    about: About = None
    sent: bool = False
    losses: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that was given up, and why; `cause` is that in words for a log."""

    parcel: Parcel
    why: Why
    cause: str


class Delivery:
    """What one connection has to deliver, in order. Not thread-safe.

    Args:
        limit: of the broker's packets.
        lost: gets what is given up.
        is_v5: which protocol the packets are of.

    """

    def __init__(self, limit: PacketLimit, lost: Callable[[Lost], None], *, is_v5: bool) -> None:
        self._limit = limit
        self._lost = lost
        self._is_v5 = is_v5
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0
        # By message id. An id may be acknowledged before we have been told it.
        self._on_way: dict[int, Parcel] = {}
        self._early: dict[int, tuple[str, bool]] = {}
        self._window = WINDOW
        self._culprit_known = False
        self._refused: deque[tuple[str, int]] = deque(maxlen=_REFUSED_KNOWN)

    @property
    def busy(self) -> bool:
        """True while something is on its way."""
        return bool(self._on_way)

    def is_stuck(self, now: float) -> bool:
        """Say whether an act that is on its way has become too old meanwhile."""
        late = [p.about for p in self._on_way.values() if p.until < now]
        return any(about is not None and kind_of(about[1]) == "act" for about in late)

    def connected(self, window: int) -> None:
        """Begin with a connection on which `window` messages may be on their way at once."""
        self._window = min(window, WINDOW)

    def put(self, parcel: Parcel, now: float) -> None:
        """Let a message wait. Only the latest of a state waits; if too many do, the oldest goes."""
        if parcel.message.retain:
            self._replace_state(parcel)
        self._waiting.append(parcel)
        self._bytes += len(parcel.message.payload)
        if len(self._waiting) > 1:
            self.drop_late(now)
        while len(self._waiting) > MAX_WAITING or self._bytes > MAX_WAITING_BYTES:
            self._give_up(self._pop(), "full", "too many wait for the broker")

    def deadline(self) -> float:
        """Give when (monotonic clock) the first of what waits becomes too old; inf when nothing will."""
        return min((parcel.until for parcel in self._waiting), default=inf)

    def close(self) -> None:
        """Give up all that can become too old: nobody will deliver it. States hold until the next one."""
        parcels = [*self._on_way.values(), *self._waiting]
        self._on_way.clear()
        self._waiting.clear()
        self._bytes = 0
        for parcel in parcels:
            if parcel.until < inf:
                self._give_up(parcel, "late", "the service was stopped before the broker had taken it")

    def put_first(self, parcel: Parcel) -> None:
        """Let a message wait in front of all others."""
        if parcel.message.retain:
            self._replace_state(parcel)
        self._put_back(parcel)

    def _put_back(self, parcel: Parcel) -> None:
        self._waiting.appendleft(parcel)
        self._bytes += len(parcel.message.payload)

    def drop_late(self, now: float) -> None:
        """Give up what has become too old while it waited."""
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
        """Give what is to be handed to the broker now; None when nothing waits or enough is on its way.

        What a connection ended under goes alone: if that happens again it is known which message it was.
        """
        self.drop_late(now)
        while self._waiting:
            alone = self._waiting[0].losses or any(p.losses for p in self._on_way.values())
            if len(self._on_way) >= (1 if alone else self._window):
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
        """Take note that `parcel` was handed over as message `mid`."""
        parcel.sent = True
        self._on_way[mid] = parcel
        if mid in self._early:
            refusal, too_large = self._early[mid]
            self.acknowledged(mid, refusal, too_large=too_large)
        self._early.clear()

    def acknowledged(self, mid: int, refusal: str, *, too_large: bool = False) -> None:
        """Take note that the broker has answered message `mid`: with "", or why it refuses it."""
        parcel = self._on_way.pop(mid, None)
        if parcel is None:
            self._early[mid] = refusal, too_large
        elif too_large:
            self._too_large(parcel, refusal)
        elif refusal:
            parcel.sent = False
            self._give_up(parcel, "refused", f"the broker refuses it: {refusal}")
        else:
            self._limit.took(self._size(parcel))

    def disconnected(self, blame: Blame) -> None:
        """Take back what was on its way when the connection ended, or give it up if that was its doing."""
        on_way = list(self._on_way.values())
        self._on_way.clear()
        self._early.clear()
        self._culprit_known = bool(on_way)
        if blame == "size" and on_way:
            culprit = max(on_way, key=self._size)
            on_way.remove(culprit)
            self._too_large(culprit, "packet too large")
        if blame == "some" and len(on_way) == 1 and on_way[0].losses:
            self._closed_on(on_way.pop())
        self._take_back(on_way, blame)

    def returned(self, parcel: Parcel, blame: Blame) -> None:
        """Take back a message that was handed over just as the connection ended, or give it up likewise."""
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
                # The likelier cause: what is small need not wait for another try of it.
                large.append(parcel)
            else:
                self._put_back(parcel)
        self._waiting.extend(reversed(large))
        self._bytes += sum(len(p.message.payload) for p in large)

    def _closed_on(self, parcel: Parcel) -> None:
        """Give up a message on which the broker has closed the connection twice."""
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
    """Let a state that is told anew be what it was, if it is the same: all are once the link is back."""
    if new.message == old.message:
        new.losses = max(new.losses, old.losses)


def _key(parcel: Parcel) -> tuple[str, int]:
    return parcel.message.topic, hash(parcel.message.payload)
