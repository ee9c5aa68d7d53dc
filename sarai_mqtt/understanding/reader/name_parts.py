"""Finds things by a part of their name: "the south one", "rincón" for the corner lamp."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, cast

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.lexicon import Lexicon
from sarai_mqtt.understanding.reader.names import NOT_ORDERED
from sarai_mqtt.understanding.reader.room_nouns import is_part_of_room

if TYPE_CHECKING:
    from sarai_mqtt.understanding.reader.phrase import Phrase  # which needs the scan, and that these

Fits = Callable[[Entity], bool]

# A part of the name is too little to unlock, disarm or open the house by.
GUARDED = frozenset({"lock", "alarm_control_panel"})
_GUARDED_CLASSES = frozenset({"garage", "gate", "door"})


class NameParts:
    """The words in the names of the things of one home, in one language."""

    def __init__(self, home: Home, lexicon: Lexicon) -> None:
        self._home = home
        self._lexicon = lexicon
        self._skipped = lexicon.articles | lexicon.of | lexicon.links
        self._names: dict[str, list[frozenset[str]]] = {}
        self._having: dict[str, list[str]] = {}
        for entity in home.entities.values():
            if entity.domain in NOT_ORDERED:
                continue
            names = names_in(entity.names, lexicon.language)
            self._names[entity.id] = rows = [
                frozenset(words_in(name, lexicon.language)) - self._skipped for name in names
            ]
            for word in frozenset[str]().union(*rows):
                self._having.setdefault(word, []).append(entity.id)

    def known(self, word: str) -> bool:
        """Return True if `word` is in the name of a thing."""
        return word in self._having

    def complete(
        self, phrase: "Phrase", before: "Phrase | None", words: Collection[str], area: str | None = None
    ) -> None:
        """Set the thing that a phrase names by `words` of its name, if there is only one that it can be.

        It is of the kind of the things said `before` if the phrase leaves out what it is ("the south one"),
        and in the place that is said with it; after nothing, it is in the speaker's `area` ("la del rincón").
        """
        if phrase.quantity == "another" and phrase.elliptic and before and len(before.entities) == 1:
            self._other(phrase, before)
            return
        if not phrase.unknown or phrase.quantity not in ("the", "one"):
            return
        if before is None and not phrase.thing:
            # "the big one" of nothing; "the pool" is no pump
            one = phrase.elliptic and not (phrase.plural or phrase.places)
            here = Place("area", "", (area,)) if area and one else None
            if here and (found := self._only(words, _is_open, (here,))):
                phrase.entities, phrase.unknown, phrase.elliptic = (found,), False, False
            return
        if before and before.places and self._is_room(words):
            return  # "Martha's reading lamp, I mean Bruno's": not "Bruno's light"
        of_kind = self._kind(phrase, before)
        found = self._only(words, of_kind, phrase.places) if of_kind else ""
        if not found and not phrase.thing and not phrase.elliptic:
            found = self._only(words, _is_open, phrase.places)
        if found:
            phrase.entities, phrase.unknown, phrase.elliptic = (found,), False, False
            phrase.like = phrase.thing or phrase.like or (before.like if before and of_kind else "")
            phrase.thing = ""

    def _is_room(self, words: Collection[str]) -> bool:
        wanted, language = frozenset(words) - self._skipped, self._lexicon.language
        names = (n for area in self._home.areas.values() for n in names_in(area.names, language))
        return any(wanted <= set(words_in(name, language)) for name in names)

    def _other(self, phrase: "Phrase", before: "Phrase") -> None:
        """Set the other one beside the thing said before, if there are just two: "the other lamp"."""
        home, (one,) = self._home.entities, before.entities
        words = frozenset[str]().union(*self._names.get(one, []))
        beside = [
            i
            for i, rows in self._names.items()
            if i != one
            and home[i].exposed
            and (home[i].area, home[i].domain) == (home[one].area, home[one].domain)
            and any(words & name for name in rows)
        ]
        if len(beside) == 1:
            phrase.entities, phrase.quantity, phrase.elliptic = (beside[0],), "the", False
            phrase.like = before.like

    def _kind(self, phrase: "Phrase", before: "Phrase | None") -> Fits | None:
        """Return a test for the kind of things that a phrase, or what was said before it, is about."""
        name = phrase.thing or (before.like if before else "")
        if name not in THING_KINDS or not THING_KINDS[cast("Class", name)].device_classes:
            known = [self._home.entities[i] for i in before.entities] if before and not phrase.thing else []
            kinds = {(e.domain, _guard(e)) for e in known}
            if kinds:
                return lambda e: (e.domain, _guard(e)) in kinds
        if name not in THING_KINDS:
            return None
        kind = THING_KINDS[cast("Class", name)]
        return lambda e: (
            e.domain in kind.domains
            and (not kind.device_classes or (e.device_class or "") in kind.device_classes)
        )

    def _only(self, words: Iterable[str], fits: Fits, places: Iterable[Place]) -> str:
        """Return the id of the only thing with all of `words` in one of its names; "" if there is none.

        A thing that is hidden counts as one, and is never returned.
        """
        wanted, home = frozenset(words) - self._skipped, self._home
        if not wanted:
            return ""
        found = [
            e
            for i in min((self._having.get(word, []) for word in wanted), key=len)
            if any(wanted <= name for name in self._names[i])
            and fits(e := home.entities[i])
            and not is_part_of_room(home, self._lexicon.language, e, wanted)
            and all(self._is_in(e, place) for place in places)
        ]
        return found[0].id if len(found) == 1 and found[0].exposed else ""

    def _is_in(self, entity: Entity, place: Place) -> bool:
        if place.kind == "floor":
            return self._home.floor_of(entity) in place.ids
        return place.kind in ("here", "house", "outside") or entity.area in place.ids


def _guard(entity: Entity) -> str:
    return entity.device_class or "" if entity.device_class in _GUARDED_CLASSES else ""


def _is_open(entity: Entity) -> bool:
    return entity.domain not in GUARDED and not _guard(entity)
