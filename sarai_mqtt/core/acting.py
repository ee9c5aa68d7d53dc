"""What is asked of the house, and what the house says came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from sarai_mqtt.core.events import Intent

# unreachable: nobody to ask, or no answer in time, so it may yet be done; refused: it will not be done; late:
# nor will this, as it would be too late
Trouble = Literal["unreachable", "refused", "late"]


@dataclass(frozen=True, slots=True)
class Order:
    """An intent to carry out for somebody at `site`; `area` is the area id of that site if known.

    `left_s`: so many seconds from now on it may still be begun; after that it is too late.
    """

    intent: Intent
    site: str
    area: str | None = None
    left_s: float = inf


@dataclass(frozen=True, slots=True)
class EntityState:
    """How a thing is: Home Assistant's state string ("on", "21.5", "unavailable") and attributes."""

    id: str
    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


# cannot: the thing is not able, holds_range: to be at one temperature; out_of_range: not as far as that;
# refused: Home Assistant says no; unchanged: it was asked, and is not as it should be
ObstacleKind = Literal["cannot", "holds_range", "out_of_range", "refused", "unchanged"]
UNTRIED: frozenset[ObstacleKind] = frozenset({"cannot", "holds_range", "out_of_range"})
"""Known from how the thing is: it was not asked at all."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a command was not done with a thing. `quality` is the slot that it has not got, for `cannot`.

    `low` and `high` are what it holds (`holds_range`) or takes (`out_of_range`), in its own unit.
    """

    kind: ObstacleKind
    quality: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an order: ids of the entities it was done with, and of those it failed with.

    Nothing in either and no `trouble`: it was done, and is about no thing that we know. `states` answer a
    question, one for each thing it is about. `reason` is why it was refused, for a log. `why` says of those
    of `failed` what is known of it. `begun` are those of `done` that are on their way: a cover that opens.
    """

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    states: tuple[EntityState, ...] = ()
    trouble: Trouble | None = None
    reason: str = ""
    why: Mapping[str, Obstacle] = field(default_factory=dict)
    begun: tuple[str, ...] = ()

    @property
    def untried(self) -> bool:
        """True when nothing of it was tried: no thing that it is about can do it."""
        known = [self.why.get(thing) for thing in self.failed]
        return bool(known) and not self.done and all(o is not None and o.kind in UNTRIED for o in known)


@dataclass(frozen=True, slots=True)
class Conversed:
    """What Home Assistant's own conversation agent answered: `speech` to say, and whether it did something.

    `goes_on` when it asked something and expects an answer, for which `conversation` names the talk.
    """

    speech: str
    acted: bool
    goes_on: bool = False
    conversation: str = ""
