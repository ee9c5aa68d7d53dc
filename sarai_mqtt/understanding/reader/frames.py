"""The parts of an order as it was said, before anything is looked up in the home (ADR 35)."""

from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.schema.orders import Action, Attribute

__all__ = [
    "Action", "AmountSaid", "Attribute", "Frame", "Level", "Part", "Place", "Quantity", "Reading", "Things",
    "When",
]  # fmt: skip

Quantity = Literal["the", "one", "all", "both", "another", "count", "rest", "everything"]
"""How many things: `the` ("the lamp", "the lights"), `one` ("a lamp", "some lights"), `count` ("two lamps").

`rest` are those of which nothing was said yet ("the other lights").

`everything` stands for things by itself: it has no class and no name.
"""

PlaceKind = Literal["area", "floor", "here", "this_floor", "house", "outside", "up", "down", "unknown"]

Level = Literal["absolute", "delta", "share", "most", "least", "bit"]
"""How an amount counts: a value, a signed change, an end of the range, or one small step.

`share` is the part of what it is now that is left, in percent: 50 for "lower it by half".
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of the sentence (character offsets `start` to `end`, excluded) and the role they have in it.

    `value` is what they stand for, such as "light", "area kitchen" or "-2 degrees"; "" if they only belong.
    """

    start: int
    end: int
    role: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was said. `ids` are the areas or floors of that name: several if names are equal.

    `here` is the speaker's room, `this_floor` the storey of it, `house` the whole house, `outside` every area
    out of doors, `up` and `down` the upper and the lower storey, `unknown` a place that this home does not
    have. `every`: all areas of `ids` are meant ("the bathrooms"), not the one of them that is meant.
    """

    kind: PlaceKind
    said: str
    ids: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Things:
    """Things that were said: by their name (`entities`: ids; several have equal names) or by their class.

    `thing` is the class, "" if only a name, a place ("except the kitchen") or nothing was said; "media" is
    what plays ("the music"). Both are there if an entity is called by the word of a class: "Lamp", said "the
    lamp". `unknown`: the words name a thing that this home does not have. `places` are those said of these
    things ("the lamp in the bedroom"); a thing is in all of them ("the lights in the kitchen downstairs").
    `count` is the number if `quantity` is "count".
    """

    said: str
    thing: Class | Literal["", "media"] = ""
    entities: tuple[str, ...] = ()
    unknown: bool = False
    quantity: Quantity = "the"
    count: int = 0
    plural: bool = False
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountSaid:
    """An amount of an order. `unit` is a `schema.content.Unit` or ""; the `value` of a delta is signed.

    `part`: it was said as a part of a whole, such as "a third" or "half".
    """

    level: Level
    value: float = 0.0
    unit: str = ""
    said: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """The time of an order: in, for or until some `seconds` from now; None if only its words are known."""

    kind: Literal["in", "for", "at", "until"]
    said: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One order: what is to be done with which things, where, except which, how much, and when.

    `attribute` is the level that was named ("the volume of …", "brighter"), "" if none was; then the amount
    is of the level that the thing has. `colour` is a name of Home Assistant's colours, `kelvin` a colour
    temperature, `mode` the words of a mode or preset as this home or the language pack calls it. `items` are
    those of a list (`whole`: all that are on it; `which`: the person has to tell the list), `query` what is
    to be played. A `negated` frame is what must not be done; it only
    corrects ("not the kitchen, the office"). One that is `told` is a statement that asks for it: "I've bought
    the milk"; if `asked`, it may be a remark, and is done only after a yes. The things of a `kept` one are to
    be left in that state. The item of a `deed` is what was done: "called the plumber".
    """

    action: Action
    things: tuple[Things, ...] = ()
    exceptions: tuple[Things, ...] = ()
    amount: AmountSaid | None = None
    attribute: Attribute | Literal[""] = ""
    colour: str = ""
    kelvin: int | None = None
    mode: str = ""
    when: When | None = None
    items: tuple[str, ...] = ()
    whole: bool = False
    which: bool = False
    deed: bool = False
    query: str = ""
    negated: bool = False
    told: bool = False
    asked: bool = False
    kept: bool = False

    @property
    def said(self) -> str:
        """Words for the first of the things that were said; "" without any."""
        return next((things.said for things in self.things if things.said), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """Frames of a sentence in the order they were said, the role of every word, and the words without one.

    It may only be acted on if `left_over` is empty. `accounted` are the guards' reasons against acting that
    come from words which only connect or correct here ("and after that", "no, wait").
    """

    frames: tuple[Frame, ...]
    parts: tuple[Part, ...] = ()
    left_over: tuple[str, ...] = field(default=())
    accounted: frozenset[str] = frozenset()
