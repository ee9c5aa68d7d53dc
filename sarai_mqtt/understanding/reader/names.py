"""The names of a home, for looking them up at a place in a sentence whatever little words are between."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.lexicon import Lexicon
from sarai_mqtt.understanding.reader.name_variants import NameVariants
from sarai_mqtt.understanding.reader.room_nouns import RoomNouns, plurals_of

# Nobody acts on these, or their names may be any words.
NOT_ORDERED = frozenset({
    "sensor", "binary_sensor", "weather", "person", "zone", "device_tracker", "sun", "calendar", "update",
    "event", "image", "tts", "stt", "conversation",
})  # fmt: skip
_TITLED = frozenset({"scene", "script", "button", "input_button", "automation"})
_LISTS = frozenset({"todo"})

_MODE = 3  # words of a mode
_LITTLE = 2  # words of a name that do not count in its length: "of the"

Kind = Literal["entity", "title", "list", "area", "floor"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name found at tokens `start` to `end` (excluded): the ids of each kind that have it.

    `plural`: it was said in the plural, of all things that have it.
    """

    start: int
    end: int
    ids: dict[Kind, tuple[str, ...]]
    plural: bool = False


class Names:
    """Finds the longest names of things and places of one home, in one language first, else in any other."""

    def __init__(self, home: Home, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._skipped = lexicon.articles | lexicon.of
        self.rooms = RoomNouns(home, lexicon)
        # A flat table: a tree of words takes three times the memory in a house of 2,000 things.
        self._ids: dict[tuple[str, ...], list[tuple[Kind, str]]] = {}
        language = lexicon.language
        rows: list[tuple[Kind, str, dict[str, tuple[str, ...]]]] = []
        for e in home.entities.values():
            if e.exposed and e.domain not in NOT_ORDERED:
                kind: Kind = "title" if e.domain in _TITLED else "list" if e.domain in _LISTS else "entity"
                rows.append((kind, e.id, dict(e.names)))
        rows += [("area", a.id, dict(a.names)) for a in home.areas.values()]
        rows += [("floor", f.id, dict(f.names)) for f in home.floors.values()]
        for kind, key, names in rows:
            for name in names_in(names, language):
                self._add(kind, key, words_in(name, language))
        for kind, key, names in rows:
            for other, some in names.items():
                for name in some if other != language else ():
                    words = words_in(name, language)
                    # a word of this language is no name in another: "son", "on"
                    if len(words) > 1 or not self._is_word(words):
                        self._add(kind, key, words)
        self._add_variants(home)
        self._plurals = self._shared(home)
        self._modes = self._listed_modes(home)
        self._short_lists = self._shortened(rows)
        said = {key: names_in(names, language) for kind, key, names in rows if kind == "list"}
        self._lists = {key: " / ".join(some).lower() for key, some in said.items()}
        of_lists = pack(language).lists
        self._of_lists = (of_lists.which, of_lists.tasks)
        self._words = frozenset(word for name in self._ids for word in name)
        self._longest = max(map(len, self._ids), default=0)

    def _add_variants(self, home: Home) -> None:
        """Add what things are called besides, where nothing else has that name."""
        variants, taken = NameVariants(self._lexicon), set(self._ids)
        for e in home.entities.values():
            if e.exposed and e.domain not in NOT_ORDERED | _TITLED | _LISTS:
                for name in {words_in(n, self._lexicon.language) for some in e.names.values() for n in some}:
                    for other in variants.of(e.domain, name):
                        if other not in taken:
                            self._add("entity", e.id, other)

    def _listed_modes(self, home: Home) -> dict[tuple[str, ...], str]:
        """Return the modes that things of the home list and the language has no word for, by their words."""
        some, modes = self._lexicon, dict[tuple[str, ...], str]()
        every = (m for e in home.entities.values() if e.exposed for ms in e.modes.values() for m in ms)
        for mode in dict.fromkeys(every):
            words = words_in(mode.replace("_", " ").replace("-", " "), some.language)
            if words and not self._is_word(words) and words not in self._ids and words[0].isalpha():
                modes[words] = mode.lower()
        return modes

    def mode_at(self, words: Sequence[str], start: int) -> tuple[int, str] | None:
        """Return the index after a mode that a thing of the home lists, at index `start`, and the mode."""
        ends = range(min(start + _MODE, len(words)), start, -1) if self._modes else ()
        return next(((end, m) for end in ends if (m := self._modes.get(tuple(words[start:end])))), None)

    def _shared(self, home: Home) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Return the plurals of names that several things have, with all their words: "lampes de bureau"."""
        having: dict[tuple[str, ...], list[str]] = {}
        for e in home.entities.values():
            if e.exposed and e.domain not in NOT_ORDERED | _TITLED | _LISTS:
                names = names_in(e.names, self._lexicon.language)
                for words in {words_in(name, self._lexicon.language) for name in names}:
                    having.setdefault(words, []).append(e.id)
        shared = ((words, tuple(ids)) for words, ids in having.items() if len(ids) > 1 and len(words) > 1)
        return {plural: ids for words, ids in shared for plural in plurals_of(words)}

    def plural_at(self, words: Sequence[str], start: int) -> Named | None:
        """Return the longest name of several things that is said in the plural at index `start`."""
        for end in range(min(start + self._longest + _LITTLE, len(words)), start + 1, -1):
            if ids := self._plurals.get(tuple(words[start:end])):
                return Named(start, end, {"entity": ids}, plural=True)
        return None

    def _shortened(
        self, rows: Sequence[tuple[Kind, str, dict[str, tuple[str, ...]]]]
    ) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of lists by their names without the word "list": "la compra", "shopping"."""
        short: dict[tuple[str, ...], list[str]] = {}
        language = self._lexicon.language
        nouns = {w for noun in self._lexicon.orders.lists for w in words_in(noun, language)}
        for kind, key, names in rows:
            for name in (name for some in names.values() for name in some) if kind == "list" else ():
                words = [w for w in words_in(name, language) if w not in self._skipped]
                left = tuple(w for w in words if w not in nouns)
                if left and len(left) < len(words) and key not in short.setdefault(left, []):
                    short[left].append(key)
        return {words: tuple(ids) for words, ids in short.items()}

    def lists_for(self, called: str) -> tuple[str, ...]:
        """Return the ids of the lists that are for what `called` says: "groceries", "pending tasks".

        The home's only list is for anything that a list is for.
        """
        kind = next((pattern for pattern in self._of_lists if pattern.search(called.lower())), None)
        return self.lists_of(kind) if kind else ()

    def lists_of(self, kind: re.Pattern[str]) -> tuple[str, ...]:
        """Return the ids of the lists in whose names `kind` is found; the home's only list without any."""
        found = tuple(key for key, names in self._lists.items() if kind.search(names))
        return found or (tuple(self._lists) if len(self._lists) == 1 else ())

    def short_list(self, words: Sequence[str], start: int) -> tuple[int, tuple[str, ...]] | None:
        """Return the index after a list's name without "list" at `start`, and the ids of the list."""
        for name, ids in self._short_lists.items():
            if tuple(words[start : start + len(name)]) == name:
                return start + len(name), ids
        return None

    def _is_word(self, words: Sequence[str]) -> bool:
        some = self._lexicon
        return not words or words[0] in some.longest or words[0] in some.links or words[0] in some.verbs

    def _add(self, kind: Kind, key: str, words: Sequence[str]) -> None:
        kept = tuple(sys.intern(w) for w in words if w not in self._skipped) or tuple(words)
        if kept:
            ids = self._ids.setdefault(kept, [])
            if (kind, key) not in ids[-1:]:
                ids.append((kind, key))

    def at(self, words: Sequence[str], start: int) -> list[Named]:
        """Return the names that begin at index `start` of `words`, longest first."""
        place, found, name = start, list[Named](), tuple[str, ...]()
        while place < len(words) and len(name) < self._longest:
            if words[place] in self._words:
                name, place = (*name, words[place]), place + 1
                if known := self._ids.get(name):
                    ids: dict[Kind, dict[str, None]] = {}
                    for kind, key in known:
                        ids.setdefault(kind, {})[key] = None
                    found.append(Named(start, place, {kind: tuple(some) for kind, some in ids.items()}))
            elif place > start and words[place] in self._skipped:
                place += 1
            else:
                break
        found.reverse()
        return found
