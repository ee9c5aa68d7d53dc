"""The vocabulary of one language in one home: the templates, and the names that fill them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hassil.intents import SlotList

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.spelling import Spelling
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.candidates import MOST_OF_A_NAME
from sarai_mqtt.understanding.templates.loader import Templates
from sarai_mqtt.understanding.templates.name_list import NameList
from sarai_mqtt.understanding.templates.prefilter import Names

# Kinds of which a home has one thing or none; an alarm may be a clock.
_SINGLE: tuple[Class, ...] = ("vacuum", "mower", "siren")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Templates, names and known words of one language in one home. Immutable: a new home gets a new one.

    `lists` are the slot lists of names, `names` is the same for the prefilter, and `spelling` corrects words
    that sound like one in the names or templates.
    """

    templates: Templates
    lists: Mapping[str, SlotList]
    names: Names
    spelling: Spelling

    @classmethod
    def of(cls, home: Home, language: str, templates: Templates) -> "Vocabulary":
        """Build the lists of names in `home`; the templates are shared, not parsed again."""
        things = [e for e in home.entities.values() if e.exposed]
        lists = {
            "name": _slot_list(
                "name",
                [
                    *((n, e.id, _context(e)) for e in things for n in names_in(e.names, language)),
                    *_single(things, language),
                ],
            ),
            "part": _slot_list("part", _parts(things, home, language)),
            "area": _slot_list(
                "area", ((n, a.id, {}) for a in home.areas.values() for n in names_in(a.names, language))
            ),
            "floor": _slot_list(
                "floor", ((n, f.id, {}) for f in home.floors.values() for n in names_in(f.names, language))
            ),
        }
        return cls(
            templates, lists, Names(lists), Spelling([*_names(home, language), *templates.texts], language)
        )


def _parts(things: Sequence[Entity], home: Home, language: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield names of lights and doors without their kind: "espejo" for "luz del espejo".

    Each comes with the entity id and context. A name of another entity is left out, as is a room's name for
    a light; a garage door may be called like its room.
    """
    pattern = pack(language).lists.with_kind
    rooms = {n.lower() for a in home.areas.values() for n in names_in(a.names, language)}
    taken = {n.lower() for e in things for n in names_in(e.names, language)}
    for entity in things:
        for name in names_in(entity.names, language):
            part = pattern.fullmatch(name.lower())
            if part and part[1] not in taken and (entity.domain != "light" or part[1] not in rooms):
                yield part[1], entity.id, _context(entity)


def _single(things: Sequence[Entity], language: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the words for a kind of which there is one thing ("the hoover") as names of it.

    Each comes with the entity id and context. A word that is a name is left out.
    """
    words = pack(language)
    taken = {n.lower() for e in things for n in names_in(e.names, language)}
    for kind in _SINGLE:
        alone = [e for e in things if e.domain in THING_KINDS[kind].domains]
        row = words.content.classes.get(kind)
        if len(alone) == 1 and row is not None:
            said = (*row.words, *(words.orders.classes.get(kind, ()) if words.orders else ()))
            yield from ((w, alone[0].id, _context(alone[0])) for w in dict.fromkeys(said) if w not in taken)


def _names(home: Home, language: str) -> Iterator[str]:
    for things in (home.entities, home.areas, home.floors):
        for thing in things.values():
            yield from names_in(thing.names, language)


def _context(entity: Entity) -> dict[str, str]:
    return _context_of(entity.domain, entity.device_class)


@lru_cache(maxsize=512)  # one for all things of a kind; hassil copies it
def _context_of(domain: str, device_class: str | None) -> dict[str, str]:
    return {"domain": domain, **({"device_class": device_class} if device_class else {})}


def _slot_list(name: str, values: Iterable[tuple[str, str, dict[str, str]]]) -> NameList:
    """Return the list without names that too many have: no room tells them apart, and each is a match."""
    rows = list(values)
    count = Counter(said.casefold() for said, _, _ in rows)
    values = (row for row in rows if count[row[0].casefold()] <= MOST_OF_A_NAME)
    return NameList(name, values)
