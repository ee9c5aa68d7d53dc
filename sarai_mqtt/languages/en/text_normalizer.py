"""Text normalization for English: the signs and units that hibari's own normaliser leaves.

That one runs after this, and handles numbers, dates and abbreviations.
"""

import re

_UNITS = {"W": "watt", "V": "volt", "A": "amp", "l": "liter", "L": "liter", "m": "meter", "g": "gram"}
_UNIT = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)\s?({'|'.join(_UNITS)})(?![\w/²³])")
_MEASURES = {"lx": "lux", "hPa": "hectopascals", "ppm": "parts per million", "dB": "decibels"}
_MEASURE = re.compile(rf"(?<=\d)\s?({'|'.join(_MEASURES)})(?!\w)")
_TIMES = re.compile(r"(?<=\d)\s?×\s?(?=\d)")
_PHONE = re.compile(r"(?<![\w.-])(?:\d{3}-)?\d{3}-\d{4}(?![\w-])")
# "21,5" is a number with decimals, unlike "1,500" and the list "1, 2".
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d{1,2})(?![\d,]|\.\d)")
_MINUS = re.compile(r"(?<![\w.])[-−](?=\d)")


def normalized(text: str) -> str:
    """Return `text` with phone numbers cut into digits, and signs and units in words."""
    text = _PHONE.sub(lambda match: " ".join(match.group().replace("-", ",")), text)
    text = _DECIMAL_COMMA.sub(r"\1.\2", text)
    text = _MINUS.sub("minus ", _TIMES.sub(" times ", text))
    text = _MEASURE.sub(lambda match: f" {_MEASURES[match.group(1)]}", text)
    return _UNIT.sub(_unit, text)


def _unit(match: re.Match[str]) -> str:
    number, unit = match.groups()
    return f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}"
