"""How soon a thread is free again after its work was given up, by what it was doing.

    python tests/bench/cancel.py [--gguf FILE] [--batch 128] [--times 60] [--only WORK]

Work runs on the service's own workers and is cancelled at a random moment, as a turn is. One JSON object for each
stage it was in then: milliseconds from `task.cancel()` until the worker's thread was free, median, 95th percentile and
longest; `wall_ms` is what that work takes when left alone. "hand-over" is work that ends the moment it is told to: what
asyncio, two threads and a busy box cost. Stages named "token" and "prompt" are llama.cpp's; random weights of LFM2's shape
(`sarai-mqtt bench --thinker lfm2-shape --keep DIR`) may be given as `--gguf`.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.config.thread_budget import SWITCH_S
from sarai_mqtt.core.audio import RATE, SAMPLE_WIDTH, Utterance
from sarai_mqtt.engines.audio_decoder import read_wav
from sarai_mqtt.engines.llm import LlamaThinker
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.onnx.roles import Role
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.reading import find_intent

COMMANDS = Path(__file__).parents[1] / "data" / "commands" / "en"
REPLY = (
    "I have turned off the heating in 12 rooms at 7:30, and then I closed the garage door and the kitchen window. "
    "It is 21.5 degrees in the living room, the front door is locked, and the washing machine will be ready at 18:45. "
)
SENTENCE = "set the thermostat to twenty one degrees and tell me a short joke about the kitchen"


class Stage:
    """Which marked call the thread of the work is in."""

    def __init__(self):
        self.now = "between"

    def mark(self, cls, method, name):
        """Make `cls.method` say what it is doing; `name` gives it from the call's arguments."""
        inner = getattr(cls, method)

        def marked(*args, **kwargs):
            before, self.now = self.now, name(*args)
            try:
                return inner(*args, **kwargs)
            finally:
                self.now = before

        setattr(cls, method, marked)


def works(assembly, thinker):
    """Give name -> (worker's name, blocking call with the Cancel)."""
    pcm = b"".join(read_wav(file) for file in sorted(COMMANDS.glob("*.wav")))[: 11 * RATE * SAMPLE_WIDTH]
    utterance = Utterance("bench", pcm, 11_000)
    languages = assembly.settings.languages
    return {
        "recognition": lambda cancel: assembly.stt.transcribe(utterance, "en", cancel),
        "speech": lambda cancel: list(assembly.tts.synthesize(REPLY * 2, "en", cancel)),
        "prompt": lambda cancel: next(thinker.think("word " * 120, "en", cancel), None),
        "tokens": lambda cancel: list(thinker.think("Tell me a long story about the sea.", "en", cancel)),
        "matching": lambda _: find_intent(assembly.understander, SENTENCE, languages),
        "hand-over": obedient,
    }


def obedient(cancel):
    told = threading.Event()
    cancel.on_cancel(told.set)
    told.wait(0.1)


async def measure(args):
    sys.setswitchinterval(SWITCH_S)
    settings = load_settings()
    assembly, shares = Assembly(settings), settings.share_threads()
    thinker = LlamaThinker(
        args.gguf or assembly.model_roles.path(settings.thinker_profile("tiny").model),
        prompts=thinker_texts(settings.thinker, ["en"]).prompts,
        languages=["en"],
        threads=shares.tokens,
        prompt_threads=shares.prompt,
        refusals={},
        batch_tokens=args.batch,
    )
    stage, worker, found, wall = Stage(), Worker("bench"), {}, {}
    todo = {name: work for name, work in works(assembly, thinker).items() if args.only in ("", name)}
    for work in todo.values():
        await worker.call(work)
    stage.mark(Role, "run", lambda role, *_: role.name.rpartition("#")[2])
    stage.mark(Model, "_evaluate", lambda _, tokens: "prompt" if len(tokens) > 1 else "token")
    stage.mark(Phonemizer, "__call__", lambda *_: "phonemes")
    for name, work in todo.items():
        begun = time.perf_counter()
        await worker.call(work)
        wall[name] = time.perf_counter() - begun
    chance = random.Random(1)
    for _ in range(args.times):
        for name, work in todo.items():
            task = asyncio.create_task(worker.call(work))
            await asyncio.sleep(wall[name] * chance.uniform(0.02, 0.95))
            if task.done():
                continue
            doing, cancelled = stage.now, time.perf_counter()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            kept = 1e3 * (time.perf_counter() - cancelled)
            found.setdefault((name, doing), []).append(kept)
    for (name, doing), times in sorted(found.items()):
        line = {
            "work": name,
            "stage": doing,
            "times": len(times),
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(float(np.percentile(times, 95)), 1),
            "longest_ms": round(max(times), 1),
            "wall_ms": round(1e3 * wall[name]),
        }
        print(json.dumps(line), flush=True)
    worker.close()
    thinker.close()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--batch", type=int, default=load_settings().thinker.batch_tokens)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--only", default="", help="recognition, speech, prompt, tokens or matching")
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
