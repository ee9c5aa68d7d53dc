"""Reader of CTranslate2's `model.bin` (binary version 6) that does not need CTranslate2.

Layout, little-endian, as written by `ModelSpec._serialize` of CTranslate2's `specs/model_spec.py`:
u32 version, string spec name, u32 spec revision, u32 count, then per variable: string name, u8 rank,
u32 per dimension, u8 type, u32 bytes, data; then u32 count and (string alias, string name) pairs.
A string is its u16 length, which counts the closing NUL, and the bytes.
"""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.errors import ModelError

VERSION = 6
_TYPES: dict[int, type[np.generic]] = {
    0: np.float32,
    1: np.int8,
    2: np.int16,
    3: np.int32,
    4: np.float16,
}


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def take(self, count: int) -> memoryview:
        piece = self._data[self._at : self._at + count]
        if len(piece) < count:
            raise _damaged("it ends too early")
        self._at += count
        return piece

    def number(self, layout: str) -> int:
        return int(struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))[0])

    def string(self) -> str:
        raw = bytes(self.take(self.number("H")))
        try:
            return raw.removesuffix(b"\0").decode()
        except UnicodeDecodeError as error:
            raise _damaged("a name is not text") from error


def _damaged(why: str) -> ModelError:
    return ModelError(
        "model_damaged",
        f"The CTranslate2 model file cannot be read: {why}.",
        "Fetch the source again with `sarai-mqtt models build`.",
    )


def read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return all variables by name, aliases included; the arrays are views of one buffer with the file.

    Raises ModelError `model_damaged` for another binary version, a truncated file or an unknown type.
    """
    reader = _Reader(path.read_bytes())
    version = reader.number("I")
    if version != VERSION:
        raise _damaged(f"it has binary version {version}, not {VERSION}")
    reader.string()
    reader.number("I")
    variables: dict[str, npt.NDArray[Any]] = {}
    for _ in range(reader.number("I")):
        name = reader.string()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        kind = reader.number("B")
        raw = reader.take(reader.number("I"))
        if kind not in _TYPES:
            raise _damaged(f"{name} has the unknown type {kind}")
        dtype = np.dtype(_TYPES[kind]).newbyteorder("<")
        if len(raw) != dtype.itemsize * int(np.prod(shape, dtype=np.int64)):
            raise _damaged(f"{name} has the wrong size")
        variables[name] = np.frombuffer(raw, dtype).reshape(shape)
    for _ in range(reader.number("I")):
        alias, name = reader.string(), reader.string()
        if name not in variables:
            raise _damaged(f"{alias} stands for {name}, which is not there")
        variables[alias] = variables[name]
    return variables
