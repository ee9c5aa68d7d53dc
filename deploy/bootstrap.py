"""Makes the environment .venv: `python3 deploy/bootstrap.py [--dev | --export | --peers | --voice | --ha]`.

Standard library only. Everything is installed from deploy/locks by hash, with pip and the user's pip
settings. llama-cpp-python is compiled once; its wheel is kept in the user's cache folder. A run with nothing
to do returns at once.

`--dev` adds to .venv what `make test` needs, `--export` the extra of that name, which makes the models with
random weights for `make bench`.

The measurement of voices needs PyTorch, so it has its own environment, .venv-voice. So have the peers that
`make bench` compares with, .venv-peers: Piper among them is GPL, and no code of this project may import it.
For `make test-ha`, the packages that drive a browser are in .venv-ha, and Home Assistant is in the user's
cache folder.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the message for older versions
    sys.exit("Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 demo")

import argparse
import fcntl
import hashlib
import platform
import shlex
import shutil
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from setup import CACHE, debian, home_assistant, llama, torch
from setup.console import Console, Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "deploy" / "locks"
# Each extent of the set-up (also the name of its lock file), and the environment it is installed in.
VENVS = {
    "runtime": ROOT / ".venv",
    "export": ROOT / ".venv",
    "dev": ROOT / ".venv",
    "ha": ROOT / ".venv-ha",
    "peers": ROOT / ".venv-peers",
    "voice": ROOT / ".venv-voice",
}
# Extents that include all of another one.
WIDER = {"runtime": {"export", "dev"}, "export": {"dev"}}
STAMP = "sarai-setup"


def main() -> None:
    """Set up the environment that the arguments name; exit with a reason and a remedy if that fails."""
    parser = argparse.ArgumentParser(description="Make the environment of sarai-mqtt in .venv.")
    more = parser.add_mutually_exclusive_group()
    more.add_argument("--dev", action="store_true", help="also what `make test` needs")
    more.add_argument("--export", action="store_true", help="also the extra `export`, for `make bench`")
    more.add_argument("--peers", action="store_true", help="what `make bench` needs, in .venv-peers")
    more.add_argument("--voice", action="store_true", help="what `make bench-quality` needs, in .venv-voice")
    more.add_argument(
        "--ha",
        nargs="?",
        const=home_assistant.EDITIONS[0].version,
        metavar="VERSION",
        help="what `make test-ha` needs: a Home Assistant, and a browser in .venv-ha",
    )
    options = parser.parse_args()
    extents = ("dev", "export", "ha", "peers", "voice")
    extent = next((name for name in extents if getattr(options, name)), "runtime")
    try:
        if extent in ("dev", "ha"):
            debian.need_mosquitto()
        wanted = home_assistant.installation(home_assistant.edition(options.ha)) if options.ha else None
        if is_done(extent) and (wanted is None or wanted.done):
            return
        CACHE.mkdir(parents=True, exist_ok=True)
        with locked(CACHE / "setup.lock"), (CACHE / "setup.log").open("w", encoding="utf-8") as log:
            console = Console(log)
            if not is_done(extent):
                set_up(CACHE, console, extent)
            if wanted is not None:
                home_assistant.install(wanted, VENVS["ha"] / "bin" / "python", console)
    except Failed as failure:
        sys.exit(f"\nSet-up failed: {failure}")
    except OSError as error:
        sys.exit(f"\nSet-up failed: {error}. Check the disk and the owner of {ROOT} and {CACHE}.")
    except KeyboardInterrupt:
        sys.exit("\nSet-up was stopped. The next run takes it up again.")


def set_up(cache: Path, console: Console, extent: str) -> None:
    """Make or complete the environment of `extent`. Raises Failed."""
    start = time.monotonic()
    venv = VENVS[extent]
    if read_stamp(venv)[:1] != [digest()]:
        make_venv(venv, console)
    lock = (LOCKS / f"{extent}.txt").read_text(encoding="utf-8")
    if extent in ("ha", "peers"):
        if extent == "ha":
            debian.need_chromium()
        console.install(f"Python packages in {venv.name}", venv / "bin" / "python", lock)
    else:
        install_ours(cache, console, extent, lock)
    (venv / STAMP).write_text(f"{digest()} {extent}\n", encoding="utf-8")
    console.say(f"The environment is ready ({time.monotonic() - start:.0f} s).")


def install_ours(cache: Path, console: Console, extent: str, lock: str) -> None:
    """Install the packages of `lock`, llama-cpp-python compiled for this CPU, and this checkout.

    Raises Failed.
    """
    venv = VENVS[extent]
    python = venv / "bin" / "python"
    requirements, llama_pin = llama.split(lock)
    if extent == "voice":
        torch.install(python, requirements, LOCKS, console)
    else:
        console.install("Python packages", python, requirements)
    wheel = llama.wheel(cache, llama_pin, (LOCKS / "build.txt").read_text(encoding="utf-8"), python, console)
    console.run(
        "llama-cpp-python",
        [python, "-m", "pip", "install", "--no-index", "--no-deps", "--force-reinstall", wheel],
    )
    console.run("llama-cpp-python loads", [python, "-c", "import llama_cpp"])
    install_project(venv)


def make_venv(venv: Path, console: Console) -> None:
    """Make an empty environment `venv` with pip, in place of an older one. Raises Failed."""
    debian.need_venv()
    shutil.rmtree(venv, ignore_errors=True)
    console.run("virtual environment", [sys.executable, "-m", "venv", venv])


def install_project(venv: Path) -> None:
    """Make this checkout importable in `venv` and give it the command of pyproject.toml."""
    site = venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (site / "sarai_mqtt.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, entry in project["scripts"].items():
        module, _, function = entry.partition(":")
        code = f"import sys; sys.argv[0] = {name!r}; from {module} import {function}; sys.exit({function}())"
        command = venv / "bin" / name
        # Through sh, because a #! line cannot hold a path with spaces.
        line = f'exec {shlex.quote(str(venv / "bin" / "python"))} -P -c {shlex.quote(code)} "$@"'
        command.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        command.chmod(0o755)


def is_done(extent: str) -> bool:
    """Return True if the environment of `extent` is what this set-up would make."""
    stamp = read_stamp(VENVS[extent])
    # A stamp with one word is incomplete.
    return len(stamp) == 2 and stamp[0] == digest() and stamp[1] in {extent, *WIDER.get(extent, ())}


def read_stamp(venv: Path) -> list[str]:
    """Return the digest and the extent of the environment `venv`; [] if it has no stamp."""
    stamp = venv / STAMP
    return stamp.read_text(encoding="utf-8").split() if stamp.is_file() else []


def digest() -> str:
    """Return a hash of what the environments depend on: locks, Python, path, CPU and the set-up itself."""
    facts = [sys.executable, platform.python_version(), str(ROOT), *llama.cmake_flags()]
    setup = Path(__file__).with_name("setup")
    files = [*sorted(LOCKS.glob("*.txt")), Path(__file__), *sorted(setup.glob("*.py"))]
    hashed = hashlib.sha256("\n".join(facts).encode())
    for file in files:
        hashed.update(file.read_bytes())
    return hashed.hexdigest()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes for the block; print a line if it has to wait."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is running; waiting for it.", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
