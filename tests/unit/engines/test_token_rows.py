"""Rows of an input embedding, against gguf's own dequantisation in numpy."""

import gguf
import numpy as np
import pytest
from gguf import GGMLQuantizationType as Type

from sarai_mqtt.engines.llm.token_rows import TokenRows

COUNT, WIDTH = 7, 512
TYPES = (Type.F32, Type.F16, Type.BF16, Type.Q8_0, Type.Q4_0, Type.Q4_K, Type.Q6_K)


def written(file, kind, name="token_embd.weight", count=COUNT, width=WIDTH):
    """Write a GGUF file with a matrix of the type `kind` after another tensor; return its bytes."""
    writer = gguf.GGUFWriter(file, "llama")
    rng = np.random.default_rng(0)
    writer.add_tensor("first", rng.standard_normal(33).astype(np.float32))
    block, size = gguf.GGML_QUANT_SIZES[kind]
    values = rng.standard_normal((count, width)).astype(np.float32)
    try:
        packed = gguf.quantize(values, kind)
    except NotImplementedError:  # gguf cannot write it: small bytes make small, finite scales
        packed = rng.integers(0, 60, (count, width // block * size), np.uint8)
    writer.add_tensor(name, packed, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return packed


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_rows_are_what_gguf_makes_of_them(tmp_path, kind):
    file = tmp_path / "a.gguf"
    values = gguf.dequantize(written(file, kind), kind)
    rows = TokenRows(file, COUNT, WIDTH)
    for tokens in ([3], [6, 0, 0, 2], []):
        found = rows[tokens]
        assert (found.dtype, found.shape) == (np.float32, (len(tokens), WIDTH))
        np.testing.assert_allclose(found, values[tokens], rtol=1e-6, atol=0)
    with pytest.raises(IndexError):
        rows[[COUNT]]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "output.weight"}, "has no token_embd.weight"),
        ({"count": COUNT + 1}, "no known shape"),
        ({"width": WIDTH * 2}, "no known shape"),
        ({"kind": Type.I32}, "no known shape and type"),
    ],
)
def test_a_file_without_such_rows(tmp_path, change, reason):
    file = tmp_path / "a.gguf"
    written(file, **{"kind": Type.F32, **change})
    with pytest.raises(ValueError, match=reason):
        TokenRows(file, COUNT, WIDTH)


def test_no_gguf_file(tmp_path):
    file = tmp_path / "a.gguf"
    file.write_bytes(b"no GGUF")
    with pytest.raises(ValueError, match="cannot be read"):
        TokenRows(file, COUNT, WIDTH)
