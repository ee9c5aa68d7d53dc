"""Predicted mean opinion scores of 16 kHz speech, 1..5. The predictors' weights are inside their packages."""

import sys
import types
from importlib.metadata import version

import numpy as np

from sarai_mqtt.core.audio import RATE, Samples

# Imports of the packages that scoring does not use: distillmos reads and resamples files with torchaudio, whose
# wheels want a CUDA build of torch.
sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))

import distillmos  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
import torch  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
from speechmos import dnsmos  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

# One window of DNSMOS, 9.01 s; it repeats shorter audio itself, but then scores five windows of the same.
_WINDOW = 144_160

NAMES = {
    "distillmos": f"DistillMOS {version('distillmos')}",
    "dnsmos": f"DNSMOS P.835 OVRL (speechmos {version('speechmos')})",
}


class Predictors:
    """Both predictors, loaded."""

    def __init__(self, threads: int) -> None:
        torch.set_num_threads(threads)
        self._distillmos = distillmos.ConvTransformerSQAModel().eval()

    def __call__(self, samples: Samples) -> dict[str, float]:
        """Score float32 [n] in -1..1 at 16 kHz, a second or longer; gives a score by the names of `NAMES`."""
        with torch.no_grad():
            distilled = self._distillmos(torch.from_numpy(samples)[None]).item()
        window = np.resize(samples, _WINDOW).astype(np.float32)
        return {"distillmos": float(distilled), "dnsmos": float(dnsmos.run(window, RATE)["ovrl_mos"])}
