"""How well commands are understood, and how often chat is taken for one.

    python tests/bench/understanding.py [--split dev|test] [--set NAME] [--language LANGUAGE] [--home FILE] [--json]

Asks the service's own understander, built as the app builds it, about the sentences of tests/data/understanding
(README.md there tells the format and what `test` may not be used for). Prints a Markdown table of each language's sets:
the share that was right, how many were missed, how many would have changed something that nobody asked for, what the
right ones came from, and CPU ms. With `dev` also each wrong action, with `--missed` what was missed; sentences of `test`
are never printed.
"""

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from understanding_sets import HOME, LANGUAGES, SETS, SPLITS, Case, load

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Understander
from sarai_mqtt.home.yaml_file import load_home


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a case, in how much CPU time of this thread."""

    case: Case
    intent: Intent | None
    verdict: str
    cpu_ms: float


def main() -> None:
    options = arguments()
    settings = load_settings(None)
    settings.home.file = options.home
    understander = Assembly(settings).understander
    home = load_home(options.home)
    if not options.json:
        print(
            "| language | set | sentences | right | missed | wrong actions | right by source | p50 ms | p95 ms |"
        )
        print("|---|---|---|---|---|---|---|---|---|")
    listed = []
    for language in options.language:
        for kind in (kind for kind in options.set if options.split in SETS[kind]):
            cases = load(language, kind, options.split, home)
            understander.understand(
                cases[0].text, language, cases[0].area
            )  # what is built at the first sentence
            answers = [ask(understander, case, language) for case in cases]
            row = summary(answers)
            if options.json:
                print(json.dumps({"split": options.split, "language": language, "set": kind, **row}))
            else:
                sources = ", ".join(f"{name} {count}" for name, count in row["sources"].items())
                print(
                    f"| {language} | {kind} | {row['sentences']} | {row['right_percent']} % | {row['missed']} "
                    f"| {row['wrong']} | {sources} | {row['cpu_p50_ms']} | {row['cpu_p95_ms']} |"
                )
            if options.split == "dev":
                shown = ("wrong", "missed") if options.missed else ("wrong",)
                listed += [(language, kind, a) for a in answers if a.verdict in shown]
    for language, kind, answer in [] if options.json else listed:
        i = answer.intent
        took = f"{i.name} {dict(i.slots)} {', '.join(i.targets[:3])} [{i.source}]" if i else "nothing"
        print(f"{answer.verdict}: {language} {kind}: {answer.case.text!r} -> {took}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--set", choices=SETS, nargs="+", default=list(SETS))
    parser.add_argument("--language", choices=LANGUAGES, nargs="+", default=LANGUAGES)
    parser.add_argument(
        "--home", type=Path, default=HOME, help="a home with the same entities, e.g. other names"
    )
    parser.add_argument("--missed", action="store_true", help="list what was missed too (dev)")
    parser.add_argument("--json", action="store_true", help="an object a set, and no list")
    return parser.parse_args()


def ask(understander: Understander, case: Case, language: str) -> Answer:
    start = time.thread_time()
    intent = understander.understand(case.text, language, case.area)
    cpu_ms = (time.thread_time() - start) * 1000
    return Answer(case, intent, case.judge(intent), cpu_ms)


def summary(answers: list[Answer]) -> dict:
    verdicts = Counter(a.verdict for a in answers)
    p50, p95 = np.percentile([a.cpu_ms for a in answers], [50, 95])
    return {
        "sentences": len(answers),
        "right_percent": round(100 * verdicts["right"] / len(answers), 1),
        "missed": verdicts["missed"],
        "wrong": verdicts["wrong"],
        "sources": dict(Counter(a.intent.source for a in answers if a.verdict == "right" and a.intent)),
        "cpu_p50_ms": round(float(p50), 1),
        "cpu_p95_ms": round(float(p95), 1),
    }


if __name__ == "__main__":
    main()
