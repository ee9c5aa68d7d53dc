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
from sarai_mqtt.turns.end_of_turn import Ending, ending_of, refined_by_voice
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from sarai_mqtt.turns.intent import choose, recognize_intent
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.speech import reply_sentences, speak, split
from sarai_mqtt.turns.state import TurnState, in_ms, turn_report

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class DraftEnding:
    """The way in which the utterance of a draft turn, one without the floor, may end."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class TooLate:
    """The turn did not act: its sentence was `late_s` seconds old by then."""

    late_s: float


async def run_turn(
    request: TurnRequest, engines: Engines
) -> AsyncGenerator[TurnEvent | DraftEnding | TooLate, None]:
    """Yield the turn's events in order, the TurnReport last. Cancel the iterating task to abort the turn.

    Before it has the floor a turn yields a Hypothesis and a DraftEnding at most. Raises BadInput
    (`unknown_language`), and lets the errors of the engines through.
    """
    state = await _recognize(request, engines)
    if not request.floor.given:
        for draft_result in _draft_results(request, state):
            yield draft_result
    unanswered = _no_answer_reason(request, state)
    _claim(request, state, unanswered)
    if unanswered or state.ending == "dangling":
        await request.floor.wait()
    if unanswered:
        for result in _results(request, state):
            yield result
        yield turn_report(request, state, unanswered)
        return
    await choose(request, engines, state)
    async with aclosing(_act_and_answer(request, engines, state)) as events:
        async for event in events:
            yield event


async def _act_and_answer(
    request: TurnRequest, engines: Engines, state: TurnState
) -> AsyncGenerator[TurnEvent | TooLate, None]:
    """Act and answer, unless another site that heard the same words does."""
    decision: Decision = "stand_back"
    while decision == "stand_back":
        if request.candidate is not None:
            await request.candidate.wait_while_outranked(request.floor)
        prepared = speak(request, reply_sentences(request, engines, state), engines, state)
        async with aclosing(prepared), _prefetched(prepared) as chunks:
            decision = await _decision(request)
            if decision == "act":
                async for event in _act_and_speak(request, engines, state, chunks):
                    yield event
    if isinstance(decision, Arbitration):
        await request.floor.wait()
        yield decision
        yield replace(turn_report(request, state, "yielded"), yielded_to=decision.winner)
        return
    if state.replacement is not None:
        async with aclosing(
            speak(request, split(state.replacement), engines, state.discard_speech_timings())
        ) as others:
            async for chunk in _with_latency(request, engines, state, others):
                yield chunk
    if state.pcm:
        yield Reply(request.turn, state.reply, state.language, bytes(state.pcm), engines.tts.rate)
    _remember(request, engines, state)
    yield turn_report(request, state, "answered" if state.pcm or state.say == "" else "failed")


def _remember(request: TurnRequest, engines: Engines, state: TurnState) -> None:
    """Keep the reply, to repeat it on request; the time to answer a question begins when it was heard."""
    heard_at = engines.clock() + len(state.pcm) / (2 * engines.tts.rate)
    if state.reply:
        request.dialogue.remember_reply(state.reply, state.language, heard_at)
    if state.asks:
        request.dialogue.asked_aloud(heard_at)


async def _act_and_speak(
    request: TurnRequest, engines: Engines, state: TurnState, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[TurnEvent | TooLate, None]:
    """Act; then yield the prepared speech, unless `state.replacement` is to be spoken in its place."""
    for result in _results(request, state):
        yield result
    async for intent in carry_out(request, engines, state):
        yield intent
    if state.late_s:
        yield TooLate(state.late_s)
    if state.say is not None and state.say != state.expected_reply:
        state.replacement = state.say
        return
    async for chunk in _with_latency(request, engines, state, chunks):
        yield chunk


async def _with_latency(
    request: TurnRequest, engines: Engines, state: TurnState, chunks: AsyncIterator[SpeechChunk]
) -> AsyncGenerator[SpeechChunk, None]:
    """Yield the chunks; record `response` and `e2e` when the first one has been published.

    `response` counts from the last speech of the person, `e2e` from the endpoint; both are in ms.
    """
    async for chunk in chunks:
        yield chunk
        state.timings.setdefault("response", in_ms(engines.clock() - request.speech_end))
        state.timings.setdefault("e2e", in_ms(engines.clock() - request.floor.endpoint))


def _claim(request: TurnRequest, state: TurnState, unanswered: Outcome | None) -> None:
    """Report the recognised words to arbitration, or withdraw the claim if this turn gets no answer."""
    if request.candidate is None:
        return
    if unanswered or state.transcript is None:
        request.candidate.withdraw()
    else:
        request.candidate.heard(state.transcript, state.intent or state.declined)


async def _decision(request: TurnRequest) -> Decision:
    """Wait for the floor; let arbitration decide who acts if other sites may have heard the same words."""
    if request.candidate is not None:
        return await request.candidate.decide(request.floor)
    await request.floor.wait()
    return "act"


async def _recognize(request: TurnRequest, engines: Engines) -> TurnState:
    """Transcribe and understand; return the state of the turn."""
    state = TurnState(request.text, request.language or guess_language(request.text, engines.languages))
    if request.utterance is not None:
        state.transcript = await _transcribe(request, request.utterance, engines, state)
    if not (request.announce or state.silent):
        state.intent = await recognize_intent(request, engines, state)
        state.ending = await _ending(request, engines, state)
    return state


async def _ending(request: TurnRequest, engines: Engines, state: TurnState) -> Ending:
    """Return how the utterance may end; a draft asks the end-of-turn model if the words leave it open."""
    # "yes" may go on: "but not now"
    understood = None if state.consent else state.intent or state.declined
    ending, judge = ending_of(state.text, state.language, understood), engines.turn_end
    if judge is None or request.utterance is None or request.floor.given or ending != "open":
        return ending
    samples = to_samples(request.utterance.pcm)
    return refined_by_voice(
        ending, await engines.text_worker.call(lambda _: judge.finished(samples), lambda: request.due)
    )


def _draft_results(request: TurnRequest, state: TurnState) -> Iterator[Hypothesis | DraftEnding]:
    """Yield the results of a draft: the hypothesis, if anything was said, and how the utterance may end."""
    heard = state.transcript
    if heard is not None and not state.silent:
        yield Hypothesis(request.turn, heard.text, heard.language, heard.confidence)
    yield DraftEnding(state.ending)


def _results(request: TurnRequest, state: TurnState) -> Iterator[Transcript]:
    """Yield the transcript, if there is one, of a turn that has the floor; record `endpoint_delay`, ms."""
    state.timings["endpoint_delay"] = in_ms(request.floor.endpoint - request.speech_end)
    if state.transcript is not None:
        yield state.transcript


def _no_answer_reason(request: TurnRequest, state: TurnState) -> Outcome | None:
    """Return why this turn gets no answer (`no_speech` or `echo`); None if it gets one."""
    if state.silent:
        return "no_speech"
    ours = is_echo if state.intent is None else is_quote
    return "echo" if ours(state.text, request.said) else None


@asynccontextmanager
async def _prefetched(stream: AsyncGenerator[R, None]) -> AsyncIterator[AsyncIterator[R]]:
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
        await cancel_and_wait(first)


async def _transcribe(
    request: TurnRequest, utterance: Utterance, engines: Engines, state: TurnState
) -> Transcript:
    start = engines.clock()

    asked = state.asked = request.dialogue.pending(request.began)

    def transcribe(cancel: Cancel) -> HeardAnswer:
        if asked is None:
            return HeardAnswer(engines.stt.transcribe(utterance, request.language, cancel), agrees=None)
        return engines.stt.transcribe_answer(utterance, asked.language, request.language, cancel)

    answer = await engines.audio_worker.call(transcribe, lambda: request.due)
    heard, state.agrees = answer.transcript, answer.agrees
    state.text, state.language = heard.text, heard.language
    state.timings["stt"] = in_ms(engines.clock() - start)
    state.timings["audio_s"] = round(utterance.seconds, 3)
    return replace(heard, turn=request.turn)
