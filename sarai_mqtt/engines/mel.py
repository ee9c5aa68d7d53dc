"""Whisper's log-mel spectrogram in numpy (as OpenAI's `whisper/audio.py`), also shifted to a common peak."""

from typing import Any

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import RATE, Samples

HOP = 160  # samples, 10 ms
MELS = 80
PEAK = 1.5  # log10 power to which the loudest value is shifted; the exported silence tail has the same
RANGE = 8.0  # decades kept below the peak
SILENCE = (PEAK - RANGE + 4) / 4

_WINDOW = 400
_BINS = _WINDOW // 2 + 1
_FLOOR = 1e-10
# Log10 power. A lower peak (some -55 dBFS) is not shifted all the way up: digital silence becomes SILENCE,
# and hiss is not amplified.
_MIN_PEAK = -2.0
# Rows of a matrix product, so few that BLAS stays on the calling thread: waking its threads costs more than
# the whole spectrogram.
_BLOCK = 16

_Floats = npt.NDArray[np.float32]


def log_mel(samples: Samples, frames: int) -> _Floats:
    """Return the log-mel spectrogram float32 [1, 80, frames] of `samples`, shifted so that its peak is PEAK.

    `samples` is float32 [n] at 16 kHz, padded with silence or cut to `frames` hops of 10 ms. Values are
    (log10 power + 4) / 4, limited to RANGE decades below the peak.
    """
    levels = _levels(samples, frames)
    peak = max(float(levels.max(initial=_MIN_PEAK)), _MIN_PEAK)
    return _scaled(np.maximum(levels, peak - RANGE) + (PEAK - peak))


def unshifted_log_mel(samples: Samples, frames: int) -> _Floats:
    """Return the spectrogram float32 [1, 80, frames] as Whisper's own code does: `log_mel` without the shift.

    `frames` must not be 0.
    """
    levels = _levels(samples, frames)
    return _scaled(np.maximum(levels, levels.max() - RANGE))


def _scaled(levels: npt.NDArray[np.floating[Any]]) -> _Floats:
    """Return log10 powers [frames, 80] in Whisper's scale, float32 [1, 80, frames]."""
    return np.ascontiguousarray(((levels + 4) / 4).T, np.float32)[None]


def _levels(samples: Samples, frames: int) -> _Floats:
    """Return the log10 power of each mel band, float32 [frames, 80], of centred 25 ms Hann windows."""
    padded = np.zeros(frames * HOP + _WINDOW, np.float32)
    kept = samples[: frames * HOP]
    half = _WINDOW // 2
    padded[half : half + len(kept)] = kept
    padded[:half] = padded[2 * half : half : -1]
    padded[-half:] = padded[-half - 2 : -2 * half - 2 : -1]
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    not_silent = min(frames, (len(kept) + half) // HOP + 1)
    spectrum = np.fft.rfft(windows[:not_silent] * _HANN, axis=1)
    power = np.zeros((-(-frames // _BLOCK) * _BLOCK, _BINS), np.float32)
    power[:not_silent] = spectrum.real**2 + spectrum.imag**2
    mels = power.reshape(-1, _BLOCK, _BINS) @ _FILTERS
    levels: _Floats = np.log10(np.maximum(mels.reshape(-1, MELS)[:frames], _FLOOR))
    return levels


def _filters() -> _Floats:
    """Return the mel filters of Slaney's Auditory Toolbox as librosa computes them, float32 [201, 80].

    The scale is linear up to 1 kHz and logarithmic above; each filter has unit area.
    """
    top = 15 + 27 * np.log(RATE / 2 / 1000) / np.log(6.4)
    steps = np.linspace(0, top, MELS + 2)
    edges = np.where(steps < 15, steps * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (steps - 15)))
    bins = np.arange(_BINS)[:, None] * (RATE / _WINDOW)
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    slopes = np.minimum((bins - left) / (centre - left), (right - bins) / (right - centre))
    filters: _Floats = (np.maximum(slopes, 0) * (2 / (right - left))).astype(np.float32)
    return filters


_FILTERS = _filters()
_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)
