"""CPU time of reading sentences at homes of 60, 300 and 2,000 things, and of reading bad input.

    python tests/bench/understanding_speed.py [--things N ...] [--sentences N] [--rounds N] [--profile N]

Homes are made up: rooms with things of distinct names, Spanish and English. The sentences are of four kinds (simple,
several, exception, talk), half of them in each language. Bad input is read in the home of 60 things, and in one of
5,000 things with equal or empty names. Prints Markdown tables of CPU ms a sentence, the best of the rounds for bad
input; `--profile N` also the functions that take most time at the home of N things.
"""

import argparse
import cProfile
import pstats
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import process_time

import yaml
from composed_sets import acted
from understanding_speed_homes import ORDERS, PATTERNS, ROOMS, bad, equal_home, made_home, name_of, sentences

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.ports import Understander


def main() -> None:
    options = arguments()
    print("| home | read | p50 ms | p95 ms | most ms |\n|---|---|---|---|---|")
    for things in options.things:
        home = made_home(things)
        understander = understander_of(home)
        said = sentences(home, options.sentences)
        if options.profile == things:
            profiled(understander, said)
        times = [(kind, cpu_ms(understander, text, language)) for kind, language, text in said]
        for kind in ("all", *PATTERNS):
            row = [ms for each, ms in times if kind in ("all", each)]
            cuts = quantiles(row, n=20)
            print(f"| {things} things | {kind} | {cuts[9]:.1f} | {cuts[18]:.1f} | {max(row):.1f} |")
    print("\n| bad input | home | CPU ms | acted |\n|---|---|---|---|")
    made = made_home(60)
    one = {code: name_of(made["entities"][0], code) for code in ROOMS}
    equal = {"es": "la lámpara", "en": "the lamp"}
    for size, home, texts in ((60, made, bad(one)), (5000, equal_home(5000), bad(equal) | ORDERS)):
        understander = understander_of(home)
        for name, (language, text) in texts.items():
            worst = min(cpu_ms(understander, text, language) for _ in range(options.rounds))
            acts = acted(understander.read(text, language))
            print(f"| {name} | {size} things | {worst:.1f} | {f'yes, {len(acts)}' if acts else 'no'} |")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--things", type=int, nargs="+", default=(60, 300, 2000))
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--profile", type=int, default=0, help="profile the reading at a home of N things")
    return parser.parse_args()


def understander_of(home: dict[str, list[dict[str, object]]] | Home) -> Understander:
    """Return the service's own understander in a home."""
    with TemporaryDirectory() as folder:
        settings = load_settings(None)
        if not isinstance(home, Home):
            settings.home.file = Path(folder) / "home.yaml"
            settings.home.file.write_text(yaml.safe_dump(home, allow_unicode=True), "utf-8")
        parts = Assembly(settings)
        understander = parts.understanding(home) if isinstance(home, Home) else parts.understander
        for language in ROOMS:
            understander.read("warm up", language)
    return understander


def cpu_ms(understander: Understander, text: str, language: str) -> float:
    start = process_time()
    understander.read(text, language)
    return (process_time() - start) * 1000


def profiled(understander: Understander, said: list[tuple[str, str, str]]) -> None:
    profile = cProfile.Profile()
    with profile:
        for _, language, text in said:
            understander.read(text, language)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    main()
