"""How often the language of a text is found out from the text alone, among two and among three.

    python tests/bench/language_guess.py [--list LANGUAGE] [--json]

Asks about all texts of tests/data whose language is known, in every order of the languages offered, because the order
decides what nothing else does. Prints a Markdown table: the texts of each language that were guessed right. `--list`
names the texts of a language that were not, except those of the split `held`.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

from sarai_mqtt.languages.detection import guess_language

DATA = Path(__file__).parents[1] / "data"
LANGUAGES = ("en", "es", "fr")
TRANSLATED = ("en", "es")  # those of which each folder has its own file
HELD = "held"


def main() -> None:
    options = arguments()
    known = texts()
    right, missed = {}, set()
    for order in (*permutations(LANGUAGES, 2), *permutations(LANGUAGES, 3)):
        for language in order:
            wrong = {text for text in known[language] if guess_language(text, order) != language}
            right[" ".join(order), language] = len(known[language]) - len(wrong)
            if language == options.list:
                missed |= {text for text in wrong if not known[language][text]}
    if options.json:
        print(json.dumps({"/".join(key): count for key, count in right.items()}))
        return
    heads = (f"{language}, of {len(known[language])}" for language in LANGUAGES)
    print(f"| offered, in this order | {' | '.join(heads)} |\n|---|{'---|' * len(LANGUAGES)}")
    for offered in dict.fromkeys(order for order, _ in right):
        print(f"| {offered} | {' | '.join(str(right.get((offered, each), '')) for each in LANGUAGES)} |")
    print("\n".join(["", *sorted(missed)]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", choices=LANGUAGES, help="name the texts of this language that were missed")
    parser.add_argument("--json", action="store_true", help="one object with the counts, and no list")
    return parser.parse_args()


def texts() -> dict[str, dict[str, bool]]:
    """Return the texts of each language once, each with True if it is of the split `held`."""
    found: dict[str, dict[str, bool]] = {language: {} for language in LANGUAGES}
    for language in TRANSLATED:
        found[language].update(dict.fromkeys(_of_language(language), False))
    for path in sorted((DATA / "cases").glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if "language" in row:
                found[row["language"]].setdefault(row["input"], row.get("split") == HELD)
    return found


def _of_language(language: str) -> Iterator[str]:
    for path in sorted((DATA / "understanding" / language).glob("*.yaml")):
        for group in _yaml(path):
            yield from group["say"]
    for path in sorted((DATA / "talk").glob(f"*_{language}.yaml")):
        for lines in _yaml(path).values():
            yield from lines.splitlines()
    yield from _yaml(DATA / "house_words" / "talk.yaml")[language]
    yield from (DATA / "pauses" / f"{language}.txt").read_text("utf-8").replace("|", " ").splitlines()
    for path in (DATA / "prompts" / f"{language}.json", DATA / "commands" / language / "index.json"):
        yield from (row["text"] for row in json.loads(path.read_text("utf-8")))


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


if __name__ == "__main__":
    main()
