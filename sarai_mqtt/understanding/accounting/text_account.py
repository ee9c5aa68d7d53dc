"""Finds the words of a sentence that an intent read from it does not use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Reason
from sarai_mqtt.languages.content_words import ContentWords, Mark, Token, tokens_of, words_in
from sarai_mqtt.understanding.accounting.amounts import Amount, amounts_in
from sarai_mqtt.understanding.accounting.entity_names import name_words
from sarai_mqtt.understanding.numbers import number_at
from sarai_mqtt.understanding.orders import order_of

Referents = Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Maps the words of a name to the things and places with that name, as (kind, id).

The kind is entity, area or floor.
"""

EVERYTHING_DOMAINS = frozenset({"light", "media_player", "fan"})
"""Domains that "everything" means: nothing that opens, locks or heats."""

_TEMPLATE_LEVELS = (30, 100)  # brightness in percent that the templates give for "dimmer" and "brighter"
STEP, BIT = 20, 10
"""Percentage points of "brighter" and of "a bit brighter"."""

SWITCH_INTENTS = frozenset({"HassTurnOn", "HassTurnOff"})
MEDIA_INTENTS = frozenset({
    "HassMediaNext", "HassMediaPrevious", "HassMediaPause", "HassMediaUnpause", "HassMediaPlayerMute",
    "HassMediaPlayerUnmute", "HassSetVolume", "HassSetVolumeRelative", "HassMediaSearchAndPlay",
    "HassMediaSetShuffle", "HassMediaSetRepeat",
})  # fmt: skip
# Domains that nobody acts on, or whose names may be any words.
NOT_ACTED_ON = frozenset({
    "sensor", "binary_sensor", "weather", "person", "zone", "device_tracker", "sun", "scene", "script",
    "todo", "calendar", "update", "event", "image", "tts", "stt", "conversation",
})  # fmt: skip
# Kinds of phrases that may occur in a reason ("… que entra mucha luz") without being asked for.
REASON_KINDS = frozenset(
    {"class", "thing", "place", "colour", "up", "down", "bit", "pause", "resume", "verb"}
)

FREE_TEXT = frozenset({"item", "search_query", "conversation_command", "message", "option", "source"})
"""Slots that hold words of the sentence as they are."""

LONGEST_NAME = 7


class Unused(NamedTuple):
    """Tokens `start` to `end` (exclusive) that the intent does not use, and why that matters."""

    start: int
    end: int
    reason: Reason


class TextAccount:
    """Compares the words of `text` with one intent that was read from it.

    Attributes:
        intent: the intent, narrowed by the text: "everything" means only what may be switched, and "a bit" is
            a relative step, not a level.
        tokens: the words, numbers and signs of the text.
        names: the names of the home, less those of nothing that can be acted on.
        ordered: index of the first token that only gives a reason.
        targets: the entities that the intent acts on.
        named: spans of the names of what is acted on.
        placed: True once a room or floor was found that the intent uses.
        taken: indices of all tokens that have been judged.
        amounts: the amounts with a unit, and later also plain numbers.
        marks: phrases that matter besides names and amounts.

    """

    def __init__(self, text: str, intent: Intent, home: Home, words: ContentWords, names: Referents) -> None:
        self.text, self.intent, self.home, self.words = text, intent, home, words
        self.names = names
        self.tokens = tokens_of(text, intent.language)
        order = order_of(text, intent.language)
        self.ordered = sum(t.start < len(order) for t in self.tokens) if order else len(self.tokens)
        self.named: list[range] = []
        self.placed = False  # a room or floor was named, and is used
        self._items = self._free_text()
        self.taken = set(self._items)
        self._take(m for m in words.marks(self.remaining()) if m.kind == "neutral")
        self._look_up_targets()
        found = [a for a in amounts_in(self.remaining(), words, intent.language) if not self._is_of_name(a)]
        self.amounts = [a for a in found if a.unit]
        both = {i for m in words.marks(self.remaining()) if m.kind == "both" for i in range(m.start, m.end)}
        # unless they are part of a name ("bulb seven") or of "las dos"
        self._numbers = [a for a in found if not a.unit and both.isdisjoint(range(a.start, a.end))]
        self._take(self.amounts)
        self.marks = list(words.marks(self.remaining()))
        self._narrow()

    def unused(self) -> Iterator[Unused]:
        """Yield the names that the intent does not use, and further items of a list.

        When this is exhausted, `marks` are the phrases among the remaining tokens, and `amounts` is complete.
        """
        yield from self._several_items()
        place = 0
        while place < len(self.tokens):
            place, unused = self._name_at(place)
            if unused:
                yield unused
        self.amounts += [a for a in self._numbers if self.taken.isdisjoint(range(a.start, a.end))]
        self._take(self.amounts)
        self.marks = list(self.words.marks(self.remaining()))

    def remaining(self) -> list[Token]:
        """Return the tokens; those already used have an empty text."""
        return [Token("", t.start, t.end) if i in self.taken else t for i, t in enumerate(self.tokens)]

    def said(self, start: int, end: int) -> str:
        """Return the tokens `start` to `end` (exclusive) as they were said."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def word(self, place: int) -> str:
        """Return the token at index `place` in its normalised form; "" outside the text."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def is_possessive(self, place: int) -> bool:
        """Return True if the token at `place` has an apostrophe in it or after it: "Lucy's", "kids'"."""
        token = self.tokens[place]
        return not {"'", "’"}.isdisjoint(self.text[token.start : token.end + 1])

    def is_called(self, words: Iterable[str]) -> bool:
        """Return True if one name of a target contains all of `words`."""
        wanted = set(words)
        return any(wanted <= called for called in self.called)

    def is_several_places(self, word: str) -> bool:
        """Return True if `word` is the plural of a word of the name of a place: "the bedrooms"."""
        stems = {word.removesuffix(ending) for ending in self.words.plurals if word.endswith(ending)}
        places = (n for n, known in self.names.items() if any(kind in ("area", "floor") for kind, _ in known))
        return bool(stems) and any(stems.intersection(name) and word not in name for name in places)

    def _said_names(self) -> list[set[str]]:
        """Return the words of the names of targets that are said as a whole."""
        spans = (tuple(t.text for t in self.tokens[span.start : span.stop]) for span in self.named)
        return [set(words) for words in spans if words in self._own_names]

    def words_past_names(self) -> frozenset[str]:
        """Return the words of names of the targets, less those that a name said as a whole does without.

        A longer name with the words of that one may still be meant. `unused` must be exhausted.
        """
        said = self._said_names()
        names = (set(name) for name in self._own_names)
        return frozenset[str]().union(*(n for n in names if all(n >= each for each in said)))

    def _look_up_targets(self) -> None:
        """Look up the targets of the intent and their names."""
        self.targets = [self.home.entities[t] for t in self.intent.targets if t in self.home.entities]
        self.called = [name_words(e.names, self.intent.language) for e in self.targets]
        # names of scenes too, which are not looked for in other sentences
        self._own_names: Referents = {
            words_in(name, self.intent.language): (("entity", e.id),)
            for e in self.targets
            for names in e.names.values()
            for name in names
        }

    def _is_of_name(self, amount: Amount) -> bool:
        """Return True if a number and a letter end a name that the intent uses ("apartment 2C")."""
        if not (amount.unit and self.word(amount.end - 1).isalpha() and len(self.word(amount.end - 1)) == 1):
            return False
        starts = range(max(0, amount.end - LONGEST_NAME), amount.start + 1)
        phrases = (tuple(t.text for t in self.tokens[start : amount.end]) for start in starts)
        return any(
            self._is_used(referent)
            for words in phrases
            for referent in (*self._own_names.get(words, ()), *self.names.get(words, ()))
        )

    def _narrow(self) -> None:
        """Narrow the intent if the text says "everything", or asks for more or less light."""
        intent, kinds = self.intent, {m.kind for m in self.marks}
        if self._says_everything() and intent.name in SWITCH_INTENTS and "name" not in intent.slots:
            meant = tuple(e.id for e in self.targets if e.domain in EVERYTHING_DOMAINS)
            if meant:
                self.intent = replace(intent, targets=meant)
                self._look_up_targets()
        ways = kinds & {"up", "down", "bit"} | {"down" for m in self.marks if self.is_comparison(m)}
        level = self.amounts or self._numbers or any(t.text in self.words.levels for t in self.tokens)
        # the templates decide between up and down; the sentence may say the opposite ("too dim")
        if (
            intent.name == "HassLightSet"
            and intent.slots.get("brightness") in _TEMPLATE_LEVELS
            and ways
            and not level
        ):
            slots = {k: v for k, v in intent.slots.items() if k != "brightness"}
            step = BIT if "bit" in kinds else STEP
            slots["brightness_delta"] = step if intent.slots["brightness"] == max(_TEMPLATE_LEVELS) else -step
            self.intent = replace(intent, slots=slots)

    def is_comparison(self, mark: Mark) -> bool:
        """Return True if `mark`, which can begin an exception, is an amount: "un pelín menos la lámpara"."""
        return mark.kind == "exception" and any(m.kind == "bit" and m.end == mark.start for m in self.marks)

    def _says_everything(self) -> bool:
        """Return True if the text says "everything" and names no kind of thing."""
        if any(m.kind in ("class", "thing") for m in self.marks):
            return False
        return any(m.kind == "all" and self.word(m.start) in self.words.everything for m in self.marks)

    def _take(self, spans: Iterable[Amount | Mark]) -> None:
        """Mark the tokens of `spans` as used."""
        for span in spans:
            self.taken.update(range(span.start, span.end))

    def _free_text(self) -> list[int]:
        """Return the indices of the tokens of free text: a song, a list item, the name of a timer."""
        slots = self.intent.slots
        free = [str(slots[slot]) for slot in sorted(FREE_TEXT) if slot in slots]
        if self.intent.name.endswith("Timer") and "name" in slots:
            free.append(str(slots["name"]))
        taken: list[int] = []
        spoken = [i for i, token in enumerate(self.tokens) if token.text != ","]
        for words in (words_in(text.replace(",", " "), self.intent.language) for text in free):
            for start in range(len(spoken) - len(words) + 1):
                places = spoken[start : start + len(words)]
                if words and tuple(self.tokens[i].text for i in places) == words:
                    taken += range(places[0], places[-1] + 1)
                    break
        return taken

    def _several_items(self) -> Iterator[Unused]:
        """Yield the part of a list item that is probably another item: "milk and bread"."""
        if self.intent.name == "HassStartTimer" and "name" in self.intent.slots:
            words = words_in(str(self.intent.slots["name"]), self.intent.language)
            if self._items and any(number_at(words, i, self.intent.language) for i in range(len(words))):
                yield Unused(self._items[0], self._items[-1] + 1, "unaccounted")  # "five, no, six minutes"
        if "item" in self.intent.slots:
            several = self.words.joins | {","}
            counted = amounts_in([self.tokens[i] for i in self._items], self.words, self.intent.language)
            within = {
                self._items[i] for a in counted for i in range(a.start, a.end)
            }  # "one and a half kilos"
            inner = [i for i in self._items[1:-1] if self.tokens[i].text in several and i not in within]
            if inner:
                yield Unused(inner[0] + (self.word(inner[0]) == ","), self._items[-1] + 1, "unaccounted")

    def _name_at(self, place: int) -> tuple[int, Unused | None]:
        """Judge the longest name at index `place`.

        Returns the index to continue from, and the name if the intent does not use it, else None.
        """
        for length in range(min(LONGEST_NAME, len(self.tokens) - place), 0, -1):
            span = range(place, place + length)
            words = tuple(t.text for t in self.tokens[place : span.stop])
            referents = self._own_names.get(words) or self.names.get(words, ())
            if not referents or not self.taken.isdisjoint(span):
                continue
            if any(self._is_used(r) for r in referents):
                self.taken.update(span)
                self.named.append(span)
                self.placed |= all(kind != "entity" for kind, _ in referents)
                return span.stop, None
            if place >= self.ordered:
                return span.stop, None
            if not self._is_only_room_and_kind(span, referents):
                self.taken.update(span)
                of_thing = referents[0][0] == "entity"
                return span.stop, Unused(place, span.stop, "unaccounted" if of_thing else "not_here")
        return place + 1, None

    def _is_used(self, referent: tuple[str, str]) -> bool:
        """Return True if the intent uses the entity, area or floor `referent` (kind, id)."""
        kind, key = referent
        slots, targets = self.intent.slots, self.targets
        match kind:
            case "entity":
                return key in self.intent.targets
            case "area":
                there = bool(targets) and all(e.area == key for e in targets)
            case _:
                there = bool(targets) and all(self.home.floor_of(e) == key for e in targets)
        return slots.get(kind) == key or there

    def _is_only_room_and_kind(self, span: range, referents: Sequence[tuple[str, str]]) -> bool:
        """Return True if a name is only a room and a kind of thing ("kitchen light"), or only the kind."""
        said = [self.tokens[i].text for i in span]
        if any(
            self.intent.name in c.kind.intents and tuple(said) in c.words for c in self.words.classes.values()
        ):
            return True
        if any(kind != "entity" for kind, _ in referents):
            return False
        rooms: set[int] = set()
        for start in range(len(said)):
            for end in range(start + 1, len(said) + 1):
                if any(kind != "entity" for kind, _ in self.names.get(tuple(said[start:end]), ())):
                    rooms.update(range(start, end))
        plain = frozenset[str]().union(*(c.plain for c in self.words.classes.values()))
        others = (word for i, word in enumerate(said) if i not in rooms)
        return all(word in plain | self.words.articles | self.words.of for word in others)
