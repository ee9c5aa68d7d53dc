"""How well Spanish and French are understood alike, in one home with names in both.

    python tests/bench/languages.py [--split tuned|held] [--language LANGUAGE] [--told] [--list] [--json]

Asks the service's own understander, with English, Spanish and French to choose from, about the sentences of
tests/data/cases/es_fr_*.jsonl (README.md there tells what is right). Unless `--told`, the text decides its language, as
with `ask`. Prints a Markdown table: the rows that were right, missed (nothing or something harmless instead) and
wrong (a change not asked for), of each split, file and language, and of each kind. A row that expects nothing is
right when nothing changes. `--list` names the rows of `tuned` that were not right; those of `held` are never
printed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from case_sets import assembly_of, failed_of, find_in, rows

from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.detection import guess_language

OFFERED = ("en", "es", "fr")
LANGUAGES = ("es", "fr")
FILES = {"orders": "es_fr_orders.jsonl", "talk": "es_fr_talk.jsonl"}
SPLITS = ("tuned", "held")
VERDICTS = ("right", "missed", "wrong")


def main() -> None:
    options = arguments()
    counts: dict[tuple[str, str, str, str], Counter[str]] = {}
    listed = []
    for row_set, file in FILES.items():
        for row in rows(file):
            if row["split"] not in options.split or row["language"] not in options.language:
                continue
            found = heard(row, row["language"] if options.told else None)
            verdict = verdict_of(row, found)
            detected = "own" if guess_language(row["input"], OFFERED) == row["language"] else "other"
            groups = ["all", row["kind"], *(["simple"] if row["simple"] else [])]
            for group in groups:
                key = (row["split"], row_set, group, row["language"])
                counts.setdefault(key, Counter()).update([verdict, detected])
            if options.list and row["split"] == "tuned" and verdict != "right":
                listed.append(
                    f"{verdict}: {row['language']} {row['kind']}: {row['input']!r} -> {told(found)}"
                )
    if options.json:
        print(json.dumps({"/".join(key): counts[key] for key in sorted(counts)}))
        return
    summary(counts, options.language)
    for split in options.split:
        table(split, counts, options.language)
    print("\n".join(sorted(listed)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=SPLITS, nargs="+", default=SPLITS)
    parser.add_argument("--language", choices=LANGUAGES, nargs="+", default=LANGUAGES)
    parser.add_argument("--told", action="store_true", help="the service is told the language of each row")
    parser.add_argument("--list", action="store_true", help="name the rows of `tuned` that were not right")
    parser.add_argument("--json", action="store_true", help="one object with the counts, and no list")
    return parser.parse_args()


def heard(row: Mapping[str, Any], language: str | None) -> list[Intent]:
    """Return what the row's sentence does in its home, among the languages offered."""
    return find_in(assembly_of(row["home"], OFFERED), row["input"], language)


def verdict_of(row: Mapping[str, Any], found: Sequence[Intent]) -> str:
    """Return `right`, `missed` or `wrong`."""
    verdict = failed_of(row).judge(found)
    if verdict == "refused":
        return "missed" if row["right"]["acts"] else "right"
    return verdict


def summary(counts: Mapping[tuple[str, str, str, str], Counter[str]], languages: Sequence[str]) -> None:
    print("| split | file | language | sentences | right | missed | wrong | language guessed |")
    print("|---|---|---|---|---|---|---|---|")
    for (split, row_set, group, language), count in sorted(counts.items(), reverse=True):
        if group in ("all", "simple") and language in languages:
            name = f"{row_set}, simple" if group == "simple" else row_set
            total = sum(count[v] for v in VERDICTS)
            print(
                f"| {split} | {name} | {language} | {total} | {count['right']} ({100 * count['right'] / total:.1f} %)"
                f" | {count['missed']} | {count['wrong']} | {100 * count['own'] / total:.1f} % |"
            )
    print()


def table(
    split: str, counts: Mapping[tuple[str, str, str, str], Counter[str]], languages: Sequence[str]
) -> None:
    print(f"| {split}: right / missed / wrong of | {' | '.join(languages)} |\n|---|{'---|' * len(languages)}")
    for row_set in FILES:
        kinds = dict.fromkeys(g for s, r, g, _ in counts if (s, r) == (split, row_set) and g != "all")
        for kind in kinds:
            cells = (counts.get((split, row_set, kind, language), Counter()) for language in languages)
            shown = (" / ".join(str(count[v]) for v in VERDICTS) for count in cells)
            print(f"| {row_set}: {kind} | {' | '.join(shown)} |")
    print()


def told(found: Sequence[Intent]) -> str:
    acts = (f"{i.name} {dict(i.slots)} {', '.join(i.targets)} [{i.source}, {i.language}]" for i in found)
    return "; ".join(acts) or "nothing"


if __name__ == "__main__":
    main()
