"""Outgoing messages of one connection: QoS 0 is dropped while it is down, QoS 1 waits for it.

Messages that are too old or too large are not sent.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from math import inf

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from sarai_mqtt.transports.mqtt.delivery import About, Blame, Delivery, Lost, Parcel
from sarai_mqtt.transports.mqtt.packets import SMALLEST, PacketLimit
from sarai_mqtt.transports.mqtt.publishing import Outgoing

log = logging.getLogger(__name__)

# QoS 0 messages handed to paho but not yet written to the socket; those beyond can still be dropped by age.
WINDOW = 8
MAX_WAITING = 256
TOO_LARGE = 0x95
# A connection that ends this soon after a large QoS 0 message may have ended because of it.
_BLAMED_S = 2.0
# Added to the timer: it may fire a little early, and a message is late only after its deadline.
_SLACK_S = 0.02


class Outbound:
    """Hands messages to paho while there is a connection. Thread-safe; never blocks.

    Args:
        name: of the connection, for the log.
        limit: of the broker's packets.
        lost: called on any thread with every QoS 1 message that is dropped; must not block.
        is_v5: True if the connection is MQTT 5, False for 3.1.1.

    """

    def __init__(self, name: str, limit: PacketLimit, lost: Callable[[Lost], None], *, is_v5: bool) -> None:
        self._name = name
        self._limit = limit
        self._on_lost = lost
        self._is_v5 = is_v5
        self._lock = threading.RLock()
        self._client: paho.Client | None = None
        # QoS 0: a message and its deadline (monotonic clock).
        self._qos0: deque[tuple[Outgoing, float]] = deque()
        self._in_paho: set[int] = set()
        # Time of the last large QoS 0 message.
        self._large_at = -inf
        self._delivery = Delivery(limit, self._give_up, is_v5=is_v5)
        # Timer that drops messages at their deadline if nothing else happens, and the time it is set to.
        self._timer: threading.Timer | None = None
        self._timer_at = inf
        self._stopped = False
        self._publishing = False
        self._blame: Blame = "none"
        self._dropped = 0
        self._refused = 0

    @property
    def dropped(self) -> int:
        """Number of messages dropped since the start."""
        return self._dropped

    @property
    def busy(self) -> bool:
        """True while the broker may end the connection because of a message.

        That is while a QoS 1 message is unacknowledged, and for _BLAMED_S after a large QoS 0 message.
        """
        return self._delivery.busy or time.monotonic() < self._large_at + _BLAMED_S

    def is_stuck(self) -> bool:
        """Return True if an act in flight is past its deadline, so that it must no longer be delivered."""
        with self._lock:
            return self._delivery.is_stuck(time.monotonic())

    def connected(self, client: paho.Client, window: int, greeting: Outgoing | None) -> None:
        """Send on `client` from now on, `greeting` first.

        `window`: the number of unacknowledged QoS 1 messages that the broker accepts.
        """
        with self._lock:
            self._client = client
            self._delivery.connected(window)
            if greeting is not None:
                self._delivery.put_first(Parcel(greeting))
        self._deliver()

    def disconnected(self, blame: Blame) -> None:
        """Stop sending until the next `connected`, and drop all QoS 0 messages: audio is worthless later.

        `blame`: what the end of the connection implies for the messages in flight.
        """
        with self._lock:
            if self._client is None:
                return
            self._client, self._blame = None, blame
            for _ in (*self._in_paho, *self._qos0):
                self._drop()
            self._in_paho.clear()
            self._qos0.clear()
            self._delivery.disconnected(blame)
            self._delivery.drop_late(time.monotonic())
            self._large_at = -inf
            self._set_timer()

    def stop(self) -> None:
        """Drop all undelivered messages that have a deadline, and from now on any new one."""
        with self._lock:
            self._stopped = True
            self._delivery.close()
            self._set_timer()

    def send(self, message: Outgoing, until: float = inf, about: About = None) -> None:
        """Publish `message`, or drop it if it cannot be sent by `until` (monotonic clock, inf: no deadline).

        `about`: see Parcel. QoS 0 is dropped while disconnected (old audio is worthless); on a slow socket
        the oldest is dropped at MAX_WAITING. QoS 1 waits for the connection; when too many wait the oldest is
        dropped.
        """
        if message.qos:
            with self._lock:
                self._delivery.put(Parcel(message, until, about), time.monotonic())
            self._deliver()
            with self._lock:
                if self._stopped:
                    self._delivery.close()
                self._set_timer()
            return
        with self._lock:
            if self._client is None:
                self._drop()
                return
            self._qos0.append((message, until))
            if len(self._qos0) > MAX_WAITING:
                self._qos0.popleft()
                self._drop()
            self._pump(self._client)

    def published(self, mid: int, reason: ReasonCode) -> None:
        """Record that message `mid` was written to the socket (QoS 0) or answered with `reason` (QoS 1)."""
        with self._lock:
            if mid in self._in_paho:
                self._in_paho.discard(mid)
                if self._client is not None:
                    self._pump(self._client)
                return
            refusal = str(reason) if reason.is_failure else ""
            self._delivery.acknowledged(mid, refusal, too_large=reason.value == TOO_LARGE)
        self._deliver()

    def _pump(self, client: paho.Client) -> None:
        """Hand QoS 0 messages to paho until it has WINDOW unwritten ones; the caller holds the lock."""
        while self._qos0 and len(self._in_paho) < WINDOW:
            message, until = self._qos0.popleft()
            now, size = time.monotonic(), len(message.payload)
            if until < now or size > self._limit.bytes:
                self._drop()
                continue
            if size > SMALLEST:
                self._large_at = now
            info = client.publish(message.topic, message.payload, 0, message.retain)
            if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
                self._drop()
            elif not info.is_published():
                self._in_paho.add(info.mid)

    def _deliver(self) -> None:
        """Hand QoS 1 messages to paho as far as the window allows.

        Only one thread at a time does, and without holding the lock: paho holds a lock of its own while it
        reports an acknowledgement and needs the same one to publish, so the two could deadlock.
        """
        while True:
            with self._lock:
                client = self._client
                if self._publishing or client is None:
                    return
                parcel = self._delivery.take(time.monotonic())
                if parcel is None:
                    return
                self._publishing = True
            info, refusal = None, ""
            try:
                message = parcel.message
                info = client.publish(
                    message.topic, message.payload, message.qos, message.retain, self._properties(parcel)
                )
            except Exception as error:  # noqa: BLE001 - the messages behind it must still be sent
                refusal = f"paho does not take it: {error}"
            with self._lock:
                self._publishing = False
                if info is None:
                    self._give_up(Lost(parcel, "refused", refusal))
                elif client is self._client:
                    self._delivery.handed(info.mid, parcel)
                else:
                    # The connection ended meanwhile, and paho's queue with it.
                    self._delivery.returned(parcel, self._blame)

    def _properties(self, parcel: Parcel) -> Properties | None:
        """Return the Message Expiry Interval of `parcel` (whole seconds, 1 at least).

        None for MQTT 3.1.1 or without a deadline.
        """
        if not self._is_v5 or parcel.until == inf:
            return None
        return _expiry_properties(max(1, int(parcel.until - time.monotonic())))

    def _set_timer(self) -> None:
        """Set the timer that drops waiting messages at their deadline; the caller holds the lock.

        There is one timer thread, and only while messages wait, which they hardly do while connected.
        """
        at = self._delivery.deadline()
        if at == inf or self._timer_at > at:
            self._cancel_timer()
        if self._timer is None and at < inf:
            self._timer = threading.Timer(max(0.0, at - time.monotonic()) + _SLACK_S, self._drop_late)
            self._timer.name, self._timer.daemon = f"mqtt-{self._name}-late", True
            self._timer_at = at
            self._timer.start()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_at = None, inf

    def _drop_late(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():
                self._cancel_timer()
            self._delivery.drop_late(time.monotonic())
            self._set_timer()

    def _give_up(self, lost: Lost) -> None:
        self._drop()
        if lost.why in ("large", "refused"):
            self._refused += 1
            level = logging.ERROR if self._refused.bit_count() == 1 else logging.DEBUG
            remedy = (
                "Raise the broker's packet limit." if lost.why == "large" else "Look at the broker's log."
            )
            topic = lost.parcel.message.topic
            log.log(level, "a message on %s is not sent (again): %s. %s", topic, lost.cause, remedy)
        self._on_lost(lost)

    def _drop(self) -> None:
        self._dropped += 1
        # Logs the 1st, 2nd, 4th, 8th and so on.
        if self._dropped.bit_count() == 1:
            log.warning("%d outgoing MQTT messages given up on %s", self._dropped, self._name)


@lru_cache(64)
def _expiry_properties(seconds: int) -> Properties:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho's own
    properties.MessageExpiryInterval = seconds
    return properties
