"""Reads the settings file as plain data, before its fields are checked."""

import os
from pathlib import Path
from typing import Any

from sarai_mqtt.config.yaml_documents import read_yaml, written_value
from sarai_mqtt.core.documents import BadDocument
from sarai_mqtt.core.errors import ConfigError

_PATHS = (
    ("mqtt", "ca_file"),
    ("mqtt", "cert_file"),
    ("mqtt", "key_file"),
    ("ha", "alarm_code_file"),
    ("home", "file"),
    ("home", "sentences"),
    ("state", "dir"),
    ("models", "catalogue"),
    ("models", "cache_dir"),
)


def read_settings_file(file: Path) -> dict[str, Any]:
    """Return the table in `file` as plain data; its relative paths start at the folder of the file.

    Raises ConfigError: `config_unreadable`, `config_invalid`.
    """
    try:
        text = file.read_text(encoding="utf-8")
        data = read_yaml(text) or {}
    except (BadDocument, UnicodeDecodeError, OSError) as exc:
        raise ConfigError("config_unreadable", f"{file} cannot be read: {exc}", "Correct the file.") from None
    if not isinstance(data, dict):
        raise ConfigError("config_invalid", f"{file} must be a table of settings.", "Correct the file.")
    if isinstance(data.get("emergency_number"), int):
        data["emergency_number"] = _as_written(data["emergency_number"], text)
    places = [(data, "language_packs"), *((data.get(group), key) for group, key in _PATHS)]
    if isinstance(files := data.get("files"), dict):
        places += [(entry, "path") for entry in files.values()]
    for table, key in places:
        if isinstance(table, dict) and isinstance(table.get(key), str):
            table[key] = os.path.normpath(file.resolve().parent / Path(table[key]).expanduser())
    return data


def _as_written(number: int, text: str) -> str:
    """Return the emergency number as the file `text` writes it.

    Raises ConfigError `config_invalid` if YAML reads another number (061 as 49).
    """
    written = written_value(text, "emergency_number")
    if str(number) != written:
        raise ConfigError(
            "config_invalid",
            f"emergency_number: YAML reads {written or 'it'} as the number {number}.",
            f'Write it in quotes: emergency_number: "{written}".',
        )
    return written
