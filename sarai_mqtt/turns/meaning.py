"""The meaning of what was said in a turn."""

from dataclasses import dataclass, replace

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.timings import Timings


@dataclass(frozen=True, slots=True)
class Command:
    """A command for the house, a timer or the assistant.

    `consent` is the pending command that this turn confirms; None if `intent` was said now. `delayed` is the
    command that the timer which `intent` sets is to carry out when it ends.
    """

    intent: Intent
    consent: Intent | None = None
    delayed: Intent | None = None


@dataclass(frozen=True, slots=True)
class Commands:
    """Commands in the order in which they were said.

    `choice` is the open choice that this turn answers with them; None if all of it was said now.
    """

    commands: tuple[Command, ...]
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class WhichOne:
    """An order that may mean one of several things: the person is asked which."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Declined:
    """A no to the pending command `intent`, or to all readings of the pending `choice`."""

    intent: Intent
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """No answer to a pending question, which is asked once more; `choice` if it is that one."""

    choice: Choice | None = None


# None: an announcement, silence, or a text for the Thinker.
Meaning = Command | Commands | WhichOne | Declined | Unclear | OwnAnswer | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A text with its meaning, and the language in which it has it, which is also that of the reply."""

    text: str
    language: str
    meaning: Meaning = None
    source: Source = "none"
    timings: Timings = ()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands in order, empty without any."""
        if isinstance(self.meaning, Commands):
            return self.meaning.commands
        return (self.meaning,) if isinstance(self.meaning, Command) else ()

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The intents of the commands in order, empty without any."""
        return tuple(command.intent for command in self.commands)

    @property
    def intent(self) -> Intent | None:
        """The intent of the first command, None without one."""
        return next(iter(self.intents), None)


def asked_about(choice: Choice) -> Intent:
    """Return the intent that stands for `choice` in the audit log: its command, with all things meant."""
    first = choice.options[0]
    differs = (i for n, i in enumerate(first) if any(o[n : n + 1] != (i,) for o in choice.options))
    intent = next(differs, first[0])
    slots = {name: value for name, value in intent.slots.items() if name != "name"}
    return replace(intent, slots=slots, targets=choice.things, seq=None)
