"""Where the memory and the time to start go: one JSON object.

    SARAI_THINKER_NAME=none python tests/bench/memory.py [--rounds 4]
    python tests/bench/memory.py --home 60

`stages`: resident memory that each step of loading added, MB (10^6 bytes; garbage collected and free memory
given back before each look), and how long it took, ms; all in this process, one after the other, on the path of
`run`. `service`: the real service's memory after its start and after each round of the demo's recordings.

With `--home N` only the understanding of a made-up home of N things (that of understanding_speed.py): memory that no other
process shares, MB, after the imports, when it is ready, and after 400 sentences; nothing is given back before.
"""

import argparse
import ctypes
import gc
import importlib
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

IMPORTS = (
    "asyncio",
    "sarai_mqtt.cli",
    "numpy",
    "sarai_mqtt.config.settings",
    "onnxruntime",
    "tokenizers",
    "hassil",
    "sarai_mqtt.app.assembly",
)


def memory_mb() -> tuple[float, float]:
    """Give what is resident of this process, and what of it belongs to no file."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    rows = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    found = {row[0]: int(row[1]) * 1.024e-3 for row in rows}
    return found["Rss:"], found["Anonymous:"]


class Stages:
    """Takes memory and time of one step after another."""

    def __init__(self) -> None:
        self._before = memory_mb()
        rss, own = self._before
        self.found = {"python": {"rss_mb": round(rss, 1), "anonymous_mb": round(own, 1), "ms": 0}}

    def step(self, name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        (rss, own), before = memory_mb(), self._before
        self.found[name] = {
            "rss_mb": round(rss - before[0], 1),
            "anonymous_mb": round(own - before[1], 1),
            "ms": round(1e3 * took),
        }
        self._before = rss, own


def stages() -> dict[str, dict[str, float]]:
    taken = Stages()
    for name in IMPORTS:
        taken.step(f"import {name}", lambda name=name: importlib.import_module(name))
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.config.settings import load_settings

    assembly = Assembly(load_settings())
    bound = assembly.model_roles
    taken.step("hashes of the files", lambda: [bound.path(name) for name in assembly.settings.artifacts()])
    taken.step("audio model", lambda: bound.role(bound.profile.stt.encoder))
    taken.step("hearing: tokenizer, warm-up", lambda: assembly.stt)
    taken.step("speaking: phonemes, Talkers, warm-up", lambda: assembly.tts)
    taken.step("understanding", lambda: assembly.understander)
    return taken.found


def service(rounds: int) -> dict[str, object]:
    from sarai_mqtt.app.demo import running_demo
    from sarai_mqtt.config.settings import load_settings

    languages = load_settings().languages
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, running_demo(None, Path(folder)) as house:
        ready = time.perf_counter() - start
        loaded, after = house.rss_mb(), []
        for _ in range(rounds):
            list(house.turns(languages))
            after.append(house.rss_mb())
    return {"ready_s": round(ready, 2), "loaded_mb": loaded, "after_rounds_mb": after}


def private_mb() -> float:
    """Return the memory of this process that no other process shares, MB."""
    rows = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return round(sum(int(row[1]) for row in rows if row[0].startswith("Private_")) * 1.024e-3, 1)


def with_home(things: int) -> dict[str, float]:
    from understanding_speed import understander_of
    from understanding_speed_homes import made_home, sentences

    home = made_home(things)
    said = sentences(home, 400)
    found = {"things": things, "imports_mb": private_mb()}
    understander = understander_of(home)
    found["ready_mb"] = private_mb()
    for _, language, text in said:
        understander.read(text, language)
    return {**found, "after_mb": private_mb()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--home", type=int, help="only the understanding of a home of so many things")
    options = parser.parse_args()
    if options.home:
        print(json.dumps(with_home(options.home)))
        return
    print(json.dumps({"stages": stages(), "service": service(options.rounds)}, indent=1))


if __name__ == "__main__":
    main()
