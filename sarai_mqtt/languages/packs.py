"""The language packs that there are, and the one way to read them."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from sarai_mqtt import languages
from sarai_mqtt.core.errors import BadInput, ConfigError, SaraiError
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import CodeParts, LanguagePack, may_lack, sections

log = logging.getLogger(__name__)

T = TypeVar("T")

UNKNOWN_LANGUAGE = "unknown_language"
"""The code of the error, and the reason against acting, in a language without a pack."""


@cache
def available() -> tuple[str, ...]:
    """Return the codes of the languages that have a pack, sorted."""
    found = {path.parent.name for folder in languages.__path__ for path in Path(folder).glob("*/words.yaml")}
    return tuple(sorted(found))


def add_folder(folder: Path) -> None:
    """Look for packs in `folder`, too; those of this package come first.

    A pack is code: it is executed when it is loaded.
    """
    if str(folder) not in languages.__path__:
        for code in available():
            if (folder / code / "words.yaml").is_file():
                log.warning("the pack %s in %s is not used: there is one already", code, folder)
        languages.__path__.append(str(folder))
        available.cache_clear()


def folder_of(language: str) -> Path:
    """Return the folder of the pack of `language`. Raises BadInput (`unknown_language`)."""
    if language not in available():
        raise unknown_language(language, "There is no pack", available())
    folders = (Path(folder) / language for folder in languages.__path__)
    return next(folder for folder in folders if (folder / "words.yaml").is_file())


def is_outside(language: str) -> bool:
    """Return True if the pack of `language` is the user's own. Raises BadInput (`unknown_language`)."""
    return folder_of(language).parent != Path(languages.__path__[0])


def pack(language: str, lacking: str = "There is no pack") -> LanguagePack:
    """Return the pack of `language`, loaded on first use.

    The only way to what a language has: there is no default, so that an unknown language fails closed
    (docs/adr/0024). Raises BadInput (`unknown_language`; `lacking` begins its reason), ConfigError
    (`language_incomplete`).
    """
    if language not in available():
        raise unknown_language(language, lacking, available())
    return _load(language)


def part_of_each(name: str, kind: type[T]) -> list[T]:
    """Return the file `name` of every pack there is, without loading the rest of any.

    For what must look in every language, whichever are in use. Raises ConfigError (`language_incomplete`).
    """
    return [PackFiles(folder_of(language)).read(name, kind) for language in available()]


def entry_for(table: Mapping[str, T], language: str, lacking: str = "There are no tables") -> T:
    """Return the entry for `language` of a table that was made for the languages in use.

    It has no default, as `pack` has none. Raises BadInput (`unknown_language`; `lacking` begins its reason).
    """
    if language not in table:
        raise unknown_language(language, lacking, table)
    return table[language]


def unknown_language(language: str, lacking: str, known: Iterable[str]) -> BadInput:
    """Return the error of a language for which there is not what `lacking` names, but for those `known`."""
    return BadInput(
        UNKNOWN_LANGUAGE, f"{lacking} for the language {language!r}.", f"Use one of: {', '.join(known)}."
    )


@cache
def _load(language: str) -> LanguagePack:
    return load(PackFiles(folder_of(language)))


def load(files: PackFiles, tolerate: Callable[[ConfigError], None] | None = None) -> LanguagePack:
    """Return the pack of the language that the folder of `files` is named after, with these files.

    Raises ConfigError (`language_incomplete`). With `tolerate`, a section at fault is None instead, and
    `tolerate` is called with its error, so that the faults of all are found at once.
    """
    code = files.folder.name
    found: dict[str, Any] = {name: _section(files, name, kind, tolerate) for name, kind in sections().items()}
    with faults_in(files.folder):
        parts = import_module(f"sarai_mqtt.languages.{code}").code_parts(files)
    if not isinstance(parts, CodeParts):
        raise ConfigError(
            "language_incomplete",
            f"{code}/__init__.py: code_parts returns no CodeParts.",
            "Take en/ for a model.",
        )
    found |= {field.name: getattr(parts, field.name) for field in fields(CodeParts)}
    return LanguagePack(code=code, **found)


def _section(
    files: PackFiles, name: str, kind: type[T], tolerate: Callable[[ConfigError], None] | None
) -> T | None:
    file = f"{name}.yaml"
    if may_lack(name) and not (files.folder / file).is_file():
        return None
    try:
        return files.read(file, kind)
    except ConfigError as error:
        if tolerate is None:
            raise
        tolerate(error)
        return None


@contextmanager
def faults_in(folder: Path) -> Iterator[None]:
    """Turn what the code of the pack in `folder` raises into ConfigError (`language_incomplete`)."""
    try:
        yield
    except SaraiError:
        raise
    except Exception as error:  # a pack may be anybody's code
        raise ConfigError(
            "language_incomplete",
            f"{_place_of(error, folder)}: {str(error) or type(error).__name__}.",
            "Take en/ for a model.",
        ) from error


def _place_of(error: BaseException, folder: Path) -> str:
    """Return the file and line of the pack's code at which `error` arose."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(folder):
        return f"{folder.name}/{Path(error.filename).name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    if not own:  # it has no `code_parts`, for one
        return f"{folder.name}/__init__.py"
    return f"{folder.name}/{Path(own[-1].filename).name}, line {own[-1].lineno}"
