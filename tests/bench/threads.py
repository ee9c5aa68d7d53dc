"""What a budget of threads gives: tokens and recognitions, alone and while the rest of the service works.

    python tests/bench/threads.py [--gguf FILE] [--rounds 3] [BUDGET ...]

A BUDGET is a number, shared out as the service does, or the shares themselves: speech/prompt/token. Without any: 1, 2 and
2/2/1. Each runs in processes of its own, taking turns `--rounds` times. One JSON object a budget, medians:

* token_ms, token_cpu_ms: a token of the Thinker; the CPU is of the whole process, what runs beside included
* prompt_ms: 32 tokens of question behind the kept prompt
* stt_ms, stt_cpu_ms: recognising a command of 2 s
* each alone, with the other in a loop (`transcribing`, `generating`), and while 4 satellites stream noise

The engines run on the service's own workers, the satellites into the service's own loop. Random weights of LFM2's shape
(`sarai-mqtt bench --thinker lfm2-shape --keep DIR`) may be given as `--gguf`.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import threading
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.config.thread_budget import SWITCH_S, Threads, share
from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, RATE, SAMPLE_WIDTH, Utterance
from sarai_mqtt.core.messages import AudioIn
from sarai_mqtt.engines.audio_decoder import PayloadDecoder, read_wav
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.request import Engines

COMMAND = Path(__file__).parents[1] / "data" / "commands" / "en" / "turn-on-the-kitchen-light.wav"
QUESTION = (
    "Why is the sky blue by day and red in the evening, and what would it look like on the moon at noon?"
)
TOKENS, REPLIES, UTTERANCES, SATELLITES = 30, 4, 12, 4


class Silent:
    """An Outbox that nobody reads."""

    connected = True

    def publish(self, site, event, age=0.0):
        pass


class Bench:
    """The engines on the service's workers; starts nothing by itself."""

    def __init__(self, settings, gguf, shares):
        settings.models.threads = shares.speech
        self.assembly = Assembly(settings)
        self.stt = self.assembly.stt
        pcm = read_wav(COMMAND)
        self.utterance = Utterance("bench", pcm, 1000 * len(pcm) // (RATE * SAMPLE_WIDTH))
        thinker = settings.thinker
        path = gguf or self.assembly.model_roles.path(settings.thinker_profile("tiny").model)
        self.model = Model(path, shares.tokens, thinker.context_tokens, thinker.batch_tokens, shares.prompt)
        self.model.set_sampler(0, 0, 1)
        before, after = self.model.render(thinker_texts(thinker, ["en"]).prompts["en"])
        self.state = self.model.snapshot(before)
        self.question = [*self.model.tokenize(QUESTION, special=False), *after][-32:]
        self.abort = Flag()

    def workers(self):
        self.audio, self.text, self.thinker = (
            Worker("audio"),
            Worker("text"),
            Worker("thinker", exclusive=True),
        )

    def generate(self, _):
        self.model.restart(self.state, self.question, self.abort)
        for _ in islice(self.model.generate(self.abort), TOKENS):
            yield time.perf_counter(), time.process_time()

    async def reply(self):
        """Give the milliseconds of prompt and of each token, and the CPU milliseconds of a token."""
        begun = time.perf_counter()
        stamps = [stamp async for stamp in self.thinker.stream(self.generate, ahead=True)]
        times, cpu = zip(*stamps, strict=True)
        each = [1e3 * (after - before) for before, after in pairwise(times)]
        return 1e3 * (times[0] - begun), each, 1e3 * (cpu[-1] - cpu[0]) / len(each)

    async def hear(self):
        await self.audio.call(lambda cancel: self.stt.transcribe(self.utterance, "en", cancel))

    async def tokens(self):
        await self.reply()
        prompts, times, cpus = [], [], []
        for _ in range(REPLIES):
            prompt, tokens, cpu = await self.reply()
            prompts.append(prompt)
            times += tokens
            cpus.append(cpu)
        return {
            "token_ms": statistics.median(times),
            "token_p95_ms": float(np.percentile(times, 95)),
            "token_cpu_ms": statistics.median(cpus),
            "prompt_ms": statistics.median(prompts),
        }

    async def recognitions(self):
        await self.hear()
        cpu, times = time.process_time(), []
        for _ in range(UTTERANCES):
            begun = time.perf_counter()
            await self.hear()
            times.append(1e3 * (time.perf_counter() - begun))
        cpu = 1e3 * (time.process_time() - cpu)
        return {
            "stt_ms": statistics.median(times),
            "stt_p95_ms": float(np.percentile(times, 95)),
            "stt_cpu_ms": cpu / len(times),
        }

    @asynccontextmanager
    async def beside(self, work):
        async def loop():
            while True:
                await work()

        task = asyncio.create_task(loop())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def satellites(self):
        """Noise of some microphones, handed over by a thread of its own as the MQTT client does."""
        engines = Engines(
            self.stt,
            self.assembly.understander,
            None,
            None,
            ["en"],
            self.audio,
            self.text,
            self.thinker,
            time.monotonic,
        )
        service = VoiceService(
            engines, Silent(), self.assembly.limits(), self.assembly.new_vad, PayloadDecoder
        )
        loop, started, stop = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
        noise = np.random.default_rng(0).normal(0, 60, FRAME_BYTES // 2).astype("<i2").tobytes()

        def stream():
            while not stop.wait(FRAME_MS / 1000 / SATELLITES):
                site = f"s{time.monotonic_ns() // 1000 % SATELLITES}"
                loop.call_soon_threadsafe(service.receive, AudioIn(site, noise), time.monotonic())

        task = asyncio.create_task(service.run(started))
        await started.wait()
        thread = threading.Thread(target=stream)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            await asyncio.to_thread(thread.join)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def measure(args):
    sys.setswitchinterval(SWITCH_S)
    bench = await asyncio.to_thread(Bench, load_settings(), args.gguf, shares_of(args.budgets[0]))
    bench.workers()
    found = {"alone": await bench.tokens() | await bench.recognitions()}
    async with bench.beside(bench.hear):
        found["transcribing"] = await bench.tokens()
    async with bench.beside(bench.reply):
        found["generating"] = await bench.recognitions()
    async with bench.satellites():
        found["satellites"] = await bench.tokens() | await bench.recognitions()
    for worker in (bench.audio, bench.text, bench.thinker):
        worker.close()
    bench.model.close()
    return found


def shares_of(budget):
    """Give the Threads that a BUDGET stands for."""
    speech, *rest = map(int, budget.split("/"))
    return Threads(speech, *rest) if rest else share(speech)


def merged(rounds):
    """Give the medians of several equal tables of tables of numbers."""
    return {
        kind: {name: round(statistics.median(r[kind][name] for r in rounds), 1) for name in rounds[0][kind]}
        for kind in rounds[0]
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("budgets", nargs="*", default=["1", "2", "2/2/1"], metavar="BUDGET")
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.once:
        print(json.dumps(asyncio.run(measure(args))))
        return
    rounds = {budget: [] for budget in args.budgets}
    for _ in range(args.rounds):
        for budget in args.budgets:
            command = [sys.executable, __file__, "--once", budget]
            if args.gguf:
                command += ["--gguf", str(args.gguf)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            rounds[budget].append(json.loads(done.stdout))
    for budget, results in rounds.items():
        print(json.dumps({"budget": budget} | asdict(shares_of(budget)) | merged(results)), flush=True)


if __name__ == "__main__":
    main()
