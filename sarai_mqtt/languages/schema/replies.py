"""Sentences of replies of a language (replies.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Command = Literal[
    "unknown",
    "on",
    "off",
    "open",
    "close",
    "lock",
    "unlock",
    "scene",
    "run",
    "press",
    "brightness",
    "brighter",
    "dimmer",
    "color",
    "color_temperature",
    "degrees",
    "volume",
    "volume_up",
    "volume_down",
    "fan_mode",
    "vacuum_start",
    "vacuum_base",
    "vacuum_area",
    "mower_start",
    "mower_dock",
    "later",
    "timer_start",
    "timer_cancel",
    "timer_cancel_all",
    "timer_more",
    "timer_less",
    "timer_pause",
    "timer_resume",
    "play",
    "pause",
    "resume",
    "next",
    "previous",
    "mute",
    "unmute",
    "add",
    "complete",
    "remove",
    "nevermind",
]
"""Kinds of command. `unknown` is a custom intent of the user, `later` a delayed command."""

Fixed = Literal[
    "confirm",
    "cannot",
    "unreadable",
    "done",
    "unreachable",
    "refused",
    "nothing",
    "not_exposed",
    "declined",
    "cancelled",
    "expired",
    "nothing_to_confirm",
    "yes_or_no",
    "late",
    "undone",
    "may_be_undone",
    "danger",
    "unknown_state",
    "speechless",
    "greeting",
    "good_night",
    "goodbye",
    "thanks",
    "capabilities",
    "who",
    "all_right",
    "nothing_to_repeat",
    "unaccounted",
    "not_here",
    "which_one",
    "in_celsius",
    "in_fahrenheit",
]
"""Sentences that are the same for every command."""

ObstacleKey = Literal[
    "brightness",
    "color",
    "temperature",
    "percentage",
    "position",
    "degrees",
    "volume",
    "fan_mode",
    "holds_range",
    "out_of_range",
    "refused",
    "unchanged",
]
"""Kinds of `Obstacle`; for `cannot`, the missing quality."""

LaterCommand = Literal["toggle", "stop", "up", "down", "mode", "pause_thing"]
"""Kinds of command of `Truth`. `up` and `down` are relative amounts of anything but a light."""

LaterObstacle = Literal["action", "switch", "mode", "humidity", "off", "no_level", "out_of_percent"]
"""Kinds of `Obstacle` of `Truth`; for `cannot`, the missing quality."""

Reached = Literal["degrees", "degrees_limit", "percent", "percent_limit", "range", "range_limit"]
"""What a relative command led to; `limit`: the thing goes no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The three sentences of one command: under way, done, and as a question."""

    doing: str
    done: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Sentences about what the state of a thing showed, and of commands that came with them (ADR 36).

    Args:
        commands: as in `Replies`.
        obstacles: as in `Replies`.
        sent: whole sentence for one thing, and for several, that cannot show that they obeyed.
        silent: clause for one thing, and for several, that took the command but do not show that they obeyed.
        reached: clause for one thing, and for several, whose level is now `{low}`, or `{low}` to `{high}`.

    """

    commands: Mapping[LaterCommand, Forms]
    obstacles: Mapping[LaterObstacle, tuple[str, str]]
    sent: tuple[str, str]
    silent: tuple[str, str]
    reached: Mapping[Reached, tuple[str, str]]


HouseCommand = Literal[
    "arm_away", "arm_home", "arm_night", "arm_vacation", "disarm", "tilt", "direction", "oscillate",
    "oscillate_off", "value", "source", "shuffle", "shuffle_off", "repeat", "repeat_off", "range",
    "clear_list",
]  # fmt: skip
"""Kinds of command of `House`. `value` sets a number or an option, `range` a thermostat's two ends."""

HouseObstacle = Literal[
    "not_listed", "tilt", "direction", "oscillation", "option", "source", "shuffle", "repeat", "arm_mode",
    "code", "range", "out_of_values",
]  # fmt: skip
"""Kinds of `Obstacle` of `House`; for `cannot`, the missing quality. `out_of_values`: of a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReplies:
    """Answers about the items of a list; `{the}` names the list, `{items}` are its open items.

    Args:
        items: whole sentence that tells the items.
        none: whole sentence if there are none.
        more: stands for the `{count}` items that are not told.
        has: whole sentence if the item asked about is there.
        has_not: whole sentence if it is not.
        count: whole sentence that tells how many there are, before the items; `{count}` is the number.

    """

    items: str
    none: str
    more: str
    has: str
    has_not: str
    count: str = "{count}: {items}."


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Sentences about lists, alarms, options and other kinds of things that came after `Truth`.

    Args:
        commands: as in `Replies`; `{value}` may be an option, `{low}` and `{high}` are the ends of a range.
        obstacles: as in `Replies`; `{item}` is what is not on a list.
        lists: answers about lists.
        reached: clause for one thing, and for several, that are now at the number `{low}`.
        reached_limit: the same at the end of what they can be set to.

    """

    commands: Mapping[HouseCommand, Forms]
    obstacles: Mapping[HouseObstacle, tuple[str, str]]
    lists: ListReplies
    reached: tuple[str, str]
    reached_limit: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Sentences of replies. None may contain the words of a command, because a microphone may hear it.

    Args:
        commands: whole sentences by kind of command. `{the}` names the things with their article, `{of}` is
            "of" and the things, `{the_area}` a room; `{value}` is a number, a title or an item of a list,
            `{time}` a duration.
        fixed: whole sentences. `{the}` names the things, `{number}` is the emergency number, `{words}` are
            the person's own words.
        failed: clause for one thing, and for several, that did not respond (`{the}`).
        obstacles: clauses for one thing, and for several, that tell why it failed. `{the}` names the things,
            `{low}` and `{high}` are the ends of a range.
        refusals: whole sentences by `core.recognition.Reason`, for reasons without a sentence in `fixed`.
            `{no}` is "no" with the first thing said ("no fan"), `{the_place}` a place with its article,
            `{words}` the person's own words, `{low}` and `{high}` the ends of a range. `no_such_thing_there`
            is `no_such_thing` with a place. A pack without one says the sentence `unaccounted` instead.
        untried: clause added when the command was not even tried.
        but: word between what was done and what failed.
        which: the question which one is meant; `{things}` are at most four, joined by `either`.
        either: what stands between the last two things of that question.
        another: what stands for the others, where there are more than four things.
        everywhere: what a command is about in the whole house; `{the}` names the things.
        options: what is added to a refusal of a mode that a thing has not; `{options}` are those it has.
        more: the sentence that `{count}` more commands were done, after those that are told.
        things_here: the sentence that names `{things}` of the room, after what the assistant can do.
        things_home: the same about the whole home. A pack without them names none.
        truth: sentences about what states showed. A pack without them uses those of the other fields.
        house: sentences about further kinds of things. A pack without them says less about these.

    """

    commands: Mapping[Command, Forms]
    fixed: Mapping[Fixed, str]
    failed: tuple[str, str]
    obstacles: Mapping[ObstacleKey, tuple[str, str]]
    untried: str
    but: str
    which: str = "{things}?"
    either: str = " / "
    another: str = "…"
    everywhere: str = "{the}"
    more: str = "+{count}."
    options: str = ""
    refusals: Mapping[str, str] = field(default_factory=dict)
    things_here: str = ""
    things_home: str = ""
    truth: Truth | None = None
    house: House | None = None
