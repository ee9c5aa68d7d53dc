"""Speech with pauses inside, for turn_taking.py: recordings of two people, and commands of our own voices."""

import hashlib
import json
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import samplerate

from sarai_mqtt.core.audio import RATE, to_samples
from sarai_mqtt.turns.engine_worker import CancelToken

COMMANDS = Path(__file__).parents[1] / "data" / "pauses"
TICK = RATE // 100
QUIET_MS = 40


@dataclass(frozen=True)
class Speech:
    """16 kHz `samples` of one utterance, from its first sound to its last; `cut` is where a pause may go in."""

    kind: str
    language: str
    name: str
    samples: np.ndarray
    cut: int | None = None

    @property
    def half(self) -> str:
        """Constants are chosen on the one half, and judged on the other."""
        stem = self.name.partition("/")[0].encode()
        return "dev" if hashlib.sha1(stem).digest()[0] % 2 else "test"

    def paused(self, ms: int) -> np.ndarray:
        """Give the speech with a pause of digital silence."""
        if not ms:
            return self.samples
        return np.concatenate(
            [self.samples[: self.cut], np.zeros(ms * RATE // 1000, np.float32), self.samples[self.cut :]]
        )


def read(folder: Path, language: str) -> Iterator[Speech]:
    """Give what a person reads: as it is where it has a pause of 200 ms, and to be spliced where it is quietest."""
    for file in sorted(folder.glob("*.wav")):
        samples, longest_ms = spoken(file)
        if longest_ms >= 200:
            yield Speech("a person's own pauses", language, file.stem, samples)
        if len(samples) < 7 * RATE:
            third = len(samples) // 3
            cut = quietest(samples, third, 3 * len(samples) // 4)
            yield Speech("a person, spliced", language, file.stem, samples, cut)


def commands(assembly, language: str) -> Iterator[Speech]:
    """Give the commands of COMMANDS as our voice says them: whole, cut at their `|`, and said in two pieces."""

    def say(text: str) -> np.ndarray:
        pcm = b"".join(assembly.tts.synthesize(text, language, CancelToken()))
        samples = samplerate.resample(to_samples(pcm), RATE / assembly.tts.rate, "sinc_medium")
        return trimmed(samples.astype(np.float32), 0.02)[0]

    for line in (COMMANDS / f"{language}.txt").read_text("utf-8").splitlines():
        head, _, tail = line.partition("|")
        whole = say(f"{head} {tail}")
        share = len(head) / len(line)
        cut = quietest(
            whole, int(len(whole) * max(0.1, share - 0.15)), int(len(whole) * min(0.9, share + 0.15))
        )
        first = say(f"{head.lstrip('¿')},")
        yield Speech("commands", language, f"{line}/whole", whole)
        yield Speech("commands, spliced", language, f"{line}/spliced", whole, cut)
        pieces = np.concatenate([first, say(tail)])
        yield Speech("commands, in two pieces", language, f"{line}/pieces", pieces, len(first))


def recorded(folder: Path, language: str) -> Iterator[Speech]:
    """Give the recordings that index.json of `folder` lists, to be spliced where they are quietest."""
    for row in json.loads((folder / "index.json").read_text("utf-8")):
        samples, _ = spoken(folder / row["file"])
        cut = quietest(samples, len(samples) // 3, 3 * len(samples) // 4)
        yield Speech(folder.name, language, row["text"], samples)
        yield Speech(f"{folder.name}, spliced", language, row["text"], samples, cut)


def spoken(file: Path) -> tuple[np.ndarray, int]:
    """Give a 16 kHz mono file without the silence round it, and its longest pause in ms."""
    with wave.open(str(file)) as sound:
        samples = to_samples(sound.readframes(sound.getnframes()))
    return trimmed(samples, 0.01)


def trimmed(samples: np.ndarray, level: float) -> tuple[np.ndarray, int]:
    """Cut what is before the first and after the last 10 ms louder than `level` of the loudest 10 ms."""
    ticks = samples[: len(samples) // TICK * TICK].reshape(-1, TICK)
    loudness = np.sqrt(np.mean(ticks**2, axis=1))
    loud = np.flatnonzero(loudness > level * loudness.max())
    longest = np.diff(np.flatnonzero(loudness > 0.03 * loudness.max())).max(initial=0)
    return samples[loud[0] * TICK : (loud[-1] + 1) * TICK], int(longest) * 10


def quietest(samples: np.ndarray, first: int, last: int) -> int:
    """Give the middle of the quietest 40 ms between two places."""
    width = QUIET_MS * RATE // 1000
    power = np.convolve(samples[first:last].astype(np.float64) ** 2, np.ones(width), "valid")
    return first + int(np.argmin(power)) + width // 2
