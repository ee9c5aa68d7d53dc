"""How yes, no and stop are said in a language (answers.yaml)."""

from dataclasses import dataclass


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

    """

    courtesies: tuple[str, ...]
    yes_phrases: tuple[str, ...]
    no_phrases: tuple[str, ...]
    short_yes: tuple[str, ...]
    short_no: tuple[str, ...]
    stop: tuple[str, ...]
