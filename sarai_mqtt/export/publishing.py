"""Puts finished files in their place, for everyone whom the umask lets read them.

A library may make its files for the owner alone, as onnx does with external data, and a rename keeps that:
another user's service could not read them. What is private is not written here (`adapters/state_files.py`).
"""

import os
import stat
from pathlib import Path


def publish(unfinished: Path, path: Path) -> None:
    """Move a file of ours to `path`, in the place of what is there, with the mode of a new file."""
    unfinished.chmod(_new_file_mode())
    unfinished.replace(path)


def open_up(data: Path, graph: Path) -> None:
    """Give `data` the mode of its `graph` if it is for its owner alone (0600) and the graph is not.

    Both were put down in one go, so nobody closed the one and not the other on purpose. Links and others'
    files stay as they are. Raises OSError.
    """
    found, other = data.lstat(), graph.lstat()
    plain = stat.S_ISREG(found.st_mode) and stat.S_ISREG(other.st_mode)
    closed = stat.S_IMODE(found.st_mode) == 0o600 and other.st_mode & 0o044
    if plain and closed and found.st_uid == os.geteuid():
        data.chmod(stat.S_IMODE(other.st_mode))


def _new_file_mode() -> int:
    # There is no way to ask for the umask; what another thread makes in between is too private, not too open.
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
