"""Results of speech recognition and intent recognition that no MQTT topic carries."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.events import Intent, Transcript

Reason = Literal[
    "unaccounted", "not_here", "which_one", "in_celsius", "in_fahrenheit",
    "no_such_thing", "no_such_place", "out_of_range", "cannot", "no_weather", "no_weather_there",
    "no_calls", "not_measured", "not_told", "no_such_state",
]  # fmt: skip


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
    `in_fahrenheit` (the home measures so, and a temperature was said in the other unit); `no_such_thing` (the
    home, or `place` if not "", has no thing called so); `no_such_place` (nor a place); `out_of_range` (an
    amount is outside of `limits`, the least and the most in the unit that was said); or `cannot` (the things
    do not do that; `options` are the modes that they have); `no_weather` (the home does not know it);
    `no_weather_there` (nor that of another place, which is named); `no_calls` (nobody
    can be called or written to from here). Of a question: `not_measured` (no sensor of the home, or in
    `place`, tells what was asked in these words), `not_told` (nothing is known of these words) and
    `no_such_state` (the things called so do not tell that).
    """

    words: tuple[str, ...]
    reason: Reason
    language: str
    place: str = ""
    limits: tuple[float, float] | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings of which only one was meant: the person is asked which, and the answer goes on with it.

    Each of `options` is all that the sentence asks for in that reading. They differ in what `words`, as they
    were said ("the lamp"), stand for: option i takes them for the entity `things[i]`.
    """

    words: str
    options: tuple[tuple[Intent, ...], ...]
    things: tuple[str, ...]
    language: str


Found = tuple[Intent, ...] | Choice | LeftOver
"""What a sentence asks for: its commands, in order, at least one; a choice; or words that are left over."""


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """Words of a sentence, as they were said, their `role`, such as "thing", and their meaning."""

    words: str
    role: str
    value: str
