import numpy as np
import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import ctranslate2
from tests.harness.whisper import Ct2File

VARIABLES = {
    "a/weight": np.arange(6, dtype=np.float16).reshape(2, 3),
    "a/bias": np.array([1.5, -2.5], np.float32),
    "heads": np.array(8, np.int16),
    "empty": np.zeros((0, 4), np.int8),
}


@pytest.fixture
def read(tmp_path):
    def read(raw):
        path = tmp_path / "model.bin"
        path.write_bytes(raw)
        return ctranslate2.read(path)

    return read


def test_variables_keep_name_shape_type_and_values(read):
    found = read(Ct2File(VARIABLES, [("b/weight", "a/weight")]).to_bytes())
    assert set(found) == {*VARIABLES, "b/weight"}
    for name, array in VARIABLES.items():
        assert found[name].shape == array.shape
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    assert found["b/weight"] is found["a/weight"]


def test_every_truncation_is_noticed(read):
    raw = Ct2File(VARIABLES, [("b/weight", "a/weight")]).to_bytes()
    for length in range(len(raw)):
        with pytest.raises(ModelError) as caught:
            read(raw[:length])
        assert caught.value.code == "model_damaged"


@pytest.mark.parametrize(
    "raw",
    [
        Ct2File(VARIABLES, version=5).to_bytes(),
        Ct2File(VARIABLES, [("b", "not there")]).to_bytes(),
        Ct2File({"x": np.zeros(2, np.int8)}).to_bytes().replace(b"\x01\x02\0\0\0\x01", b"\x01\x02\0\0\0\x09"),
        Ct2File({"x": np.zeros(2, np.int8)}).to_bytes().replace(b"\x01\x02\0\0\0\x01", b"\x01\x03\0\0\0\x01"),
        Ct2File({"x": np.zeros(2, np.int8)}).to_bytes().replace(b"x\0", b"\xff\0"),
    ],
    ids=["version", "alias", "type", "size", "name"],
)
def test_what_cannot_be_read_is_damaged(read, raw):
    with pytest.raises(ModelError) as caught:
        read(raw)
    assert caught.value.code == "model_damaged"
