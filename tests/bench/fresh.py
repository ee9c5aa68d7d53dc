"""How the held or the development sentences are understood: right, wrong and missed, by language, kind and style.

    python tests/bench/fresh.py [--set held|dev|fourth] [--language LANGUAGE ...] [--told] [--list VERDICT] [--texts] [--json]

The held set is tests/data/fresh; those for development are in tests/data/reader, whose texts anyone may look at and
mend by: `dev` in a house of its own, `fourth` in that of the held set.
Asks the service's own understander in the home of the set, with English, Spanish and French to choose from. Unless
`--told`, the text decides its language, as with `ask`. `wrong` is an action that no alternative of the row has; a
command that asks for a yes counts as the action it asks about. Talk is wrong when anything changes. `right` is what
was done as written down, and also `refused` (nothing may act, nothing did) and `fair` (doing nothing is one of the
right ways); both are shown beside it. `robustness` are held orders with one word put in that has no place: nothing may
act. Rows that need to know what a thing can do, which a home file does not say, are counted apart. `--list` names the
rows by id and kind, their texts only with `--texts`: nobody who mends the reader looks at those of the held set.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence

from fresh_sets import (
    COMMAND_VERDICTS,
    FOLDERS,
    LANGUAGES,
    PARTS,
    TALK_VERDICTS,
    ask,
    judge_command,
    judge_talk,
    rows,
)

Counts = dict[str, Counter[str]]
NEEDS_ATTRIBUTES = "(needs attributes)"


def main() -> None:
    options = arguments()
    counts: dict[str, Counts] = {}
    listed = []
    for language in options.language:
        told = language if options.told else None
        for part in PARTS:
            for row in rows(language, part, options.set):
                found = ask(row["text"], row["area"], told, options.set)
                verdict = (
                    judge_talk(found) if part == "talk" else judge_command(row, found, told, options.set)
                )
                table = counts.setdefault(f"{language}_{part}", {})
                for group in groups(row):
                    table.setdefault(group, Counter())[verdict] += 1
                if verdict in options.list:
                    text = f": {row['text']!r}" if options.texts else ""
                    listed.append(f"{verdict}: {row['id']} ({row['kind']}){text}")
    if options.json:
        print(json.dumps(counts, ensure_ascii=False, indent=1, sort_keys=True))
        return
    for name, table in counts.items():
        print(markdown(name, table))
    print("\n".join(sorted(listed)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", choices=FOLDERS, default="held", help="the sentences asked")
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument(
        "--told", action="store_true", help="the language is known, not guessed from the text"
    )
    verdicts = sorted({*COMMAND_VERDICTS, *TALK_VERDICTS})
    parser.add_argument("--list", nargs="+", choices=verdicts, default=(), help="list ids and kinds")
    parser.add_argument("--texts", action="store_true", help="list the texts too (the set is held)")
    parser.add_argument("--json", action="store_true", help="one object with the counts, and no list")
    return parser.parse_args()


def groups(row: Mapping[str, str]) -> Sequence[str]:
    """Return the lines of the table that a row counts in."""
    if row.get("needs") == "attributes":
        return (NEEDS_ATTRIBUTES,)
    return (row["kind"], *([row["style"]] if "style" in row else []), "all")


def markdown(name: str, table: Counts) -> str:
    """Return the counts of one file as a Markdown table, the totals last."""
    columns = ("right", *TALK_VERDICTS[1:]) if name.endswith("_talk") else ("right", "wrong", "missed")
    more = () if name.endswith("_talk") else ("of which refused", "of which fair")
    lines = [
        f"| {name} | sentences | {' | '.join((*columns, *more))} |",
        "|---|" + "---|" * (1 + len(columns + more)),
    ]
    last = ("everyday", "elliptic", "all", NEEDS_ATTRIBUTES)
    for group in (*(g for g in table if g not in last), *(g for g in last if g in table)):
        count = table[group]
        right = sum(count[v] for v in ("done", "refused", "fair", "harmless"))
        shown = {
            "right": right,
            "wrong": count["wrong"],
            "missed": count["missed"],
            "of which refused": count["refused"],
            "of which fair": count["fair"],
        }
        lines.append(
            f"| {group} | {count.total()} | {' | '.join(str(shown[c]) for c in (*columns, *more))} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
