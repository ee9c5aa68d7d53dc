"""What the text normalizers of all languages need: units over units, Roman numerals, a lexicon."""

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


def whole_year(year: str) -> int:
    """Return the year that is written with two digits or four: 23 is 2023, 85 is 1985."""
    short = int(year)
    return short if short >= _CENTURY else short + (1900 if short >= _PIVOT else 2000)


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
