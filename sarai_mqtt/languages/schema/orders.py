"""The words with which things are ordered (orders.yaml); a pack without the file has no reader of orders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Action = Literal[
    "turn_on", "turn_off", "toggle", "open", "close", "stop", "lock", "unlock", "set", "increase", "decrease",
    "start", "pause", "resume", "dock", "clean", "play", "next", "previous", "mute", "unmute", "add",
    "remove", "complete",
]  # fmt: skip
"""What is to be done. `increase` and `decrease` ask for more or less of a level: light, warmth, volume."""

Attribute = Literal[
    "any", "brightness", "temperature", "volume", "speed", "position", "humidity", "kelvin", "colour"
]  # fmt: skip
"""The level that an amount is of; `any` is the one that the thing has, `kelvin` the warmth of light."""

State = Literal["turn_on", "turn_off", "open", "close", "lock", "unlock", "increase", "decrease", "mute"]
"""Actions that a word for a state asks for: "lights off", "blinds down", "volume up"."""

Time = Literal["in", "for", "at", "until"]
"""How a time counts: after it, as long as it, at a time of the clock, until one."""

Way = Literal["open", "close"]
"""Where what opens is to go."""

Storey = Literal["up", "down"]
"""The upper or the lower storey."""

HvacMode = Literal["heat", "cool", "auto", "heat_cool", "dry", "fan_only"]
Preset = Literal[
    "eco", "away", "home", "sleep", "boost", "comfort", "turbo", "natural", "normal", "quiet", "performance",
    "smart", "breeze",
]  # fmt: skip
FanSpeed = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Phrases in lower case; accents do not matter. The first word of a verb phrase stands for all its forms.

    Args:
        classes: words for kinds of things besides those of content.yaml.
        actions: the verb phrases of each action: a verb and, where one belongs to it, the words after it
            ("light up", "echa llave"). These may also stand apart: "send the vacuum home". A verb of `set`
            may take a word of `states`: "turn … on". A verb of verbs.yaml is given by its imperative and
            counts in its other forms that order something; any other counts as it is written.
        bare_on: verbs of `set` that turn on a thing to which nothing else is said: "pon la tele".
        apart: verbs of `set` that no state may follow at once, as that is said of people: "get off", but "get
            the light off".
        before_gerund: phrases of politeness with a gerund after them: "would you mind (turning …)".
        taken_off: words after an amount that is to be taken from the things that follow: "off".
        place_particles: words that may stand before the preposition of a place: "out in the garden".
        states_of: class -> action -> words of `states` that ask it of that class: an awning is "out";
            `none`: it asks nothing of that class.
        causes: verb phrases of `set` after whose things a participle tells what is to be done: "get (the lamp
            turned off)", "i want (the blinds raised)".
        copulas: words between the things of such a verb and the state they are to be in: "make sure the lamp
            (is) off".
        returns: words before a preposition, if a thing is to be as it was: "back (to eco)".
        takes_away: verbs of `turn_off` that lower a level when they say by how much: "quita (dos grados)".
        prohibitive: form of a verb in verbs.yaml -> the ending with which it forbids or is wished for ("que
            apagues"); empty if the language has no such form.
        wishes: phrases before a verb in that form that make it an order: "quiero que".
        negations: words before a verb that forbid it.
        corrections: phrases that replace what was said by what follows: "I mean".
        implies: verb phrases that are about a class of things by themselves: "mow", "aspira".
        concerns: verbs that are about a level by themselves: "dim".
        states: words for the state that is asked for, without a verb or after a verb of `set`.
        attributes: nouns for a level: "brightness", "volumen".
        more: words that ask for more of a level; `any` is for the plain "more".
        less: words that ask for less.
        bit: phrases for a small step, besides those of content.yaml.
        most: phrases for the upper end of a range.
        least: phrases for the lower end.
        half: phrases for its middle.
        by_half: those of them that may also mean half of what it is now: "lower it by half".
        again: words before an amount that make it a change, besides those for "another".
        parts: percent -> words for a part that are no number by themselves: "quart" of "au quart".
        than: words between more or less and what it is compared with.
        bounds: phrases before an amount that is a limit and no value: "at most".
        to: before the value at which a change ends.
        by: before the amount of a change, where `to` would be the value at its end.
        prepositions: little words that may stand before a thing, a place or a value.
        at_place: those of them before a place.
        of: those of them between a noun and what belongs to it.
        articles: articles and determiners besides those of content.yaml.
        relatives: phrases between a thing and its place: "that is", "que hay".
        quantities: words for how many: one (also "some", of which nobody can tell which), both, another, all,
            the rest, everything.
        only: words that restrict to what follows.
        exceptions: phrases that begin an exception; longer ones include their negation.
        exceptions_before: those that do so only before a thing or place: "but", "menos".
        exceptions_after: phrases that make an exception of what is said before them: "… stays on", "… no".
        alternatives: words between the things of an exception besides the joiners: "or", "nor".
        waits: verbs for letting a time pass before the order: "wait".
        gives: verbs that give more or less of a level, though they also open or close: "échale más luz".
        keeps: verbs for what is to be left as it is: "leave", "keep".
        joiners: words between things or orders.
        turns: words between a forbidden order and the one that is meant: "but", "sino".
        ones: words that stand for a thing said before: "one", "ones".
        pronouns: pronouns for things said before, as words of their own.
        here: phrases for the room of the speaker.
        house: phrases for the whole house.
        outside: phrases for out of doors.
        outdoors: words in the names of areas that are out of doors: "garden".
        levels: phrases for the upper and the lower storey, with their prepositions: "upstairs", "du haut".
        ways: words for up and down, which after what opens, and without a verb, are no storey.
        this_floor: phrases for the storey of the speaker: "this floor".
        near: phrases for what is beside a place, not in it: "next to".
        media: nouns for what is played: "music".
        fillers: words without a meaning: greetings, politeness, requests to do what follows.
        modes: words for modes of heating and cooling.
        presets: words for presets, and for modes of fans, humidifiers and water heaters.
        fan_speeds: words for the speeds of a fan: "low", "high speed".
        mode_nouns: nouns before or after the name of a mode.
        colours: Home Assistant's name of a colour -> its words.
        warmth: colour temperature in kelvin -> its words.
        times: words before a time, by how it counts.
        from_now: words after a time that count it from now.
        clock: words after an hour that make it a time of the clock: "o'clock", "de la tarde".
        hours: words before an hour: "las"; empty where it has none.
        lists: nouns for a list.
        list_prepositions: words before a list.
        now: words for now, beside which an order is not for later.
        ticks: verb phrases of `complete` and `remove` that are said of items by themselves: "cross off".
        ticked: phrases after an item that make "mark" tick it off: "as bought".
        off_list: those of `list_prepositions` before a list that something is taken from: "off".
        empties: verb phrases that take everything off a list: "clear", "remove everything".
        puts: verbs of `set` that also put something on a list: "pop", "i need".
        notes: verbs of writing that put something on a list that is not said: "jot down".
        adds: other verbs that may do so, which is asked about: "add".
        new_tasks: beginnings of an order that tell by their noun that a task follows: "new task".
        tellers: beginnings of what is told beside an order about a list: "i".
        swaps: verbs that put one item in place of another.
        swapped_for: words between the two.
        already: words that make of "bought" what is on the list: "already".
        deeds: words before what was done or is not needed, in a statement: "i've", "already", "don't need".
        deed_ends: words behind what is not needed: "after all".
        some: words for some of what was told: "add some".
        item_leads: words before an item that are none of it: "that we need".
        pairs: two things that are one item: "salt and vinegar".
        bought: beginnings of a statement that ticks off what follows: "i've bought".
        to_buy: beginnings of a statement that adds what follows to the shopping list: "we have to buy".
        ran_out: those of one that adds what follows if "add it" or "note that" is said too: "we're out of".
        no_goods: words for what is lacking and no shop sells: "time".
        flows: words for what flows, which are a valve only where it is opened or closed: "water".
        boils: verbs with which they are no valve: "put the water on".
        list_tails: words after the name of a list: "pendientes".
        same_things: groups of words that stand for each other in the names of things. A thing that is called
            by one of them may be said by another if nothing else is called so.
        errands: an order in plain words -> regular expressions for it without its thing:
            "turn on the dishwasher", "do the dishes". It may have groups of them.
        errand_parts: name -> regular expression that stands for `<name>` in those of errands.
        wished_by: words that begin an order which is put as a wish: "que", "haz que" (suene la sirena).
        wished_pronouns: pronouns before the verb of such a wish: "se".
        wished_alone: words after its verb that say nothing: "que se pare solo".
        wished: verb forms of wishes that verbs.yaml does not have -> the order they stand for.
        own_names: words of a class that mean only things which are called so: "tap", of valves.
        through: those of `at_place` that lead to a place for what moves about, and else may mean around it.

    """

    classes: Mapping[str, tuple[str, ...]]
    actions: Mapping[Action, tuple[str, ...]]
    bare_on: tuple[str, ...]
    prohibitive: Mapping[str, str]
    wishes: tuple[str, ...]
    negations: tuple[str, ...]
    corrections: tuple[str, ...]
    implies: Mapping[str, tuple[str, ...]]
    concerns: Mapping[str, tuple[str, ...]]
    states: Mapping[State, tuple[str, ...]]
    attributes: Mapping[Attribute, tuple[str, ...]]
    more: Mapping[Attribute, tuple[str, ...]]
    less: Mapping[Attribute, tuple[str, ...]]
    bit: tuple[str, ...]
    most: tuple[str, ...]
    least: tuple[str, ...]
    half: tuple[str, ...]
    to: frozenset[str]
    by: frozenset[str]
    prepositions: frozenset[str]
    at_place: frozenset[str]
    of: frozenset[str]
    articles: frozenset[str]
    relatives: tuple[str, ...]
    quantities: Mapping[Literal["one", "both", "another", "all", "rest", "everything"], tuple[str, ...]]
    only: tuple[str, ...]
    exceptions: tuple[str, ...]
    exceptions_before: tuple[str, ...]
    joiners: tuple[str, ...]
    turns: tuple[str, ...]
    ones: tuple[str, ...]
    pronouns: tuple[str, ...]
    here: tuple[str, ...]
    house: tuple[str, ...]
    outside: tuple[str, ...]
    media: tuple[str, ...]
    fillers: tuple[str, ...]
    modes: Mapping[HvacMode, tuple[str, ...]]
    presets: Mapping[Preset, tuple[str, ...]]
    mode_nouns: tuple[str, ...]
    colours: Mapping[str, tuple[str, ...]]
    warmth: Mapping[int, tuple[str, ...]]
    times: Mapping[Time, tuple[str, ...]]
    clock: tuple[str, ...]
    hours: frozenset[str]
    lists: tuple[str, ...]
    list_prepositions: frozenset[str]
    outdoors: frozenset[str] = frozenset()
    ticks: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    off_list: frozenset[str] = frozenset()
    empties: tuple[str, ...] = ()
    puts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    new_tasks: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    swaps: tuple[str, ...] = ()
    swapped_for: tuple[str, ...] = ()
    already: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    deed_ends: tuple[str, ...] = ()
    some: frozenset[str] = frozenset()
    item_leads: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    to_buy: tuple[str, ...] = ()
    ran_out: tuple[str, ...] = ()
    no_goods: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    boils: frozenset[str] = frozenset()
    list_tails: tuple[str, ...] = ()
    exceptions_after: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    keeps: frozenset[str] = frozenset()
    levels: Mapping[Storey, tuple[str, ...]] = field(default_factory=dict)
    ways: Mapping[Way, tuple[str, ...]] = field(default_factory=dict)
    waits: tuple[str, ...] = ()
    gives: frozenset[str] = frozenset()
    this_floor: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    by_half: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    parts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    than: frozenset[str] = frozenset()
    bounds: tuple[str, ...] = ()
    from_now: tuple[str, ...] = ()
    fan_speeds: Mapping[FanSpeed, tuple[str, ...]] = field(default_factory=dict)
    now: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    before_gerund: tuple[str, ...] = ()
    taken_off: tuple[str, ...] = ()
    place_particles: frozenset[str] = frozenset()
    causes: tuple[str, ...] = ()
    copulas: tuple[str, ...] = ()
    returns: frozenset[str] = frozenset()
    takes_away: frozenset[str] = frozenset()
    states_of: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    same_things: tuple[tuple[str, ...], ...] = ()
    errands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errand_parts: Mapping[str, str] = field(default_factory=dict)
    wished_by: tuple[str, ...] = ()
    wished_pronouns: tuple[str, ...] = ()
    wished_alone: tuple[str, ...] = ()
    wished: Mapping[str, str] = field(default_factory=dict)
    own_names: frozenset[str] = frozenset()
    through: frozenset[str] = frozenset()
