"""One turn, top to bottom: hear -> understand -> act -> speak, publishing each result as it comes.

A turn may begin in a pause, before it is known that the person has finished. It then works as far as its
first piece of speech, and says and does nothing until it is given the floor.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TypeVar

from sarai_mqtt.answering import answer, speak, split
from sarai_mqtt.arbiter import Decision
from sarai_mqtt.core.answers import answer_of
from sarai_mqtt.core.audio import Utterance, to_samples
from sarai_mqtt.core.echo import is_echo, is_quote
from sarai_mqtt.core.events import (
    Arbitration,
    Hypothesis,
    Intent,
    Outcome,
    Reply,
    SpeechChunk,
    Transcript,
    TurnEvent,
)
from sarai_mqtt.core.language import guess_language, words_of
from sarai_mqtt.core.replies import question_of
from sarai_mqtt.core.turn_taking import Ending, ending_of, weighed
from sarai_mqtt.course import Course, in_ms, report_of
from sarai_mqtt.deeds import carry_out
from sarai_mqtt.ports import Cancel, Understander
from sarai_mqtt.turn import Engines, TurnInput
from sarai_mqtt.worker import stopped

R = TypeVar("R")

# What is longer, and no command, was not meant as an answer to our question.
ANSWER_WORDS = 4
# The slot in which Home Assistant's sentences leave what is to be done when a timer ends.
DELAYED = "conversation_command"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a turn that has not the floor yet came to: how the utterance may end here."""

    ending: Ending


async def run_turn(given: TurnInput, engines: Engines) -> AsyncGenerator[TurnEvent | Understood, None]:
    """Yield the turn's events in order; the TurnReport comes last. Cancel the iterating task to give up.

    Before it has the floor a turn yields a Hypothesis and an Understood at most.
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


async def _answered(given: TurnInput, engines: Engines, course: Course) -> AsyncGenerator[TurnEvent, None]:
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
    if course.asks:
        given.dialogue.asked_aloud(engines.clock() + len(course.pcm) / (2 * engines.tts.rate))
    yield report_of(given, course, "answered" if course.pcm or course.say == "" else "failed")


async def _performed(
    given: TurnInput, engines: Engines, course: Course, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[TurnEvent, None]:
    """Act; then yield the speech that was prepared, unless something else has to be said `instead`."""
    for result in _results(given, course):
        yield result
    async for intent in carry_out(given, engines, course):
        yield intent
    if course.say is not None and course.say != course.foreseen:
        course.instead = course.say
        return
    async for chunk in _timed(given, engines, course, chunks):
        yield chunk


async def _timed(
    given: TurnInput, engines: Engines, course: Course, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[SpeechChunk, None]:
    """Give the chunks, and take the time when the first has been published."""
    async for chunk in chunks:
        yield chunk
        course.timings.setdefault("response", in_ms(engines.clock() - given.speech_end))
        course.timings.setdefault("e2e", in_ms(engines.clock() - given.floor.endpoint))


def _claim(given: TurnInput, course: Course, unanswered: Outcome | None) -> None:
    """Say to the other sites what was heard here."""
    if given.candidate is None:
        return
    if unanswered or course.transcript is None:
        given.candidate.withdraw()
    else:
        given.candidate.heard(course.transcript, course.intent or course.declined)


async def _decision(given: TurnInput) -> Decision:
    """Wait for the floor; decide who acts if other sites heard the same words."""
    if given.candidate is not None:
        return await given.candidate.decide(given.floor)
    await given.floor.wait()
    return "act"


async def _listen(given: TurnInput, engines: Engines) -> Course:
    """Hear and understand."""
    course = Course(given.text, given.language or guess_language(given.text, engines.languages))
    if given.utterance is not None:
        course.transcript = await _hear(given, given.utterance, engines, course)
    if not (given.announce or course.silent):
        course.intent = await _understand(given, engines, course)
        course.ending = await _ending(given, engines, course)
    return course


async def _ending(given: TurnInput, engines: Engines, course: Course) -> Ending:
    """Say how the utterance may end here; the voice is asked when the words leave it open."""
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
    """Give what is known in a pause."""
    heard = course.transcript
    if heard is not None and not course.silent:
        yield Hypothesis(given.turn, heard.text, heard.language, heard.confidence)
    yield Understood(course.ending)


def _results(given: TurnInput, course: Course) -> Iterator[Transcript]:
    """Give what was heard; the turn has the floor."""
    course.timings["endpoint_delay"] = in_ms(given.floor.endpoint - given.speech_end)
    if course.transcript is not None:
        yield course.transcript


def _unanswered(given: TurnInput, course: Course) -> Outcome | None:
    """Say why this turn gets no answer, if it gets none."""
    if course.silent:
        return "no_speech"
    ours = is_echo if course.intent is None else is_quote
    return "echo" if ours(course.text, given.said) else None


@asynccontextmanager
async def _begun(stream: AsyncGenerator[R, None]) -> AsyncIterator[AsyncIterator[R]]:
    """Start to make the first item of `stream` at once; the block gets all items."""
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

    def transcribe(cancel: Cancel) -> Transcript:
        return engines.stt.transcribe(utterance, given.language, cancel)

    heard = await engines.audio_worker.call(transcribe, lambda: given.due)
    course.text, course.language = heard.text, heard.language
    course.timings["stt"] = in_ms(engines.clock() - start)
    course.timings["audio_s"] = round(utterance.seconds, 3)
    return replace(heard, turn=given.turn)


async def _understand(given: TurnInput, engines: Engines, course: Course) -> Intent | None:
    """Find the command, the answer to a question of ours, or what adds to the command before."""
    if given.intent is not None:
        course.source, course.language = given.intent.source, given.intent.language
        return replace(given.intent, turn=given.turn)
    start = engines.clock()
    pending = given.dialogue.pending(given.began)
    candidates = languages_to_try(given.language, course.language, engines.languages)
    if pending is not None:
        candidates = [pending.language, *(c for c in candidates if c != pending.language)]
        agreed = next((a for c in candidates if (a := answer_of(course.text, c)) is not None), None)
        if agreed is not None:
            course.language, course.source = pending.language, pending.source
            course.consent, course.declined = (pending, None) if agreed else (None, pending)
            if not agreed:
                return None
            course.command = await _later(given, engines, pending)
            return replace(pending, turn=given.turn, confirm=False)
    before = {c: given.dialogue.before(c, given.began) for c in candidates}
    find = partial(find_intent, engines.understander, course.text, candidates, given.area, before)
    intent = await engines.text_worker.call(lambda _: find(), lambda: given.due)
    course.timings["understand"] = in_ms(engines.clock() - start)
    if intent is None:
        brief = len(words_of(course.text)) <= ANSWER_WORDS
        course.unclear = brief and given.dialogue.may_ask_again(given.began)
        return None
    course.language, course.source = intent.language, intent.source
    course.command = await _later(given, engines, intent)
    confirm = intent.confirm or (course.command is not None and course.command.confirm)
    return replace(intent, turn=given.turn, confirm=confirm)


async def _later(given: TurnInput, engines: Engines, intent: Intent) -> Intent | None:
    """Give the command that is to be carried out when the timer of `intent` ends, if it is such a one."""
    text = intent.slots.get(DELAYED)
    if text is None:
        return None
    find = partial(find_intent, engines.understander, str(text), [intent.language], given.area)
    return await engines.text_worker.call(lambda _: find(), lambda: given.due)


def languages_to_try(fixed: str | None, guessed: str, languages: Sequence[str]) -> list[str]:
    """Give the one language somebody fixed, else all of `languages` with the guessed one in front."""
    return [fixed] if fixed else [guessed, *(other for other in languages if other != guessed)]


def find_intent(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | None:
    """Give the command that `text` is in the first of `languages` that knows one. Raises BadInput.

    `area` is the speaker's; `before` the command of each language that `text` may add to.
    """
    added = (
        understander.follow_up(text, language, earlier, area)
        for language in languages
        if (earlier := (before or {}).get(language)) is not None
    )
    # First: "turn it up" means the last thing, if there is one.
    found = (understander.understand(text, language, area) for language in languages)
    return next((intent for intent in chain(added, found) if intent is not None), None)


async def choose(given: TurnInput, engines: Engines, course: Course) -> None:
    """Let the Thinker choose among commands nearly understood; the person is asked before it acts."""
    undecided = course.intent is None and course.declined is None and not (course.unclear or given.announce)
    if not (engines.chooses and undecided):
        return
    text, language, home = course.text, course.language, engines.understander.home
    find = partial(engines.understander.candidates, text, language, given.area)
    options = await engines.text_worker.call(lambda _: find(), lambda: given.due)
    if not options:
        return
    sentences = [question_of(option, home) for option in options]
    chosen = await engines.thinker_worker.call(
        lambda cancel: engines.thinker.choose(text, language, sentences, cancel), lambda: given.due
    )
    if chosen is not None:
        course.intent = replace(options[chosen], turn=given.turn, source="thinker", confirm=True)
        course.source = "thinker"
