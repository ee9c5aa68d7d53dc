"""What becomes of the sentences that were tried: how many act as they should, how many otherwise.

    python tests/bench/cases.py [--all] [--json]

Asks the service's own understander, as `ask --no-thinker` does, about the sentences of tests/data/cases (README.md
there tells what is right), and prints the verdicts by kind, and how much of the talk reaches the Thinker. Lists what
acts wrongly, what is lost, what is still as a new rule forbids, and talk that is kept from the Thinker; with `--all`
what was refused too.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Mapping

from case_sets import is_told, load_danger_words, load_failed, load_passed, reaches_thinker, rows, understood

from sarai_mqtt.core.events import Intent

FAILED = ("right", "refused", "wrong")
PASSED = ("kept", "lost", "harmless", "overruled", "wrong")
TALK = ("thinker", "kept from it")
LISTED = ("wrong", "lost", "overruled", "kept from it")


def main() -> None:
    options = arguments()
    failed, passed = defaultdict(Counter), defaultdict(Counter)
    listed = []
    for case in load_failed():
        found = understood(case.home, case.text)
        verdict = case.judge(found, told=not case.right and is_told(case.home, case.text))
        failed[f"{case.kind} ({case.before} before)"][verdict] += 1
        listed.append((verdict, case.home, case.text, found))
    for case in load_passed():
        found = understood(case.home, case.text, case.after)
        verdict = case.judge(found)
        passed["acted before" if case.before else "did not act before"][verdict] += 1
        listed.append((verdict, case.home, case.text, found))
    danger, talk = defaultdict(Counter), defaultdict(Counter)
    for case in load_danger_words():
        found = understood(case.home, case.text)
        verdict = case.judge(found)
        danger[case.language][verdict] += 1
        listed.append((verdict, case.home, case.text, found))
    for row in rows("talk.jsonl"):
        verdict = "thinker" if reaches_thinker(row["input"]) else "kept from it"
        talk[row["language"]][verdict] += 1
        listed.append((verdict, "config", row["input"], understood("config", row["input"])))
    if options.json:
        counts = {
            "understanding": failed,
            "understanding_pass": passed,
            "harmless_danger_words": danger,
            "talk": talk,
        }
        print(json.dumps(counts, ensure_ascii=False))
        return
    table("understanding.jsonl: what failed", FAILED, failed)
    table("understanding_pass.jsonl: what did nothing wrong", PASSED, passed)
    table("harmless_danger_words.jsonl", FAILED, danger)
    table("talk.jsonl", TALK, talk)
    shown = (*LISTED, "refused") if options.all else LISTED
    for verdict, home, text, found in sorted(listed, key=lambda row: row[0]):
        if verdict in shown:
            print(f"{verdict}: {home}: {text!r} -> {told(found)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="list what was refused too")
    parser.add_argument("--json", action="store_true", help="one object with the counts, and no list")
    return parser.parse_args()


def table(title: str, verdicts: tuple[str, ...], counts: Mapping[str, Counter]) -> None:
    rows = {**counts, "all": sum(counts.values(), Counter())}
    print(f"| {title} | sentences | {' | '.join(verdicts)} |\n|---|{'---|' * (len(verdicts) + 1)}")
    for kind, count in rows.items():
        print(f"| {kind} | {count.total()} | {' | '.join(str(count[v]) for v in verdicts)} |")
    print()


def told(found: list[Intent]) -> str:
    acts = (f"{i.name} {dict(i.slots)} {', '.join(i.targets)} [{i.source}]" for i in found)
    return "; ".join(acts) or "nothing"


if __name__ == "__main__":
    main()
