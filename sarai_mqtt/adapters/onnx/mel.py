"""Whisper's log-mel spectrogram in numpy (OpenAI's `whisper/audio.py`), also shifted to a common peak."""

from typing import Any

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import RATE, Samples

HOP = 160
MELS = 80
PEAK = 1.5  # log10 power that the loudest value is shifted to; the exported silence tail has the same
RANGE = 8.0  # decades kept below the peak
SILENCE = (PEAK - RANGE + 4) / 4

_WINDOW = 400
_BINS = _WINDOW // 2 + 1
_FLOOR = 1e-10
# Sound weaker than this (some -55 dBFS) is left weak: digital silence becomes SILENCE, hiss is not made loud.
_QUIETEST_PEAK = -2.0
# Small products stay on the calling thread: waking BLAS threads costs more than the whole spectrogram.
_BLOCK = 16

_Floats = npt.NDArray[np.float32]


def log_mel(samples: Samples, frames: int) -> _Floats:
    """Give [1, 80, frames] of 16 kHz `samples` [n], padded with silence or cut to `frames` hops of 10 ms."""
    levels = _levels(samples, frames)
    peak = max(float(levels.max(initial=_QUIETEST_PEAK)), _QUIETEST_PEAK)
    return _scaled(np.maximum(levels, peak - RANGE) + (PEAK - peak))


def unshifted_log_mel(samples: Samples, frames: int) -> _Floats:
    """Give the same without the shift, as Whisper's own code does: [1, 80, frames], `frames` not 0."""
    levels = _levels(samples, frames)
    return _scaled(np.maximum(levels, levels.max() - RANGE))


def _scaled(levels: npt.NDArray[np.floating[Any]]) -> _Floats:
    return np.ascontiguousarray(((levels + 4) / 4).T, np.float32)[None]


def _levels(samples: Samples, frames: int) -> _Floats:
    """Give the log10 power of each mel band: [frames, 80]."""
    padded = np.zeros(frames * HOP + _WINDOW, np.float32)
    kept = samples[: frames * HOP]
    half = _WINDOW // 2
    padded[half : half + len(kept)] = kept
    padded[:half] = padded[2 * half : half : -1]
    padded[-half:] = padded[-half - 2 : -2 * half - 2 : -1]
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    sounding = min(frames, (len(kept) + half) // HOP + 1)
    spectrum = np.fft.rfft(windows[:sounding] * _HANN, axis=1)
    power = np.zeros((-(-frames // _BLOCK) * _BLOCK, _BINS), np.float32)
    power[:sounding] = spectrum.real**2 + spectrum.imag**2
    mels = power.reshape(-1, _BLOCK, _BINS) @ _FILTERS
    levels: _Floats = np.log10(np.maximum(mels.reshape(-1, MELS)[:frames], _FLOOR))
    return levels


def _filters() -> _Floats:
    """Give Slaney's mel filters as librosa makes them (linear to 1 kHz, then logarithmic): [201, 80]."""
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
