"""Time to the Thinker's first token and peak memory, by way of text and by way of speech, for 3 s of speech.

    python tests/bench/audio_thinker.py [--gguf FILE] [--rounds 5] [--stack 8]

Without `--gguf` the Thinker is SmolLM2-135M. The random weights of LFM2's shape that `sarai-mqtt bench --thinker
lfm2-shape --keep DIR` leaves in DIR have the real one's times and memory. The adapter's weights are random in any case:
times and memory are those of a trained one of its size, what the Thinker says means nothing.

Each way runs in a process of its own on the same recordings, cut or filled with silence to 3 s. text: encoder and
decoder, then the recognised words after the kept prompt; speech: encoder and adapter, then its embeddings after the
kept prompt. One JSON object a way: medians over all runs in ms (`hear`: the audio models without the Thinker,
`first_token`: all of it), `positions` evaluated after the prompt, and `peak_mb` of the process (10^6 bytes). The last
object has the ratio of the ways. The language is given, so that the way of text need not find it.
"""

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.core.audio import RATE, SAMPLE_WIDTH, Utterance
from sarai_mqtt.engines.audio_decoder import read_wav
from sarai_mqtt.engines.llm.llama import Flag, Model
from sarai_mqtt.models.store import open_store
from sarai_mqtt.turns.engine_worker import CancelToken

COMMANDS = Path(__file__).parents[1] / "data" / "commands" / "en"
SECONDS = 3
FEATURES, WIDTH = "cross_v_5", 512


def recordings():
    size = SECONDS * RATE * SAMPLE_WIDTH
    for file in sorted(COMMANDS.glob("*.wav")):
        yield Utterance("bench", read_wav(file)[:size].ljust(size, b"\0"), SECONDS * 1000)


def measure(way, gguf, rounds, stack, adapter_file):
    """Return the figures of one way; run in a process of its own, so that its peak is its own."""
    settings = load_settings()
    assembly, options, threads = Assembly(settings), settings.thinker, settings.share_threads()
    stt = assembly.stt
    model = Model(gguf, threads.tokens, options.context_tokens, options.batch_tokens, threads.prompt)
    model.set_sampler(options.temperature, options.min_p, options.repeat_penalty)
    before, after = model.render(thinker_texts(options, ["en"]).prompts["en"])
    state, adapter = model.snapshot(before), None
    if way == "speech":
        from sarai_mqtt.engines.llm.audio_adapter import AudioAdapter
        from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
        from tests.harness.audio_adapters import write_adapter

        adapter_file = write_adapter(adapter_file, WIDTH, model.width, stack=stack)
        adapter = AudioAdapter(RoleLoader(threads.speech).open(RoleFile(adapter_file)), {FEATURES: WIDTH})
    hears, firsts, positions = [], [], []
    for round_ in range(rounds + 1):  # the first is not counted
        for utterance in recordings():
            start, abort = time.perf_counter(), Flag()
            if adapter is None:
                said = stt.transcribe(utterance, "en", CancelToken()).text
                heard = time.perf_counter()
                tokens, embeddings = [*model.tokenize(said, special=False), *after], None
            else:
                embeddings = adapter.embed(stt.encode(utterance, FEATURES, CancelToken()))
                heard, tokens = time.perf_counter(), after
            model.restart(state, tokens, abort, embeddings)
            next(model.generate(abort), None)
            if round_:
                firsts.append(time.perf_counter() - start)
                hears.append(heard - start)
                positions.append(len(tokens) + (0 if embeddings is None else len(embeddings)))
    model.close()
    return {
        "way": way,
        "model": gguf.name,
        "hear_ms": round(1000 * statistics.median(hears), 1),
        "first_token_ms": round(1000 * statistics.median(firsts), 1),
        "p90_ms": round(1000 * float(np.percentile(firsts, 90)), 1),
        "positions": statistics.median(positions),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
        "threads": [threads.speech, threads.prompt, threads.tokens],
        "load_average": round(os.getloadavg()[0], 1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gguf", type=Path, help="another Thinker")
    parser.add_argument("--rounds", type=int, default=5, help="times each recording is answered")
    parser.add_argument("--stack", type=int, default=8, help="frames of 20 ms to one embedding")
    given = parser.parse_args()
    models = load_settings().models
    gguf = given.gguf or open_store(models.catalogue, models.cache_dir).path("smollm2-135m")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for way in ("text", "speech"):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                job = pool.submit(
                    measure, way, gguf, given.rounds, given.stack, Path(folder) / "adapter.onnx"
                )
                found[way] = job.result()
            print(json.dumps(found[way]))
    times, peaks = (
        {way: figures[key] for way, figures in found.items()} for key in ("first_token_ms", "peak_mb")
    )
    ratio = round(times["speech"] / times["text"], 2)
    print(json.dumps({"speech_to_text_ratio": ratio, "more_mb": peaks["speech"] - peaks["text"]}))


if __name__ == "__main__":
    sys.exit(main())
