"""Text normalization for French: writes out signs, digits, units and abbreviations in words."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from unicode_rbnf import RbnfEngine

from sarai_mqtt.languages.fr.spoken_words import (
    ABBREVIATIONS,
    CODES,
    COUNTED_IN_ROMAN,
    FEMININE_UNITS,
    FRACTIONS,
    KINGS,
    LETTERS,
    MONEY,
    MONTHS,
    PARTS,
    SIGNS,
    TITLES,
    UNITS,
)
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spoken_parts import (
    ADDRESS,
    DATE,
    DURATION,
    FREE,
    ISO_TIME,
    MINUS,
    RANGE,
    ROMAN,
    ROMAN_OF_SEVERAL,
    SPLIT_DEGREES,
    VERSION,
    LetterNames,
    Lexicon,
    UnitNames,
    any_of,
    date_of,
    is_date,
    is_difference,
    length_of,
    roman_value,
)

_THOUSANDS = re.compile(
    r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|[1-9]\d{0,2}(?:\.\d{3}){2,}(?!\d)"
)
_NUMBER = rf"{_THOUSANDS.pattern}|\d+(?:[.,]\d+)?"
_ABBREVIATION = re.compile(rf"(?<![\w/.])({any_of(ABBREVIATIONS)})(?![\w/])")
_ENDS_SENTENCE = re.compile(r"\s*$|\s+[A-ZÀÂÇÉÈÊÎÔ]")
_DAY = re.compile(
    r"\b(?:(le|du|au|dès le|jusqu'au)\s+(\d\d?)/(\d\d?)|(\d\d?)/(0\d))\b(?!/|\s*d[e'])", re.IGNORECASE
)
_LENGTH = re.compile(r"(?<!à )(?<![\w:.,])(\d+):([0-5]\d)\s(minutes?|min|heures?)\b", re.IGNORECASE)
_TIME = re.compile(r"\b([01]?\d|2[0-4])(?::|\s?h\s?)([0-5]\d)(?!:?\d)(?:\s?h(?:eures)?\b)?")
_ORDINAL = re.compile(rf"{FREE}(\d{{1,3}})(ers?|ères?|res?|[èe]mes?|es?|nde?s?|ds?)\b")
_ROMAN_ORDINAL = re.compile(rf"\b({ROMAN})(er|ère|re|e|ème|è)\b")
_ROMAN_COUNTED = re.compile(rf"\b((?i:{any_of(COUNTED_IN_ROMAN)})|{any_of(KINGS)}) ({ROMAN})\b(?!['’])")
_ROMAN_ALONE = re.compile(rf"(?<=[a-zéèàç] )({ROMAN_OF_SEVERAL})(?![\w'’])")
_PHONE = re.compile(
    r"(?<![\w.,-])(?:\+33\s?[1-9]|0\d)(?:[ .]?\d\d){4}(?![\w-])|(?<![\w.,-])\d{3}-\d{4}(?=\s*(?:$|[.,;!?)]))"
)
_CODE = re.compile(
    rf"\b((?:{any_of(CODES)})(?:\s(?:est|numéro))?\s?:?\s)(\d{{3,12}})\b(?![.,]\d)", re.IGNORECASE
)
_MONEY_FIRST = re.compile(rf"([€$£])\s?({_NUMBER})(?!\d)")
_MINUS = re.compile(rf"(?<![\w.,]){MINUS}(?=\d)")
_LONG = re.compile(r"(?<![\w.,])(\d{9,}|0\d+)(?![\w]|[.,]\d)")
_MIXED = re.compile(rf"{FREE}(\d+)\s?({any_of(PARTS)})(?![\d/])(?:\s?([°º%][CF]?|(?<=\s)[^\W\d]+))?(?![\w/])")
_HALF_OF = re.compile(
    r"(?<![\w/])(?:½|1/2)(?:\s?(?:de |d'))?\s?(?=(?:heures?|journées?|tasses?|litres?|minutes?)\b)"
)
_FRACTION = re.compile(rf"{FREE}({any_of(FRACTIONS)})(?![\d/])")
_COUNTED = re.compile(rf"(?:(?<![\w.,])|(?<=[a-z])|(?<=\W[.,]))({_NUMBER})(?=(\s+[^\W\d_]+)?)")
_LEFT_OVER = re.compile(r"\d+")
_WORD = re.compile(r"(?<!['’])\b[^\W\d_]+\b(?!['’])")
_SIGN = re.compile(f"[{re.escape(''.join(SIGNS))}]")
_UNSAYABLE = re.compile(r"[^\w\s,.;:!?…—()\"'’“”«»-]|[_ªº]")
_FEMININE_NOUN = re.compile(
    r"(?:ière|elle|ette|ine|aine|tion|sion|té|ure|eure|ance|ence|ée|onne|orte|ompe|ampe|oule|inute|econde|ièce"
    r"|ambre|enêtre|fois|pie|tasse|rise|aleur)s?$"
)
_READABLE = re.compile(r"(?:(?:[bcdfgpt][lr]|ch|qu|[bcdfgjklmnprstv])?[aeiouyéèà]{1,3}[nrslmtdx]?)+")
_LETTERS = LetterNames(LETTERS, "aeiouyàô", _READABLE)
_ONE, _TWO, _SHORT_DECIMALS = 1, 2, 2
_IRREGULAR = (81, 91)  # Unicode's rules have an "et" in these ordinals


class FrenchNormalizer:
    """Writes text as a French speaker says it. `numbers` is Unicode's number formatter for French."""

    def __init__(self, numbers: RbnfEngine) -> None:
        self._numbers = numbers
        self._units = UnitNames({**pack("fr").units.names, **UNITS}, "par")
        self._measure_of = re.compile(rf"(?<![\w.,:-])(?<!\d/)({_NUMBER})\s?({self._units.pattern})")
        self._lexicon = Lexicon(Path(__file__).parent)

    def __call__(self, text: str) -> str:
        """Return `text` in words and punctuation; signs that cannot be spoken are removed."""
        text = SPLIT_DEGREES.sub(r"\1\2", text.replace("_", " "))
        text = self._lexicon.respelt(_ABBREVIATION.sub(_abbreviation, text))
        steps: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
            (ADDRESS, lambda found: found.group().replace(".", " point ")),
            (ISO_TIME, lambda found: f"{found.group(1)}, à {found.group(2)}"),
            (DATE, self._date),
            (_PHONE, self._phone),
            (DURATION, lambda found: "{} h, {} min et {} s".format(*map(int, found.groups()))),
            (_LENGTH, lambda found: length_of(found, "et")),
            (_TIME, self._time),
            (_DAY, self._day),
            (VERSION, self._version),
            (_ORDINAL, lambda found: self._ordinal(int(found.group(1)), found.group(2))),
            (_ROMAN_ORDINAL, lambda found: self._ordinal(roman_value(found.group(1)), found.group(2))),
            (_ROMAN_COUNTED, lambda found: f"{found.group(1)} {roman_value(found.group(2))}"),
            (_ROMAN_ALONE, lambda found: str(roman_value(found.group(1)))),
            (_CODE, lambda found: found.group(1) + self._digits(found.group(2))),
            (_MIXED, self._mixed),
            (_HALF_OF, lambda _: "une demi-"),
            (_FRACTION, lambda found: FRACTIONS[found.group(1)]),
        )
        for pattern, replacement in steps:
            text = pattern.sub(replacement, text)
        text = _MINUS.sub("moins ", RANGE.sub(_between, _MONEY_FIRST.sub(r"\2 \1", text)))
        text = _LONG.sub(lambda found: self._digits(found.group()), self._measure_of.sub(self._measure, text))
        text = _COUNTED.sub(self._counted, text)
        text = _SIGN.sub(lambda found: f" {SIGNS[found.group()]} ", text)
        if any(letter.islower() for letter in text):
            text = _WORD.sub(_LETTERS.spell, text)
        return _tidy(_LEFT_OVER.sub(lambda found: self._digits(found.group()), text))

    def _in_words(self, number: str | Decimal, *, feminine: bool = False) -> str:
        """Return a number in words; one with decimals does not agree with what it counts."""
        whole, _, decimals = f"{Decimal(number):f}".partition(".")
        decimals = decimals.rstrip("0")
        if not decimals:
            return self._format(int(whole), f"spellout-cardinal-{'feminine' if feminine else 'masculine'}")
        short = len(decimals) <= _SHORT_DECIMALS and not decimals.startswith("0")
        said = self._in_words(decimals) if short else self._digits(decimals)
        return f"{self._in_words(whole)} virgule {said}"

    def _format(self, number: int, rules: str) -> str:
        return str(self._numbers.format_number(number, ruleset_names=[rules]).text).replace("\xad", "")

    def _digits(self, digits: str) -> str:
        return " ".join(self._in_words(one) for one in digits)

    def _phone(self, found: re.Match[str]) -> str:
        """Write a telephone number in pairs, as it is said in France; others figure by figure."""
        written = found.group()
        if "-" in written:
            return ", ".join(self._digits(part) for part in written.split("-"))
        digits = re.sub(r"\D", "", written)
        before = (
            f"plus {self._in_words(digits[:2])} {self._in_words(digits[2])}, " if written[0] == "+" else ""
        )
        pairs = re.findall("..", digits[3:] if before else digits)
        said = (self._digits(pair) if pair.startswith("0") else self._in_words(pair) for pair in pairs)
        return before + ", ".join(said)

    def _date(self, found: re.Match[str]) -> str:
        if (date := date_of(found)) is None:
            return found.group()
        year, month, day = date
        return f"{self._day_of(day, month)} {self._in_words(str(year))}"

    def _day(self, found: re.Match[str]) -> str:
        before, day, month = found.group(1, 2, 3) if found.group(1) else ("", *found.group(4, 5))
        return f"{before} {self._day_of(day, month)}".strip() if is_date(day, month) else found.group()

    def _day_of(self, day: str, month: str) -> str:
        return f"{'premier' if int(day) == _ONE else self._in_words(day)} {MONTHS[int(month) - 1]}"

    def _time(self, found: re.Match[str]) -> str:
        hour, minute = int(found.group(1)), int(found.group(2))
        said = f"{self._in_words(str(hour), feminine=True)} heure{'s' if hour >= _TWO else ''}"
        return f"{said} {self._in_words(str(minute))}" if minute else said

    def _version(self, found: re.Match[str]) -> str:
        if _THOUSANDS.fullmatch(found.group()):
            return found.group()
        return " point ".join(self._in_words(part) for part in found.group().lstrip("v").split("."))

    def _ordinal(self, number: int, mark: str) -> str:
        if mark[0] in "nd":
            return ("seconde" if mark[-1] == "e" else "second") if number == _TWO else f"{number}{mark}"
        feminine = mark.rstrip("s") in ("ère", "re")
        if number in _IRREGULAR:
            return f"quatre-vingt-{'onzième' if number > _IRREGULAR[0] else 'unième'}"
        return self._format(number, f"spellout-ordinal-{'feminine' if feminine else 'masculine'}")

    def _mixed(self, found: re.Match[str]) -> str:
        """Write "1½ heure" as "une heure et demie"."""
        number, part, word = found.groups()
        if word in self._units.names:
            noun, feminine = self._units.name(word, one=int(number) < _TWO), word in FEMININE_UNITS
        elif word and (word.endswith("s") or _is_feminine(word)):
            noun, feminine = word, _is_feminine(word)
        else:
            return f"{number} et {PARTS[part][0]} {word or ''}".strip()
        return f"{number} {noun} et {PARTS[part][feminine]}"

    def _measure(self, found: re.Match[str]) -> str:
        number, unit = _value(found.group(1)), found.group(2)
        feminine, one = unit.partition("/")[0] in FEMININE_UNITS, number < _TWO
        name = self._units.name(unit, one=one)
        whole, _, cents = f"{number:f}".partition(".")
        if unit in MONEY and cents:
            return f"{self._in_words(whole)} {name} {self._in_words(cents.ljust(2, '0')[:2])}"
        return f"{self._in_words(number, feminine=feminine)} {name}"

    def _counted(self, found: re.Match[str]) -> str:
        noun = (found.group(2) or "").strip().lower()
        return f" {self._in_words(_value(found.group(1)), feminine=_is_feminine(noun))} "


def _value(written: str) -> Decimal:
    """Parse a number with French separators; a dot before three figures is Home Assistant's decimal sign."""
    if _THOUSANDS.fullmatch(written):
        head, comma, decimals = written.partition(",")
        return Decimal(re.sub(r"[ \u00a0\u202f.]", "", head) + (f".{decimals}" if comma else ""))
    return Decimal(written.replace(",", "."))


def _is_feminine(noun: str) -> bool:
    return bool(_FEMININE_NOUN.search(noun))


def _between(found: re.Match[str]) -> str:
    """Write the sign between two numbers: a range or a difference."""
    return f"{found.group(1)} {'moins' if is_difference(found) else 'à'} "


def _abbreviation(found: re.Match[str]) -> str:
    """Return the abbreviation in full, with its dot if that also ends the sentence."""
    short = found.group()
    ends = short.endswith(".") and short not in TITLES and _ENDS_SENTENCE.match(found.string, found.end())
    return ABBREVIATIONS[short] + ("." if ends else "")


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", _UNSAYABLE.sub(" ", text))
    return re.sub(r"\s+([,.…])", r"\1", text).strip()
