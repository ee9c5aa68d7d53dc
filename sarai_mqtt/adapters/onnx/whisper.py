"""Whisper on the graphs of `export/whisper_graphs.py`: greedy, short context, one decoder session."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from sarai_mqtt.adapters.onnx.contracts import Contract
from sarai_mqtt.adapters.onnx.mel import HOP, MELS, log_mel
from sarai_mqtt.adapters.onnx.roles import Role, Values, values
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_samples
from sarai_mqtt.core.errors import BadInput, Cancelled, ModelError
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.ports import Cancel

_PAD_S = 1.0  # silence after the audio: with 0.3 s the decoder falls into loops
_SHORTEST_S = 0.1
_PIECE_S = (12, 20)  # longer audio is cut at its quietest point between these
_QUIET_S = 0.2
# The most tokens speech can need; more is a loop.
_TOKENS = 10
_TOKENS_PER_S = 9
_LOOP_TOKENS = 12
_LOOP_TIMES = 4
# Languages this close (log-odds right after the start token) are both written out; the surer text wins. On
# 179 recordings this takes Spanish from 77 to 86 of 87 and costs a second pass for a quarter of them.
_CLOSE = 2.0
# Silence, noise, hum and clicks give 1.07 or more for no_speech - weight * mean log-probability, recordings
# 0.71 or less; either figure alone does not part them.
_SURE_WEIGHT = 0.3
_NO_SPEECH = 0.88

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
        "next?": "int64[1, m]",
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
        "log_prob_next?": "float32[1, m]",
        "new_k": "float32[N, 1, H, W, n]",
        "new_v": "float32[N, 1, H, n, W]",
    },
)

_Run = Callable[[Role, Values], dict[str, ort.OrtValue]]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a piece of audio gave. `log_prob` is the sum over the `count` tokens chosen, the end included."""

    text: str
    language: str
    log_prob: float
    count: int
    no_speech: float

    @property
    def mean(self) -> float:
        return self.log_prob / self.count

    @property
    def silent(self) -> bool:
        said = any(letter.isalnum() for letter in self.text)
        return not said or self.no_speech - _SURE_WEIGHT * self.mean > _NO_SPEECH


class WhisperStt:
    """The SpeechToText of `ports`. Calls share no state, so any thread may make them."""

    def __init__(self, encoder: Role, decoder: Role, tokenizer: Path, languages: Sequence[str]) -> None:
        """Take the graphs; `languages` are the ISO 639-1 codes to expect.

        Raises ModelError for a graph that does not fit, a tokenizer that is unreadable, or a language the
        model does not know.
        """
        self._encoder, self._decoder = encoder.expect(ENCODER), decoder.expect(DECODER)
        memory = [name for name in decoder.inputs if name.startswith("cross_")]
        encoder.feeds(decoder, dict.fromkeys([*encoder.outputs, *memory]))
        self._words = _Words(tokenizer, languages, multilingual="languages" in decoder.outputs)

    def warm_up(self) -> None:
        """Run everything once on silence, so that the first utterance does not pay for it."""
        options = ort.RunOptions()
        self._hear(np.zeros(RATE, np.float32), None, lambda role, feeds: role.run(feeds, options))

    def transcribe(self, utterance: Utterance, language: str | None, cancel: Cancel) -> Transcript:
        """Recognise `utterance`, of any length, in one language.

        `confidence` is exp(mean log-probability of the tokens). Where nothing was said the text is empty, the
        confidence 0 and `no_speech` True. Raises Cancelled; BadInput for a language that is not one of ours.
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
        return Transcript("", " ".join(part.text for part in heard), heard[0].language, math.exp(mean))

    def _hear(self, samples: Samples, language: str | None, run: _Run) -> _Heard:
        frames = 2 * math.ceil((len(samples) / RATE + _PAD_S) * RATE / HOP / 2)
        memory = run(self._encoder, values(mel=log_mel(samples, frames)))
        start = _Decoding.begin(self._decoder, memory, run)
        limit = _TOKENS + int(_TOKENS_PER_S * len(samples) / RATE)
        words = self._words
        if language is not None:
            return self._write(start.feed(words.prompt(language)), language, limit)
        start = start.feed(words.start)
        return max(
            (self._write(start.feed(words.prompt(code)[1:]), code, limit) for code in words.likely(start)),
            key=lambda heard: heard.mean,
        )

    def _write(self, decoding: "_Decoding", language: str, limit: int) -> _Heard:
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
        return _Heard(self._words.text(tokens), language, log_prob, count, decoding.no_speech)


@dataclass(frozen=True, slots=True)
class _Decoding:
    """A text so far: the decoder's inputs, and its outputs for the tokens fed last."""

    decoder: Role
    run: _Run
    inputs: Values
    outputs: Values
    no_speech: float

    @classmethod
    def begin(cls, decoder: Role, memory: Values, run: _Run) -> "_Decoding":
        """Start with nothing written about what is in the encoder's `memory`."""
        inputs = dict(memory)
        for name in ("self_k", "self_v"):
            shape = [size if isinstance(size, int) else 0 for size in decoder.inputs[name].shape]
            inputs |= values(**{name: np.zeros(shape, np.float32)})
        return cls(decoder, run, inputs, {}, math.nan)

    def feed(self, tokens: Sequence[int]) -> "_Decoding":
        """Give the text with `tokens` appended; this one can still be continued otherwise."""
        fed = values(tokens=np.array([tokens], np.int64))
        outputs = self.run(self.decoder, {**self.inputs, **fed})
        inputs = {**self.inputs, "self_k": outputs["new_k"], "self_v": outputs["new_v"]}
        # the first token of all is the start token, where this probability has its meaning
        no_speech = self.no_speech if self.outputs else float(outputs["no_speech"].numpy()[0, 0])
        return _Decoding(self.decoder, self.run, inputs, outputs, no_speech)

    def choice(self, suffix: str = "") -> tuple[int, float]:
        """Give the likeliest next token and its log-probability."""
        token, log_prob = (self.outputs[f"{name}{suffix}"].numpy()[0, -1] for name in ("ids", "log_prob"))
        return int(token), float(log_prob)


class _Words:
    """Whisper's vocabulary and the prompts made of it."""

    def __init__(self, path: Path, languages: Sequence[str], *, multilingual: bool) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the Rust library raises Exception itself
            raise ModelError("model_unreadable", f"The tokenizer {path.name} cannot be read.") from error
        self.languages = tuple(languages)
        self.end = self._id("endoftext")
        self.start = [self._id("startoftranscript")]
        self._multilingual = multilingual
        if multilingual:
            self._spoken = {code: self._id(code) for code in languages}
        elif self.languages != ("en",):
            raise ModelError(
                "language_unknown",
                f"This Whisper model knows English only; the languages set are {', '.join(languages)}.",
                "Set `languages: [en]` (SARAI_LANGUAGES='[\"en\"]'), or choose another profile.",
            )

    def prompt(self, language: str) -> list[int]:
        """Give the tokens before a text."""
        task = [self._spoken[language], self._id("transcribe")] if self._multilingual else []
        return [*self.start, *task, self._id("notimestamps")]

    def likely(self, start: _Decoding) -> list[str]:
        """Give our languages that may be spoken, the likeliest and its close rivals."""
        if not self._multilingual:
            return list(self.languages)
        logits = start.outputs["languages"].numpy()[0, 0]
        score = {code: float(logits[token - self.start[0] - 1]) for code, token in self._spoken.items()}
        best = max(score.values())
        return [code for code in self.languages if score[code] > best - _CLOSE]

    def text(self, tokens: Sequence[int]) -> str:
        """Spell the tokens."""
        return str(self._tokenizer.decode(list(tokens))).strip()

    def _id(self, name: str) -> int:
        found = self._tokenizer.token_to_id(f"<|{name}|>")
        if found is None:
            raise ModelError("language_unknown", f"This Whisper model has no token for {name!r}.")
        return int(found)


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
