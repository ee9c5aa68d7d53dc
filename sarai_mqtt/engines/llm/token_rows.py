"""Rows of a GGUF file's input embedding, read one by one with llama.cpp's own dequantisation."""

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from llama_cpp._ggml import libggml

_NAME = b"token_embd.weight"
_F32 = 0  # ggml's number of a type that needs no conversion


class _TypeTraits(ctypes.Structure):
    """The fields of `ggml_type_traits` as far as `to_float`."""

    _fields_ = (
        ("type_name", ctypes.c_char_p),
        ("block_size", ctypes.c_int64),
        ("block_size_interleave", ctypes.c_int64),
        ("type_size", ctypes.c_size_t),
        ("is_quantized", ctypes.c_bool),
        ("to_float", ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)),
    )


class _InitParams(ctypes.Structure):
    """`gguf_init_params`: read the metadata only."""

    _fields_ = (("no_alloc", ctypes.c_bool), ("context", ctypes.c_void_p))


def _function(name: str, result: type | None, *parameters: type) -> "ctypes._NamedFuncPointer":
    function: ctypes._NamedFuncPointer = libggml[name]
    function.restype, function.argtypes = result, parameters
    return function


_open = _function("gguf_init_from_file", ctypes.c_void_p, ctypes.c_char_p, _InitParams)
_close = _function("gguf_free", None, ctypes.c_void_p)
_find = _function("gguf_find_tensor", ctypes.c_int64, ctypes.c_void_p, ctypes.c_char_p)
_type = _function("gguf_get_tensor_type", ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_size = _function("gguf_get_tensor_size", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int64)
_start = _function("gguf_get_tensor_offset", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int64)
_data_start = _function("gguf_get_data_offset", ctypes.c_size_t, ctypes.c_void_p)
_row_size = _function("ggml_row_size", ctypes.c_size_t, ctypes.c_int, ctypes.c_int64)
_traits = _function("ggml_get_type_traits", ctypes.POINTER(_TypeTraits), ctypes.c_int)


class TokenRows:
    """The input embedding of the GGUF file `path`: one row of `width` values for each of `count` tokens.

    The file is mapped, so only rows that are asked for are read. Raises ValueError if the file has no such
    matrix, or none that can be dequantised.
    """

    def __init__(self, path: Path, count: int, width: int) -> None:
        file = _open(os.fsencode(path), _InitParams(no_alloc=True))
        if not file:
            raise ValueError(f"{path.name} cannot be read")
        try:
            tensor = _find(file, _NAME)
            if tensor < 0:
                raise ValueError(f"{path.name} has no {_NAME.decode()}")
            kind, size = _type(file, tensor), _size(file, tensor)
            start = _data_start(file) + _start(file, tensor)
        finally:
            _close(file)
        self._to_float = _traits(kind).contents.to_float
        row_size = _row_size(kind, width)
        if size != count * row_size or not (self._to_float or kind == _F32):
            raise ValueError(f"{_NAME.decode()} of {path.name} is of no known shape and type")
        self._width = width
        self._rows: npt.NDArray[np.uint8] = np.memmap(path, np.uint8, "r", start, (count, row_size))

    def __getitem__(self, tokens: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return the rows of `tokens`, float32 [n, width]."""
        packed = self._rows[np.asarray(tokens, np.intp)]  # a copy: to_float wants whole aligned blocks
        if not self._to_float:
            return packed.view(np.float32)
        rows = np.empty((len(tokens), self._width), np.float32)
        self._to_float(packed.ctypes.data, rows.ctypes.data, rows.size)
        return rows
