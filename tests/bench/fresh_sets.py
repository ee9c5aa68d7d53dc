"""The held sentences of tests/data/fresh: load them, ask the service's own understander, judge what comes.

README.md there tells the format, and what is right.
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

FOLDER = Path(__file__).parents[1] / "data" / "fresh"
HOME = FOLDER / "home.yaml"
LANGUAGES = ("en", "es", "fr")

COMMAND_VERDICTS = ("done", "refused", "fair", "missed", "wrong")
TALK_VERDICTS = ("harmless", "wrong")

# Slots that say where, which the targets tell better; but a timer's name and the room to be cleaned are values.
_WHERE = {"area", "device_class", "domain", "floor", "name", "preferred_area_id"}
_IN_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}

Row = dict[str, Any]
Command = tuple[str, frozenset[str], dict[str, Any]]


def rows(language: str, part: str) -> list[Row]:
    """Return the rows of `part` ("commands" or "talk") of a language; none if there is no such file."""
    path = FOLDER / f"{language}_{part}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@cache
def assembly() -> Assembly:
    """Return the service's parts for the home of the set, with three languages to choose from."""
    settings = load_settings(None)
    settings.home.file = HOME
    settings.languages = list(LANGUAGES)
    return Assembly(settings)


def ask(text: str, area: str | None, language: str | None = None) -> list[Intent]:
    """Return the intents that `text` acts by in a room; without a `language` the text decides, as `ask` does.

    A question which one is meant, a refusal and talk are no intents. A command that asks for a yes is one.
    """
    candidates = languages_to_try(language, guess_language(text, LANGUAGES), LANGUAGES)
    found: object = find(assembly().understander, text, candidates, area)
    several = found if isinstance(found, tuple | list) else (found,)
    return [intent for intent in several if isinstance(intent, Intent)]


def judge_command(row: Row, found: list[Intent], language: str | None = None) -> str:
    """Return `done` or `fair` (nothing is done, one of the right ways), `refused` (nothing may act, nothing
    does), `missed` (nothing is done) or `wrong`.
    """
    alternatives = row["right"]["acts"]
    changing = changes(found)
    if not changing:
        return "refused" if not alternatives else "fair" if [] in alternatives else "missed"
    done = _merged((i.name, i.targets, i.slots) for i in found)
    met = any(_is_met(_written(wanted), done, row["area"], language) for wanted in alternatives)
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


def _is_met(wanted: list[Command], done: list[Command], area: str | None, language: str | None) -> bool:
    return len(wanted) == len(done) and all(
        w[0] == d[0]
        and w[1] == d[1]
        and set(w[2]) == set(d[2])
        and all(_fits(value, d[2][name], area, language) for name, value in w[2].items())
        for w, d in zip(wanted, done, strict=True)
    )


def _fits(wanted: Any, given: Any, area: str | None, language: str | None) -> bool:
    """Return True if a value is as wanted: a range, one of several, or words that are a command themselves."""
    if isinstance(wanted, dict) and "any" in wanted:
        return any(_fits(one, given, area, language) for one in wanted["any"])
    if isinstance(wanted, dict):
        later = ask(str(given), area, language)
        return judge_command({"right": wanted, "area": area}, later, language) == "done"
    try:
        low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
        return float(low) <= float(given) <= float(high)
    except (TypeError, ValueError):
        return str(wanted).casefold() == str(given).casefold()
