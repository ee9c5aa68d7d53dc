import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from sarai_mqtt.core.audio import FRAME_BYTES, to_pcm
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
from sarai_mqtt.engines.vad.silero import SileroVad


class Gate:
    """Says what it is told to."""

    def __init__(self):
        self.open = True

    def is_speech(self, frame):
        return self.open


@pytest.fixture
def role(tmp_path):
    """Give a role to which the loudness of a window is the probability of speech. It counts its windows."""

    def make(state=128):
        graph = helper.make_graph(
            [
                helper.make_node("Abs", ["input"], ["loud"]),
                helper.make_node("ReduceMean", ["loud", "axis"], ["output"], keepdims=1),
                helper.make_node("Add", ["state", "one"], ["more"]),
                # as in the real one, these sizes are not known before it runs
                helper.make_node("Compress", ["more", "layers"], ["sized"], axis=0),
                helper.make_node("Compress", ["sized", "cells"], ["stateN"], axis=2),
                helper.make_node("Identity", ["sr"], ["rate"]),
            ],
            "vad",
            [
                helper.make_tensor_value_info("input", TensorProto.FLOAT, ["b", "s"]),
                helper.make_tensor_value_info("state", TensorProto.FLOAT, [2, "b", state]),
                helper.make_tensor_value_info("sr", TensorProto.INT64, []),
            ],
            [
                helper.make_tensor_value_info("output", TensorProto.FLOAT, ["b", 1]),
                helper.make_tensor_value_info("stateN", TensorProto.FLOAT, ["x", "b", "y"]),
            ],
            [
                helper.make_tensor("axis", TensorProto.INT64, [1], [1]),
                helper.make_tensor("layers", TensorProto.BOOL, [2], [True] * 2),
                helper.make_tensor("cells", TensorProto.BOOL, [state], [True] * state),
                helper.make_tensor("one", TensorProto.FLOAT, [], [1.0]),
            ],
        )
        file = tmp_path / "vad.onnx"
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), file)
        return RoleLoader(threads=1).open(RoleFile(file))

    return make


def frame(level):
    return to_pcm(np.full(FRAME_BYTES // 2, level, np.float32))


def verdicts(vad, *levels):
    return [vad.is_speech(frame(level)) for level in levels]


def windows(vad):
    return int(vad._state.max())


def test_speech_is_what_both_take_for_it(role):
    vad, gate = SileroVad(role(), Gate()), Gate()
    assert not any(verdicts(vad, *[0.1] * 20))
    assert all(verdicts(vad, *[0.9] * 20)[4:])
    vad = SileroVad(role(), gate)
    gate.open = False
    assert not any(verdicts(vad, *[0.9] * 20))
    assert windows(vad) == 0


def test_it_is_asked_only_while_the_gate_is_open_and_a_little_longer(role):
    gate = Gate()
    vad = SileroVad(role(), gate)
    verdicts(vad, *[0.9] * 32)
    assert windows(vad) == (32 * 320 + 64) // 512
    gate.open = False
    held = verdicts(vad, *[0.9] * 20)
    assert all(held[:14])
    assert not any(held[14:])
    assert windows(vad) < (52 * 320 + 64) // 512


def test_it_hears_what_came_just_before_the_gate_opened(role):
    gate = Gate()
    vad = SileroVad(role(), gate)
    gate.open = False
    verdicts(vad, *[0.9] * 50)
    gate.open = True
    assert verdicts(vad, 0.9, 0.9) == [False, True]
    assert windows(vad) == (8 * 320 + 64) // 512


def test_a_single_frame_of_noise_asks_nobody(role):
    gate = Gate()
    vad = SileroVad(role(), gate)
    for number in range(60):
        gate.open = number % 3 == 0
        assert verdicts(vad, 0.9) == [False]
    assert windows(vad) == 0


def test_speech_lasts_a_little_longer_than_silero_says(role):
    vad = SileroVad(role(), Gate())
    heard = verdicts(vad, *[0.9] * 32, *[0.0] * 20)
    # its windows are 32 ms, and two frames of 20 ms follow the last
    assert 2 <= sum(heard[32:]) <= 4


def test_what_is_speech_ends_later_than_it_begins(role):
    vad = SileroVad(role(), Gate())
    assert not any(verdicts(vad, *[0.4] * 20))
    assert all(verdicts(vad, *[0.6] * 20, *[0.4] * 20)[4:])
    assert not any(verdicts(vad, *[0.3] * 20)[4:])


def test_two_sites_do_not_hear_each_other(role):
    shared = role()
    one, other = SileroVad(shared, Gate()), SileroVad(shared, Gate())
    verdicts(one, *[0.9] * 20)
    assert not any(verdicts(other, *[0.1] * 20))


def test_another_model_is_refused(role):
    with pytest.raises(ModelError, match="VAD") as error:
        SileroVad(role(state=64), Gate())
    assert error.value.code == "model_shape"
