"""A sentence under reading: its tokens, what may stand at each, and the role that each was given."""

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sarai_mqtt.languages.content_words import Token, tokens_of
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.understanding.accounting.amounts import Amount, amounts_in
from sarai_mqtt.understanding.reader.frames import Part
from sarai_mqtt.understanding.reader.lexicon import Lexicon, Match, VerbSense
from sarai_mqtt.understanding.reader.name_parts import NameParts
from sarai_mqtt.understanding.reader.names import Named, Names
from sarai_mqtt.understanding.reader.room_nouns import Rooms

Marks = list[tuple[int, int, str, str]]
"""Roles found but not given yet: tokens `start` to `end` (excluded), role, value."""

# A pause between two parts of a sentence counts as a comma: "off... no, the small one", "lights on. Off".
_BREAK = re.compile(r"(?<=\w)(?:\.+|…|!+|\s[-–—])(?=\s+\w)")


def _as_comma(found: re.Match[str]) -> str:
    return ",".ljust(len(found.group()))


# After these nothing more is said of the things before them.
_BREAKS = ("joiner", "filler", "exception", "exception_before", "correction", "turn")
_OF_THINGS = frozenset({
    "class", "media", "thing_word", "place_word", "attribute", "here", "house", "outside", "one", "relative",
    "quantity", "list", "level", "this_floor",
})  # fmt: skip


class Scan:
    """Looks up phrases, names, verbs and amounts by token index, and keeps the role of each token.

    `reserved` maps the index of words that belong to the verb to the index after them.
    """

    def __init__(self, text: str, lexicon: Lexicon, names: Names, parts: NameParts) -> None:
        self.text, self.lexicon, self.name_parts = text, lexicon, parts
        self.tokens: list[Token] = tokens_of(_BREAK.sub(_as_comma, text), lexicon.language)
        self.words = [token.text for token in self.tokens]
        self.roles: list[tuple[int, str, str] | None] = [None] * len(self.words)
        self._names = names
        self._matches: dict[int, list[Match]] = {}
        self._named: dict[int, list[Named]] = {}
        self._amounts: dict[int, Amount | None] = {}
        self._count = 0
        self.reserved: dict[int, int] = {}
        self.area: str | None = None  # the speaker's
        self._take_gerund()

    def anew(self) -> "Scan":
        """Return these words without roles. What is looked up in one is known in the other."""
        other = copy.copy(self)
        other.roles, other.reserved = [None] * len(self.words), {}
        other._count, other.area = 0, None  # noqa: SLF001 - of the same class
        return other

    def _take_gerund(self) -> None:
        """Take a gerund that politeness asks for as the order it is: "would you mind turning …"."""
        for place in range(len(self.words) if self.lexicon.gerunds else 0):
            led = self.find(place, "before_gerund")
            if led is None:
                continue
            after = led.end
            while filler := self.find(after, "filler"):
                after = filler.end
            if verb := self.lexicon.gerunds.get(self.word(after)):
                self.tokens[after] = replace(self.tokens[after], text=verb)
                self.words[after] = verb
                self._matches.clear()
            return

    def __len__(self) -> int:
        return len(self.words)

    def is_shortened(self, place: int) -> bool:
        """Return True if an ending of the word at `place` was left out: the "'s" of "the lamp's on"."""
        token = self.tokens[place]
        return token.end - token.start > len(token.text)

    def word(self, place: int) -> str:
        """Return the word at index `place`; "" outside the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def said(self, start: int, end: int) -> str:
        """Return tokens `start` to `end` (excluded) as they were said."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def matches(self, place: int) -> list[Match]:
        """Return the phrases at `place`, longest first."""
        if (known := self._matches.get(place)) is not None:
            return known
        if place >= len(self.words):
            return []
        found = list(self.lexicon.matches(self.words, place))
        if mode := self._names.mode_at(self.words, place):
            found = sorted([*found, Match(place, mode[0], "preset", mode[1])], key=lambda m: -m.end)
        self._matches[place] = found
        return found

    def find(self, place: int, *roles: str) -> Match | None:
        """Return the longest phrase at `place` that may have one of `roles`; None if there is none."""
        for match in self.matches(place):
            if match.role in roles:
                return match
        return None

    def named(self, place: int) -> list[Named]:
        """Return the names at `place`, longest first."""
        if place not in self._named:
            plural = self._names.plural_at(self.words, place)
            found = [*([plural] if plural else []), *self._names.at(self.words, place)]
            self._named[place] = sorted(found, key=lambda named: -named.end)
        return self._named[place]

    def rooms(self, place: int) -> Rooms | None:
        """Return the rooms whose common noun is at `place`: "bathroom", "bathrooms"; None if it is none."""
        return self._names.rooms.noun_at(self.words, place)

    def owner(self, place: int) -> Rooms | None:
        """Return the room of the person named at `place`; None if none is."""
        return self._names.rooms.owner_at(self.words, place)

    def amount(self, place: int) -> Amount | None:
        """Return the amount that begins at `place`; None if none does."""
        if not self._amounts:
            found = amounts_in(self.tokens, self.lexicon.content, self.lexicon.language)
            self._amounts.update({**dict.fromkeys(range(len(self))), **{a.start: a for a in found}})
        return self._amounts.get(place)

    def returns(self, place: int) -> bool:
        """Return True if "back" of "back to eco" is at `place`."""
        some = self.lexicon
        return self.word(place) in some.orders.returns and self.word(place + 1) in some.links

    def leading_level(self, place: int) -> Match | None:
        """Return the noun for a level at `place` if its amount follows: "volume twelve"; None without one."""
        level = self.find(place, "attribute")
        return level if level and level.value != "any" and self.amount(level.end) else None

    def is_barrier(self, place: int) -> bool:
        """Return True if words of another role begin at `place`: those of the verb, or a longer phrase."""
        if place in self.reserved or self.returns(place):
            return True
        if self._is_lasting(place) or self._is_value(place):
            return True
        longest = next(iter(self.matches(place)), None)
        if longest is None or longest.role in _OF_THINGS:
            return False
        if any(n.end >= longest.end for n in self.named(place)):
            return False
        return longest.end > place + 1 or longest.role in ("exception", "exception_before")

    def way(self, place: int) -> Match | None:
        """Return "up" or "down" at `place`; None if it is none, or what follows makes a storey of it."""
        found = self.find(place, "way")
        if found is None or self.matches(place)[0].end > found.end:
            return None
        lasts = self.find(found.end, "time")
        breaks = self.find(found.end, *_BREAKS) or (lasts and lasts.value in ("in", "for"))
        return found if breaks or found.end == len(self) else None

    def is_length(self, place: int) -> bool:
        """Return True if a length of time is at `place`: "a quarter of an hour" is no room."""
        begins = (place, self.skip(place, self.lexicon.articles, 1))
        return any((a := self.amount(b)) is not None and a.seconds is not None for b in begins)

    def _is_lasting(self, place: int) -> bool:
        """Return True if a time begins at `place`: "for an hour"."""
        led = self.find(place, "time")
        if led is None:
            return False
        begins = dict.fromkeys((led.end, self.skip(led.end, self.lexicon.articles, 2)))
        return any((a := self.amount(b)) is not None and a.seconds is not None for b in begins)

    def _is_value(self, place: int) -> bool:
        """Return True if a part of a whole or a mode is led to at `place`: "a un cuarto" is no room."""
        begin = self.skip(place, self.lexicon.links, 1)
        if begin == place:
            return False
        if self.is_unknown(begin) and self.find(begin + 1, "mode_noun"):
            return True  # "in disco mode" is no place either
        ends = range(begin, self.skip(begin, self.lexicon.articles | self.lexicon.links, 2) + 1)
        return any(
            self.find(p, "part") or ((a := self.amount(p)) and not a.unit and 0 < a.value < 1) for p in ends
        )

    def short_list(self, place: int) -> tuple[int, tuple[str, ...]] | None:
        """Return a list whose name without "list" is at `place`: the index after it, and its ids."""
        return self._names.short_list(self.words, place)

    def lists_for(self, called: str) -> tuple[str, ...]:
        """Return the ids of the lists that are for what `called` says: "groceries", "pending tasks"."""
        return self._names.lists_for(called)

    def lists_of(self, kind: re.Pattern[str]) -> tuple[str, ...]:
        """Return the ids of the lists in whose names `kind` is found; the home's only list without any."""
        return self._names.lists_of(kind)

    def senses(self, place: int) -> tuple[VerbSense, ...]:
        """Return the meanings of the verb at `place`; empty if it is no verb."""
        form = self.verb_form(place)
        return self.lexicon.verbs[form] if form else ()

    def participle(self, place: int) -> tuple[VerbSense, ...]:
        """Return the meanings of the verb whose participle is at `place`; empty if none is."""
        return self.lexicon.verbs.get(self.lexicon.participles.get(self.word(place), ""), ())

    def verb_form(self, place: int) -> str | None:
        """Return the form of the verb at `place` without its pronouns; None if it is no verb."""
        if place >= len(self.words):
            return None
        token = self.tokens[place]
        return self.lexicon.verb(token, self.text[token.start : token.end])

    def has_pronoun(self, place: int) -> bool:
        """Return True if a pronoun is attached to the verb at `place`."""
        form = self.verb_form(place)
        return form is not None and form != self.words[place]

    def outside_fillers(self, start: int = 0) -> Iterator[int]:
        """Yield the places of words from `start` on, but of those in a filler such as "sin querer"."""
        place = start
        while place < len(self):
            filler = self.find(place, "filler")
            if filler and filler.end > place + 1:
                place = filler.end
                continue
            yield place
            place += 1

    def is_unknown(self, place: int) -> bool:
        """Return True if the word at `place` is in no table and no name: it may be a name this home lacks."""
        word = self.word(place)
        if not word[:1].isalpha() or self.matches(place) or self.named(place):
            return False
        some = self.lexicon
        if word in some.links or word in some.articles or word in some.content.about:
            return False
        if self.verb_form(place) or self.participle(place):
            return False
        if self.name_parts.known(word):
            return True
        return (
            self.amount(place) is None
            and not is_function_word(word, some.language)
            and word not in some.frequent
        )

    def skip(self, place: int, words: Iterable[str], most: int = 3) -> int:
        """Return the index after the words at `place` that are in `words`, skipping `most` at most."""
        some = words if isinstance(words, frozenset) else frozenset(words)
        end = place
        while end < min(place + most, len(self.words)) and self.words[end] in some:
            end += 1
        return end

    def give(self, start: int, end: int, role: str, value: str = "") -> None:
        """Record the role of tokens `start` to `end` (excluded)."""
        self._count += 1
        for place in range(start, min(end, len(self.words))):
            self.roles[place] = (self._count, role, value)

    def give_all(self, marks: Marks) -> None:
        """Record roles that were found."""
        for start, end, role, value in marks:
            self.give(start, end, role, value)

    def parts(self) -> tuple[Part, ...]:
        """Return the words with their roles, in order; a word without one is left out."""
        return tuple(
            Part(self.tokens[start].start, self.tokens[end - 1].end, role[1], role[2])
            for start, end, role in self._runs()
            if role is not None
        )

    def left_over(self) -> tuple[str, ...]:
        """Return the words without a role as they were said; words side by side are one."""
        return tuple(self.said(start, end) for start, end, role in self._runs() if role is None)

    def replacing(self, begin: int = 0, **instead: str) -> str:
        """Return the sentence with `instead[role]` for each run of words of that role from `begin` on."""
        text, done = "", 0
        for start, end, role in self._runs():
            if role is not None and role[1] in instead and start >= begin:
                text += self.text[done : self.tokens[start].start] + instead[role[1]]
                done = self.tokens[end - 1].end
        return text + self.text[done:]

    def _runs(self) -> list[tuple[int, int, tuple[int, str, str] | None]]:
        runs: list[tuple[int, int, tuple[int, str, str] | None]] = []
        for place, role in enumerate(self.roles):
            if runs and runs[-1][2] == role:
                runs[-1] = (runs[-1][0], place + 1, role)
            else:
                runs.append((place, place + 1, role))
        return runs
