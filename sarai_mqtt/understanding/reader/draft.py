"""An order under reading: what was said of it so far."""

from dataclasses import dataclass, field

from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.phrase import Phrase


@dataclass(slots=True)
class Draft:
    """One order under reading.

    `start` and `end` are the indices of its first word and after its last one. `senses` are the meanings that
    its verb may have, `sense` the one with words of its own if these were said. `state` is the action that a
    word for a state asks for, at index `state_at`. `slots` are its values by name; `direction` is 1 or -1 for
    more or less. `segment` is the number of things before the last "and"; what is said of those after it
    alone begins another order. `replaced` are things that a correction took back.
    """

    start: int
    senses: tuple[VerbSense, ...] = ()
    sense: VerbSense | None = None
    verb_end: int = 0
    end: int = 0
    pronoun: bool = False
    state: str = ""
    state_at: int = 0
    direction: int = 0
    attribute: str = ""
    slots: dict[str, object] = field(default_factory=dict)
    to: bool = False
    by: bool = False
    things: list[Phrase] = field(default_factory=list)
    exceptions: list[Phrase] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    replaced: Phrase | None = None
    negated: bool = False
    kept: bool = False
    only: bool = False
    segment: int = 0
    set_in_segment: set[str] = field(default_factory=set)

    @property
    def has_verb(self) -> bool:
        """True if the order has a verb."""
        return bool(self.senses)

    @property
    def keeps(self) -> bool:
        """True if the verb is said of what is to be left as it is."""
        return any(s.keeps for s in self.senses)

    @property
    def is_neutral(self) -> bool:
        """True if the order has no verb, or one that only sets something."""
        return not self.senses or (self.sense is None and any(s.action == "set" for s in self.senses))

    def next_segment(self) -> None:
        """Begin what follows an "and"."""
        self.segment = len(self.things)
        self.set_in_segment.clear()

    def with_same_verb(self) -> "Draft":
        """Return another order, of which only the verb is known: that of this one."""
        return Draft(self.start, self.senses, self.sense, self.verb_end)

    def split(self) -> "Draft":
        """Return another order with the same verb, for the things of this segment; they leave this order."""
        other = self.with_same_verb()
        other.negated = self.negated
        other.things = self.things[self.segment :]
        del self.things[self.segment :]
        return other
