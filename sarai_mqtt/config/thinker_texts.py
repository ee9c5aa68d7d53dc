"""Texts of the Thinker by language: those of the settings, else those of the language's pack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sarai_mqtt.config.groups import ThinkerSettings
from sarai_mqtt.languages.packs import pack


@dataclass(frozen=True, slots=True)
class TextTables:
    """Texts by language code; what each is for: `languages/schema/thinker.py`."""

    prompts: Mapping[str, str]
    choosing: Mapping[str, str]
    calling: Mapping[str, str]
    refusals: Mapping[str, str]


def thinker_texts(settings: ThinkerSettings, languages: Iterable[str]) -> TextTables:
    """Return the texts for `languages`, and those of the settings for others.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    prompts, choosing, refusals = dict[str, str](), dict[str, str](), dict[str, str]()
    calling = dict[str, str]()
    for language in languages:
        texts = pack(language).thinker
        prompts[language] = texts.prompt
        choosing[language] = texts.choosing
        calling[language] = texts.calling
        refusals[language] = texts.refusal
    return TextTables(
        prompts={**prompts, **settings.prompts},
        choosing={**choosing, **settings.choosing},
        calling={**calling, **settings.calling},
        refusals={**refusals, **settings.refusals},
    )
