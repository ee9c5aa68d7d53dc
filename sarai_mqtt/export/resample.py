"""Twice the sample rate and back inside an ONNX graph, around an activation that would otherwise alias.

The filters of NVIDIA/BigVGAN (from alias-free-torch): a sinc of half the band under a Kaiser window. A signal
at twice the rate is kept as two phases [C, 2, T], its even and its odd samples: what happens between `double`
and `halve` is elementwise, so they need not be interleaved, and both filters are plain convolutions.
"""

import math

import numpy as np

from sarai_mqtt.export.checkpoint import Floats
from sarai_mqtt.export.graph import Graph

TAPS = 12
REACH = 5  # samples on each side that one sample depends on after `double` and `halve`
_SIDE = 3  # samples on each side that one phase of a filter covers
_WIDTH = 0.3  # of the filter's transition band, half of it, where 1 is the doubled sample rate


def kaiser_sinc() -> Floats:
    """Give the low-pass filter [TAPS], of sum 1.

    The window's shape follows Kaiser's formulas for the attenuation that TAPS and the transition band allow
    (Oppenheim and Schafer, "Discrete-Time Signal Processing", section 7.6).
    """
    attenuation = 2.285 * (TAPS // 2 - 1) * math.pi * 4 * _WIDTH + 7.95
    beta = 0.1102 * (attenuation - 8.7)  # for more than 50 dB; it is 51
    times = np.arange(TAPS) - (TAPS - 1) / 2
    taps = np.kaiser(TAPS, beta) * np.sinc(times / 2)
    normal: Floats = (taps / taps.sum()).astype(np.float32)
    return normal


def double(graph: Graph, x: str, taps: Floats) -> str:
    """Make two phases [C, 2, T] of x [1, C, T]; beyond its ends x goes on as it ends."""
    x = graph.op("Transpose", x, perm=[1, 0, 2])
    x = graph.op("Pad", x, graph.ints(0, 0, _SIDE, 0, 0, _SIDE), mode="edge")
    return graph.op("Conv", x, graph.const(2 * _phases(taps[::-1])[::-1, None]))


def halve(graph: Graph, phases: str, taps: Floats) -> str:
    """Make [1, C, T] of two phases [C, 2, T]; beyond their ends they go on as the joined signal ends."""
    first = graph.op("Slice", phases, graph.ints(0, 0), graph.ints(1, 1), graph.ints(1, 2))
    last = graph.op("Slice", phases, graph.ints(1, -1), graph.ints(2, 2**31), graph.ints(1, 2))
    size = graph.ints(1, 2, _SIDE)
    before, after = graph.op("Expand", first, size), graph.op("Expand", last, size)
    padded = graph.op("Concat", before, phases, after, axis=2)
    y = graph.op("Conv", padded, graph.const(_phases(taps)[None]))
    return graph.op("Transpose", y, perm=[1, 0, 2])


def _phases(taps: Floats) -> Floats:
    """Split taps over 2 T samples into those of even and of odd samples [2, 7], from -3 to 3 samples of T.

    Tap k meets sample 2 n + k - 5, so the first tap is of an odd sample, -3.
    """
    split = np.zeros((2, 2 * _SIDE + 1), np.float32)
    split[0, 1:] = taps[1::2]
    split[1, :-1] = taps[::2]
    return split
