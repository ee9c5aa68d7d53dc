"""What is asked of the house, and what the house says came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from sarai_mqtt.core.events import Intent

# unreachable: nobody to ask, or no answer in time, so it may yet be done; refused: it will not be done
Trouble = Literal["unreachable", "refused"]


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


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an order: ids of the entities it was done with, and of those it failed with.

    Nothing in either and no `trouble`: it was done, and is about no thing that we know. `states` answer a
    question, one for each thing it is about. `reason` is why it was refused, for a log.
    """

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    states: tuple[EntityState, ...] = ()
    trouble: Trouble | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Conversed:
    """What Home Assistant's own conversation agent answered: `speech` to say, and whether it did something.

    `goes_on` when it asked something and expects an answer, for which `conversation` names the talk.
    """

    speech: str
    acted: bool
    goes_on: bool = False
    conversation: str = ""
