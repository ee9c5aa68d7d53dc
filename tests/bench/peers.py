"""This service beside the Wyoming peers that a Home Assistant user would run instead, in one run: `make bench`.

    .venv/bin/python tests/bench/peers.py [--rounds N] [--json FILE] [--sheet DIR] [--thinker lfm2-shape --keep DIR]

wyoming-faster-whisper and wyoming-piper run in .venv-peers, the service in .venv, each server in a process of its own, on
the same cores with as many threads, from the same Whisper weights (tiny.en, then base). Both are played the same
recordings in real time in 30 ms chunks, taking turns round by round. t = 0 is the end of the last speech sample: a
recording is cut there, and what was recorded after it comes after it. Both know that English is spoken.

* stop: an oracle ends the utterance at t = 0 (push-to-talk released; audio-stop)
* speech end: the silence each waits for is in it, ours as it decides, the peers' Home Assistant's 0.7 s

The peers' replies are one fixed sentence, asked for as soon as the transcript is there: what Home Assistant needs in
between is not counted. A round in which other programs used more than --max-others cores is played again.

All that is needed is looked for before the first round (peers_ready.py), and results are written as they come, to
results.partial.json where the results go (peers_kept.py).
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sarai_mqtt import __version__
from sarai_mqtt.app.bench_thinker import SHAPE
from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.config.thread_budget import share
from tests.bench import peers_machine, peers_rounds, peers_sheet
from tests.bench.peers_audio import Clip, load
from tests.bench.peers_kept import Kept, Results, text
from tests.bench.peers_ours import Ours
from tests.bench.peers_ready import PROFILES, Inputs, Variables, budgeted, environment, make, problems
from tests.bench.peers_rounds import Rounds, stats
from tests.bench.peers_theirs import Theirs
from tests.bench.prompts import FOLDER as PROMPTS

COMMANDS = PROJECT / "tests" / "data" / "commands" / "en"
BUSY = 0.5
# keep(what, value) takes in what was measured.
Keep = Callable[[str, Any], None]
PEERS = PROJECT / ".venv-peers" / "bin" / "python"


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def progress(step: str, fraction: float) -> None:
    if fraction in (0.0, 1.0):
        note(f"  {step}")


def recordings(*, questions: bool) -> list[Clip]:
    """Give the English recordings: what is the Thinker's, or commands; none of what we answer ourselves."""
    rows = json.loads((COMMANDS / "index.json").read_text())
    of_kind = (
        row
        for row in rows
        if row["text"].lower().startswith("tell") == questions and not row["text"].lower().startswith("what")
    )
    return [load(COMMANDS / row["file"], row["text"]) for row in of_kind]


def person(count: int) -> list[Clip]:
    """Give recordings of a person, 2.5 to 3 s, where `make bench-quality` has fetched them (prompts.py); else none."""
    rows = json.loads((PROJECT / "tests" / "data" / "prompts" / "en.json").read_text())
    files = [(PROMPTS / "en" / f"{row['prompt']}.wav", row["text"]) for row in rows]
    clips = [load(file, text) for file, text in files if file.is_file()]
    return [clip for clip in clips if 2.5 <= clip.seconds <= 3][:count]


def side_by_side(
    weights: str, args: argparse.Namespace, inputs: Inputs, rounds: Rounds, folder: Path, keep: Keep
) -> None:
    """Measure both on the same weights; ours without its Thinker, which the peers have none of. Keeps each step."""
    variables = {"PROFILE": PROFILES[weights], "LANGUAGES": '["en"]', "THINKER_NAME": "none"}
    variables |= {"MODELS_THREADS": str(args.threads)}
    clips = recordings(questions=False)
    with (
        Ours(folder / "service.log", variables) as ours,
        Theirs(args.peers, folder, inputs.whisper[weights], inputs.voice, args.threads) as theirs,
    ):
        note(f"{weights}: first answers")
        first = {
            "ours": ours.hear(clips[:1], push_to_talk=True)[0].transcript,
            "peer": theirs.hear(clips[:1], wait_s=0, reply=peers_rounds.REPLY)[0].transcript,
        }
        if first["ours"] is None:
            raise RuntimeError(f"our service did not hear {clips[0].text!r}")
        ready = {"ours": ours.ready_s, "peer": theirs.ready_s}
        cold = {
            side: {"ready_s": round(ready[side], 2), "first_transcript_ms": round(ms)}
            for side, ms in first.items()
        }
        keep("cold start", cold)
        note(f"{weights}: commands")
        rows = peers_rounds.commands(ours, theirs, clips, args.rounds, rounds)
        keep("rows", rows)
        if clips_of_a_person := person(args.rounds // 2):
            note(f"{weights}: a person")
            rows |= peers_rounds.prompts(ours, theirs, clips_of_a_person, rounds)
        note(f"{weights}: speaking")
        rows |= peers_rounds.speaking(ours, theirs, args.rounds, rounds)
        keep("rows", rows)
        keep("memory", {"ours": ours.memory(), "peer": theirs.memory()})
        note(f"{weights}: longer and longer")
        keep("lengths", peers_rounds.lengths(ours, theirs, clips, max(1, args.rounds // 8), rounds))
        note(f"{weights}: many sites at once")
        # The questions too: eight sites that say the same are one person.
        everyone = [*clips, *recordings(questions=True)]
        keep("sites", peers_rounds.sites(ours, theirs, everyone, max(1, args.rounds // 4), rounds))
        keep("memory after many sites", {"ours": ours.memory(), "peer": theirs.memory()})


def thinking(
    name: str, args: argparse.Namespace, inputs: Inputs, rounds: Rounds, folder: Path
) -> dict[str, Any]:
    """Ask the whole service, as it is shipped but for the Thinker, what is no command."""
    variables = {"MODELS_THREADS": str(args.threads)} | dict(inputs.thinkers[name])
    clips = recordings(questions=True)
    with Ours(folder / "thinking.log", variables) as ours:
        note(f"Thinker {name}: questions")
        ours.hear(clips[:1], push_to_talk=False)
        plays = []
        for number in range(max(2, args.rounds // 2)):
            clip = clips[number % len(clips)]
            play = rounds.play(number, {"ours": (ours, lambda: ours.hear([clip], push_to_talk=False)[0])})
            plays.append(play["ours"])
        memory = ours.memory()
        ready_s = round(ours.ready_s, 2)
    turns = [turn for turn, _ in plays]
    return {
        "thinker": name,
        "answered by the Thinker": sum(turn.source == "thinker" for turn in turns),
        "turns": len(turns),
        "speech end to first audio": stats([turn.first_audio for turn in turns]),
        "endpoint to first audio": stats([turn.timings.get("e2e") for turn in turns]),
        "first token": stats([turn.timings.get("ttft") for turn in turns]),
        "CPU of an answer": stats([cpu["all"] for _, cpu in plays]),
        "memory": memory,
        "ready_s": ready_s,
    }


def budgets(variables: Variables, rounds: int) -> dict[str, Any]:
    """Give what `sarai-mqtt bench` says of a service with these settings."""
    note(f"budgets: {variables.get('PROFILE', 'embedded')} {variables.get('THINKER_NAME', '')}")
    command = [sys.executable, "-m", "sarai_mqtt", "bench", "--json", "--rounds", str(rounds // 4 or 1)]
    done = subprocess.run(command, env=environment(variables), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def versions(python: Path) -> dict[str, str]:
    """Give the versions of what was measured."""
    ours = {"sarai-mqtt": __version__} | {name: version(name) for name in ("onnxruntime", "llama-cpp-python")}
    names = ("wyoming-faster-whisper", "faster-whisper", "ctranslate2", "wyoming-piper", "piper-tts")
    code = f"from importlib.metadata import version; print(*map(version, {names}))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return ours | dict(zip(names, found, strict=True))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=8, help="commands spoken each way (default 8)")
    parser.add_argument("--weights", nargs="+", choices=PROFILES, default=list(PROFILES))
    parser.add_argument("--threads", type=int, default=share(0).speech, help="of each server, and cores used")
    parser.add_argument("--max-others", type=float, default=0.3, help="cores that others may use in a round")
    parser.add_argument("--thinker", action="append", default=[], help=f"also {SHAPE}, or one of `thinkers`")
    parser.add_argument("--keep", type=Path, help=f"folder where the weights of {SHAPE} are kept")
    parser.add_argument("--json", type=Path, help="write all there is as one JSON object")
    parser.add_argument("--sheet", type=Path, help="folder for results.json, README.md and the plots")
    parser.add_argument("--peers", type=Path, default=PEERS, help="the python of the peers")
    args = parser.parse_args()
    results = args.sheet / "results.json" if args.sheet else args.json or PROJECT / "build" / "bench.json"
    args.partial = results.with_suffix(".partial.json")
    return args


def measure(args: argparse.Namespace, inputs: Inputs, results: Results, kept: Kept, folder: Path) -> None:
    """Play all rounds, and fill `results` in as they come."""
    rounds = Rounds(args.max_others, again=args.rounds * 2, note=note)

    def keep(place: Any, what: Any, value: Any) -> None:
        place[what] = value
        results["quiet"] = rounds.report()
        kept.save()

    for weights in args.weights:
        measured = results["weights"].setdefault(weights, {})
        side_by_side(weights, args, inputs, rounds, folder, partial(keep, measured))
    for name in inputs.thinkers:
        results["thinkers"].append(thinking(name, args, inputs, rounds, folder))
        kept.save()
    asked = [inputs.thinkers[name] for name in args.thinker]
    for variables in [*budgeted(), *asked]:
        results["budgets"].append(budgets(variables, args.rounds))
        kept.save()
    results["quiet"] = rounds.report()
    results["goals"] = peers_sheet.goals(results)


def main() -> None:
    args = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the servers are stopped too
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.threads])
    box = peers_machine.facts(args.threads)
    if box["load_before"] > BUSY:
        note(
            f"The load is {box['load_before']}: busy rounds are played again, a quiet box gives better figures."
        )
    results: Results = {
        "taken": datetime.now(UTC).strftime("%Y-%m-%d"),
        "rounds": args.rounds,
        "machine": box,
        "weights": {},
        "thinkers": [],
        "budgets": [],
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if found := list(problems(args, folder)):
            sys.exit("\n".join(found))
        inputs = make(args, folder, note, progress)
        box["versions"] = versions(args.peers)
        kept = Kept(args.partial, results, note)
        with kept.running():
            measure(args, inputs, results, kept, folder)
            sheet = peers_sheet.sheet(results)
            print(sheet)
            if args.json:
                args.json.write_text(text(results))
            if args.sheet:
                (args.sheet / "results.json").write_text(text(results))
                (args.sheet / "README.md").write_text(sheet)
        kept.done()
    if args.sheet:
        plots = Path(__file__).with_name("peers_plots.py")
        subprocess.run([args.peers, plots, args.sheet / "results.json", args.sheet], check=True)


if __name__ == "__main__":
    main()
