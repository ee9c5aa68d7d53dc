"""Whisper's weights by CTranslate2's names, for every size of the model, with their shapes checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export.graph import Array


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear layer: weight [out, in] and bias [out]."""

    weight: Array
    bias: Array

    def rows(self, start: int, stop: int) -> "Linear":
        """Return the layer with only the outputs from `start` to `stop` (exclusive)."""
        return Linear(self.weight[start:stop], self.bias[start:stop])


class Weights:
    """The variables of one Whisper, float16 or float32 as in the source, under CTranslate2's names.

    `frames` and `positions` are the lengths of the encoder's and decoder's position tables, `width` is the
    size of a hidden state, `mels` the number of mel bands.
    """

    def __init__(self, source: Path, variables: Mapping[str, Array]) -> None:
        """Check the variables, which were read from `source`.

        Raises ModelError: `model_damaged` if one is missing, `model_shape` if one has a wrong shape or type.
        """
        self._source = source
        self._variables = variables
        self.heads = int(self["encoder/num_heads"])
        self.mels = self._sizes("encoder/conv1/weight", 3)[1]
        self.vocabulary, self.width = self._sizes("decoder/embeddings/weight", 2)
        self.frames = self._sizes("encoder/position_encodings/encodings", 2)[0]
        self.positions = self._sizes("decoder/position_encodings/encodings", 2)[0]
        self.encoder_layers = self._count("encoder")
        self.decoder_layers = self._count("decoder")
        self._check()

    def __getitem__(self, name: str) -> Array:
        """Return one variable. Raises ModelError `model_damaged` if the model has none of that name."""
        try:
            return self._variables[name]
        except KeyError as error:
            raise ModelError(
                "model_damaged", f"The Whisper weights in {self._source} lack {name}."
            ) from error

    @property
    def head_width(self) -> int:
        """Size of one attention head."""
        return int(self.width // self.heads)

    def linear(self, name: str) -> Linear:
        """Return the layer of `name`/weight and `name`/bias. Raises ModelError `model_damaged`."""
        return Linear(self[f"{name}/weight"], self[f"{name}/bias"])

    def queries(self, name: str) -> Linear:
        """Return layer `name` with its first `width` outputs, the queries, scaled by head_width ** -0.5."""
        plain = self.linear(name)
        factors = np.ones(len(plain.bias), np.float32)
        factors[: self.width] = self.head_width**-0.5
        return Linear(plain.weight * factors[:, None], plain.bias * factors)

    def norm(self, name: str) -> tuple[Array, Array]:
        """Return gamma and beta [width] of a layer normalisation."""
        return self[f"{name}/gamma"], self[f"{name}/beta"]

    def _count(self, side: str) -> int:
        return sum(f"{side}/layer_{i}/ffn/layer_norm/beta" in self._variables for i in range(100))

    def _sizes(self, name: str, rank: int) -> tuple[int, ...]:
        shape = tuple(self[name].shape)
        if len(shape) != rank:
            raise self._misshapen(name, f"has the rank {len(shape)}, not {rank}")
        return shape

    def _check(self) -> None:
        if self.heads < 1 or self.width % self.heads:
            raise self._misshapen("encoder/num_heads", f"is {self.heads}, which does not divide {self.width}")
        for name, shape in self._shapes():
            found = self[name]
            if found.shape != shape:
                raise self._misshapen(name, f"has the shape {list(found.shape)}, not {list(shape)}")
            if found.dtype not in (np.float16, np.float32):
                raise self._misshapen(name, f"is {found.dtype}, not float16 or float32: quantized already?")

    def _misshapen(self, name: str, what: str) -> ModelError:
        return ModelError("model_shape", f"The Whisper weights in {self._source}: {name} {what}.")

    def _shapes(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        wide, layers = self.width, {"encoder": self.encoder_layers, "decoder": self.decoder_layers}
        yield "encoder/conv1/weight", (wide, self.mels, 3)
        yield "encoder/conv1/bias", (wide,)
        yield "encoder/conv2/weight", (wide, wide, 3)
        yield "encoder/conv2/bias", (wide,)
        yield "decoder/embeddings/weight", (self.vocabulary, wide)
        for side, count in layers.items():
            places = self.frames if side == "encoder" else self.positions
            yield f"{side}/position_encodings/encodings", (places, wide)
            yield from _norm(f"{side}/layer_norm", wide)
            for i in range(count):
                at = f"{side}/layer_{i}"
                yield from _norm(f"{at}/self_attention/layer_norm", wide)
                yield from _linear(f"{at}/self_attention/linear_0", 3 * wide, wide)
                yield from _linear(f"{at}/self_attention/linear_1", wide, wide)
                if side == "decoder":
                    yield from _norm(f"{at}/attention/layer_norm", wide)
                    yield from _linear(f"{at}/attention/linear_0", wide, wide)
                    yield from _linear(f"{at}/attention/linear_1", 2 * wide, wide)
                    yield from _linear(f"{at}/attention/linear_2", wide, wide)
                yield from _norm(f"{at}/ffn/layer_norm", wide)
                yield from _linear(f"{at}/ffn/linear_0", 4 * wide, wide)
                yield from _linear(f"{at}/ffn/linear_1", wide, 4 * wide)


def _norm(name: str, wide: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}/gamma", (wide,)
    yield f"{name}/beta", (wide,)


def _linear(name: str, out: int, into: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}/weight", (out, into)
    yield f"{name}/bias", (out,)
