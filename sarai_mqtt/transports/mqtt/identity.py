"""The client ids of the service's connections.

A broker closes a connection when another one uses the same client id. So anyone who can guess the id and may
connect can cut the service off; access control lists do not prevent it, because they limit topics, not ids.
"""

import re
import secrets
import threading
from collections.abc import Callable

from sarai_mqtt.core.ports import Store
from sarai_mqtt.transports.mqtt.options import MqttOptions

NAME = "client_id"
# With the letter of the connection 22 letters and digits: MQTT 3.1.1 (3.1.3.1) obliges brokers to accept 23.
_KEPT = re.compile(r"sarai[0-9a-f]{16}")
# Characters that some brokers do not accept: NATS refuses an id with one of these.
_REFUSED_BY_SOME = re.compile(r"[.*>\s]")


class Identity:
    """The client ids of the connections of one client. Thread-safe.

    The user's setting `client_id` is used if there is one; otherwise a random id, `known` ("": a new one).
    Each new random id is passed to `keep`, which may save it.
    """

    def __init__(
        self, options: MqttOptions, known: str = "", keep: Callable[[str], None] | None = None
    ) -> None:
        self._chosen = options.client_id
        self._keep = keep or (lambda _: None)
        self._changing = threading.Lock()
        self._random_id = known

    @property
    def chosen(self) -> bool:
        """True if the user has set the id: then it is never changed."""
        return bool(self._chosen)

    def of(self, connection: str) -> str:
        """Return the id of the connection named `connection`, making a random base id at the first call."""
        if self._chosen:
            return f"{self._chosen}-{connection}"
        with self._changing:
            if not self._random_id:
                self._make_id()
            return f"{self._random_id}{connection[0]}"

    def renew(self, taken: str) -> bool:
        """Make a new random id because another client uses `taken`; return False if the user has set the id.

        If several connections lose the same id it changes only once.
        """
        if self._chosen:
            return False
        with self._changing:
            if taken.startswith(self._random_id):
                self._make_id()
        return True

    def _make_id(self) -> None:
        self._random_id = f"sarai{secrets.token_hex(8)}"
        self._keep(self._random_id)


def kept_identity(options: MqttOptions, store: Store) -> Identity:
    """Return the identity saved in `store` under "client_id", so that it is the same after a restart.

    An id that is made later is saved there.
    """
    kept = store.load(NAME)
    known = kept if isinstance(kept, str) and _KEPT.fullmatch(kept) else ""
    return Identity(options, known, lambda made: store.save(NAME, made))


def advice_on(client_id: str) -> str:
    """Return advice against the client id that the user has set; "" if none is set."""
    if not client_id:
        return ""
    if _REFUSED_BY_SOME.search(client_id):
        return "Leave mqtt.client_id unset: not every broker takes dots, spaces, * and > in it."
    return "Leave mqtt.client_id unset: whoever the broker lets in and knows it can end our connection."
