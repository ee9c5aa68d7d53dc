"""The audit log: one JSON object a line, in a file that does not grow without bound."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sarai_mqtt.core.audit import AuditEntry

log = logging.getLogger(__name__)

MAX_BYTES, OLDER = 1_000_000, 1


class _TellsOnce(RotatingFileHandler):
    told = False

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
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "audit.jsonl"
        path.touch(mode=0o600)
        self._file = _TellsOnce(path, maxBytes=max_bytes, backupCount=OLDER, encoding="utf-8")

    def note(self, entry: AuditEntry) -> None:
        """Write one line."""
        line = json.dumps(
            {"time": self._now().isoformat(timespec="seconds"), **asdict(entry)}, ensure_ascii=False
        )
        self._file.handle(logging.makeLogRecord({"msg": "%s", "args": (line,)}))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
