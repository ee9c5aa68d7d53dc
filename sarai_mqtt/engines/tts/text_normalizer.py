"""Text normalization for speech: removes markup and emoji, and writes out numbers and signs in words.

English needs little here: hibari's own normaliser, which runs after this one, handles its numbers, dates and
abbreviations.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial

from unicode_rbnf import RbnfEngine

from sarai_mqtt.languages.es.text_normalizer import SpanishNormalizer
from sarai_mqtt.languages.tables import for_language

log = logging.getLogger(__name__)

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_URL = re.compile(r"(?:https?://|www\.)(?:www\.)?([\w.-]+\w)(?::\d+)?(?:[/?#]\S*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|```\w*")
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|[-*+•>]\s+|[-=_*]{3,}\s*$)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LINE_END = re.compile(r"(?<=[^\s.,;:!?…])[ \t]*\n\s*(?=\S)")
_DOMAIN = re.compile(r"(?<=\w)\.(?=[a-z])")
# Unicode categories that are not spoken: pictures, modifiers, controls, private use, joiners.
_UNSPOKEN = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Me"})
_FOREIGN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏªºµΩ¹²³¼½¾₀-₉]+")
# Numbers too long to be read as one: nobody does, and neither language's rules have words for them.
_LONG_NUMBER = re.compile(r"\d{16,}|\d{1,3}(?:[.,\u00a0\u202f ]\d{3}){5,}\d*")
_KEPT = frozenset("°©\n")
_VARIATION_SELECTORS = frozenset("\ufe0e\ufe0f")

_UNITS = {"W": "watt", "V": "volt", "A": "amp", "l": "liter", "L": "liter", "m": "meter", "g": "gram"}
_UNIT = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)\s?({'|'.join(_UNITS)})(?![\w/²³])")
_MEASURES = {"lx": "lux", "hPa": "hectopascals", "ppm": "parts per million", "dB": "decibels"}
_MEASURE = re.compile(rf"(?<=\d)\s?({'|'.join(_MEASURES)})(?!\w)")
_TIMES = re.compile(r"(?<=\d)\s?×\s?(?=\d)")
# One asterisk between digits is a product, two are a power.
_PRODUCT_SIGN, _POWER_SIGN = re.compile(r"(?<=\d)\s?\*\s?(?=\d)"), re.compile(r"(?<=\d)\s?\*\*\s?(?=\d)")
_DOT: Mapping[str, str] = {"en": " dot ", "es": " punto "}
_POWER: Mapping[str, str] = {"en": " to the power of ", "es": " elevado a "}
_PHONE = re.compile(r"(?<![\w.-])(?:\d{3}-)?\d{3}-\d{4}(?![\w-])")
# Phone numbers to dial, by language: they are read digit by digit.
_DIALLED: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:call|dial|ring) (\d{3,6})\b(?![-.,]\d|-)", re.IGNORECASE),
    "es": re.compile(
        # "marca 1500 vatios" is no call
        r"\b(?:llam\w+ (?:ya )?(?:al |el )?|marc\w+ (?:ya )?(?:al |el |(?=\d{3}\b)))(\d{3,6})\b(?![-.,]\d|-)",
        re.IGNORECASE,
    ),
}
_MINUS = re.compile(r"(?<![\w.])[-−](?=\d)")


class TextNormalizer:
    """Writes text as it is spoken, in English or Spanish."""

    def __init__(self) -> None:
        self._rules: Mapping[str, Callable[[str], str]] = {
            "en": _english,
            "es": SpanishNormalizer(RbnfEngine.for_language("es")),
        }

    def __call__(self, text: str, language: str) -> str:
        """Return `text` as it is spoken in `language`.

        Raises BadInput (`unknown_language`).
        """
        text = plain(text, for_language(_DOT, language))
        text, foreign = _FOREIGN.subn(" ", text)
        if foreign:
            log.warning("left out %d words in letters no voice here can say", foreign)
        text = _PRODUCT_SIGN.sub(" × ", _POWER_SIGN.sub(for_language(_POWER, language), text))
        text = for_language(_DIALLED, language).sub(_spell_dialled, text)
        text = _LONG_NUMBER.sub(_spell_digits, text)
        return for_language(self._rules, language)(text)


def plain(text: str, dot: str = ".") -> str:
    """Remove markup and emoji; reduce a web address to its host, with `dot` for its dots.

    A line that ends without punctuation gets a full stop, so that a list is not read in one breath.
    """
    text = unicodedata.normalize("NFC", text)
    text = _TAG.sub(" ", _LINK.sub(r"\1", text))
    text = _URL.sub(partial(_host, dot=dot), text)
    text = _EMPHASIS.sub(r"\2", _LINE_MARK.sub("", text))
    text = "".join(_spoken_or_space(letter) for letter in text)
    return re.sub(r"\s+", " ", _LINE_END.sub(". ", text)).strip()


def _spell_dialled(match: re.Match[str]) -> str:
    sentence, number = match.group(), match.group(1)
    return f"{sentence.removesuffix(number)}{' '.join(number)}"


def _host(match: re.Match[str], dot: str) -> str:
    return _DOMAIN.sub(dot, match.group(1))


def _spoken_or_space(letter: str) -> str:
    if letter in _KEPT:
        return letter
    if letter in _VARIATION_SELECTORS:
        return ""
    return " " if unicodedata.category(letter) in _UNSPOKEN else letter


def _spell_digits(match: re.Match[str]) -> str:
    return " ".join(filter(str.isdigit, match.group()))


def _english(text: str) -> str:
    text = _PHONE.sub(lambda match: " ".join(match.group().replace("-", ",")), text)
    text = _MINUS.sub("minus ", _TIMES.sub(" times ", text))
    text = _MEASURE.sub(lambda match: f" {_MEASURES[match.group(1)]}", text)
    return _UNIT.sub(_english_unit, text)


def _english_unit(match: re.Match[str]) -> str:
    number, unit = match.groups()
    return f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}"
