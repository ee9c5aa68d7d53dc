"""Reads orders to announce something in other rooms: "announce in the kitchen that dinner is ready".

The words to announce may be anything, so this is read before all else, by the verb at the beginning. Where
these words end and a place begins is not always to be told ("… that the cat is in the kitchen"): then nothing
is done, and the place is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import BROADCAST
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.announcing import Announcing
from sarai_mqtt.languages.schema.phrases import Phrases
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from sarai_mqtt.understanding.announced_words import TracedText

Unsure = Literal["later", "place_first"]
"""Why an order is not carried out: it is for another time, or its place may be part of what is announced."""

# The end of a word: behind its blank or its apostrophe, or the end of the text.
_END = r"(?:(?<=')| |$)"
_MOST_UNKNOWN = 3  # words of a name that no place of this home has
_MARKS = re.compile(r"[:,;\"“”«»„‘]")
_EDGE = "\"“”«»„‘’ '"


def announcements_in(text: str, language: str, home: Home) -> tuple[Intent, ...] | LeftOver | Unsure | None:
    """Return the order to announce something that `text` is, one intent a place; None if it is none.

    A LeftOver names a place that this home does not have. Raises BadInput (`unknown_language`).
    """
    phrases = pack(language).announcing
    if phrases is None:
        return None
    text = text.strip()
    said = TracedText.of(text)
    if _is_put_off(language).match(said.bare) and not _is_reminder(text, language):
        return "later"
    head = _head(language).match(said.bare)
    try:
        return _Order(said, phrases, language, home).read(head) if head else None
    except _RefusedError as refused:
        return refused.reason


def _is_reminder(text: str, language: str) -> bool:
    """Return True if `text` is to be told to the speaker: "tomorrow at five remind me to tell Ann"."""
    reader = alarm_reader(language)
    found = reader.read(text) if reader else None
    return found is not None and found.name == "HassSetReminder"


class _RefusedError(Exception):
    """An order to announce something that is not carried out."""

    def __init__(self, reason: LeftOver | Unsure) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Where:
    """A place: an area or a floor by id, the whole house (neither), or one that the home does not have."""

    area: str = ""
    floor: str = ""
    unknown: bool = False

    @property
    def slots(self) -> Mapping[str, str]:
        """Slots of the intent."""
        return {"area": self.area} if self.area else {"floor": self.floor} if self.floor else {}


class _Order:
    """An order to announce something, under reading."""

    def __init__(self, said: TracedText, phrases: Announcing, language: str, home: Home) -> None:
        self._said = said
        self._bare = said.bare
        self._phrases = phrases
        self._language = language
        self._home = home
        self._places = dict(_places_of(home, phrases))
        storeys = (*phrases.up, *phrases.down)
        names = (*sorted(map(re.escape, self._places), key=len, reverse=True), *storeys)
        at, everyone = f"(?:{phrases.at.group}{_END})", phrases.everyone.group
        article = f"(?:{phrases.article.group}{_END})?"
        named = f"{article}(?:{'|'.join(names)})(?={_END})"
        placed = f"(?:{at}{named}|(?:{'|'.join(storeys)})(?={_END}))"
        several = f"{placed}(?: {phrases.joined.group} {at}?{named})*"
        those = f"(?:{phrases.those_at.group}{_END})?"
        more = f"(?: {phrases.joined.group} {at}?{those}{named})*"
        self._whom = f"(?:{everyone}|{those}{named}{more})(?={_END})"
        self._those = re.compile(f"{phrases.those_at.group}{_END}")
        self._everywhere = f"(?:{phrases.everywhere.group}|{phrases.to.group} {everyone})"
        self._where = re.compile(rf"(?<![\w'])(?:{self._everywhere}(?={_END})|{several})")
        self._before_name = re.compile(f"{at}?{article}")

    def read(self, head: re.Match[str]) -> tuple[Intent, ...] | None:
        """Return the order, whose verb `head` matched; None if it is none. Raises _RefusedError."""
        told = self._told(head.start("verb"))
        only_placed = told is None and head["announce"] is None
        if only_placed and not (head["say"] or head["ask"]):
            return None
        begin, where = told or (head.end(), [])
        if more := self._where.match(self._bare, begin):
            begin, where = self._after(more.end()), self._meant(*more.span())
        if only_placed and not where:
            return None  # "say that you love me"
        if self._matched(self._phrases.ask, head.start("verb")):
            asked = self._asked(begin, where)
            if asked or told is None or not self._matched(self._phrases.urge, begin):
                return asked  # "ask everyone to come down" tells them so
        marked = bool(_MARKS.search(self._said.before(begin)))
        if not marked and self._matched(self._phrases.later, begin):
            raise _RefusedError("later")
        if not where:
            self._refuse_unknown_place(begin)
        urged = (told is not None or only_placed) and self._matched(self._phrases.urge, begin)
        that = self._matched(self._phrases.that, begin) or urged
        explicit = bool(that) or marked
        begin = that.end() if that else begin
        end = self._without_tail(begin)
        if begin >= end or not (explicit or self._stands_alone(begin, end)):
            return None
        return self._announced(begin, end, where) if where else self._with_place_behind(begin, end)

    def _asked(self, begin: int, where: list[_Where]) -> tuple[Intent, ...] | None:
        """Return the announcement of a question ("ask in the kitchen whether …"); None if it is none."""
        question, end = self._matched(self._phrases.questions, begin), self._without_tail(begin)
        if question is None or question.end() >= end:
            return None
        asked = self._phrases.replies["asked"]
        return tuple(
            replace(each, slots={**each.slots, "message": asked.format(message=self._said.slice(begin, end))})
            for each in self._announced(begin, end, where)
        )

    def _matched(self, phrases: Phrases, begin: int) -> re.Match[str] | None:
        return re.compile(f"{phrases.group}{_END}").match(self._bare, begin)

    def _told(self, start: int) -> tuple[int, list[_Where]] | None:
        """Return the index behind "tell everyone" or "let the kitchen know", and who that is, or None."""
        for phrase in self._phrases.tell:
            pattern = phrase.replace("{whom}", f"(?P<whom>{self._whom})")
            if found := re.compile(f"{pattern}(?={_END})").match(self._bare, start):
                everyone = re.fullmatch(self._phrases.everyone.group, found["whom"])
                where = [_Where()] if everyone else self._meant(*found.span("whom"))
                return self._after(found.end()), where
        return None

    def _after(self, end: int) -> int:
        """Return the index of the word after `end`."""
        return end + 1 if self._bare[end : end + 1] == " " else end

    def _meant(self, start: int, end: int) -> list[_Where]:
        """Return the places that these words name. Raises _RefusedError for one the home does not have."""
        words = self._bare[start:end]
        if re.fullmatch(self._everywhere, words):
            return [_Where()]
        places = [self._place(part) for part in re.split(f" {self._phrases.joined.group} ", words)]
        if any(place.unknown for place in places):
            raise self._no_such(start, end)
        return places

    def _place(self, words: str) -> _Where:
        those = self._those.match(words)
        words = words[those.end() :] if those else words
        before = self._before_name.match(words)
        for name in (words[before.end() :] if before else words, words):
            if known := self._places.get(name):
                return known
            if floor := _storey(self._home, self._phrases, name):
                return _Where(floor=floor)
        return _Where(unknown=True)

    def _no_such(self, start: int, end: int) -> _RefusedError:
        """Return the refusal of a place, which names it without what stands before its name."""
        before = self._before_name.match(self._bare[start:end])
        said = self._said.slice(start + (before.end() if before else 0), end)
        return _RefusedError(LeftOver((said,), "no_such_place", self._language))

    def _refuse_unknown_place(self, begin: int) -> None:
        """Raise _RefusedError if a place that this home lacks is at `begin`: "in the attic that …"."""
        phrases = self._phrases
        word = rf"(?!{phrases.that.group}{_END})[\w']+"
        unknown = re.compile(
            f"{phrases.at.group}{_END}(?:{phrases.article.group}{_END})?"
            rf"(?P<name>{word}(?: {word}){{0,{_MOST_UNKNOWN - 1}}}?) {phrases.that.group}{_END}"
        ).match(self._bare, begin)
        if unknown is None:
            return
        if re.fullmatch(pack(self._language).house_nouns.rooms.group, unknown["name"]):
            raise self._no_such(*unknown.span("name"))
        said = self._said.slice(*unknown.span("name"))
        raise _RefusedError(LeftOver((said,), "unaccounted", self._language))

    def _without_tail(self, begin: int) -> int:
        """Return the end of the words to announce: polite words behind them are for us."""
        tail = re.compile(f"(?: {self._phrases.tail.group})+$").search(self._bare, begin)
        return tail.start() if tail else len(self._bare)

    def _stands_alone(self, begin: int, end: int) -> bool:
        """Return True if the words need no "that" before them: "announce dinner is ready"."""
        words, calls = self._bare[begin:end], self._phrases.calls.group
        if re.match(self._phrases.clause.group, words) or re.fullmatch(calls, words):
            return True
        place = self._place_at_end(words)
        return place is not None and bool(re.fullmatch(calls, words[: place.start()].rstrip()))

    def _place_at_end(self, words: str) -> re.Match[str] | None:
        return next((found for found in self._where.finditer(words) if found.end() == len(words)), None)

    def _with_place_behind(self, begin: int, end: int) -> tuple[Intent, ...]:
        """Return the announcement of words that may end in its place: "… that dinner is ready upstairs".

        Raises _RefusedError if that cannot be told, or the home does not have the place.
        """
        words, phrases = self._bare[begin:end], self._phrases
        known = self._place_at_end(words)
        place = known or self._foreign_room(words)
        rest = words[: place.start()].rstrip() if place else ""
        if place is None or not rest or _ends(rest, phrases.located):
            return self._announced(begin, end, [_Where()])
        everywhere = re.fullmatch(self._everywhere, place.group())
        whole = _ends(rest, phrases.complete) or re.fullmatch(phrases.calls.group, rest)
        if not (everywhere or whole):
            raise _RefusedError("place_first")
        span = begin + place.start(), begin + place.end()
        if not known:
            raise self._no_such(*span)
        return self._announced(begin, begin + len(rest), self._meant(*span))

    def _foreign_room(self, words: str) -> re.Match[str] | None:
        """Return the place at the end of `words` that is a room, though none of this home."""
        phrases, rooms = self._phrases, pack(self._language).house_nouns.rooms.group
        before = f"{phrases.at.group}{_END}{phrases.article.group}{_END}"
        return re.compile(rf"(?<= ){before}{rooms}$").search(words)

    def _announced(self, begin: int, end: int, where: Sequence[_Where]) -> tuple[Intent, ...]:
        message = self._said.slice(begin, end).strip(_EDGE)
        message = message[:1].upper() + message[1:]
        return tuple(
            Intent(
                "", BROADCAST, {"message": message, **place.slots}, (), self._said.said, self._language, 1.0
            )
            for place in dict.fromkeys(where)
        )


def _ends(words: str, phrases: Phrases) -> bool:
    """Return True if `words` end with one of `phrases`."""
    return bool(re.search(f"(?:^|(?<= )){phrases.group}$", words))


@cache
def _head(language: str) -> re.Pattern[str]:
    """Return the pattern of the beginning of an order, up to its verb, or to whom it tells something."""
    phrases = pack(language).announcing
    if phrases is None:
        return re.compile("(?!)")
    tell = "|".join(phrase.partition("{whom}")[0].rstrip() for phrase in phrases.tell)
    verb = (
        f"(?P<announce>{phrases.announce.group}{_END})|(?P<say>{phrases.say.group}{_END})"
        f"|(?P<ask>{phrases.ask.group}{_END})|(?:{tell})(?={_END})"
    )
    return re.compile(f"(?:{phrases.lead_in.group}{_END})*?(?P<verb>{verb})")


@cache
def _is_put_off(language: str) -> re.Pattern[str]:
    """Return the pattern of an order with a time or condition before it: "in ten minutes announce that …"."""
    phrases = pack(language).announcing
    if phrases is None:
        return re.compile("(?!)")
    return re.compile(rf"{phrases.later.group}(?: [\w']+){{0,8}}? {_head(language).pattern}")


def _places_of(home: Home, phrases: Announcing) -> Iterator[tuple[str, _Where]]:
    """Yield the names of floors and areas, without accents, with and without an article of their own."""
    article = re.compile(f"^{phrases.article.group}{_END}")
    rows = [(_Where(floor=floor.id), floor.names) for floor in home.floors.values()]
    rows += [(_Where(area=area.id), area.names) for area in home.areas.values()]
    for where, names in rows:
        for name in (bare_words(name) for some in names.values() for name in some):
            yield from ((each, where) for each in (name, article.sub("", name)) if each)


def _storey(home: Home, phrases: Announcing, words: str) -> str:
    """Return the id of the floor that "upstairs" or "downstairs" is in this home; "" if it is not certain.

    Floors have no order here. So it is the only one whose names say so, or the one that is left where the
    other one's do.
    """
    asked = _kind_of([words], phrases)
    if asked not in ("up", "down"):
        return ""
    kinds = {
        floor.id: _kind_of([bare_words(name) for some in floor.names.values() for name in some], phrases)
        for floor in home.floors.values()
    }
    named = [floor for floor, kind in kinds.items() if kind == asked]
    if not named and {"up", "down"} & {*kinds.values()}:
        named = [floor for floor, kind in kinds.items() if kind == ""]
    return named[0] if len(named) == 1 else ""


def _kind_of(names: Sequence[str], phrases: Announcing) -> str:
    """Return which of `up`, `down` and `under` a floor is by its names; "" if they do not tell."""
    kinds = {"up": phrases.up, "down": phrases.down, "under": phrases.under}
    return next((kind for kind, some in kinds.items() if any(re.fullmatch(some.group, n) for n in names)), "")
