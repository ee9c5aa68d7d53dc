"""A language pack in a folder of its own, to be spoilt by a test."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sarai_mqtt import languages
from sarai_mqtt.languages import packs
from sarai_mqtt.languages.conformance import TO_FILL
from sarai_mqtt.languages.new_pack import write_pack


@contextmanager
def copied_pack(code: str, into: Path) -> Iterator[Path]:
    """Yield the folder of a copy of English, without marks, among the packs for the length of the block."""
    folder = into / code
    for name, text in _copy_of_english(code).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with packs_in(into):
        yield folder


@cache
def _copy_of_english(code: str) -> Mapping[Path, str]:
    """Return the texts of the files of a copy, without marks, by their path in it."""
    with TemporaryDirectory() as into:
        folder, _ = write_pack(code, Path(into))
        return {
            path.relative_to(folder): path.read_text("utf-8").replace(f"  {TO_FILL}", "")
            for path in folder.rglob("*")
            if path.is_file()
        }


@contextmanager
def packs_in(folder: Path) -> Iterator[None]:
    """Let the packs in `folder` be among those there are for the length of the block."""
    with forgotten_packs(folder):
        packs.add_folder(folder)
        yield


@contextmanager
def forgotten_packs(folder: Path) -> Iterator[None]:
    """Forget the packs in `folder`, which the block may have added, at its end."""
    before = list(languages.__path__)
    try:
        yield
    finally:
        languages.__path__[:] = before
        packs.available.cache_clear()
        _forget_what_was_made_of_them()
        for code in {path.name for path in folder.iterdir()} - set(packs.available()):
            vars(languages).pop(code, None)
            for name in [n for n in sys.modules if f"{n}.".startswith(f"sarai_mqtt.languages.{code}.")]:
                del sys.modules[name]


def _forget_what_was_made_of_them() -> None:
    """Clear each cached function of the package: the next test may have another pack of the same code."""
    for name, module in list(sys.modules.items()):
        if name.startswith("sarai_mqtt."):
            for value in vars(module).values():
                if getattr(value, "__module__", "") == name and hasattr(value, "cache_clear"):
                    value.cache_clear()
