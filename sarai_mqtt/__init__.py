"""Private voice turns over MQTT, beside Home Assistant."""

import os

# Read once, when the libraries load: a spinning OpenMP or OpenBLAS pool fights onnxruntime for the cores.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
