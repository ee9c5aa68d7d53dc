"""Installs PyTorch and what measures voices with it, without gigabytes of CUDA where they can be had without.

The package index has for Linux only builds of PyTorch that want CUDA's libraries. PyTorch's own CPU build, where pip
finds it (`--find-links`, an extra index), wants none; its version ends in +cpu, and pip prefers it.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from setup.console import Console

_VERSION = "from importlib.metadata import version; print(version('torch'))"


def install(python: Path, requirements: str, cuda_lock: Path, console: Console) -> None:
    """Install `requirements`, and those of `cuda_lock` unless PyTorch came as a CPU build. Raises Failed."""
    # Without dependencies: the lock is complete, and what it leaves out must stay out.
    console.install("Python packages, PyTorch among them", python, requirements, "--no-deps")
    found = subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=True).stdout.strip()
    if not found.endswith("+cpu"):
        console.say(f"PyTorch {found} is no CPU build: it needs more.")
        console.install("libraries of PyTorch", python, cuda_lock.read_text(encoding="utf-8"), "--no-deps")
    console.run("PyTorch loads", [python, "-c", "import torch"])
