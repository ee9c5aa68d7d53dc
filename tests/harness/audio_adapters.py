"""Audio adapters with random weights: their shapes and bounds are right, and what they say means nothing."""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

STACK = 8


def write_adapter(
    path,
    width=512,
    embedding=576,
    *,
    stack=STACK,
    scale=0.03,
    bias=None,
    features="cross_v_5",
    languages="en",
    prompt=None,
    rank=3,
    kind=TensorProto.FLOAT,
    stacks=None,
    **metadata,
):
    """Write an adapter of one linear layer over `stack` frames and return `path`.

    `stacks` is the stack that its metadata states, if another; a value None leaves a key out.
    """
    weight = np.random.default_rng(1).standard_normal((stack * width, embedding)).astype(np.float32)
    weight *= scale / np.sqrt(stack * width)
    constants = {
        "w": weight if kind == TensorProto.FLOAT else weight.astype(np.float64),
        "b": np.full(embedding, 0 if bias is None else bias, weight.dtype),
        "stack": np.array([stack], np.int64),
        "zero": np.array([0], np.int64),
        "one": np.array([1], np.int64),
        "two": np.array([2], np.int64),
        "shape": np.array([1, -1, stack * width], np.int64),
    }
    if kind != TensorProto.FLOAT:
        constants["b"] = constants["b"].astype(np.float64)
    nodes = [
        helper.make_node("Shape", ["features"], ["size"], start=1, end=2),
        helper.make_node("Neg", ["size"], ["minus"]),
        helper.make_node("Mod", ["minus", "stack"], ["missing"]),  # has the divisor's sign
        helper.make_node("Concat", ["zero", "zero", "zero", "zero", "missing", "zero"], ["pads"], axis=0),
        helper.make_node("Pad", ["features", "pads"], ["padded"]),
        helper.make_node("Reshape", ["padded", "shape"], ["stacked"]),
        helper.make_node("MatMul", ["stacked", "w"], ["product"]),
        helper.make_node("Add", ["product", "b"], ["embeddings" if rank == len("BTE") else "all"]),
    ]
    if rank != len("BTE"):
        nodes.append(helper.make_node("Squeeze", ["all", "zero"], ["embeddings"]))
    made = [1, "s", embedding][len("BTE") - rank :]
    graph = helper.make_graph(
        nodes,
        "adapter",
        [helper.make_tensor_value_info("features", kind, [1, "t", width])],
        [helper.make_tensor_value_info("embeddings", kind, made)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    keys = {
        "features": features,
        "stack": str(stack if stacks is None else stacks),
        "languages": languages,
        "prompt": json.dumps(prompt) if isinstance(prompt, dict) else prompt,
        **metadata,
    }
    helper.set_model_props(model, {f"sarai.{key}": text for key, text in keys.items() if text is not None})
    onnx.save(model, path)
    return path
