"""A house of more than a hundred things in a real Home Assistant: ours beside its own agent, judged by the real states.

    PYTHONPATH=.:deploy python tests/bench/real_house.py [--part PART] [--languages es,en]
        [--kinds] [--list] [--json FILE]

Needs what `make test-ha` installs and the models of `make models`; takes a few minutes. The house and the sentences:
tests/data/real_house. Before each sentence the house is put into its known state. Ours is the service in its own process
with a token: a sentence comes in by MQTT as text, and the turn ends with its reply (text only). Its agent is asked over
REST as from the device of the same site. A question that comes back is answered only where the sentence's row says so.

right: all that must become became and all else stayed (a question: the reply is true). honest no: nothing changed, or
only what the reply does not claim too much of, and the reply says no or asks. wrong action: something else changed, or a
part of what was asked without a word about the rest. false claim: the reply says that something was done, failed or is
so, and the states say otherwise. not understood: nothing changed, and the reply says no more than that.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sarai_mqtt import __version__
from tests.bench import real_house_report
from tests.bench.real_house_ask import both
from tests.bench.real_house_data import LANGUAGES, PARTS, load_house, load_rows, problems
from tests.bench.real_house_instance import standing
from tests.bench.real_house_judge import judge


def play(real, sides, rows, tell=lambda _: None):
    """Ask all sides all rows; return one result for each."""
    results = []
    for side in sides:
        # Nothing cancels what its agent does later: that comes last, and after all that ours is asked.
        for row in sorted(rows, key=side.leaves_something):
            before = real.reset()
            side.prepare(row)
            if row.first:
                before = real.values()
            told = side.ask(row)
            after = real.values()
            verdict = judge(row, before, after, told)
            results.append(
                {
                    "side": side.name,
                    **{
                        key: getattr(row, key)
                        for key in ("part", "language", "number", "kind", "site", "text", "cannot")
                    },
                    "verdict": verdict.name,
                    "why": verdict.why,
                    **{k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(told).items()},
                }
            )
            tell(results[-1])
    return results


def facts(edition):
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "commit": commit.stdout.strip(),
        "date": datetime.now(UTC).date().isoformat(),
        "home_assistant": edition,
        "sarai_mqtt": __version__,
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("all", *PARTS), default="all", help="only this part of the data")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--side", choices=("ours", "its agent"), help="ask only this one")
    parser.add_argument("--only", help="only sentences with these words, or of this kind")
    parser.add_argument("--kinds", action="store_true", help="a table by kind too")
    parser.add_argument("--list", action="store_true", help="list what was not as it should be")
    parser.add_argument("--json", type=Path, help="write all results there")
    parser.add_argument("--keep", type=Path, help="keep the logs there")
    parser.add_argument("--no-thinker", action="store_true", help="run ours without its Thinker")
    parser.add_argument("--edition", default="2026.11", help="the version of Home Assistant")
    options = parser.parse_args()
    house = load_house()
    parts = [part for part in PARTS if options.part in ("all", part)]
    rows = [row for part in parts for lang in options.languages.split(",") for row in load_rows(lang, part)]
    if found := problems(house, rows):
        raise SystemExit("\n".join(found))
    if options.only:
        rows = [row for row in rows if options.only in row.text or options.only == row.kind]
    with tempfile.TemporaryDirectory(prefix="real-house-") as temporary:
        folder = Path(temporary)
        with (
            standing(house, options.edition, folder, options.keep) as real,
            both(real, folder, options.keep, thinker=not options.no_thinker) as sides,
        ):
            results = play(real, [side for side in sides if options.side in (None, side.name)], rows)
    print(json.dumps(facts(options.edition)))
    for part in parts:
        of_part = [result for result in results if result["part"] == part]
        print(f"\n{part}\n{real_house_report.table(of_part)}")
        if options.kinds and of_part:
            print(f"\n{real_house_report.by_kind(of_part, PARTS[part])}")
    if options.list:
        print(f"\n{real_house_report.listed(results)}")
    if options.json:
        told = {"facts": facts(options.edition), "things": len(house.things), "results": results}
        options.json.write_text(json.dumps(told, indent=1, ensure_ascii=False, default=str), encoding="utf-8")


if __name__ == "__main__":
    main()
