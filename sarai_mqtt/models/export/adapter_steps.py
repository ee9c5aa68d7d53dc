"""The operations an audio adapter consists of, each as ONNX nodes and in numpy, on the last axis."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erf, sqrt
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sarai_mqtt.models.export.adapter_kinds import Activation
from sarai_mqtt.models.export.checkpoint import Floats, Weights
from sarai_mqtt.models.export.graph import Array, Graph

Doubles = npt.NDArray[np.float64]

_RMS_EPSILON = np.float32(1e-6)  # Llama's, which Ultravox takes
_LAYER_EPSILON = 1e-5  # PyTorch's, and `Graph.norm`'s


class Step(Protocol):
    """One operation; both methods give the same."""

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""


@dataclass(frozen=True, slots=True)
class Linear:
    """x @ weight.T + bias; `weight` is [out, in], `bias` [out] or None."""

    weight: Floats
    bias: Floats | None

    @classmethod
    def read(cls, weights: Weights, tensors: Mapping[str, Array], layer: str) -> "Linear":
        """Read `layer`.weight, which `tensors` must have, and `layer`.bias if there is one."""
        rows, columns = tensors[f"{layer}.weight"].shape
        bias = weights.get(f"{layer}.bias", rows) if f"{layer}.bias" in weights else None
        return cls(weights.get(f"{layer}.weight", rows, columns), bias)

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""
        made = graph.op("MatMul", x, graph.const(np.ascontiguousarray(self.weight.T)))
        return made if self.bias is None else graph.op("Add", made, graph.const(self.bias))

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""
        made: Doubles = x @ self.weight.T.astype(np.float64)
        return made if self.bias is None else made + self.bias


@dataclass(frozen=True, slots=True)
class RmsNorm:
    """Root mean square normalisation (Zhang and Sennrich, 2019) with `gamma` [width]."""

    gamma: Floats

    @classmethod
    def read(cls, weights: Weights, name: str, width: int) -> "RmsNorm":
        """Read `name`.weight [width]."""
        return cls(weights.get(f"{name}.weight", width))

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""
        mean = graph.op("ReduceMean", graph.op("Mul", x, x), graph.ints(-1), keepdims=1)
        root = graph.op("Sqrt", graph.op("Add", mean, graph.const(np.array(_RMS_EPSILON))))
        return graph.op("Mul", graph.op("Div", x, root), graph.const(self.gamma))

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""
        made: Doubles = x / np.sqrt((x**2).mean(-1, keepdims=True) + _RMS_EPSILON) * self.gamma
        return made


@dataclass(frozen=True, slots=True)
class LayerNorm:
    """Layer normalisation with `gamma` and `beta` [width]."""

    gamma: Floats
    beta: Floats

    @classmethod
    def read(cls, weights: Weights, name: str, width: int) -> "LayerNorm":
        """Read `name`.weight and `name`.bias, both [width]."""
        return cls(weights.get(f"{name}.weight", width), weights.get(f"{name}.bias", width))

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""
        return graph.norm(x, self.gamma, self.beta)

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""
        centred = x - x.mean(-1, keepdims=True)
        made: Doubles = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + _LAYER_EPSILON)
        return made * self.gamma + self.beta


@dataclass(frozen=True, slots=True)
class SwiGlu:
    """The first half of the values times SiLU of the second: Ultravox has the gate in the second."""

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""
        value, gate = graph.ops("Split", 2, x, axis=-1, num_outputs=2)
        return graph.op("Mul", value, _SILU.add(graph, gate))

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""
        value, gate = np.split(x, 2, axis=-1)
        return value * _SILU.compute(gate)


@dataclass(frozen=True, slots=True)
class Pointwise:
    """An activation of each value."""

    activation: Activation

    def add(self, graph: Graph, x: str) -> str:
        """Add the nodes for the value `x`, and return the result's name."""
        if self.activation is Activation.SILU:
            return graph.op("Mul", x, graph.op("Sigmoid", x))
        return graph.op("Relu" if self.activation is Activation.RELU else "Gelu", x)

    def compute(self, x: Doubles) -> Doubles:
        """Return the result for `x`."""
        if self.activation is Activation.RELU:
            return np.maximum(x, 0)
        if self.activation is Activation.SILU:
            return np.asarray(x / (1 + np.exp(-x)), np.float64)
        made: Doubles = x * (1 + np.vectorize(erf, otypes=[np.float64])(x / sqrt(2))) / 2
        return made


_SILU = Pointwise(Activation.SILU)
