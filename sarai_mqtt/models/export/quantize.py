"""Matrix products with weights in float32, in float16, or in int8 with dynamically quantised activations.

The int8 form is that of `onnxruntime.quantization.quantize_dynamic` (per channel, symmetric QInt8 weights
with `reduce_range`), whose pattern of nodes ONNX Runtime fuses. Weights are quantised by elementwise IEEE
operations only, so every machine produces the same bytes.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from sarai_mqtt.models.export import Optimize
from sarai_mqtt.models.export.graph import RUNTIME, Array, Graph

# CPUs without VNNI add two products of an unsigned and a signed byte in 16 bits, where 2 * 255 * 64 just
# fits: so all CPUs compute the same sums. Word error rates did not differ from those of the full range.
_TOP = np.float32(64)


def quantize_rows(weight: Array) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round a float `weight` [out, in] to int8 [out, in] in -64..64 and float32 scales [out].

    The weight is about int8 * scale[:, None]; a row of zeros has scale 1.
    """
    weight = weight.astype(np.float32)
    peak = np.abs(weight).max(axis=1)
    scale: npt.NDArray[np.float32] = (np.where(peak > 0, peak, _TOP) / _TOP).astype(np.float32)
    return np.rint(weight / scale[:, None]).astype(np.int8), scale


class Embedding(Protocol):
    """A token table [V, D] that is also the output projection (tied weights)."""

    def lookup(self, tokens: str) -> str:
        """Return the rows float32 [1, n, D] of `tokens` int64 [1, n]."""
        ...

    def logits(self, hidden: str) -> str:
        """Return the logits float32 [1, n, V] of `hidden` float32 [1, n, D]."""
        ...


class Products(Protocol):
    """Adds matrix products with weights to a graph; `kept` is the stored type of its other weights."""

    kept: npt.DTypeLike

    def linear(self, graph: Graph, x: str, weight: Array, bias: Array) -> str:
        """Return x @ weight.T + bias [..., out] for `x` [..., in], `weight` [out, in], `bias` [out]."""
        ...

    def embedding(self, graph: Graph, table: Array) -> Embedding:
        """Store `table` [V, D] once for both of its uses."""
        ...


class FloatProducts:
    """Products in plain float32, the reference for the others."""

    kept: npt.DTypeLike = np.float32

    def linear(self, graph: Graph, x: str, weight: Array, bias: Array) -> str:
        """Add a MatMul with a float weight (see Products)."""
        return graph.op("Add", graph.op("MatMul", x, graph.keep(weight.T)), graph.keep(bias))

    def embedding(self, graph: Graph, table: Array) -> Embedding:
        """Store the table as floats, transposed to [D, V] (see Products)."""
        return _FloatEmbedding(graph, graph.keep(table.T))


class HalfProducts(FloatProducts):
    """Products whose weights are stored as float16 and computed in float32."""

    kept: npt.DTypeLike = np.float16


class _FloatEmbedding:
    def __init__(self, graph: Graph, table: str) -> None:
        self._graph, self._table = graph, table

    def lookup(self, tokens: str) -> str:
        columns = self._graph.op("Gather", self._table, tokens, axis=1)
        return self._graph.op("Transpose", columns, perm=[1, 2, 0])

    def logits(self, hidden: str) -> str:
        return self._graph.op("MatMul", hidden, self._table)


class Int8Products:
    """Products by DynamicQuantizeLinear and MatMulInteger; weights that are no matrix are float16."""

    kept: npt.DTypeLike = np.float16

    def linear(self, graph: Graph, x: str, weight: Array, bias: Array) -> str:
        """Add a product with an int8 weight and dynamically quantised `x` (see Products)."""
        quantized, scale = quantize_rows(weight)
        product = _product(graph, x, graph.const(quantized.T), graph.const(scale))
        return graph.op("Add", product, graph.const(bias.astype(np.float32)))

    def embedding(self, graph: Graph, table: Array) -> Embedding:
        """Store the table as int8 with a scale per row (see Products)."""
        quantized, scale = quantize_rows(table)
        zeros = np.zeros(len(table), np.int8)  # QGemm requires one per scale
        return _Int8Embedding(graph, graph.const(quantized), graph.const(scale), graph.const(zeros))


class _Int8Embedding:
    """One int8 table [V, D], stored row by row, for both uses.

    A lookup touches only the rows of its tokens in the file. QGemm packs its own copy from the same layout;
    MatMulInteger would need [D, V], of which every lookup would read all pages.
    """

    def __init__(self, graph: Graph, table: str, scale: str, zeros: str) -> None:
        self._graph, self._table, self._scale, self._zeros = graph, table, scale, zeros

    def lookup(self, tokens: str) -> str:
        rows = self._graph.op("Gather", self._table, tokens, axis=0)
        scales = self._graph.op("Gather", self._scale, tokens, axis=0)
        values = self._graph.op("Cast", rows, to=TensorProto.FLOAT)
        return self._graph.op("Mul", values, self._graph.op("Unsqueeze", scales, self._graph.ints(-1)))

    def logits(self, hidden: str) -> str:
        graph = self._graph
        values, scale, zero = graph.ops(
            "DynamicQuantizeLinear", 3, graph.op("Squeeze", hidden, graph.ints(0))
        )
        weight = (self._table, self._scale, self._zeros)
        product = graph.op("QGemm", values, scale, zero, *weight, transB=1, domain=RUNTIME)
        return graph.op("Unsqueeze", product, graph.ints(0))


def products(optimize: Optimize) -> Products:
    """Return the Products for a value of `--optimize`."""
    forms: dict[Optimize, type[Products]] = {
        Optimize.INT8: Int8Products,
        Optimize.FP16: HalfProducts,
        Optimize.NONE: FloatProducts,
    }
    return forms[optimize]()


def _product(graph: Graph, x: str, weight: str, scale: str) -> str:
    values, x_scale, x_zero = graph.ops("DynamicQuantizeLinear", 3, x)
    zero = graph.const(np.zeros((), np.int8))
    sums = graph.op("MatMulInteger", values, weight, x_zero, zero)
    factors = graph.op("Mul", x_scale, scale)
    return graph.op("Mul", graph.op("Cast", sums, to=TensorProto.FLOAT), factors)
