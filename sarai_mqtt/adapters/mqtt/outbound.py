"""The way out of one connection: QoS 0 while it is up, QoS 1 once it is; nothing too old or too large."""

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

from sarai_mqtt.adapters.mqtt.delivery import About, Blame, Delivery, Lost, Parcel
from sarai_mqtt.adapters.mqtt.packets import SMALLEST, PacketLimit
from sarai_mqtt.adapters.mqtt.topics import Outgoing

log = logging.getLogger(__name__)

# QoS 0 handed to paho but not yet on the socket; what waits beyond that can still be dropped by age.
WINDOW = 8
MAX_WAITING = 256
TOO_LARGE = 0x95
# A connection that ends so soon after a large message of QoS 0 may have ended because of it.
_BLAMED_S = 2.0
# Timers may fire a little early, and what is just too old is not yet too late.
_SLACK_S = 0.02


class Outbound:
    """Hands messages to paho while there is a connection. Thread-safe; never blocks.

    Args:
        name: of the connection, for the log.
        limit: of the broker's packets.
        lost: gets every message of QoS 1 that is given up; must not block. On any thread.
        is_v5: what the connection speaks.

    """

    def __init__(self, name: str, limit: PacketLimit, lost: Callable[[Lost], None], *, is_v5: bool) -> None:
        self._name = name
        self._limit = limit
        self._on_lost = lost
        self._is_v5 = is_v5
        self._lock = threading.RLock()
        self._client: paho.Client | None = None
        # Of QoS 0: a message and until when it may go out.
        self._sounds: deque[tuple[Outgoing, float]] = deque()
        self._in_paho: set[int] = set()
        # When the last large message of QoS 0 went out.
        self._large_at = -inf
        self._delivery = Delivery(limit, self._give_up, is_v5=is_v5)
        # Looks for what has become too old while nothing else happens, and when it will.
        self._alarm: threading.Timer | None = None
        self._alarm_at = inf
        self._stopped = False
        self._handing = False
        self._blame: Blame = "none"
        self._dropped = 0
        self._refused = 0

    @property
    def dropped(self) -> int:
        """How many messages were given up since the start."""
        return self._dropped

    @property
    def busy(self) -> bool:
        """True while the broker has something of ours that it may not like."""
        return self._delivery.busy or time.monotonic() < self._large_at + _BLAMED_S

    def is_stuck(self) -> bool:
        """Say whether an act on its way has become too old: it must not get there any more."""
        with self._lock:
            return self._delivery.is_stuck(time.monotonic())

    def connected(self, client: paho.Client, window: int, greeting: Outgoing | None) -> None:
        """Send on `client` from now on, `greeting` first; the broker takes `window` messages at once."""
        with self._lock:
            self._client = client
            self._delivery.connected(window)
            if greeting is not None:
                self._delivery.put_first(Parcel(greeting))
        self._deliver()

    def disconnected(self, blame: Blame) -> None:
        """Wait for another connection. What paho had not written is lost, and sound is worthless later."""
        with self._lock:
            if self._client is None:
                return
            self._client, self._blame = None, blame
            for _ in (*self._in_paho, *self._sounds):
                self._drop()
            self._in_paho.clear()
            self._sounds.clear()
            self._delivery.disconnected(blame)
            self._delivery.drop_late(time.monotonic())
            self._large_at = -inf
            self._watch()

    def stop(self) -> None:
        """Give up what has not been delivered, and from now on whatever comes."""
        with self._lock:
            self._stopped = True
            self._delivery.close()
            self._watch()

    def send(self, message: Outgoing, until: float = inf, about: About = None) -> None:
        """Publish `message`, unless that can only be after `until` (monotonic clock); `about`: see Parcel.

        QoS 0 while disconnected is dropped (old sound is worthless); when the socket is slow the oldest goes.
        QoS 1 waits for the connection, and is dropped when too many wait.
        """
        if message.qos:
            with self._lock:
                self._delivery.put(Parcel(message, until, about), time.monotonic())
            self._deliver()
            with self._lock:
                if self._stopped:
                    self._delivery.close()
                self._watch()
            return
        with self._lock:
            if self._client is None:
                self._drop()
                return
            self._sounds.append((message, until))
            if len(self._sounds) > MAX_WAITING:
                self._sounds.popleft()
                self._drop()
            self._pump(self._client)

    def published(self, mid: int, reason: ReasonCode) -> None:
        """Take note that message `mid` is out, or of QoS 1: answered."""
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
        """Feed paho up to WINDOW messages of QoS 0; the caller holds the lock."""
        while self._sounds and len(self._in_paho) < WINDOW:
            message, until = self._sounds.popleft()
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
        """Feed paho what QoS 1 messages may be on their way.

        One thread at a time does, and not under the lock: paho holds one of its own while it tells us of an
        acknowledgement, and wants the same one to publish.
        """
        while True:
            with self._lock:
                client = self._client
                if self._handing or client is None:
                    return
                parcel = self._delivery.take(time.monotonic())
                if parcel is None:
                    return
                self._handing = True
            info, refusal = None, ""
            try:
                message = parcel.message
                info = client.publish(
                    message.topic, message.payload, message.qos, message.retain, self._properties(parcel)
                )
            except Exception as error:  # noqa: BLE001 - what follows has to go out all the same
                refusal = f"paho does not take it: {error}"
            with self._lock:
                self._handing = False
                if info is None:
                    self._give_up(Lost(parcel, "refused", refusal))
                elif client is self._client:
                    self._delivery.handed(info.mid, parcel)
                else:
                    # The connection ended meanwhile, and with it what paho had.
                    self._delivery.returned(parcel, self._blame)

    def _properties(self, parcel: Parcel) -> Properties | None:
        """Let the broker drop what it cannot deliver in time (MQTT 5, whole seconds)."""
        if not self._is_v5 or parcel.until == inf:
            return None
        return _expiring(max(1, int(parcel.until - time.monotonic())))

    def _watch(self) -> None:
        """Have what waits given up when its time is over, also if nothing happens until then; under the lock.

        One thread, and only while something waits: with a broker that is there nothing does.
        """
        at = self._delivery.deadline()
        if at == inf or self._alarm_at > at:
            self._unwatch()
        if self._alarm is None and at < inf:
            self._alarm = threading.Timer(max(0.0, at - time.monotonic()) + _SLACK_S, self._drop_late)
            self._alarm.name, self._alarm.daemon = f"mqtt-{self._name}-late", True
            self._alarm_at = at
            self._alarm.start()

    def _unwatch(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm, self._alarm_at = None, inf

    def _drop_late(self) -> None:
        with self._lock:
            if self._alarm is threading.current_thread():
                self._unwatch()
            self._delivery.drop_late(time.monotonic())
            self._watch()

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
        # The 1st, 2nd, 4th, 8th… is worth a line.
        if self._dropped.bit_count() == 1:
            log.warning("%d outgoing MQTT messages given up on %s", self._dropped, self._name)


@lru_cache(64)
def _expiring(seconds: int) -> Properties:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho's own
    properties.MessageExpiryInterval = seconds
    return properties
