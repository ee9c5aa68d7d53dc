"""Opens ONNX Runtime sessions the way every engine here wants them."""

from pathlib import Path

import onnxruntime as ort

from sarai_mqtt.core.errors import ModelError


def open_session(path: Path, threads: int) -> ort.InferenceSession:
    """Load `path` on the CPU with `threads` intra-op threads.

    Threads do not spin while they wait: two spinning sessions on one box fight for its cores.

    Raises ModelError (`model_missing`, `model_unreadable`).
    """
    if not path.is_file():
        raise ModelError(
            "model_missing", f"The model file {path.name} is not there.", "Run `sarai-mqtt models build`."
        )
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare pybind exceptions, one class per status
        raise ModelError(
            "model_unreadable",
            f"The model file {path.name} cannot be loaded by ONNX Runtime.",
            "Run `sarai-mqtt models verify`, then `sarai-mqtt models build`.",
        ) from error
