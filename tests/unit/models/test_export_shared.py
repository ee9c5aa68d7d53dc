import json

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from sarai_mqtt.models.export import shared
from tests.harness.graphs import WEIGHT, product


@pytest.fixture
def parts():
    return {
        "one": product("one", WEIGHT),
        "two": product("two", WEIGHT.copy(), ("best",)),
        "three": product("three", -WEIGHT),
    }


def test_each_role_gives_what_its_own_graph_gives(parts, tmp_path):
    shared.save(shared.join(parts), tmp_path / "all.onnx")
    session = ort.InferenceSession(tmp_path / "all.onnx")
    tasks = json.loads(session.get_modelmeta().custom_metadata_map[shared.ROLES_KEY])
    x = np.random.default_rng(0).standard_normal((1, 4, 2)).astype(np.float32)
    for role, part in parts.items():
        alone = ort.InferenceSession(part.SerializeToString())
        names = [output.name for output in alone.get_outputs()]
        expected = alone.run(names, {"x": x})
        feeds = {f"{role}.x": x, shared.TASK: np.array(tasks[role])}
        got = session.run([f"{role}.{name}" for name in names], feeds)
        for ours, theirs in zip(got, expected, strict=True):
            assert np.array_equal(ours, theirs)


def test_equal_weights_are_stored_once_and_beside_the_graph(parts, tmp_path):
    model = shared.join(parts)
    large = [tensor for tensor in model.graph.initializer if np.prod(tensor.dims) == WEIGHT.size]
    assert len(large) == 2
    shared.save(model, tmp_path / "all.onnx")
    assert (tmp_path / "all.onnx.data").stat().st_size >= 2 * WEIGHT.nbytes
    assert (tmp_path / "all.onnx").stat().st_size < 2 * WEIGHT.nbytes


def test_no_weight_lies_inside_a_branch(parts):
    for node in shared.join(parts).graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                assert not attribute.g.initializer


def test_the_same_parts_give_the_same_bytes(parts, tmp_path):
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shared.save(shared.join(parts), tmp_path / name / "all.onnx")
        files.append([(tmp_path / name / f"all.onnx{end}").read_bytes() for end in ("", ".data")])
    assert files[0] == files[1]
