"""Named roles in ONNX files: whoever runs one does not know which file or branch it lives in (DESIGN §2).

A file either is one role, or is a shared model (`export/shared.py`) whose metadata lists its roles; then all
of them run in the one session of that file.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from sarai_mqtt.adapters.onnx.session import open_session
from sarai_mqtt.core.errors import ModelError

ROLES_KEY = "sarai.roles"
TASK = "task"

Values = Mapping[str, ort.OrtValue]
Shape = tuple[int | str | None, ...]


def values(**arrays: npt.NDArray[Any]) -> dict[str, ort.OrtValue]:
    """Make arrays ready to be fed."""
    return {name: ort.OrtValue.ortvalue_from_numpy(array) for name, array in arrays.items()}


@dataclass(frozen=True, slots=True)
class RoleFile:
    """Where a role lives: an ONNX file, and its name in there ("" when the file is that role alone)."""

    path: Path
    role: str = ""


class Role:
    """One function of a loaded model. Calls share no state, so any thread may make them.

    `inputs` and `outputs` give the shape of each value by name, a string or None for a free dimension.
    """

    def __init__(self, session: ort.InferenceSession, role: str, task: int | None, file: str) -> None:
        self._session = session
        self._prefix = f"{role}." if role else ""
        self._task = {} if task is None else values(**{TASK: np.array(task, np.int64)})
        self.name = f"{file}#{role}" if role else file
        # inputs with a default are initializers that may be overridden
        self.inputs = self._own([*session.get_inputs(), *session.get_overridable_initializers()])
        self.outputs = self._own(session.get_outputs())
        self._wanted = [self._prefix + name for name in self.outputs]

    def run(self, feeds: Values, options: ort.RunOptions) -> dict[str, ort.OrtValue]:
        """Give every output by name. Raises what onnxruntime raises, also when `options` end the run."""
        named = {self._prefix + name: value for name, value in feeds.items()} | self._task
        results = self._session.run_with_ort_values(self._wanted, named, options)
        return dict(zip(self.outputs, results, strict=True))

    def expect(self, inputs: Iterable[str], outputs: Iterable[str]) -> "Role":
        """Give this role back if it has just these values. Raises ModelError `model_shape`."""
        found, wanted = (list(self.inputs), list(self.outputs)), (list(inputs), list(outputs))
        if found != wanted:
            raise ModelError(
                "model_shape",
                f"{self.name} takes {found[0]} and gives {found[1]}; "
                f"it should take {wanted[0]} and give {wanted[1]}.",
                "Run `sarai-mqtt models build`.",
            )
        return self

    def _own(self, values: Iterable[ort.NodeArg]) -> dict[str, Shape]:
        mine = (value for value in values if value.name.startswith(self._prefix) and value.name != TASK)
        return {value.name.removeprefix(self._prefix): tuple(value.shape) for value in mine}


class Roles:
    """Opens each file once, however many roles are taken from it."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._sessions: dict[Path, ort.InferenceSession] = {}

    def open(self, file: RoleFile) -> Role:
        """Give a role. Raises ModelError (`model_missing`, `model_unreadable`, `model_role`)."""
        if file.path not in self._sessions:
            self._sessions[file.path] = open_session(file.path, self._threads)
        session = self._sessions[file.path]
        if not file.role:
            return Role(session, "", None, file.path.name)
        tasks = json.loads(session.get_modelmeta().custom_metadata_map.get(ROLES_KEY, "{}"))
        if file.role not in tasks:
            raise ModelError(
                "model_role",
                f"{file.path.name} has no role {file.role!r} (it has: {', '.join(tasks) or 'none'}).",
                "Correct the profile in sarai.yaml.",
            )
        return Role(session, file.role, tasks[file.role], file.path.name)
