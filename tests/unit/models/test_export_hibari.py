import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import hibari
from sarai_mqtt.models.export.voice import Int8
from sarai_mqtt.models.export.weights import quantize

FLOAT = TensorProto.FLOAT


def small(zero_point=0, bias="pn.text.convs.0.pw1.bias", attention="m.text.attn.self_attn.in_proj_bias"):
    """Two products as hibari's quantiser left them, each with the bias that tells its name."""
    rng = np.random.default_rng(0)
    nodes, weights = (
        [],
        [numpy_helper.from_array(rng.normal(0, 1, (3, 4)).astype(np.float32), "pn.dur.0.weight")],
    )
    value = "x"
    for name in (bias, attention):
        node = helper.make_node
        nodes += [
            node("DynamicQuantizeLinear", [value], [f"{name}/q", f"{name}/s", f"{name}/z"]),
            node("MatMulInteger", [f"{name}/q", f"{name}/w", f"{name}/z", f"{name}/wz"], [f"{name}/product"]),
            node("Cast", [f"{name}/product"], [f"{name}/float"], to=FLOAT),
            node("Mul", [f"{name}/s", f"{name}/ws"], [f"{name}/scales"]),
            node("Mul", [f"{name}/float", f"{name}/scales"], [f"{name}/scaled"]),
            node("Add", [name, f"{name}/scaled"], [f"{name}/y"]),
        ]
        weights += [
            numpy_helper.from_array(rng.integers(-127, 128, (4, 4), dtype=np.int8), f"{name}/w"),
            numpy_helper.from_array(np.array(zero_point, np.int8), f"{name}/wz"),
            numpy_helper.from_array(np.array(0.01, np.float32), f"{name}/ws"),
            numpy_helper.from_array(rng.normal(0, 1, 4).astype(np.float32), name),
        ]
        value = f"{name}/y"
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", FLOAT, [1, 4])],
        [helper.make_tensor_value_info(value, FLOAT, None)],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "hibari.onnx"


def test_products_are_named_after_their_bias_and_stay_int8(file):
    model = small()
    onnx.save(model, file)
    read = hibari.weights(file)
    stored = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    for bias, name in (
        ("pn.text.convs.0.pw1.bias", "pn.text.convs.0.pw1.weight"),
        ("m.text.attn.self_attn.in_proj_bias", "m.text.attn.self_attn.in_proj_weight"),
    ):
        assert isinstance(read[name], Int8)
        assert np.array_equal(read[name].values, stored[f"{bias}/w"].T)
        assert read[name].scale == np.float32(0.01)
        assert np.array_equal(read[bias], stored[bias])
    assert np.array_equal(read["pn.dur.0.weight"], stored["pn.dur.0.weight"])


def test_asymmetric_weights_are_refused(file):
    onnx.save(small(zero_point=3), file)
    with pytest.raises(ModelError, match="symmetric"):
        hibari.weights(file)


def test_a_product_that_nothing_names_is_refused(file):
    onnx.save(small(bias="something.else"), file)
    with pytest.raises(ModelError, match="bias that names it") as error:
        hibari.weights(file)
    assert error.value.code == "model_shape"


@pytest.mark.parametrize("axis", [0, -1])
def test_quantize_errs_by_half_a_step_of_its_channel(axis):
    weight = np.random.default_rng(0).normal(0, 1, (6, 5, 4)).astype(np.float32)
    weight[2] *= 100
    weight[:, :, 1] = 0
    stored, scale = quantize(weight, axis)
    assert stored.dtype == np.int8
    assert scale.shape == ((6, 1, 1) if axis == 0 else (1, 1, 4))
    assert (np.abs(stored * scale - weight) <= scale / 2 * 1.001).all()
