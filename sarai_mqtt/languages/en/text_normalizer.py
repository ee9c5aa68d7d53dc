"""Text normalization for English: what hibari's own normaliser leaves or misreads.

That one runs after this, and handles plain numbers, dates, times and most abbreviations.
"""

import re
from collections.abc import Callable
from pathlib import Path

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spoken_parts import ADDRESS, MINUS, Lexicon, UnitNames, any_of

# Besides those of units.yaml, or as they are said here.
_UNITS = {
    "W": ("watt", "watts"), "V": ("volt", "volts"), "A": ("amp", "amps"), "l": ("liter", "liters"),
    "L": ("liter", "liters"), "m": ("meter", "meters"), "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "µg": ("microgram", "micrograms"), "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"),
    "km": ("kilometer", "kilometers"),
    "µg/m³": ("microgram per cubic meter", "micrograms per cubic meter"),
    "m/s": ("meter per second", "meters per second"), "mm/h": ("millimeter per hour", "millimeters per hour"),
    "m²": ("square meter", "square meters"), "m³": ("cubic meter", "cubic meters"),
    "m2": ("square meter", "square meters"), "m3": ("cubic meter", "cubic meters"),
    "cm²": ("square centimeter", "square centimeters"), "cm³": ("cubic centimeter", "cubic centimeters"),
    "km²": ("square kilometer", "square kilometers"), "ft²": ("square foot", "square feet"),
    "ft³": ("cubic foot", "cubic feet"), "kVA": ("kilovolt-ampere", "kilovolt-amperes"),
    "MW": ("megawatt", "megawatts"), "Ah": ("amp hour", "amp hours"),
    "mAh": ("milliamp hour", "milliamp hours"),
    "dBm": ("decibel milliwatt", "decibel milliwatts"), "klx": ("kilolux", "kilolux"),
    "kPa": ("kilopascal", "kilopascals"), "Pa": ("pascal", "pascals"),
    "psi": ("pound per square inch", "pounds per square inch"),
    "inHg": ("inch of mercury", "inches of mercury"),
    "kbit": ("kilobit", "kilobits"), "Mbit": ("megabit", "megabits"), "Gbit": ("gigabit", "gigabits"),
    "Mbit/s": ("megabit per second", "megabits per second"), "µS": ("microsiemens", "microsiemens"),
    "Ω": ("ohm", "ohms"), "in": ("inch", "inches"), "tbsp": ("tablespoon", "tablespoons"),
    "tsp": ("teaspoon", "teaspoons"), "oz": ("ounce", "ounces"), "kcal": ("kilocalorie", "kilocalories"),
}  # fmt: skip
# Said by hibari's normaliser, or words after a number: "2 in the kitchen", "a number 5 a day".
_LEFT = frozenset(
    {"°", "°C", "°F", "%", "km/h", "mph", "d", "in", "$", "€", "€/kWh", "EUR/kWh", "EUR", "USD"}
)
_FOUR_FIGURES, _THOUSAND = frozenset({"K"}), 1000  # "2700 K"; "5 K" is a distance
_CURRENCIES = {"€": "€", "EUR": "€", "$": "$", "USD": "$", "£": "£", "GBP": "£"}
_SPOKEN = {
    "approx.": "approximately", "temp.": "temperature", "max.": "maximum", "min.": "minimum", "no.": "number",
    "tel.": "telephone", "hum.": "humidity", "e.g.": "for example", "i.e.": "that is", "dept.": "department",
}  # fmt: skip
_PARTS = {
    "½": "a half", "¼": "a quarter", "¾": "three quarters", "1/2": "a half", "1/4": "a quarter",
    "3/4": "three quarters",
}  # fmt: skip
# Words before digits that are read one by one.
_CODES = (
    "zip code", "zip", "postcode", "post code", "postal code", "code", "pin", "password", "passcode",
    "combination", "serial number", "confirmation number", "tracking number", "extension",
)  # fmt: skip
# Capitals for stress, not letters: hibari spells some of them.
_STRESSED = re.compile(
    r"\b(?:ON|OFF|IS|ARE|NOT|AND|OR|OPEN|CLOSED|LOW|HIGH|NOW|ALL|DO|UP|DOWN|HOME|AWAY|HOT)\b"
)

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FREE = r"(?<![\w.,/-])"
_LENGTH_UNITS = {"h": ("hour", "hours"), "m": ("minute", "minutes"), "s": ("second", "seconds")}
_LENGTH_OF_SEVERAL = re.compile(
    rf"{_FREE}(\d+)\s?h\s?(\d+)\s?m(?:in)?(?:\s?(\d+)\s?s)?\b|{_FREE}(\d+)\s?m\s?(\d+)\s?s\b"
)
_TIME_LENGTH = re.compile(r"(?<![\w:.])(\d+):([0-5]\d)\s(minute|hour)s?\b")
_TIMES = re.compile(r"(?<=\d)\s?×\s?(?=\d)")
_PHONE = re.compile(r"(?<![\w.-])(?:\((\d{3})\)\s?|(\d{3})-)?(\d{3})-(\d{4})(?![\w-])")
_EMERGENCY = re.compile(
    rf"{_FREE}(911|999|112)(?=\s*(?:$|[.,;:!?](?!\d)|(?:now|or|for|if|immediately|and|is|was|operators?|in|right)\b))"
)
_CODE = re.compile(
    rf"\b((?:{any_of(_CODES)})(?:\s(?:is|number|no\.))?:?\s)(\d{{3,12}})\b(?![.,]\d)", re.IGNORECASE
)
_LEADING_ZERO = re.compile(r"(?<![\w.,:/-])(0\d+)(?![\w:/-]|[.,]\d)")
# "21,5" is a number with decimals, unlike "1,500" and the list "1, 2".
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d{1,2})(?![\d,]|\.\d)")
_DOTTED = re.compile(r"(?<![\w.,])v?(\d+(?:\.\d+){2,})(?![\w])")
_MINUS = re.compile(rf"(?<![\w.]){MINUS}(?=\d)")
_SUBTRACTION = re.compile(r"(?<![\w.])(\d+) [-−] (\d+)(?![\w.])")
_MIXED = re.compile(rf"{_FREE}(\d+)\s?({any_of(_PARTS)})(?![\d/])")
_HALF_OF = re.compile(r"(?<![\w/])½(?=\s(?:an?|the|of|hour|cup|teaspoon|tablespoon|inch)\b)")
_MONEY_LAST = re.compile(rf"{_FREE}({_NUMBER})\s?({any_of(_CURRENCIES)})(?![\w])")
_SHORT = re.compile(rf"(?<![\w.])({any_of(word for word in _SPOKEN if word != 'no.')})(?=\s)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<=\w )(?:no|No)\. ?(?=\d)")
_FAHRENHEIT = re.compile(rf"{_FREE}(-?{_NUMBER})\s?([FC])\b(?!\.\w|['’#-])")
_FEET_INCHES = re.compile(r"(?<=\d)(\s?(?:ft|feet|foot|')\s?)(\d+(?:\.\d+)?)\s?(?:in\b|\")")
_OF_ADDRESS = 4  # numbers of an IPv4 address
_AT_ALL_TIMES = re.compile(r"(?<![\d/])24/7(?![\d/])")


class EnglishNormalizer:
    """Writes out what hibari leaves: units over units, codes, fractions, money after its number, versions."""

    def __init__(self) -> None:
        names = {**pack("en").units.names, **_UNITS}
        self._units = UnitNames(names, "per")
        self._lexicon = Lexicon(Path(__file__).parent)
        self._measure_of = re.compile(rf"(?<![\w.,$€£-])(?<!\d/)({_NUMBER})\s?({self._units.pattern})")
        self._money_per = re.compile(rf"([€$£]{_NUMBER})/({any_of(names)})(?![\w²³/])")

    def __call__(self, text: str) -> str:
        """Return `text` with codes cut into digits, and signs and units in words."""
        text = self._lexicon.respelt(_STRESSED.sub(lambda found: found.group().lower(), text))
        steps: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str], ...] = (
            (ADDRESS, lambda found: found.group().replace("@", " at ").replace(".", " dot ")),
            (_PHONE, _phone),
            (_CODE, lambda found: found.group(1) + " ".join(found.group(2))),
            (_EMERGENCY, lambda found: " ".join(found.group(1))),
            (_SHORT, _abbreviation),
            (_NUMBERED, "number "),
            (_AT_ALL_TIMES, "24 7"),
            (_TIME_LENGTH, _time_length),
            (_LENGTH_OF_SEVERAL, _length),
            (_DECIMAL_COMMA, r"\1.\2"),
            (_DOTTED, _dotted),
            (_LEADING_ZERO, lambda found: " ".join(found.group(1))),
            (_MIXED, lambda found: f"{found.group(1)} and {_PARTS[found.group(2)]}"),
            (_HALF_OF, "half"),
            (_SUBTRACTION, lambda found: _difference(*found.group(1, 2))),
            (_TIMES, " times "),
        )
        for pattern, replacement in steps:
            text = pattern.sub(replacement, text)
        text = _MINUS.sub("minus ", text)
        text = _FEET_INCHES.sub(r" feet \2 inches", text)
        text = _FAHRENHEIT.sub(r"\1 °\2", text)
        text = _money_first(text)
        text = self._money_per.sub(
            lambda found: f"{found.group(1)} per {self._units.names[found.group(2)][0]}", text
        )
        text = self._measure_of.sub(self._measure, text)
        return re.sub(r"  +", " ", text)

    def _measure(self, found: re.Match[str]) -> str:
        number, unit = found.groups()
        if unit in _LEFT or (unit in _FOUR_FIGURES and float(number.replace(",", "")) < _THOUSAND):
            return found.group()
        if unit == "s" and (len(number) >= len("1990") or found.string[: found.start()].endswith("the ")):
            return found.group()  # "the 90s"
        return f"{number} {self._units.name(unit, one=number == '1')}"


def _phone(found: re.Match[str]) -> str:
    return " , ".join(" ".join(part) for part in found.groups() if part)


def _abbreviation(found: re.Match[str]) -> str:
    short = found.group()
    full = _SPOKEN[short.lower()]
    return full.capitalize() if short[0].isupper() else full


def _time_length(found: re.Match[str]) -> str:
    whole, sixtieths, unit = int(found.group(1)), int(found.group(2)), found.group(3)
    lesser = "minutes" if unit == "hour" else "seconds"
    said = f"{whole} {unit}{'' if whole == 1 else 's'}"
    return f"{said} and {sixtieths} {lesser if sixtieths != 1 else lesser[:-1]}" if sixtieths else said


def _length(found: re.Match[str]) -> str:
    hours, minutes, seconds, alone, after = found.groups()
    parts = zip((hours, minutes or alone, seconds or after), _LENGTH_UNITS.values(), strict=True)
    return " ".join(f"{int(number)} {names[int(number) != 1]}" for number, names in parts if number)


def _dotted(found: re.Match[str]) -> str:
    """Write a version with points, an address of a network with dots."""
    parts = found.group(1).split(".")
    word = "dot" if len(parts) == _OF_ADDRESS else "point"
    return f" {word} ".join(parts)


def _difference(first: str, second: str) -> str:
    return f"{first} minus {second}" if int(first) > int(second) else f"{first} to {second}"


def _money_first(text: str) -> str:
    return _MONEY_LAST.sub(lambda found: f"{_CURRENCIES[found.group(2)]}{found.group(1)}", text)
