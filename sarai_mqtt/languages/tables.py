"""Tables keyed by language code, and the one way to read them."""

from collections.abc import Mapping
from typing import TypeVar

from sarai_mqtt.core.errors import BadInput

T = TypeVar("T")

LANGUAGES = ("en", "es")
"""ISO 639-1 codes of the languages that have tables."""

UNKNOWN_LANGUAGE = "unknown_language"
"""The code of the error, and the reason against acting, in a language without tables."""


def for_language(table: Mapping[str, T], language: str, lacking: str = "There are no tables") -> T:
    """Return the entry of `table`, which is keyed by language code, for `language`.

    The only way to read such a table: there is no default, so that an unknown language fails closed
    (docs/adr/0024). Raises BadInput (`unknown_language`); `lacking` begins its reason.
    """
    try:
        return table[language]
    except KeyError:
        raise BadInput(
            UNKNOWN_LANGUAGE,
            f"{lacking} for the language {language!r}.",
            f"Use one of: {', '.join(table)}.",
        ) from None


def require_known(language: str) -> None:
    """Raise BadInput (`unknown_language`) if there are no tables for `language`."""
    for_language(dict.fromkeys(LANGUAGES), language)
