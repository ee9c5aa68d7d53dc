"""The schema of a language pack: all that this software knows of one language. Every field is required."""

from dataclasses import dataclass

from sarai_mqtt.languages.schema.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack:
    """Everything of one language.

    Args:
        code: ISO 639-1 code, the name of the folder.
        name: English name of the language.
        words: little words.

    """

    code: str
    name: str
    words: Words
