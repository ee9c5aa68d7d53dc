"""Installs PyTorch and what measures voices with it, without gigabytes of CUDA where they can be had without.

The package index has for Linux only builds of PyTorch that want CUDA's libraries. PyTorch's own CPU build
wants none, but it is found only where pip's settings name a place that has it.
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
    """Install `requirements`, PyTorch among them, with CUDA's libraries if pip finds no CPU build.

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
    # Without dependencies: the locks are complete, and what they leave out must stay out.
    console.install(title, python, requirements, "--no-deps")


def _version(python: Path) -> str:
    return subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=True).stdout.strip()
