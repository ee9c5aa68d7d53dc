"""The text encoder of VITS as an ONNX graph.

Kim et al., "Conditional Variational Autoencoder with Adversarial Learning for End-to-End Text-to-Speech"
(ICML 2021); config and names of weights as in Hugging Face's `VitsModel`, the form of MMS-TTS.
"""

import math
from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import BaseModel, PositiveFloat, PositiveInt, model_validator

from sarai_mqtt.models.export import checkpoint
from sarai_mqtt.models.export.checkpoint import Weights
from sarai_mqtt.models.export.graph import Graph

_FILES = ("model.safetensors", "pytorch_model.bin")
_UNDER = "text_encoder."


class Config(BaseModel):
    """The keys of config.json that define the text encoder; all others belong to other parts of VITS."""

    vocab_size: PositiveInt
    hidden_size: PositiveInt
    num_hidden_layers: PositiveInt
    num_attention_heads: PositiveInt
    window_size: PositiveInt
    ffn_dim: PositiveInt
    ffn_kernel_size: PositiveInt
    hidden_act: Literal["relu"]
    layer_norm_eps: PositiveFloat
    use_bias: bool = True

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size is no multiple of num_attention_heads")
        return self


def load(model: Path) -> tuple[Config, Weights]:
    """Read a `VitsModel`'s folder, or its weights file with a config.json beside it.

    Raises as `checkpoint.load` does.
    """
    return checkpoint.load(model, _FILES, Config)


def text_encoder(config: Config, weights: Weights) -> Graph:
    """Build ids int64 [1, L] -> hidden_states float32 [1, hidden_size, L], the output of the last layer.

    Their projection to means and variances of the prior belongs to VITS's flow and is left out.
    Raises ModelError: `model_damaged` for missing weights, `model_shape` for weights of another shape or that
    the config does not use.
    """
    graph = Graph("vits-text-encoder")
    layers = _Layers(graph, config, weights)
    ids = graph.input("ids", np.int64, [1, "L"])
    table = graph.const(weights.get(f"{_UNDER}embed_tokens.weight", config.vocab_size, config.hidden_size))
    scale = graph.const(np.array(math.sqrt(config.hidden_size), np.float32))
    x = graph.op("Mul", graph.op("Gather", table, ids), scale)
    for i in range(config.num_hidden_layers):
        name = f"{_UNDER}encoder.layers.{i}"
        x = layers.norm(graph.op("Add", x, layers.attend(x, f"{name}.attention")), f"{name}.layer_norm")
        y = layers.feed_forward(x, f"{name}.feed_forward")
        x = layers.norm(graph.op("Add", x, y), f"{name}.final_layer_norm")
    weights.refuse_rest(_UNDER, but=("project.weight", "project.bias"))
    hidden = graph.op("Transpose", x, perm=[0, 2, 1])
    graph.output(hidden, "hidden_states", np.float32, [1, config.hidden_size, "L"])
    return graph


class _Layers:
    """Layers of the text encoder; inputs and outputs are [1, L, hidden_size] unless stated otherwise."""

    def __init__(self, graph: Graph, config: Config, weights: Weights) -> None:
        self._graph, self._config, self._weights = graph, config, weights

    def norm(self, x: str, name: str) -> str:
        """Apply the layer normalisation `name` to the last axis."""
        gamma, beta = (
            self._graph.const(self._weights.get(f"{name}.{part}", self._config.hidden_size))
            for part in ("weight", "bias")
        )
        return self._graph.op("LayerNormalization", x, gamma, beta, epsilon=self._config.layer_norm_eps)

    def attend(self, x: str, name: str) -> str:
        """Apply self attention with relative positions up to `window_size` tokens to each side.

        Shaw et al., "Self-Attention with Relative Position Representations" (2018): a learnt key and value
        per distance, zero beyond the window.
        """
        graph, window = self._graph, self._config.window_size
        width = self._config.hidden_size // self._config.num_attention_heads
        q = self._heads(self._linear(x, f"{name}.q_proj", scale=width**-0.5))
        k, v = (self._heads(self._linear(x, f"{name}.{part}")) for part in ("k_proj", "v_proj"))
        near_k, near_v = (
            self._weights.get(f"{name}.{part}", 1, 2 * window + 1, width)[0]
            for part in ("emb_rel_k", "emb_rel_v")
        )
        places = self._places(x)
        scores = graph.op("MatMul", q, graph.op("Transpose", k, perm=[0, 1, 3, 2]))
        near = graph.op("MatMul", q, graph.const(near_k.T))
        scores = graph.op("Add", scores, self._pick(near, 1, self._distances(places)))
        share = graph.op("Softmax", scores, axis=-1)
        near = self._pick(share, window, self._neighbours(places))
        mixed = graph.op("Add", graph.op("MatMul", share, v), graph.op("MatMul", near, graph.const(near_v)))
        mixed = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
        return self._linear(graph.op("Reshape", mixed, graph.ints(0, 0, -1)), f"{name}.out_proj")

    def feed_forward(self, x: str, name: str) -> str:
        """Apply two convolutions over time with a ReLU between them."""
        inner, outer = self._config.ffn_dim, self._config.hidden_size
        y = self._graph.op("Transpose", x, perm=[0, 2, 1])
        y = self._graph.op("Relu", self._conv(y, f"{name}.conv_1", inner, outer))
        y = self._conv(y, f"{name}.conv_2", outer, inner)
        return self._graph.op("Transpose", y, perm=[0, 2, 1])

    def _conv(self, x: str, name: str, outer: int, inner: int) -> str:
        """Convolve `x` [1, inner, L] to [1, outer, L]."""
        size = self._config.ffn_kernel_size
        weight = self._graph.const(self._weights.get(f"{name}.weight", outer, inner, size))
        bias = self._graph.const(self._weights.get(f"{name}.bias", outer))
        return self._graph.op("Conv", x, weight, bias, pads=[(size - 1) // 2, size // 2])

    def _linear(self, x: str, name: str, scale: float = 1.0) -> str:
        """Apply the linear layer `name`, with its output multiplied by `scale`."""
        size, factor = self._config.hidden_size, np.float32(scale)
        weight = self._weights.get(f"{name}.weight", size, size)
        y = self._graph.op("MatMul", x, self._graph.const(weight.T * factor))
        if not self._config.use_bias:
            return y
        return self._graph.op("Add", y, self._graph.const(self._weights.get(f"{name}.bias", size) * factor))

    def _heads(self, x: str) -> str:
        """Split `x` [1, L, hidden_size] into heads [1, heads, L, width]."""
        shape = self._graph.ints(0, 0, self._config.num_attention_heads, -1)
        return self._graph.op("Transpose", self._graph.op("Reshape", x, shape), perm=[0, 2, 1, 3])

    def _places(self, x: str) -> str:
        """Return the positions 0..L-1 as int64 [L]."""
        length = self._graph.op("Squeeze", self._graph.length(x, 1))
        return self._graph.op("Range", self._int(0), length, self._int(1))

    def _distances(self, places: str) -> str:
        """Return int64 [L, L]: at [i, j] the index of distance j - i in the list [0, -window..window, 0]."""
        graph, window = self._graph, self._config.window_size
        distance = graph.op("Sub", places, graph.op("Unsqueeze", places, graph.ints(1)))
        shifted = graph.op("Add", distance, self._int(window + 1))
        return graph.op("Clip", shifted, self._int(0), self._int(2 * window + 2))

    def _neighbours(self, places: str) -> str:
        """Return int64 [L, 2 * window + 1]: in row i the indices of tokens i - window..i + window.

        They count from `window` zeros in front of the tokens.
        """
        steps = self._graph.const(np.arange(2 * self._config.window_size + 1))
        return self._graph.op("Add", self._graph.op("Unsqueeze", places, self._graph.ints(1)), steps)

    def _pick(self, rows: str, zeros: int, places: str) -> str:
        """Gather `places` [L, m] of `rows` [1, heads, L, n] padded with `zeros` zeros at both row ends."""
        graph = self._graph
        padded = graph.op("Pad", rows, graph.ints(zeros, zeros), "", graph.ints(3))
        size = graph.ints(1, self._config.num_attention_heads, 1, 1)
        return graph.op("GatherElements", padded, graph.op("Expand", places, size), axis=3)

    def _int(self, value: int) -> str:
        return self._graph.const(np.array(value, np.int64))
