"""Measures the timings of turns: the demo's recordings, spoken to the real service again and again."""

import os
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from sarai_mqtt.app.demo import Demo, DemoTurn, running_demo
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import SaraiError

_SAMPLE_S = 0.1


def measure(
    settings: Settings, config: Path | None, rounds: int, report: Callable[[str], None]
) -> dict[str, Any]:
    """Run the service of `settings` (which were read from `config`) on a broker of its own and speak to it.

    A turn before the first round warms up and is not counted. `report` takes messages on progress. In the
    result:

    * timings: of all turns by name (as in docs/mqtt.md; ms, `rtf` is a ratio, `audio_s` seconds), each with
      median, p95, max and n
    * recordings: the same of each recording alone
    * rss_mb: the service's resident memory from first to last turn, ten samples a second, MB (10^6 bytes)
    * outcomes: number of turns by outcome
    * load_average: of the machine, before the measurement

    Raises ConfigError for an unknown profile or Thinker; SaraiError `service_start`, `turn_timeout`.
    """
    settings.artifacts()  # raises at once for a wrong name, with its own error
    load = os.getloadavg()[0]
    turns: list[DemoTurn] = []
    with _running_service(config) as service:
        next(service.turns(settings.languages))
        with _sampled_memory(service) as memory:
            for number in range(rounds):
                report(f"round {number + 1} of {rounds}")
                turns += service.turns(settings.languages)
    return {
        "profile": settings.profile,
        "languages": settings.languages,
        "thinker": settings.thinker.name,
        "threads": settings.share_threads().speech,
        "rounds": rounds,
        "load_average": round(load, 1),
        "timings": _timings(turns),
        "recordings": {
            name: _timings([turn for turn in turns if turn.recording.stem == name])
            for name in dict.fromkeys(turn.recording.stem for turn in turns)
        },
        "rss_mb": {
            "median": round(statistics.median(memory), 1),
            "p99": round(float(np.percentile(memory, 99)), 1),
            "max": round(max(memory), 1),
        },
        "outcomes": _count([turn.heard.report.outcome for turn in turns]),
    }


@contextmanager
def _running_service(config: Path | None) -> Iterator[Demo]:
    """Run the service, with its files in a temporary folder.

    Its log is deleted with the folder, so the remedy of a failed start names `doctor` in place of the log.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            with running_demo(config, Path(folder)) as service:
                yield service
        except SaraiError as error:
            if error.code != "service_start":
                raise
            raise SaraiError(error.code, error.reason, "Look with `sarai-mqtt doctor`.") from None


def _timings(turns: Sequence[DemoTurn]) -> dict[str, dict[str, float]]:
    timings = [turn.heard.report.timings for turn in turns]
    names = dict.fromkeys(name for timing in timings for name in timing)
    return {name: _stats([timing[name] for timing in timings if name in timing]) for name in names}


def _stats(values: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(values), 2),
        "p95": round(float(np.percentile(values, 95)), 2),
        "max": round(max(values), 2),
        "n": len(values),
    }


def _count(names: Sequence[str]) -> dict[str, int]:
    return {name: names.count(name) for name in sorted(set(names))}


@contextmanager
def _sampled_memory(service: Demo) -> Iterator[list[float]]:
    """Yield a list to which samples of the service's memory, MB, are added for the length of the block."""
    samples = [service.rss_mb()]
    stopping = threading.Event()

    def sample() -> None:
        while not stopping.wait(_SAMPLE_S):
            samples.append(service.rss_mb())

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        stopping.set()
        thread.join()
