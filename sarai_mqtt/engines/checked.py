"""Engines that are not trusted: what they return is checked, so that a fault fails its turn with a reason.

A fault is raised as SaraiError `engine_failed`. Calls that hang are given up by `turns/engine_worker`.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite
from typing import Any

from sarai_mqtt.core.audio import SAMPLE_WIDTH, Features, Utterance
from sarai_mqtt.core.errors import Cancelled, SaraiError
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.ports import (
    AudioThinker,
    Cancel,
    FeatureSpeechToText,
    SpeechToText,
    TextToSpeech,
    Thinker,
    ToolThinker,
)
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.core.tools import Tool, ToolCall

log = logging.getLogger(__name__)

# Longest speech of one sentence: this long, and a second more for each of its characters. Ten times what a
# slow voice needs, so only a stream without an end exceeds it.
SENTENCE_S = 30.0
# Largest number of pieces of a sentence's speech without any sound in them.
MAX_EMPTY = 1000
# Longest reply of a Thinker, characters and pieces. `max_tokens` is at most 1024.
MAX_REPLY = 20_000
# Most calls of tools that answer a text.
MAX_CALLS = 20
# Longest text of an utterance, characters: an hour of speech.
MAX_HEARD = 50_000
# How far a confidence may exceed 1: it is often the exponential of a sum of rounded logarithms.
ROUNDING = 1e-3
# Two letters or digits that every voice can say. A voice leaves out words in other letters, and may have no
# sound for a single one.
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]{2}")


class CheckedStt:
    """The `ports.SpeechToText` of `stt`, which returns transcripts that can be used."""

    def __init__(self, stt: SpeechToText) -> None:
        self._stt = stt

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Transcribe an utterance. Raises what `stt` raises; SaraiError `engine_failed`."""
        heard = self._stt.transcribe(utterance, language, cancel)
        _check_transcript(heard)
        return heard

    def transcribe_answer(
        self, utterance: Utterance, asked: str, language: str | None, cancel: Cancel
    ) -> HeardAnswer:
        """Transcribe an utterance that may be an answer. Raises as `transcribe` does."""
        answer = self._stt.transcribe_answer(utterance, asked, language, cancel)
        _check_answer(answer)
        return answer


class CheckedFeatureStt(CheckedStt):
    """The `ports.FeatureSpeechToText` of `stt`, whose features have the shape that it states."""

    def __init__(self, stt: FeatureSpeechToText) -> None:
        super().__init__(stt)
        self._features_of = stt
        self.feature_widths = dict(stt.feature_widths)

    def transcribe_with_features(
        self, utterance: Utterance, asked: str | None, language: str | None, name: str, cancel: Cancel
    ) -> tuple[HeardAnswer, Features]:
        """Transcribe an utterance and return its features, too. Raises as `transcribe` does."""
        answer, features = self._features_of.transcribe_with_features(
            utterance, asked, language, name, cancel
        )
        _check_answer(answer)
        return answer, self._checked(features, name)

    def encode(self, utterance: Utterance, name: str, cancel: Cancel) -> Features:
        """Return the features of an utterance. Raises what `stt` raises; SaraiError `engine_failed`."""
        return self._checked(self._features_of.encode(utterance, name, cancel), name)

    def _checked(self, features: Features, name: str) -> Features:
        shape, kind = getattr(features, "shape", ()), str(getattr(features, "dtype", ""))
        if kind != "float32" or len(shape) != len("BTD") or shape[::2] != (1, self.feature_widths[name]):
            raise _failed("recogniser", f"returned the features {name} as {kind or 'no'} array {list(shape)}")
        return features


class CheckedTts:
    """The `ports.TextToSpeech` of `tts`, whose speech is whole samples, not empty, and has an end."""

    def __init__(self, tts: TextToSpeech) -> None:
        """Raise SaraiError `engine_failed` if the sample rate of `tts` cannot be used."""
        self._tts = tts
        self._rate = tts.rate
        if not isinstance(self._rate, int) or not 0 < self._rate < 1_000_000:
            raise _failed("synthesizer", f"has a sample rate of {self._rate!r} Hz")

    @property
    def rate(self) -> int:
        """Sample rate of the speech, Hz."""
        return self._rate

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield s16le mono PCM. Raises Cancelled, what `tts` raises; SaraiError `engine_failed`.

        The speech of a sentence with words must not be empty. That of one without words may be.
        """
        longest = round((SENTENCE_S + len(text)) * self._rate) * SAMPLE_WIDTH
        size = empty = 0
        with _closing("synthesizer", self._tts.synthesize(text, language, cancel)) as pieces:
            for piece in pieces:
                if cancel.cancelled:
                    raise Cancelled
                if not isinstance(piece, bytes):
                    raise _failed("synthesizer", f"yielded {_kind(piece)} in place of bytes")
                if len(piece) % SAMPLE_WIDTH:
                    raise _failed("synthesizer", f"yielded {len(piece)} bytes, which ends within a sample")
                size, empty = size + len(piece), empty + (not piece)
                if size > longest or empty > MAX_EMPTY:
                    raise _failed("synthesizer", f"found no end of a sentence of {len(text)} characters")
                if piece:
                    yield piece
        if not size and _WORD.search(text) and not cancel.cancelled:
            raise _failed("synthesizer", f"had no sound for a sentence of {len(text)} characters")


class CheckedThinker:
    """The `ports.Thinker` of `thinker`, whose replies are texts with an end and whose choice is an option."""

    def __init__(self, thinker: Thinker) -> None:
        self._thinker = thinker

    def think(self, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply in pieces. Raises what `thinker` raises; SaraiError `engine_failed`."""
        return _checked_reply(self._thinker.think(text, language, cancel), cancel)

    def choose(self, text: str, language: str, options: Sequence[str], cancel: Cancel) -> int | None:
        """Return the index of the option that `text` means, or None.

        Raises what `thinker` raises; SaraiError `engine_failed`.
        """
        chosen = self._thinker.choose(text, language, options, cancel)
        if chosen is None:
            return None
        # True is an int, and would be taken for the second option
        if not isinstance(chosen, int) or isinstance(chosen, bool) or not 0 <= chosen < len(options):
            raise _failed("Thinker", f"chose {str(chosen)[:20]!r} of {len(options)} options")
        return chosen


class CheckedAudioThinker:
    """The `ports.AudioThinker` of `thinker`, whose replies are texts with an end."""

    def __init__(self, thinker: AudioThinker) -> None:
        self._thinker = thinker
        self.audio_features, self.audio_languages = thinker.audio_features, thinker.audio_languages

    def think_audio(self, features: Features, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply in pieces. Raises what `thinker` raises; SaraiError `engine_failed`."""
        return _checked_reply(self._thinker.think_audio(features, text, language, cancel), cancel)


class CheckedToolThinker:
    """The `ports.ToolThinker` of `thinker`, whose calls have names and plain values."""

    def __init__(self, thinker: ToolThinker) -> None:
        self._thinker = thinker
        self.tool_languages = thinker.tool_languages

    def call_tools(
        self, text: str, language: str, tools: Sequence[Tool], cancel: Cancel
    ) -> Sequence[ToolCall]:
        """Return the calls. Raises what `thinker` raises; SaraiError `engine_failed`."""
        calls = self._thinker.call_tools(text, language, tools, cancel)
        if not isinstance(calls, Sequence) or len(calls) > MAX_CALLS:
            raise _failed("Thinker", f"returned {_kind(calls)} in place of a few calls")
        for call in calls:
            if not _is_call(call):
                raise _failed("Thinker", f"returned {_kind(call)} that is no call of a tool")
        return calls


def _is_call(call: object) -> bool:
    """Return True for a call whose arguments are texts and finite numbers."""
    if not isinstance(call, ToolCall) or not isinstance(call.name, str):
        return False
    return isinstance(call.arguments, Mapping) and all(
        isinstance(name, str) and (isinstance(value, str) or _is_finite(value))
        for name, value in call.arguments.items()
    )


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _checked_reply(reply: Iterator[str], cancel: Cancel) -> Iterator[str]:
    """Yield the pieces of a Thinker's `reply`. Raises SaraiError `engine_failed`."""
    length = 0
    with _closing("Thinker", reply) as pieces:
        for number, piece in enumerate(pieces):
            if cancel.cancelled:
                return
            if not isinstance(piece, str):
                raise _failed("Thinker", f"yielded {_kind(piece)} in place of a text")
            length += len(piece)
            if length > MAX_REPLY or number > MAX_REPLY:
                raise _failed("Thinker", "found no end of its reply")
            yield piece


def _check_answer(answer: object) -> None:
    if not isinstance(answer, HeardAnswer) or not isinstance(answer.agrees, bool | None):
        raise _failed("recogniser", f"returned {_kind(answer)} that is no HeardAnswer")
    _check_transcript(answer.transcript)


def _check_transcript(heard: object) -> None:
    if not isinstance(heard, Transcript):
        raise _failed("recogniser", f"returned {_kind(heard)} in place of a Transcript")
    texts = (heard.text, heard.language, heard.heard)
    if not all(isinstance(text, str) for text in texts) or not heard.language:
        raise _failed("recogniser", "returned a Transcript without a text or a language")
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        # it could not be published, nor recorded
        raise _failed("recogniser", "returned a text that is not Unicode") from None
    if len(heard.text) > MAX_HEARD:
        raise _failed("recogniser", f"heard {len(heard.text)} characters in one utterance")
    sure = heard.confidence
    if not isinstance(sure, int | float) or not isfinite(sure) or not 0 <= sure <= 1 + ROUNDING:
        raise _failed(
            "recogniser", f"returned a confidence of {str(sure)[:20]!r}, which is not between 0 and 1"
        )
    if not isinstance(heard.no_speech, bool):
        raise _failed("recogniser", "returned a Transcript whose no_speech is no bool")


@contextmanager
def _closing(name: str, pieces: Any) -> Iterator[Iterator[Any]]:
    """Check that `pieces` is a stream, and close it at the end; a failure to close is only logged."""
    if not hasattr(pieces, "__iter__") or isinstance(pieces, str | bytes):
        raise _failed(name, f"returned {_kind(pieces)} in place of a stream")
    stream = iter(pieces)
    try:
        yield stream
    finally:
        close: Callable[[], object] = getattr(stream, "close", lambda: None)
        try:
            close()
        except Exception:
            log.exception("the stream of a %s did not close", name)


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"


def _failed(name: str, what: str) -> SaraiError:
    return SaraiError("engine_failed", f"The {name} {what}.")
