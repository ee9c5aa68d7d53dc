"""Packages of the system: installed by apt if this user may, else named in the error."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from setup.console import Failed

_SYSTEM_PATH = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"


def need_venv() -> None:
    """Ensure that `python -m venv` works; Debian has half of it in a package of its own. Raises Failed."""
    if importlib.util.find_spec("ensurepip") is None:
        _install(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "to make .venv")
        if importlib.util.find_spec("ensurepip") is None:
            raise Failed(f"{sys.executable} has no ensurepip.", "Install Python's venv module for it.")


def need_mosquitto() -> None:
    """Ensure that the broker of the integration tests is installed. Raises Failed."""
    if not shutil.which("mosquitto", path=_SYSTEM_PATH):
        _install("mosquitto", "for the integration tests")


def need_chromium() -> None:
    """Ensure that the browser of the screenshots is installed. Raises Failed."""
    if not shutil.which("chromium"):
        _install("chromium", "for the screenshots")


def need_debootstrap() -> None:
    """Ensure that debootstrap is installed, which unpacks another Debian. Raises Failed."""
    if not shutil.which("debootstrap", path=_SYSTEM_PATH):
        _install("debootstrap", "to unpack the Debian that Home Assistant runs in")


def mirror() -> str:
    """Return the URL of apt's first archive that is not one of security updates. Raises Failed."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    for url in listed:
        if "security" not in url:
            return url
    raise Failed("apt knows no archive.", "Run apt-get update, or name a Debian mirror in DEBIAN_MIRROR.")


def need_compiler() -> None:
    """Ensure that C and C++ can be compiled. Raises Failed."""
    for names, variable in ((("cc", "gcc", "clang"), "CC"), (("c++", "g++", "clang++"), "CXX")):
        if not os.environ.get(variable) and not any(map(shutil.which, names)):
            _install("build-essential", "to compile llama-cpp-python")
            return


def _install(package: str, why: str) -> None:
    command = f"apt-get install -y --no-install-recommends {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Failed(f"{package} is missing, {why}.", f"Type: sudo {command}")
    print(f"Installing {package} {why}", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for line in ("apt-get update", command):
        result = subprocess.run(line.split(), env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Failed(f"apt-get could not install {package}: {result.stderr.strip()}", f"Type: {command}")
