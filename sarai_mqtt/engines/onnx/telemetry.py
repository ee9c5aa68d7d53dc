"""Keeps ONNX Runtime's telemetry off, and finds the files that it left.

From 1.29 on its wheels write a persistent device id and a database of events to the user's cache folder as
soon as they load, and send the events. Only `VARIABLE`, set in the environment before they load, prevents it:
the library's own `disable_telemetry_events()` comes too late. The telemetry is silent where `CI` is set, so
tests may never notice it.
"""

import os
import sys
from pathlib import Path

from sarai_mqtt.core.errors import ConfigError

VARIABLE = "ORT_DISABLE_TELEMETRY"
_ON = ("1", "true", "yes", "on", "y")
_DATABASE = "onnxruntime.db"
# The persistent id, its lock and unfinished copies; the events, and SQLite's own files beside them.
_FILES = ("deviceid", "deviceid.lock", "deviceid.tmp.*", _DATABASE, f"{_DATABASE}-*")

# Judged once, as this package is imported: later the variable is always set.
_late = "onnxruntime" in sys.modules and os.environ.get(VARIABLE, "").strip().lower() not in _ON


def turn_off() -> None:
    """Set the variable for this process and its children, whatever value the user gave it.

    The package does so when it is imported, before any module of it can load the library.
    """
    os.environ[VARIABLE] = "1"


def require_off() -> None:
    """Raise ConfigError (`telemetry_on`) if ONNX Runtime's telemetry may be active in this process.

    It may be if the library was loaded before this package and without the variable; it is if its database is
    open, which also reveals a version that ignores the variable.
    """
    if _late:
        raise ConfigError(
            "telemetry_on",
            "onnxruntime was loaded before sarai_mqtt could turn its telemetry off.",
            f"Import sarai_mqtt before onnxruntime, or start Python with {VARIABLE}=1.",
        )
    if _database_is_open():
        raise ConfigError(
            "telemetry_on",
            f"onnxruntime has its telemetry's database open in spite of {VARIABLE}.",
            "Install the version that deploy/locks names.",
        )


def folder() -> Path:
    """Return the folder of the library's telemetry (as in its versions 1.29 to 1.32 on Linux)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "Microsoft" / "DeveloperTools" / ".onnxruntime"


def traces() -> list[Path]:
    """Return the telemetry files in that folder, whichever program left them."""
    return sorted(file for pattern in _FILES for file in folder().glob(pattern) if file.is_file())


def remove_traces() -> list[Path]:
    """Remove `traces`, and their folder if it is then empty. Return the removed files. Raises OSError."""
    removed = traces()
    for file in removed:
        file.unlink()
    if removed and not any(folder().iterdir()):
        folder().rmdir()
    return removed


def _database_is_open() -> bool:
    """Return True if this process has the telemetry database open (seen on Linux only)."""
    for link in Path("/proc/self/fd").glob("*"):
        try:
            if link.readlink().name == _DATABASE:
                return True
        except OSError:  # closed just now
            continue
    return False
