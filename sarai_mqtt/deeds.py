"""What a turn does in the house, once it has the floor, and the sentence that tells what came of it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from sarai_mqtt.core.acting import Acted, Order
from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.replies import ANSWERED, question_of, refusal_of, reply_to, report_of, sentence
from sarai_mqtt.core.targets import QUESTIONS
from sarai_mqtt.core.timers import Timers
from sarai_mqtt.course import Course, in_ms
from sarai_mqtt.turn import Engines, TurnInput

# Answered by what is said, whoever else may listen.
_SAID = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"})


def foreseen(engines: Engines, course: Course) -> str:
    """Give the sentence that will be said if all goes well, to be made in advance; "" when nobody can know."""
    intent = course.intent
    if course.declined is not None:
        return sentence("declined", course.language)
    if course.unclear:
        return sentence("yes_or_no", course.language)
    if intent is None:
        return ""
    home, now = engines.understander.home, engines.local_time()
    if intent.confirm:
        return question_of(intent, home)
    if intent.name in Timers.INTENTS:
        return ""
    if not _is_acted_on(intent, engines):
        return reply_to(intent, home, now)
    return "" if intent.name in QUESTIONS else report_of(intent, Acted(done=intent.targets), home, now)


async def carry_out(given: TurnInput, engines: Engines, course: Course) -> AsyncGenerator[Intent, None]:
    """Do what was asked, and yield the Intent as it is to be published; `course.say` is then what to say.

    Nothing is claimed before the house has reported it.
    """
    start, home = engines.clock(), engines.understander.home
    if course.intent is not None and course.consent is None:
        given.dialogue.drop()
    if course.unclear:
        given.dialogue.ask_again(start)
        course.say, course.asks = sentence("yes_or_no", course.language), True
    elif course.declined is not None:
        given.dialogue.settle(course.declined)
        _note(given, engines, "declined", replace(course.declined, turn=given.turn, text=course.text))
        course.say = sentence("declined", course.language)
    elif course.intent is None:
        await _hand_over(given, engines, course)
    elif course.intent.confirm:
        yield course.intent
        _ask(given, engines, course, course.intent)
    elif course.consent is not None and not given.dialogue.settle(course.consent):
        course.say = sentence("expired", course.language)
        _note(given, engines, "refused", course.intent, reason="the question was no longer open")
    elif course.intent.name in Timers.INTENTS:
        course.say = engines.timers.carry_out(course.intent, given.site, home, course.command)
        yield replace(course.intent, handled=True)
        _note(given, engines, "done", course.intent)
    elif _is_acted_on(course.intent, engines):
        acting = _act(given, engines, course, course.intent)
        async for intent in acting:
            yield intent
    else:
        said = course.intent.name in _SAID
        course.say = reply_to(course.intent, home, engines.local_time())
        yield replace(course.intent, handled=said)
        if not said and course.intent.name not in QUESTIONS:
            _note(given, engines, "sent", course.intent)
            given.dialogue.did(course.intent, engines.clock())
    if course.intent is not None:
        course.timings["act"] = in_ms(engines.clock() - start)


async def _act(
    given: TurnInput, engines: Engines, course: Course, intent: Intent
) -> AsyncGenerator[Intent, None]:
    if engines.actor.by_message:
        yield intent
    try:
        acted = await engines.actor.act(Order(intent, given.site, given.area))
    except asyncio.CancelledError:
        _note(given, engines, "unknown", intent, reason="the turn was given up")
        raise
    course.acted = acted
    if not engines.actor.by_message:
        yield replace(intent, handled=acted.trouble is None and not acted.failed)
    course.say = report_of(intent, acted, engines.understander.home, engines.local_time())
    if intent.name not in QUESTIONS:
        _note(given, engines, _verdict(acted), intent, acted)
    if acted.trouble is None:
        given.dialogue.did(intent, engines.clock())


def _ask(given: TurnInput, engines: Engines, course: Course, intent: Intent) -> None:
    """Ask for a confirmation; `asked_aloud` tells the dialogue when the question has been heard."""
    given.dialogue.ask(intent, engines.clock())
    course.asks = True
    course.say = question_of(intent, engines.understander.home)
    _note(given, engines, "asked", intent)


async def _hand_over(given: TurnInput, engines: Engines, course: Course) -> None:
    """Let Home Assistant's own agent answer what is no command of ours, if it is set to."""
    if given.announce:
        return
    if not engines.converse:
        _note_refusal(given, engines, course)
        return
    now = engines.clock()
    talk = given.dialogue.conversation(now)
    conversed = await engines.actor.converse(course.text, course.language, given.site, talk)
    given.dialogue.talk(conversed.conversation if conversed and conversed.goes_on else "", now)
    if conversed is None:
        _note_refusal(given, engines, course)
        return
    course.say, course.source, course.asks = conversed.speech, "home_assistant", conversed.goes_on
    course.timings["act"] = in_ms(engines.clock() - now)
    if conversed.acted:
        engines.audit.note(
            AuditEntry(given.site, given.turn, "done", course.text, course.language, source=course.source)
        )


def _note_refusal(given: TurnInput, engines: Engines, course: Course) -> None:
    if refusal_of(course.text, course.language):
        engines.audit.note(AuditEntry(given.site, given.turn, "refused", course.text, course.language))


def _is_acted_on(intent: Intent, engines: Engines) -> bool:
    """Say whether the house carries `intent` out and reports; an intent of the user's own only goes out."""
    return engines.actor.present and intent.name in ANSWERED - _SAID


def _verdict(acted: Acted) -> Verdict:
    if acted.trouble is not None:
        return "unknown" if acted.trouble == "unreachable" else "refused"
    if acted.failed:
        return "partly" if acted.done else "failed"
    return "done"


def _note(
    given: TurnInput,
    engines: Engines,
    verdict: Verdict,
    intent: Intent,
    acted: Acted | None = None,
    reason: str = "",
) -> None:
    acted = acted or Acted()
    engines.audit.note(
        AuditEntry.of(
            given.site, verdict, intent, done=acted.done, failed=acted.failed, reason=acted.reason or reason
        )
    )
