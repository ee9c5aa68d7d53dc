"""The questions of a turn: what is asked, dropped, and noted about it in the audit log."""

from collections.abc import Sequence
from dataclasses import replace

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.meaning import asked_about
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.choices import choice_question
from sarai_mqtt.turns.responses.replies import confirmation_question, sentence


def ask(request: TurnRequest, engines: Engines, intents: Sequence[Intent]) -> str:
    """Open the question about the first of `intents`, which those about the others follow, and return it.

    `Dialogue.asked_aloud` starts the time limit once it is spoken. Raises BadInput (`unknown_language`).
    """
    request.dialogue.ask(intents[0], engines.clock(), tuple(intents[1:]))
    question = confirmation_question(intents[0], engines.understander.home, engines.wording_of)
    audit(request, engines, "asked", intents[0])
    return question


def ask_which(request: TurnRequest, engines: Engines, choice: Choice) -> str:
    """Open the question which one of `choice` is meant, and return it.

    Raises BadInput (`unknown_language`).
    """
    request.dialogue.ask_which(choice, engines.clock())
    audit(request, engines, "asked", replace(asked_about(choice), turn=request.turn))
    return choice_question(choice, engines.understander.home, engines.wording_of)


def question_again(engines: Engines, choice: Choice | None, language: str) -> str:
    """Return the pending question, about `choice` or a command (None), as it is asked once more.

    Raises BadInput (`unknown_language`).
    """
    if choice is None:
        return sentence("yes_or_no", language)
    return choice_question(choice, engines.understander.home, engines.wording_of)


def drop_question(request: TurnRequest, engines: Engines) -> None:
    """Drop the open question, as something else was said."""
    for dropped in request.dialogue.drop_question():
        audit(request, engines, "unanswered", dropped, ActionResult(reason="something else was said"))


def audit(
    request: TurnRequest,
    engines: Engines,
    verdict: Verdict,
    intent: Intent,
    result: ActionResult | None = None,
) -> None:
    """Record a verdict on `intent` in the audit log."""
    done, failed, reason = (result.done, result.failed, result.reason) if result else ((), (), "")
    engines.audit.note(AuditEntry.of(request.site, verdict, intent, done=done, failed=failed, reason=reason))
