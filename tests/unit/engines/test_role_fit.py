"""Engines refuse graphs that do not fit their roles, or each other, when they are made."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
from sarai_mqtt.engines.stt.whisper import WhisperStt
from sarai_mqtt.engines.tts.synthesizer import SpeechSynthesizer, Voice
from sarai_mqtt.engines.tts.vocoder_dsp import SPECTRA
from sarai_mqtt.models.export import whisper
from sarai_mqtt.models.export.weights import file_bytes
from tests.harness.whisper import TinyWhisper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
node = helper.make_node


def open_role(path, inputs, outputs, nodes, **weights):
    """Write a graph of (name, type, shape) values and open it."""
    sides = [[helper.make_tensor_value_info(*value) for value in side] for side in (inputs, outputs)]
    tensors = [numpy_helper.from_array(np.asarray(weight), name) for name, weight in weights.items()]
    graph = helper.make_graph(nodes, path.stem, *sides, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    path.write_bytes(model.SerializeToString())
    return RoleLoader(threads=1).open(RoleFile(path))


def ones(*shape):
    return np.ones(shape, np.float32)


def synthesizer(folder, hidden=4, heard=4, latents=6, played=6, spectra=SPECTRA):
    """Make one whose parts give and take these sizes."""
    text_encoder = open_role(
        folder / "text_encoder.onnx",
        [("ids", INT64, [1, "L"])],
        [("hidden_states", FLOAT, [1, hidden, "L"])],
        [
            node("Cast", ["ids"], ["x"], to=FLOAT),
            node("Unsqueeze", ["x", "axis"], ["wide"]),
            node("Mul", ["wide", "w"], ["hidden_states"]),
        ],
        axis=np.array([1]),
        w=ones(1, hidden, 1),
    )
    talker = open_role(
        folder / "talker.onnx",
        [("hidden_states", FLOAT, [1, heard, "L"]), ("speed", FLOAT, [1])],
        [("latents", FLOAT, [1, latents, "F"]), ("f0", FLOAT, [1, "F"])],
        [
            node("Mul", ["hidden_states", "speed"], ["x"]),
            node("MatMul", ["w", "x"], ["latents"]),
            node("ReduceSum", ["latents", "axis"], ["f0"], keepdims=0),
        ],
        axis=np.array([1]),
        w=ones(latents, heard),
    )
    vocoder = open_role(
        folder / "vocoder.onnx",
        [("latents", FLOAT, [1, played, "F"])],
        [("spectra", FLOAT, [1, spectra, "F"])],
        [node("MatMul", ["w", "latents"], ["spectra"])],
        w=ones(spectra, played),
    )
    return SpeechSynthesizer({"en": Voice(text_encoder, talker)}, vocoder, lambda text, language: [[1, 2]])


def test_voice_parts_that_fit_are_taken(tmp_path):
    synthesizer(tmp_path).warm_up()


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (
            {"heard": 5},
            "text_encoder.onnx does not go with talker.onnx: hidden_states is float32[1, 4, L] in "
            "text_encoder.onnx and float32[1, 5, L] in talker.onnx.",
        ),
        (
            {"played": 7},
            "talker.onnx does not go with vocoder.onnx: latents is float32[1, 6, F] in talker.onnx and "
            "float32[1, 7, F] in vocoder.onnx.",
        ),
        (
            {"spectra": 10},
            "vocoder.onnx cannot be the vocoder: output spectra is float32[1, 10, F], expected "
            "float32[1, 3005, f] (dimension 1 is 10, not 3005).",
        ),
    ],
)
def test_voice_parts_that_do_not_fit_are_named(tmp_path, sizes, said):
    with pytest.raises(ModelError) as error:
        synthesizer(tmp_path, **sizes)
    assert (error.value.code, error.value.reason) == ("model_shape", said)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Give a function that opens encoder and decoder of a tiny Whisper, and names its tokenizer."""

    def make(**more):
        folder = tmp_path_factory.mktemp("whisper")
        model = type("Whisper", (TinyWhisper,), more)(folder, mels=more.get("mels", 80), frames=1500)
        graphs = whisper.graphs(model.folder, lambda step, done: None)
        for name, graph in zip(("encoder", "decoder"), graphs, strict=True):
            (folder / f"{name}.onnx").write_bytes(file_bytes(graph.model()))
        roles = RoleLoader(threads=1)
        encoder, decoder = (roles.open(RoleFile(folder / f"{name}.onnx")) for name in ("encoder", "decoder"))
        return encoder, decoder, folder / "tokenizer.json"

    return make


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"layers": 1}, "encoder.onnx does not go with decoder.onnx: cross_k_1 is missing in encoder.onnx"),
        (
            {"width": 36},
            "cross_k_0 is float32[1, 3, 12, S] in encoder.onnx and float32[1, 3, 8, S] in decoder.onnx",
        ),
        (
            {"mels": 128},
            "encoder.onnx cannot be the speech encoder: input mel is float32[1, 128, T], expected",
        ),
    ],
)
def test_an_encoder_of_another_whisper_is_refused(tiny, other, said):
    _, decoder, tokenizer = tiny()
    encoder, _, _ = tiny(**other)
    with pytest.raises(ModelError) as error:
        WhisperStt(encoder, decoder, tokenizer, ["en"])
    assert error.value.code == "model_shape"
    assert said in error.value.reason


def test_a_decoder_is_no_encoder(tiny):
    _, decoder, tokenizer = tiny()
    with pytest.raises(ModelError, match="cannot be the speech encoder: input mel is missing"):
        WhisperStt(decoder, decoder, tokenizer, ["en"])
