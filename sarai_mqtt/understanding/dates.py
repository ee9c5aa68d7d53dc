"""Reads questions about days: "what day is it on the 24th", "cuántos días faltan para Navidad"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.dates import Dates
from sarai_mqtt.languages.schema.phrases import Phrases
from sarai_mqtt.understanding.numbers import with_digits

_LEAP_YEARS = 8  # years within which 29 February comes again
_MOST_DAYS = 3650
_EASTER = re.compile(r"easter([+-]\d+)")
_PARTS = ("{day}", "{month}", "{weekday}", "{days}")

Asked = Literal["day", "until", "year", "month"]


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A question about `day`, which is today where the year or the month is asked for."""

    asked: Asked
    day: date


def date_question(text: str, language: str, today: date) -> DateQuestion | None:
    """Return the question about a day that `text` is as a whole; None if it is none.

    A date without a year is the next one; a day of the month, or of the week, is after today, or today itself
    if it was named with its month. Raises BadInput (`unknown_language`).
    """
    if pack(language).dates is None:
        return None
    return _questions(language).read(text, today)


class _Questions:
    """The questions of one language."""

    def __init__(self, language: str, phrases: Dates) -> None:
        self._language = language
        self._phrases = phrases
        self._months = tuple(Phrases(bare_words(name) for name in names) for names in phrases.months)
        ordinals = sorted(phrases.ordinals, key=len, reverse=True)
        self._ordinal = re.compile(rf"\b(?:{'|'.join(ordinals)})\b") if ordinals else None
        self._lead_in = re.compile(rf"^(?:{phrases.lead_in.group} )+")
        next_year = f"(?P<next>{phrases.next_year.group})"
        self._year = f"(?:(?:{phrases.of_year.group} )?(?P<year>(?:1|2)\\d{{3}})|{next_year})"
        named = (*phrases.feasts, *phrases.relative)
        whole = "|".join([*(self._form(form) for form in phrases.forms), *named])
        self._asking: list[tuple[Asked, re.Pattern[str]]] = [
            (asked, re.compile(phrase.replace("{date}", f"(?P<date>{whole})(?: {self._year})?")))
            for asked, some in _in_order(phrases)
            for phrase in some
        ]
        self._forms = [re.compile(self._form(form, named=True)) for form in phrases.forms]

    def _form(self, form: str, *, named: bool = False) -> str:
        """Return the pattern of a form of dates, with groups for its parts if `named`."""
        phrases = self._phrases
        month = "|".join(some.group for some in self._months)
        weekday = "|".join(some.group for some in phrases.weekdays)
        parts = {
            "{day}": rf"\d{{1,2}}(?:{phrases.ends.group})?",
            "{month}": month,
            "{weekday}": weekday,
            "{days}": r"\d{1,4}",
        }
        for part in _PARTS:
            group = f"?P<{part[1:-1]}>" if named else "?:"
            form = form.replace(part, f"({group}{parts[part]})")
        return form

    def read(self, text: str, today: date) -> DateQuestion | None:
        words = bare_words(text)
        if self._ordinal is not None:
            words = self._ordinal.sub(lambda found: str(self._phrases.ordinals[found.group()]), words)
        words = self._lead_in.sub("", " ".join(with_digits(words.split(), self._language)))
        for asked, pattern in self._asking:
            found = pattern.fullmatch(words)
            if found is None:
                continue
            day = today if asked in ("year", "month") else self._day(found["date"], _beginning(found, today))
            if day is not None:
                return DateQuestion(asked, day)
        return None

    def _day(self, said: str, today: date) -> date | None:
        """Return the day that `said` is, seen from today; None for a day that there is not."""
        phrases = self._phrases
        for name, offset in phrases.relative.items():
            if said == name:
                return today + timedelta(days=offset)
        for name, when in phrases.feasts.items():
            if re.fullmatch(name, said):
                return _feast(when, today)
        for form in self._forms:
            if found := form.fullmatch(said):
                return self._of_parts({k: v for k, v in found.groupdict().items() if v}, today)
        return None

    def _of_parts(self, parts: dict[str, str], today: date) -> date | None:
        if "days" in parts:
            days = int(parts["days"])
            return today + timedelta(days=days) if days <= _MOST_DAYS else None
        if "weekday" in parts:
            wanted = _place(self._phrases.weekdays, parts["weekday"])
            return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
        number = re.match(r"\d+", parts["day"])
        day = int(number.group()) if number else 0
        if "month" in parts:
            return _next_of_year(_place(self._months, parts["month"]) + 1, day, today)
        return next((d for n in range(32 * 3) if (d := today + timedelta(days=n)).day == day), None)


def _beginning(found: re.Match[str], today: date) -> date:
    """Return the day from which on a date is meant: the first of the year that was said, else today."""
    said = found.groupdict()
    if said.get("next"):
        return date(today.year + 1, 1, 1)
    return date(int(said["year"]), 1, 1) if said.get("year") else today


def _in_order(phrases: Dates) -> Iterator[tuple[Asked, Phrases]]:
    yield "year", phrases.year
    yield "month", phrases.month
    yield "until", phrases.until
    yield "day", phrases.day_of


@cache
def _questions(language: str) -> _Questions:
    phrases = pack(language).dates
    if phrases is None:
        raise ValueError(language)
    return _Questions(language, phrases)


def _place(names: tuple[Phrases, ...], said: str) -> int:
    return next(place for place, some in enumerate(names) if re.fullmatch(some.group, said))


def _next_of_year(month: int, day: int, today: date) -> date | None:
    """Return the next such day, today included; None if no year has it."""
    for year in range(today.year, today.year + _LEAP_YEARS + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _feast(when: str, today: date) -> date | None:
    moved = _EASTER.fullmatch(when)
    if moved is None:
        month, day = map(int, when.split("-"))
        return _next_of_year(month, day, today)
    days = timedelta(days=int(moved[1]))
    return next(d for year in (today.year, today.year + 1) if (d := easter(year) + days) >= today)


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Astronomical Algorithms, 1991, page 67)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
