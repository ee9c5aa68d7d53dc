"""Finds the things of a home that a question names, by their names, their class or their place."""

from collections.abc import Iterator, Mapping, Sequence

from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.inquiries.vocabulary import HomeNames, Words
from sarai_mqtt.understanding.reader.resolve_places import Where
from sarai_mqtt.understanding.reader.resolve_setting import Setting

# Of things with one name, the one that shows most: the sensor of a door, not its lock.
_PREFERRED = ("binary_sensor", "cover", "valve", "lock")
# What may show the state of a thing by another name: "Washing machine running"; a water heater is no heater.
_OF_A_THING = frozenset({"binary_sensor", "sensor", "cover", "valve", "lock", "timer"})
_OPENING_CLASSES: Mapping[str, frozenset[str]] = {
    "door": frozenset({"door", "garage_door", "garage", "gate", "opening"}),
    "window": frozenset({"window"}),
    "garage": frozenset({"garage", "garage_door", "gate"}),
}


class Subjects:
    """Finds what questions of one language are about. `setting` is the sentence in its home."""

    def __init__(self, setting: Setting, names: HomeNames) -> None:
        self.setting = setting
        self._names = names

    def things_in(self, place: Where | None) -> list[Entity]:
        """Return the exposed entities in `place`; all without one."""
        every = self.setting.home.matching(())
        return [e for e in every if place is None or place.has(e)]

    def sensors(self, place: Where | None, *classes: str) -> list[Entity]:
        """Return the sensors in `place` that measure one of the device classes."""
        return [e for e in self.things_in(place) if e.domain == "sensor" and e.device_class in classes]

    def near(self, found: list[Entity], place: Where | None) -> list[Entity]:
        """Return those of `found` in the room of the speaker if there are any and no place was said."""
        here = [e for e in found if e.area is not None and e.area == self.setting.area]
        return here if place is None and len(found) > 1 and here else found

    def owned(self, found: list[Entity], asked: Asked) -> list[Entity]:
        """Return those of `found` that have the name, or all words of it, that was said."""
        if asked.entities:
            wanted = [self._words(ids) for ids in asked.entities]
            ids = {i for some in asked.entities for i in some}
            found = [e for e in found if e.id in ids or any(w <= self.called(e) for w in wanted)]
            alike = {e.domain for e in found if e.id in ids}
            if not asked.quantity:  # "the alarm" is the one that is called so, not "the garage alarm"
                found = [
                    e
                    for e in found
                    if e.id in ids or (not alike or (e.domain not in alike and e.domain in _OF_A_THING))
                ]
        if asked.owners:
            owners = set(asked.owners)
            found = [e for e in found if owners <= self.called(e)]
        return found

    def named(self, found: list[Entity], asked: Asked) -> list[Entity]:
        """Return those of `found` that have the name that was said, or are of the thing that it names."""
        return ([] if asked.classes else self.owned(found, asked)) or self.of_part(found, asked)

    def of_part(self, found: list[Entity], asked: Asked) -> list[Entity]:
        """Return those of `found` that are of the thing that was said, though called by its kind.

        "The battery of the front door" is the lock's in the same room; "of the robot" is the vacuum's.
        """
        if asked.owners:
            return []
        things = [self.setting.home.entities[i] for ids in asked.entities for i in ids]
        rooms = {thing.area for thing in things if thing.area}
        kinds = {
            name
            for name, kind in THING_KINDS.items()
            if name in asked.classes
            or (not asked.classes and any(thing.domain in kind.domains for thing in things))
        }
        called = {phrase for name in kinds for phrase in self._names.class_words(name)}
        found = [e for e in found if any(set(phrase) <= self.called(e) for phrase in called)]
        return [e for e in found if e.area in rooms] if asked.entities else found

    def has_owner(self, asked: Asked) -> bool:
        """Return True if the words of a thing were said that are not those of a room."""
        language, areas = self.setting.language, self.setting.home.areas.values()
        said = [name for area in areas for name in area.names.get(language, ())]
        orders = pack(language).orders
        said += (*orders.outside, *orders.house, *orders.here) if orders else ()
        rooms = {word for name in said for word in words_in(name, language)}
        return bool(set(asked.owners) - rooms)

    def called(self, entity: Entity) -> frozenset[str]:
        """Return the words in the names of an entity."""
        return self._names.words_of(entity.id)

    def of_names_or_class(self, asked: Asked, able: list[Entity]) -> list[Entity]:
        """Return those of `able` that are named, or of the class that was said."""
        if len(asked.classes) > 1:
            return []
        found = self.owned(able, asked)
        if asked.classes:
            found = self._of_class(found, asked)
            if asked.conditions and asked.conditions[0] in ("open", "closed"):
                found = [e for e in found if e.domain != "lock"] or found  # one that is locked may be ajar
            return found
        best = min((_PREFERRED.index(e.domain) for e in found if e.domain in _PREFERRED), default=None)
        return found if best is None else [e for e in found if e.domain == _PREFERRED[best]]

    def _words(self, ids: Sequence[str]) -> frozenset[str]:
        """Return the words that every name of the entities has in common, as it was said."""
        language = self.setting.language
        entities = (self.setting.home.entities[i] for i in ids)
        said = [frozenset(words_in(e.names.get(language, ("",))[0], language)) for e in entities]
        return frozenset.intersection(*said) if said else frozenset({""})

    def _of_class(self, found: list[Entity], asked: Asked) -> list[Entity]:
        """Return those of `found` that are of the class that was said, as far as its word tells one kind.

        A boiler is no radiator: where a word names a kind of machine, only things called so are meant.
        """
        name = asked.classes[0]
        found = [e for e in found if self._is_of(e, name)]
        if not THING_KINDS[name].distinct:
            return found
        said = words_in(asked.kinds[0], self.setting.language)
        called = [e for e in found if any(self._names.has_word_of(e.id, it) for it in self._same(said))]
        if called or " ".join(said) in self.setting.words.classes[name].plain:
            return called or found
        others = [set(phrase) for phrase in self._names.class_words(name)]
        rest = [e for e in found if not any(phrase <= self.called(e) for phrase in others)]
        return rest if len(rest) == len(found) else []  # of several kinds, none is called so

    def _same(self, said: Words) -> Iterator[Words]:
        """Yield `said` and the words that stand for it in names of things: "AC", "air conditioner"."""
        yield said
        language = self.setting.language
        orders = pack(language).orders
        for group in orders.same_things if orders else ():
            words = [words_in(phrase, language) for phrase in group]
            if said in words:
                yield from words

    def _is_of(self, entity: Entity, name: Class) -> bool:
        kind = THING_KINDS[name]
        if name in _OPENING_CLASSES and entity.device_class in _OPENING_CLASSES[name]:
            return True
        if entity.domain not in kind.domains:
            return False
        if kind.named:
            words = self.setting.words.classes[name].words
            return any(set(phrase) <= self.called(entity) for phrase in words)
        classes = kind.device_classes
        return not classes or (entity.device_class or "") in classes
