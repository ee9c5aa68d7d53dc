"""Whisper on the graphs of `export/whisper_graphs.py`: greedy, short context, one decoder session."""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import onnxruntime as ort

from sarai_mqtt.adapters.onnx.contracts import Contract
from sarai_mqtt.adapters.onnx.mel import HOP, MELS, log_mel
from sarai_mqtt.adapters.onnx.roles import Role, Values, values
from sarai_mqtt.adapters.onnx.token_tree import TokenTree
from sarai_mqtt.adapters.onnx.whisper_decoding import Decoding, Run, Words
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_samples
from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.ports import Cancel, HouseWords

_PAD_S = 1.0  # silence after the audio: with 0.3 s the decoder falls into loops
_SHORTEST_S = 0.1
_PIECE_S = (12, 20)  # longer audio is cut at its quietest point between these
_QUIET_S = 0.2
# The most tokens speech can need; more is a loop.
_TOKENS = 10
_TOKENS_PER_S = 9
_LOOP_TOKENS = 12
_LOOP_TIMES = 4
# Silence, noise, hum and clicks give 1.07 or more for no_speech - weight * mean log-probability, recordings
# 0.71 or less; either figure alone does not part them.
_SURE_WEIGHT = 0.3
_NO_SPEECH = 0.88
# A command of the house's words is taken for what was heard when its log-probability is less by no more than
# this; by less when what was heard is one already. Chosen with the dev split of tests/bench/noise.py and
# the talk of tests/bench/home_bias.py (development half).
_MARGIN, _SURE_MARGIN = 10.0, 4.0
_ASKED = 3  # of the candidates within the margin, so many may turn out to be no commands
_TREE_TOKENS = 48  # of all candidates together: what can be scored in about 20 ms

# H heads of width W, N layers; t mel frames, s encoder positions, n tokens after p others.
_MEMORY = {"cross_k_*": "float32[1, H, W, s]", "cross_v_*": "float32[1, H, s, W]", "cross_bias": "float32[s]"}
ENCODER = Contract("speech encoder", {"mel": f"float32[1, {MELS}, t]"}, _MEMORY)
DECODER = Contract(
    "speech decoder",
    {
        "tokens": "int64[1, n]",
        "self_k": "float32[N, 1, H, W, p]",
        "self_v": "float32[N, 1, H, p, W]",
        **_MEMORY,
        "next?": "int64[1, m, r]",
        "tree_bias?": "float32[m, m]",
        "tree_shift?": "int64[m]",
    },
    {
        "ids": "int64[1, n]",
        "log_prob": "float32[1, n]",
        "ids_begin": "int64[1, n]",
        "log_prob_begin": "float32[1, n]",
        "no_speech": "float32[1, n]",
        "languages?": "float32[1, n, L]",
        "log_prob_next?": "float32[1, m, r]",
        "new_k": "float32[N, 1, H, W, n]",
        "new_v": "float32[N, 1, H, n, W]",
    },
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a piece of audio gave. `log_prob` is the sum over the `count` tokens chosen, the end included.

    `tokens` are those chosen, whole up to the end or none; `decoding` is where they left the decoder.
    `freely` is what was heard before the house's words put it right, "" when they did not.
    """

    text: str
    language: str
    log_prob: float
    count: int
    no_speech: float
    tokens: tuple[int, ...]
    decoding: Decoding
    freely: str = ""

    @property
    def mean(self) -> float:
        return self.log_prob / self.count

    @property
    def silent(self) -> bool:
        said = any(letter.isalnum() for letter in self.text)
        return not said or self.no_speech - _SURE_WEIGHT * self.mean > _NO_SPEECH


class WhisperStt:
    """The SpeechToText of `ports`. Calls share no state, so any thread may make them."""

    def __init__(
        self,
        encoder: Role,
        decoder: Role,
        tokenizer: Path,
        languages: Sequence[str],
        house: HouseWords | None = None,
    ) -> None:
        """Take the graphs; `languages` are the ISO 639-1 codes to expect.

        With `house`, texts made of its words that sound like what was heard are scored against the audio, and
        the likeliest that is a command takes the place of the text unless that is likelier by a margin. A
        decoder that cannot score given texts hears as without.

        Raises ModelError for a graph that does not fit, a tokenizer that is unreadable, or a language the
        model does not know.
        """
        self._encoder, self._decoder = encoder.expect(ENCODER), decoder.expect(DECODER)
        memory = [name for name in decoder.inputs if name.startswith("cross_")]
        encoder.feeds(decoder, dict.fromkeys([*encoder.outputs, *memory]))
        self._words = Words(tokenizer, languages, multilingual="languages" in decoder.outputs)
        self._house = house
        if house and "log_prob_next" not in decoder.outputs:
            log.warning("%s cannot score given texts: the house's words do not help hearing", decoder.name)
            self._house = None

    def warm_up(self) -> None:
        """Run everything once on silence, so that the first utterance does not pay for it."""
        options = ort.RunOptions()
        self._hear(np.zeros(RATE, np.float32), None, lambda role, feeds: role.run(feeds, options))

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Recognise `utterance`, of any length, in one language.

        `confidence` is exp(mean log-probability of the tokens heard). Where nothing was said the text is
        empty, the confidence 0 and `no_speech` True. `heard` is the text before the house's words put it
        right. Raises Cancelled; BadInput for a language that is not one of ours.
        """
        if language is not None and language not in self._words.languages:
            raise BadInput("unknown_language", f"The speech model does not listen for {language!r}.")
        options = ort.RunOptions()
        options.log_severity_level = 4  # a cancelled run is no error to log

        def run(role: Role, feeds: Values) -> dict[str, ort.OrtValue]:
            try:
                return role.run(feeds, options)
            except Exception:  # a terminated run raises a bare exception
                if cancel.cancelled:
                    raise Cancelled from None
                raise

        def stop() -> None:
            options.terminate = True

        heard: list[_Heard] = []
        forget = cancel.on_cancel(stop)
        try:
            for piece in pieces(to_samples(utterance.pcm)):
                part = self._hear(piece, language, run)
                if not part.silent:
                    heard.append(part)
                    language = part.language
        finally:
            forget()
        if not heard:
            return Transcript("", "", language or self._words.languages[0], 0.0, no_speech=True)
        mean = sum(part.log_prob for part in heard) / sum(part.count for part in heard)
        text, freely = (
            " ".join(texts) for texts in zip(*((p.text, p.freely or p.text) for p in heard), strict=True)
        )
        return Transcript("", text, heard[0].language, math.exp(mean), heard="" if freely == text else freely)

    def _hear(self, samples: Samples, language: str | None, run: Run) -> _Heard:
        frames = 2 * math.ceil((len(samples) / RATE + _PAD_S) * RATE / HOP / 2)
        memory = run(self._encoder, values(mel=log_mel(samples, frames)))
        start = Decoding.begin(self._decoder, memory, run)
        limit = _TOKENS + int(_TOKENS_PER_S * len(samples) / RATE)
        words = self._words
        if language is not None:
            return self._put_right(self._write(start.feed(words.prompt(language)), language, limit))
        start = start.feed(words.start)
        heard = (self._write(start.feed(words.prompt(code)[1:]), code, limit) for code in words.likely(start))
        return self._put_right(max(heard, key=lambda heard: heard.mean))

    def _write(self, decoding: Decoding, language: str, limit: int) -> _Heard:
        token, log_prob = decoding.choice("_begin")
        tokens: list[int] = []
        count = 1
        while token != self._words.end and len(tokens) < limit:
            tokens.append(token)
            if loop := looping(tokens):
                del tokens[-loop:]
                break
            decoding = decoding.feed([token])
            token, more = decoding.choice()
            log_prob, count = log_prob + more, count + 1
        whole = tuple(tokens) if token == self._words.end else ()
        text = self._words.text(tokens)
        return _Heard(text, language, log_prob, count, decoding.no_speech, whole, decoding)

    def _put_right(self, heard: _Heard) -> _Heard:
        """Give what was heard, or the candidate of the house's words that the audio speaks for as well."""
        if self._house is None or not heard.tokens or heard.silent:
            return heard
        near = self._house.nearest(heard.text, heard.language)
        if not near:
            return heard
        words = self._words
        tree = TokenTree(words.prompt(heard.language), [*heard.tokens, words.end], _TREE_TOKENS)
        texts = [text for text in near if tree.add([*words.tokens(text), words.end])]
        free, *scores = tree.sums(heard.decoding.score(tree))
        found = sorted(((free - s, t) for s, t in zip(scores, texts, strict=True) if free - s <= _MARGIN))
        is_command = cache(partial(self._house.is_command, language=heard.language))
        for behind, text in found[:_ASKED]:
            if behind > _SURE_MARGIN and is_command(heard.text):
                break
            if is_command(text):
                return replace(heard, text=text, freely=heard.text)
        return heard


def pieces(samples: Samples) -> Iterator[Samples]:
    """Cut long audio at its quietest points; leaves out a rest too short to say anything."""
    shortest, longest = (seconds * RATE for seconds in _PIECE_S)
    window = int(_QUIET_S * RATE)
    while len(samples) > longest:
        power = np.cumsum(samples[shortest:longest].astype(np.float64) ** 2)
        cut = shortest + int(np.argmin(power[window:] - power[:-window])) + window // 2
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples) >= _SHORTEST_S * RATE:
        yield samples


def looping(tokens: Sequence[int]) -> int:
    """Say how many tokens at the end only repeat what is before them: 0, or three rounds of a loop."""
    for length in range(1, _LOOP_TOKENS + 1):
        times = max(_LOOP_TIMES, math.ceil(2 * _LOOP_TIMES / length))
        tail = list(tokens[-length * times :])
        if len(tail) == length * times and tail == tail[-length:] * times:
            return length * (times - 1)
    return 0
