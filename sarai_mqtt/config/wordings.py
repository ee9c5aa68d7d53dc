"""The grammar of replies by language, with the conventions that the user chose instead of the pack's."""

from collections.abc import Mapping
from dataclasses import replace

from sarai_mqtt.config.language_options import LanguageOptions
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.wording import Wording


def wordings(options: Mapping[str, LanguageOptions]) -> WordingOf:
    """Return what finds the wording of a language; one that is not in `options` has its pack's own."""

    def wording_of(language: str) -> Wording:
        """Return the wording of `language`. Raises BadInput (`unknown_language`)."""
        chosen = options[language].conventions() if language in options else {}
        if not chosen:
            return wording(language)
        found = pack(language)
        return found.wording(replace(found.conventions, **chosen))

    return wording_of
