"""Readings of a sentence that no template matches, and the decision whether one is sure enough to act on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.home import Entity, needs_confirmation
from sarai_mqtt.core.intents import QUESTIONS

MOST_OF_A_NAME = 16
"""Things that may be called alike; more are told apart by no room, and each would be a reading."""

_TARGETS = frozenset({"name", "area", "floor", "domain", "device_class"})


@dataclass(frozen=True, slots=True)
class Guesses:
    """Readings of a sentence, most likely first; the `confidence` of an intent is its score, 0..1.

    `chat` is the similarity to the nearest sentence of small talk, on the same scale.
    """

    intents: tuple[Intent, ...] = ()
    chat: float = 0.0

    def sure(self, threshold: float, margin: float) -> Intent | None:
        """Return the first reading if it is sure enough to act on, else None.

        Its score must reach `threshold`, and exceed by `margin` both the best reading that would do something
        else and the nearest sentence of small talk.
        """
        if not self.intents:
            return None
        best, *others = self.intents
        rival = max((i.confidence for i in others if _differ(best, i)), default=0.0)
        clear = best.confidence - max(rival, self.chat) >= margin
        return best if best.confidence >= threshold and clear else None


def names_of_few(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names of each id of `named` (id, name), without empty ones and those that too many have."""
    rows = list(named)
    count = Counter(name.casefold() for _, name in rows)
    names: dict[str, list[str]] = {}
    for key, name in rows:
        if name and count[name.casefold()] <= MOST_OF_A_NAME:
            names.setdefault(key, []).append(name)
    return names


def ranked(intents: Iterable[Intent], chat: float = 0.0, most: int = 5) -> Guesses:
    """Sort the readings by confidence, highest first, and keep each meaning once and at most `most`."""
    kept: list[Intent] = []
    for intent in sorted(intents, key=lambda i: -i.confidence):
        if not any(_same(intent, other) for other in kept):
            kept.append(intent)
        if len(kept) == most:
            break
    return Guesses(tuple(kept), chat)


def guessed(intent: Intent, targets: Iterable[Entity], source: Source) -> Intent:
    """Return `intent` marked as guessed by `source`.

    It needs confirmation if one of `targets` does, or is of a kind that does by default. Questions never do.
    """
    risky = any(e.confirm or needs_confirmation(e.id, e.device_class) for e in targets)
    return replace(intent, source=source, confirm=risky and intent.name not in QUESTIONS)


def _same(one: Intent, other: Intent) -> bool:
    return (one.name, one.targets, _values(one)) == (other.name, other.targets, _values(other))


def _differ(one: Intent, other: Intent) -> bool:
    """Return True if the two would do different things; a light and the room it is in are not rivals."""
    apart = bool(one.targets or other.targets) and not set(one.targets) & set(other.targets)
    return one.name != other.name or apart or _values(one) != _values(other)


def _values(intent: Intent) -> dict[str, object]:
    return {k: v for k, v in intent.slots.items() if k not in _TARGETS}
