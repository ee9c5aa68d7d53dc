"""The held sentences of tests/data/fresh and the development ones of tests/data/reader: load them, ask the
service's own understander, judge what comes.

README.md of tests/data/fresh tells the format, and what is right.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.turns.reading import find, languages_to_try
from sarai_mqtt.understanding.guards import HARMLESS

DATA = Path(__file__).parents[1] / "data"
FOLDERS = {"held": DATA / "fresh", "dev": DATA / "reader", "fourth": DATA / "reader"}
# The fourth sentences for development are said in the home of the held ones.
_HOMES = {**FOLDERS, "fourth": DATA / "fresh"}
_FIRST_WORDS = {"dev": ("", "second_", "third_"), "fourth": ("fourth_",)}
LANGUAGES = ("en", "es", "fr")
PARTS = ("commands", "talk", "robustness")

COMMAND_VERDICTS = ("done", "refused", "fair", "missed", "wrong")
TALK_VERDICTS = ("harmless", "wrong")

# Slots that say where, which the targets tell better; but a timer's name and the room to be cleaned are values.
_WHERE = {"area", "device_class", "domain", "floor", "name", "preferred_area_id"}
_IN_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}

Row = dict[str, Any]
Command = tuple[str, frozenset[str], dict[str, Any]]
# Room, language told (None: the text decides) and set that words are asked in.
Asked = tuple[str | None, str | None, str]


def home_file(name: str) -> Path:
    """Return the home of the set `name` ("held", "dev" or "fourth")."""
    return _HOMES[name] / "home.yaml"


def rows(language: str, part: str, name: str = "held") -> list[Row]:
    """Return the rows of `part` ("commands", "talk" or "robustness") of a language in the set `name`; none if it has
    no such part.
    """
    if name in _FIRST_WORDS:
        written = [
            row for first in _FIRST_WORDS[name] for row in _read(FOLDERS[name] / f"{first}{language}.jsonl")
        ]
        return [row for row in written if part == ("talk" if row["kind"] == "talk" else "commands")]
    if part == "robustness":
        written = _read(FOLDERS[name] / "robustness_en_es.jsonl")
        return [row for row in written if row["language"] == language]
    return _read(FOLDERS[name] / f"{language}_{part}.jsonl")


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@cache
def assembly(name: str = "held") -> Assembly:
    """Return the service's parts for the home of the set, with three languages to choose from."""
    settings = load_settings(None)
    settings.home.file = home_file(name)
    settings.languages = list(LANGUAGES)
    return Assembly(settings)


def ask(text: str, area: str | None, language: str | None = None, name: str = "held") -> list[Intent]:
    """Return the intents that `text` acts by in a room of the set's home; without a `language` the text decides,
    as `ask` does.

    A question which one is meant, a refusal and talk are no intents. A command that asks for a yes is one.
    """
    candidates = languages_to_try(language, guess_language(text, LANGUAGES), LANGUAGES)
    found: object = find(assembly(name).understander, text, candidates, area)
    several = found if isinstance(found, tuple | list) else (found,)
    return [intent for intent in several if isinstance(intent, Intent)]


def judge_command(row: Row, found: list[Intent], language: str | None = None, name: str = "held") -> str:
    """Return `done` or `fair` (nothing is done, one of the right ways), `refused` (nothing may act, nothing
    does), `missed` (nothing is done) or `wrong`.
    """
    alternatives = row["right"]["acts"]
    changing = changes(found)
    if not changing:
        return "refused" if not alternatives else "fair" if [] in alternatives else "missed"
    done = _merged((i.name, i.targets, i.slots) for i in found)
    met = any(_is_met(_written(wanted), done, (row["area"], language, name)) for wanted in alternatives)
    return "done" if met else "wrong"


def judge_talk(found: list[Intent]) -> str:
    """Return `harmless` or `wrong`."""
    return "wrong" if changes(found) else "harmless"


def changes(found: Iterable[Intent]) -> bool:
    """Return True if any intent is more than a question or talk."""
    return any(intent.name not in HARMLESS for intent in found)


def _written(commands: Iterable[Mapping[str, Any]]) -> list[Command]:
    return _merged((c["intent"], c["targets"], c["slots"]) for c in commands)


def _merged(commands: Iterable[tuple[str, Iterable[str], Mapping[str, Any]]]) -> list[Command]:
    """Return the commands in order; those that differ in nothing but their targets are one."""
    merged: list[Command] = []
    for intent, targets, slots in commands:
        values = _values(intent, slots)
        # A delayed command's own words say its things; the service names them as targets too.
        things = frozenset() if intent == "HassStartTimer" else frozenset(targets)
        alike = [n for n, (name, _, other) in enumerate(merged) if (name, other) == (intent, values)]
        if alike:
            merged[alike[0]] = (intent, merged[alike[0]][1] | things, values)
        else:
            merged.append((intent, things, values))
    return merged


def _values(intent: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    is_timer = intent.endswith("Timer")
    kept = {"name"} if is_timer else {"area"} if intent == "HassVacuumCleanArea" else set()
    values = {name: value for name, value in slots.items() if name not in _WHERE - kept}
    length = {name: values.pop(name) for name in _IN_SECONDS if is_timer and name in values}
    if length:
        values["seconds"] = sum(float(value) * _IN_SECONDS[name] for name, value in length.items())
    return values


def _is_met(wanted: list[Command], done: list[Command], asked: Asked) -> bool:
    return len(wanted) == len(done) and all(
        w[0] == d[0]
        and w[1] == d[1]
        and set(w[2]) == set(d[2])
        and all(_fits(value, d[2][name], asked) for name, value in w[2].items())
        for w, d in zip(wanted, done, strict=True)
    )


def _fits(wanted: Any, given: Any, asked: Asked) -> bool:
    """Return True if a value is as wanted: a range, one of several, or words that are a command themselves."""
    if isinstance(wanted, dict) and "any" in wanted:
        return any(_fits(one, given, asked) for one in wanted["any"])
    if isinstance(wanted, dict):
        area, language, name = asked
        later = ask(str(given), area, language, name)
        return judge_command({"right": wanted, "area": area}, later, language, name) == "done"
    try:
        low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
        return float(low) <= float(given) <= float(high)
    except (TypeError, ValueError):
        return str(wanted).casefold() == str(given).casefold()
