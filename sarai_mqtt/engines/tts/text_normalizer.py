"""Text normalization for speech: removes markup and emoji, and writes out numbers and signs in words."""

import logging
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from sarai_mqtt.languages.speaking import speaking

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
# Signs that look alike: the Greek mu is also that of millionths.
_SAME_SIGNS = str.maketrans({"μ": "µ", "‐": "-", "‑": "-", "⁄": "/"})
_VARIATION_SELECTORS = frozenset("\ufe0e\ufe0f")

# One asterisk between digits is a product, two are a power.
_PRODUCT_SIGN, _POWER_SIGN = re.compile(r"(?<=\d)\s?\*\s?(?=\d)"), re.compile(r"(?<=\d)\s?\*\*\s?(?=\d)")


class TextNormalizer:
    """Writes text as it is spoken, by the normaliser of each language's pack."""

    def __init__(self) -> None:
        self._normalizers: dict[str, Callable[[str], str]] = {}

    def __call__(self, text: str, language: str) -> str:
        """Return `text` as it is spoken in `language`.

        Raises BadInput (`unknown_language`).
        """
        spoken = speaking(language)
        if language not in self._normalizers:
            self._normalizers[language] = spoken.normalizer()
        text = plain(text, spoken.dot)
        text, foreign = _FOREIGN.subn(" ", text)
        if foreign:
            log.warning("left out %d words in letters no voice here can say", foreign)
        text = _PRODUCT_SIGN.sub(" × ", _POWER_SIGN.sub(spoken.power, text))
        text = spoken.dialled.sub(_spell_dialled, text)
        text = _LONG_NUMBER.sub(_spell_digits, text)
        return self._normalizers[language](text)


def plain(text: str, dot: str = ".") -> str:
    """Remove markup and emoji; reduce a web address to its host, with `dot` for its dots.

    A line that ends without punctuation gets a full stop, so that a list is not read in one breath.
    """
    text = unicodedata.normalize("NFC", text).translate(_SAME_SIGNS)
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
