"""One MQTT connection on paho that always reconnects, never blocks its callers and has bounded queues."""

import logging
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import inf
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from sarai_mqtt.core.errors import BrokerError
from sarai_mqtt.transports.mqtt.delivery import WINDOW, About, Lost
from sarai_mqtt.transports.mqtt.disconnects import Disconnect, Disconnects
from sarai_mqtt.transports.mqtt.failures import FailureLog
from sarai_mqtt.transports.mqtt.fast_reader import FastReaderClient, Receive
from sarai_mqtt.transports.mqtt.identity import Identity
from sarai_mqtt.transports.mqtt.options import MqttOptions, Protocol, tls_context, tls_error
from sarai_mqtt.transports.mqtt.outbound import Outbound
from sarai_mqtt.transports.mqtt.packets import PacketLimit
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription

log = logging.getLogger(__name__)

FAREWELL_S, STOP_S = 2.0, 8.0
# CONNACK reasons (server unavailable, busy, quota, connection rate) worth a retry with the same credentials.
_TEMPORARY = (0x88, 0x89, 0x97, 0x9F)


class MqttConnection:
    """One connection with its subscriptions. Thread-safe.

    Incoming messages go to `receive(topic, payload, retained)` on the network thread: it must only queue
    them. `greeting` is published on every connect, then `on_up` is called on the network thread; `will` is
    published by the broker when the connection is lost, and by `stop`. `lost` gets each QoS 1
    message that was dropped, `on_trouble` each failure that a person has to fix; both are called on any
    thread and must not block. `identity` and `limit` are shared by the connections of one client.

    Every connection attempt gets a new paho client, so that nothing queued in an old one is sent on the next.
    """

    def __init__(
        self,
        options: MqttOptions,
        name: str,
        subscriptions: Sequence[Subscription],
        receive: Receive,
        *,
        protocol: Protocol | None = None,
        greeting: Outgoing | None = None,
        will: Outgoing | None = None,
        failures: FailureLog | None = None,
        on_up: Callable[[], None] = lambda: None,
        identity: Identity | None = None,
        limit: PacketLimit | None = None,
        lost: Callable[[Lost], None] = lambda _: None,
        on_trouble: Callable[[BrokerError], None] = lambda _: None,
    ) -> None:
        """Prepare without connecting. Raises BrokerError `broker_tls` if a TLS file cannot be used."""
        self.name = name
        self._options = options
        self._subscriptions = list(subscriptions)
        self._receive = receive
        self._greeting = greeting
        self._will = will
        self._on_up = on_up
        self._on_trouble = on_trouble
        self._changed = threading.Condition()
        self._up = False
        self._failure: BrokerError | None = None
        self._failures = failures or FailureLog()
        self._answered = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"mqtt-{name}", daemon=True)
        self._is_v5 = (protocol or options.protocol) == "5"
        self._identity = identity or Identity(options)
        self._client_id = ""
        self._window = WINDOW
        self._limit = limit or PacketLimit(options.max_packet_bytes)
        self._outbound = Outbound(name, self._limit, lost, is_v5=self._is_v5)
        self._disconnects = Disconnects()
        self._tls = tls_context(options) if options.tls else None
        self._client = self._make_client()

    @property
    def up(self) -> bool:
        """True while connected and subscribed."""
        return self._up

    @property
    def limit(self) -> PacketLimit:
        """The limit of outgoing packets."""
        return self._limit

    @property
    def dropped(self) -> int:
        """Number of outgoing messages dropped since the start."""
        return self._outbound.dropped

    @property
    def failure(self) -> BrokerError | None:
        """Reason of the last failed attempt; None once connected."""
        return self._failure

    def start(self) -> None:
        """Start the network thread, which connects and reconnects until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """Publish the will's message if connected, and disconnect; blocks for FAREWELL_S + STOP_S at most.

        Messages that are undelivered then are dropped.
        """
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._up and self._will is not None:
            will = self._will
            with suppress(RuntimeError, ValueError):
                self._client.publish(will.topic, will.payload, will.qos, will.retain).wait_for_publish(
                    FAREWELL_S
                )
        self._client.disconnect()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        self._outbound.stop()

    def wait_up(self, timeout: float) -> None:
        """Block until connected and subscribed.

        Raises BrokerError: `broker_refused` or `broker_tls` as soon as known; after `timeout` s or on `stop`
        the last failure, or `broker_absent`.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._up or _final(self._failure) or self._stopping.is_set(), timeout
            )
            if not self._up:
                raise self._failure or self._absent("did not answer in time")

    def send(self, message: Outgoing, until: float = inf, about: About = None) -> None:
        """Publish without blocking; drop `message` if it cannot be sent by `until` (see Outbound.send)."""
        self._outbound.send(message, until, about)

    def _make_client(self) -> paho.Client:
        options, self._client_id = self._options, self._identity.of(self.name)
        client = FastReaderClient(
            CallbackAPIVersion.VERSION2,
            receive=self._pass_on,
            is_stuck=self._outbound.is_stuck,
            client_id=self._client_id,
            protocol=paho.MQTTv5 if self._is_v5 else paho.MQTTv311,
            clean_session=None if self._is_v5 else True,
            reconnect_on_failure=False,
        )
        if options.username:
            client.username_pw_set(options.username, options.password or None)
        if self._tls is not None:
            client.tls_set_context(self._tls)
        if self._will is not None:
            client.will_set(self._will.topic, self._will.payload, self._will.qos, self._will.retain)
        # With a callback here, even an empty one, `publish` leaves all writing to the network thread.
        client.on_socket_register_write = lambda *_: None
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        # The first call creates the socket pair through which `publish` on another thread wakes the loop.
        client.loop(0)
        return client

    def _on_connect(
        self,
        client: paho.Client,
        _userdata: Any,
        _flags: Any,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self._answered = True
        if self._stopping.is_set():
            # `stop` came while the connection was being made.
            client.disconnect()
            return
        if reason.is_failure:
            self._failed(
                self._absent(f"has no place for us now ({reason})")
                if reason.value in _TEMPORARY
                else BrokerError(
                    "broker_refused",
                    f"The MQTT broker at {self._where} refuses us: {reason}.",
                    "Check the MQTT user name and password, and what the broker allows them.",
                )
            )
            return
        if self._is_v5:
            self._limit.announce(getattr(properties, "MaximumPacketSize", None))
            self._window = getattr(properties, "ReceiveMaximum", WINDOW)
        if self._subscriptions:
            wanted = [(s.topic_filter, SubscribeOptions(qos=s.qos)) for s in self._subscriptions]
            client.subscribe(wanted if self._is_v5 else [(name, options.QoS) for name, options in wanted])
        else:
            self._ready()

    def _on_subscribe(
        self, _client: paho.Client, _userdata: Any, _mid: int, reasons: list[ReasonCode], _properties: Any
    ) -> None:
        for subscription, reason in zip(self._subscriptions, reasons, strict=False):
            if reason.is_failure:
                log.error("the broker forbids subscribing to %s: %s", subscription.topic_filter, reason)
        self._ready()

    def _ready(self) -> None:
        self._disconnects.connected()
        self._outbound.connected(self._client, self._window, self._greeting)
        log.info("MQTT %s connected to %s", self.name, self._where)
        self._failures.clear()
        with self._changed:
            self._up, self._failure = True, None
            self._changed.notify_all()
        self._on_up()

    def _on_connect_fail(self, _client: paho.Client, _userdata: Any) -> None:
        self._disconnects.failed()
        # paho calls this while it handles the exception, and passes no reason.
        error = sys.exc_info()[1]
        if isinstance(error, ssl.SSLError):
            why = getattr(error, "verify_message", "") or error.reason
            self._failed(tls_error(f"TLS with the MQTT broker at {self._where} failed: {why}."))
        else:
            self._failed(self._absent(f"cannot be reached ({error})"))

    def _on_disconnect(
        self, _client: paho.Client, _userdata: Any, flags: Any, reason: ReasonCode, _properties: Any
    ) -> None:
        was_up, answered, self._answered = self._up, self._answered, False
        disconnect = self._disconnects.ended(
            reason, reported=flags.is_disconnect_packet_from_server, busy=self._outbound.busy
        )
        self._connection_lost(disconnect)
        if self._stopping.is_set():
            return
        if disconnect.taken_over:
            self._id_taken_over(disconnect)
        elif was_up:
            log.warning("MQTT %s lost %s (%s); retrying", self.name, self._where, reason)
        elif not answered:
            self._failed(self._absent("closed the connection without an answer (does it want TLS?)"))

    def _id_taken_over(self, disconnect: Disconnect) -> None:
        """Change the client id that another client uses: the two would disconnect each other forever."""
        renewed = self._identity.renew(self._client_id)
        has_taken = "has taken" if disconnect.reported else "seems to have taken"
        error = BrokerError(
            "client_id_taken",
            f"Another client {has_taken} the client id of our connection {self.name} to {self._where}.",
            "We go on with a new one. Is there a second service with the same state folder? If not, look in "
            "the broker's log for who used ours, and change the password of that user."
            if renewed
            else "Leave mqtt.client_id unset, or give every client one of its own; until then we try slowly.",
        )
        self._failures.report(error)
        self._on_trouble(error)
        self._disconnects.settled(renewed=renewed)

    def _on_message(self, _client: paho.Client, _userdata: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            log.warning("a message on a topic that is no text was lost")
            return
        self._pass_on(topic, bytes(message.payload), message.retain)

    def _pass_on(self, topic: str, payload: bytes, retained: bool) -> None:  # noqa: FBT001 - Receive
        # An exception here would end paho's thread silently.
        try:
            self._receive(topic, payload, retained)
        except Exception:
            log.exception("an MQTT message was lost")

    def _on_publish(
        self, _client: paho.Client, _userdata: Any, mid: int, reason: ReasonCode, _properties: Any
    ) -> None:
        self._outbound.published(mid, reason)

    def _run(self) -> None:
        """Run paho's network loop, restarting it after any end or error until `stop`."""
        while not self._stopping.is_set():
            try:
                self._client.connect_async(self._options.host, self._options.port, self._options.keepalive)
                if self._stopping.is_set():
                    return
                self._client.loop_forever()
            except OSError:
                # Reported by `_on_connect_fail`.
                pass
            except Exception:
                log.exception("the network loop of MQTT %s broke; starting over", self.name)
            self._connection_lost(Disconnect())
            if self._stopping.wait(self._disconnects.pause()):
                return
            self._client = self._make_client()

    def _connection_lost(self, disconnect: Disconnect) -> None:
        self._up = False
        self._outbound.disconnected(disconnect.blame)
        with self._changed:
            self._changed.notify_all()

    def _failed(self, failure: BrokerError) -> None:
        self._failures.report(failure)
        with self._changed:
            self._failure = failure
            self._changed.notify_all()

    def _absent(self, what: str) -> BrokerError:
        return BrokerError(
            "broker_absent",
            f"The MQTT broker at {self._where} {what}.",
            "Start the broker, or correct its host and port in the settings; we keep trying.",
        )

    @property
    def _where(self) -> str:
        return f"{self._options.host}:{self._options.port}"


def _final(failure: BrokerError | None) -> bool:
    """Return True if a retry with the same options cannot succeed."""
    return failure is not None and failure.code in ("broker_refused", "broker_tls")
