"""Results of hearing and of understanding that no MQTT topic carries."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.events import Transcript

Reason = Literal["unaccounted", "not_here", "which_one"]


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """What was heard after a question of ours: a yes (`agrees` is True), a no (False), or neither (None).

    The words of the transcript alone do not tell: what is written as a yes and was not heard surely is none.
    """

    transcript: Transcript
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What of a sentence a reading has no use for, as it was said, in the order it was said.

    `reason`: `unaccounted`, `not_here` (the first is a place where there is no such thing) or `which_one`
    (nothing is left over, but the things meant are in several rooms; no words then).
    """

    words: tuple[str, ...]
    reason: Reason
    language: str
