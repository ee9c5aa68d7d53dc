"""The house of tests/data/real_house and what its people say: read, and checked against each other."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from tests.bench import real_house_later

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
# Kinds of the parts `breadth`, `held` and `development`: everything that a house has, and what is said beside it.
BREADTH_KINDS = (
    *("time", "alarm", "reminder", "list", "light", "switch", "climate", "cover", "fan", "humidifier"),
    *("water_heater", "vacuum", "mower", "valve", "siren", "lock", "alarm_panel", "media", "scene"),
    *("helper", "timer_helper", "weather", "person", "sensor", "binary_sensor", "announcement", "talk"),
)
# Their files are `<part>_<language>.jsonl`.
PARTS = {
    "sentences": KINDS,
    "breadth": BREADTH_KINDS,
    "held": BREADTH_KINDS,
    "development": BREADTH_KINDS,
}
FIELDS = {
    *("kind", "site", "text", "states", "timer", "answer", "also", "cannot", "may", "yes", "then"),
    *("first", "later", "announces", "items"),
}
# What `states` and `may` tell of a thing.
VALUE_NAMES = frozenset(
    "away direction done duration fan_mode high hue humidity items kelvin low mode muted oscillating pct percentage "
    "position preset repeat shuffle source state swing temperature tilt title volume".split()
)
# What these say of themselves is when they last ran, or goes with the time of day.
STATELESS = ("scene.", "script.", "sun.")
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
    reset: dict[str, dict]

    @property
    def topic(self):
        return f"house/{self.id}"


@dataclass(frozen=True)
class House:
    floors: list[dict]
    areas: list[dict]
    sites: list[str]
    lists: dict[str, list[str]]
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
    part: str = "sentences"
    first: tuple[str, ...] = ()
    later: list[dict] | None = None
    announces: dict | None = None


def load_house():
    read = yaml.safe_load((CONFIGURATION / "things.yaml").read_text(encoding="utf-8"))
    kinds = yaml.safe_load((CONFIGURATION / "kinds.yaml").read_text(encoding="utf-8"))
    things = [_thing(given, kinds[given["kind"]]) for given in read["things"]]
    return House(read["floors"], read["areas"], read["sites"], read["lists"], things)


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
        given.get("reset", {}),
    )


def load_rows(language, part="sentences"):
    """Return the rows of a part; none if its file is not written yet."""
    path = FOLDER / f"{part}_{language}.jsonl"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row_of(language, number, json.loads(line), part) for number, line in enumerate(lines, 1)]


def row_of(language, number, given, part="sentences"):
    """Return the row of a line; `items` is a short way of writing the states of lists."""
    assert not given.keys() - FIELDS, f"{part} {language} {number}: {given.keys() - FIELDS}"
    lists = {
        id_: wanted if isinstance(wanted, dict) else {"items": wanted}
        for id_, wanted in given.pop("items", {}).items()
    }
    if lists:
        given["states"] = given.get("states", {}) | lists
    patterns = {key: tuple(given.pop(key, ())) for key in ("answer", "also", "first")}
    return Row(language, number, part=part, **patterns, **given)


def problems(house, rows):
    """Return what is wrong with rows: each as a text."""
    found = []
    for row in rows:
        here = f"{row.part}_{row.language} {row.number} {row.text!r}"
        found += [f"{here}: {fault}" for fault in _faults(house, row)]
    said = [(row.language, row.site, row.text, row.first, row.part) for row in rows]
    found += [f"said twice: {it}" for it in {one for one in said if said.count(one) > 1}]
    return found


def _faults(house, row):
    does = bool(row.states) or any(it is not None for it in (row.timer, row.later, row.announces))
    if sum([bool(row.answer), bool(row.cannot), does]) != 1:
        yield "one of what it does (states, timer, later, announces), answer and cannot is right"
    if row.kind not in PARTS[row.part]:
        yield f"kind {row.kind}"
    if row.site not in house.sites:
        yield f"site {row.site}"
    yield from ({*row.states, *row.may} - set(house.watched))
    for thing, wanted in (*row.states.items(), *row.may.items()):
        unknown = set(wanted) - VALUE_NAMES if isinstance(wanted, dict) else set()
        yield from (f"{thing} has no value {name}" for name in sorted(unknown))
    yield from real_house_later.faults(row.later or (), house)
    if (says := row.announces) is not None:
        sites = says.get("sites")
        if says.keys() != {"sites", "words"} or not says["words"]:
            yield "announces has sites and words"
        elif sites != "all" and not (sites and set(sites) <= set(house.sites) - {row.site}):
            yield f"announces at {sites}: other sites of the house, or all"
    for pattern in (*row.answer, *row.also):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"pattern {pattern!r}: {error}"


def main():
    """Check the files of all parts; print what is wrong and how many rows there are of each kind."""
    house, wrong = load_house(), []
    for part, kinds in PARTS.items():
        for language in LANGUAGES:
            rows = load_rows(language, part)
            wrong += problems(house, rows)
            counts = Counter(row.kind for row in rows)
            told = ", ".join(f"{kind} {counts[kind]}" for kind in kinds)
            print(f"{part}_{language}.jsonl: {len(rows)} rows ({told})")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
