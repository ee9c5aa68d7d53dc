"""State of Whisper's decoder while it writes a text, and the vocabulary with its prompts."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from sarai_mqtt.core.errors import Cancelled, ModelError
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.engines.onnx.roles import Role, Values, values
from sarai_mqtt.engines.stt.token_tree import FloatArray, TokenTree
from sarai_mqtt.languages.packs import entry_for

# If two languages are this close (log-odds after the start token) both are decoded, and the text with the
# higher mean log-probability wins. On 179 recordings this raises the Spanish ones recognised as such from 77
# to 86 of 87, and costs a second pass for a quarter of the recordings.
_CLOSE = 2.0
_WORDS_CACHED = 4096  # words whose tokens are cached

Run = Callable[[Role, Values], dict[str, ort.OrtValue]]


@contextmanager
def running(cancel: Cancel | None) -> Iterator[Run]:
    """Yield a function that runs a role, and raises Cancelled once `cancel` (None: never) is set."""
    options = ort.RunOptions()
    options.log_severity_level = 4  # a cancelled run is no error to log

    def run(role: Role, feeds: Values) -> dict[str, ort.OrtValue]:
        try:
            return role.run(feeds, options)
        except Exception:  # a terminated run raises a bare exception
            if cancel is not None and cancel.cancelled:
                raise Cancelled from None
            raise

    def stop() -> None:
        options.terminate = True

    unsubscribe = cancel.on_cancel(stop) if cancel is not None else None
    try:
        yield run
    finally:
        if unsubscribe is not None:
            unsubscribe()


@dataclass(frozen=True, slots=True)
class Decoding:
    """Immutable state of the decoder: its inputs (memory, cache), and its outputs for the last tokens fed.

    `run` executes a role. `no_speech` is the probability (0..1) that nobody speaks, nan before any `feed`.
    """

    decoder: Role
    run: Run
    inputs: Values
    outputs: Values
    no_speech: float

    @classmethod
    def begin(cls, decoder: Role, memory: Values, run: Run) -> "Decoding":
        """Return the state before any token; `memory` holds the encoder's outputs."""
        inputs = dict(memory)
        for name in ("self_k", "self_v"):
            shape = [size if isinstance(size, int) else 0 for size in decoder.inputs[name].shape]
            inputs |= values(**{name: np.zeros(shape, np.float32)})
        return cls(decoder, run, inputs, {}, math.nan)

    def feed(self, tokens: Sequence[int]) -> "Decoding":
        """Return the state after `tokens`; this one stays valid and can be continued with other tokens."""
        fed = values(tokens=np.array([tokens], np.int64))
        outputs = self.run(self.decoder, {**self.inputs, **fed})
        inputs = {**self.inputs, "self_k": outputs["new_k"], "self_v": outputs["new_v"]}
        # Only at the start token, which is fed first of all, does Whisper define this probability.
        no_speech = self.no_speech if self.outputs else float(outputs["no_speech"].numpy()[0, 0])
        return Decoding(self.decoder, self.run, inputs, outputs, no_speech)

    def score(self, tree: TokenTree) -> FloatArray:
        """Return the log-probability of each successor in `tree.next`, float32 [m, r].

        This state must have been fed the tree's prompt and the prefix that its texts share.
        """
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

    def next_token(self, suffix: str = "") -> tuple[int, float]:
        """Return the likeliest next token and its log-probability.

        `suffix` "_begin" is for the first token of a text, at which Whisper forbids some tokens.
        """
        token, log_prob = (self.outputs[f"{name}{suffix}"].numpy()[0, -1] for name in ("ids", "log_prob"))
        return int(token), float(log_prob)


class WhisperVocabulary:
    """Whisper's vocabulary and the prompts made of it.

    `path` is a tokenizer.json; `languages` are the ISO 639-1 codes that may be spoken. `multilingual`: the
    model has language tokens; otherwise `languages` must be ("en",).

    Raises ModelError `model_unreadable` or `language_unknown`.
    """

    def __init__(self, path: Path, languages: Sequence[str], *, multilingual: bool) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the Rust library raises Exception itself
            raise ModelError("model_unreadable", f"The tokenizer {path.name} cannot be read.") from error
        self._cached_merge = lru_cache(_WORDS_CACHED)(self._merge)
        self.languages = tuple(languages)
        self.end = self._id("endoftext")
        self.start = [self._id("startoftranscript")]
        self._multilingual = multilingual
        if multilingual:
            self._language_tokens = {code: self._id(code) for code in languages}
        elif self.languages != ("en",):
            raise ModelError(
                "language_unknown",
                f"This Whisper model knows English only; the languages set are {', '.join(languages)}.",
                "Set `languages: [en]` (SARAI_LANGUAGES='[\"en\"]'), or choose another profile.",
            )

    def prompt(self, language: str) -> list[int]:
        """Return the tokens before a text: start, language and task if multilingual, no timestamps."""
        task = (
            [entry_for(self._language_tokens, language), self._id("transcribe")] if self._multilingual else []
        )
        return [*self.start, *task, self._id("notimestamps")]

    def likely_languages(self, start: Decoding) -> list[str]:
        """Return the likeliest language and those close to it, in the order of `languages`.

        `start` was fed the start token only.
        """
        odds = self._odds(start)
        best = max(odds.values())
        return [code for code in self.languages if odds[code] > best - _CLOSE]

    def foreign(self, start: Decoding, language: str) -> float:
        """Return the log-odds of the likeliest other language in use against `language`; -inf without any.

        `start` was fed the start token only.
        """
        odds = self._odds(start)
        return (
            max((odds[code] for code in self.languages if code != language), default=-math.inf)
            - odds[language]
        )

    def _odds(self, start: Decoding) -> dict[str, float]:
        """Return the logit of each configured language; 0 for all if the model has no language tokens."""
        if not self._multilingual:
            return dict.fromkeys(self.languages, 0.0)
        logits = start.outputs["languages"].numpy()[0, 0]
        return {
            code: float(logits[token - self.start[0] - 1]) for code, token in self._language_tokens.items()
        }

    def tokens(self, text: str) -> list[int]:
        """Return the tokens the model would write for `text`; [] if the file has no pre-tokenizer."""
        if self._tokenizer.pre_tokenizer is None:
            return []
        pieces = self._tokenizer.pre_tokenizer.pre_tokenize_str(f" {text}")
        return [token for piece, _ in pieces for token in self._cached_merge(piece)]

    def _merge(self, piece: str) -> tuple[int, ...]:
        """Return the tokens of one pre-tokenized word by byte-pair encoding.

        The pair whose joined token has the lowest id is merged first: the ids of Whisper's vocabulary are in
        the order of its merges. The merge list of the file is not used: some tokenizer.json lack merges that
        the model was trained with (" the" becomes " " and "the").
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
        """Return the text of `tokens`, stripped."""
        return str(self._tokenizer.decode(list(tokens))).strip()

    def _id(self, name: str) -> int:
        found = self._tokenizer.token_to_id(f"<|{name}|>")
        if found is None:
            raise ModelError("language_unknown", f"This Whisper model has no token for {name!r}.")
        return int(found)
