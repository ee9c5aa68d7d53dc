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

Attribute = Literal["volume_level", "mode", "set_to", "source", "sound_mode", "version"]
"""What a thing is set to: its volume, its mode, the temperature or humidity that it keeps, its source, and
the version that it has."""

Day = Literal["today", "tomorrow", "after_tomorrow"]


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
        days: words for the day that a forecast is asked about.

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
    inside: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    days: Mapping[Day, tuple[str, ...]] = field(default_factory=dict)
