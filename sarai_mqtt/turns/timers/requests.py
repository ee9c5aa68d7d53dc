"""A request about timers or alarms."""

from dataclasses import dataclass

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.turns.timers.selection import seconds_in


@dataclass(frozen=True, slots=True)
class Request:
    """A request from a person at `site`, of whom `command` is the order for later that it holds, if any."""

    intent: Intent
    site: str
    home: Home
    command: Intent | None
    wording_of: WordingOf

    @property
    def words(self) -> Wording:
        """Wording of the language of the request."""
        return self.wording_of(self.intent.language)

    @property
    def seconds(self) -> float:
        """Duration given in the request, s; 0 for none."""
        return seconds_in(self.intent.slots)
