"""Private voice turns over MQTT, beside Home Assistant."""

import os
from typing import TYPE_CHECKING, Any

from sarai_mqtt import telemetry
from sarai_mqtt.core.version import VERSION

if TYPE_CHECKING:
    from sarai_mqtt.model_pool import ModelPool

# Read once, when the libraries load: pools outside the budget of `threads` would fight onnxruntime and
# llama.cpp for the cores. No OMP_NUM_THREADS: llama.cpp is told its number, and PyTorch in exports obeys it.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RAYON_NUM_THREADS", "1")

# Here, because nothing of ours can load onnxruntime before this module has run.
telemetry.turn_off()

__all__ = ["ModelPool", "__version__"]
__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Load what the package offers at its top only when it is asked for."""
    if name == "ModelPool":
        from sarai_mqtt.model_pool import ModelPool  # noqa: PLC0415 - most imports of the package need none of it

        return ModelPool
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
