"""The language packs that there are, and the one way to read them."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import LanguagePack

UNKNOWN_LANGUAGE = "unknown_language"
"""The code of the error, and the reason against acting, in a language without a pack."""

_FOLDER = Path(__file__).parent


@cache
def available() -> tuple[str, ...]:
    """Return the codes of the languages that have a pack, sorted."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("*/words.yaml")))


def pack(language: str, lacking: str = "There is no pack") -> LanguagePack:
    """Return the pack of `language`, loaded on first use.

    The only way to what a language has: there is no default, so that an unknown language fails closed
    (docs/adr/0024). Raises BadInput (`unknown_language`; `lacking` begins its reason), ConfigError
    (`language_incomplete`).
    """
    if language not in available():
        raise unknown_language(language, lacking, available())
    return _load(language)


def unknown_language(language: str, lacking: str, known: Iterable[str]) -> BadInput:
    """Return the error of a language for which there is not what `lacking` names, but for those `known`."""
    return BadInput(
        UNKNOWN_LANGUAGE, f"{lacking} for the language {language!r}.", f"Use one of: {', '.join(known)}."
    )


@cache
def _load(language: str) -> LanguagePack:
    """Load the pack from its folder. Raises ConfigError (`language_incomplete`)."""
    try:
        found = import_module(f"sarai_mqtt.languages.{language}").load(PackFiles(_FOLDER / language))
    except (AttributeError, TypeError) as error:
        # a part of a pack that is code lacks a name, or its object a field
        raise ConfigError("language_incomplete", f"{language}: {error}.", "Take en/ for a model.") from error
    if not isinstance(found, LanguagePack):
        raise ConfigError("language_incomplete", f"{language}: load returns no LanguagePack.", "Return one.")
    return found
