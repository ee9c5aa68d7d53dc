"""What the box is, what a process has used of it, and who else is at work on it (Linux)."""

import os
import platform
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

_TICKS = os.sysconf("SC_CLK_TCK")


def facts(threads: int) -> dict[str, Any]:
    """Describe the box as it is before anything starts."""
    cpu = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "cores_used": sorted(os.sched_getaffinity(0)),
        "threads": threads,
        "memory_mb": round(psutil.virtual_memory().total / 1e6),
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"Linux {platform.release()}",
        "python": platform.python_version(),
    }


def cpu_s(pid: int) -> float:
    """CPU seconds of a process and all the threads it ever had.

    This is the clock that clock_getcpuclockid(3) names, in nanoseconds; /proc/PID/stat counts in 10 ms.
    """
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid: int) -> dict[str, float]:
    """Memory of a process now, MB (10^6 bytes): resident, its share of it (PSS), and the most it ever had resident."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    status = Path(f"/proc/{pid}/status").read_text()
    found = {
        "rss_mb": re.search(r"^Rss:\s+(\d+)", rollup, re.MULTILINE),
        "pss_mb": re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE),
        "peak_mb": re.search(r"^VmHWM:\s+(\d+)", status, re.MULTILINE),
    }
    return {name: round(int(match[1]) * 1.024e-3, 1) for name, match in found.items() if match}


def sums(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    """Add up the memory of several processes."""
    total: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = round(total.get(name, 0.0) + value, 1)
    return total


class Others:
    """How much CPU anyone but this process and its descendants uses."""

    def __init__(self) -> None:
        self._start = self._now()

    def cores(self) -> float:
        """Mean number of cores that others kept busy since this object was made."""
        since, busy, own = self._start
        at, busy_now, own_now = self._now()
        return max(0.0, ((busy_now - busy) - (own_now - own)) / (at - since))

    @staticmethod
    def _now() -> tuple[float, float, float]:
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        busy = (sum(fields) - fields[3] - fields[4] - fields[7]) / _TICKS
        own = time.process_time()
        for child in psutil.Process().children(recursive=True):
            try:
                own += cpu_s(child.pid)
            except OSError:  # ended just now
                continue
        return time.monotonic(), busy, own
