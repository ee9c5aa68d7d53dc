"""Grammars of MQTT topics and payloads: the port each of them implements, and how one is found by its name.

A module is a dialect if it has a function `new_dialect(root)`, which returns one; docs/extending/dialect.md.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from sarai_mqtt.core.errors import ConfigError, SaraiError
from sarai_mqtt.core.events import Event
from sarai_mqtt.core.messages import ClientMessage
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription


class Dialect(Protocol):
    """A grammar of topics and payloads, in both directions. It opens no connection and starts no thread.

    The calls for one dialect never overlap. What it raises other than BadInput is reported as its failure.
    """

    @property
    def audio_in(self) -> Sequence[Subscription]:
        """Subscriptions of the connection for audio; what has to keep its order with audio is among them."""
        ...

    @property
    def control_in(self) -> Sequence[Subscription]:
        """Subscriptions of the connection for everything else."""
        ...

    @property
    def greeting(self) -> Outgoing | None:
        """Published on each connect; None: nothing."""
        ...

    @property
    def will(self) -> Outgoing | None:
        """Published when the service stops or its connection is lost; None: nothing."""
        ...

    def parse(self, topic: str, payload: bytes, *, retain: bool) -> ClientMessage | None:
        """Parse a message of a client; None if it is not for us. `retain` is its retain flag.

        Raises BadInput with a code, a reason and a remedy if the message cannot be used.
        """
        ...

    def encode(self, site: str, event: Event) -> Outgoing | None:
        """Encode one event of `site`; None if the dialect has no message for it.

        QoS 0 goes out on the connection for audio and is dropped while it is down, QoS 1 waits. Raises
        BadInput if the event cannot be said.
        """
        ...

    def site_of(self, topic: str) -> str:
        """Return the site to which a refused message on `topic` is reported; the default site if none."""
        ...

    def is_audio(self, topic: str) -> bool:
        """Return True if messages on `topic` are audio, which is worthless when it is late."""
        ...


def load_dialect(name: str, root: str) -> Dialect:
    """Return the dialect `name` of the setting `mqtt.dialects`; `root` is `mqtt.root`, which it may ignore.

    `name` is a module of this folder, or with dots any module that can be imported. Raises ConfigError
    `bad_dialect` if there is none or it cannot be made, and ConfigErrors of the dialect (`bad_root`).
    """
    module = name if "." in name else f"{__name__}.{name}"
    try:
        dialect: Dialect = import_module(module).new_dialect(root)
    except SaraiError:
        raise
    except Exception as error:
        raise ConfigError(
            "bad_dialect",
            f"The dialect {name} cannot be used: {type(error).__name__}: {error}.",
            "mqtt.dialects names modules with a function new_dialect: docs/extending/dialect.md.",
        ) from error
    return dialect
