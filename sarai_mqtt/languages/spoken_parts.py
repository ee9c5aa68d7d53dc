"""What the text normalizers of all languages need: dates, units over units, Roman numerals, a lexicon."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sarai_mqtt.languages.pack_files import PackFiles

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
ROMAN = r"(?=[IVX])(?:XC|XL|X{0,3})(?:IX|IV|V?I{0,3})"
"""Pattern of a Roman numeral that begins with I, V or X: C, D, L and M alone are letters."""
ROMAN_OF_SEVERAL = r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})"
"""Pattern of a Roman numeral of two letters or more that is no size of clothes."""

FREE = r"(?<![\w.,:/-])"
"""Pattern before a number that is not the rest of another one."""
MINUS = r"(?:[-\u2212\u2011]|–(?![^–]*\w–(?!\d)))"
"""Pattern of what is written for a minus: hyphen, minus, non-breaking hyphen, a dash that opens no aside."""
SPLIT_DEGREES = re.compile(r"(?<=\d)\s?([°º])\s([CF])\b")
ISO_TIME = re.compile(r"\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)")
DATE = re.compile(r"\b(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)([/-])(\d\d?)\5(\d{4}|\d\d))\b(?![-/]\d)")
"""Pattern of a date with its year: `date_of`."""
DURATION = re.compile(r"\b(\d+):([0-5]\d):([0-5]\d)\b")
VERSION = re.compile(rf"{FREE}v?\d+(?:\.\d{{1,2}}){{2,}}(?!\d)|{FREE}\d+(?:\.\d+){{3,}}(?!\d)")
ADDRESS = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
RANGE = re.compile(r"(\d+)(\s?[-–\u2011]\s?)(?=(\d+))")
"""Pattern of a number and the sign before another one: `is_difference`."""

DAYS_OF_MONTH, MONTHS_OF_YEAR = 31, 12
_CENTURY, _PIVOT = 100, 70


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral (`ROMAN`)."""
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def is_date(day: str, month: str) -> bool:
    """Return True if these digits can be a day and a month."""
    return 1 <= int(month) <= MONTHS_OF_YEAR and 1 <= int(day) <= DAYS_OF_MONTH


def date_of(found: re.Match[str]) -> tuple[int, str, str] | None:
    """Return year, month and day of a match of `DATE`; None if it is no date."""
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(7, 6, 4)
    return (whole_year(year), month, day) if is_date(day, month) else None


def length_of(found: re.Match[str], joiner: str) -> str:
    """Return "2:30 h" (whole, sixtieths and a unit) as "2 h and 30 min", with `joiner` for "and"."""
    whole, sixtieths, unit = int(found.group(1)), int(found.group(2)), found.group(3)[0].lower()
    units = ("h", "min") if unit == "h" else ("min", "s")
    return f"{whole} {units[0]} {joiner} {sixtieths} {units[1]}" if sixtieths else f"{whole} {units[0]}"


def is_difference(found: re.Match[str]) -> bool:
    """Return True if the sign of a match of `RANGE` is a minus: between blanks, after the larger number."""
    first, sign, second = found.groups()
    return sign.startswith(" ") and sign.endswith(" ") and int(first) > int(second)


def whole_year(year: str) -> int:
    """Return the year that is written with two digits or four: 23 is 2023, 85 is 1985."""
    short = int(year)
    return short if short >= _CENTURY else short + (1900 if short >= _PIVOT else 2000)


@dataclass(frozen=True, slots=True)
class LetterNames:
    """Names of letters, for what is not a word: TV, USB, http, the b of plan B.

    `alone` are letters that are words by themselves; `readable` matches capitals that are read as a word.
    """

    names: Mapping[str, str]
    alone: str
    readable: re.Pattern[str]

    def spell(self, found: re.Match[str]) -> str:
        """Return the word that was found, or the names of its letters if it cannot be read."""
        word = found.group()
        letters = word.lower()
        single = len(word) == 1 and letters not in self.alone
        capitals = len(word) > 1 and word.isupper() and not self.readable.fullmatch(letters)
        unreadable = len(word) > 1 and word.isascii() and not re.search("[aeiouy]", letters)
        if not (single or capitals or unreadable):
            return word
        return " ".join(self.names.get(letter, letter) for letter in letters)


@dataclass(frozen=True, slots=True)
class UnitNames:
    """Names of units as (one, several), also of those over another unit ("W/m²"), joined by `per`."""

    names: Mapping[str, tuple[str, str]]
    per: str

    @property
    def pattern(self) -> str:
        """Pattern of a unit, with nothing after it that would make it another one."""
        one = f"(?:{any_of(self.names)})"
        return rf"{one}(?:/{one})?(?![\wº°²³'’])(?!/[^\W\d])"

    def name(self, unit: str, *, one: bool) -> str:
        """Return the name of `unit`, for one of it or for several."""
        if unit in self.names:
            return self.names[unit][not one]
        above, _, below = unit.partition("/")
        return f"{self.names[above][not one]} {self.per} {self.names[below][0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Respellings:
    """Words that the rules of a language misread, such as brands, and how they are said in its spelling.

    Args:
        words: the word (its case does not matter) and its spelling as it sounds.

    """

    words: Mapping[str, str]


class Lexicon:
    """The respellings of a language: lexicon.yaml in the folder of its pack."""

    def __init__(self, folder: Path) -> None:
        words = PackFiles(folder).read("lexicon.yaml", Respellings).words
        self._words = {word.lower(): said for word, said in words.items()}
        self._pattern = re.compile(rf"(?<![\w.@])(?:{any_of(self._words)})(?![\w@])", re.IGNORECASE)

    def respelt(self, text: str) -> str:
        """Return `text` with its words respelt."""
        return self._pattern.sub(lambda found: self._words[found.group().lower()], text)
