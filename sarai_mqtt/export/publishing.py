"""Puts finished files in their place, for everyone whom the umask lets read them.

A library may make its files for the owner alone, as onnx does with external data, and a rename keeps that:
another user's service could not read them. What is private is not written here (`adapters/state_files.py`).
"""

import os
from pathlib import Path


def publish(unfinished: Path, path: Path) -> None:
    """Move a file of ours to `path`, in the place of what is there, with the mode of a new file."""
    unfinished.chmod(_new_file_mode())
    unfinished.replace(path)


def open_up(path: Path) -> None:
    """Let those read a file of ours who could read it if it were new; others' files stay as they are."""
    found = path.stat()
    mode = found.st_mode & 0o777 | _new_file_mode()
    if found.st_uid == os.geteuid() and mode != found.st_mode & 0o777:
        path.chmod(mode)


def _new_file_mode() -> int:
    # There is no way to ask for the umask; what another thread makes in between is too private, not too open.
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
