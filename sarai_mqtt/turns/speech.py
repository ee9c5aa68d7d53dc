"""The reply of a turn, sentence by sentence, and its speech as it is synthesized."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.core.sentence_splitter import SentenceSplitter
from sarai_mqtt.turns.actions import prepared_for
from sarai_mqtt.turns.request import Engines, TurnInput
from sarai_mqtt.turns.responses.plain_text import plain
from sarai_mqtt.turns.responses.replies import sentence
from sarai_mqtt.turns.state import Course, in_ms

# Longest first piece of a Thinker's reply, characters: about one breath. The first sound must not wait for a
# long sentence.
BREATH = 80


def answer(given: TurnInput, engines: Engines, course: Course) -> AsyncGenerator[str, None]:
    """Return the sentences to speak, as far as they are known before the turn acts.

    An announcement is spoken as it stands. A command, an answer to a question and a built-in answer have an
    expected reply, kept in `course.foreseen` ("" when it is not known yet). All else goes to the Thinker.
    """
    if given.announce:
        return split(course.text)
    if course.intent is not None or course.declined is not None or course.unclear or course.own is not None:
        course.foreseen = prepared_for(engines, course)
        return split(course.foreseen)
    return _think(given, engines, course)


async def split(text: str) -> AsyncGenerator[str, None]:
    """Yield the sentences of `text`."""
    for said in _sentences(iter([text])):
        yield said


def _think(given: TurnInput, engines: Engines, course: Course) -> AsyncGenerator[str, None]:
    """Return the Thinker's sentences as a stream; it writes the next one while this one is spoken.

    Records the timings `ttft` (first token) and `ttfs` (first sentence).
    """
    start = engines.clock()

    def timed(pieces: Iterator[str]) -> Iterator[str]:
        for piece in pieces:
            course.timings.setdefault("ttft", in_ms(engines.clock() - start))
            yield piece

    def think(cancel: Cancel) -> Iterator[str]:
        words = timed(engines.thinker.think(course.text, course.language, cancel))
        for said in _sentences(plain(words, course.language), first_longest=BREATH):
            course.timings.setdefault("ttfs", in_ms(engines.clock() - start))
            course.source = "thinker"
            yield said
        if course.source != "thinker" and not cancel.cancelled:
            yield sentence("speechless", course.language)

    return engines.thinker_worker.stream(think, lambda: given.due, ahead=True)


async def speak(
    given: TurnInput, sentences: AsyncGenerator[str, None], engines: Engines, course: Course
) -> AsyncGenerator[SpeechChunk, None]:
    """Yield chunks of speech as they are synthesized, then an empty last one, also if a later sentence fails.

    Yields nothing when there is nothing to speak.
    """
    try:
        async with aclosing(sentences):
            async for said in sentences:
                async with aclosing(_speak_sentence(given, said, engines, course)) as chunks:
                    async for chunk in chunks:
                        yield chunk
    except Exception:
        # A speaker that has begun to play waits for the last chunk.
        if course.chunks:
            yield SpeechChunk(given.turn, course.chunks, b"", engines.tts.rate, last=True)
        raise
    if course.chunks:
        yield SpeechChunk(given.turn, course.chunks, b"", engines.tts.rate, last=True)


async def _speak_sentence(
    given: TurnInput, said: str, engines: Engines, course: Course
) -> AsyncGenerator[SpeechChunk, None]:
    def synthesize(cancel: Cancel) -> Iterator[bytes]:
        start = engines.clock()
        for pcm in engines.tts.synthesize(said, course.language, cancel):
            spent = in_ms(engines.clock() - start)
            course.timings.setdefault("tts_first", spent)
            course.timings["tts"] = round(course.timings.get("tts", 0.0) + spent, 1)
            yield pcm
            start = engines.clock()

    def due() -> float:
        # the next piece is needed when the audio made so far has been played
        return given.due + len(course.pcm) / (2 * engines.tts.rate)

    begun = False
    async with aclosing(engines.audio_worker.stream(synthesize, due, ahead=True)) as pieces:
        async for pcm in pieces:
            yield SpeechChunk(given.turn, course.chunks, pcm, engines.tts.rate, text="" if begun else said)
            begun = True
            course.chunks += 1
            course.pcm += pcm
    course.reply = f"{course.reply} {said}".strip()


def _sentences(pieces: Iterator[str], first_longest: int | None = None) -> Iterator[str]:
    splitter = SentenceSplitter(first_longest=first_longest)
    for piece in pieces:
        yield from splitter.push(piece)
    yield from splitter.flush()
