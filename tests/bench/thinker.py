"""Speed and memory of a Thinker: the model of an artifact, or LFM2-1.2B's shape with random weights.

    python tests/bench/thinker.py --shape lfm2 [--folder DIR] [--threads 1 2]
    python tests/bench/thinker.py --artifact smollm2-135m

`--shape` writes 2.3 GB of float16 and quantizes them to Q4_K_M (0.7 GB, minutes of CPU) in DIR, where the
result is kept and found again; without DIR it is made in a temporary folder. Its replies mean nothing, its
times and memory are those of the real model. The settings' prompts, context and batch are used. One JSON
object per number of threads goes to stdout, each measured in a process of its own:

first_token_ms: from the question's text to the first token, behind the kept prompt; median of the questions.
token_ms: median of all later tokens. rss_mb: the process after the replies; model_mb: that without what Python
and its libraries took before loading.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import psutil

from sarai_mqtt.model_store import open_store
from sarai_mqtt.settings import Settings, load_settings

QUESTIONS = {
    "en": ["Who painted the Mona Lisa?", "Why is the sky blue?", "How long does it take to boil an egg?"],
    "es": ["¿Quién pintó la Gioconda?", "¿Por qué el cielo es azul?", "¿Cuánto tarda en cocerse un huevo?"],
}


def make(vocabulary: Path, out: Path, threads: int) -> None:
    import sarai_mqtt.adapters.llama.engine  # noqa: F401 - keeps llama.cpp's log off stderr
    from sarai_mqtt.export import lfm2

    told = time.monotonic()
    raw = out.with_suffix(".f16")
    try:
        lfm2.write(lfm2.FULL, vocabulary, raw)
        print(f"written in {time.monotonic() - told:.0f} s; quantizing", file=sys.stderr)
        lfm2.quantize(raw, raw.with_suffix(".part"), threads)
        raw.with_suffix(".part").replace(out)
    finally:
        raw.unlink(missing_ok=True)
    print(f"made in {time.monotonic() - told:.0f} s", file=sys.stderr)


def measure(model: Path, threads: int, settings: Settings) -> dict[str, Any]:
    from sarai_mqtt.adapters.llama.engine import Flag, Model

    bare = rss()
    start = time.perf_counter()
    options = settings.thinker
    engine = Model(model, threads, options.context_tokens, options.batch_tokens)
    engine.set_sampler(options.temperature, options.min_p, options.repeat_penalty)
    loaded = time.perf_counter()
    firsts, others, sizes, states = [], [], [], []
    for language, questions in QUESTIONS.items():
        before, after = engine.render(options.prompts[language])
        states.append(engine.snapshot(before))
        for question in questions:
            asked = time.perf_counter()
            tokens = [*engine.tokenize(question, special=False), *after]
            engine.restart(states[-1], tokens, abort := Flag())
            times = [time.perf_counter() for _ in islice(engine.generate(abort), options.max_tokens)]
            if times:  # a model may end at once
                firsts.append(times[0] - asked)
                others += [later - sooner for sooner, later in pairwise(times)]
                sizes.append(len(tokens))
    result = {
        "threads": threads,
        "load_s": round(loaded - start, 2),
        "rss_mb": round(rss()),
        "model_mb": round(rss() - bare),
        "first_token_ms": round(1e3 * statistics.median(firsts), 1),
        "question_tokens": statistics.median(sizes),
        "token_ms": round(1e3 * statistics.median(others), 1),
        "tokens": len(others),
        "prompt_state_mb": round(sum(map(len, states)) / 2**20, 2),
    }
    engine.close()
    return result


def rss() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


def alone(function: Any, *arguments: Any) -> Any:
    """Call it in a new process, so that nothing before weighs on memory or keeps threads."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--shape", choices=["lfm2"], help="random weights in this shape")
    which.add_argument("--artifact", help="a GGUF of the catalogue")
    parser.add_argument("--folder", type=Path, help="where the random weights are kept")
    parser.add_argument("--threads", type=int, nargs="+", default=[2])
    args = parser.parse_args()
    settings = load_settings()
    store = open_store(settings.models.catalogue, settings.models.cache_dir)
    with tempfile.TemporaryDirectory() as temporary:
        if args.artifact:
            model, weights = store.path(args.artifact), "as published"
        else:
            model, weights = (args.folder or Path(temporary)) / "lfm2-random-q4_k_m.gguf", "random"
            if not model.exists():
                model.parent.mkdir(parents=True, exist_ok=True)
                alone(make, store.path("smollm2-135m"), model, max(args.threads))
        facts = {
            "model": args.artifact or "LFM2-1.2B shape, Q4_K_M",
            "weights": weights,
            "file_mb": round(model.stat().st_size / 2**20),
        }
        for threads in args.threads:
            load = os.getloadavg()[0]
            measured = alone(measure, model, threads, settings)
            print(json.dumps(facts | measured | {"box_load_before": round(load, 1)}), flush=True)


if __name__ == "__main__":
    main()
