"""A coarse phonetic key of a word: words that people or speech recognition confuse get the same key."""

import re
import unicodedata
from collections.abc import Mapping

from sarai_mqtt.languages.tables import for_language

# Seseo (c, z as s), betacism (v as b), yeísmo (ll as y), silent h.
_SPANISH = (
    (r"qu(?=[ei])", "k"), (r"c(?=[ei])|z", "s"), (r"c(?!h)", "k"), (r"g(?=[ei])", "j"), (r"(?<!c)h", ""),
    (r"v", "b"), (r"ll", "y"),
)  # fmt: skip
# Silent letters, letters with two sounds, doubled letters, a final e. Vowels stay: without them too many
# words would be alike.
_ENGLISH = (
    (r"^kn", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"ph", "f"), (r"ight", "ite"), (r"gh", ""), (r"tch", "ch"),
    (r"ck|q(?!u)", "k"), (r"c(?=[eiy])", "s"), (r"c(?!h)", "k"), (r"x", "ks"), (r"z", "s"), (r"y$", "i"),
    (r"(.)\1", r"\1"), (r"(?<=\w\w)e$", ""),
)  # fmt: skip
_RULES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(pattern), sound) for pattern, sound in rules)
    for language, rules in (("es", _SPANISH), ("en", _ENGLISH))
}


def phonetic_key(word: str, language: str) -> str:
    """Return the phonetic key of a lower-case `word`. Raises BadInput (`unknown_language`)."""
    key = without_accents(word)
    for pattern, sound in for_language(_RULES, language):
        key = pattern.sub(sound, key)
    return key


def without_accents(text: str) -> str:
    """Return `text` with accented letters replaced by plain ones: á by a, ñ by n."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
