"""Interprets Home Assistant's answers to intents and to conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sarai_mqtt.core.acting import ActionResult, ConversationResult, Level, Obstacle, Trouble
from sarai_mqtt.home.assistant.rest import Answer

# How Home Assistant's message begins if it tried and failed; any other message says why it did not try.
_FAILED = ("Failed to call", "Error ")
# If several apply, the first counts: what may still be carried out, then what may be asked again.
_TROUBLES: tuple[Trouble, ...] = ("unreachable", "late", "refused")
_NOT_UNDERSTOOD = frozenset({"no_intent_match", "no_valid_targets"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one request.

    `sent`: it was taken, and no state can show more; `silent`: it was taken, but the state has not changed.
    `unreachable`: no answer came, so the command may still be carried out. `late`: it was not carried out,
    and another attempt would come too late. `begun`: it is in progress (a cover that is opening). `reason`
    is for the log, `obstacle` is the reason of a failure if it is known. `level` is where a relative command
    led.
    """

    kind: Literal["done", "sent", "silent", "failed", "refused", "unreachable", "late"]
    reason: str = ""
    obstacle: Obstacle | None = None
    begun: bool = False
    level: Level | None = None


DONE = Outcome("done")
SENT = Outcome("sent")
SILENT = Outcome("silent", "its state has not changed")
_TAKEN = frozenset({"done", "sent", "silent"})


def obstructed(obstacle: Obstacle) -> Outcome:
    """Return the outcome of a command that an entity cannot carry out, or did not, because of `obstacle`."""
    return Outcome("failed", obstacle.kind, obstacle)


def outcome_of(answer: Answer, intent: str, target: str | None, *, legacy: bool) -> Outcome:
    """Return the outcome that the answer to `intent` reports for the entity id `target`.

    A `legacy` Home Assistant (2026.2) answers "action_done" to an error, too: it then lists no success and
    gives the reason as speech, while its own intents have no speech if they succeed.
    """
    if answer.status in (401, 403):
        return Outcome("refused", "Home Assistant refuses our token")
    if answer.status >= 500:
        return Outcome("failed", f"HTTP status {answer.status}")
    if answer.status != 200:
        return Outcome("refused", f"HTTP status {answer.status}")
    data, said = answer.body.get("data") or {}, _speech(answer.body)
    succeeded, failed = _ids(data.get("success")), _ids(data.get("failed"))
    is_error = answer.body.get("response_type") == "error"
    if is_error or (legacy and said and not succeeded and intent.startswith("Hass")):
        return Outcome("failed" if said.startswith(_FAILED) else "refused", said)
    if target in failed:
        return Outcome("failed", "Home Assistant says that it failed")
    return DONE


def combine_outcomes(targets: Sequence[str], outcomes: Sequence[Outcome]) -> ActionResult:
    """Combine the outcomes of a command, one for each of `targets`.

    If every target was refused, late or unreachable, the result is that trouble. Otherwise all that are not
    done, sent or silent count as failed, so that they are never reported as done.
    """
    kinds = {outcome.kind for outcome in outcomes}
    reason = next((o.reason for o in outcomes if o.kind != "done"), "")
    if kinds and kinds <= {"refused", "late", "unreachable"}:
        return ActionResult(trouble=next(t for t in _TROUBLES if t in kinds), reason=reason)
    came = dict(zip(targets, outcomes, strict=True))
    refused = Obstacle("refused")
    return ActionResult(
        done=tuple(t for t, o in came.items() if o.kind == "done"),
        failed=tuple(t for t, o in came.items() if o.kind not in _TAKEN),
        reason=reason,
        why={t: found for t, o in came.items() if (found := refused if o.kind == "refused" else o.obstacle)},
        begun=tuple(t for t, o in came.items() if o.begun),
        sent=tuple(t for t, o in came.items() if o.kind == "sent"),
        silent=tuple(t for t, o in came.items() if o.kind == "silent"),
        levels={t: o.level for t, o in came.items() if o.kind == "done" and o.level},
    )


def conversation_result(answer: Answer, *, default_agent: bool) -> ConversationResult | None:
    """Return the answer of a conversation agent; None if it did not understand.

    Home Assistant's own agent answers "action_done" to actions only. Others answer it to any talk, so for
    them an action only counts if the answer lists things that it succeeded with.
    """
    response = answer.body.get("response")
    if answer.status != 200 or not isinstance(response, dict):
        return None
    data, kind = response.get("data") or {}, response.get("response_type")
    if kind == "error" and data.get("code") in _NOT_UNDERSTOOD:
        return None
    acted = kind == "action_done" and (default_agent or bool(data.get("success")))
    goes_on = bool(answer.body.get("continue_conversation"))
    return ConversationResult(
        _speech(response), acted, goes_on, str(answer.body.get("conversation_id") or "")
    )


def _speech(response: dict[str, Any]) -> str:
    plain = (response.get("speech") or {}).get("plain") or {}
    return str(plain.get("speech") or "")


def _ids(results: Any) -> set[str]:
    return {str(r["id"]) for r in results or () if isinstance(r, dict) and r.get("id")}
