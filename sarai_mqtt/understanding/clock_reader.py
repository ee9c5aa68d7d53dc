"""Reads a time of the clock and a day from words: "half past six tomorrow", "los lunes a las siete"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import cast

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.languages.schema.phrases import Phrases
from sarai_mqtt.understanding.clock_patterns import HOURLESS, ClockPatterns
from sarai_mqtt.understanding.durations import Durations
from sarai_mqtt.understanding.moments_said import DAY, NOON, Grade, MomentSaid, Sun, joined, narrowed
from sarai_mqtt.understanding.time_phrases import (
    NUMBER,
    PlainWords,
    any_of,
    beginnings,
    number_words,
    plain_words,
)

# Before or after sunrise or sunset, minutes.
_MOST_OFFSET = 6 * 60
_MOST_OF_LENGTH = 8  # words


class ClockReader:
    """Reads the moments in sentences of one language."""

    def __init__(
        self, language: str, words: ClockTimes, months: Iterable[Phrases], ordinals: Mapping[str, int]
    ) -> None:
        self._numbers = number_words(language)
        self._ordinals = ordinals
        self._months = {name: number for number, said in enumerate(months, 1) for name in _plain(said)}
        self._weekdays = {
            plain: place
            for place, day in enumerate(words.weekdays)
            for plain in _plain((*words.weekdays[day], *words.every_weekday[day]))
        }
        self._named = {plain: hour for hour, said in words.named.items() for plain in _plain(said)}
        self._durations = Durations(language, words)
        self._words = words
        self._at, self._bare_at = set(_plain(words.at)), set(_plain(words.bare_at))
        self._firm, self._firm_led = (
            re.compile(rf"(?:^| ){any_of(some)}(?= |$)") for some in (words.firm, words.firm_led)
        )
        self._until = re.compile(rf"(?:^| ){any_of(words.until)}(?= )")
        self._length_begins = beginnings(self._durations.pattern)
        suns = (*(each for said in words.sun.values() for each in said), *sum(words.sun_when.values(), ()))
        self._timely = re.compile(rf"(?:^| )(?:\d|{any_of((*self._numbers, *self._named, *suns))}(?= |$))")
        self._elements: dict[str, list[tuple[str, re.Pattern[str], int | str]]] = {}
        for kind, pattern, value in ClockPatterns(
            words, self._numbers, self._named, self._weekdays, self._months, ordinals, self._durations.pattern
        ).every():
            element = kind, re.compile(f"{pattern}(?= |$)"), value
            for word in beginnings(pattern):
                self._elements.setdefault(word, []).append(element)

    def moment(self, words: PlainWords, first: int, *, strict: bool = False) -> tuple[MomentSaid, int] | None:
        """Return the moment whose words begin at index `first`, and the index after them.

        None if there is none, or its parts contradict each other. `strict`: words that may be an amount are
        no time.
        """
        found, parts, place = MomentSaid(), set[str](), first
        while place < len(words.starts):
            element = self._element(words, place, frozenset(parts), strict=strict)
            if element is None:
                break
            kind, value, place = element
            parts.add(kind)
            found = joined(found, kind, value)
        if not parts:
            return None
        whole = narrowed(found)
        if whole is None or (strict and whole.timed and whole.grade not in ("bare", "firm")):
            return None
        return whole, place

    def may_tell_time(self, words: PlainWords) -> bool:
        """Return True if words may have a time of the day in them; quick to tell."""
        return self._timely.search(words.joined) is not None

    def may_last(self, words: PlainWords) -> bool:
        """Return True if words may say until when something lasts; quick to tell."""
        return self._until.search(words.joined) is not None

    @property
    def lengths(self) -> str:
        """Regular expression of a length of time in plain words."""
        return self._durations.pattern

    def length(self, words: PlainWords, first: int) -> MomentSaid | None:
        """Return the duration that the words from index `first` to the last are, without "in"."""
        if _key(words, first) not in self._length_begins:
            return None
        seconds = self._durations.seconds(words.plain(first))
        return MomentSaid(seconds=float(seconds)) if seconds else None

    def each_length(self, words: PlainWords) -> Iterator[tuple[float, int, int]]:
        """Yield the lengths of time in a sentence, seconds, the longest at each place.

        Each comes with the indices of its first word and after its last.
        """
        count = len(words.starts)
        for first in (place for place in range(count) if _key(words, place) in self._length_begins):
            for end in range(min(count, first + _MOST_OF_LENGTH), first, -1):
                seconds = self._durations.seconds(words.plain(first, end))
                if seconds:
                    yield float(seconds), first, end
                    break

    def _element(
        self, words: PlainWords, place: int, before: frozenset[str], *, strict: bool
    ) -> tuple[str, MomentSaid, int] | None:
        """Return the longest element at `place` that may join those of the kinds `before`.

        `strict`: a time must be one of an order, after a word for it or another element.
        """
        best: tuple[str, MomentSaid, int] | None = None
        longest = 0
        for form, pattern, value in self._elements.get(_key(words, place), ()):
            kind = "time" if form == HOURLESS else form
            if not _may_join(kind, before):
                continue
            match = pattern.match(words.joined, words.starts[place])
            if match is None or len(match[0]) <= longest:
                continue
            end = place + match[0].count(" ") + 1
            if words.plain(end, end + 1) == ":":
                continue  # "at 7" of "at 7.15"
            said = _of_any_hour(int(value)) if form == HOURLESS else self._value(kind, value, match)
            if said is None or (strict and kind == "time" and not said.grade):
                continue
            if strict and form == "time" and not said.sun:
                point = words.has_point(place, end) and not self._grade(
                    {"lead": match["lead"], "whole": match["whole"].replace(":", "")}, small=False
                )
                if point or not (before or match["lead"]):
                    continue
            longest, best = len(match[0]), (kind, said, end)
        return best

    def _value(self, kind: str, value: int | str, match: re.Match[str]) -> MomentSaid | None:
        groups = match.groupdict()
        if kind == "time":
            return self._sun(value, groups) if isinstance(value, str) else self._time(value, groups)
        if kind == "for":
            seconds = self._durations.sum(groups["length"] or "")
            return MomentSaid(seconds=float(seconds)) if 0 < seconds <= 7 * DAY * 60 else None
        if kind == "days":
            part = str(value) if value in self._words.every_part else ""
            return MomentSaid(days=self._days(str(value), groups), part=part)
        if kind == "part":
            return MomentSaid(part=str(value))
        if value == "today":
            return MomentSaid(day="today", part=match.lastgroup or "")
        return MomentSaid(day=self._day(str(value), groups))

    def _sun(self, value: str, groups: Mapping[str, str | None]) -> MomentSaid | None:
        """Return the moment of `value`: "sunset", "sunset +" for after it, or "sunset -"."""
        event, _, sign = value.partition(" ")
        seconds = self._durations.sum(groups.get("length") or "")
        if seconds % 60 or seconds > _MOST_OFFSET * 60 or bool(sign) != bool(seconds):
            return None
        offset = seconds // 60 * (-1 if sign == "-" else 1)
        return MomentSaid(sun=cast(Sun, event), offset=offset, grade="firm")

    def _time(self, sign: int, groups: Mapping[str, str | None]) -> MomentSaid | None:
        """Return the time of an hour and minutes: after it (`sign` 1), before it (-1), or fixed (else)."""
        hour_said, named, minutes_said = (groups.get(name) for name in ("h", "n", "m"))
        hour = self._named[named] if named else self._number(hour_said or "")
        minute = self._number(minutes_said) if minutes_said else 0
        amount = minute * sign if abs(sign) == 1 else sign
        if not 0 <= hour <= 24 or not 0 <= minute <= 59:
            return None
        bare = minutes_said is None and sign in (0, 1) and not groups.get("lead") and not named
        clear = groups.get("sure") is not None or ":" in (groups.get("whole") or "") or abs(sign) > 1
        if named:
            both = {hour * 60, (hour % 24) * 60} if hour == 24 else {hour * 60}
        elif hour > 12 or hour == 0 or (minutes_said and (hour_said or "").startswith("0")):
            both = {hour * 60}
        else:
            both = {hour % 12 * 60, hour % 12 * 60 + NOON}
        times = tuple(
            sorted({(minutes + amount) % DAY if minutes < DAY else minutes + amount for minutes in both})
        )
        sure, until = clear or bool(named) or not bare, bool(groups.get("until"))
        # "twenty five" is no 20:05
        doubtful = bool(minutes_said) and minute < 10 and not (minutes_said or "").startswith("0")
        grade = self._grade(groups, small=0 < hour <= 12 and not doubtful)
        return MomentSaid(times, sure=sure, until=until, grade=grade)

    def _grade(self, groups: Mapping[str, str | None], *, small: bool) -> Grade:
        """Return how sure it is that words are the time of an order; `small`: of an hour up to twelve."""
        lead, whole = groups.get("lead"), groups.get("whole") or ""
        if groups.get("until") or (lead and lead not in self._at):
            return ""
        if ":" in whole or self._firm.search(whole) or (lead and self._firm_led.search(whole)):
            return "firm"
        if not small:
            return ""
        return "bare" if lead in self._bare_at else "part"

    def _number(self, said: str) -> int:
        return int(said) if said.isdigit() else self._numbers.get(said, -1)

    def _day(self, kind: str, groups: Mapping[str, str | None]) -> str:
        if kind == "weekday":
            name = list(self._words.weekdays)[self._weekdays[groups["weekday"] or ""]]
            return f"next_{name}" if groups.get("next") or groups.get("next2") else name
        if kind == "date":
            said = groups["d"] or ""
            day = self._ordinals.get(said) or self._number(said)
            return f"{self._months[groups['month'] or '']:02}-{day:02}"
        if kind == "month_day":
            said = groups["d"] or ""
            return f"00-{self._ordinals.get(said) or self._number(said):02}"
        return kind

    def _days(self, kind: str, groups: Mapping[str, str | None]) -> tuple[int, ...]:
        if kind == "range":
            first, last = (self._weekdays[groups[name] or ""] for name in ("first", "last"))
            return tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))
        if kind == "listed":
            names = re.findall(rf"{any_of(self._weekdays)}(?= |$)", groups["days"] or "")
            return tuple(sorted({self._weekdays[name] for name in names}))
        base, _, but = kind.partition(" ")
        every = {"work": (0, 1, 2, 3, 4), "end": (5, 6)}.get(base, (0, 1, 2, 3, 4, 5, 6))
        return tuple(day for day in every if not but or day not in self._days("listed", groups))


@lru_cache(maxsize=8)  # several readers read one sentence
def moments_in(clock: ClockReader, words: PlainWords) -> tuple[tuple[MomentSaid, int, int], ...]:
    """Return the moment that begins at each word, and the indices of its first word and after its last."""
    found = ((clock.moment(words, place), place) for place in range(len(words.starts)))
    return tuple((each[0], place, each[1]) for each, place in found if each is not None)


def apart(
    moments: Iterable[tuple[MomentSaid, int, int]],
) -> Iterator[tuple[MomentSaid, int, int]]:
    """Yield those of `moments`, in order, that are in none of those before."""
    free = 0
    for said, first, end in moments:
        if first >= free:
            yield said, first, end
            free = end


@cache
def clock_reader(language: str) -> ClockReader | None:
    """Return the reader of moments in `language`; None if its pack has no words for them.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    words, dates = pack(language).clock_times, pack(language).dates
    if words is None:
        return None
    return ClockReader(language, words, dates.months if dates else (), dates.ordinals if dates else {})


def _key(words: PlainWords, place: int) -> str:
    """Return the word at index `place` as it is among `beginnings`."""
    word = words.word(place)
    return NUMBER if word.isdigit() else word


def _may_join(kind: str, before: frozenset[str]) -> bool:
    """Return True if an element of `kind` may stand beside those of the kinds `before`."""
    if kind == "for":
        return not before
    if "for" in before or kind in before:
        return False
    return not (kind in ("day", "days") and before & {"day", "days"})


def _of_any_hour(minutes: int) -> MomentSaid:
    """Return the moment so many minutes after an hour that is not said (negative: before it)."""
    times = sorted((hour * 60 + minutes) % DAY for hour in range(24))
    return MomentSaid(tuple(times), grade="bare")


def _plain(phrases: Iterable[str]) -> list[str]:
    return [plain_words(phrase).joined for phrase in phrases]
