"""The audit record of an action or refusal: who asked for what, and with which result. Never any audio."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.core.events import Intent, SlotValue, Source

# done, partly, failed: reported by the house; sent: published for automations, or to a thing without a state,
# so nobody reports; silent: taken, but no state has changed; unknown: no answer in time; asked: for a
# confirmation; declined, unanswered: the reply to that; refused: it was not done
Verdict = Literal[
    "done", "partly", "failed", "sent", "silent", "unknown", "asked", "declined", "unanswered", "refused"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log.

    `targets` are the entity ids that were meant; `done` and `failed` those on which it succeeded and failed.
    `intent` is None if we did not understand `text` as a command.
    """

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
        """Build the entry for `intent`."""
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
