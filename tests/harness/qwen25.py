"""Writes files of the shapes that the profile `qwen25` wants, with random weights."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.models.export import shared, whisper
from sarai_mqtt.models.export.weights import file_bytes
from tests.harness.whisper import TinyWhisper


def write_talker(
    path,
    *,
    middle=896,
    wide=(3584, 8448),
    names=("hidden_states", "audio_logits"),
    batch=("B", "S"),
    half=False,
):
    """Two linears wide[0] -> middle -> wide[1]; their weights, 41 MiB in float32, lie in `path`.data."""
    random, dtype = np.random.default_rng(0), np.float16 if half else np.float32
    kind = TensorProto.FLOAT16 if half else TensorProto.FLOAT
    weights = [
        numpy_helper.from_array(random.standard_normal(shape, np.float32).astype(dtype) / 60, name)
        for name, shape in (("down", (wide[0], middle)), ("up", (middle, wide[1])))
    ]
    nodes = [
        helper.make_node("MatMul", [names[0], "down"], ["middle"]),
        helper.make_node("MatMul", ["middle", "up"], [names[1]]),
    ]
    values = [
        helper.make_tensor_value_info(name, kind, [*batch, size])
        for name, size in zip(names, wide, strict=True)
    ]
    graph = helper.make_graph(nodes, "talker", values[:1], values[1:], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    shared.save(model, path)
    return path


def write_audio_model(path, work, *, roles=("stt_encoder", "stt_decoder")):
    """A shared audio model with these roles of a tiny Whisper, whose tokenizer is left in `work`."""
    work.mkdir()
    graphs = whisper.graphs(TinyWhisper(work, mels=80, frames=1500).folder, lambda step, done: None)
    parts = {}
    for role, graph in zip(("stt_encoder", "stt_decoder"), graphs, strict=True):
        (work / f"{role}.onnx").write_bytes(file_bytes(graph.model()))
        if role in roles:
            parts[role] = onnx.load(work / f"{role}.onnx")
    if len(parts) == 1:
        parts["other"] = onnx.load(work / "stt_encoder.onnx")
    shared.save(shared.join(parts), path)
    return path
