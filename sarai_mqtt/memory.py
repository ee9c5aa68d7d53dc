"""Our resident memory; what loading leaves is kept out of it: garbage, and free memory that malloc holds."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

# Of glibc's mallopt(3). Each thread that finds the heaps busy would get one of its own, and what it frees
# there stays there.
_ARENA_MAX = -8
_ARENAS = 2


@contextmanager
def loading() -> Iterator[None]:
    """Load in the block what stays for good: afterwards no collection looks it over, and free memory goes.

    In the block the collector rests (it would look over hundreds of thousands of objects to find nothing),
    and from then on all threads share two heaps of malloc's. Where the C library is not glibc, only the
    collector is looked after.
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
    gc.freeze()  # each full collection would stop a turn for some 85 ms to look all of it over
    if glibc:
        libc.malloc_trim(0)


def resident() -> int:
    """Give our resident memory, bytes."""
    return int(psutil.Process().memory_info().rss)
