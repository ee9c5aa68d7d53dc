"""The reply of a turn, sentence by sentence, and its speech as it is synthesized."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.core.sentence_splitter import SentenceSplitter
from sarai_mqtt.turns.actions import expected_reply
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.plain_text import plain
from sarai_mqtt.turns.responses.replies import sentence
from sarai_mqtt.turns.state import TurnState, in_ms

# Longest first piece of a Thinker's reply, characters: about one breath. The first sound must not wait for a
# long sentence.
BREATH = 80


def reply_sentences(request: TurnRequest, engines: Engines, state: TurnState) -> AsyncGenerator[str, None]:
    """Return the sentences to speak, as far as they are known before the turn acts.

    An announcement is spoken unchanged. A command, an answer to a question and a built-in answer have an
    expected reply, kept in `state.expected_reply` ("" when it is not known yet). Any other text goes to the
    Thinker. Raises BadInput (`unknown_language`), at once or while the stream is read.
    """
    if request.announce:
        return split(state.text)
    if state.intent is not None or state.declined is not None or state.unclear or state.own is not None:
        state.expected_reply = expected_reply(engines, state)
        return split(state.expected_reply)
    return _think(request, engines, state)


async def split(text: str) -> AsyncGenerator[str, None]:
    """Yield the sentences of `text`."""
    for said in _sentences(iter([text])):
        yield said


def _think(request: TurnRequest, engines: Engines, state: TurnState) -> AsyncGenerator[str, None]:
    """Return the Thinker's sentences as a stream; it writes the next one while this one is spoken.

    Records the timings `ttft` (first token) and `ttfs` (first sentence).
    """
    start = engines.clock()

    def timed(pieces: Iterator[str]) -> Iterator[str]:
        for piece in pieces:
            state.timings.setdefault("ttft", in_ms(engines.clock() - start))
            yield piece

    def think(cancel: Cancel) -> Iterator[str]:
        words = timed(engines.thinker.think(state.text, state.language, cancel))
        for said in _sentences(plain(words, state.language), first_longest=BREATH):
            state.timings.setdefault("ttfs", in_ms(engines.clock() - start))
            state.source = "thinker"
            yield said
        if state.source != "thinker" and not cancel.cancelled:
            yield sentence("speechless", state.language)

    return engines.thinker_worker.stream(think, lambda: request.due, ahead=True)


async def speak(
    request: TurnRequest, sentences: AsyncGenerator[str, None], engines: Engines, state: TurnState
) -> AsyncGenerator[SpeechChunk, None]:
    """Yield chunks of speech as they are synthesized, then an empty last one, also if a later sentence fails.

    Yields nothing when there is nothing to speak. Lets the errors of the TTS, and of `sentences`, through.
    """
    try:
        async with aclosing(sentences):
            async for said in sentences:
                async with aclosing(_speak_sentence(request, said, engines, state)) as chunks:
                    async for chunk in chunks:
                        yield chunk
    except Exception:
        # A speaker that has begun to play waits for the last chunk.
        if state.chunks:
            yield SpeechChunk(request.turn, state.chunks, b"", engines.tts.rate, last=True)
        raise
    if state.chunks:
        yield SpeechChunk(request.turn, state.chunks, b"", engines.tts.rate, last=True)


async def _speak_sentence(
    request: TurnRequest, said: str, engines: Engines, state: TurnState
) -> AsyncGenerator[SpeechChunk, None]:
    def synthesize(cancel: Cancel) -> Iterator[bytes]:
        start = engines.clock()
        for pcm in engines.tts.synthesize(said, state.language, cancel):
            spent = in_ms(engines.clock() - start)
            state.timings.setdefault("tts_first", spent)
            state.timings["tts"] = round(state.timings.get("tts", 0.0) + spent, 1)
            yield pcm
            start = engines.clock()

    def due() -> float:
        # the next piece is needed when the audio made so far has been played
        return request.due + len(state.pcm) / (2 * engines.tts.rate)

    begun = False
    async with aclosing(engines.audio_worker.stream(synthesize, due, ahead=True)) as pieces:
        async for pcm in pieces:
            yield SpeechChunk(request.turn, state.chunks, pcm, engines.tts.rate, text="" if begun else said)
            begun = True
            state.chunks += 1
            state.pcm += pcm
    state.reply = f"{state.reply} {said}".strip()


def _sentences(pieces: Iterator[str], first_longest: int | None = None) -> Iterator[str]:
    splitter = SentenceSplitter(first_longest=first_longest)
    for piece in pieces:
        yield from splitter.push(piece)
    yield from splitter.flush()
