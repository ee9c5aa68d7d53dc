"""Results of speech recognition and intent recognition that no MQTT topic carries."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.events import Transcript

Reason = Literal["unaccounted", "not_here", "which_one", "in_celsius", "in_fahrenheit"]


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """The answer to a question that the assistant asked: yes (`agrees` True), no (False) or neither (None).

    The words of the transcript alone do not decide: a "yes" that was not heard with certainty is none.
    """

    transcript: Transcript
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """The words of a sentence that an intent read from it does not use, in the order they were said.

    `reason`: `unaccounted`; `not_here` (the first is a place that has no such thing); `which_one` (every
    word is used, but the things meant are in several rooms; `words` is then empty); or `in_celsius`,
    `in_fahrenheit` (the home measures so, and a temperature was said in the other unit).
    """

    words: tuple[str, ...]
    reason: Reason
    language: str
