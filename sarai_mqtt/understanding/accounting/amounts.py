"""Reads the amounts in a text: "2½ hours", "veintiún grados y medio", "un 20 por ciento"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sarai_mqtt.languages.content_words import ContentWords, Token
from sarai_mqtt.understanding.numbers import number_at

_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_HALF = 0.5
_MOST_DIGITS = 9
# "1,500" is one and a half to one reader and fifteen hundred to another: no command has such an amount.
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit ("" if it has none), read from tokens `start` to `end` (excluded).

    Units are the keys of `units` in the language's content words, such as "hours", "percent" or "degrees".
    """

    value: float
    unit: str
    start: int
    end: int

    @property
    def seconds(self) -> float | None:
        """Duration in seconds; None if the unit is not one of time."""
        factor = SECONDS.get(self.unit)
        return None if factor is None else self.value * factor


def amounts_in(tokens: Sequence[Token], words: ContentWords, language: str) -> list[Amount]:
    """Return the amounts in `tokens`, in order.

    A fraction by itself ("half") is an amount; "one" or "a" only before a unit or a fraction ("one and a
    half"). Raises BadInput (`unknown_language`).
    """
    reader = _Reader([token.text for token in tokens], words, language)
    found: list[Amount] = []
    place = 0
    while place < len(tokens):
        amount = reader.amount(place)
        if amount:
            found.append(amount)
        place = amount.end if amount else place + 1
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads numbers, fractions and units at a token index, each with the index after it.

    The same index means that nothing was read.
    """

    tokens: list[str]
    words: ContentWords
    language: str

    def amount(self, start: int) -> Amount | None:
        part, end = self._fraction(start)
        if end > start:
            unit, unit_end = self._unit(self._skip(end, self.words.of))
            counted = start > 0 and self.tokens[start - 1] in self.words.one  # "a third", not "the third"
            if unit or part == _HALF or len(self.tokens[start]) == 1 or end > start + 1 or counted:
                return Amount(part, unit, start, unit_end if unit else end)
            return None  # "cuarto" is a room too
        whole = self._number(start) or self._one_and_a_part(start)
        if whole is None:
            return self._unit_alone(start)
        value, end = whole
        part, end = self._tail(end)
        unit, unit_end = self._unit(self._skip(end, self.words.more))
        end = unit_end if unit else end
        after, end = self._tail(end) if unit else (0.0, end)
        negative = (
            start >= 2
            and self.tokens[start - 1] in self.words.minus
            and self.tokens[start - 2] in self.words.to
        )
        amount = value + part + after
        return Amount(-amount if negative else amount, unit, start - negative, end)

    def _one_and_a_part(self, start: int) -> tuple[float, int] | None:
        """Read the "one" of "one and a half"; "one" is not a number otherwise."""
        if self.tokens[start] in self.words.one and self._tail(start + 1)[1] > start + 1:
            return 1.0, start + 1
        return None

    def _unit_alone(self, start: int) -> Amount | None:
        """Read a unit that stands for one of it: "a minute", "un grado", "hora y media"."""
        counted = self.tokens[start] in self.words.one
        unit, end = self._unit(start + counted)
        if not unit or (self.tokens[start + counted].isalpha() and len(self.tokens[start + counted]) == 1):
            return None  # "a C" of "turn on the A.C." is no unit
        part, tail = self._tail(end)
        return Amount(1 + part, unit, start, tail) if counted or tail > end else None

    def _number(self, place: int) -> tuple[float, int] | None:
        token = self.tokens[place] if place < len(self.tokens) else ""
        if token.lstrip("-")[:1].isdigit():
            if len(token) > _MOST_DIGITS or _AMBIGUOUS.fullmatch(token):
                return float("inf"), place + 1
            value = float(token.replace(",", "."))
            over = self.tokens[place + 1 : place + 3]
            if len(over) == 2 and over[0] == "/" and over[1].isdigit() and 0 < int(over[1]) <= 100:
                return value / int(over[1]), place + 3
            return value, place + 1
        return number_at(self.tokens, place, self.language)

    def _tail(self, place: int) -> tuple[float, int]:
        """Read the part after a whole number ("½", "1/2", "and a half", "point five"); 0 if there is none."""
        rest = self.tokens[place : place + 1]
        if rest and rest[0] in _SIGNS:
            return _SIGNS[rest[0]], place + 1
        slashed = self._number(place)
        if slashed and 0 < slashed[0] < 1 and slashed[1] == place + 3:
            return slashed
        if rest and rest[0] in self.words.point:
            return self._decimals(place)
        joined = self._skip(place, self.words.joins)
        if joined > place:
            value, end = self._fraction(self._skip(joined, self.words.one))
            if end > joined:
                return value, end
        return 0.0, place

    def _decimals(self, place: int) -> tuple[float, int]:
        digits, end = "", place + 1
        while (found := self._number(end)) and found[0].is_integer() and len(digits) < _MOST_DIGITS:
            digits, end = digits + str(int(found[0])), found[1]
        return (float(f"0.{digits}"), end) if digits else (0.0, place)

    def _fraction(self, place: int) -> tuple[float, int]:
        if place < len(self.tokens) and self.tokens[place] in _SIGNS:
            return _SIGNS[self.tokens[place]], place + 1
        slashed = self._number(place)
        if slashed and 0 < slashed[0] < 1 and slashed[1] == place + 3:
            return slashed
        for length in (2, 1):
            phrase = tuple(self.tokens[place : place + length])
            value = self.words.fractions.get(phrase)
            if value is not None and len(phrase) == length:
                return value, place + length
        return 0.0, place

    def _unit(self, place: int) -> tuple[str, int]:
        for length in (3, 2, 1):
            phrase = tuple(self.tokens[place : place + length])
            unit = self.words.units.get(phrase)
            if unit and len(phrase) == length:
                return unit, place + length
        return "", place

    def _skip(self, place: int, some: frozenset[str]) -> int:
        """Return the place after the words at `place` that are in `some`, skipping two at most."""
        end = place
        while end < min(place + 2, len(self.tokens)) and self.tokens[end] in some:
            end += 1
        return end
