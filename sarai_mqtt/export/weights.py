"""Stores float weights as int8 in an ONNX graph that still computes in float32."""

import numpy as np
import numpy.typing as npt
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
# Which axis of a weight counts its output channels, per operator (ONNX operator reference).
_CHANNEL_AXIS = {"Conv": 0, "Gather": 0, "MatMul": -1}


def dequantized(name: str, stored: str, scale: str) -> list[NodeProto]:
    """Nodes that give float32 `name` = int8 `stored` x `scale`; the runtime folds them when it loads."""
    return [
        helper.make_node("Cast", [stored], [f"{name}/float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}/float", scale], [name]),
    ]


def quantize(
    weight: npt.NDArray[np.float32], axis: int
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Round `weight` to int8, symmetric, one scale per index of `axis`.

    Returns the int8 weight and scales that broadcast against it. Elementwise only, so every CPU gives
    the same bytes.
    """
    others = tuple(i for i in range(weight.ndim) if i != axis % weight.ndim)
    largest = np.abs(weight).max(axis=others, keepdims=True)
    scale = np.maximum(largest / np.float32(127), np.float32(1e-12))
    return np.rint(weight / scale).astype(np.int8), scale


def store_int8(graph: GraphProto, smallest: int = 1024) -> None:
    """Replace each float32 weight of at least `smallest` elements by int8 x per-channel scale, in place."""
    users = {name: node.op_type for node in graph.node for name in node.input}
    initializers = list(graph.initializer)
    del graph.initializer[:]
    nodes: list[NodeProto] = []
    for tensor in initializers:
        axis = _CHANNEL_AXIS.get(users.get(tensor.name, ""))
        if axis is None or tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < smallest:
            graph.initializer.append(tensor)
            continue
        stored, scale = quantize(numpy_helper.to_array(tensor), axis)
        graph.initializer.append(numpy_helper.from_array(stored, f"{tensor.name}/int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{tensor.name}/scale"))
        nodes += dequantized(tensor.name, f"{tensor.name}/int8", f"{tensor.name}/scale")
    nodes += graph.node
    del graph.node[:]
    graph.node.extend(nodes)


def file_bytes(model: ModelProto) -> bytes:
    """Serialise `model` to the same bytes every time."""
    return bytes(model.SerializeToString(deterministic=True))
