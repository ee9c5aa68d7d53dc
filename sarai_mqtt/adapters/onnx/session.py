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
        if lacking := _missing_weights(path):
            raise ModelError(
                "model_missing",
                f"{path.name} keeps its weights in {lacking}, which is not there.",
                f"Put {lacking} beside {path.name}.",
            ) from error
        raise ModelError(
            "model_unreadable",
            f"The model file {path.name} cannot be loaded by ONNX Runtime.",
            "Run `sarai-mqtt models verify`, then `sarai-mqtt models build`.",
        ) from error


def _missing_weights(path: Path) -> str:
    """Give the name of a weights file that the graph wants and that is not beside it, or ""."""
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
