"""Words of questions about the states of things (inquiries.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.core.conditions import Condition

Opener = Literal[
    "is", "there", "left", "did", "forgot", "since", "which", "how_many", "how", "when", "who", "where",
    "tell",
]  # fmt: skip
"""How a question begins: "is", "is there", "did I leave", "did I" (before a verb), "did I forget to", "since
when" or "when was", "which" or "what", "how many", "how", "when will", "who", "where", and "tell me", after
which comes what is to be told."""

Group = Literal["everything", "anything", "everybody", "anybody"]

Attribute = Literal[
    "volume_level", "mode", "set_to", "source", "sound_mode", "order", "version", "speed", "direction",
    "oscillating", "muted", "position",
]  # fmt: skip
"""What a thing is set to: its volume, its mode, the temperature or humidity that it keeps, its source, and
the version that it has. `order` is that of a player: whether it shuffles and repeats. `speed`, `direction`
and `oscillating` are those of a fan, `position` that of what opens.
"""

Day = Literal["today", "tomorrow", "after_tomorrow", "weekend", "later"]
"""The day that a forecast is asked about, beside the weekdays; "later" is none that a forecast reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherWords:
    """Phrases of questions about the weather; a sentence of them alone is such a question.

    Args:
        topics: what is about the weather wherever it is said: "rain", "umbrella".
        measures: what is about it only of a day, outside, or to come: "cold", "the high".
        asks: how such questions begin.
        ahead: what makes it the weather to come, of today if no day is said: "will".
        outside: words for out of doors, beside those of orders.yaml.
        values: words for what else a weather entity tells, by the name of its attribute.
        little: words that may stand anywhere and add nothing.

    """

    topics: tuple[str, ...]
    measures: tuple[str, ...]
    asks: tuple[str, ...]
    ahead: tuple[str, ...]
    outside: tuple[str, ...]
    little: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """Phrases of questions about lists.

    Args:
        all: ask what is on a list.
        how_many: ask for the number of its items.
        contains: ask whether an item is on it, which follows.
        needed: ask whether an item has to be bought, which follows, without a list.
        things: words for items in general.
        buy: words for buying, by which the shopping list is asked about.
        to_do: words for what has to be done, by which the list of tasks is asked about.
        little: words that may stand anywhere and add nothing.

    """

    all: tuple[str, ...]
    how_many: tuple[str, ...]
    contains: tuple[str, ...]
    needed: tuple[str, ...]
    things: tuple[str, ...]
    buy: tuple[str, ...]
    to_do: tuple[str, ...]
    little: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWords:
    """Phrases of questions about where people are; a sentence of them and of names alone is such a question.

    Args:
        where: words that ask for the place.
        when: words that ask for a time, which nobody here knows.
        doing: words for what the house does not know of people: what they do, in which room they are.
        home: words for being at home, coming and having come there.
        away: words for not being at home, and leaving.
        at: words before a place.
        places: places with the word before them: "at work".
        who: ask which of all.
        everybody: ask about all.
        anybody: ask whether there is one.
        nobody: what is asked about is that there is none: "alone".
        how_many: ask for the number.
        negated: words that make the opposite of `home` and `away`.
        asks: how such questions begin.
        little: words that may stand anywhere and add nothing.
        kin: people and animals that have no name in a home.
        contacts: verbs of orders to call somebody or to write to somebody.

    """

    where: tuple[str, ...]
    when: tuple[str, ...]
    doing: tuple[str, ...]
    home: tuple[str, ...]
    away: tuple[str, ...]
    at: tuple[str, ...]
    places: tuple[str, ...]
    who: tuple[str, ...]
    everybody: tuple[str, ...]
    anybody: tuple[str, ...]
    nobody: tuple[str, ...]
    how_many: tuple[str, ...]
    negated: tuple[str, ...]
    asks: tuple[str, ...]
    little: tuple[str, ...]
    kin: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiries:
    """Phrases in lower case; accents do not matter.

    Args:
        openers: how questions begin.
        inside: what makes a question of a sentence wherever it stands ("est-elle").
        stated: openers that also begin a statement ("hay humo"); without a question mark they ask about no
            danger.
        meaning: before a measure, ask what it is in general ("what is humidity?").
        all: ask about every thing.
        any: ask whether there is one.
        conditions: words for each condition of things, in all their forms.
        groups: what stands for things or people without naming them.
        detections: words for what a binary sensor detects, by its device class.
        measures: words for what a sensor measures, by its device class: "the humidity", "how humid".
        attributes: words for what a thing is set to.
        little: words that may stand anywhere and add nothing: forms of "be" and "have", "now", "still".
        update: words for an update.
        did: finite verbs that ask what somebody did, by the condition that came of it ("¿cerré …?").
        doing: verbs after "did I", by the condition that comes of it ("close"); "" for those that need
            another word to tell it ("turn … off").
        most: words for the higher of several values, by the measure that is compared ("warmest"), or "any".
        least: the same for the lower.
        rooms: words for a room of which none is named ("which room").
        alternatives: words before another question in the same sentence ("or").
        same_rooms: words for one and the same room, of which a home has one.
        started: words for what is only started, of which the names are asked ("what scenes are there?").
        days: words for the day that a forecast is asked about.
        weather: words of questions about the weather; None: they are read by sentences alone.
        people: words of questions about where people are; None: likewise.
        lists: words of questions about lists; None: likewise.

    """

    openers: Mapping[Opener, tuple[str, ...]]
    all: tuple[str, ...]
    any: tuple[str, ...]
    conditions: Mapping[Condition, tuple[str, ...]]
    groups: Mapping[Group, tuple[str, ...]]
    detections: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, tuple[str, ...]]
    attributes: Mapping[Attribute, tuple[str, ...]]
    little: tuple[str, ...]
    update: tuple[str, ...]
    did: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rooms: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    same_rooms: tuple[tuple[str, ...], ...] = ()
    inside: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    started: Mapping[Literal["scene", "script"], tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[Day, tuple[str, ...]] = field(default_factory=dict)
    weather: WeatherWords | None = None
    people: PeopleWords | None = None
    lists: ListWords | None = None
