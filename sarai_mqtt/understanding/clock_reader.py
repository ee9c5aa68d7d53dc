"""Reads a time of the clock and a day from words: "half past six tomorrow", "los lunes a las siete"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.understanding.time_phrases import (
    PlainWords,
    any_of,
    expression,
    number_words,
    plain_words,
)

_NOON, _DAY = 12 * 60, 24 * 60
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_EVENING, _MORNING = 18 * 60, 6 * 60


@dataclass(frozen=True, slots=True)
class MomentSaid:
    """A moment as it was said.

    Args:
        times: minutes of the day that may be meant, two for "at seven"; beyond 24:00 they are of the next
            day; empty if no time was said.
        day: "" for none, "today", "tomorrow", "overmorrow", a weekday ("next_" before it if it is not
            today), or "MM-DD".
        days: weekdays on which it repeats, 0 is Monday.
        seconds: the duration after which it comes, instead of all these; None without one.
        part: the part of the day that was said, or "".
        sure: True unless the words may be a mere number.
        until: the words say until when something lasts.

    """

    times: tuple[int, ...] = ()
    day: str = ""
    days: tuple[int, ...] = ()
    seconds: float | None = None
    part: str = ""
    sure: bool = True
    until: bool = False

    @property
    def complete(self) -> bool:
        """True if it tells when something is due."""
        return bool(self.times) or self.seconds is not None


class ClockReader:
    """Reads the moments in sentences of one language."""

    def __init__(self, language: str, words: ClockTimes) -> None:
        self._numbers = number_words(language)
        self._months = {name: number for number, name in enumerate(_plain(words.months), 1)}
        self._weekdays = {
            plain: place
            for place, day in enumerate(words.weekdays)
            for plain in _plain((*words.weekdays[day], *words.every_weekday[day]))
        }
        self._named = {plain: hour for hour, said in words.named.items() for plain in _plain(said)}
        self._units = {plain: unit for unit, said in words.units.items() for plain in _plain(said)}
        self._words = words
        unit, number = any_of(self._units), rf"(?:{any_of(self._numbers)}|\d{{1,3}})"
        self._length = re.compile(rf"(?P<number>{number}) (?P<unit>{unit})(?= |$)")
        self._lengths = re.compile(self._length_pattern())
        self._halves = [(plain, n) for n, said in words.halves.items() for plain in _plain(said)]
        self._elements = [
            (kind, re.compile(f"{pattern}(?= |$)"), value) for kind, pattern, value in self._patterns()
        ]

    def moment(self, words: PlainWords, first: int) -> tuple[MomentSaid, int] | None:
        """Return the moment whose words begin at index `first`, and the index after them.

        None if there is none, or its parts contradict each other.
        """
        found, parts, place = MomentSaid(), set[str](), first
        while place < len(words.starts):
            element = self._element(words, place, frozenset(parts))
            if element is None:
                break
            kind, value, place = element
            parts.add(kind)
            found = _joined(found, kind, value)
        if not parts:
            return None
        narrowed = _narrowed(found)
        return None if narrowed is None else (narrowed, place)

    def length(self, words: PlainWords, first: int) -> MomentSaid | None:
        """Return the duration that the words from index `first` to the last are, without "in"."""
        rest = words.plain(first)
        seconds = next((value for said, value in self._halves if said == rest), 0)
        if not seconds and self._lengths.fullmatch(rest):
            seconds = self._seconds(rest)
        return MomentSaid(seconds=float(seconds)) if seconds else None

    def _element(
        self, words: PlainWords, place: int, before: frozenset[str]
    ) -> tuple[str, MomentSaid, int] | None:
        """Return the longest element at `place` that may join those of the kinds `before`."""
        best: tuple[str, MomentSaid, int] | None = None
        longest = 0
        for kind, pattern, value in self._elements:
            if not _may_join(kind, before):
                continue
            match = pattern.match(words.joined, words.starts[place])
            if match is None or len(match[0]) <= longest:
                continue
            said = self._value(kind, value, match)
            if said is not None:
                longest = len(match[0])
                best = kind, said, place + match[0].count(" ") + 1
        return best

    def _value(self, kind: str, value: int | str, match: re.Match[str]) -> MomentSaid | None:
        groups = match.groupdict()
        if kind == "time":
            return self._time(int(value), groups)
        if kind == "for":
            seconds = int(value) if value else self._seconds(groups["length"])
            return MomentSaid(seconds=float(seconds)) if 0 < seconds <= 7 * _DAY * 60 else None
        if kind == "days":
            return MomentSaid(days=self._days(str(value), groups))
        if kind == "part":
            return MomentSaid(part=str(value))
        if value == "today":
            return MomentSaid(day="today", part=match.lastgroup or "")
        return MomentSaid(day=self._day(str(value), groups))

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
            both = {hour % 12 * 60, hour % 12 * 60 + _NOON}
        times = tuple(
            sorted({(minutes + amount) % _DAY if minutes < _DAY else minutes + amount for minutes in both})
        )
        return MomentSaid(times, sure=clear or bool(named) or not bare, until=bool(groups.get("until")))

    def _number(self, said: str) -> int:
        return int(said) if said.isdigit() else self._numbers.get(said, -1)

    def _seconds(self, said: str) -> int:
        """Return the sum of all amounts with a unit in `said`, seconds."""
        return sum(
            self._number(match["number"]) * _SECONDS[self._units[match["unit"]]]
            for match in self._length.finditer(said)
        )

    def _day(self, kind: str, groups: Mapping[str, str | None]) -> str:
        if kind == "weekday":
            name = list(self._words.weekdays)[self._weekdays[groups["weekday"] or ""]]
            return f"next_{name}" if groups.get("next") or groups.get("next2") else name
        if kind == "date":
            day = self._number(groups["d"] or "")
            return f"{self._months[groups['month'] or '']:02}-{day:02}"
        return kind

    def _days(self, kind: str, groups: Mapping[str, str | None]) -> tuple[int, ...]:
        if kind == "range":
            first, last = (self._weekdays[groups[name] or ""] for name in ("first", "last"))
            return tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))
        if kind == "listed":
            names = re.findall(rf"{any_of(self._weekdays)}(?= |$)", groups["days"] or "")
            return tuple(sorted({self._weekdays[name] for name in names}))
        return {"all": (0, 1, 2, 3, 4, 5, 6), "work": (0, 1, 2, 3, 4), "end": (5, 6)}[kind]

    def _patterns(self) -> Iterator[tuple[str, str, int | str]]:
        """Yield the kind, the regular expression and the meaning of each element."""
        words = self._words
        number = rf"(?:{any_of(self._numbers)}|\d{{1,2}})"
        lead = f"(?:(?P<lead>{any_of(words.leads)}) |(?P<until>{any_of(words.until)}) )?"
        holes = {"{h}": f"(?P<h>{number})", "{m}": f"(?P<m>{number})", "{n}": f"(?P<n>{any_of(self._named)})"}
        times: list[tuple[int, str]] = [
            *((0, each) for each in (*words.whole, "{n}")),
            *((1, each) for each in words.plus),
            *((-1, each) for each in words.minus),
            *((minutes, each) for minutes, said in words.fixed.items() for each in said),
        ]
        for sign, each in times:
            mark = "sure" if each not in ("{h}", words.whole[0]) else "plain"
            yield "time", f"{lead}(?P<whole>(?P<{mark}>{expression(each, holes)}))", sign
        yield from self._day_patterns(number)
        for part, said in words.parts.items():
            yield "part", any_of(said), part
        yield from self._duration_patterns(f"(?P<length>{self._length_pattern()})")

    def _length_pattern(self) -> str:
        unit, number = any_of(self._units), rf"(?:{any_of(self._numbers)}|\d{{1,3}})"
        return f"{number} {unit}(?: (?:{any_of(self._words.joiners)} )?{number} {unit})*"

    def _duration_patterns(self, length: str) -> Iterator[tuple[str, str, int | str]]:
        words = self._words
        ways = [f"{any_of(words.in_)} {{}}"]
        if words.after:
            ways.append(f"{{}} {any_of(words.after)}")
        for way in ways:
            yield "for", way.replace("{}", length), 0
            for seconds, said in words.halves.items():
                yield "for", way.replace("{}", any_of(said)), seconds

    def _day_patterns(self, number: str) -> Iterator[tuple[str, str, int | str]]:
        words = self._words
        lead, nexts = f"(?:{any_of(words.day_leads)} )?", any_of(words.nexts)
        names = any_of(self._weekdays)
        single = any_of(plain for said in words.weekdays.values() for plain in said)
        for day, said in words.days.items():
            yield "day", f"{lead}{any_of(said)}(?: {single})?", day
        today = "|".join(f"(?P<{part}>{any_of(said)})" for part, said in words.today.items() if said)
        yield "day", f"(?:{today})", "today"
        yield "day", f"{lead}(?:(?P<next>{nexts}) )?(?P<weekday>{single})(?: (?P<next2>{nexts}))?", "weekday"
        months = any_of(words.months)
        holes = {"{d}": f"(?P<d>{number})", "{month}": f"(?P<month>{months})"}
        for each in words.dates:
            yield "day", f"{lead}(?:{single} )?{lead}{expression(each, holes)}", "date"
        every, joiner = any_of(words.every), any_of(words.joiners)
        more = f"(?: (?:{joiner} )?(?:{every} )?{names})*"
        yield "days", f"{lead}{every} (?P<days>{names}{more})", "listed"
        plurals = any_of(plain for said in words.every_weekday.values() for plain in said)
        if any(words.every_weekday.values()) and set(_plain(words.weekdays["monday"])) != set(
            _plain(words.every_weekday["monday"])
        ):
            yield "days", f"{lead}(?P<days>{plurals}{more})", "listed"
        ends = {"{first}": f"(?P<first>{names})", "{last}": f"(?P<last>{names})"}
        for each in words.ranges:
            yield "days", expression(each, ends), "range"
        for said, kind in ((words.every_day, "all"), (words.workdays, "work"), (words.weekends, "end")):
            yield "days", lead + any_of(said), kind


def together(one: MomentSaid, other: MomentSaid) -> MomentSaid | None:
    """Return the moment whose day is said in one place and its time in another; None if they are two."""
    if one.times:
        one, other = other, one
    apart = (
        not one.times and other.times and not other.day and not other.days and not (one.part and other.part)
    )
    if not apart or one.seconds is not None or other.until or not (one.day or one.days):
        return None
    part = one.part or other.part
    return _narrowed(replace(one, times=other.times, part=part, sure=other.sure))


@cache
def clock_reader(language: str) -> ClockReader | None:
    """Return the reader of moments in `language`; None if its pack has no words for them.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    words = pack(language).clock_times
    return None if words is None else ClockReader(language, words)


def _plain(phrases: Iterable[str]) -> list[str]:
    return [plain_words(phrase).joined for phrase in phrases]


def _may_join(kind: str, before: frozenset[str]) -> bool:
    """Return True if an element of `kind` may stand beside those of the kinds `before`."""
    if kind == "for":
        return not before
    if "for" in before or kind in before:
        return False
    return not (kind in ("day", "days") and before & {"day", "days"})


def _joined(found: MomentSaid, kind: str, said: MomentSaid) -> MomentSaid:
    if kind == "time":
        return replace(found, times=said.times, sure=said.sure, until=said.until)
    if kind == "for":
        return replace(found, seconds=said.seconds)
    if kind == "days":
        return replace(found, days=said.days)
    if kind == "part":
        return replace(found, part=said.part)
    return replace(found, day=said.day, part=said.part or found.part)


def _narrowed(found: MomentSaid) -> MomentSaid | None:
    """Return the moment with the times that fit the part of the day; None if none does."""
    if not found.part or not found.times:
        return found
    of_night = [m for m in found.times if m >= _EVENING] + [
        m + _DAY if found.day == "today" or m < 60 else m for m in found.times if m < _MORNING
    ]
    kept = {
        "am": [minute for minute in found.times if minute < _NOON],
        "pm": [minute for minute in found.times if _NOON <= minute < _DAY],
        "night": [minute for minute in of_night if minute],
    }[found.part]
    return replace(found, times=tuple(sorted(set(kept))), sure=True) if kept else None
