"""PCM audio: chunks (as received), frames (of the size a VAD takes) and utterances (as spoken)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 16_000
SAMPLE_WIDTH = 2
FRAME_MS = 20
FRAME_BYTES = RATE * FRAME_MS // 1000 * SAMPLE_WIDTH

Samples = npt.NDArray[np.float32]
"""Mono samples, float32 [n], full scale 1."""
Features = npt.NDArray[np.float32]
"""Audio features of speech by an encoder, float32 [1, T, D]; T is 0 if there is nothing to hear."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Audio of one site in the internal format: 16 kHz mono s16le, of any length.

    `seq` and `sent_ms` (time of sending, ms) come from the optional header; None without one.
    """

    pcm: bytes
    seq: int | None = None
    sent_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech of one site between two endpoints, 16 kHz mono s16le.

    `speech_end_ms` is the end of the last speech frame, in ms from the start of `pcm`. `voicing` has one byte
    for each whole frame of `pcm`: 1 if the VAD found speech in it, else 0; empty if no VAD was used.
    """

    site: str
    pcm: bytes
    speech_end_ms: int
    voicing: bytes = b""

    @property
    def seconds(self) -> float:
        """Length of the audio in seconds."""
        return len(self.pcm) / (RATE * SAMPLE_WIDTH)


def to_samples(pcm: bytes) -> Samples:
    """Convert s16le PCM to float32 [n] in -1..1. Raises ValueError if `pcm` ends within a sample."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)


def to_pcm(samples: Samples) -> bytes:
    """Convert float32 [n] to s16le PCM; values beyond -1..1 are clipped."""
    return (np.clip(samples, -1.0, 1.0) * np.float32(32767)).astype("<i2").tobytes()


def at_volume(pcm: bytes, volume: int) -> bytes:
    """Return s16le PCM scaled to `volume`, 0 (silence) to 100 (unchanged).

    The gain is the square of `volume / 100`, which is close to perceived loudness: 50 is 12 dB quieter.
    """
    if volume >= 100:
        return pcm
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) * np.float32((volume / 100) ** 2)
    return bytes(np.rint(samples).astype("<i2").tobytes())


class Framer:
    """Cuts audio of any length into VAD frames and keeps the remainder for the next call."""

    def __init__(self) -> None:
        self._rest = b""

    def push(self, pcm: bytes) -> list[bytes]:
        """Add `pcm` and return the whole frames now available, each FRAME_BYTES long (20 ms)."""
        if not self._rest and len(pcm) == FRAME_BYTES:
            return [pcm]
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % FRAME_BYTES
        self._rest = pcm[whole:]
        return [pcm[start : start + FRAME_BYTES] for start in range(0, whole, FRAME_BYTES)]
