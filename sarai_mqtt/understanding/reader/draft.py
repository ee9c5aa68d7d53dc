"""An order under reading: what was said of it so far."""

from dataclasses import dataclass, field, replace

from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.phrase import Phrase


@dataclass(slots=True)
class Draft:
    """One order under reading.

    `start` and `end` are the indices of its first word and after its last one. `senses` are the meanings that
    its verb may have, `sense` the one with words of its own if these were said. `state` is the action that a
    word for a state (`state_said`) asks for, at index `state_at`. `slots` are its values by name;
    `direction` is 1 or -1 for more or less. `segment` is the number of things before the last "and";
    what is said of those after it alone begins another order. `valued` is the number of things when a value
    was said last; `is_split`: it is such another order. `corrected`: a correction took back some of it;
    `replaceable` are the names of the values that may be said once more since.
    """

    start: int
    senses: tuple[VerbSense, ...] = ()
    sense: VerbSense | None = None
    verb_end: int = 0
    end: int = 0
    pronoun: bool = False
    state: str = ""
    state_at: int = 0
    state_said: str = ""
    direction: int = 0
    attribute: str = ""
    slots: dict[str, object] = field(default_factory=dict)
    to: bool = False
    by: bool = False
    things: list[Phrase] = field(default_factory=list)
    exceptions: list[Phrase] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    corrected: bool = False
    replaceable: set[str] = field(default_factory=set)
    negated: bool = False
    kept: bool = False
    only: bool = False
    segment: int = 0
    valued: int = 0
    is_split: bool = False
    set_in_segment: set[str] = field(default_factory=set)

    @property
    def has_verb(self) -> bool:
        """True if the order has a verb."""
        return bool(self.senses)

    @property
    def causes(self) -> bool:
        """True if a participle after the things tells what is to be done: "get the lamp turned off"."""
        if self.sense is not None:
            return self.sense.causes
        return any(s.causes for s in self.senses if not s.rest)

    @property
    def keeps(self) -> bool:
        """True if the verb is said of what is to be left as it is."""
        return any(s.keeps for s in self.senses)

    @property
    def is_neutral(self) -> bool:
        """True if the order has no verb, or one that only sets something."""
        if self.sense is not None:
            return self.sense.action == "set"  # "switch … over to"
        return not self.senses or any(s.action == "set" for s in self.senses)

    @property
    def keeps_state(self) -> bool:
        """True if it asks to leave the things of the order before as they are: "leave them on"."""
        own = any(phrase.headed for phrase in self.things)
        return self.keeps and bool(self.state) and not (self.slots or own)

    def next_segment(self) -> None:
        """Begin what follows an "and"."""
        self.segment = len(self.things)
        self.set_in_segment.clear()

    def with_same_verb(self) -> "Draft":
        """Return another order, of which only the verb is known: that of this one."""
        return Draft(self.start, self.senses, self.sense, self.verb_end)

    def with_same_action(self) -> "Draft":
        """Return the order meant instead, with the verb and the state said beside it ("turn on")."""
        other = self.with_same_verb()
        other.corrected = True
        if self.state and self.has_verb and self.state_at == self.verb_end:
            other.state, other.state_at, other.state_said = self.state, self.state_at, self.state_said
        return other

    def elsewhere(self) -> "Draft":
        """Return another order about the same things, in a place that is still to be said."""
        other = self.with_same_verb()
        other.things = [replace(phrase, places=[]) for phrase in self.things]
        return other

    def split(self) -> "Draft":
        """Return another order with the same verb, for the things after the last value, which leave."""
        other = self.with_same_verb()
        other.negated, other.is_split = self.negated, True
        first = min(self.segment, self.valued or self.segment)
        other.things = self.things[first:]
        del self.things[first:]
        return other

    @property
    def lacks_value(self) -> bool:
        """True if no value is said of the last thing of several: "the fan to 20, the lamp 50, the hood"."""
        trailing = 0 < self.valued < len(self.things) and not self.set_in_segment
        return self.is_split and trailing and bool(self.state or self.slots)
