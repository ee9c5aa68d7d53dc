"""Thread budget of the process, divided among the inference libraries."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MAX_THREADS = 8  # more threads would wait for each other or for memory: these models are small
_MAX_SPEECH = _MAX_TOKENS = 4
# Interpreter switch interval: the longest that a thread keeps the GIL from another that wants it, seconds. A
# recognition pays Python's default of 5 ms up to 20 times while a sentence is matched on another thread, and
# then takes 1.6 times as long (measured).
SWITCH_S = 0.001


@dataclass(frozen=True, slots=True)
class Threads:
    """Number of threads of each engine.

    * speech: onnxruntime, for recognition and synthesis. It does not spin; numpy's BLAS, the tokenizers and
      the phonemizer run on the calling thread.
    * prompt: llama.cpp, for a batch of the prompt: much work between two barriers.
    * tokens: llama.cpp, for one token: some 900 barriers in 10 ms; beyond four threads memory is the limit.
    """

    speech: int
    prompt: int
    tokens: int


def share(budget: int, speech: int = 0, thinker: int = 0) -> Threads:
    """Divide `budget` threads (0: as many as `usable_cores`).

    `speech`, and `thinker` for both prompt and tokens, are taken as they are unless 0.
    """
    cores = min(budget or usable_cores(), _MAX_THREADS)
    return Threads(
        speech=speech or min(cores, _MAX_SPEECH),
        prompt=thinker or cores,
        tokens=thinker or min(cores, _MAX_TOKENS),
    )


def usable_cores(proc: Path = Path("/proc/self/cgroup"), mounts: Path = Path("/sys/fs/cgroup")) -> int:
    """Return the number of cores this process may keep busy, at least 1.

    Counted are its affinity and the CPU quota of its cgroups (v1, v2). A fraction of a core does not count: a
    thread too many is stopped for the rest of each period (100 ms).
    """
    quotas = list(_quotas(proc, mounts))
    return max(1, math.floor(min([len(os.sched_getaffinity(0)), *quotas])))


def _quotas(proc: Path, mounts: Path) -> Iterator[float]:
    """Yield the CPU quota, in cores, of the process's group and of each group above it that has one."""
    try:
        lines = proc.read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux, or no cgroups
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        # In a container the path may be the host's, while its own group is mounted on top.
        group = mounts / controllers / path.strip("/")
        while group.is_relative_to(mounts / controllers):
            limit, period = _v1(group) if controllers else _v2(group)
            if limit > 0 and period > 0:
                yield limit / period
            group = group.parent


def _v2(group: Path) -> tuple[int, int]:
    limit, _, period = _text(group / "cpu.max").partition(" ")
    return _number(limit), _number(period)


def _v1(group: Path) -> tuple[int, int]:
    return _number(_text(group / "cpu.cfs_quota_us")), _number(_text(group / "cpu.cfs_period_us"))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:  # no such limit here
        return ""


def _number(text: str) -> int:
    """Parse a limit; return 0 for "max", -1 and "", which mean no limit."""
    return int(text) if text.isdecimal() else 0
