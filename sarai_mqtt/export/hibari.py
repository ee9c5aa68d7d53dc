"""Splits hibari, one English text-to-speech graph, into Text Encoder, Talker and Vocoder.

hibari (Maureese Williams, Apache-2.0) was quantised with onnxruntime's dynamic int8, which rounds activations
by the largest value of the whole input: a chunk of an utterance would not sound like its part of the whole.
Here its int8 weights are kept as they are and activations stay float32.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.utils import Extractor

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.export.weights import dequantized, store_int8

# Where hibari's two text stacks end, and where its decoder begins and ends.
_CONTENT, _PROSODY = "/Transpose_22_output_0", "/Transpose_55_output_0"
_LATENTS, _SPECTRA = "/Concat_43_output_0", "/Transpose_58_output_0"
_SHAPES: dict[str, list[str | int]] = {
    "hidden_states": [1, 320, "L"],
    "latents": [1, 130, "F"],
    "f0": [1, "F"],
    "spectra": [1, 3005, "F"],
}
_PARTS = {
    "text_encoder": (["ids"], ["hidden_states"]),
    "talker": (["hidden_states", "speed"], ["latents", "f0"]),
    "vocoder": (["latents"], ["spectra"]),
}


def parts(file: Path) -> dict[str, ModelProto]:
    """Split `hibari.onnx` into text_encoder, talker and vocoder.

    * text_encoder: ids int64 [1, L] -> hidden_states [1, 320, L] (128 content, 192 prosody)
    * talker: hidden_states, speed [1] -> latents [1, 130, F] (content, log(1 + f0) / 5, energy / 5; 80 frames
      a second) and f0 [1, F] in Hz, given apart because exp(latent) would shift the phase of the pulses
    * vocoder: latents -> spectra [1, 3005, F], five parts of 601 bins

    Raises ModelError (`model_shape`) when the graph is not the one this module knows.
    """
    extractor = Extractor(prepare(onnx.load(file)))
    return {name: _part(extractor, inputs, outputs) for name, (inputs, outputs) in _PARTS.items()}


def _part(extractor: Extractor, inputs: list[str], outputs: list[str]) -> ModelProto:
    part = extractor.extract_model(inputs, outputs)
    del part.graph.value_info[:]
    store_int8(part.graph)
    onnx.checker.check_model(part)
    return part


def prepare(model: ModelProto) -> ModelProto:
    """Undo the dynamic quantisation of `model` and name its seams, in place.

    The result still goes all the way from ids and speed to f0 and spectra.
    """
    graph = model.graph
    _undo_dynamic_int8(graph)
    _join(graph, [_CONTENT, _PROSODY], [128, 192], "hidden_states")
    for old, new in ((_LATENTS, "latents"), (_SPECTRA, "spectra")):
        _rename(graph, old, new)
    del graph.output[:]
    graph.output.extend(_value(name) for name in ("spectra", "f0"))
    graph.value_info.extend(_value(name) for name in ("hidden_states", "latents"))
    return model


def _rename(graph: GraphProto, old: str, new: str) -> None:
    found = False
    for node in graph.node:
        found |= old in node.output
        node.input[:] = [new if name == old else name for name in node.input]
        node.output[:] = [new if name == old else name for name in node.output]
    if not found:
        raise _unknown(f"it has no tensor for {new}")


def _initializer(graph: GraphProto, name: str) -> npt.NDArray[np.generic]:
    found = next((t for t in graph.initializer if t.name == name), None)
    if found is None:
        raise _unknown(f"it has no constant {name}")
    return numpy_helper.to_array(found)


def _set_nodes(graph: GraphProto, nodes: list[NodeProto]) -> None:
    del graph.node[:]
    graph.node.extend(nodes)


def _unknown(why: str) -> ModelError:
    return ModelError(
        "model_shape",
        f"The hibari graph is not the one this recipe splits: {why}.",
        "Use the pinned package.",
    )


def _value(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, _SHAPES[name])


def _undo_dynamic_int8(graph: GraphProto) -> None:
    """Turn each MatMulInteger group back into one MatMul on the same int8 weight times its scale."""
    made_by = {name: node for node in graph.node for name in node.output}
    weights: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        integer = _integer_product(node, made_by)
        if integer is None:
            continue
        stored, zero = integer.input[1], integer.input[3]
        if _initializer(graph, zero).any():
            raise _unknown("its int8 weights are not symmetric")
        scale = next(n for n in made_by[node.input[1]].input if n not in made_by)
        weights.setdefault(stored, dequantized(f"{stored}/weight", stored, scale))
        activation = made_by[integer.input[0]].input[0]
        node.CopyFrom(
            helper.make_node("MatMul", [activation, f"{stored}/weight"], list(node.output), name=node.name)
        )
    if not weights:
        raise _unknown("it holds no dynamic int8 product")
    _set_nodes(graph, [*(node for pair in weights.values() for node in pair), *graph.node])


def _integer_product(node: NodeProto, made_by: Mapping[str, NodeProto]) -> NodeProto | None:
    """Give the MatMulInteger whose scaled result `node` is, else None."""
    cast = made_by.get(node.input[0]) if node.op_type == "Mul" else None
    product = made_by.get(cast.input[0]) if cast is not None and cast.op_type == "Cast" else None
    return product if product is not None and product.op_type == "MatMulInteger" else None


def _join(graph: GraphProto, names: list[str], sizes: list[int], joined: str) -> None:
    """Lead the tensors `names` through one tensor `joined` (axis 1), so that the graph has one seam there."""
    nodes = list(graph.node)
    makers = [i for i, node in enumerate(nodes) if set(names) & set(node.output)]
    if len(makers) != len(names):
        raise _unknown("its text stacks are not where they should be")
    again = [f"{joined}/{size}" for size in sizes]
    for node in nodes:
        node.input[:] = [again[names.index(i)] if i in names else i for i in node.input]
    graph.initializer.append(numpy_helper.from_array(np.array(sizes, np.int64), f"{joined}/sizes"))
    nodes[makers[-1] + 1 : makers[-1] + 1] = [
        helper.make_node("Concat", names, [joined], axis=1),
        helper.make_node("Split", [joined, f"{joined}/sizes"], again, axis=1),
    ]
    _set_nodes(graph, nodes)
