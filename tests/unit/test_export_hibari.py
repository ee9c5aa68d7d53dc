import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.export import hibari
from sarai_mqtt.export.weights import file_bytes, quantize

FLOAT = TensorProto.FLOAT


def small_hibari(zero_point=0):
    """A graph with hibari's seams and one dynamically quantised product, of a few thousand weights."""
    rng = np.random.default_rng(0)

    def weight(name, *shape):
        return numpy_helper.from_array(rng.normal(0, 0.1, shape).astype(np.float32), name)

    node = helper.make_node
    nodes = [
        node("Gather", ["content", "ids"], ["c"]),
        node("Transpose", ["c"], ["/Transpose_22_output_0"], perm=[0, 2, 1]),
        node("Gather", ["prosody", "ids"], ["p"]),
        node("DynamicQuantizeLinear", ["p"], ["pq", "ps", "pz"]),
        node("MatMulInteger", ["pq", "w", "pz", "wz"], ["product"]),
        node("Cast", ["product"], ["product_f"], to=FLOAT),
        node("Mul", ["ps", "ws"], ["scales"]),
        node("Mul", ["product_f", "scales"], ["scaled"]),
        node("Transpose", ["scaled"], ["/Transpose_55_output_0"], perm=[0, 2, 1]),
        node("Gather", ["/Transpose_55_output_0", "two"], ["rows"], axis=1),
        node("Mul", ["rows", "speed"], ["paced"]),
        node("Gather", ["/Transpose_55_output_0", "one"], ["f0"], axis=1),
        node("Concat", ["/Transpose_22_output_0", "paced"], ["/Concat_43_output_0"], axis=1),
        node("Conv", ["/Concat_43_output_0", "head"], ["/Transpose_58_output_0"]),
        node("Split", ["/Transpose_58_output_0"], ["lh", "theta", "ln", "lr", "phi"], axis=1),
    ]
    weights = [
        weight("content", 5, 128),
        weight("prosody", 5, 192),
        weight("head", 3005, 130, 1),
        numpy_helper.from_array(rng.integers(-127, 128, (192, 192), dtype=np.int8), "w"),
        numpy_helper.from_array(np.array(zero_point, np.int8), "wz"),
        numpy_helper.from_array(np.array(0.01, np.float32), "ws"),
        numpy_helper.from_array(np.array([0, 1], np.int64), "two"),
        numpy_helper.from_array(np.array(0, np.int64), "one"),
    ]
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "L"]),
        helper.make_tensor_value_info("speed", FLOAT, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info(n, FLOAT, None) for n in ("lh", "theta", "ln", "lr", "phi", "f0")
    ]
    graph = helper.make_graph(nodes, "small", inputs, outputs, weights)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    onnx.save(small_hibari(), folder / "hibari.onnx")
    return folder


def run(model, **inputs):
    return ort.InferenceSession(model).run(None, inputs)


def built(source):
    return {name: file_bytes(part) for name, part in hibari.parts(source / "hibari.onnx").items()}


def test_parts_in_a_row_give_what_the_whole_gives(source):
    parts = built(source)
    ids, speed = np.array([[0, 3, 1, 4, 0]]), np.array([1.5], np.float32)
    (hidden,) = run(parts["text_encoder"], ids=ids)
    latents, f0 = run(parts["talker"], hidden_states=hidden, speed=speed)
    (spectra,) = run(parts["vocoder"], latents=latents)
    assert [x.shape for x in (hidden, latents, f0, spectra)] == [
        (1, 320, 5),
        (1, 130, 5),
        (1, 5),
        (1, 3005, 5),
    ]
    *expected, expected_f0 = run(str(source / "hibari.onnx"), ids=ids, speed=speed)
    expected = np.concatenate(expected, 1)
    assert np.abs(spectra - expected).max() < 0.02 * np.abs(expected).max()
    assert np.abs(f0 - expected_f0).max() < 0.02 * np.abs(expected_f0).max()


def test_int8_weights_are_kept_as_they_are(source):
    parts = built(source)
    encoder = onnx.load_from_string(parts["text_encoder"])
    stored = {t.name: numpy_helper.to_array(t) for t in encoder.graph.initializer}
    original = {t.name: numpy_helper.to_array(t) for t in small_hibari().graph.initializer}
    assert np.array_equal(stored["w"], original["w"])
    assert not any(node.op_type.endswith(("Integer", "QuantizeLinear")) for node in encoder.graph.node)


def test_same_bytes_every_time(source):
    assert built(source) == built(source)


@pytest.mark.parametrize(
    "missing", ["/Transpose_22_output_0", "/Concat_43_output_0", "/Transpose_58_output_0"]
)
def test_another_graph_is_refused(missing):
    model = small_hibari()
    for node in model.graph.node:
        node.input[:] = ["x" if name == missing else name for name in node.input]
        node.output[:] = ["x" if name == missing else name for name in node.output]
    with pytest.raises(ModelError) as error:
        hibari.prepare(model)
    assert error.value.code == "model_shape"


def test_asymmetric_weights_are_refused():
    with pytest.raises(ModelError, match="symmetric"):
        hibari.prepare(small_hibari(zero_point=3))


@pytest.mark.parametrize("axis", [0, -1])
def test_quantize_errs_by_half_a_step_of_its_channel(axis):
    weight = np.random.default_rng(0).normal(0, 1, (6, 5, 4)).astype(np.float32)
    weight[2] *= 100
    weight[:, :, 1] = 0
    stored, scale = quantize(weight, axis)
    assert stored.dtype == np.int8
    assert scale.shape == ((6, 1, 1) if axis == 0 else (1, 1, 4))
    assert (np.abs(stored * scale - weight) <= scale / 2 * 1.001).all()
