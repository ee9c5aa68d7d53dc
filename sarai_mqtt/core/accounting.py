"""Whether a command uses every word that matters of the sentence it was read from.

A number, unit, room, floor, thing, kind of thing, quantifier, exception, "and …", "a bit" or direction that a
reading has no use for means that it is not what was said: nothing is done then, and the words are named.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from sarai_mqtt.core.amounts import SECONDS, Amount, amounts_in
from sarai_mqtt.core.content_words import ContentWords, Kind, Mark, ThingClass, Token, tokens_of, words_in
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.guards import HARMLESS
from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.core.orders import is_order, order_of

Reason = Literal["unaccounted", "not_here", "which_one"]

EVERYTHING = frozenset({"light", "media_player", "fan"})
"""What "everything" means: nothing that opens, locks or heats."""

_FREE_TEXT = ("item", "search_query", "conversation_command", "message")
_LEVELS = ("brightness", "position", "percentage", "volume_level", "volume_step")
_NUMBERS = (*_LEVELS, "temperature")
_UNIT_SLOTS: Mapping[str, tuple[str, ...]] = {
    "percent": _LEVELS,
    "degrees": ("temperature",),
    "kelvin": ("temperature",),
    "": _NUMBERS,
}
_CHANGES = frozenset(
    {"HassLightSet", "HassSetPosition", "HassFanSetSpeed", "HassClimateSetTemperature", "HassSetVolume"}
)
_SWITCHES = frozenset({"HassTurnOn", "HassTurnOff"})
_MOVED = frozenset({"cover", "valve", "lock"})
_PLAYING = frozenset({"HassMediaNext", "HassMediaPrevious", "HassMediaPause", "HassMediaUnpause", "HassMediaPlayerMute",
                      "HassMediaPlayerUnmute", "HassSetVolume", "HassSetVolumeRelative", "HassMediaSearchAndPlay"})  # fmt: skip
_PAUSES = frozenset({"HassMediaPause", "HassPauseTimer", "HassMediaUnpause", "HassUnpauseTimer"})
_ADJUSTED = frozenset({"light", "fan", "media_player", "climate"})
# What may be said in a reason ("… que entra mucha luz") without being asked for.
_TOLD = frozenset({"class", "thing", "place", "colour", "up", "down", "bit", "pause", "resume", "verb"})
STEP = 10
"""How many percent "a bit" is."""
_STOPS = frozenset(
    {"HassVacuumReturnToBase", "HassLawnMowerDock", "HassTurnOff", "HassMediaPause", "HassPauseTimer"}
)
# What nobody acts on, and what is named like anything people say.
_NOT_ACTED_ON = frozenset({"sensor", "binary_sensor", "weather", "person", "zone", "device_tracker", "sun", "scene",
                           "script", "todo", "calendar", "update", "event", "image", "tts", "stt", "conversation"})  # fmt: skip
_VERBS = frozenset({"verb", "up", "down", "pause", "resume", "toggle"})
_LONGEST_NAME = 7
_FEW = 2
_SHORT = 3  # a shorter word is most often a little word
_LIKE = 0.5
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What of a sentence a reading has no use for, as it was said; `reason` is as in DESIGN §10."""

    words: tuple[str, ...]
    reason: Reason = "unaccounted"


class Accounting:
    """Finds the words that a reading leaves over, in one home. Calls share nothing that changes."""

    def __init__(self, home: Home, languages: Mapping[str, ContentWords]) -> None:
        self._home, self._languages = home, languages
        self._names = {language: _name_index(home, language) for language in languages}

    def account(self, text: str, intent: Intent) -> Intent | LeftOver:
        """Give `intent`, as `text` makes it when that is less, or what it does not use of `text`.

        "Everything" is less than all that can be switched, and "a bit brighter" less than full. What changes
        nothing is given as it is. In a language without tables everything is left over.
        """
        if intent.name in HARMLESS or not intent.name.startswith("Hass"):
            return intent
        words = self._languages.get(intent.language)
        if words is None:
            return LeftOver((text,))
        reading = _Reading(text, intent, self._home, words, self._names[intent.language])
        return reading.left_over() or reading.intent


_Words = tuple[str, ...]
_Referent = tuple[Literal["entity", "area", "floor"], str]


def _name_index(home: Home, language: str) -> Mapping[_Words, tuple[_Referent, ...]]:
    """Give for the words of each name what is called so. Only what can be acted on is in it, besides places."""
    index: dict[_Words, list[_Referent]] = {}
    acted = [e for e in home.entities.values() if e.domain not in _NOT_ACTED_ON]
    rows: list[tuple[_Referent, Mapping[str, tuple[str, ...]]]] = [(("entity", e.id), e.names) for e in acted]
    rows += [(("area", a.id), a.names) for a in home.areas.values()]
    rows += [(("floor", f.id), f.names) for f in home.floors.values()]
    for referent, names in rows:
        for name in names_in(names, language):
            if words := words_in(name):
                index.setdefault(words, []).append(referent)
    return {words: tuple(found) for words, found in index.items()}


class _Reading:
    """One text beside one intent that was read from it."""

    def __init__(
        self,
        text: str,
        intent: Intent,
        home: Home,
        words: ContentWords,
        names: Mapping[_Words, tuple[_Referent, ...]],
    ) -> None:
        self.text, self.intent, self.home, self.words, self.names = text, intent, home, words, names
        self.tokens = tokens_of(text)
        reason = order_of(text, intent.language)
        self.ordered = sum(t.start < len(reason) for t in self.tokens) if reason else len(self.tokens)
        self.taken = self._free_text()
        self.taken |= {
            i for m in words.marks(self._open()) if m.kind == "neutral" for i in range(m.start, m.end)
        }
        found = amounts_in(self._open(), words, intent.language)
        self.amounts = [a for a in found if a.unit]
        self.numbers = [a for a in found if not a.unit]  # unless they are part of a name: "bulb seven"
        self._take(self.amounts)
        self.named: list[range] = []  # tokens of the names of what is acted on
        self.unused: list[tuple[int, int, Reason]] = []
        self._judge_items()
        self.marks = list(words.marks(self._open()))
        self._see_targets()
        self._mean_less()

    def _see_targets(self) -> None:
        self.targets = [self.home.entities[t] for t in self.intent.targets if t in self.home.entities]
        self.called = [_words_of(e.names) for e in self.targets]

    def _mean_less(self) -> None:
        """Make of the intent what the text makes of it."""
        intent, kinds = self.intent, {m.kind for m in self.marks}
        if self._says_everything() and intent.name in _SWITCHES and "name" not in intent.slots:
            meant = tuple(e.id for e in self.targets if e.domain in EVERYTHING)
            if meant:
                self.intent = replace(intent, targets=meant)
                self._see_targets()
        ways = kinds & {"up", "down"} | {
            "down" for m in self.marks if m.kind == "exception" and self.is_exception(m)
        }
        if (
            "bit" in kinds
            and intent.name == "HassLightSet"
            and "brightness" in intent.slots
            and len(ways) == 1
            and not self.amounts
        ):
            slots = {k: v for k, v in intent.slots.items() if k != "brightness"}
            self.intent = replace(
                intent, slots={**slots, "brightness_delta": STEP if "up" in ways else -STEP}
            )

    def _says_everything(self) -> bool:
        """Say whether "everything" was said without a kind of thing."""
        said = (self.tokens[m.start].text for m in self.marks if m.kind == "all")
        return any(w in self.words.everything for w in said) and not any(
            m.kind in ("class", "thing") for m in self.marks
        )

    def _take(self, spans: Iterable[Amount | Mark]) -> None:
        for span in spans:
            self.taken.update(range(span.start, span.end))

    def left_over(self) -> LeftOver | None:
        self._judge_names()
        self.amounts += [a for a in self.numbers if self.taken.isdisjoint(range(a.start, a.end))]
        self._take(self.amounts)
        self.marks = list(self.words.marks(self._open()))
        self._judge_amounts()
        for mark in self.marks:
            told = mark.start >= self.ordered and mark.kind in _TOLD
            if not told and not _JUDGES.get(mark.kind, _always)(self, mark):
                self.unused.append(
                    (mark.start, mark.end, "not_here" if mark.kind == "place" else "unaccounted")
                )
        self._judge_strange_things()
        if self.unused:
            first = min(self.unused)
            spans = sorted({(start, end) for start, end, _ in self.unused})
            return LeftOver(tuple(self._said(*span) for span in spans), first[2])
        return LeftOver((), "which_one") if self._widens() else None

    def _open(self) -> list[Token]:
        """Give the tokens that nothing has used yet; the others are blank."""
        return [Token("", t.start, t.end) if i in self.taken else t for i, t in enumerate(self.tokens)]

    def _said(self, start: int, end: int) -> str:
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def _free_text(self) -> set[int]:
        """Give the tokens of what the intent holds as it was said: a song, a list's item, a timer's name."""
        slots = self.intent.slots
        free = [str(slots[slot]) for slot in _FREE_TEXT if slot in slots]
        if self.intent.name.endswith("Timer") and "name" in slots:
            free.append(str(slots["name"]))
        taken: set[int] = set()
        spoken = [i for i, token in enumerate(self.tokens) if token.text != ","]
        for words in (words_in(text.replace(",", " ")) for text in free):
            for start in range(len(spoken) - len(words) + 1):
                places = spoken[start : start + len(words)]
                if words and tuple(self.tokens[i].text for i in places) == words:
                    taken.update(range(places[0], places[-1] + 1))
                    break
        return taken

    def _judge_items(self) -> None:
        """See to it that no two things are taken for one item of a list."""
        if "item" not in self.intent.slots:
            return
        first, last = min(self.taken, default=0), max(self.taken, default=0)
        several = self.words.joins | {","}
        for place in range(first + 1, last):
            if self.tokens[place].text in several:
                self.unused.append((place, last + 1, "unaccounted"))
                return

    # names

    def _judge_names(self) -> None:
        place = 0
        while place < len(self.tokens):
            place = self._judge_name_at(place)

    def _judge_name_at(self, place: int) -> int:
        """Judge the longest name at `place`; give the place to go on from."""
        for length in range(min(_LONGEST_NAME, len(self.tokens) - place), 0, -1):
            span = range(place, place + length)
            referents = self.names.get(tuple(t.text for t in self.tokens[place : place + length]), ())
            if not referents or not self.taken.isdisjoint(span):
                continue
            if any(self._is_used(r) for r in referents):
                self.taken.update(span)
                self.named.append(span)
                return span.stop
            if place >= self.ordered:
                return span.stop
            if not self._says_no_more(span, referents):
                kind = referents[0][0]
                self.unused.append((place, span.stop, "unaccounted" if kind == "entity" else "not_here"))
                self.taken.update(span)
                return span.stop
        return place + 1

    def _is_used(self, referent: _Referent) -> bool:
        kind, key = referent
        slots, targets = self.intent.slots, self.targets
        if kind == "entity":
            return key in self.intent.targets
        if kind == "area":
            return slots.get("area") == key or (bool(targets) and all(e.area == key for e in targets))
        return slots.get("floor") == key or (
            bool(targets) and all(self.home.floor_of(e) == key for e in targets)
        )

    def _says_no_more(self, span: range, referents: Sequence[_Referent]) -> bool:
        """Say whether a thing's name is but a room and a kind of thing, or the kind alone ("kitchen light")."""
        said = [self.tokens[i].text for i in span]
        if any(self.intent.name in c.intents and tuple(said) in c.words for c in self.words.classes.values()):
            return True
        if any(kind != "entity" for kind, _ in referents):
            return False
        rooms = {i for start in range(len(said)) for end in range(start + 1, len(said) + 1)
                 for i in range(start, end) if any(k != "entity" for k, _ in self.names.get(tuple(said[start:end]), ()))}  # fmt: skip
        plain = frozenset[str]().union(*(c.plain for c in self.words.classes.values()))
        others = [word for i, word in enumerate(said) if i not in rooms]
        return all(word in plain or word in self.words.articles or word in self.words.of for word in others)

    # amounts

    def _judge_amounts(self) -> None:
        slots = self.intent.slots
        times = [a for a in self.amounts if a.seconds is not None]
        if not self.intent.name.endswith("Timer"):
            times = [a for a in times if not self._is_courteous(a)]
        if times and not math.isclose(
            sum(a.seconds or 0 for a in times), self._seconds(), abs_tol=_TOLERANCE
        ):
            self.unused += [(a.start, a.end, "unaccounted") for a in times]
        for amount in self.amounts:
            if amount.seconds is not None:
                continue
            names = _UNIT_SLOTS.get(amount.unit, _NUMBERS)
            if self._is_change(amount):
                names = tuple(n for n in slots if n.endswith("_delta") or n == "volume_step")
            wanted = amount.value * 100 if 0 < amount.value < 1 and not amount.unit else amount.value
            given = (slots[n] for n in names if n in slots)
            if not any(isinstance(v, int | float) and _equal(v, wanted) for v in given):
                self.unused.append((amount.start, amount.end, "unaccounted"))

    def _is_courteous(self, time: Amount) -> bool:
        """Say whether a time is only a manner of speaking: "hold the music a second"."""
        before = self.tokens[time.start - 1].text if time.start else ""
        return (
            time.value == 1
            and self.tokens[time.start].text in self.words.one
            and before not in self.words.lasting
        )

    def _seconds(self) -> float:
        """Give all the seconds that the slots speak of, a timer's own length with them."""
        if not self.intent.name.endswith("Timer"):
            return -1
        slots = self.intent.slots
        parts = (
            (slots.get(f"{start}{unit}", 0), factor)
            for start in ("", "start_")
            for unit, factor in SECONDS.items()
        )
        return float(sum(value * factor for value, factor in parts if isinstance(value, int | float)))

    def _is_change(self, amount: Amount) -> bool:
        """Say whether it is by how much, not to what: "raise … 2 degrees", "10 percent brighter", "by 5"."""
        before = amount.start - 1
        while before >= 0 and self.tokens[before].text in self.words.about | self.words.one:
            before -= 1
        word = self.tokens[before].text if before >= 0 else ""
        if word in self.words.by:
            return True
        return word not in self.words.to and any(m.kind in ("up", "down") for m in self.marks)

    def _judge_strange_things(self) -> None:
        """See to it that a thing that nothing knows is not taken for the lights of its room."""
        intent = self.intent
        by_likeness = intent.source != "sentence" and "name" not in intent.slots and self.targets
        if (
            not by_likeness
            or intent.name in _PLAYING
            or any(m.kind == "class" for m in self.marks)
            or not is_order(self.text, intent.language)
        ):
            return
        known = {i for m in self.marks for i in range(m.start, m.end)} | self.taken
        kinds = [c for c in self.words.classes.values() if any(_fits(e, c) for e in self.targets)]
        near = {word for c in kinds for words in c.words for word in words}
        for place in range(1, min(len(self.tokens), self.ordered)):
            word, before = self.tokens[place].text, self.tokens[place - 1].text
            follows = before in self.words.articles or (place - 1 in self.taken and place not in self.taken)
            if follows and place not in known and self._is_strange(word) and not _is_like(word, near):
                self.unused.append((place, place + 1, "unaccounted"))

    def _is_strange(self, word: str) -> bool:
        return (
            word.isalpha()
            and len(word) > _SHORT
            and word not in self.words.articles
            and word not in self.words.vague
        )

    # the judges of marks: True when the reading uses the words

    def is_class(self, mark: Mark) -> bool:
        kind = self.words.classes[mark.key]
        if self.intent.name in kind.intents:
            return True
        return any(
            _fits(e, kind) or any(set(w) <= called for w in kind.words)
            for e, called in zip(self.targets, self.called, strict=True)
        )

    def is_named(self, mark: Mark) -> bool:
        words = {t.text for t in self.tokens[mark.start : mark.end]}
        return any(words <= called for called in self.called)

    def is_place(self, mark: Mark) -> bool:
        slots = self.intent.slots
        areas = {str(slots.get("area")), *(e.area for e in self.targets)}
        floors = {str(slots.get("floor")), *(self.home.floor_of(e) for e in self.targets)}
        called = [_words_of(self.home.areas[a].names) for a in areas if a in self.home.areas]
        called += [_words_of(self.home.floors[f].names) for f in floors if f in self.home.floors]
        words = {t.text for t in self.tokens[mark.start : mark.end]}
        return self.is_named(mark) or any(words <= names for names in called)

    def is_colour(self, mark: Mark) -> bool:
        return "color" in self.intent.slots or "temperature" in self.intent.slots or self.is_named(mark)

    def is_direction(self, mark: Mark) -> bool:
        intent = self.intent
        if intent.name in _SWITCHES:
            return not any(e.domain in _ADJUSTED for e in self.targets) or self.is_named(mark)
        step = intent.slots.get("volume_step")
        if step is None or {m.kind for m in self.marks} >= {"up", "down"}:
            return True
        rises = step == "up" or (isinstance(step, int | float) and step > 0)
        return rises == (mark.kind == "up")

    def is_bit(self, mark: Mark) -> bool:
        intent = self.intent
        if any(n.endswith("_delta") for n in intent.slots) or self.amounts:
            return True
        if intent.name in _SWITCHES and any(e.domain in _MOVED for e in self.targets):
            return False
        if intent.name in _SWITCHES:
            return self._said(mark.start, mark.end).lower() in self.words.courteous_bit
        return intent.name not in _CHANGES

    def is_pause(self, mark: Mark) -> bool:
        return self.intent.name in _PAUSES or self.is_named(mark)

    def is_resume(self, mark: Mark) -> bool:
        return self.intent.name not in _STOPS or self.is_named(mark)

    def is_all(self, mark: Mark) -> bool:
        before = self.tokens[mark.start - 1].text if mark.start else ""
        if before.startswith(self.words.not_all_after):
            return True
        kinds = [self.words.classes[m.key] for m in self.marks if m.kind == "class"]
        if not kinds:
            return bool(self.named) or all(e.domain in EVERYTHING for e in self.targets)
        area, floor = self.intent.slots.get("area"), self.intent.slots.get("floor")
        wanted = self.home.matching((), area=area and str(area), floor=floor and str(floor))
        meant = {e.id for e in wanted if not e.confirm and any(_fits(e, kind) for kind in kinds)}
        return meant <= set(self.intent.targets)

    def is_only(self, _mark: Mark) -> bool:
        """Say whether no more and no less is acted on than was named: not one of "only the kitchen lights"."""
        return bool(self.named) and self.intent.name in _SWITCHES

    def is_both(self, _mark: Mark) -> bool:
        return len(self.targets) == 2

    def is_rest(self, mark: Mark) -> bool:
        return not self.targets or self.intent.name in _PLAYING or self.is_named(mark)

    def is_exception(self, mark: Mark) -> bool:
        """Say whether it is none: "un pelín menos la lámpara"."""
        return any(m.kind == "bit" and m.end == mark.start for m in self.marks)

    def is_exception_before(self, mark: Mark) -> bool:
        return not self._begins_thing(mark.end)

    def is_joiner(self, mark: Mark) -> bool:
        verbs = [m.start for m in self.marks if m.kind in _VERBS]
        if any(v < mark.start for v in verbs) and any(v > mark.start for v in verbs):
            return False
        return not self._is_unknown_thing(mark.end)

    def _begins_thing(self, place: int) -> bool:
        """Say whether something of a house follows: an article, or the name or kind of a thing or room."""
        following = self.tokens[place].text if place < len(self.tokens) else ""
        return (
            following in self.words.articles
            or place in self.taken
            or any(m.start == place and m.kind in ("class", "thing", "place") for m in self.marks)
        )

    def _is_unknown_thing(self, place: int) -> bool:
        """Say whether only a few words follow, with an article or alone, that nothing knows."""
        rest = [t.text for t in self.tokens[place:]]
        known = {i for m in self.marks for i in range(m.start, m.end)} | self.taken
        named = [
            w
            for i, w in enumerate(rest, place)
            if i not in known and w not in self.words.articles and w not in self.words.of
        ]
        return (
            0 < len(named) <= _FEW
            and len(rest) <= _FEW + 2
            and (len(rest) == 1 or rest[0] in self.words.articles)
        )

    def _widens(self) -> bool:
        """Say whether things of several rooms are meant though no room, and not all, were said."""
        intent = self.intent
        if (
            intent.name in _PLAYING
            or {"name", "area", "floor"} & intent.slots.keys()
            or len(self.targets) < 2
        ):
            return False
        if any(m.kind in ("all", "both", "house") for m in self.marks):
            return False
        return len({e.area for e in self.targets}) > 1


def _is_like(word: str, others: Iterable[str]) -> bool:
    """Say whether speech recognition may have written `word` for one of `others`."""
    return any(SequenceMatcher(None, word, other).ratio() >= _LIKE for other in others)


def _equal(value: float, said: float) -> bool:
    """Say whether they are the same, whichever way the value goes if no sign was said."""
    return min(abs(value - said), abs(-value - said) if said > 0 else math.inf) < _TOLERANCE


def _always(_reading: _Reading, mark: Mark) -> bool:
    return mark.kind not in ("exception", "toggle")


_JUDGES: Mapping[Kind, Callable[[_Reading, Mark], bool]] = {
    "class": _Reading.is_class, "thing": _Reading.is_named, "place": _Reading.is_place, "colour": _Reading.is_colour,
    "up": _Reading.is_direction, "down": _Reading.is_direction, "bit": _Reading.is_bit, "pause": _Reading.is_pause,
    "resume": _Reading.is_resume, "all": _Reading.is_all, "only": _Reading.is_only, "exception": _Reading.is_exception, "both": _Reading.is_both, "rest": _Reading.is_rest,
    "exception_before": _Reading.is_exception_before, "joiner": _Reading.is_joiner,
}  # fmt: skip


def _words_of(names: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(word for known in names.values() for name in known for word in words_in(name))


def _fits(entity: Entity, kind: ThingClass) -> bool:
    """Say whether the thing is of the kind, whatever it is called."""
    if kind.named or entity.domain not in kind.domains:
        return False
    return not kind.device_classes or not entity.device_class or entity.device_class in kind.device_classes
