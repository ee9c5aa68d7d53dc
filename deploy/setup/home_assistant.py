"""Installs a real Home Assistant for `make test-ha`, every package by hash, in the user's cache folder.

Home Assistant needs a newer Python than stable Debian has. If this machine has none, a Debian that has one is
unpacked into the cache folder (by debootstrap, from apt's mirror), and Home Assistant runs in it by chroot.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from setup import CACHE, debian
from setup.console import Failed

if TYPE_CHECKING:
    from setup.console import Console

LOCKS = Path(__file__).resolve().parents[1] / "locks"
# The mounts are made in a namespace of their own: they vanish with the process, however it ends.
_ENTER = """
root=$1 venv=$2 config=$3
shift 3
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$venv" "$root/srv/venv"
mount --bind "$config" "$root/srv/config"
exec chroot "$root" "$@"
"""
# Modules without wheels, for cameras and Home Assistant's own voice input: its frontend imports them, and
# nothing here uses them.
_STAND_INS = {"pymicro_vad": "MicroVad", "pyspeex_noise": "AudioProcessor", "turbojpeg": "TurboJPEG"}
# The Debians below have this glibc or a newer one.
_GLIBC_MINOR = 41


@dataclass(frozen=True, slots=True)
class Edition:
    """A release of Home Assistant, the oldest Python it runs on, and a Debian that has it or a newer one."""

    version: str
    python: tuple[int, int, int]
    suite: str

    @property
    def lock(self) -> Path:
        """Path of the lock file of all its packages."""
        return LOCKS / f"home-assistant-{self.version.rpartition('.')[0]}.txt"

    @property
    def interpreter(self) -> str:
        """Command name of its Python, such as "python3.14"."""
        return f"python{self.python[0]}.{self.python[1]}"


# The newest first. The other is the last that runs on Python 3.13.
EDITIONS = (Edition("2026.11.0", (3, 14, 2), "forky"), Edition("2026.2.3", (3, 13, 2), "trixie"))


@dataclass(frozen=True, slots=True)
class Installation:
    """The virtual environment of Home Assistant, and the root folder of the Debian it runs in.

    `root` is None if it runs in this machine's own system.
    """

    edition: Edition
    venv: Path
    root: Path | None

    @property
    def done(self) -> bool:
        """True if both are present."""
        return self.venv.is_dir() and (self.root is None or self.root.is_dir())

    def command(self, config: Path) -> tuple[str, ...]:
        """Return the command that becomes Home Assistant's process, with the configuration in `config`."""
        hass = ("-m", "homeassistant", "--skip-pip", "--config")
        if self.root is None:
            return (str(self.venv / "bin" / "python"), *hass, str(config))
        enter = ("unshare", "--mount", "--propagation", "private", "sh", "-ec", _ENTER, "sh")
        return (
            *enter,
            str(self.root),
            str(self.venv),
            str(config),
            "/srv/venv/bin/python",
            *hass,
            "/srv/config",
        )


def edition(wanted: str) -> Edition:
    """Return the newest edition whose version begins with `wanted` ("": the newest of all). Raises Failed."""
    for found in EDITIONS:
        if found.version.startswith(wanted):
            return found
    known = " or ".join(e.version for e in EDITIONS)
    raise Failed(f"Home Assistant {wanted} is not one of ours.", f"Name {known}.")


def installation(edition: Edition) -> Installation:
    """Return the place where `edition` is, or would be, installed."""
    folder = CACHE / "home-assistant"
    digest = sha256(edition.lock.read_bytes() + repr(_STAND_INS).encode()).hexdigest()[:12]
    root = None if _own_python(edition) else folder / f"debian-{edition.suite}"
    return Installation(edition, folder / f"{edition.version}-{platform.machine()}-{digest}", root)


def install(wanted: Installation, python: Path, console: Console) -> None:
    """Install the missing parts of `wanted`, with the pip of `python`. Raises Failed."""
    wanted.venv.parent.mkdir(parents=True, exist_ok=True)
    if wanted.root and not wanted.root.is_dir():
        _unpack_debian(wanted.edition, wanted.root, console)
    if not wanted.venv.is_dir():
        _install_packages(wanted, python, console)


def _own_python(edition: Edition) -> str:
    """Return the path of this machine's Python if it is new enough for `edition`, else ""."""
    told = f"import sys; print(sys.executable if sys.version_info >= {edition.python} else '')"
    if not shutil.which(edition.interpreter):
        return ""
    asked = subprocess.run([edition.interpreter, "-c", told], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _unpack_debian(edition: Edition, root: Path, console: Console) -> None:
    if os.geteuid() != 0:
        needs = ".".join(map(str, edition.python))
        raise Failed(
            f"Home Assistant {edition.version} needs Python {needs}, or root to unpack a Debian that has it.",
            f"Install {edition.interpreter}, or run this as root.",
        )
    debian.need_debootstrap()
    scripts = Path("/usr/share/debootstrap/scripts")
    # A debootstrap older than the suite has no script for it; that of sid fits.
    script = scripts / edition.suite if (scripts / edition.suite).exists() else scripts / "sid"
    with tempfile.TemporaryDirectory(prefix="debian-", dir=root.parent) as work:
        made = Path(work) / "root"
        include = f"--include={edition.interpreter},ca-certificates"
        mirror = os.environ.get("DEBIAN_MIRROR") or debian.mirror()
        console.run(
            f"Debian {edition.suite} for {edition.interpreter}",
            ["debootstrap", "--variant=minbase", include, edition.suite, made, mirror, script],
            expected_s=35,
            remedy="Check the network and apt's mirror, or name a Debian mirror in DEBIAN_MIRROR.",
        )
        for folder in ("venv", "config"):
            (made / "srv" / folder).mkdir()
        made.rename(root)


def _install_packages(wanted: Installation, python: Path, console: Console) -> None:
    # This machine's pip, for its settings; it installs for the other Python without running it.
    libc = _GLIBC_MINOR if wanted.root else int(platform.libc_ver()[1].partition(".")[2] or 17)
    tags = [f"manylinux_2_{minor}_{platform.machine()}" for minor in range(5, libc + 1)]
    platforms = [f"--platform={tag}" for tag in ("any", *tags)]
    version = "--python-version=" + ".".join(map(str, wanted.edition.python))
    with tempfile.TemporaryDirectory(prefix="venv-", dir=wanted.venv.parent) as work:
        made = Path(work) / "venv"
        _make_venv(made, wanted)
        target = made / "lib" / wanted.edition.interpreter / "site-packages"
        # The lock was made for that Python; pip would check the packages' requirements against its own.
        options = ["--no-deps", "--no-compile", "--ignore-requires-python", f"--target={target}"]
        foreign = ["--implementation=cp", version, *platforms]
        lock = wanted.edition.lock.read_text(encoding="utf-8")
        console.install(f"Home Assistant {wanted.edition.version}", python, lock, *options, *foreign)
        for module, name in _STAND_INS.items():
            (target / f"{module}.py").write_text(f"class {name}:\n    pass\n", encoding="utf-8")
        made.rename(wanted.venv)


def _make_venv(folder: Path, wanted: Installation) -> None:
    # Home Assistant requires one. It is made by hand, because its Python may run only in the other Debian.
    python = Path(_own_python(wanted.edition) or f"/usr/bin/{wanted.edition.interpreter}")
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(python)
    (folder / "pyvenv.cfg").write_text(
        f"home = {python.parent}\ninclude-system-site-packages = false\n", encoding="utf-8"
    )
