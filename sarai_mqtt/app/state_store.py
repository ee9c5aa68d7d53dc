"""Small values kept across restarts, one JSON file each."""

import json
import logging
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from sarai_mqtt.core.documents import read_json

log = logging.getLogger(__name__)


class StateStore:
    """The `Store` port: files `<folder>/<name>.json` that only their owner can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._saving = threading.Lock()
        self.damaged: list[str] = []
        """Names whose files could not be read; they were set aside as `<name>.json.damaged`."""

    def load(self, name: str) -> Any:
        """Return the value saved under `name`; None if there is none, or its file cannot be read.

        Such a file is logged, noted in `damaged` and set aside, so that the next value does not replace it.
        """
        try:
            return read_json(self._path(name).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("%s cannot be read (%s): it counts as empty", self._path(name), type(error).__name__)
            self.damaged.append(name)
            with suppress(OSError):
                self._path(name).replace(self._folder / f"{name}.json.damaged")
            return None

    def save(self, name: str, value: Any) -> None:
        """Save `value` under `name`: after a power cut the file holds the old value or the new one.

        Safe from any thread. A disk error is logged, not raised.
        """
        path = self._path(name)
        part = path.with_suffix(".part")
        with self._saving:
            self._write(path, part, value)

    def _write(self, path: Path, part: Path, value: Any) -> None:
        """Write `value` to `part` (mode 0600) and sync it, then rename it to `path`."""
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
