"""Reads and works out sums: "what's 15 percent of 80", "siete por ocho", "la moitié de 90"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import isqrt
from typing import Literal

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.phrases import Phrases
from sarai_mqtt.languages.schema.sums import Operation, Sums
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.asides import PAUSE
from sarai_mqtt.understanding.numbers import is_one, number_at

Failed = Literal["by_zero", "too_large"]

_LARGEST = 10**12
_MOST_POWER = 64
_MOST_TOKENS = 40
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*'?|[+*/^%×÷=-]")
_SAME = str.maketrans({"×": "*", "÷": "/", "’": "'", "−": "-", "–": "-"})
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_NUMBER = r"#(\d+)"
_SIGNS: Mapping[Operation, str] = {
    "plus": "+", "minus": "-", "times": "*", "divided": "/", "percent": "%", "power": "^",
}  # fmt: skip
# Signs that bind alike, the loosest first; the power binds tightest.
_LEVELS = (("+", "-"), ("*", "/", "%"), ("^",))


@dataclass(frozen=True, slots=True)
class Result:
    """The value of a sum, rounded to four decimals if not `exact`."""

    value: float
    exact: bool


def result_of(text: str, language: str) -> Result | Failed | None:
    """Return the result of the sum that `text` is as a whole, why it has none, or None if it is no sum.

    Raises BadInput (`unknown_language`).
    """
    phrases = pack(language).sums
    if phrases is None:
        return None
    numbers, parts = _numbers_and_signs(text, language, phrases.point)
    for rest in () if parts else _behind_clauses(text, language, phrases.point):
        # "I'm doing my homework, what's seven times eight": nothing is left out that has a number
        numbers, parts = _numbers_and_signs(rest, language, phrases.point)
        if parts is not None:
            break
    if parts is None:
        return None
    try:
        return _rounded(_value(parts.split(), numbers))
    except ZeroDivisionError:
        return "by_zero"
    except OverflowError:
        return "too_large"
    except ValueError:
        return None  # the root of a negative number


def _numbers_and_signs(text: str, language: str, point: Phrases) -> tuple[list[Fraction], str | None]:
    """Return the numbers of `text`, and the signs of the sum that it is as a whole; None for another text."""
    numbers, words = _with_numbers(text, language, point)
    return numbers, _reader(language).read(words) if numbers else None


def _behind_clauses(text: str, language: str, point: Phrases) -> Iterator[str]:
    """Yield what comes after each pause of `text` if nothing before it has a number."""
    for pause in PAUSE.finditer(text):
        if _with_numbers(text[: pause.start()], language, point)[0]:
            return
        yield text[pause.end() :]


def _with_numbers(text: str, language: str, point: Phrases) -> tuple[list[Fraction], str]:
    """Return the numbers of `text`, and its words with `#0`, `#1`, … in their place."""
    said = _HYPHEN.sub(" ", without_accents(text.lower().translate(_SAME)))
    tokens = _TOKEN.findall(said)[:_MOST_TOKENS]
    numbers, words = list[Fraction](), list[str]()
    percent = pack(language).numbers.percent
    place = 0
    while place < len(tokens):
        if tuple(tokens[place : place + len(percent)]) == percent:  # one of its words may be a number
            words.append("%")
            place += len(percent)
            continue
        value, place = _number(tokens, place, language, point)
        if value is None:
            words.append(tokens[place])
            place += 1
        else:
            words.append(f"#{len(numbers)}")
            numbers.append(value)
    return numbers, " ".join(words)


def _number(tokens: Sequence[str], place: int, language: str, point: Phrases) -> tuple[Fraction | None, int]:
    """Return the number at `place`, in digits or words, and the index after it; None and `place` without."""
    token = tokens[place]
    if token[0].isdigit():
        sign = pack(language).conventions.decimal_sign
        written = _of_digits(token, sign)
        return written, place if written is None else place + 1
    found = number_at(tokens, place, language)
    value, end = (Fraction(int(found[0])), found[1]) if found else (Fraction(0), place)
    if not found and is_one(token, language) and _is_operand(tokens, place, language):
        value, end = Fraction(1), place + 1
    if end == place:
        return None, place
    decimals = number_at(tokens, end + 1, language) if end + 1 < len(tokens) else None
    if decimals and re.fullmatch(point.group, tokens[end]):
        digits = str(int(decimals[0]))
        return value + Fraction(int(digits), 10 ** len(digits)), decimals[1]
    return value, end


def _is_operand(tokens: Sequence[str], place: int, language: str) -> bool:
    """Return True if "one" is a number here: at the end, or before what stands between two numbers."""
    return place + 1 == len(tokens) or _reader(language).is_sign(" ".join(tokens[place + 1 :]))


def _of_digits(token: str, decimal_sign: str) -> Fraction | None:
    """Return the number; a sign that is not for decimals groups three digits, if they are three."""
    whole, *rest = re.split(r"[.,]", token)
    if not rest:
        return Fraction(int(whole))
    last = token[-len(rest[-1]) - 1]
    grouped = all(len(part) == 3 for part in rest)
    if len(rest) > 1 or (grouped and last != decimal_sign):
        return Fraction(int(whole + "".join(rest))) if grouped else None
    return Fraction(int(whole + rest[0]), 10 ** len(rest[0]))


class _Reader:
    """Turns the words of a sum into signs."""

    def __init__(self, phrases: Sums) -> None:
        self._asking = re.compile(rf"^{phrases.asking.group}(?= |$)")
        self._tail = re.compile(rf"(?: (?:=|{phrases.tail.group}))+$")
        self._joined = re.compile(rf"(?<=\d) {phrases.joined.group} (?=#)")
        self._orders: list[tuple[re.Pattern[str], str]] = []
        for name, orders in phrases.orders.items():
            for order in orders:
                pattern = order.replace("{a}", r"#(?P<a>\d+)").replace("{b}", r"#(?P<b>\d+)")
                self._orders.append((re.compile(pattern), rf"#\g<a> {_SIGNS[name]} #\g<b>"))
        signs = "|".join(some.group for some in phrases.infix.values())
        self._sign = re.compile(f"(?:{signs})(?= )")
        self._signs = [(self._between(some), _SIGNS[name]) for name, some in phrases.infix.items()]
        self._powers = [
            (re.compile(rf"(?<=\d) {some.group}(?= |$)"), f" ^{power}")
            for power, some in phrases.powers.items()
        ]
        self._fractions = [
            (re.compile(rf"(?:^|(?<= )){some.group} (?=#)"), f"{by}* ")
            for by, some in phrases.fractions.items()
        ]
        self._root = re.compile(rf"(?:^|(?<= )){phrases.root.group} (?=#)")

    def read(self, words: str) -> str | None:
        """Return the numbers and signs of a sum; None if other words are left, or there is no sign."""
        rest = self._tail.sub("", self._asking.sub("", words, count=1)).strip()
        asked = rest != words
        for pattern, instead in self._orders:
            rest = pattern.sub(instead, rest)
        for pattern, sign in self._signs:
            rest = pattern.sub(f" {sign} ", rest)
        for pattern, instead in (*self._powers, *self._fractions):
            rest = pattern.sub(instead, rest)
        rest = self._root.sub("r ", rest)
        if asked:
            joined = self._joined.sub(" + ", rest)
            # "twenty, thirty and forty"
            rest = joined if joined == rest else re.sub(r"(?<=\d) (?=#)", " + ", joined)
        number = rf"(?:r |\d+/?\d*\* )*{_NUMBER}(?: \^\d)?"
        if not re.fullmatch(rf"{number}(?: [-+*/%^] {number})*", rest) or rest == "#0":
            return None
        return rest

    def is_sign(self, words: str) -> bool:
        """Return True if `words` begin with what stands between two numbers."""
        return self._sign.match(words) is not None

    @staticmethod
    def _between(phrases: Phrases) -> re.Pattern[str]:
        """Return the pattern of a sign between two numbers; the second may have words before it."""
        return re.compile(rf"(?<=\d) ?{phrases.group} (?=\D*#)")


@cache
def _reader(language: str) -> _Reader:
    phrases = pack(language).sums
    if phrases is None:
        raise ValueError(language)
    return _Reader(phrases)


def _value(parts: Sequence[str], numbers: Sequence[Fraction], level: int = 0) -> Fraction:
    """Return the value of numbers and signs. Raises ZeroDivisionError, OverflowError, ValueError."""
    if level == len(_LEVELS):
        return _operand(parts, numbers)
    places = [i for i, part in enumerate(parts) if part in _LEVELS[level]]
    bounds = [-1, *places, len(parts)]
    values = [_value(parts[start + 1 : end], numbers, level + 1) for start, end in pairwise(bounds)]
    result = values[0]
    for place, value in zip(places, values[1:], strict=True):
        result = _done(parts[place], result, value)
        if abs(result) > _LARGEST:
            raise OverflowError
    return result


def _done(sign: str, a: Fraction, b: Fraction) -> Fraction:
    match sign:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "%":
            return a * b / 100
    return _power(a, b)


def _operand(parts: Sequence[str], numbers: Sequence[Fraction]) -> Fraction:
    """Return the value of a number with what stands before and behind it: "1/2*", "r", "^2"."""
    place = next(i for i, part in enumerate(parts) if part.startswith("#"))
    value = numbers[int(parts[place][1:])]
    for part in parts[place + 1 :]:
        value = _power(value, Fraction(part[1:]))
    for part in reversed(parts[:place]):
        value = _root(value) if part == "r" else value * Fraction(part[:-1])
    return value


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or not 0 <= exponent <= _MOST_POWER:
        raise OverflowError
    if abs(base) > 1 and exponent * (abs(base.numerator).bit_length() - 1) > _LARGEST.bit_length() * 2:
        raise OverflowError
    return base**exponent.numerator


def _root(value: Fraction) -> Fraction:
    """Return the square root, exact where it is rational. Raises ValueError below zero."""
    if value < 0:
        raise ValueError(value)
    exact = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return exact if exact**2 == value else Fraction(float(value) ** 0.5)


def _rounded(value: Fraction) -> Result:
    if abs(value) > _LARGEST:
        raise OverflowError
    scaled = round(value * 10**4)
    return Result(scaled / 10**4, exact=Fraction(scaled, 10**4) == value)
