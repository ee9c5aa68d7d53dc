"""Sentences composed from a small grammar over a home file, and what is right for each, found without the reader.

Each impossible one has something in it that the home has not or does not take: a kind of thing or a thing that is
not in that room, two rooms for one thing, an amount out of range, an unknown name - alone, or in one part of several.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.home import Area, Entity, Home, names_in
from sarai_mqtt.core.ports import Understander
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.understanding.guards import HARMLESS

HOME = Path(__file__).parents[1] / "data" / "fresh" / "home.yaml"
WHERE = {"area", "device_class", "domain", "floor", "name"}

SWITCHED = ("light", "fan", "switch", "media_player")
UNKNOWN = (
    *(
        "zorbel",
        "flimbo",
        "quarnix",
        "tolvino",
        "brundel",
        "moscarrín",
        "plonteo",
        "gluvio",
        "flumbix",
        "drimax",
    ),
    *(
        "sprocketeer",
        "wumpadoo",
        "yorbin",
        "kestrune",
        "trabuquín",
        "pirulero",
        "cachivol",
        "jorquel",
        "blenfo",
    ),
)
WORDS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "on": "turn on {}", "off": "turn off {}", "in": "{} in {}", "and": "{} and {}", "all": "all the lights",
        "but": "{} except {}", "set": "set {} to {} {}", "up": "raise {} by {} {}", "down": "lower {} by {} {}",
        "degrees": "degrees", "percent": "percent", "of": "the {1} {0}",
        "connectors": ("{} and {}", "{} and then {}", "{}, and {}", "{} and also {}"),
        "frames": ("{}", "{} please", "please {}", "can you {}", "{} now"), "open": ("open {}", "close {}"),
        "amounts": ("set {} to {} {}", "put {} at {} {}", "{} to {} {}"),
        "kinds": {"light": "lights", "fan": "fan", "blind": "blinds", "curtain": "curtains", "speaker": "speaker"},
    },
    "es": {
        "on": "enciende {}", "off": "apaga {}", "in": "{} en {}", "and": "{} y {}", "all": "todas las luces",
        "but": "{} menos {}", "set": "pon {} a {} {}", "up": "sube {} un {} {}", "down": "baja {} un {} {}",
        "degrees": "grados", "percent": "por ciento", "of": "{0} de {2}",
        "connectors": ("{} y {}", "{} y luego {}", "{}, y {}", "{} y también {}"),
        "frames": ("{}", "{} por favor", "por favor {}", "puedes {}", "{} ahora"), "open": ("abre {}", "cierra {}"),
        "amounts": ("pon {} a {} {}", "ajusta {} al {} {}", "{} a {} {}"),
        "kinds": {"light": "luces", "fan": "ventilador", "blind": "persianas", "curtain": "cortinas", "speaker": "altavoz"},
    },
}  # fmt: skip
DOMAINS = {"light": "light", "fan": "fan", "blind": "cover", "curtain": "cover", "speaker": "media_player"}
MOVED = {"en": {"on": "open {}", "off": "close {}"}, "es": {"on": "abre {}", "off": "cierra {}"}}


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence, its kind, and the commands that are right, as (intent, targets, values); none: impossible."""

    language: str
    kind: str
    text: str
    right: tuple[tuple[str, frozenset[str], Mapping[str, Any]], ...] = field(default=())


class Composer:
    """Composes sentences of one language about one home."""

    def __init__(self, home: Home, language: str, random: Random) -> None:
        self.home, self.language, self.random = home, language, random
        self.words, self.said = WORDS[language], wording(language)
        exposed = [e for e in home.entities.values() if e.exposed]
        named = [name.casefold() for e in exposed for name in names_in(e.names, language)]
        own = [
            (e, name)
            for e in exposed
            for name in names_in(e.names, language)
            if e.domain in SWITCHED and e.area and not e.confirm and named.count(name.casefold()) == 1
        ]
        rooms = {n.casefold() for a in home.areas.values() for n in names_in(a.names, language)}
        self.named = [(e, name) for e, name in own if name.casefold() not in rooms]
        self.areas = list(home.areas.values())
        shown = {n.casefold() for e in exposed for names in e.names.values() for n in names}
        self.hidden = [
            n
            for e in home.entities.values()
            if not e.exposed
            for n in names_in(e.names, language)
            if n.casefold() not in shown | rooms
        ]

    def impossible(self) -> Iterator[Composed]:
        """Yield sentences with something impossible in them, without end."""
        kinds = (
            *(self.absent, self.elsewhere, self.two_rooms, self.out_of_range, self.unknown, self.excepted),
            *(self.unknown_room, self.one_of_several, self.shared_verb, self.extra_room),
            *((self.unexposed,) if self.hidden else ()),
        )
        while True:
            make = self.random.choice(kinds)
            text = make()
            if self.random.random() < 0.3:
                parts = [text, self.switch()[0]]
                self.random.shuffle(parts)
                text = self.random.choice(self.words["connectors"]).format(*parts)
            yield Composed(
                self.language, make.__name__, self.random.choice(self.words["frames"]).format(text)
            )

    def possible(self) -> Iterator[Composed]:
        """Yield sentences that this home can do, without end."""
        while True:
            make = self.random.choice((self.one, self.several, self.room, self.but_a_room, self.by_percent))
            yield make()

    def switch(self) -> tuple[str, str, Entity]:
        entity, name = self.random.choice(self.named)
        way = self.random.choice(("on", "off"))
        return self.words[way].format(self.said.the(name)), f"HassTurn{way.title()}", entity

    def room_name(self, area: Area) -> str:
        return self.said.the(self.random.choice(names_in(area.names, self.language)))

    def kind_in(self, kind: str, area: Area, way: str) -> str:
        verbs = MOVED[self.language] if DOMAINS[kind] == "cover" else self.words
        noun = self.said.the(self.words["kinds"][kind])
        return verbs[way].format(self.words["in"].format(noun, self.room_name(area)))

    def absent(self) -> str:
        free = [
            (kind, area)
            for kind, domain in DOMAINS.items()
            for area in self.areas
            if not any(e.area == area.id and e.domain == domain for e in self.home.entities.values())
        ]
        kind, area = self.random.choice(free)
        return self.kind_in(kind, area, self.random.choice(("on", "off")))

    def unexposed(self) -> str:
        return self.act(self.said.the(self.random.choice(self.hidden)))

    def unknown_room(self) -> str:
        kind = self.random.choice(list(DOMAINS))
        noun = self.said.the(self.words["kinds"][kind])
        there = self.words["in"].format(noun, self.said.the(self.random.choice(UNKNOWN)))
        return (
            self.random.choice(self.words["open"]) if DOMAINS[kind] == "cover" else self.words["on"]
        ).format(there)

    def one_of_several(self) -> str:
        parts = [self.switch()[0], self.switch()[0], self.act(self.said.the(self.random.choice(UNKNOWN)))]
        self.random.shuffle(parts)
        connector = self.random.choice(self.words["connectors"])
        return connector.format(f"{parts[0]}, {parts[1]}", parts[2])

    def shared_verb(self) -> str:
        """Return one verb over a thing of the home and one that it has not."""
        things = [
            self.said.the(self.random.choice(self.named)[1]),
            self.said.the(self.random.choice(UNKNOWN)),
        ]
        if self.hidden and self.random.random() < 0.3:
            things[1] = self.said.the(self.random.choice(self.hidden))
        self.random.shuffle(things)
        return self.act(self.random.choice(self.words["connectors"][:1]).format(*things))

    def extra_room(self) -> str:
        """Return a thing, its room and another room."""
        entity, name = self.random.choice(self.named)
        own = self.home.areas[entity.area or ""]
        other = self.random.choice([a for a in self.areas if a.id != own.id])
        rooms = [self.room_name(own), self.room_name(other)]
        self.random.shuffle(rooms)
        return self.act(
            self.words["in"].format(self.words["in"].format(self.said.the(name), rooms[0]), rooms[1])
        )

    def act(self, thing: str) -> str:
        return self.words[self.random.choice(("on", "off"))].format(thing)

    def elsewhere(self) -> str:
        entity, name = self.random.choice(self.named)
        area = self.random.choice([a for a in self.areas if a.id != entity.area])
        there = self.words["in"].format(self.said.the(name), self.room_name(area))
        return self.words[self.random.choice(("on", "off"))].format(there)

    def two_rooms(self) -> str:
        one, other = self.random.sample(self.areas, 2)
        room = self.random.choice(names_in(one.names, self.language))
        noun = self.words["kinds"]["light"]
        first = self.words["of"].format(
            self.said.the(noun) if self.language == "es" else noun, room.lower(), self.said.the(room)
        )
        both = self.words["in"].format(first, self.room_name(other))
        return self.words[self.random.choice(("on", "off"))].format(both)

    def out_of_range(self) -> str:
        entity = self.random.choice([e for e in self.home.matching({"climate", "light", "fan"}) if e.area])
        name = self.said.the(names_in(entity.names, self.language)[0])
        warm = entity.domain == "climate"
        amount = (
            self.random.choice((-10, 0, 1, 48, 60, 80, 99, 200)) if warm else self.random.randint(101, 900)
        )
        unit = self.words["degrees" if warm else "percent"]
        return str(self.random.choice(self.words["amounts"]).format(name, amount, unit))

    def unknown(self) -> str:
        name = self.said.the(self.random.choice(UNKNOWN))
        if self.random.random() < 0.5:
            name = self.words["in"].format(name, self.room_name(self.random.choice(self.areas)))
        elif self.random.random() < 0.5:
            name = self.words["in"].format(self.said.the(self.words["kinds"]["light"]), name)
        return self.words[self.random.choice(("on", "off"))].format(name)

    def excepted(self) -> str:
        name = self.said.the(self.random.choice(UNKNOWN))
        return self.words["off"].format(self.words["but"].format(self.words["all"], name))

    def one(self) -> Composed:
        text, intent, entity = self.switch()
        return Composed(self.language, "one", text, ((intent, frozenset({entity.id}), {}),))

    def several(self) -> Composed:
        (text, intent, entity), (also, another, other) = self.switch(), self.switch()
        while other.id == entity.id:
            also, another, other = self.switch()
        right = [(intent, frozenset({entity.id}), {}), (another, frozenset({other.id}), {})]
        if intent == another:
            right = [(intent, frozenset({entity.id, other.id}), {})]
        return Composed(self.language, "several", self.words["and"].format(text, also), tuple(right))

    def room(self) -> Composed:
        lit = [a for a in self.areas if self.home.matching({"light"}, area=a.id)]
        area, way = self.random.choice(lit), self.random.choice(("on", "off"))
        ids = frozenset(e.id for e in self.home.matching({"light"}, area=area.id))
        return Composed(
            self.language, "room", self.kind_in("light", area, way), ((f"HassTurn{way.title()}", ids, {}),)
        )

    def but_a_room(self) -> Composed:
        area = self.random.choice([a for a in self.areas if self.home.matching({"light"}, area=a.id)])
        ids = frozenset(e.id for e in self.home.matching({"light"}) if e.area != area.id)
        in_room = self.words["in"].format("", self.room_name(area)).strip()
        text = self.words["off"].format(self.words["but"].format(self.words["all"], in_room))
        return Composed(self.language, "but_a_room", text, (("HassTurnOff", ids, {}),))

    def by_percent(self) -> Composed:
        entity, name = self.random.choice([(e, n) for e, n in self.named if e.domain == "light"])
        way, amount = self.random.choice(("up", "down")), self.random.choice((5, 10, 15, 20, 30))
        text = self.words[way].format(self.said.the(name), amount, self.words["percent"])
        change = {"brightness_delta": amount if way == "up" else -amount}
        return Composed(
            self.language, "by_percent", text, (("HassLightSet", frozenset({entity.id}), change),)
        )


@cache
def understander_of(home: Path) -> Understander:
    """Return the service's own understander in the home of a file."""
    settings = load_settings(None)
    settings.home.file = home
    return Assembly(settings).understander


def acted(found: object) -> list[tuple[object, ...]]:
    """Return the commands of a reading that change something, as (intent, targets, values)."""
    if not isinstance(found, tuple):
        return []
    changing = (i for i in found if i.name not in HARMLESS)
    return [
        (i.name, frozenset(i.targets), {k: v for k, v in i.slots.items() if k not in WHERE}) for i in changing
    ]
