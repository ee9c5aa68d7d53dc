"""A broker of our own for `demo` and tests, when there is none in the house."""

import socket
from types import TracebackType
from typing import Self

import iotcore

from sarai_mqtt.core.errors import BrokerError

# The longest reply is some 7 MB (2000 characters); a larger message costs its sender the connection.
MAX_PAYLOAD = 16 * 1024 * 1024
_TRIES = 5


class EmbeddedBroker:
    """rumqttd (package iotcore) as a child process on a free port of the loopback interface. MQTT 3.1.1.

    A context manager; `port` is known inside.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0
        self._broker: iotcore.Broker | None = None

    def __enter__(self) -> Self:
        """Start and wait until it accepts connections. Raises BrokerError `broker_embedded`."""
        failure: Exception | None = None
        for _ in range(_TRIES):
            self.port = _free_port()
            broker = iotcore.Broker(port=self.port, listen=self.host, max_payload_size=MAX_PAYLOAD)
            try:
                self._broker = broker.start()
            except (OSError, RuntimeError) as exc:
                # Somebody else may have taken the port in between.
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
        """Stop and release the port."""
        if self._broker is not None:
            self._broker.stop()
            self._broker = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((EmbeddedBroker.host, 0))
        port: int = probe.getsockname()[1]
        return port
