"""Keeps ONNX Runtime's telemetry off, and finds what it left.

From 1.29 on its wheels write a lasting device id and a database of events below the user's cache folder as
soon as they load, and send the events. Only `VARIABLE` in the environment before they load prevents it: its
own `disable_telemetry_events()` comes too late. It is silent where `CI` is set, so tests may never see it.
"""

import os
import sys
from pathlib import Path

from sarai_mqtt.core.errors import ConfigError

VARIABLE = "ORT_DISABLE_TELEMETRY"
_ON = ("1", "true", "yes", "on", "y")
_DATABASE = "onnxruntime.db"
# The lasting id, its lock and unfinished copies; the events, and SQLite's own files beside them.
_FILES = ("deviceid", "deviceid.lock", "deviceid.tmp.*", _DATABASE, f"{_DATABASE}-*")

# Judged once, as this package is imported: later the variable is always set.
_late = "onnxruntime" in sys.modules and os.environ.get(VARIABLE, "").strip().lower() not in _ON


def turn_off() -> None:
    """Set the variable for this process and its children, over a value of the user's.

    The package does so when it is imported, so before any module of it can load the library.
    """
    os.environ[VARIABLE] = "1"


def require_off() -> None:
    """Raise ConfigError (`telemetry_on`) if ONNX Runtime's telemetry may be at work in this process.

    It may when the library was there before this package, without the variable; it is when its database is
    open, which also tells of a version that does not obey.
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
    """Give where the library keeps what it has to tell (in its versions 1.29 to 1.32 on Linux)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "Microsoft" / "DeveloperTools" / ".onnxruntime"


def traces() -> list[Path]:
    """Give the files that the library left there, by whichever program."""
    return sorted(file for pattern in _FILES for file in folder().glob(pattern) if file.is_file())


def remove_traces() -> list[Path]:
    """Remove `traces`, and their folder if nothing else is in it; give what was removed. Raises OSError."""
    removed = traces()
    for file in removed:
        file.unlink()
    if removed and not any(folder().iterdir()):
        folder().rmdir()
    return removed


def _database_is_open() -> bool:
    """Look at this process's open files (Linux)."""
    for link in Path("/proc/self/fd").glob("*"):
        try:
            if link.readlink().name == _DATABASE:
                return True
        except OSError:  # closed just now
            continue
    return False
