"""Compiles llama-cpp-python, which is published as source only, and keeps the wheel."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from setup import debian
from setup.console import Failed

if TYPE_CHECKING:
    from setup.console import Console

_PIN = re.compile(r"^llama-cpp-python==.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_NINJA_STEP = re.compile(r"^\s*\[(\d+)/(\d+)\]")
_HOOK = Path(__file__).with_name("llama.cmake")
_BUILD_BYTES = 1_500_000_000
# CPU seconds of the compile, measured on a 2.6 GHz server core.
_CPU_S = 240

# CMake option -> the flags of /proc/cpuinfo that it needs. AMX is left out on purpose: with it llama.cpp
# crashes at the first quantized decode, and -march=native would choose it.
_X86 = {
    "GGML_SSE42": {"sse4_2"},
    "GGML_AVX": {"avx"},
    "GGML_AVX2": {"avx2"},
    "GGML_BMI2": {"bmi2"},
    "GGML_FMA": {"fma"},
    "GGML_F16C": {"f16c"},
    "GGML_AVX512": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"},
    "GGML_AVX512_VBMI": {"avx512vbmi"},
    "GGML_AVX512_VNNI": {"avx512_vnni"},
}
_ARM = {"dotprod": "asimddp", "fp16": "asimdhp"}


def split(lock: str) -> tuple[str, str]:
    """Split the text of a lock file into all other packages and the pin of llama-cpp-python.

    Raises Failed if it has no such pin.
    """
    pin = _PIN.search(lock)
    if pin is None:
        raise Failed("The lock file has no llama-cpp-python.", "Restore deploy/locks from the repository.")
    return lock.replace(pin[0], ""), pin[0]


def cmake_flags(cpuinfo: Path = Path("/proc/cpuinfo"), machine: str = platform.machine()) -> list[str]:
    """Return the CMake flags for this CPU: each instruction set that it has is on, each it lacks is off."""
    words = set(re.findall(r"\S+", cpuinfo.read_text(encoding="utf-8"))) if cpuinfo.is_file() else set[str]()
    flags = ["-DGGML_NATIVE=OFF", "-DLLAVA_BUILD=OFF"]
    if machine in {"x86_64", "AMD64"}:
        flags += [f"-D{name}={'ON' if needs <= words else 'OFF'}" for name, needs in _X86.items()]
    elif machine == "aarch64":
        extra = "".join(f"+{name}" for name, needs in _ARM.items() if needs in words)
        flags += [f"-DGGML_CPU_ARM_ARCH=armv8.2-a{extra}"] if extra else []
    return flags


def wheel(cache: Path, pin: str, build_lock: str, python: Path, console: Console) -> Path:
    """Return the path of the wheel for this CPU, from the cache or compiled now (minutes). Raises Failed."""
    facts = [pin, *cmake_flags(), platform.machine(), *platform.libc_ver()]
    folder = cache / "wheels" / hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
    for found in folder.glob("*.whl"):
        if zipfile.is_zipfile(found):
            return found
    debian.need_compiler()
    if shutil.disk_usage(cache).free < _BUILD_BYTES:
        raise Failed(
            f"Compiling needs {_BUILD_BYTES // 10**6} MB in {cache}.", "Make room, or set XDG_CACHE_HOME."
        )
    with tempfile.TemporaryDirectory(prefix="llama-", dir=cache) as work:
        built = _compile(Path(work), pin, build_lock, python, console)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(exist_ok=True)
        built.parent.rename(folder)
    return folder / built.name


def _compile(work: Path, pin: str, build_lock: str, python: Path, console: Console) -> Path:
    tools = work / "tools" / "bin"
    console.run("compile tools: environment", [python, "-m", "venv", tools.parent])
    console.install("compile tools", tools / "python", build_lock)
    (work / "pin.txt").write_text(pin, encoding="utf-8")
    cpus = len(os.sched_getaffinity(0))
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "CMAKE_ARGS": shlex.join([*cmake_flags(), f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={_HOOK}"]),
        "CMAKE_BUILD_PARALLEL_LEVEL": str(cpus),
        "CMAKE_GENERATOR": "Ninja",
        "TMPDIR": str(work),
    }
    # No cache: pip would take a wheel from it that was compiled with other flags.
    options = ["--no-deps", "--no-build-isolation", "--no-cache-dir", "--require-hashes", "--no-input"]
    source = ["--no-binary=llama-cpp-python", "-r", str(work / "pin.txt"), "-w", str(work / "out")]
    console.run(
        "compiling llama-cpp-python",
        [tools / "python", "-m", "pip", "wheel", "-v", *options, *source],
        progress=_ninja,
        environment=environment,
        expected_s=_CPU_S / cpus,
    )
    return next((work / "out").glob("*.whl"))


def _ninja(line: str) -> float | None:
    step = _NINJA_STEP.match(line)
    return int(step[1]) / int(step[2]) if step else None
