import json

import numpy as np
import onnxruntime as ort
import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.contracts import Contract, Value
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader, values
from sarai_mqtt.models.export import shared
from tests.harness.graphs import WEIGHT, product


@pytest.fixture
def files(tmp_path):
    alone, joined = product("alone", WEIGHT), tmp_path / "joined.onnx"
    (tmp_path / "alone.onnx").write_bytes(alone.SerializeToString())
    shared.save(shared.join({"plain": alone, "minus": product("minus", -WEIGHT)}), joined)
    return tmp_path / "alone.onnx", joined


def test_a_role_is_the_same_alone_and_in_a_shared_file(files):
    roles = RoleLoader(threads=1)
    x = np.ones((1, 3, 2), np.float32)
    alone, plain, minus = (
        roles.open(file)
        for file in (RoleFile(files[0]), RoleFile(files[1], "plain"), RoleFile(files[1], "minus"))
    )
    assert alone.inputs == plain.inputs == {"x": Value("float32", (1, "n", 2))}
    assert list(alone.outputs) == list(plain.outputs) == ["made"]
    made = [role.run(values(x=x), ort.RunOptions())["made"].numpy() for role in (alone, plain, minus)]
    assert np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], -made[2])


def test_a_shared_file_is_opened_once(files):
    roles = RoleLoader(threads=1)
    for role in ("plain", "minus", "plain"):
        roles.open(RoleFile(files[1], role))
    assert len(roles._sessions) == 1


@pytest.mark.parametrize(
    ("number", "role", "code"),
    [(1, "absent", "model_role"), (0, "plain", "model_role")],
)
def test_a_role_that_is_not_there_is_named(files, number, role, code):
    with pytest.raises(ModelError, match=role) as error:
        RoleLoader(threads=1).open(RoleFile(files[number], role))
    assert error.value.code == code


def test_a_file_that_cannot_be_loaded_is_a_model_error(tmp_path):
    (tmp_path / "broken.onnx").write_bytes(b"no graph")
    for name, code in (("absent", "model_missing"), ("broken", "model_unreadable")):
        with pytest.raises(ModelError) as error:
            RoleLoader(threads=1).open(RoleFile(tmp_path / f"{name}.onnx"))
        assert error.value.code == code


def test_another_shape_is_named(files):
    contract = Contract("encoder", {"ids": "int64[1, n]"}, {"made": "float32[1, n, 300]"})
    with pytest.raises(ModelError, match=r"joined\.onnx#plain cannot be the encoder") as error:
        RoleLoader(threads=1).open(RoleFile(files[1], "plain")).expect(contract)
    assert error.value.code == "model_shape"
    assert "input ids is missing, expected int64[1, n]" in error.value.reason
    assert "input x float32[1, n, 2] is not expected" in error.value.reason
    assert "made" not in error.value.reason


def test_roles_that_do_not_go_together_are_named(files):
    alone, joined = (
        RoleLoader(threads=1).open(file) for file in (RoleFile(files[0]), RoleFile(files[1], "minus"))
    )
    with pytest.raises(ModelError, match=r"x is missing in alone.onnx and float32\[1, n, 2\] in joined"):
        alone.feeds(joined, ["x"])


@pytest.mark.parametrize("listed", ["[]", "{", '{"plain": "first"}'])
def test_roles_that_are_no_numbers_by_name_are_a_model_error(tmp_path, listed):
    model = product("alone", WEIGHT)
    model.metadata_props.add(key="sarai.roles", value=listed)
    (tmp_path / "odd.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match=r"odd\.onnx should list its roles") as error:
        RoleLoader(threads=1).open(RoleFile(tmp_path / "odd.onnx", "plain"))
    assert error.value.code == "model_unreadable"


def test_roles_metadata_lists_what_is_in_the_file(files):
    session = ort.InferenceSession(files[1])
    assert json.loads(session.get_modelmeta().custom_metadata_map["sarai.roles"]) == {"plain": 0, "minus": 1}
