"""Stand-ins for the teacher of voice training: one that hums, and a graph like that of Kokoro-82M."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.models.export.training.utterance import Utterance, pcm

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def small_teacher():
    """Return a graph with the inputs, outputs and inner names of Kokoro-82M.

    Every phoneme lasts two steps, f0 is 100 Hz, sound is the mean of the style times the speed, energy is 2.
    """
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


class FakeTeacher:
    """Hums: each phoneme lasts `steps` steps, the last quarter of the sentence is a whisper; `meet` is waited for."""

    def __init__(self, meet=None, steps=2):
        self.texts = []
        self._meet, self._steps = meet, steps

    def __call__(self, text, ids):
        if self._meet:
            self._meet.wait()
        self.texts.append(text)
        frames = 2 * self._steps * (len(ids) + 2)
        f0 = np.linspace(180, 120, frames, dtype=np.float32)
        f0[-frames // 4 :] = 3
        angle = 2 * np.pi * np.cumsum(np.repeat(f0, 300)) / 24000
        noise = np.random.default_rng(0).normal(0, 0.01, frames * 300)
        return Utterance(
            text,
            np.array([0, *ids, 0], np.int16),
            np.full(len(ids) + 2, self._steps, np.int16),
            f0,
            np.linspace(6, 1, frames, dtype=np.float32),
            pcm((0.2 * np.sin(angle) + 0.1 * np.sin(3 * angle) + noise).astype(np.float32), frames),
        )
