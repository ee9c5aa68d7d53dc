"""Text normalization for Spanish: writes out signs, digits, units and abbreviations in words."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Literal

from unicode_rbnf import RbnfEngine

from sarai_mqtt.languages.es.spoken_words import (
    ABBREVIATIONS,
    CODES,
    COUNTED_IN_ROMAN,
    CURRENCY_NOUNS,
    FEMININE_UNITS,
    FINE_NOUNS,
    FINE_UNITS,
    FRACTIONS,
    KINGS,
    LETTERS,
    MONEY,
    MONTHS,
    ORDINAL_ENDINGS,
    PARTS,
    QUEENS,
    SIGNS,
    TITLES,
    UNITS,
    WORDS_NOT_UNITS,
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

# Rule sets of Unicode's Spanish number formats (RBNF): counting (veintiuno), masculine (veintiún) and
# feminine (veintiuna) before a noun.
_Form = Literal["spellout-numbering", "spellout-cardinal-masculine", "spellout-cardinal-feminine"]
_COUNT: _Form = "spellout-numbering"
_MASCULINE: _Form = "spellout-cardinal-masculine"
_FEMININE: _Form = "spellout-cardinal-feminine"

# "1,234.50": a comma between thousands, where only a dot, another comma or money tells.
_WITH_COMMAS = r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}(?![\d,])"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[. \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?")
_NUMBER = rf"{_WITH_COMMAS}|{_THOUSANDS.pattern}|\d+(?:[.,]\d+)?"
_PERIOD = r"(?:\s?([ap])\.?\s?m\b(?:\.(?!\s*$))?)?"
_ABBREVIATION = re.compile(rf"(?<![\w/.])({any_of(ABBREVIATIONS)})(?![\d/])", re.IGNORECASE)
_CASED = frozenset({"D.", "C/", "Ud.", "Uds.", "CO2", "CO₂"})  # "d." is the end of a list of letters
_ENDS_SENTENCE = re.compile(r"\s*$|\s+[¿¡]?[A-ZÁÉÍÓÚÑ]")
_DAY = re.compile(
    r"\b(?:(el|del|al|día|desde|hasta)\s+(\d\d?)/(\d\d?)|(\d\d?)/(0\d))\b(?!/|\s*de\b)", re.IGNORECASE
)
_TIME = re.compile(
    rf"\b([01]?\d|2[0-4]):([0-5]\d)(?!:?\d)(?:\s?h(?:oras)?\b)?{_PERIOD}",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?<!las )(?<!la )(?<![\w:.,])(\d+):([0-5]\d)\s(minutos?|min|horas?|h)\b", re.IGNORECASE
)
_ORDINAL = re.compile(rf"{FREE}(\d{{1,3}})\.?([ºª]|er\b|[rdtvmn][oa]\b)(?!\s?[CF]\b)")
_DEGREES = re.compile(
    rf"(?<!\bel )(?<!\bla ){FREE}(\d\d|1\d\d)º(?!\s?[CF]\b)(?=\s*(?:$|[.,;:!?)]|(?:y|o|en|con|de|del)\b))"
)
_ROMAN_COUNTED = re.compile(rf"\b((?i:{any_of(COUNTED_IN_ROMAN)})) ({ROMAN})\b")
_ROMAN_NAMED = re.compile(rf"\b({any_of((*KINGS, *QUEENS))}) ({ROMAN})\b")
_ROMAN_ALONE = re.compile(rf"(?<=[a-záéíóúñ] )({ROMAN_OF_SEVERAL})(?![\w'’])")
_PHONE = re.compile(
    r"(?<![\w.,-])(?:\(\d{3}\)\s?|\d{3}-)?\d{3}-\d{4}(?=\s*(?:$|[.,;:!?)]|(?:y|o|para|si|de|en|por|ya)\b)(?!\d))"
)
_CODE = re.compile(
    rf"\b((?:{any_of(CODES)})(?:\s(?:es|de|del|número))?(?:\s(?:el|la))?:?\s)(\d{{3,12}})\b(?![.,]\d)",
    re.IGNORECASE,
)
_MONEY_FIRST = re.compile(rf"([€$£])\s?({_NUMBER})(?!\d)")
_MINUS = re.compile(rf"(?<![\w.,]){MINUS}(?=\d)")
_DIGITS = re.compile(r"(?<![\w.,])(\+?\d{2,3}(?: \d{2,3}){2,}|\d{9,}|0\d+)(?![\w]|[.,]\d)")
_MIXED = re.compile(rf"{FREE}(\d+)\s?({any_of(PARTS)})(?![\d/])(?:\s?([°º%][CF]?|(?<=\s)[^\W\d]+))?(?![\w/])")
_HALF_OF = re.compile(r"(?<![\w/])(?:½|1/2)(?:\s?de)?(?=\s([a-záéíóúñ]+))")
_FRACTION = re.compile(rf"{FREE}({any_of(FRACTIONS)})(?![\d/])")
_COUNTED = re.compile(
    rf"(?:(?<![\w.,])|(?<=[a-z])|(?<=\W[.,]))({_NUMBER})(?=(\s+[a-záéíóúñ]+)?)", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(f"[{re.escape(''.join(SIGNS))}]")
_UNSAYABLE = re.compile(r"[^\w\s,.;:!?¡¿…—()\"'“”‘’«»-]|[_ªº]")
_FEMININE_NOUN = re.compile(r"(?:a|as|ción|ciones|sión|siones|dad|dades|luz|luces|noches|veces|tardes)$")
_MASCULINE_NOUN = re.compile(r"^(?:d[ií]as?|mapas?|planetas?|sof[aá]s?)$|(?:ema|ama|oma|ima|uma)s?$")
_NOT_COUNTED = frozenset(
    {
        "a", "al", "con", "de", "del", "e", "el", "en", "era", "es", "está", "están", "ha", "hasta", "la",
        "las", "lo", "los", "más", "menos", "ni", "no", "o", "para", "pero", "por", "que", "se", "si",
        "sin", "son", "u", "y", "ya",
    }
)  # fmt: skip
# Capitals that can be read as a word: syllables of one onset, one or two vowels and one usual ending.
_READABLE = re.compile(r"(?:(?:[bcdfgpt][lr]|ch|ll|qu|[bcdfgjklmnñprstvyz])?[aeiouáéíóú]{1,2}[nrslmdz]?)+")
_LETTERS = LetterNames(LETTERS, "aeiouy", _READABLE)
_DECIMALS = 3  # figures that could be thousands
_LAST_ORDINAL = 10  # of kings and popes


class SpanishNormalizer:
    """Writes text as a Spanish speaker says it. `numbers` is Unicode's number formatter for Spanish."""

    def __init__(self, numbers: RbnfEngine) -> None:
        self._numbers = numbers
        names = {**pack("es").units.names, **UNITS}
        self._units = UnitNames({k: v for k, v in names.items() if k not in WORDS_NOT_UNITS}, "por")
        self._nouns = {noun for both in self._units.names.values() for noun in both}
        self._measure_of = re.compile(rf"(?<![\w.,:-])(?<!\d/)({_NUMBER})\s?({self._units.pattern})")
        self._lexicon = Lexicon(Path(__file__).parent)

    def __call__(self, text: str) -> str:
        """Return `text` in words and punctuation; signs that cannot be spoken are removed."""
        text = SPLIT_DEGREES.sub(r"\1\2", text.replace("_", " "))
        text = self._lexicon.respelt(_ABBREVIATION.sub(_abbreviation, text))
        steps: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
            (ADDRESS, lambda found: found.group().replace(".", " punto ")),
            (ISO_TIME, lambda found: f"{found.group(1)}, a las {found.group(2)}"),
            (DATE, self._date),
            (_PHONE, self._phone),
            (DURATION, self._duration),
            (_LENGTH, lambda found: length_of(found, "y")),
            (_TIME, self._time),
            (_DAY, self._day),
            (VERSION, self._version),
            (_DEGREES, lambda found: f"{found.group(1)} °"),
            (_ORDINAL, self._ordinal),
            (_ROMAN_COUNTED, lambda found: f"{found.group(1)} {roman_value(found.group(2))}"),
            (_ROMAN_NAMED, self._regnal),
            (_ROMAN_ALONE, self._roman),
            (_CODE, lambda found: found.group(1) + self._digits(found.group(2))),
            (_MIXED, self._mixed),
            (_HALF_OF, lambda found: "media" if _is_feminine(found.group(1)) else "medio"),
            (_FRACTION, lambda found: FRACTIONS[found.group(1)]),
        )
        for pattern, replacement in steps:
            text = pattern.sub(replacement, text)
        text = _MINUS.sub("menos ", RANGE.sub(_between, _MONEY_FIRST.sub(r"\2 \1", text)))
        text = _DIGITS.sub(
            lambda found: self._digits(found.group()), self._measure_of.sub(self._measure, text)
        )
        text = _COUNTED.sub(self._counted, text)
        text = _SIGN.sub(lambda found: f" {SIGNS[found.group()]} ", text)
        if any(letter.islower() for letter in text):
            text = _WORD.sub(_LETTERS.spell, text)
        return _tidy(_LEFT_OVER.sub(lambda found: self._digits(found.group()), text))

    def _in_words(self, number: str | Decimal, form: _Form = _COUNT) -> str:
        """Return a number in words; one with decimals does not agree with what it counts."""
        whole, _, decimals = f"{Decimal(number):f}".partition(".")
        decimals = decimals.rstrip("0")
        if decimals:
            return f"{self._whole(int(whole), _COUNT)} coma {self._digits(decimals)}"
        return self._whole(int(whole), form)

    def _whole(self, number: int, form: _Form) -> str:
        """Return a whole number in words; the thousands agree with a feminine noun, too, unlike in RBNF."""
        thousands, rest = divmod(number, 1000)
        if form == _FEMININE and thousands:
            millions, thousands = divmod(thousands, 1000)
            parts = [self._format(millions * 1_000_000, _MASCULINE)] * bool(millions)
            parts += [self._format(thousands, _FEMININE)] * (thousands > 1) + ["mil"] * bool(thousands)
            return " ".join([*parts, *[self._format(rest, _FEMININE)] * bool(rest)])
        return self._format(number, form)

    def _format(self, number: int, rules: str) -> str:
        return str(self._numbers.format_number(number, ruleset_names=[rules]).text).replace("\xad", "")

    def _digits(self, digits: str) -> str:
        """Return digits one by one, and a plus sign."""
        return " ".join(
            "más" if one == "+" else self._format(int(one), _COUNT) for one in digits if one != " "
        )

    def _phone(self, found: re.Match[str]) -> str:
        return ", ".join(self._digits(part) for part in re.findall(r"\d+", found.group()))

    def _date(self, found: re.Match[str]) -> str:
        if (date := date_of(found)) is None:
            return found.group()
        year, month, day = date
        return f"{self._day_of(day, month)} de {self._in_words(str(year))}"

    def _day(self, found: re.Match[str]) -> str:
        before, day, month = found.group(1, 2, 3) if found.group(1) else ("", *found.group(4, 5))
        return f"{before} {self._day_of(day, month)}".strip() if is_date(day, month) else found.group()

    def _day_of(self, day: str, month: str) -> str:
        return f"{self._in_words(day)} de {MONTHS[int(month) - 1]}"

    def _duration(self, found: re.Match[str]) -> str:
        hours, minutes, seconds = found.groups()
        return f"{int(hours)} h, {int(minutes)} min y {int(seconds)} s"

    def _time(self, found: re.Match[str]) -> str:
        hour, minute = int(found.group(1)), int(found.group(2))
        half = (found.group(3) or "").lower()
        said = self._in_words(str(hour), _FEMININE)
        evening = hour > 12 or hour == 0
        if minute == 0:
            said += " horas" if evening else "" if half else " en punto"
        elif evening:
            said += f" {self._in_words(str(minute))}"
        else:
            said += f" y {({15: 'cuarto', 30: 'media'}).get(minute) or self._in_words(str(minute))}"
        if not half or evening:
            return said
        late = "de la tarde" if hour < 8 or hour == 12 else "de la noche"
        return f"{said} {'de la mañana' if half == 'a' else late}"

    def _version(self, found: re.Match[str]) -> str:
        if _THOUSANDS.fullmatch(found.group()):
            return found.group()
        return " punto ".join(self._in_words(part) for part in found.group().lstrip("v").split("."))

    def _ordinal(self, found: re.Match[str]) -> str:
        number, mark = found.groups()
        endings = ORDINAL_ENDINGS[number[-1]]
        if len(mark) > 1 and mark != "er" and mark not in endings:
            return found.group()
        kind = (
            "masculine-adjective"
            if mark == "er"
            else "feminine"
            if mark in ("ª", endings[1])
            else "masculine"
        )
        return self._format(int(number), f"spellout-ordinal-{kind}")

    def _roman(self, found: re.Match[str]) -> str:
        """Write a Roman numeral; before what an article counts it is an ordinal: "la II Guerra Mundial"."""
        value = roman_value(found.group(1))
        before, after = found.string[: found.start()].lower(), found.string[found.end() :]
        if (
            value > _LAST_ORDINAL
            or not re.match(r"\s[^\W\d]", after)
            or not re.search(r"\b(?:la|el) $", before)
        ):
            return str(value)
        kind = "feminine" if before.endswith("la ") else "masculine-adjective"
        return self._format(value, f"spellout-ordinal-{kind}")

    def _regnal(self, found: re.Match[str]) -> str:
        name, value = found.group(1), roman_value(found.group(2))
        if value > _LAST_ORDINAL:
            return f"{name} {value}"
        kind = "feminine" if name in QUEENS else "masculine"
        return f"{name} {self._format(value, f'spellout-ordinal-{kind}')}"

    def _mixed(self, found: re.Match[str]) -> str:
        """Write "1½ horas" as "una hora y media"."""
        number, part, word = found.groups()
        if word in self._units.names:
            feminine = word in FEMININE_UNITS
            return f"{number} {self._units.name(word, one=int(number) == 1)} y {PARTS[part][feminine]}"
        counted = bool(word) and (word in self._nouns or (word.endswith("s") and word not in _NOT_COUNTED))
        if not counted:
            return f"{number} y {PARTS[part][0]} {word or ''}".strip()
        noun = word.removesuffix("s") if int(number) == 1 else word
        return f"{number} {noun} y {PARTS[part][_is_feminine(word)]}"

    def _measure(self, found: re.Match[str]) -> str:
        written, unit = found.groups()
        number = _value(written, fine=unit in FINE_UNITS, money=unit in MONEY)
        base = unit.partition("/")[0]
        form = _FEMININE if base in FEMININE_UNITS else _COUNT if unit == "%" else _MASCULINE
        whole, _, cents = f"{number:f}".partition(".")
        if unit in MONEY and cents:
            cents = cents.ljust(2, "0")[:2]
            noun = self._units.name(unit, one=whole == "1")
            return f"{self._in_words(whole, form)} {noun} con {self._in_words(cents)}"
        return f"{self._in_words(number, form)} {self._units.name(unit, one=number == 1)}"

    def _counted(self, found: re.Match[str]) -> str:
        noun = (found.group(2) or "").strip().lower()
        form = _COUNT
        if noun and noun not in _NOT_COUNTED:
            form = _FEMININE if _is_feminine(noun) else _MASCULINE
        elif re.search(r"\blas?\s$", found.string[: found.start()], re.IGNORECASE):
            form = _FEMININE
        number = _value(found.group(1), fine=noun in FINE_NOUNS, money=noun in CURRENCY_NOUNS)
        return f" {self._in_words(number, form)} "


def _value(written: str, *, fine: bool, money: bool) -> Decimal:
    """Parse a number with Spanish separators: 1.500,5 and also 2.5, whose dot cannot separate thousands.

    `fine`: it is counted in thousandths rather than thousands, so that the dot of 21.375 is a decimal sign.
    `money`: it has cents rather than thousandths, so that the comma of 1,500 separates thousands.
    """
    alone = re.fullmatch(rf"\d+([.,])\d{{{_DECIMALS}}}", written)
    if alone and not written.startswith("0") and (fine if alone[1] == "." else money):
        return Decimal(written if alone[1] == "." else written.replace(",", ""))
    if re.fullmatch(_WITH_COMMAS, written):
        return Decimal(written.replace(",", ""))
    if _THOUSANDS.fullmatch(written):
        written = re.sub(r"[. \u00a0\u202f]", "", written)
    return Decimal(written.replace(",", "."))


def _is_feminine(noun: str) -> bool:
    return bool(_FEMININE_NOUN.search(noun)) and not _MASCULINE_NOUN.search(noun)


def _between(found: re.Match[str]) -> str:
    """Write the sign between two numbers: a range or a difference."""
    return f"{found.group(1)} {'menos' if is_difference(found) else 'a'} "


def _abbreviation(found: re.Match[str]) -> str:
    """Return the abbreviation in full, with its dot if that also ends the sentence.

    A title never ends it: a name follows.
    """
    short = found.group()
    full = ABBREVIATIONS.get(short) or (
        "" if short.capitalize() in _CASED or short in _CASED else ABBREVIATIONS.get(short.lower())
    )
    if not full:
        return short
    ends = short.endswith(".") and short not in TITLES and _ENDS_SENTENCE.match(found.string, found.end())
    return (full.capitalize() if short not in ABBREVIATIONS and short[0].isupper() else full) + (
        "." if ends else ""
    )


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", _UNSAYABLE.sub(" ", text))
    return re.sub(r"\s+([,.;:!?…])", r"\1", text).strip()
