"""A private voice assistant over MQTT, beside Home Assistant."""

import os
from typing import TYPE_CHECKING, Any

from sarai_mqtt.core.version import VERSION
from sarai_mqtt.engines.onnx import telemetry

if TYPE_CHECKING:
    from sarai_mqtt.app.thinker_pool import ModelPool

# The libraries read these once, when they load: thread pools outside the budget of `threads` would compete
# with onnxruntime and llama.cpp for the cores. OMP_NUM_THREADS stays unset: llama.cpp is given its number of
# threads by call, and PyTorch, in exports, would obey the variable.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RAYON_NUM_THREADS", "1")

# Here, because no module of this package can load onnxruntime before this one has run.
telemetry.turn_off()

__all__ = ["ModelPool", "__version__"]
__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Import `ModelPool` on first access. Raises AttributeError for any other name."""
    if name == "ModelPool":
        from sarai_mqtt.app.thinker_pool import ModelPool  # noqa: PLC0415 - most imports of the package need none of it

        return ModelPool
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
