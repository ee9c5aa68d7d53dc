"""Reads the messages of one client of the broker in its dialect, and passes them to the service."""

from collections.abc import Callable, Mapping

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.ports import Inbound
from sarai_mqtt.transports.mqtt.dialects import Dialect
from sarai_mqtt.transports.mqtt.handover import Message


class Receiver:
    """Passes each message on; reports it as an error of its site if it is malformed.

    Args:
        dialect: reads topics and payloads.
        inbound: takes what was read.
        handlers: take the messages on topics that are not the dialect's, by topic. They may raise BadInput.

    """

    def __init__(
        self,
        dialect: Dialect,
        inbound: Inbound,
        handlers: Mapping[str, Callable[[Message], None]] | None = None,
    ) -> None:
        self._dialect = dialect
        self._inbound = inbound
        self._handlers = handlers or {}

    def take(self, message: Message) -> None:
        """Pass one message on, or report it as an error of its site."""
        topic = message.topic
        try:
            if topic in self._handlers:
                self._handlers[topic](message)
            else:
                parsed = self._dialect.parse(topic, message.payload, retain=message.retained)
                if parsed is not None:
                    self._inbound.receive(parsed, message.arrived)
        except BadInput as error:
            self._inbound.refuse(self._dialect.site_of(topic), error)

    def lost(self, topic: str, size: int) -> None:
        """Report messages on `topic`, `size` bytes in all, that were dropped because too many waited."""
        dialect = self._dialect
        self._inbound.miss(dialect.site_of(topic), size, sound=dialect.is_audio(topic))
