"""The chime before an announcement: two falling notes, synthesised here, so that no recording is needed."""

from functools import lru_cache

import numpy as np

from sarai_mqtt.core.audio import to_pcm

# Frequency (Hz), beginning and length (s) of each note: E5 and C5, a falling major third as of a door bell.
_NOTES = ((659.26, 0.0, 0.45), (523.25, 0.28, 0.6))
# Half of a speaking voice's peak: it calls for attention and does not startle.
_PEAK = 0.25
_ATTACK_S, _DECAY_S = 0.008, 0.16
# Silence between the chime and the first word, seconds.
_GAP_S = 0.12


@lru_cache(4)
def chime(rate: int) -> bytes:
    """Return the chime with the silence after it, 1 s in all, as s16le mono PCM at `rate` Hz."""
    end = max(begins + length for _, begins, length in _NOTES)
    samples = np.zeros(round((end + _GAP_S) * rate), np.float32)
    for hertz, begins, length in _NOTES:
        t = np.arange(round(length * rate), dtype=np.float32) / rate
        # the second harmonic, softer and shorter, sounds like a struck bar
        tone = np.sin(2 * np.pi * hertz * t) + 0.2 * np.exp(-t / 0.05) * np.sin(4 * np.pi * hertz * t)
        faded = np.minimum(t / _ATTACK_S, 1) * np.exp(-t / _DECAY_S) * np.minimum((length - t) / 0.05, 1)
        first = round(begins * rate)
        samples[first : first + len(t)] += (tone * faded).astype(np.float32)
    return to_pcm(samples * np.float32(_PEAK / np.abs(samples).max()))
