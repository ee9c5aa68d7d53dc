"""Orders in words of a name: "put the house on party" sets the "house mode", if only that has a "party"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity, names_in
from sarai_mqtt.core.modes import listed_mode
from sarai_mqtt.languages.schema.helpers import HelperKind
from sarai_mqtt.understanding.helpers.names import HelperNames
from sarai_mqtt.understanding.helpers.phrases import KINDS, PhraseTable
from sarai_mqtt.understanding.numbers import is_one, number_at
from sarai_mqtt.understanding.time_phrases import plain_words

Way = Literal["set", "press", "run"]

_MOST_WORDS = 12
_MOST_OPTION = 3  # words
# By the name of a verb in helpers.yaml: what it may do.
_WAYS: Mapping[str, tuple[Way, ...]] = {
    "set": ("set",),
    "choose": ("set",),
    "press": ("press",),
    "run": ("run", "set"),
    "want": ("run",),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What an order may be: the intent with its slots, and the only thing that it may be to."""

    entity: Entity
    intent: str
    slots: dict[str, SlotValue]


class LooseOrders:
    """Reads orders to the helpers of one home whose words are a verb, words of one name, and a value.

    Each word has to be one of these, or a little word. A button, scene or script must be called one.
    """

    def __init__(self, names: HelperNames, table: PhraseTable, language: str) -> None:
        self._table, self._language = table, language
        self._called: list[tuple[frozenset[str], Entity]] = []
        self._choosing = [e for e in names.helpers if e.modes.get("options")]
        for entity in names.helpers:
            for name in names_in(entity.names, language):
                self._called.append((frozenset(names.bare(plain_words(name).joined.split())), entity))

    def read(self, words: Sequence[str]) -> Guess | None:
        """Return the order that all of `words` are; None if they are none, or may be to several things."""
        if not 1 < len(words) <= _MOST_WORDS:
            return None
        for name, ways in _WAYS.items():
            rest = self._after_verb(words, name)
            for way in ways if rest else ():
                found = self._set(rest or ()) if way == "set" else self._started(rest or (), way)
                if found is not None:
                    return found
        return None

    def _after_verb(self, words: Sequence[str], name: str) -> Sequence[str] | None:
        """Return the words after a verb, which may be of two words; None if they begin with none."""
        return next(
            (words[n:] for n in (2, 1) if self._table.verbs[name].fullmatch(" ".join(words[:n]))), None
        )

    def _content(self, words: Sequence[str]) -> set[str]:
        return set(words) - self._table.little

    def _set(self, words: Sequence[str]) -> Guess | None:
        number = self._number(words)
        if number is not None:
            value, rest = number
            found = [
                e
                for called, e in self._called
                if KINDS[e.domain] == "number" and called == self._content(rest)
            ]
            return Guess(found[0], "HassSetNumber", {"value": value}) if len(found) == 1 else None
        said = self._content(words)
        options = {
            (option, entity.id): Guess(entity, "HassSelectOption", {"option": option})
            for entity in self._choosing
            for option, rest in self._options_in(words, said, entity)
            if rest and any(e is entity and rest <= called for called, e in self._called)
        }
        return next(iter(options.values())) if len(options) == 1 else None

    @staticmethod
    def _options_in(words: Sequence[str], said: set[str], entity: Entity) -> Iterator[tuple[str, set[str]]]:
        """Yield the options among `words`, each with the other words of those `said`."""
        for start in range(len(words)):
            for end in range(start + 1, min(start + _MOST_OPTION, len(words)) + 1):
                if option := listed_mode(" ".join(words[start:end]), entity.modes.get("options", ())):
                    yield option, said - set(words[start:end])

    def _number(self, words: Sequence[str]) -> tuple[int, Sequence[str]] | None:
        """Return the only number among `words`, and the others; None if there is none, or several."""
        found = list[tuple[int, Sequence[str]]]()
        place = 0
        while place < len(words):
            value, end = self._number_at(words, place)
            if value is not None:
                found.append((value, (*words[:place], *words[end:])))
            place = end
        return found[0] if len(found) == 1 else None

    def _number_at(self, words: Sequence[str], place: int) -> tuple[int | None, int]:
        if words[place].isdigit():
            return int(words[place]), place + 1
        if found := number_at(words, place, self._language):
            return int(found[0]), found[1]
        last = place == len(words) - 1
        return (1 if last and is_one(words[place], self._language) else None), place + 1

    def _started(self, words: Sequence[str], kind: HelperKind) -> Guess | None:
        nouns = {noun[0] for noun in self._table.nouns[kind]}
        said = self._content(words)
        rest = said - nouns
        if rest == said or not rest:
            return None
        found = {e.id: e for called, e in self._called if KINDS[e.domain] == kind and rest <= called}
        return Guess(next(iter(found.values())), "HassTurnOn", {}) if len(found) == 1 else None
