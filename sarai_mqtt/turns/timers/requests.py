"""A request about timers or alarms."""

from dataclasses import dataclass

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import BROADCAST
from sarai_mqtt.languages.grammar import WordingOf
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.turns.responses.replies import progress_sentence, spoken_targets
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
    def about(self) -> str:
        """Spoken name of the things that the order for later acts on, or the words that it announces."""
        command = self.command
        if command is None:
            return ""
        if command.name == BROADCAST:
            return str(command.slots.get("message", ""))
        return spoken_targets(command, self.home)

    @property
    def doing(self) -> str:
        """Words that tell what the order for later does, without a full stop; "" without one."""
        if self.command is None:
            return ""
        return progress_sentence(self.command, self.home, self.wording_of).rstrip(".")

    @property
    def seconds(self) -> float:
        """Duration given in the request, s; 0 for none."""
        return seconds_in(self.intent.slots)
