"""A text that Whisper's decoder is writing, and what is written with: the vocabulary."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from sarai_mqtt.adapters.onnx.roles import Role, Values, values
from sarai_mqtt.adapters.onnx.token_tree import FloatArray, TokenTree
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.language import for_language

# Languages this close (log-odds right after the start token) are both written out; the surer text wins. On
# 179 recordings this takes Spanish from 77 to 86 of 87 and costs a second pass for a quarter of them.
_CLOSE = 2.0
_PIECES_KEPT = 4096  # words whose tokens are remembered

Run = Callable[[Role, Values], dict[str, ort.OrtValue]]


@dataclass(frozen=True, slots=True)
class Decoding:
    """A text so far: the decoder's inputs, and its outputs for the tokens fed last."""

    decoder: Role
    run: Run
    inputs: Values
    outputs: Values
    no_speech: float

    @classmethod
    def begin(cls, decoder: Role, memory: Values, run: Run) -> "Decoding":
        """Start with nothing written about what is in the encoder's `memory`."""
        inputs = dict(memory)
        for name in ("self_k", "self_v"):
            shape = [size if isinstance(size, int) else 0 for size in decoder.inputs[name].shape]
            inputs |= values(**{name: np.zeros(shape, np.float32)})
        return cls(decoder, run, inputs, {}, math.nan)

    def feed(self, tokens: Sequence[int]) -> "Decoding":
        """Give the text with `tokens` appended; this one can still be continued otherwise."""
        fed = values(tokens=np.array([tokens], np.int64))
        outputs = self.run(self.decoder, {**self.inputs, **fed})
        inputs = {**self.inputs, "self_k": outputs["new_k"], "self_v": outputs["new_v"]}
        # the first token of all is the start token, where this probability has its meaning
        no_speech = self.no_speech if self.outputs else float(outputs["no_speech"].numpy()[0, 0])
        return Decoding(self.decoder, self.run, inputs, outputs, no_speech)

    def score(self, tree: TokenTree) -> FloatArray:
        """Give the log-probability of each token that may follow each of the tree's, float32 [m, r]."""
        fed = values(
            next=tree.next[None], tokens=tree.tokens[None], tree_bias=tree.bias, tree_shift=tree.shift
        )
        past = {
            "self_k": self.inputs["self_k"].numpy()[..., : tree.start],
            "self_v": self.inputs["self_v"].numpy()[:, :, :, : tree.start],
        }
        kept = values(**{name: np.ascontiguousarray(cache) for name, cache in past.items()})
        scores: FloatArray = self.run(self.decoder, {**self.inputs, **kept, **fed})["log_prob_next"].numpy()[
            0
        ]
        return scores

    def choice(self, suffix: str = "") -> tuple[int, float]:
        """Give the likeliest next token and its log-probability."""
        token, log_prob = (self.outputs[f"{name}{suffix}"].numpy()[0, -1] for name in ("ids", "log_prob"))
        return int(token), float(log_prob)


class Words:
    """Whisper's vocabulary and the prompts made of it."""

    def __init__(self, path: Path, languages: Sequence[str], *, multilingual: bool) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the Rust library raises Exception itself
            raise ModelError("model_unreadable", f"The tokenizer {path.name} cannot be read.") from error
        self._merged = lru_cache(_PIECES_KEPT)(self._merge)
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
        task = [for_language(self._spoken, language), self._id("transcribe")] if self._multilingual else []
        return [*self.start, *task, self._id("notimestamps")]

    def likely(self, start: Decoding) -> list[str]:
        """Give our languages that may be spoken, the likeliest and its close rivals."""
        odds = self._odds(start)
        best = max(odds.values())
        return [code for code in self.languages if odds[code] > best - _CLOSE]

    def foreign(self, start: Decoding, language: str) -> float:
        """Say how much likelier another of our languages is spoken than `language`, in log-odds."""
        odds = self._odds(start)
        return (
            max((odds[code] for code in self.languages if code != language), default=-math.inf)
            - odds[language]
        )

    def _odds(self, start: Decoding) -> dict[str, float]:
        """Give how likely each of our languages is, as logits."""
        if not self._multilingual:
            return dict.fromkeys(self.languages, 0.0)
        logits = start.outputs["languages"].numpy()[0, 0]
        return {code: float(logits[token - self.start[0] - 1]) for code, token in self._spoken.items()}

    def tokens(self, text: str) -> list[int]:
        """Give the tokens that the model would write for `text`; none if it cannot write."""
        if self._tokenizer.pre_tokenizer is None:
            return []
        pieces = self._tokenizer.pre_tokenizer.pre_tokenize_str(f" {text}")
        return [token for piece, _ in pieces for token in self._merged(piece)]

    def _merge(self, piece: str) -> tuple[int, ...]:
        """Spell a piece in tokens, merging first what has the lowest id, as Whisper's vocabulary was made.

        Some tokenizer.json lack merges that the model learnt (" the" comes out as " " and "the"); none lacks
        the ids.
        """
        parts = list(piece)
        while len(parts) > 1:
            merges = ((self._tokenizer.token_to_id(a + b), i) for i, (a, b) in enumerate(pairwise(parts)))
            lowest = min(((token, i) for token, i in merges if token is not None), default=None)
            if lowest is None:
                break
            i = lowest[1]
            parts[i : i + 2] = ["".join(parts[i : i + 2])]
        found = (self._tokenizer.token_to_id(part) for part in parts)
        return tuple(token for token in found if token is not None)

    def text(self, tokens: Sequence[int]) -> str:
        """Spell the tokens."""
        return str(self._tokenizer.decode(list(tokens))).strip()

    def _id(self, name: str) -> int:
        found = self._tokenizer.token_to_id(f"<|{name}|>")
        if found is None:
            raise ModelError("language_unknown", f"This Whisper model has no token for {name!r}.")
        return int(found)
