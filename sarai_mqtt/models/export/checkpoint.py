"""A published model: its `config.json`, and its weights, which are read by name with their shapes checked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ValidationError

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import safetensors_folder, torch_file
from sarai_mqtt.models.export.graph import Array

Floats = npt.NDArray[np.float32]
Config = TypeVar("Config", bound=BaseModel)
# Names of magnitude and direction in torch.nn.utils.weight_norm, and in
# torch.nn.utils.parametrizations.weight_norm.
_WEIGHT_NORMS = (
    ("weight_g", "weight_v"),
    ("parametrizations.weight.original0", "parametrizations.weight.original1"),
)
_NOT_LEARNT = (".filter", *(magnitude for magnitude, _ in _WEIGHT_NORMS))  # magnitudes are folded in
_NAMED = 5  # at most so many names are listed in an error
_OTHER_MODEL = "Give the weights and the config.json of one and the same model."


class Weights:
    """The tensors of `file`, returned as float32 and checked against the shape that the caller expects.

    Remembers which were read, to detect weights that the config does not use.
    """

    def __init__(self, tensors: Mapping[str, Array], file: Path) -> None:
        self._tensors = tensors
        self._file = file
        self._asked: set[str] = set()

    @property
    def parameters(self) -> int:
        """Number of learnt weights read so far, without filters and magnitudes of weight normalisation."""
        return sum(self._tensors[name].size for name in self._asked if not name.endswith(_NOT_LEARNT))

    def __contains__(self, name: str) -> bool:
        """Return True if there is a tensor `name`."""
        return name in self._tensors

    def get(self, name: str, *shape: int) -> Floats:
        """Return the tensor `name` as float32 [*shape].

        Raises ModelError: `model_damaged` if there is none, `model_shape` if it has another shape.
        """
        if name not in self._tensors:
            raise ModelError(
                "model_damaged", f"{self._file} has no weights {name} {list(shape)}.", _OTHER_MODEL
            )
        self._asked.add(name)
        found = self._tensors[name]
        if found.shape != shape:
            raise ModelError(
                "model_shape",
                f"{name} in {self._file} is {list(found.shape)}, expected {list(shape)}.",
                _OTHER_MODEL,
            )
        return found.astype(np.float32)

    def kernel(self, layer: str, *shape: int) -> Floats:
        """Return `layer`.weight as float32 [*shape], computed from weight normalisation if the file has that.

        It is g * v / |v| per index of the first axis (Salimans and Kingma, "Weight Normalization", 2016,
        equation 2). Raises ModelError as `get` does.
        """
        for magnitude, direction in _WEIGHT_NORMS:
            if f"{layer}.{direction}" in self:
                v = self.get(f"{layer}.{direction}", *shape).astype(np.float64)
                g = self.get(f"{layer}.{magnitude}", shape[0], *(1 for _ in shape[1:]))
                lengths = np.sqrt((v**2).sum(axis=tuple(range(1, v.ndim)), keepdims=True))
                folded: Floats = (g * v / lengths).astype(np.float32)
                return folded
        return self.get(f"{layer}.weight", *shape)

    def refuse_rest(self, under: str, but: tuple[str, ...]) -> None:
        """Raise ModelError `model_shape` if a tensor whose name starts with `under` was never read.

        Names that end with one of `but` are ignored.
        """
        rest = sorted(
            name
            for name in self._tensors
            if name.startswith(under) and name not in self._asked and not name.endswith(but)
        )
        if rest:
            told = ", ".join(rest[:_NAMED]) + (f" and {len(rest) - _NAMED} more" if rest[_NAMED:] else "")
            raise ModelError(
                "model_shape", f"{self._file} has weights the config does not use: {told}.", _OTHER_MODEL
            )


def load(model: Path, names: Sequence[str], kind: type[Config]) -> tuple[Config, Weights]:
    """Read the weights file `model`, or the first of `names` in that folder, and the config.json beside it.

    `kind` is the class of the config. A file that is not `.safetensors` is read as a torch checkpoint: a
    state dict, or one under the key `generator`. Raises ModelError: `model_missing`, `model_config`, and
    those of the file's format; SaraiError `extra_missing` for safetensors without the extra `export`.
    """
    file = next((model / name for name in names if (model / name).is_file()), model)
    if not file.is_file():
        raise ModelError(
            "model_missing",
            f"{model} is neither a weights file nor a folder with {' or '.join(names)}.",
            "Name the weights file itself with --model; its config.json must lie beside it.",
        )
    config = read_config(file.with_name("config.json"), kind)
    return config, Weights(_tensors(file), file)


def read_config(file: Path, kind: type[Config]) -> Config:
    """Read the JSON `file` as `kind`. Raises ModelError: `model_missing`; `model_config`, naming the keys."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(
            "model_missing", f"There is no {file}.", "Put the model's config.json beside its weights."
        ) from error
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        wrong = "; ".join(
            ": ".join([*filter(None, [".".join(map(str, each["loc"]))]), each["msg"]])
            for each in error.errors()
        )
        raise ModelError(
            "model_config",
            f"{file} is not a config this exporter understands: {wrong}.",
            "The exporter's section in docs/export.md lists the keys it needs.",
        ) from error


def _tensors(file: Path) -> Mapping[str, Array]:
    if file.suffix == ".safetensors":
        return safetensors_folder.read_file(file)
    saved = torch_file.read(file)
    if isinstance(saved, Mapping) and isinstance(saved.get("generator"), Mapping):
        saved = saved["generator"]
    if not isinstance(saved, Mapping):
        raise ModelError("model_damaged", f"{file} holds no state dict.", _OTHER_MODEL)
    return {name: array for name, array in saved.items() if isinstance(array, np.ndarray)}
