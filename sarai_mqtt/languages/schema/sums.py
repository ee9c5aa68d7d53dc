"""How sums are asked and answered in a language (sums.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.languages.schema.phrases import Phrases

Operation = Literal["plus", "minus", "times", "divided", "percent", "power"]
Ordered = Literal["plus", "minus", "times", "divided"]
SumReply = Literal["exact", "about", "by_zero", "too_large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Phrases, in lower case without accents; a number in them is anything, in digits or words.

    Args:
        asking: what may stand before a sum.
        tail: what may stand behind it.
        infix: what stands between two numbers. `percent` is "percent of", `power` is "to the power of".
        joined: the same as `plus`, only where it is asked for.
        fractions: what stands before a number, by what it is multiplied with: "half of", "twice".
        root: what stands before a number for its square root.
        powers: what stands behind a number, by the power: "squared".
        orders: orders with the numbers `{a}` and `{b}`: "subtract {b} from {a}".
        point: words for the decimal sign.
        replies: whole sentences with the `{value}`; `about` where it was rounded.

    """

    asking: Phrases
    tail: Phrases
    infix: Mapping[Operation, Phrases]
    joined: Phrases
    fractions: Mapping[str, Phrases]
    root: Phrases
    powers: Mapping[str, Phrases]
    orders: Mapping[Ordered, Phrases]
    point: Phrases
    replies: Mapping[SumReply, str]
