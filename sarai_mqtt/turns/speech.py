"""The speech of a reply, synthesized sentence by sentence, the first chunk of it in advance."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace

from sarai_mqtt.core.audio import Features
from sarai_mqtt.core.chime import chime
from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.languages.sentence_splitter import SentenceSplitter
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from sarai_mqtt.turns.meaning import Understood
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.clean_reply import clean_reply
from sarai_mqtt.turns.responses.replies import sentence
from sarai_mqtt.turns.timings import Timing, Timings


@dataclass(frozen=True, slots=True)
class Spoken:
    """The reply as it was spoken: text, and s16le mono PCM at the voice's rate (b"" without a voice).

    `by_thinker`: the Thinker wrote at least a sentence of it.
    """

    text: str = ""
    pcm: bytes = b""
    by_thinker: bool = False
    timings: Timings = ()


class Speech:
    """The speech of one reply: `say`, or if that is None the Thinker's answer to `understood`.

    It begins at once to make the first chunk; the others are made as the chunks are read, each while the one
    before it is published. `close` ends it, read or not. In a language without a voice it has only its text,
    all of which is made at once, and no chunks.

    Timings, ms: `ttft` and `ttfs` (first token and sentence of the Thinker), `tts_first`, `tts`; and when the
    first chunk has been published, `response` since the last speech of the person, `e2e` since the endpoint.
    `earlier` are those of a speech of the same turn that was made and not read, which this one repeats.
    `features`: those of what the person said, for a Thinker that takes speech; None: it is given the text.
    """

    def __init__(
        self,
        request: TurnRequest,
        engines: Engines,
        understood: Understood,
        say: str | None,
        earlier: Timings = (),
        *,
        features: Features | None = None,
    ) -> None:
        self.say = say
        self._request = request
        self._engines = engines
        self._prompt = understood.text
        self._language = understood.language
        self._features = features
        self._voiceless = understood.language in engines.voiceless
        self._rate = engines.rate_of(understood.language)
        # Written on the engines' threads, too: each key by one of them.
        self._timings = {timing.name: timing for timing in earlier}
        self._text = ""
        self._pcm = bytearray()
        self._made = self._make()
        self._first = asyncio.ensure_future(anext(self._made, None))

    @property
    def spoken(self) -> Spoken:
        """Text, PCM and timings up to now."""
        return Spoken(self._text, bytes(self._pcm), "ttfs" in self._timings, tuple(self._timings.values()))

    async def chunks(self) -> AsyncGenerator[SpeechChunk, None]:
        """Yield the chunks, then an empty last one, also if a later sentence fails; nothing to say: none.

        Also none in a language without a voice: `spoken` has its text then. Lets the errors of the TTS and of
        the Thinker through. Raises BadInput (`unknown_language`).
        """
        chunk = await self._first
        if chunk is None:
            return
        yield chunk
        # the reader comes back when it has published the chunk
        self._record("response", self._request.speech_end)
        self._record("e2e", self._request.floor.endpoint)
        async for chunk in self._made:
            yield chunk

    async def close(self) -> None:
        """Cancel what is still being made, and wait until the engines have stopped."""
        try:
            await cancel_and_wait(self._first)
        finally:
            await self._made.aclose()

    def _record(self, name: str, start: float) -> None:
        """Record a timing that began at clock reading `start`, unless there is one of that name."""
        self._timings.setdefault(name, Timing.between(name, start, self._engines.clock()))

    async def _make(self) -> AsyncGenerator[SpeechChunk, None]:
        seq = 0
        if self._request.chime and not self._voiceless:
            self._pcm += chime(self._rate)
            yield self._chunk(seq, bytes(self._pcm))
            seq = 1
        try:
            async with aclosing(self._sentences()) as sentences:
                async for said in sentences:
                    text = said
                    if not self._voiceless:
                        async with aclosing(self._synthesize(said)) as pieces:
                            async for pcm in pieces:
                                yield self._chunk(seq, pcm, text)
                                seq, text = seq + 1, ""
                                self._pcm += pcm
                    self._text = f"{self._text} {said}".strip()
        except Exception:
            # A speaker that has begun to play waits for the last chunk.
            if seq:
                yield self._chunk(seq, b"", last=True)
            raise
        if seq:
            yield self._chunk(seq, b"", last=True)

    def _chunk(self, seq: int, pcm: bytes, text: str = "", *, last: bool = False) -> SpeechChunk:
        return SpeechChunk(self._request.turn, seq, pcm, self._rate, last=last, text=text)

    def _sentences(self) -> AsyncGenerator[str, None]:
        return self._think() if self.say is None else _split(self.say, self._language)

    def _think(self) -> AsyncGenerator[str, None]:
        """Return the Thinker's sentences as a stream; it writes the next one while this one is spoken."""
        start = self._engines.clock()

        def timed(pieces: Iterator[str]) -> Iterator[str]:
            for piece in pieces:
                self._record("ttft", start)
                yield piece

        def think(cancel: Cancel) -> Iterator[str]:
            speechless = True
            home, reply = self._engines.understander.home, timed(self._reply(cancel))
            for said in clean_reply(reply, self._language, home, self._prompt):
                self._record("ttfs", start)
                speechless = False
                yield said
            if speechless and not cancel.cancelled:
                yield sentence("speechless", self._language)

        return self._engines.thinker_worker.stream(think, lambda: self._request.due, ahead=True)

    def _reply(self, cancel: Cancel) -> Iterator[str]:
        """Yield the Thinker's reply in pieces: to the speech if it takes that, else to the text."""
        audio = self._engines.spoken_input
        if audio is not None and self._features is not None and audio.takes(self._language):
            return audio.think(self._features, self._prompt, self._language, cancel)
        return self._engines.thinker.think(self._prompt, self._language, cancel)

    def _synthesize(self, said: str) -> AsyncGenerator[bytes, None]:
        """Return the speech of a sentence as a stream of s16le PCM, made ahead of what is read."""
        engines = self._engines

        def synthesize(cancel: Cancel) -> Iterator[bytes]:
            start = engines.clock()
            for pcm in engines.tts.synthesize(said, self._language, cancel):
                self._record_synthesis(start)
                yield pcm
                start = engines.clock()

        def due() -> float:
            # the next piece is needed when the audio made so far has been played
            return self._request.due + len(self._pcm) / (2 * self._rate)

        return engines.audio_worker.stream(synthesize, due, ahead=True)

    def _record_synthesis(self, start: float) -> None:
        """Record the time for the first piece, and add it to that for all pieces."""
        piece = Timing.between("tts", start, self._engines.clock())
        before = self._timings.get("tts")
        self._timings.setdefault("tts_first", replace(piece, name="tts_first"))
        self._timings["tts"] = (
            replace(before, value=round(before.value + piece.value, 1)) if before else piece
        )


async def _split(text: str, language: str) -> AsyncGenerator[str, None]:
    splitter = SentenceSplitter(language)
    for said in (*splitter.push(text), *splitter.flush()):
        yield said
