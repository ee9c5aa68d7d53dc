"""Speech for training an audio adapter: synthetic voices, at varied speed, in varied rooms and noise."""

import re
import subprocess
import tempfile
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import samplerate

from sarai_mqtt.core.audio import RATE, Samples, to_pcm, to_samples
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.models.export.publishing import publish

Speaker = Callable[[str], Samples]  # text -> float32 [n] at 16 kHz

_SHARD = 100  # utterances in a file
_LONGEST_S = 8.0
_LEVEL = 0.08  # RMS of the speech before its gain
_SPEEDS = (0.88, 1.14)  # of resampling, which moves pitch and formants too
_FLITE_VOICES = ("slt", "rms", "kal16", "awb")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence for one speaker, by name."""

    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Utterances of one file: `audio` has int16 [n] of each line."""

    lines: Sequence[Line]
    audio: Sequence[npt.NDArray[np.int16]]

    @classmethod
    def load(cls, path: Path) -> "Shard":
        """Read a file that `save` wrote."""
        with np.load(path) as stored:
            lines = [Line(*pair) for pair in zip(stored["texts"], stored["speakers"], strict=True)]
            return cls(lines, np.split(stored["audio"], np.cumsum(stored["lengths"])[:-1]))

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("wb") as file:
            np.savez(
                file,
                texts=np.array([line.text for line in self.lines]),
                speakers=np.array([line.speaker for line in self.lines]),
                lengths=np.array([len(each) for each in self.audio]),
                audio=np.concatenate(self.audio),
            )
        publish(unfinished, path)


def speak(
    lines: Sequence[Line],
    speaker: Callable[[str], Speaker],
    folder: Path,
    name: str,
    *,
    seed: int,
    plain: bool,
) -> Iterator[Path]:
    """Write the speech of `lines` into shards `folder`/`name`-NNNN.npz. Yield each; keep what exists.

    Args:
        lines: in an order in which each speaker's are together, as only one speaker is held at a time.
        speaker: name -> a function that speaks.
        folder: for the shards.
        name: begins the names of the shards.
        seed: of speeds, rooms and noise; the same lines with it give the same speech.
        plain: without varied speed, room and noise.

    """
    folder.mkdir(parents=True, exist_ok=True)
    held: tuple[str, Speaker] | None = None
    for number, start in enumerate(range(0, len(lines), _SHARD)):
        path = folder / f"{name}-{number:04d}.npz"
        if not path.exists():
            random = np.random.default_rng([seed, number])
            spoken: list[tuple[Line, npt.NDArray[np.int16]]] = []
            for line in lines[start : start + _SHARD]:
                if held is None or held[0] != line.speaker:
                    held = (line.speaker, speaker(line.speaker))
                sound = levelled(held[1](line.text))
                sound = sound if plain else varied(sound, random)
                if len(sound) < _LONGEST_S * RATE:
                    spoken.append((line, np.frombuffer(to_pcm(sound), np.int16)))
            Shard([line for line, _ in spoken], [sound for _, sound in spoken]).save(path)
        yield path


def varied(sound: Samples, random: np.random.Generator) -> Samples:
    """Return speech at another speed, perhaps in a room, over a telephone, in noise, after a pause."""
    sound = samplerate.resample(sound, 1 / random.uniform(*_SPEEDS), "sinc_fastest")
    before, after = (int(random.uniform(0, 0.3) * RATE) for _ in range(2))
    sound = np.pad(sound, (before, after))
    if random.random() < 0.35:
        sound = _in_a_room(sound, random)
    if random.random() < 0.15:
        sound = _filtered(sound, 300, 3400)
    level = float(np.sqrt(np.mean(sound**2)))
    if random.random() < 0.8:
        noise = _noise(len(sound), random.uniform(0, 1.2), random)
        sound = sound + noise * level * 10 ** (-random.uniform(8, 35) / 20)
    return np.asarray(sound * 10 ** (random.uniform(-15, 6) / 20), np.float32)


def flite(voice: str) -> Speaker:
    """Return a voice of Debian's flite, which runs as a process of its own. Raises BadInput for another."""
    if voice not in _FLITE_VOICES:
        raise BadInput("unknown_voice", f"flite has no voice {voice}.", f"It has {', '.join(_FLITE_VOICES)}.")

    def say(text: str) -> Samples:
        """Speak one sentence."""
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            command = ["flite", "-voice", voice, "-t", text, "-o", file.name]
            subprocess.run(command, check=True)  # noqa: S603 - the user's own flite
            with wave.open(file.name) as stored:
                return to_samples(stored.readframes(stored.getnframes()))

    return say


def at_16k(pcm: bytes, rate: int) -> Samples:
    """Return s16le PCM of `rate` as samples at 16 kHz."""
    return np.asarray(samplerate.resample(to_samples(pcm), RATE / rate, "sinc_fastest"), np.float32)


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, without signs."""
    return re.findall(r"[a-z0-9']+", text.lower())


def levelled(sound: Samples) -> Samples:
    """Return speech without silence at its ends, at the usual level."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max(initial=1e-6))
    if len(loud):
        sound = sound[max(loud[0] - RATE // 20, 0) : loud[-1] + RATE // 10]
    return np.asarray(sound * (_LEVEL / max(float(np.sqrt(np.mean(sound**2))), 1e-6)), np.float32)


def _in_a_room(sound: Samples, random: np.random.Generator) -> Samples:
    """Return speech with the echo of a room: noise that decays by 60 dB in 0.15 to 0.6 s."""
    seconds = random.uniform(0.15, 0.6)
    times = np.arange(int(seconds * RATE)) / RATE
    echo = random.standard_normal(len(times)) * 10 ** (-3 * times / seconds)
    echo *= random.uniform(0.2, 0.8) / np.sqrt((echo**2).sum())
    echo[0] = 1
    size = len(sound) + len(echo) - 1
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)
    return np.asarray(wet[: len(sound)], np.float32)


def _filtered(sound: Samples, low: float, high: float) -> Samples:
    """Return speech between two frequencies, in Hz."""
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(frequencies < low) | (frequencies > high)] = 0
    return np.asarray(np.fft.irfft(spectrum, len(sound)), np.float32)


def _noise(count: int, slope: float, random: np.random.Generator) -> npt.NDArray[np.floating[Any]]:
    """Return noise of RMS 1 whose amplitude falls with the frequency to the power of `slope`."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum /= np.maximum(np.arange(len(spectrum)), 8) ** slope
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / max(float(np.sqrt(np.mean(noise**2))), 1e-9), np.float64)
