"""Measures how well a microphone heard a person, from the audio alone, before recognition (ADR 10)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Utterance, to_samples

# Power of -70 dBFS, less than any microphone's own noise: digital silence must not make an infinite ratio.
_SELF_NOISE = 1e-7
# Quantile of the frame powers taken as the room's noise: breaths, closures of consonants, the pre-roll.
_QUIETEST = 0.1
# Frames within this many dB of the loudest tenth are speech proper; a VAD reports speech for longer.
_RANGE_DB = 15.0
_FALL_FRAMES = 60 // FRAME_MS
_STEEPEST = 0.2

_Powers = npt.NDArray[np.float64]  # [n], mean square of each frame


@dataclass(frozen=True, slots=True)
class SignalQuality:
    """Signal quality of an utterance: how good the path from mouth to microphone was.

    Args:
        snr_db: ratio of the speech to the quietest tenth of the frames, in dB; 0 or more.
        fall_db: fall of the level within 60 ms, in dB, mean of the steepest fifth. Echoes fill the gaps
            between syllables, so it is about 10 near a person and 7 across a room. A gain does not change it.
        voiced: share (0..1) of speech frames from the first to the last that the VAD took for speech.

    """

    snr_db: float
    fall_db: float
    voiced: float

    @property
    def score(self) -> float:
        """One figure in dB to compare sites by; higher is better.

        The weights were measured with `tests/bench/arbitration.py`. The fall is much more reliable than the
        ratio: a more sensitive far microphone, or one in a quieter room, may have the better ratio.
        """
        return self.snr_db / 2 + 4 * self.fall_db + 10 * self.voiced


def signal_quality_of(utterance: Utterance) -> SignalQuality:
    """Measure the signal quality of an utterance.

    Without `voicing`, speech is assumed from the start to `speech_end_ms`. All values are 0 without speech.
    """
    powers = _powers(utterance.pcm)
    voicing = np.frombuffer(utterance.voicing, np.uint8).astype(bool)[: len(powers)]
    if len(voicing) < len(powers):
        voicing = np.arange(len(powers)) < utterance.speech_end_ms // FRAME_MS
    if not voicing.any():
        return SignalQuality(0.0, 0.0, 0.0)
    noise = float(np.quantile(powers, _QUIETEST)) + _SELF_NOISE
    snr_db = 10 * np.log10(float(powers[voicing].mean()) / noise + _SELF_NOISE)
    first, last = np.flatnonzero(voicing)[[0, -1]]
    span = slice(int(first), int(last) + 1)
    return SignalQuality(max(0.0, float(snr_db)), _fall_db(powers[span]), float(voicing[span].mean()))


def _powers(pcm: bytes) -> _Powers:
    """Return the mean square of each whole frame, float64 [n], full scale 1."""
    samples = to_samples(pcm[: len(pcm) // FRAME_BYTES * FRAME_BYTES])
    frames = samples.reshape(-1, FRAME_BYTES // 2).astype(np.float64)
    powers: _Powers = np.square(frames).mean(axis=1)
    return powers


def _fall_db(powers: _Powers) -> float:
    levels = 10 * np.log10(powers + _SELF_NOISE)
    loud = np.flatnonzero(levels > np.quantile(levels, 0.9) - _RANGE_DB)
    if not len(loud):
        return 0.0
    levels = levels[loud[0] : loud[-1] + 1]
    if len(levels) <= _FALL_FRAMES:
        return 0.0
    falls = np.sort(np.clip(levels[:-_FALL_FRAMES] - levels[_FALL_FRAMES:], 0.0, _RANGE_DB))[::-1]
    return float(falls[: max(1, int(len(falls) * _STEEPEST))].mean())
