"""The audit log: one JSON object per line, in a private file of limited size."""

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

# Size at which a new file is begun, and number of older files kept.
MAX_BYTES, OLDER_FILES = 1_000_000, 1


class _PrivateFile(RotatingFileHandler):
    warned = False

    def _open(self) -> TextIOWrapper:
        """Open the log file, creating it (0600) and its folder (0700) for the owner only."""
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(private, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the base class's
        """Log a warning for the first entry that cannot be written; ignore later failures."""
        if not self.warned:
            self.warned = True
            log.warning("the audit log %s cannot be written", self.baseFilename)


class AuditFile:
    """The `Audit` port: `<folder>/audit.jsonl`, and one older file of the same size (1 MB by default).

    Each entry is written at once. A disk error is logged the first time and otherwise ignored.

    Args:
        folder: created when the first entry is written.
        now: returns the time that an entry is stamped with.
        max_bytes: size at which the file becomes the older one and a new one is begun.

    """

    def __init__(self, folder: Path, now: Callable[[], datetime], max_bytes: int = MAX_BYTES) -> None:
        self._now = now
        path = folder / "audit.jsonl"
        self._file = _PrivateFile(path, maxBytes=max_bytes, backupCount=OLDER_FILES, delay=True)

    def note(self, entry: AuditEntry) -> None:
        """Append `entry` as one line, with the time in ISO 8601 to the second."""
        line = json.dumps(
            {"time": self._now().isoformat(timespec="seconds"), **asdict(entry)}, ensure_ascii=False
        )
        self._file.handle(logging.makeLogRecord({"msg": "%s", "args": (line,)}))

    def close(self) -> None:
        """Close the log file."""
        self._file.close()
