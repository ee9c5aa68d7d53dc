"""Resident memory of this process, kept small: garbage and free heap left by loading are released."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

# M_ARENA_MAX of glibc's mallopt(3). Each thread that finds all arenas busy would get one of its own, and
# memory freed there stays there.
_ARENA_MAX = -8
_ARENAS = 2


@contextmanager
def compact_after_load() -> Iterator[None]:
    """Load long-lived objects in the block; afterwards no collection scans them, and free heap is returned.

    In the block the garbage collector is off (it would scan hundreds of thousands of objects and find
    nothing). From then on all threads share two malloc arenas. Without glibc only the collector is set.
    """
    libc = ctypes.CDLL(None)
    glibc = hasattr(libc, "malloc_trim")
    if glibc:
        libc.mallopt(_ARENA_MAX, _ARENAS)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    gc.collect()
    gc.freeze()  # each full collection would stop a turn for some 85 ms to scan all of it
    if glibc:
        libc.malloc_trim(0)


def resident() -> int:
    """Return the resident memory of this process, bytes."""
    return int(psutil.Process().memory_info().rss)
