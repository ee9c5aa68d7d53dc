"""The client ids of our connections: a broker gives a connection up for the next one that names the same id.

So an id that others can guess is an off switch in their hands: an ACL says who may do what, not who is who.
"""

import re
import secrets
import threading
from collections.abc import Callable

from sarai_mqtt.adapters.mqtt.options import MqttOptions
from sarai_mqtt.ports import Store

NAME = "client_id"
# With the letter of a connection 22 letters and digits: MQTT 3.1.1 promises 23, and no broker minds them.
_KEPT = re.compile(r"sarai[0-9a-f]{16}")
# What some broker takes for something else: NATS refuses an id with one of these.
_STRANGE = re.compile(r"[.*>\s]")


class Identity:
    """The ids of the connections of one client. Thread-safe.

    What the user has set stands; else an id that nobody can guess is made, and kept by `keep` if it is given.
    """

    def __init__(
        self, options: MqttOptions, known: str = "", keep: Callable[[str], None] | None = None
    ) -> None:
        self._chosen = options.client_id
        self._keep = keep or (lambda _: None)
        self._changing = threading.Lock()
        self._made = known

    @property
    def chosen(self) -> bool:
        """True when the user has set it: then it cannot be changed."""
        return bool(self._chosen)

    def of(self, connection: str) -> str:
        """Give the id of the connection of that name."""
        if self._chosen:
            return f"{self._chosen}-{connection}"
        with self._changing:
            if not self._made:
                self._make()
            return f"{self._made}{connection[0]}"

    def renew(self, taken: str) -> bool:
        """Change the id after `taken` was used by somebody else; False when it is the user's.

        Only once if several connections lose theirs: the second one has a new id already.
        """
        if self._chosen:
            return False
        with self._changing:
            if taken.startswith(self._made):
                self._make()
        return True

    def _make(self) -> None:
        self._made = f"sarai{secrets.token_hex(8)}"
        self._keep(self._made)


def kept_identity(options: MqttOptions, store: Store) -> Identity:
    """Give the identity that `store` keeps: the same after a restart."""
    kept = store.load(NAME)
    known = kept if isinstance(kept, str) and _KEPT.fullmatch(kept) else ""
    return Identity(options, known, lambda made: store.save(NAME, made))


def advice_on(client_id: str) -> str:
    """Say what is to be said against an id that the user has set, "" when there is none."""
    if not client_id:
        return ""
    if _STRANGE.search(client_id):
        return "Leave mqtt.client_id unset: not every broker takes dots, spaces, * and > in it."
    return "Leave mqtt.client_id unset: whoever the broker lets in and knows it can end our connection."
