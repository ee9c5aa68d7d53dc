"""Clauses beside an order that only give its reason (asides.yaml); a pack without the file knows none."""

from dataclasses import dataclass

from sarai_mqtt.languages.schema.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    """Phrases, in lower case without accents and signs.

    Args:
        fillers: words between two pauses that mean nothing: "let's say".
        before: how a clause begins that may come before an order: "i've got".
        links: words between such a clause and the order: "so".
        behind: how a clause begins that may come behind an order, after a pause: "i always".
        because: words that begin one without a pause: "because".
        never: words that no such clause has, as they may change the order: "unless", "but".
        keep: whole clauses that only say what stays of several: "i only want the later one".
        clocks: words of timers, alarms and reminders.
        past: words that tell that the day in a clause is over.

    """

    fillers: Phrases
    before: Phrases
    links: Phrases
    behind: Phrases
    because: Phrases
    never: Phrases
    keep: Phrases
    clocks: Phrases
    past: Phrases
