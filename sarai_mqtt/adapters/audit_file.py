"""The audit log: one JSON object a line, in a file that does not grow without bound."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sarai_mqtt.core.audit import AuditEntry

log = logging.getLogger(__name__)

MAX_BYTES, OLDER = 1_000_000, 1


class _PrivateFile(RotatingFileHandler):
    told = False

    def _open(self) -> TextIOWrapper:
        """Open the file, or the next one: nobody else may read it."""
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(private, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the base's
        """Tell of the first entry that could not be written."""
        if not self.told:
            self.told = True
            log.warning("the audit log %s cannot be written", self.baseFilename)


class AuditFile:
    """The Audit of `ports`: `<folder>/audit.jsonl`, and one older file of the same size (1 MB).

    Entries are written as they come; a disk that fails is told once and costs nothing else.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime], max_bytes: int = MAX_BYTES) -> None:
        self._now = now
        path = folder / "audit.jsonl"
        self._file = _PrivateFile(path, maxBytes=max_bytes, backupCount=OLDER, delay=True)

    def note(self, entry: AuditEntry) -> None:
        """Write one line."""
        line = json.dumps(
            {"time": self._now().isoformat(timespec="seconds"), **asdict(entry)}, ensure_ascii=False
        )
        self._file.handle(logging.makeLogRecord({"msg": "%s", "args": (line,)}))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
