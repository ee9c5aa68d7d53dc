"""Small ONNX graphs whose results are known."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

WEIGHT = np.arange(600, dtype=np.float32).reshape(2, 300)


def product(name, weight, extra=()):
    """Return the graph `name` of made = x @ weight, x being [1, n, 2]; `extra` names an int64 arg max."""
    nodes = [helper.make_node("MatMul", ["x", "w"], ["made"])]
    outputs = [helper.make_tensor_value_info("made", TensorProto.FLOAT, [1, "n", 300])]
    if extra:
        nodes.append(helper.make_node("ArgMax", ["made"], list(extra), axis=-1, keepdims=0))
        outputs.append(helper.make_tensor_value_info(extra[0], TensorProto.INT64, [1, "n"]))
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "n", 2])]
    graph = helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(weight, "w")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
