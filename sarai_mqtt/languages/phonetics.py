"""A coarse phonetic key of a word: words that people or speech recognition confuse get the same key."""

import unicodedata

from sarai_mqtt.languages.packs import pack


def phonetic_key(word: str, language: str) -> str:
    """Return the phonetic key of a lower-case `word`. Raises BadInput (`unknown_language`)."""
    key = without_accents(word)
    for pattern, sound in pack(language).sounds.key:
        key = pattern.sub(sound, key)
    return key


def without_accents(text: str) -> str:
    """Return `text` with accented letters replaced by plain ones: á by a, ñ by n."""
    if text.isascii():
        return text  # the same object: thousands of words are kept, most of them plain
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
