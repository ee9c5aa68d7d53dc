"""Finds the names of helpers of one home in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.helpers import HelperKind
from sarai_mqtt.understanding.helpers.phrases import KINDS, PhraseTable, Words
from sarai_mqtt.understanding.time_phrases import plain_words


@dataclass(frozen=True, slots=True)
class Place:
    """A name at words `start` to `end` (excluded), with the noun beside it."""

    start: int
    end: int
    entity: Entity

    @property
    def kind(self) -> HelperKind:
        """The kind of the thing."""
        return KINDS[self.entity.domain]


class HelperNames:
    """The names of the helpers of one home in one language.

    A longer name of any other thing hides those that are words of it. A counter may be said in the singular:
    "another glass of water" is one more of the "glasses of water".
    """

    def __init__(self, home: Home, language: str, table: PhraseTable) -> None:
        self._table, self._plurals = table, pack(language).content.plurals
        self._names: dict[str, list[tuple[Words, Entity]]] = {}
        self.helpers = tuple(e for e in home.entities.values() if e.exposed and e.domain in KINDS)
        self._others: dict[str, list[Words]] = {}
        for entity in home.entities.values() if self.helpers else ():
            for name in names_in(entity.names, language):
                if words := self.bare(plain_words(name).joined.split()):
                    self._add(words, entity)
        self._only = {
            kind: some[0]
            for kind in table.nouns
            if len(some := [e for e in self.helpers if _may_stand_for(e, kind)]) == 1
        }

    def bare(self, words: Sequence[str]) -> Words:
        """Return the words of a name that count: all but articles and "of"."""
        return tuple(word for word in words if word not in self._table.skipped) or tuple(words)

    def _add(self, words: Words, entity: Entity) -> None:
        if not entity.exposed or entity.domain not in KINDS:
            self._others.setdefault(words[0], []).append(words)
            return
        for each in {words, *(_singulars(words, self._plurals) if entity.domain == "counter" else ())}:
            self._names.setdefault(each[0], []).append((each, entity))

    def at(self, words: Sequence[str]) -> list[Place]:
        """Return the names in a sentence, longest first; none that several helpers of a kind share."""
        found = [p for start in range(len(words)) for p in self._at(words, start)]
        found = [p for p in found if not self._is_hidden(words, p)]
        spans = [(p.start, p.end, p.kind) for p in found]
        single = [p for p, span in zip(found, spans, strict=True) if spans.count(span) == 1]
        wide = [*(self._with_noun(words, p) for p in single), *self._by_noun(words)]
        different = {(p.start, p.end, p.entity.id): p for p in wide}
        return sorted(different.values(), key=lambda p: p.start - p.end)

    def _at(self, words: Sequence[str], start: int) -> Iterator[Place]:
        for name, entity in self._names.get(words[start], ()):
            if end := self._end(words, start, name):
                yield Place(start, end, entity)

    def _end(self, words: Sequence[str], start: int, name: Words) -> int:
        """Return the index after `name` at `start`, whatever little words are in it; 0 if it is not there."""
        place = start
        for word in name:
            while place > start and place < len(words) and words[place] != word:
                if words[place] not in self._table.skipped:
                    return 0
                place += 1
            if place >= len(words) or words[place] != word:
                return 0
            place += 1
        return place

    def _is_hidden(self, words: Sequence[str], place: Place) -> bool:
        longer = place.end - place.start
        for start in range(max(0, place.start - 4), place.start + 1):
            for name in self._others.get(words[start], ()):
                end = self._end(words, start, name)
                if end >= place.end and end - start > longer:
                    return True
        return False

    def _with_noun(self, words: Sequence[str], place: Place) -> Place:
        """Return the place with its noun and articles: "the counter of …", "el botón de …"."""
        start, end = place.start, place.end
        led = self._before(words, start)
        for noun in self._table.nouns.get(place.kind, ()):
            if led >= len(noun) and tuple(words[led - len(noun) : led]) == noun:
                start = led - len(noun)
                break
            if tuple(words[end : end + len(noun)]) == noun:
                end += len(noun)
                break
        return Place(start, end, place.entity)

    def _before(self, words: Sequence[str], start: int) -> int:
        while start > 0 and words[start - 1] in self._table.articles:
            start -= 1
        return start

    def _by_noun(self, words: Sequence[str]) -> Iterator[Place]:
        """Yield the only thing of a kind where its noun stands alone: "the note", but not "the time"."""
        for kind, entity in self._only.items():
            if kind == "time":
                continue
            for noun in self._table.nouns.get(kind, ()):
                for start in range(len(words) - len(noun) + 1):
                    if (
                        tuple(words[start : start + len(noun)]) == noun
                        and noun[-1] not in self._table.skipped
                    ):
                        yield Place(start, start + len(noun), entity)


def _may_stand_for(entity: Entity, kind: HelperKind) -> bool:
    """Return True if the noun of a kind may stand for the thing: "the counter" is no other number."""
    return KINDS[entity.domain] == kind and (kind != "number" or entity.domain == "counter")


def _singulars(words: Words, plurals: Sequence[str]) -> Iterator[Words]:
    """Yield what may be the words of a name with the first one in the singular: "vaso" of "vasos de agua"."""
    first = words[0]
    for ending in plurals:
        if first.endswith(ending) and len(first) > len(ending) + 2:
            yield (first.removesuffix(ending), *words[1:])
