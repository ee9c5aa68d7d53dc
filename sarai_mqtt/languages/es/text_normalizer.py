"""Text normalization for Spanish: writes out signs, digits, units and abbreviations in words."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from unicode_rbnf import RbnfEngine

# Rule sets of Unicode's Spanish number formats (RBNF): counting (veintiuno), masculine (veintiún) and
# feminine (veintiuna) before a noun.
_Form = Literal["spellout-numbering", "spellout-cardinal-masculine", "spellout-cardinal-feminine"]
_COUNT: _Form = "spellout-numbering"
_MASCULINE: _Form = "spellout-cardinal-masculine"
_FEMININE: _Form = "spellout-cardinal-feminine"

_ABBREVIATIONS = {
    "Sr.": "señor", "Sra.": "señora", "Sres.": "señores", "Srta.": "señorita", "Dr.": "doctor",
    "Dra.": "doctora", "Dña.": "doña", "Ud.": "usted", "Uds.": "ustedes", "aprox.": "aproximadamente",
    "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "etc.": "etcétera", "núm.": "número", "nº": "número",
    "n.º": "número", "pág.": "página", "tel.": "teléfono", "máx.": "máxima", "mín.": "mínima",
    "temp.": "temperatura", "Avda.": "avenida", "C/": "calle ", "vs.": "contra", "CO2": "ce o dos",
    "CO₂": "ce o dos", "1/2": "medio", "1/3": "un tercio", "2/3": "dos tercios", "1/4": "un cuarto",
    "3/4": "tres cuartos", "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos",
}  # fmt: skip
_UNITS = {
    "km": ("kilómetro", "kilómetros"), "m": ("metro", "metros"), "cm": ("centímetro", "centímetros"),
    "mm": ("milímetro", "milímetros"), "kg": ("kilo", "kilos"), "g": ("gramo", "gramos"),
    "l": ("litro", "litros"), "L": ("litro", "litros"), "ml": ("mililitro", "mililitros"),
    "W": ("vatio", "vatios"), "V": ("voltio", "voltios"), "kW": ("kilovatio", "kilovatios"),
    "Wh": ("vatio hora", "vatios hora"), "A": ("amperio", "amperios"),
    "kWh": ("kilovatio hora", "kilovatios hora"), "Hz": ("hercio", "hercios"),
    "MHz": ("megahercio", "megahercios"), "GHz": ("gigahercio", "gigahercios"),
    "kB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"), "h": ("hora", "horas"), "min": ("minuto", "minutos"),
    "s": ("segundo", "segundos"), "ms": ("milisegundo", "milisegundos"),
    "km/h": ("kilómetro por hora", "kilómetros por hora"),
    "m/s": ("metro por segundo", "metros por segundo"), "m²": ("metro cuadrado", "metros cuadrados"),
    "m³": ("metro cúbico", "metros cúbicos"), "hPa": ("hectopascal", "hectopascales"),
    "mbar": ("milibar", "milibares"), "lx": ("lux", "lux"), "dB": ("decibelio", "decibelios"),
    "ppm": ("parte por millón", "partes por millón"), "%": ("por ciento", "por ciento"),
    "°": ("grado", "grados"), "º": ("grado", "grados"), "°C": ("grado", "grados"),
    "ºC": ("grado", "grados"), "°F": ("grado Fahrenheit", "grados Fahrenheit"),
    "ºF": ("grado Fahrenheit", "grados Fahrenheit"), "€": ("euro", "euros"), "EUR": ("euro", "euros"),
    "$": ("dólar", "dólares"), "USD": ("dólar", "dólares"), "£": ("libra", "libras"),
}  # fmt: skip
_FEMININE_UNITS = frozenset({"h", "£", "ppm"})
_MONEY = frozenset({"€", "EUR", "$", "USD", "£"})
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
_LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "efe", "g": "ge", "h": "hache", "i": "i",
    "j": "jota", "k": "ka", "l": "ele", "m": "eme", "n": "ene", "ñ": "eñe", "o": "o", "p": "pe", "q": "cu",
    "r": "erre", "s": "ese", "t": "te", "u": "u", "v": "uve", "w": "uvedoble", "x": "equis",
    "y": "i griega", "z": "ceta",
}  # fmt: skip
_SIGNS = {
    "&": "y", "+": "más", "=": "igual a", "×": "por", "÷": "entre", "@": "arroba", "<": "menor que",
    ">": "mayor que", "≥": "mayor o igual que", "≤": "menor o igual que", "±": "más menos", "→": "a",
    "~": "unos", "½": "medio", "¼": "un cuarto", "¾": "tres cuartos", "%": "por ciento", "°": "grados",
    "€": "euros", "$": "dólares", "£": "libras", "²": "al cuadrado", "³": "al cubo", "/": ",",
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_THOUSANDS = re.compile(r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?")
_NUMBER = rf"{_THOUSANDS.pattern}|\d+(?:[.,]\d+)?"
_FREE = r"(?<![\w.,:/-])"
_ABBREVIATION = re.compile(rf"(?<![\w/])({_any_of(_ABBREVIATIONS)})(?![\d/])")
_ENDS_SENTENCE = re.compile(r"\s*$|\s+[¿¡]?[A-ZÁÉÍÓÚÑ]")
_DATE = re.compile(r"\b(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)/(\d\d?)/(\d{4}))\b")
_TIME = re.compile(
    r"\b([01]?\d|2[0-4]):([0-5]\d)(?!:?\d)(?:\s?h(?:oras)?\b)?(?:\s?([ap])\.?\s?m\b(?:\.(?!\s*$))?)?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\b(\d+):([0-5]\d):([0-5]\d)\b")
_ORDINAL = re.compile(rf"{_FREE}(\d{{1,3}})\.?([ºª]|er\b)(?!\s?[CF]\b)")
_VERSION = re.compile(rf"{_FREE}v?\d+(?:\.\d{{1,2}}){{2,}}(?!\d)|{_FREE}\d+(?:\.\d+){{3,}}(?!\d)")
_MONEY_FIRST = re.compile(rf"([€$£])\s?({_NUMBER})(?!\d)")
_MINUS = re.compile(r"(?<![\w.,])[-−](?=\d)")
_RANGE = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)")
_MEASURE = re.compile(rf"{_FREE}({_NUMBER})\s?({_any_of(_UNITS)})(?![\wº°/])")
_DIGITS = re.compile(r"(?<![\w.,])(\+?\d{2,3}(?: \d{2,3}){2,}|\d{9,}|0\d+)(?!\w)")
_COUNTED = re.compile(
    rf"(?:(?<![\w.,])|(?<=[a-z])|(?<=\W[.,]))({_NUMBER})(?=(\s+[a-záéíóúñ]+)?)", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]")
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


class SpanishNormalizer:
    """Writes text as a Spanish speaker says it. `numbers` is Unicode's number formatter for Spanish."""

    def __init__(self, numbers: RbnfEngine) -> None:
        self._numbers = numbers

    def __call__(self, text: str) -> str:
        """Return `text` in words and punctuation; signs that cannot be spoken are removed."""
        text = _ABBREVIATION.sub(_abbreviation, text.replace("_", " "))
        for pattern, replacement in (
            (_DATE, self._date),
            (_DURATION, self._duration),
            (_TIME, self._time),
            (_VERSION, self._version),
            (_ORDINAL, self._ordinal),
        ):
            text = pattern.sub(replacement, text)
        text = _MINUS.sub("menos ", _RANGE.sub(" a ", _MONEY_FIRST.sub(r"\2 \1", text)))
        text = _DIGITS.sub(self._digit_by_digit, _MEASURE.sub(self._measure, text))
        text = _COUNTED.sub(self._counted, text)
        text = _SIGN.sub(lambda found: f" {_SIGNS[found.group()]} ", text)
        if any(letter.islower() for letter in text):
            text = _WORD.sub(_letter_names, text)
        return _tidy(_LEFT_OVER.sub(self._digit_by_digit, text))

    def _in_words(self, number: str | Decimal, form: _Form = _COUNT) -> str:
        result = self._numbers.format_number(Decimal(number), ruleset_names=[form])
        return str(result.text).replace("\xad", "")

    def _date(self, found: re.Match[str]) -> str:
        year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return found.group()
        first = "uno" if int(day) == 1 else self._in_words(day)
        return f"{first} de {_MONTHS[int(month) - 1]} de {self._in_words(year)}"

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
        kind = {"º": "masculine", "ª": "feminine", "er": "masculine-adjective"}[mark]
        result = self._numbers.format_number(int(number), ruleset_names=[f"spellout-ordinal-{kind}"])
        return str(result.text)

    def _measure(self, found: re.Match[str]) -> str:
        number, unit = _value(found.group(1)), found.group(2)
        one, many = _UNITS[unit]
        form = _FEMININE if unit in _FEMININE_UNITS else _COUNT if unit == "%" else _MASCULINE
        whole, _, cents = str(number).partition(".")
        if unit in _MONEY and cents:
            cents = cents.ljust(2, "0")[:2]
            noun = one if whole == "1" else many
            return f"{self._in_words(whole, form)} {noun} con {self._in_words(cents)}"
        return f"{self._in_words(number, form)} {one if number == 1 else many}"

    def _digit_by_digit(self, found: re.Match[str]) -> str:
        return " ".join(
            "más" if digit == "+" else self._in_words(digit) for digit in found.group().replace(" ", "")
        )

    def _counted(self, found: re.Match[str]) -> str:
        noun = (found.group(2) or "").strip().lower()
        form = _COUNT
        if noun and noun not in _NOT_COUNTED:
            feminine = _FEMININE_NOUN.search(noun) and not _MASCULINE_NOUN.search(noun)
            form = _FEMININE if feminine else _MASCULINE
        elif re.search(r"\blas?\s$", found.string[: found.start()], re.IGNORECASE):
            form = _FEMININE
        return f" {self._in_words(_value(found.group(1)), form)} "


def _value(written: str) -> Decimal:
    """Parse a number with Spanish separators: 1.500,5 and also 2.5, whose dot cannot separate thousands."""
    if _THOUSANDS.fullmatch(written):
        written = re.sub(r"[. \u00a0\u202f]", "", written)
    return Decimal(written.replace(",", "."))


def _letter_names(found: re.Match[str]) -> str:
    """Return the names of the letters for what is not a word: TV, USB, http, the b of plan B."""
    word = found.group()
    letters = word.lower()
    if letters == "ok":
        return "okey"
    single = len(word) == 1 and letters not in "aeiouy"
    capitals = len(word) > 1 and word.isupper() and not _READABLE.fullmatch(letters)
    unreadable = len(word) > 1 and word.isascii() and not re.search("[aeiouy]", letters)
    if not (single or capitals or unreadable):
        return word
    return " ".join(_LETTERS.get(letter, letter) for letter in letters)


def _abbreviation(found: re.Match[str]) -> str:
    """Return the abbreviation in full, with its dot if that also ends the sentence.

    A capitalized one (a title) never ends it: a name follows.
    """
    short = found.group()
    title = short[0].isupper()
    ends = short.endswith(".") and not title and _ENDS_SENTENCE.match(found.string, found.end())
    return _ABBREVIATIONS[short] + ("." if ends else "")


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", _UNSAYABLE.sub(" ", text))
    return re.sub(r"\s+([,.;:!?…])", r"\1", text).strip()
