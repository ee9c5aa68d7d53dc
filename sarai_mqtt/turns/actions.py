"""Actions of a turn that has the floor, and the sentence that reports their result."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from sarai_mqtt.core.acting import Acted, Order
from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.turns.request import Engines, TurnInput
from sarai_mqtt.turns.responses.replies import (
    question_of,
    reply_to,
    report_of,
    sentence,
)
from sarai_mqtt.turns.state import Course, in_ms
from sarai_mqtt.turns.timers.timers import Timers
from sarai_mqtt.understanding.guards import may_hand_over

# The spoken reply is all that these need, whether or not anybody acts on intents.
_SAID = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"})


# Intents that change nothing are never too late.
_HARMLESS = QUESTIONS | _SAID


def prepared_for(engines: Engines, course: Course) -> str:
    """Return the reply expected if all goes well, to be synthesized in advance; "" if it is not known yet."""
    if course.declined is not None:
        return sentence("declined", course.language)
    if course.unclear:
        return sentence("yes_or_no", course.language)
    intent = course.intent
    if intent is None or intent.name in Timers.INTENTS:
        return course.own.text if course.own is not None and intent is None else ""
    home, now = engines.understander.home, engines.local_time()
    if intent.confirm:
        return question_of(intent, home)
    if not _is_acted_on(intent, engines):
        return reply_to(intent, home, now)
    return "" if intent.name in QUESTIONS else report_of(intent, Acted(done=intent.targets), home, now)


async def carry_out(given: TurnInput, engines: Engines, course: Course) -> AsyncGenerator[Intent, None]:
    """Act on the turn's command, yield the Intent to publish, and set `course.say` to the reply.

    No success is claimed before the house has reported it. Without a command nothing is yielded, and
    `course.say` stays None when the reply is the Thinker's.
    """
    start = engines.clock()
    if course.intent is None:
        await _without_command(given, engines, course)
        return
    async for intent in _command(given, engines, course, course.intent):
        yield intent
    course.timings["act"] = in_ms(engines.clock() - start)


async def _without_command(given: TurnInput, engines: Engines, course: Course) -> None:
    if course.unclear:
        given.dialogue.ask_again(engines.clock())
        course.say, course.asks = sentence("yes_or_no", course.language), True
    elif course.declined is not None:
        given.dialogue.settle(course.declined)
        _note(given, engines, "declined", replace(course.declined, turn=given.turn))
        course.say = sentence("declined", course.language)
    elif course.own is not None and course.own.kind == "repeat" and given.dialogue.pending(given.began):
        # the question is repeated and stays open; after an unclear answer it may still be asked once more
        given.dialogue.asked_aloud(engines.clock())
        course.say, course.asks = course.own.text, True
    elif course.own is not None and course.own.final:
        _drop_question(given, engines)
        course.say = course.own.text
        if course.own.kind == "left_over":
            _note_refusal(given, engines, course)
    else:
        if not given.announce or course.text.rstrip().endswith("?"):
            # a later yes would answer what is said now
            _drop_question(given, engines)
        if not given.announce:
            await _hand_over(given, engines, course)


async def _command(
    given: TurnInput, engines: Engines, course: Course, intent: Intent
) -> AsyncGenerator[Intent, None]:
    if course.consent is None:
        # another command is no answer to the open question
        _drop_question(given, engines)
    if intent.confirm:
        yield intent
        _ask(given, engines, course, intent)
    elif course.consent is not None and not given.dialogue.settle(course.consent):
        course.say = sentence("expired", course.language)
        _note(given, engines, "refused", intent, Acted(reason="the question was no longer open"))
    elif intent.name not in _HARMLESS and _is_late(given, engines, course):
        course.say = sentence("late", course.language)
        _note(given, engines, "refused", intent, Acted(reason=f"{course.late_s:.1f} s after it was asked"))
    elif intent.name in Timers.INTENTS:
        home = engines.understander.home
        course.say, changed = engines.timers.carry_out(intent, given.site, home, course.command)
        if intent.name not in QUESTIONS:
            _note(given, engines, "done" if changed else "refused", intent)
        yield replace(intent, handled=True)
    elif _is_acted_on(intent, engines):
        async for published in _act(given, engines, course, intent):
            yield published
    else:
        yield _sent(given, engines, course, intent)


def _is_late(given: TurnInput, engines: Engines, course: Course) -> bool:
    """Return True if it is too late to act on the sentence; `course.late_s` is then its age."""
    age = engines.clock() - given.speech_end
    if age <= engines.ages.act_s:
        return False
    course.late_s = age
    return True


def _drop_question(given: TurnInput, engines: Engines) -> None:
    dropped = given.dialogue.drop()
    if dropped is not None:
        _note(given, engines, "unanswered", dropped, Acted(reason="something else was said"))


def _sent(given: TurnInput, engines: Engines, course: Course, intent: Intent) -> Intent:
    """Return the Intent to publish when the service itself does not act, and set the reply.

    An intent of `_SAID` is handled by its reply; all others are left to the subscribers of the Intent.
    """
    said = intent.name in _SAID
    course.say = reply_to(intent, engines.understander.home, engines.local_time())
    if not said and intent.name not in QUESTIONS:
        _note(given, engines, "sent", intent)
        given.dialogue.did(intent, engines.clock())
    return replace(intent, handled=said)


async def _act(
    given: TurnInput, engines: Engines, course: Course, intent: Intent
) -> AsyncGenerator[Intent, None]:
    if engines.actor.by_message:
        yield intent
    try:
        left = engines.ages.act_s - (engines.clock() - given.speech_end)
        acted = await engines.actor.act(Order(intent, given.site, given.area, left))
    except asyncio.CancelledError:
        _note(given, engines, "unknown", intent, Acted(reason="the turn was given up"))
        raise
    course.acted = acted
    if acted.trouble == "late":
        course.late_s = engines.clock() - given.speech_end
    if not engines.actor.by_message:
        # Also after a failure: a subscriber that acts on unhandled intents would try again, and may not check
        # which things are exposed.
        yield replace(intent, handled=True)
    if intent.name not in QUESTIONS:
        _note(given, engines, _verdict(acted), intent, acted)
    course.say = report_of(intent, acted, engines.understander.home, engines.local_time())
    if acted.trouble is None:
        given.dialogue.did(intent, engines.clock())


def _ask(given: TurnInput, engines: Engines, course: Course, intent: Intent) -> None:
    """Ask for a confirmation. The dialogue learns by `asked_aloud` when the question has been heard."""
    given.dialogue.ask(intent, engines.clock())
    course.asks = True
    course.say = question_of(intent, engines.understander.home)
    _note(given, engines, "asked", intent)


async def _hand_over(given: TurnInput, engines: Engines, course: Course) -> None:
    """Let Home Assistant's conversation agent answer a text that is no command, if `ha.converse` is on."""
    course.for_others = may_hand_over(course.text, course.language, engines.understander.home)
    if not (engines.converse and course.for_others) or _is_late(given, engines, course):
        _note_refusal(given, engines, course)
        return
    now = engines.clock()
    talk = given.dialogue.conversation(now)
    record = AuditEntry(given.site, given.turn, "done", course.text, course.language, source="home_assistant")
    try:
        conversed = await engines.actor.converse(course.text, course.language, given.site, talk)
    except asyncio.CancelledError:
        engines.audit.note(replace(record, verdict="unknown", reason="the turn was given up"))
        raise
    given.dialogue.talk(conversed.conversation if conversed and conversed.goes_on else "", now)
    if conversed is None:
        _note_refusal(given, engines, course)
        return
    course.say, course.source, course.asks = conversed.speech, "home_assistant", conversed.goes_on
    course.timings["act"] = in_ms(engines.clock() - now)
    if conversed.acted:
        engines.audit.note(record)


def _note_refusal(given: TurnInput, engines: Engines, course: Course) -> None:
    if course.own is not None and course.own.kind in ("refused", "left_over"):
        engines.audit.note(AuditEntry(given.site, given.turn, "refused", course.text, course.language))


def _is_acted_on(intent: Intent, engines: Engines) -> bool:
    """Return True if the house carries out `intent` and reports; a user-defined intent is only published."""
    return engines.actor.present and intent.name in ANSWERED - _SAID


def _verdict(acted: Acted) -> Verdict:
    if acted.untried:
        return "refused"
    if acted.trouble is not None:
        return "unknown" if acted.trouble == "unreachable" else "refused"
    if acted.failed:
        return "partly" if acted.done else "failed"
    return "done"


def _note(
    given: TurnInput, engines: Engines, verdict: Verdict, intent: Intent, acted: Acted | None = None
) -> None:
    done, failed, reason = (acted.done, acted.failed, acted.reason) if acted else ((), (), "")
    engines.audit.note(AuditEntry.of(given.site, verdict, intent, done=done, failed=failed, reason=reason))
