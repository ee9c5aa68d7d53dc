"""The sentences of tests/data/cases: reading them, asking the service's own understander, judging what came.

README.md there tells the format, and what is right.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sarai_mqtt.app.asking import ask
from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.languages.content_words import tokens_of
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer, danger_answer, own_answer, refusal
from sarai_mqtt.turns.reading import commands_or_answer
from sarai_mqtt.understanding.confirmation import answer_of
from sarai_mqtt.understanding.guards import HARMLESS, no_order

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "cases"

# Slots that say where, which the targets tell better.
_WHERE = {"area", "device_class", "domain", "floor", "name", "preferred_area_id"}
# But a timer's name is its own, and the room to be cleaned is not where the vacuum lives.
_OWN = {"Timer": {"name"}, "HassVacuumCleanArea": {"area"}}
_IN_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class Command:
    """What is to be done, to which things, with which values; a timer's length is `seconds` in all."""

    intent: str
    targets: frozenset[str]
    slots: Mapping[str, Any]

    def is_met(self, by: "Command") -> bool:
        """Say whether `by` is this; a value here may be a range, `[lowest, highest]`."""
        same_values = set(self.slots) == set(by.slots) and all(
            _fits(value, by.slots[name]) for name, value in self.slots.items()
        )
        return self.intent == by.intent and self.targets == by.targets and same_values


Commands = tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence of understanding.jsonl; `right` are the alternatives."""

    home: str
    language: str
    text: str
    kind: str
    before: str
    right: tuple[Commands, ...]

    def judge(self, done: Sequence[Intent], *, told: bool = False) -> str:
        """Give `right`, `refused` (nothing acts), or `wrong`.

        Where nothing may act, nothing is right if the person was `told` what is not there, or asked which.
        """
        if _is_one_of(self.right, commands_of(done)) or (told and not self.right and not done):
            return "right"
        return "wrong" if _changes(done) else "refused"


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence of understanding_pass.jsonl; `before` is how it was read then, `right` what is right too."""

    home: str
    language: str
    text: str
    after: str
    overruled_by: str
    before: Commands
    right: tuple[Commands, ...]

    def judge(self, done: Sequence[Intent]) -> str:
        """Give `kept` (read as before, or rightly), `lost` (nothing is read any more), `harmless` (neither
        time), `overruled` (read as before, which a new rule has ended), or `wrong`.
        """
        read = commands_of(done)
        if _is_one_of(self.right, read):
            return "kept"
        if not read:
            return "lost" if self.before else "harmless"
        if self.before:
            if not _is_one_of([self.before], read):
                return "wrong"
            return "overruled" if self.overruled_by and self.right else "kept"
        return "wrong" if _changes(done) else "harmless"


def commands_of(intents: Iterable[Intent]) -> Commands:
    """Give what `intents` do together; those that differ in nothing but their targets are one."""
    return _merged(_command(i.name, i.targets, i.slots) for i in intents)


def load_failed() -> list[Failed]:
    """Read understanding.jsonl."""
    return [
        Failed(r["home"], r["language"], r["input"], r["kind"], r["before"], _alternatives(r["right"]))
        for r in rows("understanding.jsonl")
    ]


def load_passed() -> list[Passed]:
    """Read understanding_pass.jsonl."""
    return [
        Passed(
            r["home"],
            r["language"],
            r["input"],
            r.get("after", ""),
            r["overruled_by"],
            _written([r["before"]] if r["before"] else []),
            _alternatives(r.get("right", {"acts": []})),
        )
        for r in rows("understanding_pass.jsonl")
    ]


def load_danger_words() -> list[Failed]:
    """Read harmless_danger_words.jsonl."""
    return [
        Failed(r["home"], r["language"], r["input"], "danger words", "", _alternatives(r["right"]))
        for r in rows("harmless_danger_words.jsonl")
    ]


def rows(name: str) -> list[dict[str, Any]]:
    """Read one of the folder's files, an object a line."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def home_path(name: str) -> Path:
    """Give the file of the home called `name` in the sets."""
    return ROOT / "config" / "home.yaml" if name == "config" else FOLDER / "homes" / f"{name}.yaml"


def failed_of(row: Mapping[str, Any]) -> Failed:
    """Return a row of es_fr_*.jsonl, which may have been tried or not."""
    return Failed(row["home"], row["language"], row["input"], row["kind"], "", _alternatives(row["right"]))


@cache
def assembly_of(home: str, languages: tuple[str, ...] = ("en", "es")) -> Assembly:
    """Return the service's parts for a home, as `ask --home` makes them."""
    settings = load_settings(None)
    settings.home.file = home_path(home)
    settings.languages = list(languages)
    return Assembly(settings)


def understood(home: str, text: str, after: str = "") -> list[Intent]:
    """Give what `text` does in `home`, said as `ask` hears it, or as the reply to our question about `after`."""
    if after:
        return [replace(i, confirm=False) for i in understood(home, after) if answer_of(text, i.language)]
    return find_in(assembly_of(home), text)


def find_in(assembly: Assembly, text: str, language: str | None = None) -> list[Intent]:
    """Return what `text` does; without a `language` the text decides, as `ask` does."""
    found = read_in(assembly, text, language)
    return list(found) if isinstance(found, tuple) else []


def read_in(assembly: Assembly, text: str, language: str | None = None) -> Found | None:
    """Return what `text` comes to, in the first language in which it comes to something."""
    guessed = guess_language(text, assembly.settings.languages)
    for each in _languages(assembly, language, guessed):
        if (found := assembly.understander.read(text, each)) is not None:
            return found
        if each == guessed and no_order(text, each):
            break
    own = commands_or_answer(
        assembly.understander,
        text,
        _languages(assembly, language, guessed),
        assembly.settings.emergency_number,
    )
    return own if isinstance(own, tuple) else None  # "never mind"


def is_told(home: str, text: str) -> bool:
    """Say whether, instead of acting on `text`, we ask which one is meant or tell what we cannot do.

    Where the home has not what was said, the reply must have its word, or that of the place.
    """
    assembly = assembly_of(home)
    found = read_in(assembly, text)
    if isinstance(found, Choice):
        return True
    languages = _languages(assembly, None, guess_language(text, assembly.settings.languages))
    own: OwnAnswer | None = refusal(found) if isinstance(found, LeftOver) else None
    own = own or own_answer(text, languages, assembly.understander.home, "112")
    if own is None or danger_answer(text, languages, "112"):
        return False
    if not isinstance(found, LeftOver) or not found.words:
        return True
    said = {t.text for t in tokens_of(own.text, own.language)}
    return any(t.text in said for words in found.words for t in tokens_of(words, own.language))


def _languages(assembly: Assembly, fixed: str | None, guessed: str) -> list[str]:
    languages = assembly.settings.languages
    return [fixed] if fixed else [guessed, *(other for other in languages if other != guessed)]


def reaches_thinker(text: str, home: str = "config") -> bool:
    """Say whether `text` is left to the Thinker: no command, and nothing that we answer ourselves."""
    result = ask(assembly_of(home), text, None, use_thinker=False)
    return result["intent"] is None and not result["reply"]


def _alternatives(right: Mapping[str, Any]) -> tuple[Commands, ...]:
    return tuple(_written(alternative) for alternative in right["acts"])


def _written(commands: Iterable[Mapping[str, Any]]) -> Commands:
    return _merged(_command(c["intent"], c["targets"], c["slots"]) for c in commands)


def _command(intent: str, targets: Iterable[str], slots: Mapping[str, Any]) -> Command:
    is_timer = intent.endswith("Timer")
    where = _WHERE - _OWN.get("Timer" if is_timer else intent, set())
    values = {name: value for name, value in slots.items() if name not in where}
    length = {name: values.pop(name) for name in _IN_SECONDS if is_timer and name in values}
    if length:
        values["seconds"] = sum(float(value) * _IN_SECONDS[name] for name, value in length.items())
    return Command(intent, frozenset(targets), values)


def _merged(commands: Iterable[Command]) -> Commands:
    merged: list[Command] = []
    for command in commands:
        alike = [n for n, c in enumerate(merged) if (c.intent, c.slots) == (command.intent, command.slots)]
        if alike:
            merged[alike[0]] = replace(command, targets=merged[alike[0]].targets | command.targets)
        else:
            merged.append(command)
    return tuple(merged)


def _is_one_of(alternatives: Iterable[Commands], read: Commands) -> bool:
    return any(
        len(wanted) == len(read) and all(w.is_met(r) for w, r in zip(wanted, read, strict=True))
        for wanted in alternatives
    )


def _changes(done: Sequence[Intent]) -> bool:
    """Say whether anything is done that is no mere question or talk."""
    return any(intent.name not in HARMLESS for intent in done)


def _fits(wanted: Any, given: Any) -> bool:
    try:
        low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
        return float(low) <= float(given) <= float(high)
    except (TypeError, ValueError):
        return str(wanted).casefold() == str(given).casefold()
