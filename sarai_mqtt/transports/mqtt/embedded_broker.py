"""An embedded MQTT broker for `demo` and tests, for use without an installed one."""

import socket
from types import TracebackType
from typing import Self

import iotcore

from sarai_mqtt.core.errors import BrokerError

# Bytes. The longest reply (2000 characters) is some 7 MB; the sender of a larger message is disconnected.
MAX_PAYLOAD = 16 * 1024 * 1024
_TRIES = 5


class EmbeddedBroker:
    """Runs rumqttd (package iotcore, MQTT 3.1.1) as a child process on a free port of 127.0.0.1.

    A context manager; `port` is set inside the `with` block. No broker for a house: the will of a client that
    has taken over its own session is lost (findings/iotcore-will-takeover.sh).
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0
        self._broker: iotcore.Broker | None = None

    def __enter__(self) -> Self:
        """Start the broker and wait until it accepts connections.

        Raises BrokerError `broker_embedded` if it fails on _TRIES ports in turn.
        """
        failure: Exception | None = None
        for _ in range(_TRIES):
            self.port = _free_port()
            broker = iotcore.Broker(port=self.port, listen=self.host, max_payload_size=MAX_PAYLOAD)
            try:
                self._broker = broker.start()
            except (OSError, RuntimeError) as exc:
                # Another process may have taken the port in between.
                failure = exc
                continue
            return self
        raise BrokerError(
            "broker_embedded",
            f"The embedded MQTT broker does not start: {failure}.",
            "Run a broker such as mosquitto and give its host and port.",
        )

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop the broker and release the port."""
        if self._broker is not None:
            self._broker.stop()
            self._broker = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((EmbeddedBroker.host, 0))
        port: int = probe.getsockname()[1]
        return port
