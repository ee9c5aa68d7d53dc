"""Actions of a turn that has the floor, and the sentence that reports their result."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.events import Intent
from sarai_mqtt.turns.commands import Acted, carry_out_commands, expected_results, late_by
from sarai_mqtt.turns.meaning import Command, Commands, Declined, Unclear, Understood, WhichOne
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.questions import ask, ask_which, audit, drop_question, question_again
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.choices import choice_question
from sarai_mqtt.turns.responses.replies import sentence
from sarai_mqtt.turns.timings import Timing
from sarai_mqtt.understanding.guards import may_hand_over


def expected_reply(request: TurnRequest, engines: Engines, understood: Understood) -> str | None:
    """Return the reply if all goes well, to be synthesized in advance; None if it is the Thinker's.

    It is "" while it is not known yet. An announcement is its own reply, unchanged. Raises BadInput
    (`unknown_language`).
    """
    if request.announce:
        return understood.text
    say: str | None = None
    match understood.meaning:
        case Declined():
            say = sentence("declined", understood.language)
        case Unclear(choice=choice):
            say = question_again(engines, choice, understood.language)
        case WhichOne(choice=choice):
            say = choice_question(choice, engines.understander.home, engines.wording_of)
        case OwnAnswer(text=text):
            say = text
        case Command() | Commands():
            say = expected_results(engines, understood.commands)
    return say


async def carry_out(
    request: TurnRequest, engines: Engines, understood: Understood
) -> AsyncGenerator[Intent | Acted, None]:
    """Act on what was understood: yield each Intent to publish, and at last the result.

    No success is claimed before the house has reported it. Records the timing `act` of a command, and of the
    answer of Home Assistant's agent. Raises BadInput (`unknown_language`).
    """
    start = engines.clock()
    match understood.meaning:
        case Command() | Commands() as ordered:
            async with aclosing(carry_out_commands(request, engines, ordered)) as steps:
                async for step in steps:
                    if isinstance(step, Acted):
                        yield replace(step, timings=(Timing.between("act", start, engines.clock()),))
                    else:
                        yield step
        case WhichOne(choice=choice):
            drop_question(request, engines)
            yield Acted(ask_which(request, engines, choice), asks=True)
        case Unclear(choice=choice):
            request.dialogue.ask_again(start)
            yield Acted(question_again(engines, choice, understood.language), asks=True)
        case Declined() as declined:
            yield _declined(request, engines, declined)
        case OwnAnswer(kind="repeat", text=text) if _asks(request):
            # the question is repeated and stays open; after an unclear answer it may still be asked once more
            request.dialogue.asked_aloud(start)
            yield Acted(text, asks=True)
        case OwnAnswer(text=text, final=True):
            drop_question(request, engines)
            _audit_refusal(request, engines, understood)
            yield Acted(text)
        case _:
            yield await _without_answer(request, engines, understood)


def _declined(request: TurnRequest, engines: Engines, declined: Declined) -> Acted:
    """Close the question that was answered with no, and ask the one that follows it, if there is one."""
    said, intent = sentence("declined", declined.intent.language), declined.intent
    following = request.dialogue.next_questions
    was_open = request.dialogue.close_question(intent if declined.choice is None else declined.choice)
    audit(request, engines, "declined", replace(intent, turn=request.turn))
    if not (was_open and following):
        return Acted(said)
    return Acted(f"{said} {ask(request, engines, following)}", asks=True)


def _asks(request: TurnRequest) -> bool:
    """Return True if a question is open that what was said may answer."""
    dialogue = request.dialogue
    return dialogue.pending(request.began) is not None or dialogue.choice(request.began) is not None


async def _without_answer(request: TurnRequest, engines: Engines, understood: Understood) -> Acted:
    """Drop the open question, unless it can stay; let another agent answer, except to an announcement."""
    if not request.announce or understood.text.rstrip().endswith("?"):
        # a later yes would be taken to answer the new text
        drop_question(request, engines)
    return Acted() if request.announce else await _hand_over(request, engines, understood)


async def _hand_over(request: TurnRequest, engines: Engines, understood: Understood) -> Acted:
    """Let Home Assistant's conversation agent answer a text that is no command, if `ha.converse` is on."""
    text, language = understood.text, understood.language
    for_others = may_hand_over(text, language, engines.understander.home)
    wanted = engines.converse and for_others
    late_s = late_by(request, engines) if wanted else 0.0
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
