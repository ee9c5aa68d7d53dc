"""Downloads a pinned file over HTTP, with resume and SHA-256 check, by the standard library only."""

import errno
import hashlib
import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sarai_mqtt.core.errors import ModelError

_BLOCK = 1 << 16
_TIMEOUT_S = 30.0
# Seconds before each retry after a request without progress; after the last one the download fails.
_PAUSES = (1.0, 2.0, 4.0, 8.0)
# Progress by this share of the file restarts the pauses, which also bounds the number of requests.
_PROGRESS = 0.01
_CONTENT_RANGE = re.compile(r"bytes (\d+)-")
_RETRY_STATUS = {408, 416, 425, 429}
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Remote:
    """The URL of a file, and the SHA-256 (hex) and size in bytes that it must have."""

    url: str
    sha256: str
    bytes: int


def hub_url(mirror: str, repository: str, revision: str, file: str) -> str:
    """Return the URL of `file` in `repository` of a model hub, at the commit `revision`."""
    return f"{mirror.rstrip('/')}/{quote(repository)}/resolve/{quote(revision)}/{quote(file)}"


def download_file(
    remote: Remote, part: Path, on_size: Callable[[int], None], *, wait: Callable[[float], None] = time.sleep
) -> None:
    """Download `remote` into `part`, resuming after the bytes that `part` has already.

    `on_size` is called with the size of `part` in bytes as it changes, `wait` with the seconds to wait
    between requests. Proxies are those of the environment. Raises ModelError: `download_unavailable`,
    `download_truncated`, `disk_full` and `cache_unwritable` keep `part` for the next call;
    `download_wrong_hash` removes it.
    """
    pauses = iter(_PAUSES)
    best = _size(part)
    if best > remote.bytes:
        part.unlink()
        best = 0
    while (size := _size(part)) < remote.bytes:
        failure = _try(remote, part, size, on_size)
        size = _size(part)
        if size == remote.bytes:
            break
        if size - best >= _PROGRESS * remote.bytes:
            best, pauses = size, iter(_PAUSES)
        pause = next(pauses, None)
        if pause is None:
            raise _interrupted(remote, failure, size)
        wait(pause)
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != remote.sha256:
        part.unlink()
        raise ModelError(
            "download_wrong_hash",
            f"{remote.url} is not the file the catalogue pins: its sha256 is {found}.",
            "Try again, from the start; if it is the same, do not use this mirror (models.mirror).",
        )


def _try(remote: Remote, part: Path, start: int, on_size: Callable[[int], None]) -> str:
    """Append the result of one request to `part`; return what failed, or "" if the body just ended.

    Raises ModelError `download_unavailable` if a retry is useless, `disk_full` or `cache_unwritable`.
    """
    # Range counts bytes of the body as it is sent: compression by a proxy would shift them.
    headers = {"User-Agent": "sarai-mqtt", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    request = urllib.request.Request(remote.url, headers=headers)  # noqa: S310 - the mirror setting is http(s)
    try:
        with urllib.request.build_opener().open(request, timeout=_TIMEOUT_S) as response:
            begin = _body_offset(response)
            if begin not in (0, start):
                part.unlink(missing_ok=True)
                return "the server sent another part than asked for"
            _receive(response, part, begin, remote.bytes, on_size)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
        elif error.code < 500 and error.code not in _RETRY_STATUS:
            raise _unavailable(remote, f"the server says {error.code} {error.reason}") from None
        return f"the server says {error.code} {error.reason}"
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return str(reason) or type(reason).__name__
    return ""


def _body_offset(response: Any) -> int:
    """Return the offset in the file where the body begins (0 if the server sends all of it); -1: unknown."""
    if response.status != http.client.PARTIAL_CONTENT:
        return 0
    found = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _receive(response: Any, part: Path, start: int, end: int, on_size: Callable[[int], None]) -> None:
    """Write the body to `part`, after its first `start` bytes or as a new file, up to `end` bytes in all."""
    try:
        file = part.open("ab" if start else "wb")
    except OSError as error:
        raise _unwritable(part, error) from error
    with file:
        size = start
        on_size(size)
        while size < end and (block := response.read(min(_BLOCK, end - size))):
            try:
                file.write(block)
                file.flush()
            except OSError as error:
                raise _unwritable(part, error) from error
            size += len(block)
            on_size(size)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _interrupted(remote: Remote, failure: str, size: int) -> ModelError:
    if failure and not size:
        return _unavailable(remote, failure)
    return ModelError(
        "download_truncated",
        f"{remote.url} ended after {size} of {remote.bytes} bytes{': ' if failure else ''}{failure}.",
        "Run `sarai-mqtt models pull` again: it goes on where it stopped.",
    )


def _unavailable(remote: Remote, why: str) -> ModelError:
    return ModelError(
        "download_unavailable",
        f"{remote.url} cannot be downloaded: {why}.",
        "Check the network and HTTPS_PROXY, or name another server (SARAI_MODELS_MIRROR).",
    )


def _unwritable(part: Path, error: OSError) -> ModelError:
    if error.errno in _DISK_FULL:
        return ModelError(
            "disk_full",
            f"{part.parent} is full.",
            "Make room, or choose another folder (SARAI_MODELS_CACHE_DIR), and pull again.",
        )
    return ModelError(
        "cache_unwritable", f"{part} cannot be written: {error.strerror}.", "Check its owner and mode."
    )
