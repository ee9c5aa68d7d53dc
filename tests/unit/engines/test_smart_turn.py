import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.mel import unshifted_log_mel
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
from sarai_mqtt.engines.vad.smart_turn import SmartTurn

RATE = 16_000


@pytest.fixture
def role(tmp_path):
    """Give a role that answers with the mean of the last `frames` spectra: it shows what it was fed."""

    def make(frames=800, mels=80):
        graph = helper.make_graph(
            [
                helper.make_node("Slice", ["input_features", "from", "to", "axis"], ["end"]),
                helper.make_node("ReduceMean", ["end", "both"], ["mean"], keepdims=0),
                helper.make_node("Reshape", ["mean", "shape"], ["logits"]),
            ],
            "end",
            [helper.make_tensor_value_info("input_features", TensorProto.FLOAT, ["b", mels, frames])],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 1])],
            [
                helper.make_tensor(name, TensorProto.INT64, [len(at)], at)
                for name, at in (("from", [frames - 50]), ("to", [frames]), ("axis", [2]), ("both", [1, 2]))
            ]
            + [helper.make_tensor("shape", TensorProto.INT64, [2], [1, 1])],
        )
        file = tmp_path / "turn.onnx"
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), file)
        return RoleLoader(threads=1).open(RoleFile(file))

    return make


def speech(seconds, seed=0):
    return (0.1 * np.random.default_rng(seed).standard_normal(int(seconds * RATE))).astype(np.float32)


def test_it_hears_the_last_eight_seconds_behind_silence_at_a_common_loudness(role):
    turn_end, heard = SmartTurn(role()), speech(3)
    padded = np.concatenate([np.zeros(5 * RATE, np.float32), heard])
    level = (padded - padded.mean()) / padded.std()
    expected = unshifted_log_mel(level, 800)[..., -50:].mean()
    assert turn_end.finished(heard) == pytest.approx(float(expected), abs=1e-3)
    assert turn_end.finished(heard * np.float32(0.3)) == pytest.approx(float(expected), abs=1e-3)


def test_what_is_older_is_not_heard(role):
    turn_end, heard = SmartTurn(role()), speech(8)
    assert turn_end.finished(np.concatenate([speech(4, seed=1) * 9, heard])) == turn_end.finished(heard)


def test_what_is_over_differs_from_what_is_in_mid_word(role):
    turn_end, heard = SmartTurn(role()), speech(2)
    assert turn_end.finished(np.concatenate([heard, np.zeros(RATE // 2, np.float32)])) < turn_end.finished(
        heard
    )


@pytest.mark.parametrize("wrong", [{"frames": 400}, {"mels": 128}])
def test_another_model_is_refused(role, wrong):
    with pytest.raises(ModelError, match="turn end") as error:
        SmartTurn(role(**wrong))
    assert error.value.code == "model_shape"
