"""Reads lengths of time from words: "ninety minutes", "dos horas y cuarto", "an hour and ten minutes"."""

import re
from collections.abc import Iterable

from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.understanding.time_phrases import any_of, number_words, plain_words

_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_MOST = 99  # "ninety minutes"
_LEAST_REST = 5  # minutes that are said without their unit: not "an hour and one"


class Durations:
    """The lengths of time of one language."""

    def __init__(self, language: str, words: ClockTimes) -> None:
        self._numbers = number_words(language, _MOST)
        self._units = {plain: unit for unit, said in words.units.items() for plain in _plain(said)}
        self._whole = {plain: n for n, said in words.halves.items() for plain in _plain(said)}
        self._parts = {plain: n for n, said in words.parts_of_units.items() for plain in _plain(said)}
        number, unit = rf"(?:{any_of(self._numbers)}|\d{{1,3}})", any_of(self._units)
        part = f"(?: {any_of(self._parts)})?"
        counted = f"{number}{part} {unit}{part}"
        one = f"(?:{any_of(self._whole)}{part}|{counted})"
        joiner = any_of(words.joiners)
        rest = any_of(word for word, value in self._numbers.items() if _LEAST_REST <= value < 60)
        self.pattern = f"(?:{one}(?: (?:{joiner} )?{counted})*(?: {joiner} {rest}(?= |$))?)"
        """Regular expression of a length in plain words, without named groups."""
        self._all = re.compile(self.pattern)
        self._rest = re.compile(f" {joiner} (?P<rest>{rest})$")
        parts = any_of(self._parts)
        self._next = re.compile(
            rf"(?:(?P<whole>{any_of(self._whole)})|(?P<number>{number})(?: (?P<within>{parts}))?"
            rf" (?P<unit>{unit}))(?: (?P<behind>{parts}))?(?= |$)"
        )

    def seconds(self, said: str) -> int:
        """Return the length that plain words are as a whole, seconds; 0 if they are none."""
        return self.sum(said) if self._all.fullmatch(said) else 0

    def sum(self, said: str) -> int:
        """Return the sum of all lengths in plain words, seconds."""
        total = last = 0
        for match in self._next.finditer(said):
            whole, number = match["whole"], match["number"]
            if whole:
                each = self._whole[whole] if self._whole[whole] in _SECONDS.values() else 3600
                total += self._whole[whole]
            else:
                each = _SECONDS[self._units[match["unit"]]]
                total += (int(number) if number.isdigit() else self._numbers[number]) * each
            share = sum(self._parts[part] for part in (match["within"], match["behind"]) if part)
            total += each * share // 100
            last = each
        if last == _SECONDS["hours"] and (more := self._rest.search(said)):
            total += self._numbers[more["rest"]] * 60  # "una hora y diez"
        return total


def _plain(phrases: Iterable[str]) -> list[str]:
    return [plain_words(phrase).joined for phrase in phrases]
