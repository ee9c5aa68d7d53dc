"""What Home Assistant's answer to an intent says came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sarai_mqtt.adapters.hass.rest import Answer
from sarai_mqtt.core.acting import Acted, Conversed, Obstacle, Trouble

# The beginnings of what Home Assistant says of a call that failed; the rest is why it did not try.
_FAILED = ("Failed to call", "Error ")
# Of several the first counts: what may yet be done, then what may be asked again.
_TROUBLES: tuple[Trouble, ...] = ("unreachable", "late", "refused")
_NOT_UNDERSTOOD = frozenset({"no_intent_match", "no_valid_targets"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one request. `unreachable`: no answer, so it may yet be done. `begun`: it is being done.

    `late`: nothing yet, and to go on would be too late. `obstacle` is what is known of why it failed.
    """

    kind: Literal["done", "failed", "refused", "unreachable", "late"]
    reason: str = ""
    obstacle: Obstacle | None = None
    begun: bool = False


DONE = Outcome("done")


def hindered(obstacle: Obstacle) -> Outcome:
    """Give what comes of a command that a thing cannot follow, or did not."""
    return Outcome("failed", obstacle.kind, obstacle)


def outcome_of(answer: Answer, intent: str, target: str | None, *, old: bool) -> Outcome:
    """Judge the answer to `intent` for `target`.

    An `old` Home Assistant (2026.2) calls an error "action_done", too: it names no success then, and says why
    in the speech. Its own intents say nothing when all is well.
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
    if is_error or (old and said and not succeeded and intent.startswith("Hass")):
        return Outcome("failed" if said.startswith(_FAILED) else "refused", said)
    if target in failed:
        return Outcome("failed", "Home Assistant says that it failed")
    return DONE


def acted_of(targets: Sequence[str], outcomes: Sequence[Outcome]) -> Acted:
    """Put together what came of a command about `targets`, one outcome for each.

    Where some were done or failed, what was refused, was too late or got no answer counts as failed, too:
    nobody says it was done.
    """
    kinds = {outcome.kind for outcome in outcomes}
    reason = next((o.reason for o in outcomes if o.kind != "done"), "")
    if kinds and kinds <= {"refused", "late", "unreachable"}:
        return Acted(trouble=next(t for t in _TROUBLES if t in kinds), reason=reason)
    came = dict(zip(targets, outcomes, strict=True))
    refused = Obstacle("refused")
    return Acted(
        done=tuple(t for t, o in came.items() if o.kind == "done"),
        failed=tuple(t for t, o in came.items() if o.kind != "done"),
        reason=reason,
        why={t: found for t, o in came.items() if (found := refused if o.kind == "refused" else o.obstacle)},
        begun=tuple(t for t, o in came.items() if o.begun),
    )


def conversed_of(answer: Answer, *, default_agent: bool) -> Conversed | None:
    """Read the answer of a conversation agent; None when it did not understand.

    Home Assistant's own agent says "action_done" of actions only; others say it of any talk, so theirs must
    name what they did.
    """
    response = answer.body.get("response")
    if answer.status != 200 or not isinstance(response, dict):
        return None
    data, kind = response.get("data") or {}, response.get("response_type")
    if kind == "error" and data.get("code") in _NOT_UNDERSTOOD:
        return None
    acted = kind == "action_done" and (default_agent or bool(data.get("success")))
    goes_on = bool(answer.body.get("continue_conversation"))
    return Conversed(_speech(response), acted, goes_on, str(answer.body.get("conversation_id") or ""))


def _speech(response: dict[str, Any]) -> str:
    plain = (response.get("speech") or {}).get("plain") or {}
    return str(plain.get("speech") or "")


def _ids(results: Any) -> set[str]:
    return {str(r["id"]) for r in results or () if isinstance(r, dict) and r.get("id")}
