"""A graph with the inputs, outputs and inner names of Kokoro-82M: every phoneme lasts two steps, f0 is 100 Hz."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def small_teacher():
    """Sound is the mean of the style times the speed, energy is 2."""
    node = helper.make_node
    nodes = [
        node("Cast", ["tokens"], ["float"], to=FLOAT),
        node("Mul", ["float", "zero"], ["zeros"]),
        node("Add", ["zeros", "two"], ["/encoder/Clip_output_0"]),
        node("Concat", ["/encoder/Clip_output_0"] * 4, ["/encoder/Squeeze_1_output_0"], axis=1),
        node("Mul", ["/encoder/Squeeze_1_output_0", "fifty"], ["/encoder/Squeeze_output_0"]),
        node("Tile", ["/encoder/Squeeze_output_0", "hop"], ["long"]),
        node("ReduceMean", ["style"], ["mean"], keepdims=0),
        node("Mul", ["mean", "speed"], ["loudness"]),
        node("Div", ["long", "hundred"], ["ones"]),
        node("Mul", ["ones", "loudness"], ["audio"]),
    ]
    numbers = {"zero": 0, "two": 2, "fifty": 50, "hundred": 100}
    constants = [
        numpy_helper.from_array(np.array(value, np.float32), name) for name, value in numbers.items()
    ]
    constants.append(numpy_helper.from_array(np.array([1, 300]), "hop"))
    graph = helper.make_graph(
        nodes,
        "kokoro",
        [
            helper.make_tensor_value_info("tokens", INT64, [1, "L"]),
            helper.make_tensor_value_info("style", FLOAT, [1, 256]),
            helper.make_tensor_value_info("speed", FLOAT, [1]),
        ],
        [helper.make_tensor_value_info("audio", FLOAT, None)],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
