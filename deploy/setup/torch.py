"""Installs PyTorch and the packages that measure voices, without gigabytes of CUDA libraries if possible.

For Linux the package index has only builds of PyTorch that need CUDA's libraries. PyTorch's own CPU build
does not, but pip finds it only if its settings name an index that has it.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from setup.console import Failed

if TYPE_CHECKING:
    from pathlib import Path

    from setup.console import Console

_VERSION = "from importlib.metadata import version; print(version('torch'))"


def install(python: Path, requirements: str, locks: Path, console: Console) -> None:
    """Install PyTorch and the other `requirements`, with CUDA's libraries if pip finds no CPU build.

    Raises Failed.
    """
    try:
        _install(
            "PyTorch for the CPU", python, (locks / "torch-cpu.txt").read_text(encoding="utf-8"), console
        )
    except Failed:
        console.say("pip finds no CPU build of PyTorch: the package index's own comes, with all it needs.")
    _install("Python packages", python, requirements, console)
    if not _version(python).endswith("+cpu"):
        _install(
            "PyTorch's libraries", python, (locks / "voice-cuda.txt").read_text(encoding="utf-8"), console
        )
    console.run("PyTorch loads", [python, "-c", "import torch"])


def _install(title: str, python: Path, requirements: str, console: Console) -> None:
    # Without dependencies: the locks are complete, and packages that they leave out must stay out.
    console.install(title, python, requirements, "--no-deps")


def _version(python: Path) -> str:
    return subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=True).stdout.strip()
