"""What a sentence may mean when no template matches it, and when that is sure enough to act on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.home import Entity, needs_confirmation
from sarai_mqtt.core.intents import QUESTIONS

_TARGETS = frozenset({"name", "area", "floor", "domain", "device_class"})


@dataclass(frozen=True, slots=True)
class Guesses:
    """Readings of a sentence, likeliest first; an intent's `confidence` is its score, 0..1.

    `chat` is the likeness to the nearest everyday sentence, on the same scale.
    """

    intents: tuple[Intent, ...] = ()
    chat: float = 0.0

    def sure(self, threshold: float, margin: float) -> Intent | None:
        """Give the first reading when it is sure enough to act on, else None.

        It must reach `threshold`, and be ahead by `margin` of the first reading that would do something else
        and of the nearest everyday sentence.
        """
        if not self.intents:
            return None
        best, *others = self.intents
        rival = max((i.confidence for i in others if _differ(best, i)), default=0.0)
        clear = best.confidence - max(rival, self.chat) >= margin
        return best if best.confidence >= threshold and clear else None


def ranked(intents: Iterable[Intent], chat: float = 0.0, most: int = 5) -> Guesses:
    """Put the readings in order, each meaning once, at most `most` of them."""
    kept: list[Intent] = []
    for intent in sorted(intents, key=lambda i: -i.confidence):
        if not any(_same(intent, other) for other in kept):
            kept.append(intent)
        if len(kept) == most:
            break
    return Guesses(tuple(kept), chat)


def guessed(intent: Intent, targets: Iterable[Entity], source: Source) -> Intent:
    """Mark `intent` as guessed by `source`. What is dangerous by its kind is always confirmed."""
    risky = any(e.confirm or needs_confirmation(e.id, e.device_class) for e in targets)
    return replace(intent, source=source, confirm=risky and intent.name not in QUESTIONS)


def _same(one: Intent, other: Intent) -> bool:
    return (one.name, one.targets, _values(one)) == (other.name, other.targets, _values(other))


def _differ(one: Intent, other: Intent) -> bool:
    """Say whether they would do different things: a lamp and the room it is in are not rivals."""
    apart = bool(one.targets or other.targets) and not set(one.targets) & set(other.targets)
    return one.name != other.name or apart or _values(one) != _values(other)


def _values(intent: Intent) -> dict[str, object]:
    return {k: v for k, v in intent.slots.items() if k not in _TARGETS}
