"""How speech recognition hears the short answers of a language (hearing.yaml)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Settings of the recognition of a spoken yes or no by the decoder's probabilities.

    Args:
        exclamation: how an exclamation is written, with {} for its words.
        least_yes: score at which a yes is accepted, in nats: a wrong yes is by far the worse error.
        least_no: score at which a no is accepted.

    """

    exclamation: str
    least_yes: float
    least_no: float
