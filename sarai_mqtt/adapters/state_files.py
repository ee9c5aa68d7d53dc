"""Small things kept over a restart: one JSON file each."""

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

from sarai_mqtt.core.documents import read_json

log = logging.getLogger(__name__)


class StateFiles:
    """The Store of `ports`: `<folder>/<name>.json`, readable by nobody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._saving = threading.Lock()

    def load(self, name: str) -> Any:
        """Give what was saved; None when nothing was. A file that cannot be read is logged and left alone."""
        try:
            return read_json(self._path(name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("%s cannot be read (%s): it counts as empty", self._path(name), type(error).__name__)
            return None

    def save(self, name: str, value: Any) -> None:
        """Write beside the file, then put it in its place: a power cut leaves the old one or the new one.

        On any thread.
        """
        path = self._path(name)
        part = path.with_suffix(".part")
        with self._saving:
            self._write(path, part, value)

    def _write(self, path: Path, part: Path, value: Any) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(private, "w", encoding="utf-8") as file:
                json.dump(value, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            log.warning("%s cannot be written (%s): it is lost at a restart", path, error.strerror)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
