import os
import subprocess
import sys

import pytest

from sarai_mqtt.config import thread_budget
from sarai_mqtt.config.thread_budget import Threads, share, usable_cores


@pytest.fixture
def cores(monkeypatch):
    """Give a function that sets how many cores the process is bound to."""
    return lambda count: monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(count)))


class Groups:
    """A tree of cgroups like the kernel shows it."""

    def __init__(self, folder):
        self.proc, self.mounts = folder / "cgroup", folder / "fs"

    def put(self, name, text):
        file = self.mounts / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n")

    def cores(self, *lines):
        self.proc.write_text("".join(f"{line}\n" for line in lines))
        return usable_cores(self.proc, self.mounts)


@pytest.fixture
def groups(tmp_path, cores):
    cores(8)
    return Groups(tmp_path)


@pytest.mark.parametrize(
    ("count", "shares"),
    [
        (1, Threads(1, 1, 1)),
        (2, Threads(2, 2, 2)),
        (4, Threads(4, 4, 4)),
        (8, Threads(4, 8, 4)),
        (64, Threads(4, 8, 4)),
    ],
)
def test_the_shares_follow_the_cores(count, shares, monkeypatch):
    monkeypatch.setattr(thread_budget, "usable_cores", lambda: count)
    assert share(0) == shares
    assert share(count) == shares


def test_what_an_engine_is_given_stands(monkeypatch):
    monkeypatch.setattr(thread_budget, "usable_cores", lambda: 2)
    assert share(0, speech=1) == Threads(1, 2, 2)
    assert share(0, thinker=1) == Threads(2, 1, 1)
    assert share(1, speech=3, thinker=16) == Threads(3, 16, 16)


@pytest.mark.parametrize(
    ("limit", "count"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 1),
        ("50000 100000", 1),
        ("1600000 100000", 8),
    ],
)
def test_a_containers_quota_counts(groups, limit, count):
    groups.put("cpu.max", limit)
    assert groups.cores("0::/") == count


def test_the_smallest_quota_above_a_service_counts(groups):
    groups.put("system.slice/sarai.service/cpu.max", "400000 100000")
    groups.put("system.slice/cpu.max", "300000 100000")
    groups.put("other.slice/cpu.max", "100000 100000")
    assert groups.cores("0::/system.slice/sarai.service") == 3


@pytest.mark.parametrize(("quota", "count"), [("-1", 8), ("200000", 2)])
def test_the_first_version_of_cgroups(groups, quota, count):
    groups.put("cpu,cpuacct/cpu.cfs_quota_us", quota)
    groups.put("cpu,cpuacct/cpu.cfs_period_us", "100000")
    groups.put("memory/cpu.cfs_quota_us", "1")
    assert groups.cores("9:memory:/x", "1:cpu,cpuacct:/docker/abc", "0::/") == count


def test_fewer_cores_than_the_quota(groups, cores):
    cores(1)
    groups.put("cpu.max", "400000 100000")
    assert groups.cores("0::/") == 1


def test_without_cgroups(tmp_path, cores):
    cores(3)
    assert usable_cores(tmp_path / "absent", tmp_path) == 3


def test_this_very_box():
    assert 1 <= usable_cores() <= len(os.sched_getaffinity(0))


def test_the_libraries_have_no_pools_of_their_own():
    names = ["GOMP_SPINCOUNT", "OPENBLAS_NUM_THREADS", "TOKENIZERS_PARALLELISM", "RAYON_NUM_THREADS"]
    clean = {name: value for name, value in os.environ.items() if name not in names}
    code = "import os, sarai_mqtt, numpy; numpy.ones((999, 999)) @ numpy.ones((999, 999)); print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
