"""How well a microphone heard a person: from the sound alone, so it is known before a word is recognised."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Utterance, to_samples

# -70 dBFS: less than any microphone's own noise. Digital silence must not make an endless ratio.
_SELF_NOISE = 1e-7
# The room's noise is what the quietest frames hold: breaths, closures and the pre-roll.
_QUIETEST = 0.1
# Speech proper is within so many dB of its loudest; a VAD goes on for longer.
_RANGE_DB = 15.0
_FALL_FRAMES = 60 // FRAME_MS
_STEEPEST = 0.2

_Powers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sound:
    """What the sound of an utterance says about the way from mouth to microphone.

    Args:
        snr_db: speech against the quietest tenth of the frames, dB.
        fall_db: by how much the sound falls within 60 ms, dB, mean of the steepest fifth: echoes fill what is
            between syllables, so it is about 10 near a person and 7 across a room. A gain does not change it.
        voiced: share of the frames, from the first that the VAD took for speech to the last, that it did.

    """

    snr_db: float
    fall_db: float
    voiced: float

    @property
    def score(self) -> float:
        """One figure to compare by, in dB.

        The weights were found with `tests/bench/arbitration.py`. The fall is much surer than the ratio: a far
        microphone that makes up for the distance, or in the quieter room, has the better ratio.
        """
        return self.snr_db / 2 + 4 * self.fall_db + 10 * self.voiced


def sound_of(utterance: Utterance) -> Sound:
    """Judge an utterance; one without `voicing` is speech from its start to `speech_end_ms`."""
    powers = _powers(utterance.pcm)
    voicing = np.frombuffer(utterance.voicing, np.uint8).astype(bool)[: len(powers)]
    if len(voicing) < len(powers):
        voicing = np.arange(len(powers)) < utterance.speech_end_ms // FRAME_MS
    if not voicing.any():
        return Sound(0.0, 0.0, 0.0)
    noise = float(np.quantile(powers, _QUIETEST)) + _SELF_NOISE
    snr_db = 10 * np.log10(float(powers[voicing].mean()) / noise + _SELF_NOISE)
    first, last = np.flatnonzero(voicing)[[0, -1]]
    span = slice(int(first), int(last) + 1)
    return Sound(max(0.0, float(snr_db)), _fall_db(powers[span]), float(voicing[span].mean()))


def _powers(pcm: bytes) -> _Powers:
    """Give the mean square of each whole frame, [n], full scale 1."""
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
