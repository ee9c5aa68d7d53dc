"""The signal processing of the vocoder: builds a waveform from the network's prediction for each frame.

hibari's network (Maureese Williams, Apache-2.0) predicts five vectors of 601 bins (0 to 12 kHz) for each
frame of 12.5 ms: lh, theta, ln, lr, phi, the log gain and phase of the harmonics, the log gain of the noise,
and the log gain and phase of a free part. The spectrum of the frame is

    exp(lh) e^(i pi tanh(theta)) P + exp(ln) Z + exp(lr) e^(i phi)

where P is the short-time spectrum of a pulse train at pitch f0 and Z is complex white noise. Frames are
joined by overlap-add: FFT size and window 1200 samples (Hann), hop 300, at 24 kHz.
"""

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import Samples

RATE = 24_000
HOP = 300
_FFT_SIZE = 1200
_BINS = _FFT_SIZE // 2 + 1
SPECTRA = 5 * _BINS
_OVERLAP = _FFT_SIZE // HOP
_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT_SIZE) / _FFT_SIZE)).astype(np.float32)
# The analysis window is scaled so that one harmonic of the pulse train has magnitude 1 at its bin.
_ANALYSIS = _WINDOW / np.float32(_FFT_SIZE / 4)
_WINDOW_SQUARED = np.square(_WINDOW).reshape(_OVERLAP, HOP)
_LOWEST_F0, _HIGHEST_HARMONIC = 40.0, 11_000.0
_LOUDEST = np.float32(7.0)

Spectrum = npt.NDArray[np.complex64]


def pulse_train(f0: Samples) -> Samples:
    """Return the sum of all harmonics of `f0` below 11 kHz, each at amplitude 1, as float32 [F * 300].

    `f0` is float32 [F] in Hz, one value per frame, interpolated linearly; 40 Hz or less is silence
    (unvoiced). The sum of H cosines is the Dirichlet kernel sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2.
    """
    frames = len(f0)
    pitch = np.interp((np.arange(frames * HOP) + 0.5) / HOP - 0.5, np.arange(frames), f0)
    voiced = pitch > _LOWEST_F0
    pitch = np.maximum(pitch, _LOWEST_F0)
    angle = (2 * np.pi * np.modf(np.cumsum(pitch / RATE))[0]).astype(np.float32)
    harmonics = np.floor(_HIGHEST_HARMONIC / pitch).astype(np.float32)
    denominator = 2 * np.sin(angle / 2)
    at_pulse = np.abs(denominator) <= 2e-3
    kernel = np.sin((harmonics + np.float32(0.5)) * angle) / np.where(at_pulse, np.float32(1), denominator)
    kernel = np.where(at_pulse, harmonics, kernel - np.float32(0.5))
    return np.where(voiced, kernel, np.float32(0)).astype(np.float32)


class WaveformBuilder:
    """Turns the spectra of one sentence, pushed in order in blocks of any length, into its samples.

    The samples do not depend on the block lengths: the pulse train is made once for the sentence, noise is
    drawn frame by frame from `seed`, and samples to which later frames contribute are held back (two hops).
    `f0` is float32 [F] in Hz for all F frames of the sentence.
    """

    def __init__(self, f0: Samples, seed: int = 0) -> None:
        self._frames = len(f0)
        self._pulses = np.pad(pulse_train(f0), _FFT_SIZE // 2, mode="reflect")
        self._noise = np.random.default_rng(seed)
        self._pushed = 0
        self._overlap_tail = np.zeros((_OVERLAP - 1, HOP), np.float32)

    def push(self, spectra: Samples) -> Samples:
        """Add the next n frames, `spectra` float32 [3005, n], and return the samples now complete.

        These are all samples but the last two hops of the frames pushed so far; with the last frame, all.
        """
        first, self._pushed = self._pushed, self._pushed + spectra.shape[1]
        pieces = np.fft.irfft(self._spectrum(spectra, first), _FFT_SIZE, axis=1).astype(
            np.float32, copy=False
        )
        pieces = (pieces * _WINDOW).reshape(-1, _OVERLAP, HOP)
        blocks = np.zeros((len(pieces) + _OVERLAP - 1, HOP), np.float32)
        blocks[: _OVERLAP - 1] = self._overlap_tail
        for quarter in range(_OVERLAP):
            blocks[quarter : quarter + len(pieces)] += pieces[:, quarter]
        finished = len(pieces) + (_OVERLAP // 2 if self._pushed == self._frames else 0)
        self._overlap_tail = blocks[len(pieces) :]
        # The first half window lies before the start of the sentence.
        skipped = min(max(_OVERLAP // 2 - first, 0), finished)
        ready = blocks[skipped:finished] / self._weights(first + skipped, first + finished)
        return ready.reshape(-1)

    def _spectrum(self, spectra: Samples, first: int) -> Spectrum:
        """Return the complex64 [n, 601] spectra of the n frames from frame `first` on (see the module)."""
        count = spectra.shape[1]
        parts = np.ascontiguousarray(spectra.T).reshape(count, 5, _BINS).transpose(1, 0, 2)
        gain, phase, noise_gain, free_gain, free_phase = parts
        start = first * HOP
        pulses = self._pulses[start : start + (count - 1) * HOP + _FFT_SIZE]
        windows = np.lib.stride_tricks.sliding_window_view(pulses, _FFT_SIZE)[::HOP]
        spectrum = np.fft.rfft(windows * _ANALYSIS, axis=1).astype(np.complex64, copy=False)
        spectrum *= _polar(gain, np.float32(np.pi) * np.tanh(phase))
        noise = self._noise.standard_normal((count, 2 * _BINS), dtype=np.float32).view(np.complex64)
        spectrum += noise * _loudness(noise_gain)
        spectrum += _polar(free_gain, free_phase)
        return spectrum

    def _weights(self, first: int, last: int) -> Samples:
        """Return the sum of squared windows over the hops [first, last), counted from half a window early.

        The result is float32 [last - first, 300], smaller at both ends of the sentence, where fewer overlap.
        """
        weights = np.tile(_WINDOW_SQUARED.sum(axis=0), (last - first, 1))
        for hop in range(first, last):
            missing = [q for q in range(_OVERLAP) if not 0 <= hop - q < self._frames]
            if missing:
                weights[hop - first] -= _WINDOW_SQUARED[missing].sum(axis=0)
        return weights


def _loudness(log_gain: Samples) -> Samples:
    """Return exp of `log_gain`, limited to _LOUDEST."""
    return np.exp(np.minimum(log_gain, _LOUDEST))


def _polar(log_gain: Samples, phase: Samples) -> Spectrum:
    """Return the complex number of each limited log gain and phase (radians)."""
    result = np.empty(phase.shape, np.complex64)
    loudness = _loudness(log_gain)
    result.real = loudness * np.cos(phase)
    result.imag = loudness * np.sin(phase)
    return result
