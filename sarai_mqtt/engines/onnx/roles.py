"""Model roles (speech encoder, Talker, ...) in ONNX files; an engine runs a role without knowing its file.

A file is either one role, or a shared model (`models/export/shared.py`) whose metadata lists its roles. All
roles of a shared model run in one session, and an input `task` selects the branch of the graph.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.contracts import Contract, Value
from sarai_mqtt.engines.onnx.session import open_session

ROLES_KEY = "sarai.roles"
TASK = "task"

Values = Mapping[str, ort.OrtValue]

_FLOATS = {"float": "float32", "double": "float64"}  # onnxruntime's names that are not numpy's


def values(**arrays: npt.NDArray[Any]) -> dict[str, ort.OrtValue]:
    """Return `arrays` as the OrtValues that `Role.run` takes."""
    return {name: ort.OrtValue.ortvalue_from_numpy(array) for name, array in arrays.items()}


@dataclass(frozen=True, slots=True)
class RoleFile:
    """Location of a role: an ONNX file, and the role's name in it ("" if the file is that role alone)."""

    path: Path
    role: str = ""


class Role:
    """One function of a loaded model. Thread-safe: calls share no state.

    `inputs` and `outputs` hold the type and shape of each value by name. `task` is the role's number in a
    shared model, None for a file that is one role.
    """

    def __init__(self, session: ort.InferenceSession, role: str, task: int | None, file: str) -> None:
        self._session = session
        self._prefix = f"{role}." if role else ""
        self._task = {} if task is None else values(**{TASK: np.array(task, np.int64)})
        self.name = f"{file}#{role}" if role else file
        # In a shared model all inputs have a default, so they are overridable initializers. In other files
        # these may also be weights, which are told apart by having no free dimension.
        defaults = [
            value
            for value in session.get_overridable_initializers()
            if role or not all(isinstance(size, int) for size in value.shape)
        ]
        self.inputs = self._values_of_role([*session.get_inputs(), *defaults])
        self.outputs = self._values_of_role(session.get_outputs())
        self._output_names = [self._prefix + name for name in self.outputs]

    @property
    def metadata(self) -> Mapping[str, str]:
        """The metadata of the file."""
        found: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map
        return found

    def run(self, feeds: Values, options: ort.RunOptions) -> dict[str, ort.OrtValue]:
        """Run the role and return every output by name.

        Raises onnxruntime's exceptions, also if `options.terminate` is set during the run.
        """
        named = {self._prefix + name: value for name, value in feeds.items()} | self._task
        results = self._session.run_with_ort_values(self._output_names, named, options)
        return dict(zip(self.outputs, results, strict=True))

    def expect(self, contract: Contract) -> "Role":
        """Return this role if it fits `contract`. Raises ModelError `model_shape` listing each mismatch."""
        if wrong := contract.mismatches(self.inputs, self.outputs):
            raise _shape_error(f"{self.name} cannot be the {contract.role}: {'; '.join(wrong)}.")
        return self

    def feeds(self, consumer: "Role", names: Iterable[str]) -> None:
        """Raise ModelError `model_shape` unless this role's outputs `names` fit the inputs of `consumer`."""
        wrong = [
            f"{name} is {produced or 'missing'} in {self.name} and {consumed or 'missing'} in {consumer.name}"
            for name in names
            for produced, consumed in [(self.outputs.get(name), consumer.inputs.get(name))]
            if produced is None or consumed is None or not _compatible(produced, consumed)
        ]
        if wrong:
            raise _shape_error(f"{self.name} does not go with {consumer.name}: {'; '.join(wrong)}.")

    def __str__(self) -> str:
        consumed, produced = (
            ", ".join(f"{name} {value}" for name, value in side.items())
            for side in (self.inputs, self.outputs)
        )
        return f"{self.name}: {consumed} -> {produced}"

    def _values_of_role(self, values: Iterable[ort.NodeArg]) -> dict[str, Value]:
        own = (value for value in values if value.name.startswith(self._prefix) and value.name != TASK)
        return {value.name.removeprefix(self._prefix): _value(value) for value in own}


def roles_in(path: Path) -> frozenset[str]:
    """Return the roles that a file lists, none if it is not a shared model; the file is closed again.

    Raises ModelError (`model_missing`, `model_unreadable`).
    """
    return frozenset(_tasks(open_session(path, threads=1), path.name))


def _tasks(session: ort.InferenceSession, file: str) -> dict[str, int]:
    text = session.get_modelmeta().custom_metadata_map.get(ROLES_KEY, "{}")
    try:
        return {str(role): int(task) for role, task in read_json(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise ModelError(
            "model_unreadable",
            f"{file} should list its roles as a JSON object of numbers, not {text[:40]!r}.",
            f"Correct its metadata {ROLES_KEY}.",
        ) from None


def _value(declared: ort.NodeArg) -> Value:
    kind = declared.type.removeprefix("tensor(").removesuffix(")")
    return Value(_FLOATS.get(kind, kind), tuple(declared.shape))


def _compatible(produced: Value, consumed: Value) -> bool:
    return (
        produced.type == consumed.type
        and len(produced.shape) == len(consumed.shape)
        and all(
            a == b or not isinstance(a, int) or not isinstance(b, int)
            for a, b in zip(produced.shape, consumed.shape, strict=True)
        )
    )


def _shape_error(reason: str) -> ModelError:
    return ModelError(
        "model_shape",
        reason,
        "Name files that fit in the profile (sarai.yaml), or leave the role out to borrow it.",
    )


class RoleLoader:
    """Opens roles, loading each file only once; `threads` are the intra-op threads of each session."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._sessions: dict[Path, ort.InferenceSession] = {}

    def open(self, file: RoleFile) -> Role:
        """Return a role. Raises ModelError (`model_missing`, `model_unreadable`, `model_role`)."""
        if file.path not in self._sessions:
            self._sessions[file.path] = open_session(file.path, self._threads)
        session = self._sessions[file.path]
        if not file.role:
            return Role(session, "", None, file.path.name)
        tasks = _tasks(session, file.path.name)
        if file.role not in tasks:
            raise ModelError(
                "model_role",
                f"{file.path.name} has no role {file.role!r} (it has: {', '.join(tasks) or 'none'}).",
                "Correct the profile in sarai.yaml.",
            )
        return Role(session, file.role, tasks[file.role], file.path.name)
