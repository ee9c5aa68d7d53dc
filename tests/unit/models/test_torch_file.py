import os
import pickle
import random
import zipfile
from pathlib import Path

import numpy as np
import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import torch_file

DATA = Path(__file__).parents[2] / "data" / "export"
BASE = np.arange(48, dtype=np.float32).reshape(6, 8) / 4


@pytest.fixture(scope="module")
def values():
    return torch_file.read(DATA / "values.pt")


@pytest.fixture
def remade(tmp_path):
    """Write values.pt anew with some members replaced (None: left out); give the path."""

    def remade(changes, compression=zipfile.ZIP_STORED):
        path = tmp_path / "remade.pt"
        with (
            zipfile.ZipFile(DATA / "values.pt") as source,
            zipfile.ZipFile(path, "w", compression) as target,
        ):
            for name in source.namelist():
                content = changes.get(name.partition("/")[2], source.read(name))
                if content is not None:
                    target.writestr(name, content)
        return path

    return remade


@pytest.fixture
def pickled(remade):
    """Read a file whose data.pkl is `opcodes`."""
    return lambda opcodes: torch_file.read(remade({"data.pkl": opcodes}))


def refused(call, *arguments):
    with pytest.raises(ModelError) as caught:
        call(*arguments)
    return caught.value


def data_pkl():
    with zipfile.ZipFile(DATA / "values.pt") as archive:
        return archive.read("values/data.pkl")


def test_plain_values(values):
    assert values["plain"] == {
        "int": 5,
        "large": 2**40,
        "float": 1.5,
        "true": True,
        "none": None,
        "text": "ñ",
        "list": [1, 2],
    }
    assert values["tuples"] == ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4))


def test_views_are_what_torch_saw(values):
    for name, wanted in {
        "whole": BASE,
        "transposed": BASE.T,
        "sliced": BASE[2:4, 1:7:2],
        "expanded": np.ones(4, np.float32),
        "scalar": np.array(3.5, np.float32),
        "empty": np.zeros((0, 3), np.float32),
        "parameter": BASE,
    }.items():
        np.testing.assert_array_equal(values[name], wanted, strict=True)
    first, second = values["tied"]
    assert np.shares_memory(first, second)
    assert np.shares_memory(first, values["transposed"])


@pytest.mark.parametrize("kind", ["float16", "float64", "int64", "int32", "int16", "int8", "uint8"])
def test_types(values, kind):
    assert values[kind].dtype == np.dtype(kind)
    np.testing.assert_array_equal(values[kind], BASE if kind.startswith("float") else np.arange(5))


def test_bfloat16_and_bool(values):
    assert values["bfloat16"].dtype.name == "bfloat16"
    np.testing.assert_array_equal(values["bfloat16"].astype(np.float32), BASE)
    assert values["bool"].tolist() == [True, False]


def test_a_state_dict_is_a_dict(values):
    state = values["state"]
    assert {name: array.shape for name, array in state.items()} == {
        "0.weight": (4, 3),
        "0.bias": (4,),
        "1.weight": (3, 2, 3),
        "1.bias": (3,),
    }
    assert all((array == 0.5).all() for array in state.values())


class Evil:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("function", [os.system, eval])
def test_code_is_refused_and_not_run(pickled, tmp_path, function, protocol):
    canary = tmp_path / "ran"
    order = f"touch {canary}" if function is os.system else f"open({str(canary)!r}, 'w')"
    raw = pickle.dumps({"weights": Evil(function, order)}, protocol)
    pickle.loads(raw)  # the attack works where pickle is used
    assert canary.exists()
    canary.unlink()
    assert refused(pickled, raw).code == "torch_file_unsafe"
    assert not canary.exists()


@pytest.mark.parametrize(
    ("opcodes", "said"),
    [
        (b"\x80\x02ctorch\nload\n.", "torch.load"),
        (b"\x80\x02ctorch._utils\n_rebuild_qtensor\n.", "_rebuild_qtensor"),
        (b"\x80\x02cbuiltins\neval\n(X\x01\x00\x00\x001tR.", "builtins.eval"),
        (b"(S'1'\nibuiltins\neval\n.", "opcode"),  # INST
        (b"\x80\x04\x8c\x02os\x8c\x06system\x93.", "STACK_GLOBAL"),
        (b"\x80\x02\x82\x01.", "EXT1"),
        (b"\x80\x02ccollections\nOrderedDict\n)\x81.", "NEWOBJ"),
        (b"\x80\x02ctorch\nFloatStorage\n)R.", "FloatStorage"),
        (
            b"\x80\x02(X\x06\x00\x00\x00modulectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQ.",
            "module",
        ),
    ],
)
def test_what_is_no_tensor_is_named(pickled, opcodes, said):
    error = refused(pickled, opcodes)
    assert error.code == "torch_file_unsafe"
    assert said in error.reason
    assert "remade.pt" in error.reason


@pytest.mark.parametrize(
    "opcodes",
    [
        b"",
        b"\x80\x02",
        b"\x80\x02.",
        b"\x80\x02K\x01K\x02.",
        b"\x80\x02R.",
        b"\x80\x02t.",
        b"\x80\x02h\x07.",
        b"\x80\x02]}K\x01a.",  # appended to a dict
        b"\x80\x02}(K\x01u.",  # a key without a value
        b"\x80\x02}]K\x01s.",  # a list as key
        b"\x80\x02K\x01Q.",
        b"\x80\x02K\x01(\x86.",  # beyond the mark
    ],
)
def test_opcodes_out_of_order_are_damage(pickled, opcodes):
    assert refused(pickled, opcodes).code == "model_damaged"


def test_attributes_and_what_follows_the_end_are_left_out(pickled):
    assert pickled(b"\x80\x02}}b.K\x01") == {}


def test_any_changed_byte_is_an_error_of_ours_or_another_value(pickled):
    raw, chance = data_pkl(), random.Random(0)
    survived = 0
    for _ in range(500):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            pickled(bytes(changed))
            survived += 1
        except ModelError as error:
            assert error.code in ("model_damaged", "torch_file_unsafe")
    assert 0 < survived < 500


def test_every_truncation_is_noticed(tmp_path):
    raw, cut = (DATA / "values.pt").read_bytes(), tmp_path / "cut.pt"
    for length in range(0, len(raw), 131):
        cut.write_bytes(raw[:length])
        assert refused(torch_file.read, cut).code == "model_damaged"


def test_sizes_are_checked(pickled):
    raw = data_pkl()
    sizes = b"K\x06K\x08\x86"  # (6, 8), the shape of the first tensor
    assert sizes in raw
    for wrong in (b"K\x07K\x08\x86", b"K\x06K\x09\x86", b"K\x06N\x86", b"K\x06\x89\x86"):
        assert refused(pickled, raw.replace(sizes, wrong, 1)).code == "model_damaged"
    negative = b"J\xff\xff\xff\xffK\x08\x86"
    assert refused(pickled, raw.replace(sizes, negative, 1)).code == "model_damaged"


def test_storages_are_checked(remade):
    with zipfile.ZipFile(DATA / "values.pt") as archive:
        keys = [name.partition("/")[2] for name in archive.namelist() if "/data/" in name]
    assert len(keys) > 5
    for key in keys:
        assert "storage" in refused(torch_file.read, remade({key: None})).reason
        assert "bytes, not" in refused(torch_file.read, remade({key: b"123"})).reason


def test_other_files_are_told_apart(remade, tmp_path):
    assert "data.pkl" in refused(torch_file.read, remade({"data.pkl": None})).reason
    assert "little-endian" in refused(torch_file.read, remade({"byteorder": b"big"})).reason
    big = remade({"version": bytes(10_000_000)}, zipfile.ZIP_DEFLATED)
    assert "compressed" in refused(torch_file.read, big).reason
    other = tmp_path / "other.pt"
    other.write_bytes(b"RIFF")
    assert refused(torch_file.read, other).code == "model_damaged"
    other.write_bytes(pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2))
    assert refused(torch_file.read, other).code == "torch_file_legacy"
