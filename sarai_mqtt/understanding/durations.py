"""Reads lengths of time from words: "ninety minutes", "dos horas y cuarto", "an hour and ten minutes"."""

import re
from collections.abc import Iterable

from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.understanding.time_phrases import any_of, number_words, plain_words

_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_MOST = 99  # "ninety minutes"


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
        joiner = f"(?:{any_of(words.joiners)} )?"
        self.pattern = f"(?:{one}(?: {joiner}{counted})*)"
        """Regular expression of a length in plain words, without named groups."""
        self._all = re.compile(self.pattern)
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
        total = 0
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
        return total


def _plain(phrases: Iterable[str]) -> list[str]:
    return [plain_words(phrase).joined for phrase in phrases]
