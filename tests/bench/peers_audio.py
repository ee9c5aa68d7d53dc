"""The recordings as both sides hear them: t = 0 is the end of the last speech sample, and of a chunk."""

import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16000
CHUNK_MS = 30
CHUNK_BYTES = RATE * CHUNK_MS // 1000 * 2
# A sample louder than this share of the loudest is speech.
_SPEECH = 0.02
# Silence between joined recordings: less than any pause that would begin or end a turn.
_GAP_S = 0.08

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Clip:
    """s16le mono 16 kHz: `speech` ends with the last speech sample and is whole chunks; `tail` is what was recorded after."""

    name: str
    text: str
    speech: bytes
    tail: bytes

    @property
    def seconds(self) -> float:
        """Length of what is played before t = 0."""
        return len(self.speech) / 2 / RATE


def load(path: Path, text: str) -> Clip:
    """Read a recording (16 kHz, mono, 16 bit). Raises ValueError for any other, and for one without a sound."""
    with wave.open(str(path)) as file:
        form = (file.getframerate(), file.getnchannels(), file.getsampwidth())
        if form != (RATE, 1, 2):
            raise ValueError(f"{path} is not 16 kHz mono 16 bit, but {form}")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    first, last = speech_bounds(samples)
    return Clip(path.stem, text, _whole_chunks(samples[:last]), samples[last:].tobytes())


def speech_bounds(samples: Samples) -> tuple[int, int]:
    """Give where speech begins and ends (one past its last sample). Raises ValueError for silence."""
    level = np.abs(samples.astype(np.int32))
    loud = np.flatnonzero(level > _SPEECH * level.max(initial=0))
    if not loud.size:
        raise ValueError("the recording is silent")
    return int(loud[0]), int(loud[-1]) + 1


def joined(clips: Sequence[Clip], seconds: float) -> Clip:
    """Speak `clips` one after another, over and over, until there are `seconds`; cut at the front, so that it ends whole."""
    gap = np.zeros(int(_GAP_S * RATE), np.int16)
    wanted = int(seconds * RATE)
    parts: list[Samples] = []
    while sum(map(len, parts)) < wanted:
        samples = np.frombuffer(clips[len(parts) // 2 % len(clips)].speech, "<i2")
        parts += [samples[speech_bounds(samples)[0] :], gap]
    samples = np.concatenate(parts[:-1])[-wanted:]
    return Clip(f"{seconds:g} s", "", _whole_chunks(samples), b"")


def together(clips: Iterable[Clip]) -> list[Clip]:
    """Make the clips equally long, with silence before them, so that all end at once."""
    clips = list(clips)
    longest = max(len(clip.speech) for clip in clips)
    return [Clip(c.name, c.text, c.speech.rjust(longest, b"\0"), c.tail) for c in clips]


def _whole_chunks(samples: Samples) -> bytes:
    pcm = samples.tobytes()
    return pcm.rjust(-(-len(pcm) // CHUNK_BYTES) * CHUNK_BYTES, b"\0")
