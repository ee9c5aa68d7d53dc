"""The words of a language that a command must not ignore (content.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "hours", "minutes", "seconds", "degrees", "celsius", "fahrenheit", "percent", "points", "kelvin", "other"
]
"""Units of amounts. `points` are percent if there are many of them, else the steps of a scale.

`degrees` are those of the home, whatever it measures in; an amount in `celsius` or `fahrenheit` is refused
unless the home measures so, one in `other` always.
"""

Class = Literal[
    "light", "fan", "blind", "curtain", "awning", "cover", "garage", "door", "window", "lock", "climate",
    "heater", "humidifier", "television", "radio", "speaker", "vacuum", "mower", "plug", "valve", "siren",
    "alarm", "base", "timer",
]  # fmt: skip
"""Kinds of things; languages/thing_classes.py has the entities that each stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWords:
    """The words for a kind of things, and those of them that say no more than the kind."""

    words: tuple[str, ...]
    plain: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Words and phrases in lower case; accents do not matter. "brighten*" is any word that begins so.

    Args:
        articles: articles and determiners.
        units: the words for each unit of an amount; those of time and percent begin with what the templates
            have: the word for one ("hour"), then that for several.
        one: words for one of a unit ("a minute", "another hour").
        fractions: the words for each fraction.
        pairs: phrases for two of a unit: "a couple of".
        point: the decimal sign as it is said.
        leading_point: those of `point` that begin a number, too ("point five").
        another: before the amount of a change ("another 20 percent").
        below_zero: make a temperature before them negative.
        bare_decimals: units after which decimals need no sign ("vingt degrés cinq").
        joins: between a number and a fraction ("one and a half").
        of: between a fraction and its unit ("a quarter of an hour").
        to: before the value at which a change ends.
        about: before an amount, without changing it.
        by: before the amount of a change.
        more: between a number and its unit.
        minus: makes an amount negative.
        lasting: before a time that is meant; "a second" alone is a courtesy.
        up: ask for more.
        down: ask for less.
        levels: say where a change ends.
        bit: ask for a small step.
        courteous_bit: those of `bit` that are also a manner of speaking.
        all: quantify over all things, or none.
        everything: those of `all` that stand for all things by themselves.
        not_all_after: verbs after which a word of `everything` is a misheard thing.
        both: two things.
        only: restrict a command to what follows.
        rest: compare, count or select in a way that no command can use.
        joiners: join another thing or command.
        exceptions: begin an exception.
        exceptions_before: begin one before the name of a thing, or at the end.
        house: the whole house.
        pause: interrupt.
        resume: go on.
        toggle: change to the other state.
        classes: the words for each kind of things.
        taken_back: take the command back at its end.
        relayed: somebody else is to do it, or did.
        times: other times than now.
        here: point at things or the room of the speaker.
        modes: modes of things.
        closed: words for "closed" ("70 percent shut" is open to 30).
        closing: verbs that are no level ("close it 30 percent").
        at: before a place.
        owned_by: between a thing or room and whose or which it is ("the bedroom of my parents").
        things: things that no class has.
        places: rooms and floors.
        colours: colours.
        near: put a thing elsewhere than in the place that follows ("next to", "behind").
        plurals: endings that make a noun a plural.
        excess: complain about a quality after them ("too red"), except in an order, where they are misheard.
        less: ask for less of a quality after them ("less red").
        neutral: only look like one of the above.
        vague: name nothing by themselves.
        verbs: known as verbs, besides those of verbs.yaml.

    """

    articles: frozenset[str]
    units: Mapping[Unit, tuple[str, ...]]
    one: frozenset[str]
    fractions: Mapping[float, tuple[str, ...]]
    point: frozenset[str]
    joins: frozenset[str]
    of: frozenset[str]
    to: frozenset[str]
    about: frozenset[str]
    by: frozenset[str]
    more: frozenset[str]
    minus: frozenset[str]
    lasting: frozenset[str]
    up: tuple[str, ...]
    down: tuple[str, ...]
    levels: frozenset[str]
    bit: tuple[str, ...]
    courteous_bit: frozenset[str]
    all: tuple[str, ...]
    everything: frozenset[str]
    not_all_after: tuple[str, ...]
    both: tuple[str, ...]
    only: tuple[str, ...]
    rest: tuple[str, ...]
    joiners: tuple[str, ...]
    exceptions: tuple[str, ...]
    exceptions_before: tuple[str, ...]
    house: tuple[str, ...]
    pause: tuple[str, ...]
    resume: tuple[str, ...]
    toggle: tuple[str, ...]
    classes: Mapping[Class, ClassWords]
    taken_back: tuple[str, ...]
    relayed: tuple[str, ...]
    times: tuple[str, ...]
    here: frozenset[str]
    modes: tuple[str, ...]
    closed: tuple[str, ...]
    closing: tuple[str, ...]
    at: frozenset[str]
    owned_by: frozenset[str]
    things: tuple[str, ...]
    places: tuple[str, ...]
    colours: tuple[str, ...]
    neutral: tuple[str, ...]
    vague: frozenset[str]
    verbs: tuple[str, ...]
    leading_point: frozenset[str] = frozenset()
    bare_decimals: frozenset[Unit] = frozenset()
    below_zero: tuple[str, ...] = ()
    another: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    excess: frozenset[str] = frozenset()
    less: frozenset[str] = frozenset()
    plurals: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
