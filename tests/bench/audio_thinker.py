"""Time to the Thinker's first token and peak memory, by way of text and by way of speech, for 3 s of speech.

    python tests/bench/audio_thinker.py [--gguf FILE] [--rounds 5] [--stack 8]

Without `--gguf` the Thinker is SmolLM2-135M. The random weights of LFM2's shape that `sarai-mqtt bench --thinker
lfm2-shape --keep DIR` leaves in DIR have the real one's times and memory. The adapter's weights are random in any case:
times and memory are those of a trained one of its size, what the Thinker says means nothing.

Each way has a process of its own; they answer in turn the same recordings, cut or filled with silence to 3 s. text:
encoder and decoder, then the recognised words after the kept prompt; speech: encoder and adapter, then its embeddings
after the kept prompt. One JSON object a way: medians over all answers in ms (`hear`: the audio models without the
Thinker, `first_token`: all of it), `positions` evaluated after the prompt, and `peak_mb` of the process (10^6 bytes).
The last object has the median ratio of two answers in turn. The language is given, so that the way of text need not
find it.
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
from contextlib import ExitStack
from pathlib import Path

import gguf
import numpy as np

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.core.audio import RATE, SAMPLE_WIDTH, Utterance
from sarai_mqtt.engines.audio_decoder import read_wav
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.models.store import open_store
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.audio_adapters import write_adapter

COMMANDS = Path(__file__).parents[1] / "data" / "commands" / "en"
SECONDS = 3
FEATURES, WIDTH = "cross_v_5", 512


def recordings():
    size = SECONDS * RATE * SAMPLE_WIDTH
    for file in sorted(COMMANDS.glob("*.wav")):
        yield Utterance("bench", read_wav(file)[:size].ljust(size, b"\0"), SECONDS * 1000)


def embedding_width(file):
    """Return the width of the model's embeddings."""
    fields = gguf.GGUFReader(file).fields
    return int(fields[f"{fields['general.architecture'].contents()}.embedding_length"].contents())


class Way:
    """One way from speech to the first token, with all that it needs loaded; `adapter_file` None: text."""

    def __init__(self, model_file, adapter_file):
        settings = load_settings()
        options, self.threads = settings.thinker, settings.share_threads()
        threads = self.threads
        self.stt, self.utterances = Assembly(settings).stt, list(recordings())
        self.model = Model(
            model_file, threads.tokens, options.context_tokens, options.batch_tokens, threads.prompt
        )
        self.model.set_sampler(options.temperature, options.min_p, options.repeat_penalty)
        before, self.after = self.model.render(thinker_texts(options, ["en"]).prompts["en"])
        self.state, self.adapter = self.model.snapshot(before), None
        if adapter_file:
            from sarai_mqtt.engines.llm.audio_adapter import AudioAdapter
            from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader

            self.model.prepare_embeddings()
            role = RoleLoader(threads.speech).open(RoleFile(adapter_file))
            self.adapter = AudioAdapter(role, {FEATURES: WIDTH})

    def answer(self, number):
        """Return seconds until the audio models and until the first token are done, and the positions."""
        utterance, embeddings, tokens = self.utterances[number], None, self.after
        start, abort = time.perf_counter(), Flag()
        if self.adapter is None:
            said = self.stt.transcribe(utterance, "en", CancelToken()).text
            tokens = [*self.model.tokenize(said, special=False), *self.after]
        else:
            embeddings = self.adapter.embed(self.stt.encode(utterance, FEATURES, CancelToken()))
        heard = time.perf_counter()
        self.model.restart(self.state, tokens, abort, embeddings)
        next(self.model.generate(abort), None)
        done = time.perf_counter()
        return heard - start, done - start, len(tokens) + (0 if embeddings is None else len(embeddings))


_ways = []


def load(model_file, adapter_file):
    _ways.append(Way(model_file, adapter_file))


def answer(number):
    return _ways[0].answer(number)


def peak_mb():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gguf", type=Path, help="another Thinker")
    parser.add_argument("--rounds", type=int, default=5, help="times each recording is answered")
    parser.add_argument("--stack", type=int, default=8, help="frames of 20 ms to one embedding")
    given = parser.parse_args()
    models = load_settings().models
    model_file = given.gguf or open_store(models.catalogue, models.cache_dir).path("smollm2-135m")
    numbers, spawn = range(len(list(recordings()))), multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        adapter_file = Path(folder) / "adapter.onnx"
        write_adapter(adapter_file, WIDTH, embedding_width(model_file), stack=given.stack)
        pools = {
            way: stack.enter_context(ProcessPoolExecutor(1, spawn, load, (model_file, file)))
            for way, file in (("text", None), ("speech", adapter_file))
        }
        taken = {way: [] for way in pools}
        for round_ in range(given.rounds + 1):  # the first is not counted
            for number in numbers:
                for way, pool in pools.items():
                    result = pool.submit(answer, number).result()
                    taken[way] += [result] if round_ else []
        for way, pool in pools.items():
            hears, firsts, positions = zip(*taken[way], strict=True)
            figures = {
                "way": way,
                "model": model_file.name,
                "hear_ms": round(1000 * statistics.median(hears), 1),
                "first_token_ms": round(1000 * statistics.median(firsts), 1),
                "p90_ms": round(1000 * float(np.percentile(firsts, 90)), 1),
                "positions": statistics.median(positions),
                "peak_mb": pool.submit(peak_mb).result(),
            }
            print(json.dumps(figures))
    pairs = zip(taken["speech"], taken["text"], strict=True)
    ratio = statistics.median(speech[1] / text[1] for speech, text in pairs)
    print(json.dumps({"speech_to_text_ratio": round(ratio, 2), "load_average": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    sys.exit(main())
