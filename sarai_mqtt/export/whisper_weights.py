"""Whisper's weights under readable names, for any size of the model."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.export import ctranslate2
from sarai_mqtt.export.graph import Array

_MULTILINGUAL_VOCAB = 51865  # OpenAI's `Whisper.is_multilingual`


@dataclass(frozen=True, slots=True)
class Linear:
    """Weight [out, in] and bias [out]."""

    weight: Array
    bias: Array

    def rows(self, start: int, stop: int) -> "Linear":
        """Give the outputs from `start` to `stop`."""
        return Linear(self.weight[start:stop], self.bias[start:stop])


class Weights:
    """The variables of one CTranslate2 Whisper model, all float16 as they were converted."""

    def __init__(self, variables: dict[str, Array]) -> None:
        self._variables = variables
        self.heads = int(self["encoder/num_heads"])
        self.mels = self["encoder/conv1/weight"].shape[1]
        self.vocabulary, self.width = self["decoder/embeddings/weight"].shape
        self.frames = len(self["encoder/position_encodings/encodings"])
        self.positions = len(self["decoder/position_encodings/encodings"])
        self.encoder_layers = self._count("encoder")
        self.decoder_layers = self._count("decoder")

    def __getitem__(self, name: str) -> Array:
        """Give one variable. Raises ModelError when the model has none of that name."""
        try:
            return self._variables[name]
        except KeyError as error:
            raise ModelError("model_damaged", f"The Whisper weights lack {name}.") from error

    @property
    def head_width(self) -> int:
        """Values per attention head."""
        return int(self.width // self.heads)

    def linear(self, name: str) -> Linear:
        """Give `name`/weight and `name`/bias."""
        return Linear(self[f"{name}/weight"], self[f"{name}/bias"])

    def queries(self, name: str) -> Linear:
        """Like `linear`, with the first `width` outputs (the queries) scaled for the attention product."""
        plain = self.linear(name)
        factors = np.ones(len(plain.bias), np.float32)
        factors[: self.width] = self.head_width**-0.5
        return Linear(plain.weight * factors[:, None], plain.bias * factors)

    def norm(self, name: str) -> tuple[Array, Array]:
        """Give gamma and beta [width] of a layer normalisation."""
        return self[f"{name}/gamma"], self[f"{name}/beta"]

    def _count(self, side: str) -> int:
        return sum(f"{side}/layer_{i}/ffn/layer_norm/beta" in self._variables for i in range(100))


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the decoder graph must know of the vocabulary."""

    suppress: tuple[int, ...]
    suppress_begin: tuple[int, ...]
    end: int
    no_speech: int
    languages: tuple[int, ...]


def load(source: Path) -> tuple[Weights, Tokens]:
    """Read model.bin, config.json and tokenizer.json of a CTranslate2 Whisper. Raises ModelError."""
    weights = Weights(ctranslate2.read(source / "model.bin"))
    config: dict[str, Any] = json.loads((source / "config.json").read_text())
    added = json.loads((source / "tokenizer.json").read_text())["added_tokens"]
    special = {token["content"]: token["id"] for token in added}
    no_speech = special.get("<|nospeech|>", special.get("<|nocaptions|>"))  # renamed in later releases
    if no_speech is None or "<|endoftext|>" not in special:
        raise ModelError("model_damaged", "The Whisper tokenizer lacks its special tokens.")
    return weights, Tokens(
        suppress=tuple(config["suppress_ids"]),
        suppress_begin=tuple(config["suppress_ids_begin"]),
        end=special["<|endoftext|>"],
        no_speech=no_speech,
        languages=tuple(config["lang_ids"]) if weights.vocabulary >= _MULTILINGUAL_VOCAB else (),
    )
