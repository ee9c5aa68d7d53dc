"""Moves finished files into place with the permissions that the umask allows.

A library may create files that only the owner can read, as onnx does with external data, and a rename keeps
that: a service of another user could not read them. Private files are not written here
(`app/state_store.py`).
"""

import os
import stat
from pathlib import Path


def publish(unfinished: Path, path: Path) -> None:
    """Move `unfinished` to `path`, replacing any file there, with the mode that a new file has."""
    unfinished.chmod(_new_file_mode())
    unfinished.replace(path)


def share_read_access(data: Path, graph: Path) -> None:
    """Set the mode of `data` to that of its `graph` if `data` has 0600 and others can read the graph.

    Both were written together, so that the difference is not intended. Links and files of other users are
    left unchanged. Raises OSError.
    """
    found, other = data.lstat(), graph.lstat()
    plain = stat.S_ISREG(found.st_mode) and stat.S_ISREG(other.st_mode)
    closed = stat.S_IMODE(found.st_mode) == 0o600 and other.st_mode & 0o044
    if plain and closed and found.st_uid == os.geteuid():
        data.chmod(stat.S_IMODE(other.st_mode))


def _new_file_mode() -> int:
    # The umask can only be read by setting it; a file another thread creates meanwhile is too private, not
    # too public.
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
