"""Speed and memory of a Thinker: a GGUF of the catalogue, or LFM2-1.2B's shape with random weights.

The random weights are written as 2.3 GB of float16 and quantized to Q4_K_M (0.7 GB, minutes of CPU). The
replies are then meaningless; times and memory are those of the real model.
"""

import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import psutil

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.config.thread_budget import Threads, share
from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.models.export.publishing import publish
from sarai_mqtt.models.store import ModelStore, open_store

SHAPE, SHAPE_FILE = "lfm2-shape", "lfm2-random-q4_k_m.gguf"
# Disk space for its weights in float16 and, beside them, quantized.
SHAPE_BYTES = 3_200_000_000
# The artifact whose vocabulary the random weights get.
_VOCABULARY = "smollm2-135m"


def measure(
    settings: Settings,
    model: str,
    threads: Sequence[int],
    keep_in: Path | None,
    report: Callable[[str], None],
) -> Iterator[dict[str, Any]]:
    """Yield one result for each number of `threads`, 0 being the settings' shares.

    `model` is `SHAPE`, "tiny" (the profile's own), one of the settings' `thinkers`, or a GGUF of the
    catalogue. `keep_in` is a folder where the random weights are kept and found again; None deletes them
    afterwards. `report` takes messages on progress. Prompts, context and sampling are the settings'. In a
    result:

    * first_token_ms: from the question's text to the first token, after the cached prompt; median
    * token_ms: median of all later tokens
    * rss_mb, model_mb: resident memory after the replies, MB (10^6 bytes), and the same without what Python
      took before loading
    * load_average: of the machine, before the measurement

    Raises ModelError (`disk_full`, or of the store or the engine); ConfigError; BadInput `extra_missing` if
    the random weights cannot be written here.
    """
    store = open_store(settings.models.catalogue, settings.models.cache_dir)
    with tempfile.TemporaryDirectory() as temporary:
        random = model == SHAPE
        if model == "tiny" or model in settings.thinkers:
            model = settings.thinker_profile(model).files.get("model", model)
        folder = keep_in or Path(temporary)
        path = random_weights(store, folder, max(threads), report) if random else store.path(model)
        facts = {
            "model": "LFM2-1.2B's shape, Q4_K_M" if random else model,
            "weights": "random" if random else "as published",
            "file_mb": round(path.stat().st_size / 1e6),
        }
        for count in threads:
            shares = share(settings.threads, thinker=count or settings.thinker.threads)
            report(f"{facts['model']}, {facts['weights']} weights, {shares.tokens} threads")
            load = os.getloadavg()[0]
            yield (
                facts
                | _in_new_process(_measure_once, path, shares, settings)
                | {"load_average": round(load, 1)}
            )


def random_weights(store: ModelStore, folder: Path, threads: int, report: Callable[[str], None]) -> Path:
    """Return the path of `SHAPE`'s GGUF in `folder`, written there if it is missing. Raises as `measure`."""
    path = folder / SHAPE_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if (free := shutil.disk_usage(folder).free) < SHAPE_BYTES:
            raise ModelError(
                "disk_full",
                f"Random weights need {SHAPE_BYTES / 1e6:.0f} MB in {folder}, {free / 1e6:.0f} MB are free.",
                "Make room, or choose another folder (--keep, or TMPDIR).",
            )
        report(f"writing random weights to {path}; this takes minutes")
        _in_new_process(_write_random_weights, store.path(_VOCABULARY), path, threads)
    return path


def _write_random_weights(vocabulary: Path, out: Path, threads: int) -> None:
    import sarai_mqtt.engines.llm.llama  # noqa: F401, PLC0415 - keeps llama.cpp's log off stderr

    try:
        from sarai_mqtt.models.export import lfm2  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise BadInput(
            "extra_missing",
            f"Random weights need {error.name}.",
            'Run `pip install "sarai-mqtt[export]"`, in a checkout `python3 deploy/bootstrap.py --export`.',
        ) from None
    raw = out.with_suffix(".f16")
    try:
        lfm2.write(lfm2.FULL, vocabulary, raw)
        lfm2.quantize(raw, raw.with_suffix(".part"), threads)
        publish(raw.with_suffix(".part"), out)
    finally:
        raw.unlink(missing_ok=True)


def _measure_once(path: Path, threads: Threads, settings: Settings) -> dict[str, Any]:
    from sarai_mqtt.engines.llm.llama import Model  # noqa: PLC0415 - after its environment is set
    from sarai_mqtt.engines.llm.loading import Flag  # noqa: PLC0415 - after its environment is set

    base_mb = _rss_mb()
    start = time.perf_counter()
    options = settings.thinker
    engine = Model(path, threads.tokens, options.context_tokens, options.batch_tokens, threads.prompt)
    engine.set_sampler(options.temperature, options.min_p, options.repeat_penalty)
    loaded = time.perf_counter()
    prompts = thinker_texts(options, settings.languages).prompts
    firsts, others, sizes, states = [], [], [], []
    for language in settings.languages:
        before, after = engine.render(prompts[language])
        states.append(engine.snapshot(before))
        for question in pack(language).samples.questions:
            asked = time.perf_counter()
            tokens = [*engine.tokenize(question, special=False), *after]
            engine.restart(states[-1], tokens, abort := Flag())
            times = [time.perf_counter() for _ in islice(engine.generate(abort), options.max_tokens)]
            if times:  # a model may end at once
                firsts.append(times[0] - asked)
                others += [later - sooner for sooner, later in pairwise(times)]
                sizes.append(len(tokens))
    rss = _rss_mb()
    engine.close()
    return {
        "threads": threads.tokens,
        "prompt_threads": threads.prompt,
        "load_s": round(loaded - start, 2),
        "rss_mb": round(rss),
        "model_mb": round(rss - base_mb),
        "first_token_ms": _median_ms(firsts),
        "question_tokens": statistics.median(sizes) if sizes else None,
        "token_ms": _median_ms(others),
        "tokens": len(others),
        "prompt_state_mb": round(sum(map(len, states)) / 1e6, 2),
    }


def _median_ms(seconds: Sequence[float]) -> float | None:
    return round(1e3 * statistics.median(seconds), 1) if seconds else None


def _rss_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def _in_new_process(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call `function` in a new process, so that earlier work neither counts as memory nor holds threads."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()
