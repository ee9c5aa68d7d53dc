"""Rooms of a home by what they have in common: the noun in their names, or the person whose they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.languages.content_words import content_words, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.lexicon import Lexicon, Words

_LONGEST = 4  # words of a noun or an owner
_PLURALS = ("s", "x")
_BEFORE_PLURAL = ("", "e")


@dataclass(frozen=True, slots=True)
class Rooms:
    """Areas (`ids`) meant by words up to index `end` (excluded); `plural`: the words are in the plural."""

    ids: tuple[str, ...]
    end: int
    plural: bool = False


class RoomNouns:
    """Finds the nouns that several rooms of one home share, and the persons who have one room."""

    def __init__(self, home: Home, lexicon: Lexicon) -> None:
        self._nouns: dict[Words, tuple[tuple[str, ...], bool]] = {}
        self._owners: dict[Words, tuple[str, ...]] = {}
        language = lexicon.language
        names = {a.id: names_in(a.names, language) for a in home.areas.values()}
        known = {words_in(name, language) for some in names.values() for name in some}
        nouns = {words_in(noun, language) for noun in pack(language).content.places}
        for noun in nouns:
            having = (i for i, some in names.items() if any(_has(words_in(n, language), noun) for n in some))
            ids = tuple(having)
            if len(ids) > 1 and noun not in known:
                self._nouns.setdefault(noun, (ids, False))
                for plural in plurals_of(noun):
                    self._nouns[plural] = (ids, True)
        generic = {word for noun in nouns for word in noun} | {*map(str, pack(language).content.vague)}
        owners: dict[Words, set[str]] = {}
        for area, some in names.items():
            for name in some:
                if owner := _owner(name, generic, lexicon):
                    owners.setdefault(owner, set()).add(area)
        self._owners = {owner: tuple(ids) for owner, ids in owners.items() if len(ids) == 1}

    def noun_at(self, words: Sequence[str], start: int) -> Rooms | None:
        """Return the rooms with the longest noun at index `start` of `words` in their names, two or more."""
        for end in _ends(words, start):
            if found := self._nouns.get(tuple(words[start:end])):
                return Rooms(found[0], end, found[1])
        return None

    def owner_at(self, words: Sequence[str], start: int) -> Rooms | None:
        """Return the room of the person whose name is at index `start` of `words`, as their room has it."""
        for end in _ends(words, start):
            if found := self._owners.get(tuple(words[start:end])):
                return Rooms(found, end)
        return None


def is_part_of_room(home: Home, language: str, entity: Entity, words: Iterable[str]) -> bool:
    """Return True if `words` only tell the room of an entity from others with the noun of that room.

    "The big light" is not that of the big bathroom; "the kids' lamp" may be the one of their room.
    """
    area, wanted = home.areas.get(entity.area or ""), set(words)
    names = [words_in(n, language) for n in names_in(area.names, language)] if area else []
    within = [name for name in names if wanted <= set(name)]
    nouns = {noun for noun in pack(language).content.places if " " not in noun}
    return bool(within) and all(
        nouns & (set(name) - wanted) and not _belongs(name, wanted, language) for name in within
    )


def _belongs(name: Sequence[str], wanted: set[str], language: str) -> bool:
    """Return True if the first of `wanted` in the name of a room is whose it is: "chambre des enfants"."""
    some = content_words(language)
    first = next(at for at, word in enumerate(name) if word in wanted)
    while first and name[first - 1] in some.articles - some.of - some.owned_by:
        first -= 1
    return first > 0 and name[first - 1] in some.of | some.owned_by


def _ends(words: Sequence[str], start: int) -> Iterator[int]:
    return iter(range(min(start + _LONGEST, len(words)), start, -1))


def _has(name: Sequence[str], noun: Sequence[str]) -> bool:
    return any(tuple(name[at : at + len(noun)]) == tuple(noun) for at in range(len(name)))


def plurals_of(noun: Words) -> Iterator[Words]:
    """Yield the plurals of a noun: of its first word, its last, or all."""
    for ending in (before + last for before in _BEFORE_PLURAL for last in _PLURALS):
        yield (noun[0] + ending, *noun[1:])
        yield (*noun[:-1], noun[-1] + ending)
        yield tuple(word + ending for word in noun)


def _owner(name: str, generic: set[str], lexicon: Lexicon) -> Words:
    """Return the words for a person in the name of a room; empty if there are none: "Bruno's room".

    What is written as a name, beside the noun of a room and words between them, is a person.
    """
    said = name.replace("\u2019", "'").split()
    written = [(words_in(word, lexicon.language), word) for word in said]
    little = lexicon.articles | lexicon.of
    rest = [(words, word) for words, word in written if words and not set(words) <= generic | little]
    proper = [words for words, word in rest if word[:1].isupper() and not set(words) & lexicon.longest.keys()]
    has_noun = len(rest) < len([w for w, _ in written if w and not set(w) <= little])
    if not has_noun or len(proper) != len(rest) or len(rest) != 1:
        return ()
    belongs = said[0][-1:] == "'" or "'s" in said[0] or any(set(words) & lexicon.of for words, _ in written)
    return proper[0] if belongs else ()
