"""Reads a safetensors file.

Layout, as its makers specify it: u64 little-endian size of the header, the header (a JSON object, name ->
dtype, shape and the first and last byte of the data; `__metadata__` apart), then the data of all tensors.
bfloat16, which numpy lacks, is why this is not the `safetensors` package: its numpy side refuses it.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, NonNegativeInt, RootModel, ValidationError

from sarai_mqtt.core.errors import ModelError

_PREFIX = 8  # bytes of the header's size
_TYPES: Mapping[str, npt.DTypeLike] = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "BF16": ml_dtypes.bfloat16,
    "I64": np.int64,
    "I32": np.int32,
    "I16": np.int16,
    "I8": np.int8,
    "U8": np.uint8,
    "BOOL": np.bool_,
}


class _Tensor(BaseModel):
    dtype: str
    shape: list[NonNegativeInt]
    data_offsets: tuple[NonNegativeInt, NonNegativeInt]


class _Header(RootModel[dict[str, _Tensor | dict[str, str]]]):
    pass


def read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Give every tensor by its name; the arrays share the file's memory.

    Raises ModelError (`model_damaged`) for anything that is not a whole safetensors file.
    """
    raw = path.read_bytes()
    end = _PREFIX + int.from_bytes(raw[:_PREFIX], "little")
    if not _PREFIX < end <= len(raw):
        raise _damaged(path, "its header is not whole")
    try:
        header = _Header.model_validate_json(raw[_PREFIX:end]).root
    except ValidationError as error:
        raise _damaged(path, "its header makes no sense") from error
    data = memoryview(raw)[end:]
    return {
        name: _array(path, name, entry, data) for name, entry in header.items() if isinstance(entry, _Tensor)
    }


def _array(path: Path, name: str, entry: _Tensor, data: memoryview) -> npt.NDArray[Any]:
    if entry.dtype not in _TYPES:
        raise _damaged(path, f"{name} has the unknown type {entry.dtype}")
    dtype = np.dtype(_TYPES[entry.dtype])
    start, stop = entry.data_offsets
    if stop > len(data) or stop - start != dtype.itemsize * math.prod(entry.shape):
        raise _damaged(path, f"{name} does not lie where the header says")
    return np.frombuffer(data[start:stop], dtype.newbyteorder("<")).reshape(entry.shape)


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        "model_damaged", f"{path} is not a whole safetensors file: {why}.", "Fetch the file again."
    )
