"""Reader of files written by `torch.save`, without torch and without executing anything in the file.

A file (since torch 1.6) is a zip: `<name>/data.pkl` holds the pickled objects, in which each tensor refers to
a storage, whose bytes are the member `<name>/data/<key>`. `pickletools` only lists the opcodes of the pickle;
this module interprets the few that dicts of tensors and plain values need, and knows only the names listed
below. Everything else is refused (docs/adr/0007).
"""

import math
import pickletools
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.errors import ModelError

_LEGACY = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."  # MAGIC_NUMBER of torch/serialization.py, pickled
_STORAGES: Mapping[str, npt.DTypeLike] = {
    "torch DoubleStorage": np.float64,
    "torch FloatStorage": np.float32,
    "torch HalfStorage": np.float16,
    "torch BFloat16Storage": ml_dtypes.bfloat16,
    "torch LongStorage": np.int64,
    "torch IntStorage": np.int32,
    "torch ShortStorage": np.int16,
    "torch CharStorage": np.int8,
    "torch ByteStorage": np.uint8,
    "torch BoolStorage": np.bool_,
}
_DICT = "collections OrderedDict"
_TENSOR = "torch._utils _rebuild_tensor_v2"
_PARAMETER = "torch._utils _rebuild_parameter"
_NAMES = {*_STORAGES, _DICT, _TENSOR, _PARAMETER}
# Opcodes that only put their argument on the stack.
_PLAIN = {"BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINUNICODE"}
_CONSTANTS: Mapping[str, Any] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_SHORT_TUPLES = {"EMPTY_TUPLE": 0, "TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_IGNORED = {"PROTO", "STOP", "FRAME"}


def read(path: Path) -> Any:
    """Return the saved object: dicts, lists, tuples and plain values, with read-only arrays for tensors.

    Strided views stay views; bfloat16 becomes `ml_dtypes.bfloat16`. Raises ModelError: `torch_file_legacy`
    (older than torch 1.6), `torch_file_unsafe` (holds more than tensors and plain values), `model_damaged`;
    OSError if the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name.partition("/")[2]: name for name in archive.namelist()}
            if "data.pkl" not in members:
                raise _damaged(path, "it is a zip without data.pkl")
            if sum(member.file_size for member in archive.infolist()) > path.stat().st_size:
                raise _damaged(path, "its zip is compressed")  # torch never compresses; this bounds memory
            if "byteorder" in members and archive.read(members["byteorder"]) != b"little":
                raise _damaged(path, "its numbers are not little-endian")

            def storage(key: str, size: int) -> bytes:
                """Return the bytes of a storage. Raises ModelError `model_damaged` if not `size` bytes."""
                name = members.get(f"data/{key}")
                if name is None:
                    raise _damaged(path, f"the storage {key} is missing")
                if (there := archive.getinfo(name).file_size) != size:
                    raise _damaged(path, f"the storage {key} has {there} bytes, not {size}")
                return archive.read(name)

            return _Unpickler(path, storage).run(archive.read(members["data.pkl"]))
    except zipfile.BadZipFile as error:
        with path.open("rb") as file:
            legacy = file.read(len(_LEGACY)) == _LEGACY
        if legacy:
            raise ModelError(
                "torch_file_legacy",
                f"{path} has the format of before torch 1.6, which is not read here.",
                "Load it with torch where you trust it, and save it again.",
            ) from error
        raise _damaged(path, "it is no whole zip") from error
    except (NotImplementedError, RuntimeError, EOFError, zlib.error) as error:  # what zipfile lets through
        raise _damaged(path, f"its zip cannot be unpacked ({error})") from error


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        "model_damaged",
        f"{path} is not a checkpoint as torch.save writes it: {why}.",
        "Fetch the file again, or save the state dict anew with torch.",
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a global in the pickle; it is never imported."""

    name: str


# Largest number of values of a view that repeats values of a smaller storage (stride 0): a larger one could
# only serve to exhaust memory.
_REPEATED = 1 << 20


class _Unpickler:
    """Interprets the opcodes of one pickle; `storage(key, size)` returns the `size` bytes of a storage."""

    def __init__(self, path: Path, storage: Callable[[str, int], bytes]) -> None:
        self._path, self._storage = path, storage
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._memo: dict[int, Any] = {}
        self._storages: dict[tuple[str, str], npt.NDArray[Any]] = {}
        self._with_argument: dict[str, Callable[[Any], None]] = {
            "GLOBAL": self._global,
            "BINPUT": self._put,
            "LONG_BINPUT": self._put,
            "BINGET": self._get,
            "LONG_BINGET": self._get,
        }
        self._without: dict[str, Callable[[], None]] = {
            "MARK": lambda: self._marks.append(len(self._stack)),
            "MEMOIZE": self._memoize,
            "EMPTY_DICT": lambda: self._stack.append({}),
            "EMPTY_LIST": lambda: self._stack.append([]),
            "TUPLE": lambda: self._stack.append(tuple(self._since_mark())),
            "APPEND": lambda: self._extend(self._pop(1)),
            "APPENDS": lambda: self._extend(self._since_mark()),
            "SETITEM": lambda: self._update(self._pop(2)),
            "SETITEMS": lambda: self._update(self._since_mark()),
            "BUILD": self._build,
            "REDUCE": self._reduce,
            "BINPERSID": self._refer,
        }

    def run(self, pickle: bytes) -> Any:
        """Return the object of `pickle`. Raises ModelError: `model_damaged`, `torch_file_unsafe`."""
        try:
            for opcode, argument, _ in pickletools.genops(pickle):
                self._do(opcode.name, argument)
            (result,) = self._stack
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            # Opcodes out of order, or arguments of other types than torch writes.
            raise _damaged(self._path, f"its data.pkl makes no sense ({error})") from error
        return result

    def _do(self, opcode: str, argument: Any) -> None:
        if opcode in _PLAIN:
            self._stack.append(argument)
        elif opcode in _CONSTANTS:
            self._stack.append(_CONSTANTS[opcode])
        elif opcode in _SHORT_TUPLES:
            self._stack.append(tuple(self._pop(_SHORT_TUPLES[opcode])))
        elif opcode in self._with_argument:
            self._with_argument[opcode](argument)
        elif opcode in self._without:
            self._without[opcode]()
        elif opcode not in _IGNORED:
            raise self._unsafe(f"the opcode {opcode}")

    def _global(self, name: str) -> None:
        if name not in _NAMES:
            raise self._unsafe(name.replace(" ", "."))
        self._stack.append(_Name(name))

    def _put(self, place: int) -> None:
        self._memo[place] = self._stack[-1]

    def _get(self, place: int) -> None:
        self._stack.append(self._memo[place])

    def _memoize(self) -> None:
        self._put(len(self._memo))

    def _unsafe(self, what: str) -> ModelError:
        return ModelError(
            "torch_file_unsafe",
            f"{self._path} holds {what}; only tensors, dicts, lists and plain values are read.",
            "Nothing of it was executed. Save the state dict alone with torch, where you trust the file.",
        )

    def _pop(self, count: int) -> list[Any]:
        start = len(self._stack) - count
        if start < (self._marks[-1] if self._marks else 0):
            raise ValueError("too few values on the stack")
        popped = self._stack[start:]
        del self._stack[start:]
        return popped

    def _since_mark(self) -> list[Any]:
        return self._pop(len(self._stack) - self._marks.pop())

    def _extend(self, values: list[Any]) -> None:
        self._top(list).extend(values)

    def _update(self, values: list[Any]) -> None:
        self._top(dict).update(zip(values[::2], values[1::2], strict=True))

    def _top(self, kind: type) -> Any:
        if type(self._stack[-1]) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return self._stack[-1]

    def _build(self) -> None:
        """Discard the attributes of a dict: a state dict holds its version numbers as one."""
        self._pop(1)
        self._top(dict)

    def _reduce(self) -> None:
        """Replace a call by its result, for the three known functions only."""
        function, arguments = self._pop(2)
        match function, arguments:
            case _Name(name), () if name == _DICT:
                self._stack.append({})
            case _Name(name), (values, offset, sizes, strides, *_) if name == _TENSOR:
                self._stack.append(self._tensor(values, offset, sizes, strides))
            case _Name(name), (values, *_) if name == _PARAMETER:
                self._stack.append(values)
            case _:
                raise self._unsafe(f"a call of {function} with {len(arguments)} arguments")

    def _refer(self) -> None:
        """Replace a reference to a storage by its values, a 1-D array that is read once."""
        ((tag, kind, key, _, count),) = self._pop(1)
        if tag != "storage" or not isinstance(kind, _Name) or kind.name not in _STORAGES:
            raise self._unsafe(f"a reference to {tag!r} {kind}")
        if (kind.name, key) not in self._storages:
            dtype = np.dtype(_STORAGES[kind.name])
            raw = self._storage(key, count * dtype.itemsize)
            self._storages[kind.name, key] = np.frombuffer(raw, dtype)
        self._stack.append(self._storages[kind.name, key])

    def _tensor(self, values: Any, offset: Any, sizes: Any, strides: Any) -> npt.NDArray[Any]:
        """Return the view [sizes] of the storage `values` from `offset`; strides are in elements.

        Raises TypeError or ValueError for arguments that do not describe such a view.
        """
        if not isinstance(values, np.ndarray) or values.ndim != 1:
            raise TypeError("a tensor without a storage")
        if len(sizes) != len(strides) or any(type(n) is not int or n < 0 for n in (offset, *sizes, *strides)):
            raise ValueError(f"a tensor of sizes {sizes}, strides {strides}, offset {offset}")
        if 0 in sizes:
            return np.empty(sizes, values.dtype)
        last = offset + sum((size - 1) * stride for size, stride in zip(sizes, strides, strict=True))
        if last >= len(values):
            raise ValueError(f"a tensor that reaches to {last} of {len(values)} values")
        if math.prod(sizes) > max(len(values), _REPEATED):
            raise ValueError(f"a tensor of sizes {sizes} over {len(values)} values")
        steps = [stride * values.itemsize for stride in strides]
        return np.lib.stride_tricks.as_strided(values[offset:], sizes, steps, writeable=False)
