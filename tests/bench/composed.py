"""How many composed sentences act that are impossible in the home, and how many possible ones act rightly.

    python tests/bench/composed.py [--impossible 20000] [--possible 2000] [--home FILE] [--seed N] [--list]

What is right is known from the home file alone (composed_sets.py). Prints the counts by language and kind, and what
acted although it should not; with `--list` also what was possible and not done, or done otherwise.
"""

import argparse
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path
from random import Random

from case_sets import ROOT
from composed_sets import WORDS, Composer

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.understanding.guards import HARMLESS

WHERE = {"area", "device_class", "domain", "floor", "name"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--impossible", type=int, default=20_000)
    parser.add_argument("--possible", type=int, default=2_000)
    parser.add_argument("--home", type=Path, default=ROOT / "config" / "home.yaml")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    settings = load_settings(None)
    settings.home.file = options.home
    understander = Assembly(settings).understander
    counts, seen = defaultdict(Counter), []
    for language in WORDS:
        composer = Composer(understander.home, language, Random(options.seed))
        share = options.impossible // len(WORDS)
        for each in islice(composer.impossible(), share):
            acts = _acts(understander.read(each.text, language))
            counts[f"{language} impossible: {each.kind}"]["acts" if acts else "refused"] += 1
            if acts:
                seen.append((each.text, acts))
        for each in islice(composer.possible(), options.possible // len(WORDS)):
            acts = _acts(understander.read(each.text, language))
            verdict = "right" if acts == list(each.right) else "other" if acts else "refused"
            counts[f"{language} possible: {each.kind}"][verdict] += 1
            if options.list and verdict != "right":
                seen.append((each.text, acts))
    print("| composed | sentences | right | refused | acts otherwise |\n|---|---|---|---|---|")
    for kind, count in sorted(counts.items()):
        print(
            f"| {kind} | {count.total()} | {count['right']} | {count['refused']} | {count['acts'] + count['other']} |"
        )
    for text, acts in dict(map(lambda row: (row[0], row[1]), seen)).items():
        print(f"{text!r} -> {acts or 'nothing'}")


def _acts(found: object) -> list[tuple]:
    if not isinstance(found, tuple):
        return []
    changing = (i for i in found if i.name not in HARMLESS)
    return [
        (i.name, frozenset(i.targets), {k: v for k, v in i.slots.items() if k not in WHERE}) for i in changing
    ]


if __name__ == "__main__":
    main()
