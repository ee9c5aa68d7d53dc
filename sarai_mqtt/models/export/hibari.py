"""Reader of the weights of hibari, an English text-to-speech graph, under its author's names.

hibari (Maureese Williams, Apache-2.0) is quantised with onnxruntime's dynamic int8, which scales activations
by the largest value of the whole input, so that a chunk of an utterance would differ from the same part of
the whole. Its int8 weights are kept unchanged; new graphs (`models/export/voice.py`) use them with
float32 activations.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, TensorProto, numpy_helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export.graph import Array
from sarai_mqtt.models.export.voice import Int8, Weights

_INT8, _FLOAT = TensorProto.INT8, TensorProto.FLOAT
# Ending of a bias -> that of its weight; PyTorch's MultiheadAttention has its own for the joined projection.
_BIASES = {".bias": ".weight", "in_proj_bias": "in_proj_weight"}


def weights(file: Path) -> Weights:
    """Return all weights of `hibari.onnx` by name: float32 as stored, products as int8 [out, in] with scale.

    Raises ModelError `model_shape` if the graph is not the one that this module knows.
    """
    graph = onnx.load(file).graph
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    floats: dict[str, Array | Int8] = {
        t.name: constants[t.name]
        for t in graph.initializer
        if t.data_type == _FLOAT and "." in t.name and not t.name.startswith("/")  # as a scale's name does
    }
    products = dict(_products(graph, constants))
    if len(products) != sum(t.data_type == _INT8 and len(t.dims) == 2 for t in graph.initializer):
        raise _unknown("not every int8 product is followed by a bias that names it")
    return floats | products


def _products(graph: GraphProto, constants: Mapping[str, Array]) -> Iterator[tuple[str, Int8]]:
    """Yield name and weight of all products; the name comes from that of the bias that is added to each."""
    producer = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        bias = next((name for name in node.input if node.op_type == "Add" and name in constants), "")
        ending = next((ending for ending in _BIASES if bias.endswith(ending)), "")
        scaled = next((producer[name] for name in node.input if name in producer), None)
        product = _integer_product(scaled, producer)
        if not ending or scaled is None or product is None:
            continue
        if constants[product.input[3]].any():
            raise _unknown("its int8 weights are not symmetric")
        factors = next(producer[name] for name in scaled.input if producer[name].op_type == "Mul")
        scale = next(constants[name] for name in factors.input if name in constants)
        values = np.ascontiguousarray(constants[product.input[1]].T)
        yield bias.removesuffix(ending) + _BIASES[ending], Int8(values, scale)


def _integer_product(scaled: NodeProto | None, producer: Mapping[str, NodeProto]) -> NodeProto | None:
    """Return the MatMulInteger whose result, after Cast and Mul, is `scaled`; None if there is none."""
    if scaled is None or scaled.op_type != "Mul":
        return None
    cast = producer.get(scaled.input[0])
    product = producer.get(cast.input[0]) if cast is not None and cast.op_type == "Cast" else None
    return product if product is not None and product.op_type == "MatMulInteger" else None


def _unknown(why: str) -> ModelError:
    return ModelError(
        "model_shape",
        f"The hibari graph is not the one this recipe reads: {why}.",
        "Use the pinned package.",
    )
