"""How yes, no, stop and the answers to "which one?" are said in a language (answers.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Phrases; letter case, accents and punctuation do not matter, but in `short_yes` and `short_no`.

    Args:
        courtesies: said along with an answer, but no answer by themselves.
        yes_phrases: each of them alone is a yes.
        no_phrases: each of them alone is a no.
        short_yes: short ones that the recogniser listens for after a question, spelt as written (ADR 21).
        short_no: the same for a no.
        stop: said alone when nothing was asked, they stop what is being said or played.
        none_of: said alone after "which one?", they mean none.
        together: said alone after "which one?", they mean all, if there are so many; 0: however many.
        places: words for a place in the order in which the things were named, from 1; -1 is the last.
        pointing: said along with the name or the place of the one that is meant, they mean nothing.

    """

    courtesies: tuple[str, ...]
    yes_phrases: tuple[str, ...]
    no_phrases: tuple[str, ...]
    short_yes: tuple[str, ...]
    short_no: tuple[str, ...]
    stop: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    together: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    pointing: tuple[str, ...] = ()
