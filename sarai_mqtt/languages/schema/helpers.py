"""How numbers, texts, times and options are set, and what is started (helpers.yaml); a pack may lack it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

HelperKind = Literal["number", "text", "time", "option", "press", "run"]
"""Kinds of things: what holds a number (counters too), a text, a time of the day or one of several options,
what is pressed, and what runs (scenes, scripts)."""

HelperOrder = Literal[
    "add", "add_one", "subtract", "subtract_one", "put", "set", "most", "least", "reset", "write", "clear",
    "set_time", "earlier", "later", "choose", "press", "run", "ask", "is_option",
]  # fmt: skip
"""What is asked of them. `put` sets a number that is no counter ("put 40 minutes of watering"), `ask` asks
what one holds, `is_option` whether it holds an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """Phrases are words in lower case; "[…]" may be missing, "(a|b)" is a choice, "<set>" a verb of `verbs`.

    A phrase is the whole sentence but for politeness, and for articles before `{n}`, the name of the thing.
    `{v}` is a number, `{text}` any words, `{moment}` a time of the clock, `{length}` a length of time,
    `{option}` the words of an option.

    Args:
        verbs: imperatives by the names that stand for them in the phrases; all forms that order count.
        pronouns: what may be attached to a verb, or stand after it: "me", "le".
        nouns: words that may stand before or after the name of a thing of a kind, or for the only one there
            is: "counter", "nota". `{n}` is then with them.
        phrases: what asks each thing.
        told: what tells that there is one more, or `{v}` more, of what is counted: "I had another {n}".
        noted: what asks, after it, to count that: "add it".
        asked: words of questions that may stand in any order beside all words of a name: "what mode is the
            house in" asks for the "house mode".
        means: words of such questions that stand for one of a name: "loud" for "volume".
        openers: the words of these with which such a question begins.

    """

    verbs: Mapping[str, tuple[str, ...]]
    pronouns: tuple[str, ...]
    nouns: Mapping[HelperKind, tuple[str, ...]]
    phrases: Mapping[HelperOrder, tuple[str, ...]]
    told: tuple[str, ...]
    noted: tuple[str, ...]
    asked: tuple[str, ...]
    openers: tuple[str, ...]
    means: Mapping[str, str]
