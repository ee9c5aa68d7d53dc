"""Word error rate and wall time of our Whisper (the active profile's), beside faster-whisper's on the same weights if asked.

    python tests/bench/stt_wer.py [--faster-whisper CT2_DIR] [--auto] en=DIR es=DIR[,REFS.json] ...

A DIR holds 16 kHz mono WAV files and, unless REFS names another list, index.json: [{"file" or "prompt", "text"}].
Needs .venv-voice (`python3 deploy/bootstrap.py --voice`). Each engine has a process of its own; they take turns, file
by file. One JSON object per set and engine goes to stdout. How both texts are written alike before they are
compared: wer.py.
"""

import argparse
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil
from wer import LONGEST_S, load, normaliser, wer

Transcribe = Callable[[bytes, str | None], str]
_engine: list[Transcribe] = []


def open_ours(_folder: str, threads: int) -> None:
    from sarai_mqtt.app.assembly import Assembly
    from sarai_mqtt.config.settings import load_settings
    from sarai_mqtt.core.audio import Utterance
    from sarai_mqtt.turns.engine_worker import CancelToken

    settings = load_settings()
    settings.models.threads = threads
    stt = Assembly(settings).stt
    _engine.append(
        lambda pcm, language: stt.transcribe(Utterance("bench", pcm, 0), language, CancelToken()).text
    )


def open_faster_whisper(folder: str, threads: int) -> None:
    import numpy as np
    from faster_whisper import WhisperModel  # type: ignore[import-not-found,unused-ignore]

    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=threads)

    def transcribe(pcm: bytes, language: str | None) -> str:
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768
        parts, _ = model.transcribe(
            samples, language=language, beam_size=1, without_timestamps=True, condition_on_previous_text=False
        )
        return "".join(part.text for part in parts).strip()

    transcribe(bytes(32000), "en")
    _engine.append(transcribe)


def timed(pcm: bytes, language: str | None) -> tuple[str, float]:
    start = time.perf_counter()
    text = _engine[0](pcm, language)
    return text, 1e3 * (time.perf_counter() - start)


def rss_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--faster-whisper", help="folder with the CTranslate2 model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--longest", type=float, default=LONGEST_S, help="seconds; longer files are left out")
    parser.add_argument("--auto", action="store_true", help="do not say the language")
    parser.add_argument("--errors", action="store_true", help="also print what differs")
    parser.add_argument("sets", nargs="+", metavar="LANGUAGE=DIR[,REFS]")
    args = parser.parse_args()
    engines = {"ours": (open_ours, "")}
    if args.faster_whisper:
        engines["faster-whisper int8 beam 1"] = (open_faster_whisper, args.faster_whisper)
    spawn = multiprocessing.get_context("spawn")
    pools = {
        name: ProcessPoolExecutor(1, spawn, start, (folder, args.threads))
        for name, (start, folder) in engines.items()
    }
    for wanted in args.sets:
        language, _, place = wanted.partition("=")
        folder, _, refs = place.partition(",")
        rows = load(Path(folder), Path(refs or f"{folder}/index.json"), args.longest)
        if not rows:
            parser.error(f"no recordings for {wanted}")
        name, normalise = normaliser(language)
        got: dict[str, list[tuple[str, float]]] = {engine: [] for engine in pools}
        for pcm, _ in rows:
            for engine, pool in pools.items():
                got[engine].append(pool.submit(timed, pcm, None if args.auto else language).result())
        wanted_text = [normalise(text) for _, text in rows]
        for engine, pool in pools.items():
            heard = [normalise(text) for text, _ in got[engine]]
            line = {
                "engine": engine,
                "set": folder,
                "language": "auto" if args.auto else language,
                "files": len(rows),
                "wer": round(wer(wanted_text, heard), 2),
                "median_ms": round(statistics.median(ms for _, ms in got[engine]), 1),
                "rss_mb": round(pool.submit(rss_mb).result()),
                "normaliser": name,
            }
            print(json.dumps(line), flush=True)
            for expected, text in zip(wanted_text, heard, strict=True):
                if args.errors and expected != text:
                    print(
                        json.dumps(
                            {"engine": engine, "expected": expected, "heard": text}, ensure_ascii=False
                        )
                    )
    for pool in pools.values():
        pool.shutdown()


if __name__ == "__main__":
    main()
