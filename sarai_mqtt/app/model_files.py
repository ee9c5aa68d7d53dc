"""Model files by name: artifacts of the catalogue, and the user's own files (settings under `files`)."""

import hashlib
import logging
from collections.abc import Collection, Mapping
from pathlib import Path

from sarai_mqtt.config.profiles import UserFile
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.models.store import ModelStore, open_store
from sarai_mqtt.satellites.status import ModelsState

log = logging.getLogger(__name__)


class ModelFiles:
    """The files of `store` and `own` in one namespace. Raises ConfigError `file_name_taken`."""

    def __init__(self, store: ModelStore, own: Mapping[str, UserFile]) -> None:
        for entry in store.list():
            if entry.artifact.name in own:
                raise ConfigError(
                    "file_name_taken",
                    f"files.{entry.artifact.name} has the name of an artifact of the catalogue.",
                    "Give your file another name in sarai.yaml.",
                )
        self._store = store
        self._own = own
        self._logged: set[str] = set()

    def path(self, name: str) -> Path:
        """Return the path of a file, checked against its sha256 on every call.

        A file of the user without a hash in the settings is used unchecked, and logged once.

        Raises ModelError: `model_missing`, `model_wrong_hash`, `model_unreadable`, or what `ModelStore.path`
        raises.
        """
        if name not in self._own:
            return self._store.path(name)
        own = self._own[name]
        data = own.path.with_name(f"{own.path.name}.data")
        self._check(f"files.{name}.sha256", own.path, own.sha256)
        if own.data_sha256 is not None or data.is_file():
            self._check(f"files.{name}.data_sha256", data, own.data_sha256)
        return own.path

    def pinned(self, name: str) -> bool:
        """Return True if hashes are given for the file and, if there is one, its `.data` file."""
        own = self._own.get(name)
        if own is None:
            return True
        has_data = own.path.with_name(f"{own.path.name}.data").is_file()
        return own.sha256 is not None and (own.data_sha256 is not None or not has_data)

    def fingerprint(self, names: Collection[str]) -> str:
        """Return 8 hexadecimal digits that identify the hashes pinned for the files `names`."""
        catalogued = self._store.list(name for name in names if name not in self._own)
        pins = {entry.artifact.name: entry.artifact.sha256 for entry in catalogued}
        pins |= {name: self._own[name].sha256 or "" for name in names if name in self._own}
        return hashlib.sha256(repr(sorted(pins.items())).encode()).hexdigest()[:8]

    def _check(self, setting: str, path: Path, pinned: str | None) -> None:
        if pinned is None and setting in self._logged:
            return
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            raise ModelError(
                "model_missing",
                f"Your model file {path} is not there.",
                f"Put it there, or correct {setting.rpartition('.')[0]} in sarai.yaml.",
            ) from None
        except OSError as error:
            raise ModelError(
                "model_unreadable", f"{path} cannot be read: {error.strerror}.", "Check its owner and mode."
            ) from error
        if pinned is None:
            self._logged.add(setting)
            log.warning("%s is not pinned: %s is used as it is, sha256 %s", setting, path.name, found)
        elif found != pinned:
            raise ModelError(
                "model_wrong_hash",
                f"Your model file {path} is not the one that {setting} pins: its sha256 is {found}.",
                "Restore the file, or correct the hash in sarai.yaml if the file is the right one.",
            )


def open_files(settings: Settings) -> ModelFiles:
    """Open the catalogue and the user's files that the settings name. Raises ConfigError."""
    store = open_store(settings.models.catalogue, settings.models.cache_dir)
    return ModelFiles(store, settings.files)


def verify_models(settings: Settings) -> ModelsState:
    """Check every file in use against its hash, about a second per gigabyte; nothing is downloaded.

    Faulty files are named in the note of the result. Raises ConfigError.
    """
    files, names, faults = open_files(settings), settings.artifacts(), []
    for name in names:
        try:
            files.path(name)
        except ModelError as error:
            faults.append(f"{error.reason} {error.remedy}")
    expected = f"set {files.fingerprint(names)}"
    found = f"{len(names) - len(faults)} of {len(names)} files" if faults else expected
    return ModelsState(found, expected, " ".join(faults))
