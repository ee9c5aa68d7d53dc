"""The evaluation sets of tests/data/understanding: reading them, and judging what was understood.

README.md there tells the format.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home

FOLDER = Path(__file__).parents[1] / "data" / "understanding"
HOME = FOLDER / "home.yaml"
LANGUAGES = ("en", "es")
SPLITS = ("dev", "test")
# The splits that each kind has.
SETS = {
    "natural": SPLITS,
    "everyday": ("test",),
    "fresh": ("dev",),
    "fresh2": ("dev",),
    "noisy": SPLITS,
    "noisy_hand": SPLITS,
    "chat": SPLITS,
    "everyday_chat": ("test",),
    "fresh_chat": ("dev",),
    "questions": SPLITS,
}

# Every other intent changes something in the house, or in a list or a timer.
HARMLESS = {
    "HassClimateGetTemperature",
    "HassGetCurrentDate",
    "HassGetCurrentTime",
    "HassGetState",
    "HassGetWeather",
    "HassNevermind",
    "HassRespond",
    "HassTimerStatus",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is meant. `targets` None: whichever the house picks. `slots` are those that must be so."""

    intent: str
    targets: frozenset[str] | None
    slots: Mapping[str, Any]

    def is_met(self, intent: Intent) -> bool:
        return (
            intent.name == self.intent
            and (self.targets is None or self.targets == set(intent.targets))
            and all(same(value, intent.slots.get(name)) for name, value in self.slots.items())
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, said in `area` if known, and all that it may be taken for; nothing: it is no command."""

    text: str
    area: str | None
    expected: tuple[Expectation, ...]

    def judge(self, intent: Intent | None) -> str:
        """Give `right`, `missed` (nothing or something harmless instead), or `wrong`: a change not asked for."""
        if intent is None:
            return "missed" if self.expected else "right"
        if any(expectation.is_met(intent) for expectation in self.expected):
            return "right"
        if intent.name not in HARMLESS:
            return "wrong"
        return "missed"


def plain(text: str) -> str:
    """Give the words alone: no case, accents or punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w%\s]|_", "", folded).split())


def same(wanted: Any, given: Any) -> bool:
    """Compare values of slots: numbers as numbers, words without case and accents."""
    if isinstance(wanted, str):
        return plain(wanted) == plain(str(given))
    try:
        return float(given) == float(wanted)
    except (TypeError, ValueError):
        return False


def load(language: str, kind: str, split: str, home: Home) -> list[Case]:
    """Read a set. Raises ValueError for an entity or area that the home does not have."""
    groups = yaml.safe_load((FOLDER / language / f"{kind}_{split}.yaml").read_text("utf-8"))
    cases = []
    for group in groups:
        expected = expectations(group, home)
        area = group.get("area")
        if area is not None and area not in home.areas:
            raise ValueError(f"The home has no area {area}.")
        cases += [Case(text, area, expected) for text in group["say"]]
    return cases


def expectations(group: Mapping[str, Any], home: Home) -> tuple[Expectation, ...]:
    """Give all that a group's sentences may be taken for; nothing when they are no command."""
    meanings = [group, *group.get("or", ())] if group["intent"] else []
    return tuple(
        Expectation(m["intent"], _targets(m.get("targets"), home), m.get("slots", {})) for m in meanings
    )


def _targets(wanted: Sequence[str] | None, home: Home) -> frozenset[str] | None:
    if wanted is None:
        return None
    found: set[str] = set()
    for item in wanted:
        domain, at, area = item.partition("@")
        if not at:
            matching = [item] if item in home.entities else []
        else:
            matching = [e.id for e in home.matching({domain}, area=None if area == "*" else area)]
        if not matching:
            raise ValueError(f"The home has no {item}.")
        found.update(matching)
    return frozenset(found)
