"""Actions of a turn that has the floor, and the sentence that reports their result."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from sarai_mqtt.core.acting import ActionRequest, ActionResult
from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.turns.intent import Command, Declined, Unclear, Understood
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.replies import (
    RELATIVE,
    confirmation_question,
    outcome_sentence,
    reply_to,
    sentence,
)
from sarai_mqtt.turns.timers.timers import TimerManager
from sarai_mqtt.turns.timings import Timing, Timings
from sarai_mqtt.understanding.guards import may_hand_over

# Intents that are complete with their spoken reply: nothing in the house has to act on them.
_ANSWERED_BY_REPLY = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"})
# Intents that change nothing are never too late.
_HARMLESS = QUESTIONS | _ANSWERED_BY_REPLY


@dataclass(frozen=True, slots=True)
class Acted:
    """Result of the actions of a turn.

    * say: the reply; None when it is the Thinker's, or the text of an announcement
    * asks: the reply is a question
    * for_others: another agent may be asked about this text
    * late_s: age of the sentence when it was found too late to act on it, s; else 0
    * result: what the house reports; None when nothing was acted on
    * source: Home Assistant's agent if it made the reply; None if the reply is that of what was understood
    """

    say: str | None = None
    asks: bool = False
    for_others: bool = False
    late_s: float = 0.0
    result: ActionResult | None = None
    source: Source | None = None
    timings: Timings = ()


def expected_reply(request: TurnRequest, engines: Engines, understood: Understood) -> str | None:
    """Return the reply if all goes well, to be synthesized in advance; None if it is the Thinker's.

    It is "" while it is not known yet. An announcement is its own reply, unchanged. Raises BadInput
    (`unknown_language`).
    """
    if request.announce:
        return understood.text
    match understood.meaning:
        case Declined():
            return sentence("declined", understood.language)
        case Unclear():
            return sentence("yes_or_no", understood.language)
        case OwnAnswer(text=text):
            return text
        case Command(intent=intent):
            return _expected_result(engines, intent)
    return None


def _expected_result(engines: Engines, intent: Intent) -> str:
    if intent.name in TimerManager.INTENTS:
        return ""
    home, now = engines.understander.home, engines.local_time()
    if intent.confirm:
        return confirmation_question(intent, home, engines.wording_of)
    if not _is_acted_on(intent, engines):
        return reply_to(intent, home, now, engines.wording_of)
    if intent.name in QUESTIONS or not intent.slots.keys().isdisjoint(RELATIVE):
        return ""  # what it leads to is known from the state only
    return outcome_sentence(intent, ActionResult(done=intent.targets), home, now, engines.wording_of)


async def carry_out(
    request: TurnRequest, engines: Engines, understood: Understood
) -> AsyncGenerator[Intent | Acted, None]:
    """Act on what was understood: yield each Intent to publish, and at last the result.

    No success is claimed before the house has reported it. Records the timing `act` of a command, and of the
    answer of Home Assistant's agent. Raises BadInput (`unknown_language`).
    """
    start = engines.clock()
    match understood.meaning:
        case Command() as command:
            async for step in _command(request, engines, command):
                if isinstance(step, Acted):
                    yield replace(step, timings=(Timing.between("act", start, engines.clock()),))
                else:
                    yield step
        case Unclear():
            request.dialogue.ask_again(start)
            yield Acted(sentence("yes_or_no", understood.language), asks=True)
        case Declined(intent=intent):
            request.dialogue.close_question(intent)
            _audit(request, engines, "declined", replace(intent, turn=request.turn))
            yield Acted(sentence("declined", understood.language))
        case OwnAnswer(kind="repeat", text=text) if request.dialogue.pending(request.began):
            # the question is repeated and stays open; after an unclear answer it may still be asked once more
            request.dialogue.asked_aloud(start)
            yield Acted(text, asks=True)
        case OwnAnswer(text=text, final=True):
            _drop_question(request, engines)
            _audit_refusal(request, engines, understood)
            yield Acted(text)
        case _:
            yield await _without_answer(request, engines, understood)


async def _without_answer(request: TurnRequest, engines: Engines, understood: Understood) -> Acted:
    """Drop the open question, unless it can stay; let another agent answer, except to an announcement."""
    if not request.announce or understood.text.rstrip().endswith("?"):
        # a later yes would be taken to answer the new text
        _drop_question(request, engines)
    return Acted() if request.announce else await _hand_over(request, engines, understood)


async def _command(
    request: TurnRequest, engines: Engines, command: Command
) -> AsyncGenerator[Intent | Acted, None]:
    intent, consent = command.intent, command.consent
    if consent is None:
        # another command is no answer to the open question
        _drop_question(request, engines)
    if intent.confirm:
        yield intent
        yield _ask(request, engines, intent)
    elif consent is not None and not request.dialogue.close_question(consent):
        _refuse(request, engines, intent, "the question was no longer open")
        yield Acted(sentence("expired", intent.language))
    elif intent.name not in _HARMLESS and (late_s := _late_s(request, engines)):
        _refuse(request, engines, intent, f"{late_s:.1f} s after it was asked")
        yield Acted(sentence("late", intent.language), late_s=late_s)
    elif intent.name in TimerManager.INTENTS:
        acted = _set_timer(request, engines, command)
        yield replace(intent, handled=True)
        yield acted
    elif _is_acted_on(intent, engines):
        async for step in _act(request, engines, intent):
            yield step
    else:
        acted = _publish_only(request, engines, intent)
        yield replace(intent, handled=intent.name in _ANSWERED_BY_REPLY)
        yield acted


def _late_s(request: TurnRequest, engines: Engines) -> float:
    """Return the age of the sentence, s, if it is too late to act on it; else 0."""
    age = engines.clock() - request.speech_end
    return age if age > engines.ages.act_s else 0.0


def _refuse(request: TurnRequest, engines: Engines, intent: Intent, reason: str) -> None:
    _audit(request, engines, "refused", intent, ActionResult(reason=reason))


def _drop_question(request: TurnRequest, engines: Engines) -> None:
    dropped = request.dialogue.drop_question()
    if dropped is not None:
        _audit(request, engines, "unanswered", dropped, ActionResult(reason="something else was said"))


def _ask(request: TurnRequest, engines: Engines, intent: Intent) -> Acted:
    """Ask for a confirmation. `Dialogue.asked_aloud` starts the time limit once it is spoken."""
    request.dialogue.ask(intent, engines.clock())
    question = confirmation_question(intent, engines.understander.home, engines.wording_of)
    _audit(request, engines, "asked", intent)
    return Acted(question, asks=True)


def _set_timer(request: TurnRequest, engines: Engines, command: Command) -> Acted:
    intent, home = command.intent, engines.understander.home
    say, changed = engines.timers.carry_out(intent, request.site, home, command.delayed, engines.wording_of)
    if intent.name not in QUESTIONS:
        _audit(request, engines, "done" if changed else "refused", intent)
    return Acted(say)


def _publish_only(request: TurnRequest, engines: Engines, intent: Intent) -> Acted:
    """Return the result where the service itself does not act.

    An intent of `_ANSWERED_BY_REPLY` is handled by its reply; all others are left to the subscribers of the
    Intent.
    """
    say = reply_to(intent, engines.understander.home, engines.local_time(), engines.wording_of)
    if intent.name not in _HARMLESS:
        _audit(request, engines, "sent", intent)
        request.dialogue.remember_command(intent, engines.clock())
    return Acted(say)


async def _act(
    request: TurnRequest, engines: Engines, intent: Intent
) -> AsyncGenerator[Intent | Acted, None]:
    if engines.actor.by_message:
        yield intent
    try:
        left = engines.ages.act_s - (engines.clock() - request.speech_end)
        result = await engines.actor.act(ActionRequest(intent, request.site, request.area, left))
    except asyncio.CancelledError:
        _audit(request, engines, "unknown", intent, ActionResult(reason="the turn was given up"))
        raise
    late_s = engines.clock() - request.speech_end if result.trouble == "late" else 0.0
    if not engines.actor.by_message:
        # Also after a failure: a subscriber that acts on unhandled intents would try again, and may not check
        # which things are exposed.
        yield replace(intent, handled=True)
    if intent.name not in QUESTIONS:
        _audit(request, engines, _verdict(result), intent, result)
    say = outcome_sentence(
        intent, result, engines.understander.home, engines.local_time(), engines.wording_of
    )
    if result.trouble is None:
        request.dialogue.remember_command(intent, engines.clock())
    yield Acted(say, late_s=late_s, result=result)


async def _hand_over(request: TurnRequest, engines: Engines, understood: Understood) -> Acted:
    """Let Home Assistant's conversation agent answer a text that is no command, if `ha.converse` is on."""
    text, language = understood.text, understood.language
    for_others = may_hand_over(text, language, engines.understander.home)
    wanted = engines.converse and for_others
    late_s = _late_s(request, engines) if wanted else 0.0
    if late_s or not wanted:
        _audit_refusal(request, engines, understood)
        return Acted(for_others=for_others, late_s=late_s)
    now = engines.clock()
    talk = request.dialogue.conversation(now)
    record = AuditEntry(request.site, request.turn, "done", text, language, source="home_assistant")
    try:
        conversed = await engines.actor.converse(text, language, request.site, talk)
    except asyncio.CancelledError:
        engines.audit.note(replace(record, verdict="unknown", reason="the turn was given up"))
        raise
    request.dialogue.remember_conversation(
        conversed.conversation if conversed and conversed.goes_on else "", now
    )
    if conversed is None:
        _audit_refusal(request, engines, understood)
        return Acted(for_others=for_others)
    if conversed.acted:
        engines.audit.note(record)
    return Acted(
        conversed.speech,
        asks=conversed.goes_on,
        for_others=for_others,
        source="home_assistant",
        timings=(Timing.between("act", now, engines.clock()),),
    )


def _audit_refusal(request: TurnRequest, engines: Engines, understood: Understood) -> None:
    meaning = understood.meaning
    if isinstance(meaning, OwnAnswer) and meaning.kind in ("refused", "left_over"):
        engines.audit.note(
            AuditEntry(request.site, request.turn, "refused", understood.text, understood.language)
        )


def _is_acted_on(intent: Intent, engines: Engines) -> bool:
    """Return True if the house carries out `intent` and reports; a user-defined intent is only published."""
    return engines.actor.present and intent.name in ANSWERED - _ANSWERED_BY_REPLY


def _verdict(result: ActionResult) -> Verdict:
    if result.untried:
        return "refused"
    if result.trouble is not None:
        return "unknown" if result.trouble == "unreachable" else "refused"
    if result.failed:
        return "partly" if result.done else "failed"
    if result.silent:
        return "partly" if result.done else "silent"
    return "sent" if result.sent and not result.done else "done"


def _audit(
    request: TurnRequest,
    engines: Engines,
    verdict: Verdict,
    intent: Intent,
    result: ActionResult | None = None,
) -> None:
    done, failed, reason = (result.done, result.failed, result.reason) if result else ((), (), "")
    engines.audit.note(AuditEntry.of(request.site, verdict, intent, done=done, failed=failed, reason=reason))
