"""Sounds, and stand-ins for what detects speech in them, decodes them and plays them."""

import numpy as np

from sarai_mqtt.core.audio import FRAME_BYTES, RATE, Chunk, to_pcm
from sarai_mqtt.core.errors import BadInput

LOUD, QUIET = b"\x01\x10" * (FRAME_BYTES // 2), bytes(FRAME_BYTES)


def vowel(seconds=1.0):
    """Return something like a spoken vowel: a 120 Hz pulse train through formants."""
    at = np.arange(int(RATE * seconds)) / RATE
    wave = sum(
        np.exp(-(((f - 700) / 300) ** 2)) * np.sin(2 * np.pi * f * at)
        + np.exp(-(((f - 1200) / 300) ** 2)) * np.sin(2 * np.pi * f * at)
        for f in range(120, 3000, 120)
    )
    return to_pcm((0.4 * wave / np.abs(wave).max()).astype(np.float32))


class LoudVad:
    """Speech is whatever is not digital silence."""

    def is_speech(self, frame):
        return frame != QUIET


class RawDecoder:
    """Takes a payload for the samples that it is."""

    def decode(self, payload):
        if len(payload) % 2:
            raise BadInput("odd_length", "Half a sample.")
        return Chunk(payload)


class FakeSound:
    """Stands where PortAudio would: a microphone that hears two chunks, a speaker that keeps what it plays."""

    def __init__(self, error=None, start_error=None, play_error=None):
        self.error, self.played, self.opened = error, [], []
        self.start_error, self.play_error = start_error, play_error

    def RawInputStream(self, rate, blocks, *, channels, dtype, callback):
        if self.error:
            raise self.error
        self.opened.append((rate, blocks, channels, dtype))
        self.callback = callback
        return self

    def __enter__(self):
        if self.start_error:
            raise self.start_error
        self.opened.append("started")
        for value in (1, 2):
            self.callback(bytearray([value]) * 4, 2, None, None)
        return self

    def __exit__(self, *_):
        self.opened.append("closed")

    def stop(self):
        self.opened.append("stopped")

    def play(self, samples, rate, *, blocking):
        assert blocking
        if self.play_error:
            raise self.play_error
        self.played.append((samples.tolist(), rate))


def voice(seed, seconds, rate):
    """Return syllables of noise in changing bands: what a voice looks like to a level meter."""
    rng = np.random.default_rng(seed)
    count = int(seconds * 8)
    t = np.arange(int(seconds * rate)) / rate
    sound = np.zeros(len(t))
    for n in range(count):
        centre, width = rng.uniform(0, seconds), rng.uniform(0.04, 0.12)
        for pitch in rng.uniform(250, 3500, 3):
            sound += (
                rng.uniform(0.2, 1) * np.exp(-(((t - centre) / width) ** 2)) * np.sin(2 * np.pi * pitch * t)
            )
    return sound / np.abs(sound).max()


def pcm(sound, level=0.5):
    """Return `sound` (within -1 and 1) as 16-bit PCM, its full scale at `level`."""
    return (sound * level * 32767).astype("<i2").tobytes()


def room(sound, rate=16_000):
    """Return `sound` as it comes back from a room with a fifth of a second of echo."""
    rng = np.random.default_rng(1)
    tail = np.arange(int(0.2 * rate)) / rate
    echo = np.r_[1.0, 0.3 * rng.normal(size=len(tail)) * np.exp(-tail / 0.05) / 10]
    return np.convolve(sound, echo)[: len(sound)]
