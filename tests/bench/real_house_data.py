"""The house of tests/data/real_house and what its people say: read, and checked against each other."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "data" / "real_house"
CONFIGURATION = FOLDER / "house"
LANGUAGES = ("es", "en")
KINDS = (
    "action",
    "class",
    "name",
    "quantity",
    "place",
    "exception",
    "absolute",
    "relative",
    "fraction",
    "bit",
    "mode",
    "colour",
    "time",
    "several",
    "correction",
    "question",
)
FIELDS = {"kind", "site", "text", "states", "timer", "answer", "also", "cannot", "may", "yes", "then"}
# What these say of themselves is when they last ran.
STATELESS = ("scene.", "script.")
# Whatever they are told, they never come to it.
NEVER = frozenset({"light.sideboard", "switch.heater", "switch.car_charger", "light.garage"})


@dataclass(frozen=True)
class Thing:
    """A thing of the house: how it is shown to Home Assistant and the payloads of its known state, by topic."""

    id: str
    name: str
    aliases: tuple[str, ...]
    area: str | None
    exposed: bool
    unavailable: bool
    discovery: tuple[str, dict] | None
    start: dict[str, str]

    @property
    def topic(self):
        return f"house/{self.id}"


@dataclass(frozen=True)
class House:
    floors: list[dict]
    areas: list[dict]
    sites: list[str]
    shopping: list[str]
    things: list[Thing]

    @cached_property
    def by_id(self):
        return {thing.id: thing for thing in self.things}

    @property
    def watched(self):
        """Ids of the things whose states are judged."""
        return [thing.id for thing in self.things if not thing.id.startswith(STATELESS)]


@dataclass(frozen=True)
class Row:
    """One sentence and what is right (see the README of the data); `number` counts the lines of its file."""

    language: str
    number: int
    kind: str
    site: str
    text: str
    states: dict = field(default_factory=dict)
    timer: int | None = None
    answer: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    cannot: str = ""
    may: dict = field(default_factory=dict)
    yes: str = ""
    then: str = ""


def load_house():
    read = yaml.safe_load((CONFIGURATION / "things.yaml").read_text(encoding="utf-8"))
    kinds = yaml.safe_load((CONFIGURATION / "kinds.yaml").read_text(encoding="utf-8"))
    things = [_thing(given, kinds[given["kind"]]) for given in read["things"]]
    return House(read["floors"], read["areas"], read["sites"], read["shopping"], things)


def _thing(given, kind):
    discovery = None
    if "component" in kind:
        payload = {
            "~": f"house/{given['id']}",
            "unique_id": given["id"].replace(".", "_"),
            "default_entity_id": given["id"],
            "name": given["name"],
            **kind["config"],
            **given.get("config", {}),
        }
        if given.get("unavailable"):
            payload["availability_topic"] = "~/online"
        discovery = kind["component"], payload
    start = kind["start"] | given.get("start", {})
    if given.get("unavailable"):
        start["online"] = "offline"
    return Thing(
        given["id"],
        given["name"],
        tuple(given["aliases"]),
        given.get("area"),
        given.get("exposed", True),
        given.get("unavailable", False),
        discovery,
        {topic: str(payload) for topic, payload in start.items()},
    )


def load_rows(language):
    lines = (FOLDER / f"sentences_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_row(language, number, json.loads(line)) for number, line in enumerate(lines, 1)]


def _row(language, number, given):
    assert not given.keys() - FIELDS, f"{language} {number}: {given}"
    patterns = {key: tuple(given.pop(key, ())) for key in ("answer", "also")}
    return Row(language, number, **patterns, **given)


def problems(house, rows):
    """Return what is wrong with rows: each as a text."""
    found = []
    for row in rows:
        rights = [bool(row.answer), bool(row.cannot), bool(row.states) or row.timer is not None]
        here = f"{row.language} {row.number} {row.text!r}"
        if sum(rights) != 1:
            found.append(f"{here}: one of states, timer, answer and cannot is right")
        if row.kind not in KINDS:
            found.append(f"{here}: kind {row.kind}")
        if row.site not in house.sites:
            found.append(f"{here}: site {row.site}")
        found += [f"{here}: {id_}" for id_ in {*row.states, *row.may} - set(house.watched)]
    said = [(row.language, row.site, row.text) for row in rows]
    found += [f"said twice: {it}" for it in {one for one in said if said.count(one) > 1}]
    return found
