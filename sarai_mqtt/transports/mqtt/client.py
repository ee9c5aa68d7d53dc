"""The service's two connections to the broker: one for audio, one for everything else."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.errors import BrokerError
from sarai_mqtt.core.events import Event, SpeechChunk
from sarai_mqtt.core.messages import DEFAULT_SITE
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.transports.mqtt.connection import MqttConnection
from sarai_mqtt.transports.mqtt.delivery import Lost
from sarai_mqtt.transports.mqtt.dialects import Dialect
from sarai_mqtt.transports.mqtt.failures import FailureLog
from sarai_mqtt.transports.mqtt.fast_reader import Receive
from sarai_mqtt.transports.mqtt.identity import Identity
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.packets import ChunkSplitter, PacketLimit
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription


class MqttClient:
    """The `ports.Outbox`; passes every incoming message to `receive(topic, payload, retained)`.

    `receive` runs on a network thread: what takes long there delays the broker's pings, too. The audio
    connection is MQTT 3.1.1 with a clean session and audio at QoS 0 in both directions; the control
    connection speaks `options.protocol` at QoS 1, and its will is that of the dialect. Messages on one
    connection keep their order, except those that were in flight when it was lost.
    """

    def __init__(
        self,
        options: MqttOptions,
        dialect: Dialect,
        receive: Receive,
        also: Sequence[Subscription] = (),
        on_up: Callable[[], None] = lambda: None,
        *,
        identity: Identity | None = None,
        on_unsent: Callable[[Unsent], None] = lambda _: None,
        on_trouble: Callable[[BrokerError], None] = lambda _: None,
        suffix: str = "",
    ) -> None:
        """Prepare both connections without connecting.

        `suffix` is added to the names of the connections, which threads, client ids and logs show.
        `also` are further subscriptions of the control connection. `on_up` is called on a network thread each
        time the control connection is up: the broker may have lost retained messages. `on_unsent` gets each
        message that was dropped, `on_trouble` each failure that a person has to fix; both are called on any
        thread and must not block.

        Raises BrokerError `broker_tls` if a TLS file cannot be used.
        """
        self._dialect = dialect
        self._ages = options.ages
        self._limit = PacketLimit(options.max_packet_bytes)
        self._splitter = ChunkSplitter(self._limit)
        self._on_unsent = on_unsent
        connection = partial(
            MqttConnection,
            options,
            receive=receive,
            failures=FailureLog(),
            identity=identity or Identity(options),
            limit=self._limit,
            on_trouble=on_trouble,
        )
        self._audio = connection(f"audio{suffix}", dialect.audio_in, protocol="3.1.1")
        self._control = connection(
            f"control{suffix}",
            [*dialect.control_in, *also],
            on_up=on_up,
            greeting=dialect.greeting,
            will=dialect.will,
            lost=self._lost,
        )

    @property
    def connected(self) -> bool:
        """True while both connections are up and subscribed."""
        return self._audio.up and self._control.up

    @property
    def failure(self) -> BrokerError | None:
        """Reason of the last failed attempt to connect; None once connected."""
        return self._control.failure or self._audio.failure

    @property
    def dropped(self) -> int:
        """Number of outgoing messages dropped since the start."""
        return self._audio.dropped + self._control.dropped

    def start(self) -> None:
        """Start to connect in the background; retries until `stop`."""
        self._audio.start()
        self._control.start()

    def stop(self) -> None:
        """Publish the will, disconnect and wait for the network threads (a few seconds at most)."""
        self._control.stop()
        self._audio.stop()

    def wait_connected(self, timeout: float) -> None:
        """Block until both connections are up and subscribed; on an error they keep trying in the background.

        Raises BrokerError: `broker_refused` or `broker_tls` as soon as known, `broker_absent` after `timeout`
        s.
        """
        deadline = time.monotonic() + timeout
        for connection in (self._control, self._audio):
            connection.wait_up(max(0.0, deadline - time.monotonic()))

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Queue one event for publishing, if the dialect has a message for it; never blocks.

        Raises BadInput `bad_site`, and what else `Dialect.encode` raises.
        It is dropped if it becomes older than `MqttOptions.ages` allows before it is sent. `age` (s) is its
        age at the call: for an act, the time since its sentence was spoken or its timer was due.
        """
        now = time.monotonic()
        if isinstance(event, SpeechChunk):
            for piece in self._splitter.split(site, event):
                if (sound := self._dialect.encode(site, piece)) is not None:
                    self._audio.send(sound, now + self._ages.reply_s)
            return
        until = now + self._ages.limit(kind_of(event)) - age
        if (message := self._dialect.encode(site, event)) is not None:
            (self._control if message.qos else self._audio).send(message, until, (site, event))

    def send(self, message: Outgoing) -> None:
        """Publish `message` without blocking, QoS 0 on the audio connection, QoS 1 on the control one."""
        (self._control if message.qos else self._audio).send(message)

    def _lost(self, lost: Lost) -> None:
        site, event = lost.parcel.about or (DEFAULT_SITE, None)
        self._on_unsent(Unsent(site, event, lost.why, lost.cause, lost.parcel.sent))

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()
