"""Upsampling and downsampling by two inside an ONNX graph, around an activation that would otherwise alias.

The filters are those of NVIDIA/BigVGAN (from alias-free-torch): a half-band sinc with a Kaiser window. A
signal at twice the rate is kept as two phases [C, 2, T], its even and its odd samples: the operations between
`upsample_2x` and `downsample_2x` are elementwise, so the phases need not be interleaved, and both filters are
plain convolutions.
"""

import math

import numpy as np

from sarai_mqtt.models.export.checkpoint import Floats
from sarai_mqtt.models.export.graph import Graph

TAPS = 12
REACH = 5  # receptive field of `upsample_2x` and `downsample_2x` together, samples to each side
_SIDE = 3  # samples on each side that one phase of a filter covers
_WIDTH = 0.3  # half the filter's transition band, relative to the doubled sample rate


def kaiser_sinc() -> Floats:
    """Return the low-pass filter, float32 [TAPS] with sum 1.

    The Kaiser window's beta follows from the attenuation that TAPS and the transition band allow (Oppenheim
    and Schafer, "Discrete-Time Signal Processing", section 7.6).
    """
    attenuation = 2.285 * (TAPS // 2 - 1) * math.pi * 4 * _WIDTH + 7.95
    beta = 0.1102 * (attenuation - 8.7)  # for more than 50 dB; it is 51
    times = np.arange(TAPS) - (TAPS - 1) / 2
    taps = np.kaiser(TAPS, beta) * np.sinc(times / 2)
    normal: Floats = (taps / taps.sum()).astype(np.float32)
    return normal


def upsample_2x(graph: Graph, x: str, taps: Floats) -> str:
    """Upsample `x` [1, C, T] by two into phases [C, 2, T]; x is padded with its end samples."""
    x = graph.op("Transpose", x, perm=[1, 0, 2])
    x = graph.op("Pad", x, graph.ints(0, 0, _SIDE, 0, 0, _SIDE), mode="edge")
    return graph.op("Conv", x, graph.const(2 * _phases(taps[::-1])[::-1, None]))


def downsample_2x(graph: Graph, phases: str, taps: Floats) -> str:
    """Downsample two phases [C, 2, T] to [1, C, T]; the joined signal is padded with its end samples."""
    first = graph.op("Slice", phases, graph.ints(0, 0), graph.ints(1, 1), graph.ints(1, 2))
    last = graph.op("Slice", phases, graph.ints(1, -1), graph.ints(2, 2**31), graph.ints(1, 2))
    size = graph.ints(1, 2, _SIDE)
    before, after = graph.op("Expand", first, size), graph.op("Expand", last, size)
    padded = graph.op("Concat", before, phases, after, axis=2)
    y = graph.op("Conv", padded, graph.const(_phases(taps)[None]))
    return graph.op("Transpose", y, perm=[1, 0, 2])


def _phases(taps: Floats) -> Floats:
    """Split taps at the doubled rate into those of even and of odd samples, float32 [2, 7], offsets -3 to 3.

    For output sample n tap k is applied to sample 2 n + k - 5 of the joined signal, so the first tap belongs
    to the odd phase at offset -3.
    """
    split = np.zeros((2, 2 * _SIDE + 1), np.float32)
    split[0, 1:] = taps[1::2]
    split[1, :-1] = taps[::2]
    return split
