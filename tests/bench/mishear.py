"""Makes the `noisy` sets of tests/data/understanding: what our speech to text makes of commands heard badly.

    python tests/bench/mishear.py LANGUAGE dev|test COUNT > FILE

The commands of `natural` are spoken by the profile's own voice, spoilt (noise at 5-15 dB, reverberation, another
speed, a low level, a clipped beginning; seeded by the sentence) and written down by its own speech to text. Kept are
transcripts of other words than those said, unless next to nothing is left of them; numbers written as digits are no other
words. It goes round the groups, a sentence each, until there are COUNT.
"""

import re
import sys
from zlib import crc32

import numpy as np
import samplerate
import yaml
from rapidfuzz.fuzz import ratio
from understanding_sets import FOLDER, plain

from sarai_mqtt.app import Assembly
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_pcm, to_samples
from sarai_mqtt.settings import load_settings
from sarai_mqtt.worker import CancelToken

LEAST_ALIKE = 60.0  # of 100
NUMBERS = re.compile(
    r"\d+|%|º|percent|degrees?|por ciento|grados?|\b(one|two|five|ten|eighteen|twenty|thirty|fifty|sixty|half|un|uno|una"
    r"|dos|cinco|diez|dieciocho|veinte|veintiuno?|veinticuatro|treinta|cuarenta|cincuenta)\b"
)


def main(language: str, split: str, count: str) -> None:
    assembly = Assembly(load_settings(None))
    groups = yaml.safe_load((FOLDER / language / f"natural_{split}.yaml").read_text("utf-8"))
    kept: list[list[str]] = [[] for _ in groups]
    seen: set[str] = set()
    for turn in range(max(len(group["say"]) for group in groups)):
        for group, heard in zip(groups, kept, strict=True):
            if turn >= len(group["say"]) or len(seen) >= int(count):
                continue
            said = group["say"][turn]
            text = misheard(
                assembly, said, language, np.random.default_rng(crc32(f"{split} {said}".encode()))
            )
            if differs(said, text) and plain(text) not in seen:
                seen.add(plain(text))
                heard.append(text)
                print(f"{len(seen)}: {said} -> {text}", file=sys.stderr, flush=True)
    found = [{**group, "say": heard} for group, heard in zip(groups, kept, strict=True) if heard]
    yaml.safe_dump(found, sys.stdout, allow_unicode=True, sort_keys=False, width=1000)


def misheard(assembly: Assembly, said: str, language: str, rng: np.random.Generator) -> str:
    """Speak, spoil and write down `said`."""
    pcm = b"".join(assembly.tts.synthesize(said, language, CancelToken()))
    clean = samplerate.resample(to_samples(pcm), RATE / assembly.tts.rate, "sinc_fastest")
    spoilt = to_pcm(spoil(clean, rng))
    utterance = Utterance("mishear", spoilt, len(spoilt) * 500 // RATE)
    return assembly.stt.transcribe(utterance, language, CancelToken()).text.strip()


def differs(said: str, text: str) -> bool:
    """Say whether other words were heard, but most of what was said is still there."""
    words, heard = (" ".join(NUMBERS.sub(" ", plain(t)).split()) for t in (said, text))
    return words != heard and ratio(words, heard) >= LEAST_ALIKE


def spoil(clean: Samples, rng: np.random.Generator) -> Samples:
    """Give `clean` (16 kHz) as a poor microphone far away hears it."""
    speed = rng.uniform(0.85, 1.2)
    sound = np.interp(np.arange(0, len(clean), speed), np.arange(len(clean)), clean)
    if rng.random() < 0.4:
        sound = sound[int(rng.uniform(0.08, 0.25) * RATE) :]
    if rng.random() < 0.6:
        decay = rng.uniform(0.3, 0.8)
        tail = rng.standard_normal(int(decay * RATE)) * np.exp(
            -6.9 * np.arange(int(decay * RATE)) / decay / RATE
        )
        tail *= rng.uniform(0.3, 1.0) / np.sqrt((tail**2).sum())
        tail[0] = 1.0
        sound = np.convolve(sound, tail)
    noise = (
        np.cumsum(rng.standard_normal(len(sound))) if rng.random() < 0.3 else rng.standard_normal(len(sound))
    )
    noise -= np.convolve(noise, np.ones(400) / 400, "same")  # no rumble below what a microphone hears
    level = np.sqrt((sound**2).mean() / (noise**2).mean()) * 10 ** (-rng.uniform(5, 15) / 20)
    sound = sound + noise * level
    peak = rng.uniform(0.02, 0.9) / max(1e-6, float(np.abs(sound).max()))
    return np.asarray(sound * peak, np.float32)


if __name__ == "__main__":
    main(*sys.argv[1:])
