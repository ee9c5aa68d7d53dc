"""How many composed sentences act that are impossible in the home, and how many possible ones act rightly.

    python tests/bench/composed.py [--count 20000] [--possible 8000] [--seed N] [--home FILE] [--list N]

What is right is computed from the home file alone (composed_sets.py), half of the sentences in Spanish, half in
English. Asks the service's own understander. Prints the counts by language and kind as a Markdown table; `--list`
also up to N sentences a kind that acted although they should not, or were missed.
"""

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, repeat
from pathlib import Path
from random import Random

from composed_sets import HOME, WORDS, Composed, Composer, acted, understander_of


PARTS = 8
Verdict = tuple[str, str, str, list[tuple[object, ...]]]


def main() -> None:
    options = arguments()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[tuple[str, str], list[str]] = defaultdict(list)
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [
            (language, part, half, n // len(WORDS) // PARTS)
            for language in WORDS
            for part in range(PARTS)
            for half, n in (("impossible", options.count), ("possible", options.possible))
        ]
        for verdicts in pool.map(judged, repeat(options.home), repeat(options.seed), jobs):
            for kind, verdict, text, acts in verdicts:
                counts[kind][verdict] += 1
                if verdict in ("wrong", "missed"):
                    shown[kind, verdict].append(f"{text!r} -> {acts or 'nothing'}")
    print(markdown(counts))
    for (kind, verdict), lines in sorted(shown.items()):
        for line in lines[: options.list]:
            print(f"{verdict}: {kind}: {line}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="impossible sentences")
    parser.add_argument("--possible", type=int, default=8_000, help="possible sentences")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--list", type=int, default=0, help="sentences shown a kind and verdict")
    return parser.parse_args()


def judged(home: Path, seed: int, job: tuple[str, int, str, int]) -> list[Verdict]:
    """Return (kind, verdict, text, what acted) of each sentence of a language, part, half and number."""
    language, part, half, count = job
    understander = understander_of(home)
    random = Random(zlib.crc32(f"{seed} {language} {part} {half}".encode()))
    composer = Composer(understander.home, language, random)
    sentences: Iterable[Composed] = composer.impossible() if half == "impossible" else composer.possible()
    verdicts = []
    for each in islice(sentences, count):
        acts = acted(understander.read(each.text, language))
        if each.right:
            verdict = "right" if acts == list(each.right) else "wrong" if acts else "missed"
        else:
            verdict = "wrong" if acts else "right"
        verdicts.append((f"{language} {half}: {each.kind}", verdict, each.text, acts))
    return verdicts


def markdown(counts: dict[str, Counter[str]]) -> str:
    """Return the counts by language and kind, and their sums, as a Markdown table."""
    rows = dict(sorted(counts.items()))
    for half in sorted({kind.partition(":")[0] for kind in counts}):
        rows[f"**{half}: all**"] = sum((c for k, c in counts.items() if k.startswith(half)), Counter())
    lines = ["| composed | sentences | right | missed | wrong |", "|---|---|---|---|---|"]
    lines += [f"| {k} | {c.total()} | {c['right']} | {c['missed']} | {c['wrong']} |" for k, c in rows.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
