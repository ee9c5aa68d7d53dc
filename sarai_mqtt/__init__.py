"""Private voice turns over MQTT, beside Home Assistant."""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sarai_mqtt.model_pool import ModelPool

# Read once, when the libraries load: a spinning OpenMP or OpenBLAS pool fights onnxruntime for the cores.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__ = ["ModelPool", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load what the package offers at its top only when it is asked for."""
    if name == "ModelPool":
        from sarai_mqtt.model_pool import ModelPool  # noqa: PLC0415 - most imports of the package need none of it

        return ModelPool
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
