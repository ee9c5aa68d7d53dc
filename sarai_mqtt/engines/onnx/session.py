"""Creation of ONNX Runtime sessions with the options that all engines use."""

import ctypes
import os
import sys
from pathlib import Path

import onnxruntime as ort

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.telemetry import require_off

_DONT_NEED = 4  # MADV_DONTNEED of Linux's madvise(2)


def open_session(path: Path, threads: int) -> ort.InferenceSession:
    """Return a session of the model `path` on the CPU with `threads` intra-op threads.

    Threads do not spin while they wait: two spinning sessions on one machine compete for its cores. Memory
    comes from malloc, not from an arena, which would keep the memory that packing the weights needs briefly.

    Raises ModelError (`model_missing`, `model_unreadable`); ConfigError as `telemetry.require_off` does.
    """
    require_off()
    if not path.is_file():
        raise ModelError(
            "model_missing", f"The model file {path.name} is not there.", "Run `sarai-mqtt models build`."
        )
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Where a CPU has no VNNI, sums of 8 bits overflow: smart-turn took half a command for a whole one.
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare pybind exceptions, one class per status
        if missing := _missing_weights(path):
            raise ModelError(
                "model_missing",
                f"{path.name} keeps its weights in {missing}, which is not there.",
                f"Put {missing} beside {path.name}.",
            ) from error
        raise ModelError(
            "model_unreadable",
            f"The model file {path.name} cannot be loaded by ONNX Runtime.",
            "Run `sarai-mqtt models verify`, then `sarai-mqtt models build`.",
        ) from error
    if sys.platform == "linux":
        _release_pages(path.with_name(f"{path.name}.data"))
    return session


def _release_pages(weights: Path) -> None:
    """Release the mapped pages of `weights` to the kernel; those still used are read from the file again.

    ONNX Runtime maps the file and packs most weights into memory of its own, so the mapped pages would only
    double the resident size. Nothing writes to them, so no data is lost.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    wanted = str(weights.resolve())
    try:
        maps = os.fsdecode(Path("/proc/self/maps").read_bytes())
    except OSError:  # no /proc: the pages stay
        return
    for line in filter(None, maps.split("\n")):
        span, *rest = line.split(maxsplit=5)
        if rest[-1] == wanted:
            start, end = (int(address, 16) for address in span.split("-"))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _DONT_NEED)


def _missing_weights(path: Path) -> str:
    """Return the name of a weights file that the graph refers to and its folder lacks; "" if none."""
    import onnx  # noqa: PLC0415 - slow to import, and only wanted after a failure
    from onnx.external_data_helper import ExternalDataInfo, uses_external_data  # noqa: PLC0415

    try:
        tensors = onnx.load(path, load_external_data=False).graph.initializer
    except Exception:  # noqa: BLE001 - protobuf's own; the caller has the better error
        return ""
    wanted = dict.fromkeys(
        ExternalDataInfo(tensor).location for tensor in tensors if uses_external_data(tensor)
    )
    return next((name for name in wanted if not (path.parent / name).is_file()), "")
