"""Builder of the graphs of a voice with hibari's architecture: Text Encoder, Talker and Vocoder.

The architecture is that of hibari 0.2.1 (Maureese Williams, Apache-2.0), and the weights have its author's
names: `m.text` encodes the content, `pn` the prosody (durations, pitch, energy), `m.dec` predicts the
spectra. Weights of products are stored as int8 with a scale and computed in float32, so that a chunk sounds
like that part of the whole.

In the shapes: L phonemes, C and P widths of content and prosody, T steps of 25 ms, F = 2 T frames of 12.5 ms.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export.graph import Array, Graph
from sarai_mqtt.models.export.weights import quantize

_HEADS = 2
# How many times each text stack applies its one attention layer.
_CONTENT_PASSES, _PROSODY_PASSES = 4, 6
_PROSODY_DILATIONS = (1, 2, 4, 8, 1, 2)
_DECODER_BLOCKS = 8
_F0_UNIT, _ENERGY_UNIT = 100.0, 5.0
_LATENT_UNIT = 5.0
_SPECTRA = 3005
_SMALLEST = 1024  # smaller weights stay float32


@dataclass(frozen=True, slots=True)
class Int8:
    """A weight [out, in] stored as int8: `values` times `scale` (one number, or [out, 1])."""

    values: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]


Weights = Mapping[str, Array | Int8]


def text_encoder(weights: Weights) -> ModelProto:
    """Build the Text Encoder: ids int64 [1, L] -> hidden_states float32 [1, C + P, L], content then prosody.

    Raises ModelError `model_shape` if a weight is missing.
    """
    build = _Builder("text-encoder", weights)
    graph = build.graph
    ids = graph.op("Squeeze", graph.input("ids", np.int64, [1, "L"]), graph.ints(0))
    content = build.text("m.text", ids, _CONTENT_PASSES)
    prosody = build.text("pn.text", ids, _PROSODY_PASSES)
    width = build.width("m.text.norm.weight") + build.width("pn.text.norm.weight")
    hidden = build.channels_first(graph.op("Concat", content, prosody, axis=1))
    graph.output(hidden, "hidden_states", np.float32, [1, width, "L"])
    return graph.model()


def talker(weights: Weights, pace: float = 1.0) -> ModelProto:
    """Build the Talker: hidden_states [1, C + P, L], speed [1] -> latents [1, C + 2, F] and f0 [1, F] in Hz.

    All are float32. The latents are content, log(1 + f0) / 5 and energy / 5, at 80 frames per second. f0 is
    an output of its own because recovering it as exp(latent) would shift the phase of the pulses. Speed 1 is
    `pace` times the speaking rate that was learnt. Raises ModelError `model_shape` if a weight is missing.
    """
    build = _Builder("talker", weights)
    graph = build.graph
    content_width, width = build.width("m.text.norm.weight"), build.width("pn.text.norm.weight")
    hidden = graph.input("hidden_states", np.float32, [1, content_width + width, "L"])
    speed = graph.input("speed", np.float32, [1])
    content, prosody = graph.ops("Split", 2, hidden, graph.ints(content_width, width), axis=1)

    x = graph.op("Gelu", build.conv("pn.dur.0", prosody))
    log_length = graph.op("Squeeze", build.conv("pn.dur.2", x), graph.ints(0, 1))
    place = build.phoneme_of_step(
        log_length, graph.op("Mul", speed, graph.const(np.array([pace], np.float32)))
    )

    x = build.rows(build.conv("pn.pro_in", graph.op("Gather", prosody, place, axis=2)))
    for i, dilation in enumerate(_PROSODY_DILATIONS):
        x = build.block(f"pn.pro.{i}", x, dilation)
    # Two channels for pitch and two for energy: the two frames of each step.
    x = graph.op("Reshape", build.conv("pn.pro_out", build.channels_first(x)), graph.ints(2, 2, -1))
    x = graph.op("Reshape", graph.op("Transpose", x, perm=[0, 2, 1]), graph.ints(2, 1, -1))
    pitch, energy = graph.ops("Split", 2, x, axis=0, num_outputs=2)
    f0 = graph.op("Mul", graph.op("Squeeze", pitch, graph.ints(0)), build.number(_F0_UNIT))

    pair = graph.op("Unsqueeze", place, graph.ints(1))
    place_of_frame = graph.op("Reshape", graph.op("Concat", pair, pair, axis=1), graph.ints(-1))
    log_f0 = graph.op("Log", graph.op("Add", graph.op("Relu", f0), build.number(1)))
    log_f0 = graph.op("Unsqueeze", graph.op("Div", log_f0, build.number(_LATENT_UNIT)), graph.ints(0))
    energy = graph.op("Mul", energy, build.number(_ENERGY_UNIT / _LATENT_UNIT))
    latents = graph.op("Concat", graph.op("Gather", content, place_of_frame, axis=2), log_f0, energy, axis=1)
    graph.output(latents, "latents", np.float32, [1, content_width + 2, "F"])
    graph.output(f0, "f0", np.float32, [1, "F"])
    return graph.model()


def vocoder(weights: Weights) -> ModelProto:
    """Build the Vocoder: latents float32 [1, C + 2, F] -> spectra float32 [1, 3005, F].

    The spectra are five vectors of 601 bins per frame. Raises ModelError `model_shape` if a weight is
    missing.
    """
    build = _Builder("vocoder", weights)
    graph = build.graph
    latents = graph.input("latents", np.float32, [1, build.width("m.dec_in.weight", 1), "F"])
    x = build.rows(build.conv("m.dec_in", latents))
    for i in range(_DECODER_BLOCKS):
        x = build.block(f"m.dec.{i}", x)
    spectra = build.channels_first(build.linear("m.head", build.norm("m.dec_norm", x)))
    graph.output(spectra, "spectra", np.float32, [1, _SPECTRA, "F"])
    return graph.model()


class _Builder:
    """Layers of a voice; values are rows [n, C] unless stated otherwise."""

    def __init__(self, name: str, weights: Weights) -> None:
        self.graph = Graph(name)
        self._weights = weights

    def number(self, value: float) -> str:
        """Add a float32 scalar."""
        return self.graph.const(np.array(value, np.float32))

    def width(self, name: str, axis: int = 0) -> int:
        """Return the size of one axis of the weight `name`."""
        return int(self._floats(name).shape[axis])

    def rows(self, channels: str) -> str:
        """Transpose `channels` [1, C, n] to [n, C]."""
        return self.graph.op("Transpose", self.graph.op("Squeeze", channels, self.graph.ints(0)), perm=[1, 0])

    def channels_first(self, rows: str) -> str:
        """Transpose `rows` [n, C] to [1, C, n]."""
        return self.graph.op("Unsqueeze", self.graph.op("Transpose", rows, perm=[1, 0]), self.graph.ints(0))

    def norm(self, name: str, x: str) -> str:
        scale, shift = self._float(f"{name}.weight"), self._float(f"{name}.bias")
        return self.graph.op("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-5)

    def linear(self, name: str, x: str, weight: str = ".weight", bias: str = ".bias") -> str:
        return self.graph.op("Gemm", x, self._product(name + weight), self._float(name + bias), transB=1)

    def conv(self, name: str, channels: str, dilation: int = 1) -> str:
        """Convolve `channels` [1, C, n] to [1, D, n]; with a kernel [D, 1, k], D > 1, depthwise."""
        kernel = self._floats(f"{name}.weight")
        outputs, inputs, size = kernel.shape
        depthwise = inputs == 1 and outputs > 1
        return self.graph.op(
            "Conv",
            channels,
            self._float(f"{name}.weight") if depthwise else self._product(f"{name}.weight"),
            self._float(f"{name}.bias"),
            group=outputs if depthwise else 1,
            dilations=[dilation],
            pads=[dilation * (size // 2)] * 2,
        )

    def block(self, name: str, x: str, dilation: int = 1) -> str:
        """Apply one ConvNeXt block (Liu et al., 2022) to `x` [n, C]."""
        y = self.rows(self.conv(f"{name}.dw", self.channels_first(x), dilation))
        y = self.graph.op("Gelu", self.linear(f"{name}.pw1", self.norm(f"{name}.norm", y)))
        y = self.graph.op("Mul", self.linear(f"{name}.pw2", y), self._float(f"{name}.gamma"))
        return self.graph.op("Add", x, y)

    def text(self, name: str, ids: str, passes: int) -> str:
        """Encode phonemes `ids` [n] as [n, C]."""
        x = self.graph.op("Gather", self._product(f"{name}.emb.weight"), ids, axis=0)
        for i in range(2):
            x = self.block(f"{name}.convs.{i}", x)
        for _ in range(passes):
            x = self._attention(f"{name}.attn", x)
        return self.norm(f"{name}.norm", x)

    def phoneme_of_step(self, log_length: str, speed: str) -> str:
        """Return for each step of 25 ms the index of the phoneme spoken then, int64 [T].

        `log_length` [L] is log(1 + duration in steps); each duration is divided by `speed` and rounded, to
        one step at least.
        """
        graph = self.graph
        length = graph.op("Sub", graph.op("Exp", log_length), self.number(1))
        length = graph.op("Max", graph.op("Round", graph.op("Div", length, speed)), self.number(1))
        ends = graph.op("CumSum", length, graph.const(np.array(0, np.int64)))
        total = graph.op("Cast", graph.op("ReduceMax", ends, keepdims=0), to=TensorProto.INT64)
        zero, one = (graph.const(np.array(i, np.int64)) for i in (0, 1))
        steps = graph.op("Cast", graph.op("Range", zero, total, one), to=TensorProto.FLOAT)
        has_ended = graph.op("GreaterOrEqual", graph.op("Unsqueeze", steps, graph.ints(1)), ends)
        return graph.op(
            "ReduceSum", graph.op("Cast", has_ended, to=TensorProto.INT64), graph.ints(1), keepdims=0
        )

    def _attention(self, name: str, x: str) -> str:
        """Apply one pre-norm transformer layer (PyTorch's TransformerEncoderLayer) to `x` [n, C]."""
        graph, width = self.graph, self.width(f"{name}.norm1.weight")
        head_width = width // _HEADS
        y = self.norm(f"{name}.norm1", x)
        y = self.linear(f"{name}.self_attn.", y, "in_proj_weight", "in_proj_bias")
        y = graph.op("Reshape", y, graph.ints(-1, 3, _HEADS, head_width))
        parts = graph.ops("Split", 3, y, axis=1, num_outputs=3)
        q, k, v = (graph.op("Squeeze", part, graph.ints(1)) for part in parts)
        q = graph.op("Mul", graph.op("Transpose", q, perm=[1, 0, 2]), self.number(head_width**-0.5))
        scores = graph.op("Softmax", graph.op("MatMul", q, graph.op("Transpose", k, perm=[1, 2, 0])), axis=-1)
        attended = graph.op("MatMul", scores, graph.op("Transpose", v, perm=[1, 0, 2]))
        attended = graph.op("Reshape", graph.op("Transpose", attended, perm=[1, 0, 2]), graph.ints(-1, width))
        x = graph.op("Add", x, self.linear(f"{name}.self_attn.out_proj", attended))
        y = graph.op("Gelu", self.linear(f"{name}.linear1", self.norm(f"{name}.norm2", x)))
        return graph.op("Add", x, self.linear(f"{name}.linear2", y))

    def _get(self, name: str) -> Array | Int8:
        try:
            return self._weights[name]
        except KeyError as error:
            raise ModelError(
                "model_shape", f"The voice lacks the weight {name}.", "Use weights of hibari's architecture."
            ) from error

    def _floats(self, name: str) -> Array:
        weight = self._get(name)
        return weight.values * weight.scale if isinstance(weight, Int8) else weight

    def _float(self, name: str) -> str:
        return self.graph.const(self._floats(name).astype(np.float32))

    def _product(self, name: str) -> str:
        """Return the weight `name` as float32, stored as int8 unless it is small.

        ONNX Runtime folds the conversion when it loads the graph.
        """
        weight = self._get(name)
        if not isinstance(weight, Int8):
            if weight.size < _SMALLEST:
                return self._float(name)
            weight = Int8(*quantize(weight.astype(np.float32), 0))
        values = self.graph.op("Cast", self.graph.const(weight.values), to=TensorProto.FLOAT)
        return self.graph.op("Mul", values, self.graph.const(weight.scale))
