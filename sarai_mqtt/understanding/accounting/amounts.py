"""Reads the amounts in a text: "2½ hours", "veintiún grados y medio", "un 20 por ciento", "5 minutes 30"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sarai_mqtt.languages.content_words import ContentWords, Token
from sarai_mqtt.understanding.numbers import begins_number, is_one, number_at

_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_HALF = 0.5
_MOST_DIGITS = 9
_SIXTY, _MOST_PARTS, _LONGEST_PART = 60, 3, 3  # of "1:30:15"; digits of its parts
# "1,500" is one and a half to one reader and fifteen hundred to another: no command has such an amount.
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_SIXTIETHS = frozenset({"hours", "minutes"})  # units that have sixtieths
_DEGREES = frozenset({"degrees", "celsius", "fahrenheit"})


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
    half"). "1:30" is a length of time before a unit ("1:30 minutes" are 90 seconds) and in a sentence about a
    timer, where it is hours and minutes as in Home Assistant; elsewhere it may be a time of day, and its
    numbers are amounts without a unit. Raises BadInput (`unknown_language`).
    """
    texts = [token.text for token in tokens]
    timed = ":" in texts and {m.key for m in words.marks(tokens) if m.kind == "class"} == {"timer"}
    reader = _Reader(texts, words, language, timed)
    found: list[Amount] = []
    place = 0
    while place < len(tokens):
        amount = reader.amount(place) if reader.may_begin(texts[place]) else None
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
    of_timer: bool

    def amount(self, start: int) -> Amount | None:
        if timed := self._with_colons(start):
            return timed
        part, end = self._fraction(start)
        if end > start:
            unit, unit_end = self._unit(self._skip(end, self.words.of))
            counted = start > 0 and self.tokens[start - 1] in self.words.one  # "a third", not "the third"
            if unit or part == _HALF or len(self.tokens[start]) == 1 or end > start + 1 or counted:
                return Amount(part, unit, start, unit_end if unit else end)
            return None  # "cuarto" is a room too
        if pair := self._pair(start):
            return pair
        whole = self._number(start) or self._one_and_a_part(start) or self._decimals_alone(start)
        if whole is None:
            return self._unit_alone(start)
        value, end = whole
        part, end = self._tail(end)
        unit, unit_end = self._unit(self._skip(end, self.words.more))
        end = unit_end if unit else end
        after, end = self._after_unit(end, unit) if unit else (0.0, end)
        before = self._word(start - 1) in self.words.minus
        negative = before and (unit in _DEGREES or self._word(start - 2) in self.words.to)
        below = self._below_zero(end) if unit in _DEGREES else end
        amount = value + part + after
        return Amount(-amount if negative or below > end else amount, unit, start - negative, below)

    def may_begin(self, word: str) -> bool:
        """Return True if `word` may be the first of an amount."""
        return not word.isalpha() or word in self.words.begin_amounts or begins_number(word, self.language)

    def _pair(self, start: int) -> Amount | None:
        """Read two of a unit: "a couple of degrees"; without a unit they may be things."""
        for phrase in self.words.pairs:
            end = start + len(phrase)
            if tuple(self.tokens[start:end]) == phrase:
                unit, unit_end = self._unit(self._skip(end, self.words.more))
                if unit:
                    return Amount(2.0, unit, start, unit_end)
        return None

    def _one_and_a_part(self, start: int) -> tuple[float, int] | None:
        """Read the "one" of "one and a half"; "one" is not a number otherwise."""
        if self.tokens[start] in self.words.one and self._tail(start + 1)[1] > start + 1:
            return 1.0, start + 1
        return None

    def _decimals_alone(self, start: int) -> tuple[float, int] | None:
        """Read decimals without a whole number: "point five"."""
        found = self._decimals(start) if self.tokens[start] in self.words.leading_point else (0.0, start)
        return found if found[1] > start else None

    def _unit_alone(self, start: int) -> Amount | None:
        """Read a unit that stands for one of it: "a minute", "un grado", "hora y media"."""
        counted = self.tokens[start] in self.words.one
        unit, end = self._unit(start + counted)
        if not unit or (self.tokens[start + counted].isalpha() and len(self.tokens[start + counted]) == 1):
            return None  # "a C" of "turn on the A.C." is no unit
        part, tail = self._after_unit(end, unit)
        if not counted and tail == end:
            return None
        minus = unit in _DEGREES and counted and self._word(start - 1) in self.words.minus
        below = self._below_zero(tail) if unit in _DEGREES else tail
        return Amount(-1 - part if minus or below > tail else 1 + part, unit, start - minus, below)

    def _with_colons(self, start: int) -> Amount | None:
        """Read "1:30" and "1:30:15" where they are a length of time."""
        parts, end = list[int](), start
        while (
            self._word(end).isdecimal() and len(self._word(end)) <= _LONGEST_PART and len(parts) < _MOST_PARTS
        ):
            parts.append(int(self._word(end)))
            end += 2
            if self._word(end - 1) != ":":
                break
        end -= 1
        if len(parts) < 2 or any(part >= _SIXTY for part in parts[1:]) or self._word(start - 1) == ":":
            return None
        unit, unit_end = self._unit(end)
        if unit not in (_SIXTIETHS if unit or not self.of_timer else ("",)):
            return None
        value = sum(part / _SIXTY**place for place, part in enumerate(parts))
        return Amount(value, unit or "hours", start, unit_end)

    def _after_unit(self, place: int, unit: str) -> tuple[float, int]:
        """Read the part after a unit ("hora y media", "grados con cinco", "5 minutes 30"); 0 without any."""
        if unit not in _DEGREES and self._word(place) in self.words.point:
            return 0.0, place  # "dos horas con 30 minutos"
        part, end = self._tail(place)
        if end > place:
            return part, end
        if unit in self.words.bare_decimals:
            part, end = self._decimals(place - 1)
            return (part, end) if end > place - 1 and self._is_last(end) else (0.0, place)
        return self._sixtieths(place) if unit in _SIXTIETHS else (0.0, place)

    def _below_zero(self, place: int) -> int:
        """Return the place after "below zero" at `place`, else `place`."""
        ends = (
            place + len(p) for p in self.words.below_zero if tuple(self.tokens[place : place + len(p)]) == p
        )
        return next(ends, place)

    def _sixtieths(self, place: int) -> tuple[float, int]:
        """Read what follows hours or minutes at the end: "une heure trois quarts", "an hour thirty"."""
        part, end = self._fraction(place)
        if end > place and self._is_last(end):
            return part, end
        found = self._number(self._skip(place, self.words.joins))
        if found and found[0].is_integer() and 0 < found[0] < _SIXTY and self._is_last(found[1]):
            return found[0] / _SIXTY, found[1]
        return 0.0, place

    def _is_last(self, place: int) -> bool:
        """Return True if nothing follows that what was read may belong to: "an hour thirty for the roast"."""
        return self._word(place) in self.words.lasting | {"", ","}

    def _word(self, place: int) -> str:
        return self.tokens[place] if 0 <= place < len(self.tokens) else ""

    def _number(self, place: int) -> tuple[float, int] | None:
        token = self._word(place)
        if token.lstrip("-.,")[:1].isdigit():
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
            begin = self._skip(joined, self.words.one)
            value, end = self._fraction(begin)
            if end > begin:
                return value, end
        return 0.0, place

    def _decimals(self, place: int) -> tuple[float, int]:
        digits, end = "", place + 1
        while (found := self._figure(end)) and found[0].is_integer() and len(digits) < _MOST_DIGITS:
            digits, end = digits + str(int(found[0])), found[1]
        return (float(f"0.{digits}"), end) if digits else (0.0, place)

    def _figure(self, place: int) -> tuple[float, int] | None:
        """Read a number after a decimal sign, where "one" is one, too."""
        alone = is_one(self._word(place), self.language)
        return self._number(place) or ((1.0, place + 1) if alone else None)

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
