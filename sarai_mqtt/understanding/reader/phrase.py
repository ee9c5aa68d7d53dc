"""A phrase for things under reading."""

from dataclasses import dataclass, field
from typing import cast

from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.understanding.reader.frames import Place, Quantity, Things
from sarai_mqtt.understanding.reader.scan import Marks

_COVERS = frozenset({"blind", "curtain", "awning", "cover"})


@dataclass(slots=True)
class Phrase:
    """Things under reading.

    `like` is the class that a later "the one in …" stands for; `elliptic`: the phrase is such a one itself.
    `attribute` is a level of the things ("the volume of …"). `instead` are the things whose place these take
    in a correction.
    """

    start: int
    end: int = 0
    thing: str = ""
    like: str = ""
    entities: tuple[str, ...] = ()
    unknown: bool = False
    quantity: Quantity = "the"
    count: int = 0
    plural: bool = False
    elliptic: bool = False
    places: list[Place] = field(default_factory=list)
    attribute: str = ""
    own_article: bool = False
    headed: bool = False
    said: str = ""
    instead: "Phrase | None" = None
    marks: Marks = field(default_factory=list)

    @property
    def is_place_only(self) -> bool:
        """True if nothing but a place was said ("the kitchen")."""
        return not (self.thing or self.entities or self.unknown or self.elliptic or self.headed)

    @property
    def is_plain(self) -> bool:
        """True if the things are known and not counted: a correction may replace them."""
        return not (self.unknown or self.count or any(p.kind == "unknown" for p in self.places))

    @property
    def is_nearly_plain(self) -> bool:
        """True if the things, or at least their class, are known and not counted."""
        known = self.unknown and self.thing and self.quantity == "the"
        return self.is_plain or (bool(known) and not any(p.kind == "unknown" for p in self.places))

    @property
    def is_level_only(self) -> bool:
        """True if nothing but a level was said ("the volume")."""
        said = self.thing or self.entities or self.places or self.unknown or self.elliptic
        return bool(self.attribute) and not said

    def things(self) -> Things:
        """Return the things that were read."""
        return Things(
            said=self.said,
            thing=cast("Class", self.thing),
            entities=self.entities,
            unknown=self.unknown,
            quantity=self.quantity,
            count=self.count,
            plural=self.plural,
            places=tuple(self.places),
        )


def is_of_covers(phrase: Phrase) -> bool:
    """Return True if the things are known to go up and down: blinds, curtains, awnings."""
    if phrase.entities:
        return all(i.partition(".")[0] == "cover" for i in phrase.entities)
    return phrase.thing in _COVERS
