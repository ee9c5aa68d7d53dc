"""What is kept of every action and refusal: who asked for what, and what came of it. Never sound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.core.events import Intent, SlotValue, Source

# done: the house says so, for all of it; partly, failed; sent: published for automations, nobody reports;
# unknown: no answer in time; asked: a confirmation; declined, unanswered: that question; refused: not done
Verdict = Literal["done", "partly", "failed", "sent", "unknown", "asked", "declined", "unanswered", "refused"]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log."""

    site: str
    turn: str
    verdict: Verdict
    text: str
    language: str
    intent: str | None = None
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    source: Source = "none"
    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    reason: str = ""

    @classmethod
    def of(
        cls,
        site: str,
        verdict: Verdict,
        intent: Intent,
        *,
        done: tuple[str, ...] = (),
        failed: tuple[str, ...] = (),
        reason: str = "",
    ) -> "AuditEntry":
        """Make the entry of an intent."""
        return cls(
            site,
            intent.turn,
            verdict,
            intent.text,
            intent.language,
            intent.name,
            intent.slots,
            intent.targets,
            intent.source,
            done,
            failed,
            reason,
        )
