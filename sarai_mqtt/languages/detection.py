"""Guesses the language of a short text that arrives without one, and splits text into words."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.tables import UNKNOWN_LANGUAGE, for_language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        a an and at for from in it its my of off on or our that the these this those to with your
    """),
    "es": _words("""
        a al con de del el en esa ese eso esta este esto la las lo los mi mis o para por sin su sus
        tu tus un una unas unos y
    """),
}
_FREQUENT: Mapping[str, frozenset[str]] = {
    "en": _words("""
        am are be been can close could did dim do does don't door everything good he hello her here
        hi his how i i'm if is it's light lights lock mind morning name never night not open play
        please set she start stop tell thank thanks then there they time turn unlock was we what
        what's when where which who why will would you
    """),
    "es": _words("""
        abre apaga aquí baja buenas buenos casa cierra como cuál cuándo cuánta cuánto cuéntame cómo
        dime déjalo días dónde ella enciende es estoy está están favor fue gracias hay hola hora hoy
        le les llamo luces luz mañana muy más nada noches nos pero podrías pon porque puedes puerta
        que quiero quién qué se ser si sobre son soy sube sí te tengo todo ya yo él
    """),
}
_LETTERS: Mapping[str, Mapping[str, int]] = {
    "en": {},
    "es": {**dict.fromkeys("áéíóú", 1), **dict.fromkeys("ñ¿¡", 2)},
}

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_WORD_OR_NUMBER = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")


def words_of(text: str) -> list[str]:
    """Split `text` into lower-case words, without digits and punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def replace_words(text: str, instead: Callable[[str], str]) -> str:
    """Return `text` with each word replaced by `instead(word)`, which gets the word in its own case."""
    return _WORD.sub(lambda match: instead(match.group()), text)


def bare_words(text: str) -> str:
    """Return the words and numbers of `text` in lower case, without accents, separated by single spaces."""
    letters = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return " ".join(_WORD_OR_NUMBER.findall("".join(c for c in letters if unicodedata.category(c) != "Mn")))


def is_function_word(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a function word: an article, determiner, preposition or the like.

    Raises BadInput (`unknown_language`).
    """
    return word in for_language(_FUNCTION_WORDS, language)


def guess_language(text: str, languages: Sequence[str]) -> str:
    """Return the likeliest of `languages`, judged by frequent words and special letters.

    A tie goes to the first of them. Raises BadInput (`unknown_language`) if `languages` is empty or has one
    without tables.
    """
    if not languages:
        raise BadInput(UNKNOWN_LANGUAGE, "There is no language to choose from.")
    words, letters = words_of(text), set(text.lower())

    def score(language: str) -> int:
        frequent, marks = for_language(_FREQUENT, language), for_language(_LETTERS, language)
        known = sum(is_function_word(w, language) or w in frequent for w in words)
        return known + sum(marks.get(letter, 0) for letter in letters)

    return max(languages, key=score)  # on a tie, max returns the first
