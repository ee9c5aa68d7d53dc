"""Storage of float weights as int8 or float16 in an ONNX graph that still computes in float32."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from sarai_mqtt.models.export import Optimize

Floats = npt.NDArray[np.float32]
# The tensors (name, values) stored instead of a weight, and the nodes that restore the weight from them.
Stored = tuple[list[tuple[str, npt.NDArray[Any]]], list[NodeProto]]
# Axis of the output channels in a weight, by operator (ONNX operator reference).
_CHANNEL_AXIS = {"Conv": 0, "ConvTranspose": 1, "Gather": 0, "MatMul": -1}


def dequantized(name: str, stored: str, scale: str) -> list[NodeProto]:
    """Return nodes for float32 `name` = int8 `stored` x `scale`; ONNX Runtime folds them on load."""
    return [
        helper.make_node("Cast", [stored], [f"{name}/float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}/float", scale], [name]),
    ]


def quantize(
    weight: npt.NDArray[np.float32], axis: int
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round `weight` to symmetric int8 (-127..127) with one scale per index of `axis`.

    Returns the int8 weight and float32 scales that broadcast against it. All operations are elementwise, so
    every CPU produces the same bytes.
    """
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    largest = np.abs(weight).max(axis=others, keepdims=True)
    scale = np.maximum(largest / np.float32(127), np.float32(1e-12))
    return np.rint(weight / scale).astype(np.int8), scale


def store_int8(graph: GraphProto, smallest: int = 1024) -> None:
    """Replace each float32 weight of at least `smallest` elements by int8 x per-channel scale, in place."""

    def store(name: str, weight: Floats, axis: int) -> Stored:
        """Return `weight` as int8 with a scale per index of `axis`."""
        stored, scale = quantize(weight, axis)
        nodes = dequantized(name, f"{name}/int8", f"{name}/scale")
        return [(f"{name}/int8", stored), (f"{name}/scale", scale)], nodes

    _store(graph, smallest, store)


def store_half(graph: GraphProto, smallest: int = 1024) -> None:
    """Replace each float32 weight of at least `smallest` elements by float16, cast back, in place."""

    def store(name: str, weight: Floats, _: int) -> Stored:
        """Return `weight` as float16 with a cast."""
        cast = helper.make_node("Cast", [f"{name}/half"], [name], to=TensorProto.FLOAT)
        return [(f"{name}/half", weight.astype(np.float16))], [cast]

    _store(graph, smallest, store)


def store(graph: GraphProto, optimize: Optimize, smallest: int = 1024) -> None:
    """Store each weight of at least `smallest` elements as `optimize` says, in place; `none`: unchanged."""
    if optimize is Optimize.INT8:
        store_int8(graph, smallest)
    elif optimize is Optimize.FP16:
        store_half(graph, smallest)


def _store(graph: GraphProto, smallest: int, store: Callable[[str, Floats, int], Stored]) -> None:
    """Replace each large weight of an operator in _CHANNEL_AXIS by `store(name, weight, channel axis)`."""
    users = {name: node.op_type for node in graph.node for name in node.input}
    initializers = list(graph.initializer)
    del graph.initializer[:]
    nodes: list[NodeProto] = []
    for tensor in initializers:
        axis = _CHANNEL_AXIS.get(users.get(tensor.name, ""))
        if axis is None or tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < smallest:
            graph.initializer.append(tensor)
            continue
        tensors, restored = store(tensor.name, numpy_helper.to_array(tensor), axis)
        graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in tensors)
        nodes += restored
    nodes += graph.node
    del graph.node[:]
    graph.node.extend(nodes)


def file_bytes(model: ModelProto) -> bytes:
    """Return `model` serialised, the same bytes every time."""
    return bytes(model.SerializeToString(deterministic=True))
