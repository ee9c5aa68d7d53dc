"""Finds the words of a sentence that an intent read from it does not use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.recognition import Reason
from sarai_mqtt.languages.content_words import ContentWords, Mark, ThingClass, Token, tokens_of, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.amounts import Amount, amounts_in
from sarai_mqtt.understanding.numbers import number_at
from sarai_mqtt.understanding.orders import is_order, order_of

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
SHORT = 3  # letters; most shorter words are articles or prepositions
# Similarity ratios of difflib from which a word may be a misheard word, name or short word.
_MIN_RATIO, MIN_RATIO_NAME, _MIN_RATIO_SHORT = 0.5, 0.6, 0.75


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
        self._names = names
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
        """Yield the names that the intent does not use, and the unknown things that it may have ignored.

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
        yield from self._unknown_things()

    def spans_rooms(self) -> bool:
        """Return True if things in several rooms are meant although neither a room nor "all" was said."""
        intent = self.intent
        if intent.confirm or intent.name in MEDIA_INTENTS or {"name", "area", "floor"} & intent.slots.keys():
            return False
        if any(m.kind in ("all", "both", "house") for m in self.marks):
            return False
        return len({e.area for e in self.targets}) > 1

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
        places = (
            n for n, known in self._names.items() if any(kind in ("area", "floor") for kind, _ in known)
        )
        return bool(stems) and any(stems.intersection(name) and word not in name for name in places)

    def is_one_of_several(self) -> bool:
        """Return True if the text has several things, but the intent only one of those in its room.

        "Bruno's lights" are not the one that is called "Bruno's light".
        """
        if "name" not in self.intent.slots or len(self.targets) != 1:
            return False
        ((target,), (called,)) = self.targets, self.called
        several = any(
            token.text not in called and token.text.removesuffix(ending) in called
            for token in self.tokens
            for ending in self.words.plurals
            if token.text.endswith(ending)
        )
        room = self.home.areas.get(target.area or "")
        if not (several and room):
            return False
        plain = frozenset[str]().union(*(c.plain for c in self.words.classes.values()))
        said = {t.text for t in self.tokens} & called - plain - self.words.articles - self.words.of
        of_room = said <= name_words(room.names, self.intent.language)
        return of_room and len(self.home.matching({target.domain}, area=target.area)) > 1

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

    def possible_words(self) -> frozenset[str]:
        """Return the words by which the targets may be called: of their names, kinds, rooms and floors."""
        home, language = self.home, self.intent.language
        areas = {e.area or "" for e in self.targets} | {str(self.intent.slots.get("area"))}
        rooms = [home.areas[a] for a in areas if a in home.areas]
        floors = [home.floors[r.floor] for r in rooms if r.floor and r.floor in home.floors]
        named = [r.names for r in rooms] + [f.names for f in floors]
        places = (name_words(names, language) for names in named)
        name = self.intent.name
        kinds = (
            c
            for c in self.words.classes.values()
            if name in c.kind.intents or any(is_of(e, c) for e in self.targets)
        )
        phrases = (word for c in kinds for phrase in c.words for word in phrase)
        colours = pack(language).content.colours if "color" in self.intent.slots else ()
        orders = pack(language).orders
        media = orders.media if orders and name in MEDIA_INTENTS else ()
        return frozenset((*phrases, *colours, *media)).union(*self.called, *places)

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
            for referent in (*self._own_names.get(words, ()), *self._names.get(words, ()))
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
            referents = self._own_names.get(words) or self._names.get(words, ())
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
                if any(kind != "entity" for kind, _ in self._names.get(tuple(said[start:end]), ())):
                    rooms.update(range(start, end))
        plain = frozenset[str]().union(*(c.plain for c in self.words.classes.values()))
        others = (word for i, word in enumerate(said) if i not in rooms)
        return all(word in plain | self.words.articles | self.words.of for word in others)

    def _unknown_things(self) -> Iterator[Unused]:
        """Yield unknown words that may name another thing, if the intent was found by similarity.

        Only orders are checked, and none about media.
        """
        intent = self.intent
        by_similarity = intent.source != "sentence" and self.targets
        if not by_similarity or intent.name in MEDIA_INTENTS or not is_order(self.text, intent.language):
            return
        if "name" in intent.slots:
            yield from self._unknown_places()
            return
        if any(m.kind == "class" for m in self.marks):
            yield from self._unknown_places()
            return
        known = self.taken.union(*(range(m.start, m.end) for m in self.marks))
        kinds = (c for c in self.words.classes.values() if any(is_of(e, c) for e in self.targets))
        near = {word for c in kinds for words in c.words for word in words}
        for place in range(1, min(len(self.tokens), self.ordered)):
            word = self.word(place)
            follows = self.word(place - 1) in self.words.articles or place - 1 in self.taken
            if follows and place not in known and self._may_be_name(word) and not is_like(word, near):
                yield Unused(place, place + 1, "unaccounted")

    def _unknown_places(self) -> Iterator[Unused]:
        """Yield words that must be unknown places: "the thermostat in the solarium"."""
        known = self.taken.union(*(range(m.start, m.end) for m in self.marks))
        near = {w for called in self.called for w in called} | {w for words in self._names for w in words}
        for place in range(2, min(len(self.tokens), self.ordered)):
            word = self.word(place)
            led = self.word(place - 2) in self.words.at and self.word(place - 1) in self.words.articles
            led = led or (self.word(place - 1) in self.words.at & self.words.articles)
            if (
                led
                and place not in known
                and self._may_be_name(word)
                and not is_like(word, near, MIN_RATIO_NAME)
            ):
                yield Unused(place, place + 1, "not_here")

    def _may_be_name(self, word: str) -> bool:
        """Return True if `word` has more than three letters and may name something."""
        return word.isalpha() and len(word) > SHORT and word not in self.words.articles | self.words.vague


def name_words(names: Mapping[str, tuple[str, ...]], language: str) -> frozenset[str]:
    """Return all words of the names of a thing in every language, in the form of a text in `language`."""
    return frozenset(word for known in names.values() for name in known for word in words_in(name, language))


def is_of(entity: Entity, each: ThingClass) -> bool:
    """Return True if the entity belongs to the class by its domain and device class, whatever its name."""
    kind = each.kind
    if kind.named or entity.domain not in kind.domains:
        return False
    classes = kind.device_classes
    return not classes or not entity.device_class or entity.device_class in classes


def is_like(word: str, others: Iterable[str], least: float = _MIN_RATIO) -> bool:
    """Return True if speech recognition may have written `word` for one of `others`.

    `least` is the similarity ratio of difflib from which it may.
    """
    if len(word) <= SHORT:
        least = _MIN_RATIO_SHORT
    # the ratio of difflib is at most that of the longest common subsequence, which is found much faster
    near = extract_iter(word, others, scorer=Indel.normalized_similarity, score_cutoff=least)
    return any(SequenceMatcher(None, word, other).ratio() >= least for other, _, _ in near)
