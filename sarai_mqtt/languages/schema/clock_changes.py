"""How what was set for later is changed or taken back (clock_changes.yaml), if a pack has the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Changed = Literal["alarm", "reminder", "order"]
"""Kind of what is changed; it is named in the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChanges:
    """Phrases as in `Alarms`; moments and lengths of time are left out of them.

    Args:
        move: what moves one that is named to another moment: "change my alarm to".
        later: what puts it off by a length: "push my alarm back".
        earlier: what brings it forward.
        again: what says the moment or the length of the last one again, with it or behind a pause: "make it".
        again_later: what puts off the last one by a length: "push it back".
        again_earlier: what brings it forward.
        answers: words beside a moment that answers for when, or for how long.
        drop: what takes the last one back: "forget that".
        drop_more: regular expressions of what may be said beside these words: "just leave the light on".
        drop_one: what cancels the one whose moment is said: "cancel the one at".
        drop_about: what cancels what follows: "forget about the"; it may be a timer, a reminder or an order.
        drop_named: regular expressions of the same, with what it is about as the group `about`.

        undo: the end of an order that lasts for a while, which tells its end: "and then turn it off".
        undo_in: the end of an order that says when it ends, with the length "{t}": "and off again in {t}".
        undo_at: what undoes an order of each action, in short, beside its moment: "off again".
        for_length: words for how long an order lasts, with the length "{t}".
        joiners: words between two orders.
        in_again: words before the length of the second of two orders.

    """

    move: Mapping[Changed, tuple[str, ...]]
    undo: tuple[str, ...]
    undo_in: tuple[str, ...]
    for_length: str
    joiners: tuple[str, ...]
    in_again: tuple[str, ...]
    later: Mapping[Changed, tuple[str, ...]]
    earlier: Mapping[Changed, tuple[str, ...]]
    again: tuple[str, ...]
    again_later: tuple[str, ...]
    again_earlier: tuple[str, ...]
    answers: tuple[str, ...]
    drop: tuple[str, ...]
    drop_more: tuple[str, ...]
    drop_one: tuple[str, ...]
    drop_about: tuple[str, ...]
    drop_named: tuple[str, ...]
    undo_at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
