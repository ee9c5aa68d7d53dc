"""The words of questions about states in one language, with the names of one home."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.inquiries import Inquiries
from sarai_mqtt.languages.schema.orders import Orders

Words = tuple[str, ...]

LONGEST = 7  # words of a phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `start` to `end` (excluded) of a question: a role that they may have, and what they stand for."""

    start: int
    end: int
    role: str
    value: str


@cache
def phrases_of(language: str) -> Mapping[Words, tuple[tuple[str, str], ...]]:
    """Return the roles and meanings of each phrase; empty if the pack has no words of questions.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    inquiries = pack(language).inquiries
    found: dict[Words, dict[tuple[str, str], None]] = {}
    for phrase, role, value in _rows(inquiries, language) if inquiries else ():
        words = words_in(phrase, language)
        if phrase.endswith("'") and words:
            words = (*words[:-1], words[-1].removesuffix("'") + "'")  # "qu'" is a token of its own
        if words:
            found.setdefault(words, {})[role, value] = None
    return {words: tuple(rows) for words, rows in found.items()}


def _rows(inquiries: Inquiries, language: str) -> Iterator[tuple[str, str, str]]:
    every = pack(language)
    tables: Mapping[str, Mapping[str, Sequence[str]]] = {
        "opener": {str(key): row for key, row in inquiries.openers.items()},
        "condition": {str(key): row for key, row in inquiries.conditions.items()},
        "group": {str(key): row for key, row in inquiries.groups.items()},
        "attribute": {str(key): row for key, row in inquiries.attributes.items()},
        "detection": inquiries.detections,
        "measure": inquiries.measures,
        "quantity": {"all": inquiries.all, "any": inquiries.any},
        "inside": {"": inquiries.inside},
        "meaning": {"": inquiries.meaning},
        "stated": {"": inquiries.stated},
        "update": {"": inquiries.update},
        "did": {str(key): row for key, row in inquiries.did.items()},
        "doing": {str(key): row for key, row in inquiries.doing.items()},
        "extreme": {**_ends("most", inquiries.most), **_ends("least", inquiries.least)},
        "room": {"": inquiries.rooms},
        "alternative": {"": inquiries.alternatives},
        "little": {"": inquiries.little},
        "started": {str(key): row for key, row in inquiries.started.items()},
    }
    told = set[str]()
    for role, table in tables.items():
        for value, words in table.items():
            told.update(words)
            yield from ((word, role, value) for word in words)
    yield from ((word, "mode", "mode") for word in _modes(every.orders) if word not in told)
    for name, row in every.content.classes.items():
        more = every.orders.classes.get(name, ()) if every.orders else ()
        yield from ((word, "class", name) for word in (*row.words, *more))


def _modes(orders: Orders | None) -> Iterator[str]:
    """Yield the words for modes and speeds of things."""
    tables = (orders.modes, orders.presets, orders.fan_speeds) if orders else ()
    return (word for table in tables for words in table.values() for word in words)


def _ends(end: str, table: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return the words of what is compared, by the end ("most", "least") and the measure."""
    return {f"{end} {'' if measure == 'any' else measure}".strip(): row for measure, row in table.items()}


def _other_words(home: Home, language: str) -> Iterator[tuple[Words, str]]:
    """Yield the words for rooms that are called by another word for the same room, each with the room's id.

    None of a word that is a name itself, or where several rooms would be meant.
    """
    inquiries = pack(language).inquiries
    called = {
        words_in(name, language): area.id
        for area in home.areas.values()
        for name in names_in(area.names, language)
    }
    for words in inquiries.same_rooms if inquiries else ():
        phrases = [words_in(word, language) for word in words]
        areas = {called[phrase] for phrase in phrases if phrase in called}
        if len(areas) == 1:
            (area,) = areas
            yield from ((phrase, area) for phrase in phrases if phrase not in called)


class HomeNames:
    """The names of what can be asked about in one home, and the words in names of sensors."""

    def __init__(self, home: Home, language: str) -> None:
        articles = pack(language).content.articles
        orders = pack(language).orders
        self._skipped = frozenset(articles) | frozenset(orders.of if orders else ())
        self._ids: dict[Words, list[str]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._plurals = pack(language).content.plurals
        self._phrases = phrases_of(language)
        self._rooms = dict(_other_words(home, language))
        for entity in home.entities.values():
            if entity.exposed:
                self._add(entity, language)
        self._known = frozenset(word for words in self._words.values() for word in words)

    def _add(self, entity: Entity, language: str) -> None:
        of_it = set[str]()
        for name in names_in(entity.names, language):
            words = self.without_little(words_in(name, language))
            of_it.update(words)
            self._ids.setdefault(words, []).append(entity.id)
        self._words[entity.id] = frozenset(of_it)

    def without_little(self, words: Iterable[str]) -> Words:
        """Return `words` without articles and "of"; all of them if nothing else is there."""
        every = tuple(words)
        return tuple(word for word in every if word not in self._skipped) or every

    def named(self, words: Words) -> tuple[str, ...]:
        """Return the ids of the entities that have the name `words`."""
        return tuple(self._ids.get(self.without_little(words), ()))

    def is_of_a_name(self, word: str) -> bool:
        """Return True if a thing of the home has `word` in its name."""
        return word in self._known and word not in self._skipped

    def words_of(self, entity: str) -> frozenset[str]:
        """Return the words in the names of an entity."""
        return self._words.get(entity, frozenset())

    def room(self, words: Words) -> str | None:
        """Return the id of the only room that `words` are another word for; None if there is none."""
        return self._rooms.get(words)

    def class_words(self, name: str) -> Iterable[Words]:
        """Return the phrases for a class of things."""
        return (words for words, roles in self._phrases.items() if ("class", name) in roles)

    def has_word_of(self, entity: str, phrase: Words) -> bool:
        """Return True if the names of an entity have all words of `phrase`, in the singular or the plural."""
        called = self.words_of(entity)
        return all(any(form in called for form in self._forms(word)) for word in phrase)

    def _forms(self, word: str) -> Iterator[str]:
        yield word
        yield from (word + ending for ending in self._plurals)
        yield from (word.removesuffix(ending) for ending in self._plurals if word.endswith(ending))
