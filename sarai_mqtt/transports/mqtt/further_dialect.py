"""A further dialect beside Sarai's own: connections, threads and queues of its own to the same broker."""

import time
from collections.abc import Callable

from sarai_mqtt.core.errors import BrokerError, SaraiError
from sarai_mqtt.core.events import Event
from sarai_mqtt.core.ports import Inbound
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.transports.mailbox import HANGS_S
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.dialects import load_dialect
from sarai_mqtt.transports.mqtt.guarded_dialect import GuardedDialect, Reading
from sarai_mqtt.transports.mqtt.handover import Message
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from sarai_mqtt.transports.mqtt.receiver import Receiver


class FurtherDialect:
    """The `ports.Transport` of the dialect `name`.

    The dialect parses on the network threads of its own client and encodes where `publish` is called: if it
    is slow or hangs, its own connections wait, and nothing else.

    Args:
        name: of the dialect, see `load_dialect`.
        options: of the connections.
        inbound: takes what was parsed; called on any thread.
        on_unsent: gets each event that was dropped; called on any thread.
        on_trouble: gets each failure that a person has to fix; called on any thread.
        on_up: called on a network thread each time the broker may have lost retained messages.

    """

    def __init__(
        self,
        name: str,
        options: MqttOptions,
        inbound: Inbound,
        on_unsent: Callable[[Unsent], None],
        on_trouble: Callable[[BrokerError], None] = lambda _: None,
        *,
        on_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Load the dialect. Raises ConfigError and BrokerError as `load_dialect` and MqttClient do."""
        self._name = name
        self._inbound = inbound
        self._dialect = GuardedDialect(name, load_dialect(name, options.root))
        self._receiver = Receiver(self._dialect, inbound)
        self._client = MqttClient(
            options,
            self._dialect,
            self._receive,
            on_up=on_up,
            on_unsent=on_unsent,
            on_trouble=on_trouble,
            suffix=f"-{name.replace('.', '-')}",
        )
        self._reported: Reading | None = None

    @property
    def connected(self) -> bool:
        """True while both connections of the dialect are up."""
        return self._client.connected

    def start(self) -> None:
        """Start to connect in the background; retries until `stop`."""
        self._client.start()

    def stop(self) -> None:
        """Disconnect; blocks for some seconds, more if the dialect hangs."""
        self._client.stop()

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Encode and queue one event. Blocks as long as the dialect does.

        Raises BadInput: those of the dialect; `dialect_failed` if it fails.
        """
        self._client.publish(site, event, age)

    def forget(self, site: str) -> None:
        """Clear what is retained about `site`. Blocks as long as the dialect does.

        Raises BadInput `dialect_failed` if it fails.
        """
        for topic in self._dialect.forget(site):
            self._client.send(Outgoing(topic, b"", retain=True))

    def check(self) -> None:
        """Report once if the dialect hangs in a message that it reads."""
        reading = self._dialect.reading
        if reading is None or reading is self._reported or time.monotonic() - reading.since < HANGS_S:
            return
        self._reported = reading
        reason = f"The dialect {self._name} has not read a message for {HANGS_S:g} s, and hangs."
        self._inbound.refuse(reading.site, SaraiError("dialect_hangs", reason))

    def _receive(self, topic: str, payload: bytes, retained: bool) -> None:  # noqa: FBT001 - Receive
        self._receiver.take(Message(topic, payload, retained, time.monotonic()))
