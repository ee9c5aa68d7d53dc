"""Writes deploy/locks/home-assistant-*.txt: `python deploy/lock_home_assistant.py`, a part of `make lock`.

Home Assistant's wheel lists the requirements of its core only; those of an integration are in the manifest of
that integration, and Home Assistant would install them at run time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from setup.home_assistant import EDITIONS, Edition

ROOT = Path(__file__).resolve().parents[1]
UV = str(Path(sys.executable).with_name("uv"))
# Integrations with requirements: those that every Home Assistant starts, and those of the tests' home.
INTEGRATIONS = (
    *(
        "backup",
        "brands",
        "conversation",
        "frontend",
        "hardware",
        "hassio",
        "image_upload",
        "infrared",
        "marketplace",
    ),
    *("network", "radio_frequency", "stream", "tts"),
    *(
        "generic_thermostat",
        "local_todo",
        "manual",
        "mqtt",
        "search",
        "shopping_list",
        "template",
        "universal",
    ),
)
# These have no wheel, and nothing here needs them.
LEFT_OUT = ("pymicro-vad", "pyspeex-noise", "pyturbojpeg")
# Packages whose version pinned by the older edition has no wheel for its Python, and the versions that have.
LATER = {"lru-dict": ">=1.4"}


def main() -> None:
    """Write the lock of each edition."""
    for edition in EDITIONS:
        with tempfile.TemporaryDirectory() as work:
            compile_lock(edition, Path(work))


def compile_lock(edition: Edition, work: Path) -> None:
    """Write the lock file of `edition`, resolved within its own constraints; `work` is an empty folder."""
    pin = f"homeassistant=={edition.version}"
    python = ".".join(map(str, edition.python))
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*fetch, f"--python-version={python}", f"--dest={work}", pin], check=True)
    with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
        constraints = wheel.read("homeassistant/package_constraints.txt").decode().splitlines()
        names = [pin, *sorted(requirements(wheel))]
    kept = [line for line in constraints if line.partition("==")[0] not in LATER]
    (work / "constraints.txt").write_text("\n".join(kept), encoding="utf-8")
    (work / "later.txt").write_text("\n".join(map("".join, LATER.items())), encoding="utf-8")
    (work / "names.in").write_text("\n".join(names), encoding="utf-8")
    options = ["--generate-hashes", "--no-annotate", "--no-emit-index-url", "--only-binary=:all:"]
    head = ["--quiet", "--custom-compile-command=make lock", f"--python-version={python}"]
    options += ["--python-platform=linux", f"--override={work}/later.txt"]
    files = [f"--constraint={work}/constraints.txt", f"--output-file={edition.lock}", f"{work}/names.in"]
    subprocess.run([UV, "pip", "compile", *head, *options, *files], check=True, cwd=ROOT)


def requirements(wheel: zipfile.ZipFile) -> set[str]:
    """Return the requirements of `INTEGRATIONS` and of the integrations that they depend on."""
    names = set(wheel.namelist())
    found: set[str] = set()
    seen: set[str] = set()
    waiting = set(INTEGRATIONS)
    while waiting:
        name = waiting.pop()
        path = f"homeassistant/components/{name}/manifest.json"
        if name not in seen and path in names:
            manifest = json.loads(wheel.read(path))
            found |= set(manifest.get("requirements", []))
            waiting |= set(manifest.get("dependencies", []))
        seen.add(name)
    return {r for r in found if not r.lower().startswith(LEFT_OUT)}


if __name__ == "__main__":
    main()
