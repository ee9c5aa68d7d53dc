"""A value of an order as it was found in a sentence."""

from dataclasses import dataclass

from sarai_mqtt.understanding.reader.scan import Marks, Scan


@dataclass(slots=True)
class Value:
    """A value found: the slot of a frame it is for, the index after it, and the roles of its words.

    `to` and `by` are True if such a word came before it. `direction` is 1 or -1 if it asks for more or less.
    """

    slot: str
    value: object
    end: int
    marks: Marks
    to: bool = False
    by: bool = False
    direction: int = 0
    attribute: str = ""


def led(scan: Scan, start: int) -> tuple[int, bool, bool]:
    """Return the index after little words before a value, and if they are "to" and "by"."""
    some = scan.lexicon
    end = scan.skip(start + scan.returns(start), some.links | some.articles | some.content.about, 4)
    said = scan.words[start:end]
    return end, any(w in some.to for w in said), any(w in some.by for w in said)
