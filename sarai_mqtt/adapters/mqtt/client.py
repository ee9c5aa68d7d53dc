"""The service's two connections to the broker: audio, and everything else."""

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from sarai_mqtt.adapters.mqtt.intake import Receive
from sarai_mqtt.adapters.mqtt.link import FailureLog, Link
from sarai_mqtt.adapters.mqtt.options import MqttOptions
from sarai_mqtt.adapters.mqtt.payloads import OFFLINE, ONLINE
from sarai_mqtt.adapters.mqtt.topics import Outgoing, Subscription, Topics
from sarai_mqtt.core.errors import BrokerError
from sarai_mqtt.core.events import Event


class MqttClient:
    """`ports.Outbox`, and the way in: hands every message to `receive(topic, payload, retained)`.

    `receive` runs on a network thread, so it must only pass the message on (to `topics.parse`, elsewhere).
    The audio connection is MQTT 3.1.1 with clean session, sound at QoS 0 both ways; the control connection
    speaks `options.protocol`, QoS 1, and its will is the retained status. What goes out on one is in order.
    """

    def __init__(
        self,
        options: MqttOptions,
        receive: Receive,
        also: Sequence[Subscription] = (),
        on_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Connect nothing yet. Raises ConfigError `bad_root`, BrokerError `broker_tls` (unusable files).

        `also` is received too, whatever its topic. `on_up` is called, on a network thread, each time that the
        control connection is up: the broker may have lost what was retained.
        """
        self.topics = Topics(options.root)
        failures = FailureLog()
        self._audio = Link(
            options, "audio", self.topics.audio_in, receive, protocol="3.1.1", failures=failures
        )
        self._control = Link(
            options,
            "control",
            [*self.topics.control_in, *also],
            receive,
            on_up=on_up,
            greeting=Outgoing(self.topics.status, ONLINE, retain=True),
            will=Outgoing(self.topics.status, OFFLINE, retain=True),
            failures=failures,
        )

    @property
    def connected(self) -> bool:
        """True while both connections are up and subscribed."""
        return self._audio.up and self._control.up

    @property
    def failure(self) -> BrokerError | None:
        """Why the last try to connect failed; None once connected."""
        return self._control.failure or self._audio.failure

    @property
    def dropped(self) -> int:
        """How many outgoing messages were given up since the start."""
        return self._audio.dropped + self._control.dropped

    def start(self) -> None:
        """Begin to connect; retries for ever, in the background."""
        self._audio.start()
        self._control.start()

    def stop(self) -> None:
        """Publish `offline`, disconnect and wait for the network threads (a few seconds at most)."""
        self._control.stop()
        self._audio.stop()

    def wait_connected(self, timeout: float) -> None:
        """Block until both connections are up and subscribed; they keep trying whatever comes of this.

        Raises BrokerError: broker_refused or broker_tls as soon as known, broker_absent after `timeout` s.
        """
        deadline = time.monotonic() + timeout
        for link in (self._control, self._audio):
            link.wait_up(max(0.0, deadline - time.monotonic()))

    def publish(self, site: str, event: Event) -> None:
        """Hand over one event; never blocks. Raises BadInput `bad_site`."""
        message = self.topics.encode(site, event)
        self.send(message)

    def send(self, message: Outgoing) -> None:
        """Publish without blocking, on the audio connection what is of QoS 0."""
        (self._control if message.qos else self._audio).send(message)

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()
