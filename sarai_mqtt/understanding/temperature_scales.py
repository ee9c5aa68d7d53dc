"""Finds the temperature scales that a text names, also misspelt: "20 degrees, celsius", "20 farenheit"."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from sarai_mqtt.core.home import Home, TemperatureUnit
from sarai_mqtt.core.recognition import Reason
from sarai_mqtt.languages.content_words import ContentWords, content_words, tokens_of

_HOMES: Mapping[str, TemperatureUnit] = {"celsius": "°C", "fahrenheit": "°F"}
_SCALES = frozenset({*_HOMES, "kelvin"})
_REASON: Mapping[TemperatureUnit, Reason] = {"°C": "in_celsius", "°F": "in_fahrenheit"}
# Letters and similarity ratio of difflib from which a word is a misspelt scale: "celcius" has 0.86,
# "fahrenait" 0.84; Spanish "celosias" has 0.8.
_LONG, _ALIKE = 6, 0.81


def other_scale(unit: str, home: Home) -> Reason | None:
    """Return the reason against a temperature in `unit`; None if it is the home's, or no scale."""
    if unit not in _SCALES or _HOMES.get(unit) == home.temperature_unit:
        return None
    return _REASON[home.temperature_unit]


def scale_of(word: str, words: ContentWords) -> str | None:
    """Return the unit of `words` whose scale `word` names, as it is or misspelt; None if it names none.

    `word` is in the form of a token. A letter is none: the "c" of "the a c".
    """
    units = {phrase[0]: unit for phrase, unit in words.units.items() if len(phrase) == 1}
    if word in units or len(word) < _LONG:
        unit = units.get(word) if len(word) > 1 else None
        return unit if unit in _SCALES else None
    names = {name: unit for name, unit in units.items() if unit in _SCALES and len(name) >= _LONG}
    ratios = ((SequenceMatcher(None, word, name).ratio(), unit) for name, unit in names.items())
    ratio, unit = max(ratios, default=(0.0, ""))
    return unit if ratio >= _ALIKE else None


def names_other_scale(text: str, language: str, home: Home) -> bool:
    """Return True if `text` names a scale that the home does not measure in.

    Raises BadInput (`unknown_language`).
    """
    words = content_words(language)
    scales = (scale_of(token.text, words) for token in tokens_of(text, language))
    return any(scale and other_scale(scale, home) for scale in scales)
