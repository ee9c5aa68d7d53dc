"""Reads orders to things that hold a number, a text, a time or an option, or are pressed, and asks them.

A sentence is one only if, but for politeness, it is one of the phrases of the pack as a whole, so that every
word of it is accounted for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sarai_mqtt.core.consent import needs_yes
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.core.modes import listed_mode, plain_mode
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.helpers.commanding_names import CommandingNames
from sarai_mqtt.understanding.helpers.loose import LooseOrders
from sarai_mqtt.understanding.helpers.names import HelperNames, Place
from sarai_mqtt.understanding.helpers.phrases import (
    COUNTED,
    KINDS,
    NAME,
    Phrase,
    PhraseTable,
    Words,
    phrase_table,
    words_of,
)
from sarai_mqtt.understanding.numbers import is_one, number_at
from sarai_mqtt.understanding.orders import before_reason, order_of
from sarai_mqtt.understanding.time_phrases import PlainWords, plain_words

_MOST_WORDS = 40
_MOST_OPTION = 4  # words of an option that is not known
_MOST_TEXT = 255  # characters: Home Assistant's longest state
_SIGNS: Mapping[str, int] = {
    "add": 1,
    "add_one": 1,
    "subtract": -1,
    "subtract_one": -1,
    "earlier": -1,
    "later": 1,
}
_ENDS: Mapping[str, str] = {"most": "most", "least": "least", "reset": "initial"}
# What the words of a time may look like, and those of an amount.
_OF_TIMES = frozenset({"scheduled", "conditional", "statement"})
_STARTED = frozenset({"press", "run"})
_ASKING = frozenset({"ask", "is_option"})


@dataclass(frozen=True, slots=True)
class _Said:
    """The words `first` to `end` (excluded) of a sentence, and one name among them."""

    words: PlainWords
    plain: Sequence[str]
    place: Place
    first: int
    end: int

    @property
    def masked(self) -> str:
        """The words, with `NAME` for the name."""
        before, after = self.plain[self.first : self.place.start], self.plain[self.place.end : self.end]
        return " ".join([*before, NAME, *after])

    def text(self, found: re.Match[str], group: str) -> str:
        """Return what a group of a pattern found in `masked`, as it was said."""
        first, last = (
            self._index(found.string[: found.start(group)]),
            self._index(found.string[: found.end(group)] + " "),
        )
        return self.words.said(first, last)

    def _index(self, before: str) -> int:
        """Return the index of the word after the text `before` of `masked`."""
        count = before.count(" ")
        name = self.place.end - self.place.start - 1 if count > self.place.start - self.first else 0
        return self.first + count + name


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the helpers of a home in one language."""

    table: PhraseTable
    names: HelperNames
    commanding: CommandingNames
    loose: LooseOrders


class HelperReader:
    """Reads sentences about the helpers of one home; calls share no mutable state."""

    def __init__(self, home: Home, languages: Sequence[str]) -> None:
        self._home = home
        self._known: dict[str, _Known] = {}
        for language in languages:
            if table := phrase_table(language):
                names = HelperNames(home, language, table)
                if names.helpers:
                    loose = LooseOrders(names, table, language)
                    self._known[language] = _Known(
                        table, names, CommandingNames(names, table, language), loose
                    )

    def read(self, text: str, language: str) -> Intent | None:
        """Return the order or question that `text` is; None if it is none. Raises BadInput.

        A reason after the order is no part of it.
        """
        if language not in self._known:
            return None
        if found := self._whole(text, language):
            return found
        order = order_of(text, language) or before_reason(text, language)
        found = self._whole(order, language) if order else None
        return replace(found, text=text) if found else None

    def guess(self, text: str, language: str) -> Intent | None:
        """Return the order that `text` is in words of a name; None if it is none. Raises BadInput.

        Nothing else must understand `text`: it is less sure than what `read` returns.
        """
        known = self._known.get(language)
        if known is None:
            return None
        for said in filter(None, (text, order_of(text, language), before_reason(text, language))):
            plain, asks = words_of(plain_words(said)), _is_question(said)
            for first, end in _polite(plain, known.table):
                found = None if asks and first == 0 else known.loose.read(plain[first:end])
                if found:
                    return self._allowed(_intent(found.entity, found.intent, found.slots, text, language))
        return None

    def _whole(self, text: str, language: str) -> Intent | None:
        known = self._known.get(language)
        words = plain_words(text) if known else None
        if known is None or words is None or not 0 < len(words.starts) <= _MOST_WORDS:
            return None
        table, names, commanding = known.table, known.names, known.commanding
        plain = words_of(words)
        asks = _is_question(text)
        for first, end in _polite(plain, table):
            if entity := commanding.of(plain[first:end]):
                return self._allowed(_intent(entity, "HassTurnOn", {}, text, language))
        refused: Intent | None = None
        for place in names.at(plain):
            for first, end in _polite(plain, table):
                if not (first <= place.start and place.end <= end):
                    continue
                said = _Said(words, plain, place, first, end)
                found = self._of_phrase(said, table, language, text, asks=asks and first == 0)
                if found is not None and _has_option(found, place.entity):
                    return found
                refused = found or refused  # "quick wash, quick" may be polite
        counted = self._counted(words, known, text, language)
        return refused or counted or self._asked(plain, table, names, text, language)

    def _of_phrase(
        self, said: _Said, table: PhraseTable, language: str, text: str, *, asks: bool
    ) -> Intent | None:
        joined = said.masked
        for phrase in table.phrases:
            if said.place.kind not in phrase.kinds or (asks and phrase.order not in _ASKING):
                continue
            counts = said.place.entity.domain == "counter"
            if (phrase.order in COUNTED and not counts) or (phrase.order == "put" and counts):
                continue
            match = phrase.pattern.fullmatch(joined)
            found = self._command(phrase, match, said, language, text) if match else None
            if found is not None:
                return found
        return None

    def _command(
        self, phrase: Phrase, match: re.Match[str], said: _Said, language: str, text: str
    ) -> Intent | None:
        entity, order = said.place.entity, phrase.order
        match order:
            case "ask":
                return _question(entity, {}, text, language)
            case "is_option":
                option = _known_option(entity, said.text(match, "option"))
                return _question(entity, {"state": option}, text, language) if option else None
            case "write":
                wanted = said.text(match, "text")
                slots: dict[str, SlotValue] = {"text": wanted[:_MOST_TEXT]}
                return self._free(_intent(entity, "HassSetText", slots, text, language), wanted)
            case "choose":
                wanted = said.text(match, "option")
                # "put the alarm in house mode" is no choice of an "alarm"
                after = match.start("option") > match.string.index(NAME)
                refused = _unknown_option(wanted) if after and entity.modes.get("options") else ""
                option = _known_option(entity, wanted) or refused
                intent = _intent(entity, "HassSelectOption", {"option": option or ""}, text, language)
                return self._free(intent, wanted) if option else None
        name, slots = _settled(phrase, match, said, language)
        return self._allowed(_intent(entity, name, slots, text, language)) if name else None

    @staticmethod
    def _free(intent: Intent, wanted: str) -> Intent | None:
        """Return an order with the words `wanted`, which may be any; those around them must be an order."""
        around = intent.text.replace(wanted, "x", 1)
        return None if reasons_against(around, intent.language, intent) else intent

    def _allowed(self, intent: Intent) -> Intent | None:
        against = set(reasons_against(intent.text, intent.language, intent))
        return None if against - (_OF_TIMES if intent.name == "HassSetTime" else set()) else intent

    def _counted(self, words: PlainWords, known: _Known, text: str, language: str) -> Intent | None:
        """Return the order to count what was told right before: "I had another glass of water, add it"."""
        plain = words_of(words)
        for place in known.names.at(plain):
            if place.entity.domain != "counter":
                continue
            for end in range(place.end, min(place.end + 3, len(plain))):
                told = " ".join((*plain[: place.start], NAME, *plain[place.end : end]))
                match = next((m for p in known.table.told if (m := p.fullmatch(told))), None)
                if match is None or any(c == "?" for c in text):
                    continue
                value = _number(match.groupdict().get("v") or "", language) or 1
                rest = text[words.spans[end][0] :]
                again = self._whole(rest, language)
                noted = known.table.noted.fullmatch(" ".join(plain[end:]))
                if (
                    again is not None
                    and again.targets == (place.entity.id,)
                    and again.name == "HassSetNumber"
                ):
                    return replace(again, text=text)
                if noted:
                    return _intent(place.entity, "HassSetNumber", {"value_delta": value}, text, language)
        return None

    def _asked(
        self, plain: Sequence[str], table: PhraseTable, names: HelperNames, text: str, language: str
    ) -> Intent | None:
        """Return the question whose words are those of a name, in any order, and words of questions."""
        if not any(tuple(plain[: len(o)]) == o for o in table.openers):
            return None
        said = (plain, [table.means.get(word, word) for word in plain])
        rests = [set(_without(words, (*table.asked, *table.openers))) for words in said]
        found = [
            e
            for e in names.helpers
            if KINDS[e.domain] not in _STARTED
            and any(rest and rest in _called(e, names, table, language) for rest in rests)
        ]
        return _question(found[0], {}, text, language) if len(found) == 1 else None


def _called(entity: Entity, names: HelperNames, table: PhraseTable, language: str) -> list[set[str]]:
    """Return the words of each name of a thing without those that questions have anyway."""
    bare = (names.bare(plain_words(name).joined.split()) for name in names_in(entity.names, language))
    return [set(_without(words, table.asked)) for words in bare]


def _is_question(text: str) -> bool:
    return text.rstrip().endswith("?")


def _polite(plain: Sequence[str], table: PhraseTable) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence that are left without politeness at its ends, the shortest first."""
    starts, ends = [0], [len(plain)]
    while lead := next((w for w in table.leads if tuple(plain[starts[-1] : starts[-1] + len(w)]) == w), None):
        starts.append(starts[-1] + len(lead))
    while tail := next(
        (w for w in table.tails if ends[-1] >= len(w) and tuple(plain[ends[-1] - len(w) : ends[-1]]) == w),
        None,
    ):
        ends.append(ends[-1] - len(tail))
    for start in reversed(starts):
        yield from ((start, end) for end in reversed(ends) if start < end)


def _without(words: Sequence[str], phrases: Sequence[Words]) -> list[str]:
    """Return `words` without all `phrases`, which are sorted by their length."""
    rest, place = list[str](), 0
    while place < len(words):
        found = next((p for p in phrases if tuple(words[place : place + len(p)]) == p), None)
        if found is None:
            rest.append(words[place])
        place += len(found) if found else 1
    return rest


def _settled(
    phrase: Phrase, match: re.Match[str], said: _Said, language: str
) -> tuple[str, dict[str, SlotValue]]:
    """Return the intent of a phrase without free words, and its slots; "" if its value is none."""
    match phrase.order:
        case "press" | "run":
            return "HassTurnOn", {}
        case "clear":
            return "HassSetText", {"text": ""}
        case "set_time" | "earlier" | "later":
            slots = _time_slots(phrase, match, said, language)
            return "HassSetTime" if slots else "", slots
    slots = _number_slots(phrase, match, language)
    return "HassSetNumber" if slots else "", slots


def _number_slots(phrase: Phrase, match: re.Match[str], language: str) -> dict[str, SlotValue]:
    if phrase.order in _ENDS:
        return {"value_end": _ENDS[phrase.order]}
    value = 1 if phrase.order in COUNTED else _number(match["v"], language)
    if value is None:
        return {}
    sign = _SIGNS.get(phrase.order)
    return {"value": value} if sign is None else {"value_delta": sign * value}


def _number(said: str, language: str) -> int | None:
    words = said.split()
    if said.isdigit():
        return int(said)
    if len(words) == 1 and is_one(said, language):
        return 1
    found = number_at(words, 0, language)
    return int(found[0]) if found and found[1] == len(words) else None


def _time_slots(phrase: Phrase, match: re.Match[str], said: _Said, language: str) -> dict[str, SlotValue]:
    clock = clock_reader(language)
    if clock is None:
        return {}
    if phrase.order != "set_time":
        length = clock.length(plain_words(said.text(match, "length")), 0)
        seconds = length.seconds if length else None
        return {"minutes_delta": round(seconds / 60) * _SIGNS[phrase.order]} if seconds else {}
    words = plain_words(said.text(match, "moment"))
    found = clock.moment(words, 0)
    if found is None or found[1] != len(words.starts):
        return {}
    moment = found[0]
    if not moment.times or moment.sun or moment.day or moment.days or moment.until:
        return {}
    return {"times": " ".join(f"{m // 60 % 24:02}:{m % 60:02}" for m in moment.times)}


def _known_option(entity: Entity, said: str) -> str | None:
    """Return the option of a thing that was said; None if it lists none of that name."""
    options = entity.modes.get("options", ())
    if found := listed_mode(said, options):
        return found
    words = plain_mode(said).split()
    return next((o for o in options if len(words) > 1 and " ".join(words[1:]) == plain_mode(o)), None)


def _has_option(intent: Intent, entity: Entity) -> bool:
    """Return True unless an option is to be chosen that the thing does not list."""
    return intent.name != "HassSelectOption" or intent.slots["option"] in entity.modes.get("options", ())


def _unknown_option(said: str) -> str:
    """Return the words of an option that the thing may not have, for the refusal; "" if they are a story."""
    short = len(said.split()) <= _MOST_OPTION and not any(c in said for c in ",.;")
    return said if short else ""


def _intent(entity: Entity, name: str, slots: Mapping[str, SlotValue], text: str, language: str) -> Intent:
    return Intent(
        "", name, {**slots, "name": entity.id}, (entity.id,), text, language, 1.0,
        confirm=needs_yes([entity], name),
    )  # fmt: skip


def _question(entity: Entity, slots: Mapping[str, SlotValue], text: str, language: str) -> Intent:
    asks = "one_yesno" if slots else "one"
    return replace(_intent(entity, "HassGetState", slots, text, language), asks=asks)
