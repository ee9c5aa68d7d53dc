"""Reader of the weights of a Hugging Face folder: `model.safetensors`, or the files that its index names."""

from pathlib import Path

import ml_dtypes
import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import ModelError, SaraiError
from sarai_mqtt.models.export.graph import Array

_SINGLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
# The format's names of types; the library's own reader into numpy does not support bfloat16.
_TYPES: dict[str, npt.DTypeLike] = {
    "F64": np.float64,
    "F32": np.float32,
    "F16": np.float16,
    "BF16": ml_dtypes.bfloat16,
}


def found(folder: Path) -> bool:
    """Return True if `folder` has weights in this format."""
    return any((folder / name).is_file() for name in (_SINGLE, _INDEX))


def read(folder: Path) -> dict[str, Array]:
    """Return all float tensors of `folder` by name.

    Raises as `read_file` does; ModelError `model_damaged` for an index that cannot be used.
    """
    return {name: tensor for path in _files(folder) for name, tensor in read_file(path).items()}


def read_file(path: Path) -> dict[str, Array]:
    """Return all float tensors of a file by name, in their own type; bfloat16 is `ml_dtypes.bfloat16`.

    Raises SaraiError `extra_missing` without the extra `export`; ModelError: `model_missing`,
    `model_damaged`.
    """
    try:
        from safetensors import SafetensorError, deserialize  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SaraiError(
            "extra_missing",
            "Reading safetensors needs the package safetensors.",
            'Run `pip install "sarai-mqtt[export]"`.',
        ) from error
    try:
        entries = deserialize(path.read_bytes())
    except SafetensorError as error:
        raise ModelError("model_damaged", f"{path} is no whole safetensors file: {error}.") from error
    except FileNotFoundError as error:
        raise ModelError("model_missing", f"There is no {path}, which the index names.") from error
    return {
        name: np.frombuffer(entry["data"], _TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in entries
        if entry["dtype"] in _TYPES
    }


def _files(folder: Path) -> list[Path]:
    if (folder / _SINGLE).is_file():
        return [folder / _SINGLE]
    path = folder / _INDEX
    try:
        names = sorted(set(read_json(path.read_text(encoding="utf-8"))["weight_map"].values()))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError("model_damaged", f"{path} has no table weight_map of files.") from error
    if any(type(name) is not str or Path(name).name != name for name in names):
        raise ModelError("model_damaged", f"{path} names files outside its folder.")
    return [folder / name for name in names]
