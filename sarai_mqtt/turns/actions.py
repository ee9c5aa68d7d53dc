"""Actions of a turn that has the floor, and the sentence that reports their result."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from sarai_mqtt.core.acting import ActionRequest, ActionResult
from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.replies import (
    confirmation_question,
    outcome_sentence,
    reply_to,
    sentence,
)
from sarai_mqtt.turns.state import TurnState, in_ms
from sarai_mqtt.turns.timers.timers import TimerManager
from sarai_mqtt.understanding.guards import may_hand_over

# Intents that are complete with their spoken reply: nothing in the house has to act on them.
_ANSWERED_BY_REPLY = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"})
# Intents that change nothing are never too late.
_HARMLESS = QUESTIONS | _ANSWERED_BY_REPLY


def expected_reply(engines: Engines, state: TurnState) -> str:
    """Return the reply expected if all goes well, to be synthesized in advance; "" if it is not known yet."""
    if state.declined is not None:
        return sentence("declined", state.language)
    if state.unclear:
        return sentence("yes_or_no", state.language)
    intent = state.intent
    if intent is None or intent.name in TimerManager.INTENTS:
        return state.own.text if state.own is not None and intent is None else ""
    home, now = engines.understander.home, engines.local_time()
    if intent.confirm:
        return confirmation_question(intent, home)
    if not _is_acted_on(intent, engines):
        return reply_to(intent, home, now)
    return (
        ""
        if intent.name in QUESTIONS
        else outcome_sentence(intent, ActionResult(done=intent.targets), home, now)
    )


async def carry_out(request: TurnRequest, engines: Engines, state: TurnState) -> AsyncGenerator[Intent, None]:
    """Act on the turn's command, yield the Intent to publish, and set `state.say` to the reply.

    No success is claimed before the house has reported it. Without a command nothing is yielded, and
    `state.say` stays None when the reply is the Thinker's. Raises BadInput (`unknown_language`).
    """
    start = engines.clock()
    if state.intent is None:
        await _without_command(request, engines, state)
        return
    async for intent in _command(request, engines, state, state.intent):
        yield intent
    state.timings["act"] = in_ms(engines.clock() - start)


async def _without_command(request: TurnRequest, engines: Engines, state: TurnState) -> None:
    if state.unclear:
        request.dialogue.ask_again(engines.clock())
        state.say, state.asks = sentence("yes_or_no", state.language), True
    elif state.declined is not None:
        request.dialogue.close_question(state.declined)
        _audit(request, engines, "declined", replace(state.declined, turn=request.turn))
        state.say = sentence("declined", state.language)
    elif state.own is not None and state.own.kind == "repeat" and request.dialogue.pending(request.began):
        # the question is repeated and stays open; after an unclear answer it may still be asked once more
        request.dialogue.asked_aloud(engines.clock())
        state.say, state.asks = state.own.text, True
    elif state.own is not None and state.own.final:
        _drop_question(request, engines)
        state.say = state.own.text
        if state.own.kind == "left_over":
            _audit_refusal(request, engines, state)
    else:
        if not request.announce or state.text.rstrip().endswith("?"):
            # a later yes would be taken to answer the new text
            _drop_question(request, engines)
        if not request.announce:
            await _hand_over(request, engines, state)


async def _command(
    request: TurnRequest, engines: Engines, state: TurnState, intent: Intent
) -> AsyncGenerator[Intent, None]:
    if state.consent is None:
        # another command is no answer to the open question
        _drop_question(request, engines)
    if intent.confirm:
        yield intent
        _ask(request, engines, state, intent)
    elif state.consent is not None and not request.dialogue.close_question(state.consent):
        state.say = sentence("expired", state.language)
        _audit(request, engines, "refused", intent, ActionResult(reason="the question was no longer open"))
    elif intent.name not in _HARMLESS and _is_late(request, engines, state):
        state.say = sentence("late", state.language)
        _audit(
            request,
            engines,
            "refused",
            intent,
            ActionResult(reason=f"{state.late_s:.1f} s after it was asked"),
        )
    elif intent.name in TimerManager.INTENTS:
        home = engines.understander.home
        state.say, changed = engines.timers.carry_out(intent, request.site, home, state.command)
        if intent.name not in QUESTIONS:
            _audit(request, engines, "done" if changed else "refused", intent)
        yield replace(intent, handled=True)
    elif _is_acted_on(intent, engines):
        async for published in _act(request, engines, state, intent):
            yield published
    else:
        yield _publish_only(request, engines, state, intent)


def _is_late(request: TurnRequest, engines: Engines, state: TurnState) -> bool:
    """Return True if it is too late to act on the sentence; `state.late_s` is then its age."""
    age = engines.clock() - request.speech_end
    if age <= engines.ages.act_s:
        return False
    state.late_s = age
    return True


def _drop_question(request: TurnRequest, engines: Engines) -> None:
    dropped = request.dialogue.drop_question()
    if dropped is not None:
        _audit(request, engines, "unanswered", dropped, ActionResult(reason="something else was said"))


def _publish_only(request: TurnRequest, engines: Engines, state: TurnState, intent: Intent) -> Intent:
    """Return the Intent to publish when the service itself does not act, and set the reply.

    An intent of `_ANSWERED_BY_REPLY` is handled by its reply; all others are left to the subscribers of the
    Intent.
    """
    said = intent.name in _ANSWERED_BY_REPLY
    state.say = reply_to(intent, engines.understander.home, engines.local_time())
    if not said and intent.name not in QUESTIONS:
        _audit(request, engines, "sent", intent)
        request.dialogue.remember_command(intent, engines.clock())
    return replace(intent, handled=said)


async def _act(
    request: TurnRequest, engines: Engines, state: TurnState, intent: Intent
) -> AsyncGenerator[Intent, None]:
    if engines.actor.by_message:
        yield intent
    try:
        left = engines.ages.act_s - (engines.clock() - request.speech_end)
        acted = await engines.actor.act(ActionRequest(intent, request.site, request.area, left))
    except asyncio.CancelledError:
        _audit(request, engines, "unknown", intent, ActionResult(reason="the turn was given up"))
        raise
    state.acted = acted
    if acted.trouble == "late":
        state.late_s = engines.clock() - request.speech_end
    if not engines.actor.by_message:
        # Also after a failure: a subscriber that acts on unhandled intents would try again, and may not check
        # which things are exposed.
        yield replace(intent, handled=True)
    if intent.name not in QUESTIONS:
        _audit(request, engines, _verdict(acted), intent, acted)
    state.say = outcome_sentence(intent, acted, engines.understander.home, engines.local_time())
    if acted.trouble is None:
        request.dialogue.remember_command(intent, engines.clock())


def _ask(request: TurnRequest, engines: Engines, state: TurnState, intent: Intent) -> None:
    """Ask for a confirmation. `Dialogue.asked_aloud` starts the time limit once it is spoken."""
    request.dialogue.ask(intent, engines.clock())
    state.asks = True
    state.say = confirmation_question(intent, engines.understander.home)
    _audit(request, engines, "asked", intent)


async def _hand_over(request: TurnRequest, engines: Engines, state: TurnState) -> None:
    """Let Home Assistant's conversation agent answer a text that is no command, if `ha.converse` is on."""
    state.for_others = may_hand_over(state.text, state.language, engines.understander.home)
    if not (engines.converse and state.for_others) or _is_late(request, engines, state):
        _audit_refusal(request, engines, state)
        return
    now = engines.clock()
    talk = request.dialogue.conversation(now)
    record = AuditEntry(
        request.site, request.turn, "done", state.text, state.language, source="home_assistant"
    )
    try:
        conversed = await engines.actor.converse(state.text, state.language, request.site, talk)
    except asyncio.CancelledError:
        engines.audit.note(replace(record, verdict="unknown", reason="the turn was given up"))
        raise
    request.dialogue.remember_conversation(
        conversed.conversation if conversed and conversed.goes_on else "", now
    )
    if conversed is None:
        _audit_refusal(request, engines, state)
        return
    state.say, state.source, state.asks = conversed.speech, "home_assistant", conversed.goes_on
    state.timings["act"] = in_ms(engines.clock() - now)
    if conversed.acted:
        engines.audit.note(record)


def _audit_refusal(request: TurnRequest, engines: Engines, state: TurnState) -> None:
    if state.own is not None and state.own.kind in ("refused", "left_over"):
        engines.audit.note(AuditEntry(request.site, request.turn, "refused", state.text, state.language))


def _is_acted_on(intent: Intent, engines: Engines) -> bool:
    """Return True if the house carries out `intent` and reports; a user-defined intent is only published."""
    return engines.actor.present and intent.name in ANSWERED - _ANSWERED_BY_REPLY


def _verdict(acted: ActionResult) -> Verdict:
    if acted.untried:
        return "refused"
    if acted.trouble is not None:
        return "unknown" if acted.trouble == "unreachable" else "refused"
    if acted.failed:
        return "partly" if acted.done else "failed"
    return "done"


def _audit(
    request: TurnRequest,
    engines: Engines,
    verdict: Verdict,
    intent: Intent,
    acted: ActionResult | None = None,
) -> None:
    done, failed, reason = (acted.done, acted.failed, acted.reason) if acted else ((), (), "")
    engines.audit.note(AuditEntry.of(request.site, verdict, intent, done=done, failed=failed, reason=reason))
