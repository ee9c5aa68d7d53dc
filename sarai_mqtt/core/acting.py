"""Requests to act in the house, and their results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from sarai_mqtt.core.events import Intent

# unreachable: no connection or no answer in time, so it may still be done; refused: it will not be done;
# late: it will not be done because it would be too late
Trouble = Literal["unreachable", "refused", "late"]


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """An intent to carry out for a person at `site`; `area` is the area id of that site, None if unknown.

    `left_s` is the time, in seconds from now, within which it must be started. After that it is too late.
    `code` is the code of an alarm that the person has said, "" without one; it is in no log.
    """

    intent: Intent
    site: str
    area: str | None = None
    left_s: float = inf
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EntityState:
    """State of one entity: Home Assistant's state string ("on", "21.5", "unavailable") and attributes.

    `since` is when Home Assistant saw it come into this state, in Unix time (s); None if unknown.
    """

    id: str
    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    since: float | None = field(default=None, compare=False)


# cannot: the entity lacks the feature; holds_range: a thermostat that holds a range, not one temperature;
# out_of_range: beyond its limits; off: less was asked of what is off; no_level: a change was asked of a level
# that the entity does not show; not_listed: the list has no item called so; refused: Home Assistant refused;
# unchanged: asked, but not in that state
ObstacleKind = Literal[
    "cannot", "holds_range", "out_of_range", "off", "no_level", "not_listed", "refused", "unchanged"
]
UNTRIED: frozenset[ObstacleKind] = frozenset(
    {"cannot", "holds_range", "out_of_range", "off", "no_level", "not_listed"}
)
"""Obstacles that the state of the entity shows beforehand, so that the command was never sent."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a command was not carried out on an entity.

    For `cannot`, `quality` is what the entity lacks; for `not_listed`, the item as it was said. `options` are
    the modes, sources or options that it has instead of the one asked for.

    `low` and `high` are the range that it holds (`holds_range`) or accepts (`out_of_range`), in its own unit:
    degrees if `quality` is "degrees", else percent.
    """

    kind: ObstacleKind
    quality: str = ""
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """Level that an entity has after a relative command: percent, or degrees of its own unit.

    With `high` it is a range, from `low` to `high`. `at_limit`: the entity goes no further.
    """

    low: float
    high: float | None = None
    at_limit: bool = False


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of a request: ids of the entities on which it succeeded (`done`) and on which it `failed`.

    If both are empty and there is no `trouble`, it was done and concerns no entity we know. `states` answer a
    question, one for each entity it is about. `reason` says why it was refused, for a log. `why` maps ids in
    `failed` to the obstacle, where it is known. `begun` are those of `done` still moving, such as a cover
    that is opening.

    Neither done nor failed, although Home Assistant took the command, are those of `silent`, whose state has
    not changed since, and those of `sent`, which have no state that could show it (ADR 36). `levels` maps
    ids in `done` to the level that a relative command led to; of those in `begun`, it is where they go.
    """

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    states: tuple[EntityState, ...] = ()
    trouble: Trouble | None = None
    reason: str = ""
    why: Mapping[str, Obstacle] = field(default_factory=dict)
    begun: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)

    @property
    def untried(self) -> bool:
        """True if nothing was sent to any entity because none of them can do it."""
        known = [self.why.get(thing) for thing in self.failed]
        tried = self.done or self.sent or self.silent
        return bool(known) and not tried and all(o is not None and o.kind in UNTRIED for o in known)


@dataclass(frozen=True, slots=True)
class ConversationResult:
    """The answer of Home Assistant's own conversation agent: `speech` to say, and whether it `acted`.

    `goes_on` is True if it asked a question and expects an answer; `conversation` is then the id to answer
    with.
    """

    speech: str
    acted: bool
    goes_on: bool = False
    conversation: str = ""
