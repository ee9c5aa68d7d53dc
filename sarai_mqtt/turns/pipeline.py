"""One turn, top to bottom: hear -> understand -> act -> speak, publishing each result as it comes.

A turn may begin in a pause, before it is known that the person has finished: a draft. It then works up to its
first chunk of speech, and neither speaks nor acts until it is given the floor.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from sarai_mqtt.core.audio import Utterance, to_samples
from sarai_mqtt.core.events import (
    Arbitration,
    Hypothesis,
    Outcome,
    Reply,
    SpeechChunk,
    Transcript,
    TurnEvent,
)
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.turns.actions import carry_out
from sarai_mqtt.turns.arbitration.arbiter import Decision
from sarai_mqtt.turns.echo import is_echo, is_quote
from sarai_mqtt.turns.end_of_turn import Ending, ending_of, weighed
from sarai_mqtt.turns.engine_worker import stopped
from sarai_mqtt.turns.intent import choose, understand
from sarai_mqtt.turns.request import Engines, TurnInput
from sarai_mqtt.turns.speech import answer, speak, split
from sarai_mqtt.turns.state import Course, in_ms, report_of

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Understood:
    """Judgement of a draft turn (one that has not the floor): how the utterance may end."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class TooLate:
    """The turn did not act: its sentence was `late_s` seconds old by then."""

    late_s: float


async def run_turn(
    given: TurnInput, engines: Engines
) -> AsyncGenerator[TurnEvent | Understood | TooLate, None]:
    """Yield the turn's events in order, the TurnReport last. Cancel the iterating task to abort the turn.

    Before it has the floor a turn yields a Hypothesis and an Understood at most. Errors of the engines are
    raised as they come.
    """
    course = await _listen(given, engines)
    if not given.floor.given:
        for so_far in _so_far(given, course):
            yield so_far
    unanswered = _unanswered(given, course)
    _claim(given, course, unanswered)
    if unanswered or course.ending == "dangling":
        await given.floor.wait()
    if unanswered:
        for result in _results(given, course):
            yield result
        yield report_of(given, course, unanswered)
        return
    await choose(given, engines, course)
    async with aclosing(_answered(given, engines, course)) as events:
        async for event in events:
            yield event


async def _answered(
    given: TurnInput, engines: Engines, course: Course
) -> AsyncGenerator[TurnEvent | TooLate, None]:
    """Act and answer, unless another site that heard the same words does."""
    decision: Decision = "stand_back"
    while decision == "stand_back":
        if given.candidate is not None:
            await given.candidate.lead(given.floor)
        prepared = speak(given, answer(given, engines, course), engines, course)
        async with aclosing(prepared), _begun(prepared) as chunks:
            decision = await _decision(given)
            if decision == "act":
                async for event in _performed(given, engines, course, chunks):
                    yield event
    if isinstance(decision, Arbitration):
        await given.floor.wait()
        yield decision
        yield replace(report_of(given, course, "yielded"), yielded_to=decision.winner)
        return
    if course.instead is not None:
        async with aclosing(speak(given, split(course.instead), engines, course.anew())) as others:
            async for chunk in _timed(given, engines, course, others):
                yield chunk
    if course.pcm:
        yield Reply(given.turn, course.reply, course.language, bytes(course.pcm), engines.tts.rate)
    _remember(given, engines, course)
    yield report_of(given, course, "answered" if course.pcm or course.say == "" else "failed")


def _remember(given: TurnInput, engines: Engines, course: Course) -> None:
    """Keep the reply, to repeat it on request; the time to answer a question begins when it was heard."""
    heard_at = engines.clock() + len(course.pcm) / (2 * engines.tts.rate)
    if course.reply:
        given.dialogue.said(course.reply, course.language, heard_at)
    if course.asks:
        given.dialogue.asked_aloud(heard_at)


async def _performed(
    given: TurnInput, engines: Engines, course: Course, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[TurnEvent | TooLate, None]:
    """Act; then yield the prepared speech, unless `course.instead` is to be said in its place."""
    for result in _results(given, course):
        yield result
    async for intent in carry_out(given, engines, course):
        yield intent
    if course.late_s:
        yield TooLate(course.late_s)
    if course.say is not None and course.say != course.foreseen:
        course.instead = course.say
        return
    async for chunk in _timed(given, engines, course, chunks):
        yield chunk


async def _timed(
    given: TurnInput, engines: Engines, course: Course, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[SpeechChunk, None]:
    """Yield the chunks; record `response` and `e2e` when the first one has been published.

    `response` counts from the last speech of the person, `e2e` from the endpoint; both are in ms.
    """
    async for chunk in chunks:
        yield chunk
        course.timings.setdefault("response", in_ms(engines.clock() - given.speech_end))
        course.timings.setdefault("e2e", in_ms(engines.clock() - given.floor.endpoint))


def _claim(given: TurnInput, course: Course, unanswered: Outcome | None) -> None:
    """Report to arbitration what was heard here, or withdraw if this turn gets no answer."""
    if given.candidate is None:
        return
    if unanswered or course.transcript is None:
        given.candidate.withdraw()
    else:
        given.candidate.heard(course.transcript, course.intent or course.declined)


async def _decision(given: TurnInput) -> Decision:
    """Wait for the floor; let arbitration decide who acts if other sites may have heard the same words."""
    if given.candidate is not None:
        return await given.candidate.decide(given.floor)
    await given.floor.wait()
    return "act"


async def _listen(given: TurnInput, engines: Engines) -> Course:
    """Transcribe and understand; return the state of the turn."""
    course = Course(given.text, given.language or guess_language(given.text, engines.languages))
    if given.utterance is not None:
        course.transcript = await _hear(given, given.utterance, engines, course)
    if not (given.announce or course.silent):
        course.intent = await understand(given, engines, course)
        course.ending = await _ending(given, engines, course)
    return course


async def _ending(given: TurnInput, engines: Engines, course: Course) -> Ending:
    """Return how the utterance may end; a draft asks the end-of-turn model if the words leave it open."""
    # "yes" may go on: "but not now"
    understood = None if course.consent else course.intent or course.declined
    ending, judge = ending_of(course.text, course.language, understood), engines.turn_end
    if judge is None or given.utterance is None or given.floor.given or ending != "open":
        return ending
    samples = to_samples(given.utterance.pcm)
    return weighed(
        ending, await engines.text_worker.call(lambda _: judge.finished(samples), lambda: given.due)
    )


def _so_far(given: TurnInput, course: Course) -> Iterator[Hypothesis | Understood]:
    """Yield what a draft knows: the hypothesis, if anything was said, and how the utterance may end."""
    heard = course.transcript
    if heard is not None and not course.silent:
        yield Hypothesis(given.turn, heard.text, heard.language, heard.confidence)
    yield Understood(course.ending)


def _results(given: TurnInput, course: Course) -> Iterator[Transcript]:
    """Yield the transcript, if there is one, of a turn that has the floor; record `endpoint_delay`, ms."""
    course.timings["endpoint_delay"] = in_ms(given.floor.endpoint - given.speech_end)
    if course.transcript is not None:
        yield course.transcript


def _unanswered(given: TurnInput, course: Course) -> Outcome | None:
    """Return why this turn gets no answer (`no_speech` or `echo`); None if it gets one."""
    if course.silent:
        return "no_speech"
    ours = is_echo if course.intent is None else is_quote
    return "echo" if ours(course.text, given.said) else None


@asynccontextmanager
async def _begun(stream: AsyncGenerator[R, None]) -> AsyncIterator[AsyncIterator[R]]:
    """Start making the first item of `stream` at once; the block gets an iterator of all items."""
    first = asyncio.ensure_future(anext(stream, None))

    async def items() -> AsyncIterator[R]:
        item = await first
        if item is not None:
            yield item
            async for other in stream:
                yield other

    try:
        yield items()
    finally:
        await stopped(first)


async def _hear(given: TurnInput, utterance: Utterance, engines: Engines, course: Course) -> Transcript:
    start = engines.clock()

    asked = course.asked = given.dialogue.pending(given.began)

    def transcribe(cancel: Cancel) -> HeardAnswer:
        if asked is None:
            return HeardAnswer(engines.stt.transcribe(utterance, given.language, cancel), agrees=None)
        return engines.stt.transcribe_answer(utterance, asked.language, given.language, cancel)

    answer = await engines.audio_worker.call(transcribe, lambda: given.due)
    heard, course.agrees = answer.transcript, answer.agrees
    course.text, course.language = heard.text, heard.language
    course.timings["stt"] = in_ms(engines.clock() - start)
    course.timings["audio_s"] = round(utterance.seconds, 3)
    return replace(heard, turn=given.turn)
