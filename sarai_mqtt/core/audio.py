"""PCM values: chunk (as it came), frame (VAD size), utterance (as spoken)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 16_000
SAMPLE_WIDTH = 2
FRAME_MS = 20
FRAME_BYTES = RATE * FRAME_MS // 1000 * SAMPLE_WIDTH

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Audio of one site in our own format: 16 kHz mono s16le, any length.

    `seq` and `sent_ms` come from the optional header (None without one).
    """

    pcm: bytes
    seq: int | None = None
    sent_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech of one site between two endpoints, 16 kHz mono s16le.

    `speech_end_ms` is where the last speech frame ends, from the start of `pcm`. `voicing` is one byte for
    each whole frame of `pcm`, 1 where the VAD heard speech and 0 where not; empty when none listened.
    """

    site: str
    pcm: bytes
    speech_end_ms: int
    voicing: bytes = b""

    @property
    def seconds(self) -> float:
        """Length in audio time."""
        return len(self.pcm) / (RATE * SAMPLE_WIDTH)


def to_samples(pcm: bytes) -> Samples:
    """Turn s16le PCM into float32 [n] in -1..1."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)


def to_pcm(samples: Samples) -> bytes:
    """Turn float32 [n] into s16le PCM; values beyond -1..1 are clipped."""
    return (np.clip(samples, -1.0, 1.0) * np.float32(32767)).astype("<i2").tobytes()


def at_volume(pcm: bytes, volume: int) -> bytes:
    """Make s16le PCM as loud as `volume` says, 0 to 100 (as it is).

    The gain is the square of the fraction, near to how loudness is felt: 50 is 12 dB less.
    """
    if volume >= 100:
        return pcm
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) * np.float32((volume / 100) ** 2)
    return bytes(np.rint(samples).astype("<i2").tobytes())


class Framer:
    """Cuts chunks of any size into VAD frames, keeping the remainder."""

    def __init__(self) -> None:
        self._rest = b""

    def push(self, pcm: bytes) -> list[bytes]:
        """Give each whole frame now available."""
        if not self._rest and len(pcm) == FRAME_BYTES:
            return [pcm]
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % FRAME_BYTES
        self._rest = pcm[whole:]
        return [pcm[start : start + FRAME_BYTES] for start in range(0, whole, FRAME_BYTES)]
