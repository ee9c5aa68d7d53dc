"""The Thinker of languages that have none."""

from collections.abc import Iterator, Mapping, Sequence

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.ports import Cancel, Thinker
from sarai_mqtt.languages.packs import entry_for


class SilentThinker:
    """The `ports.Thinker` that refuses with a fixed sentence in each of some languages, and never chooses.

    Args:
        refusals: the sentence by language.
        languages: those in which it refuses.
        others: answers and chooses in all other languages; None: there is no Thinker at all.

    Raises ConfigError `refusal_missing` if one of `languages` has no refusal.

    """

    def __init__(
        self, refusals: Mapping[str, str], languages: Sequence[str], others: Thinker | None = None
    ) -> None:
        for language in languages:
            if language not in refusals:
                raise ConfigError(
                    "refusal_missing",
                    f"There is no Thinker, and no sentence that says so in {language!r}.",
                    f"Add thinker.refusals.{language} to sarai.yaml.",
                )
        self._refusals = refusals
        self._languages = languages
        self._others = others

    def think(self, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the refusal of `language`, or what the Thinker of other languages yields."""
        if self._others is not None and language not in self._languages:
            yield from self._others.think(text, language, cancel)
        else:
            yield entry_for(self._refusals, language)

    def choose(self, text: str, language: str, options: Sequence[str], cancel: Cancel) -> int | None:
        """Return the choice of the Thinker of other languages; None in those without one."""
        if self._others is None or language in self._languages:
            return None
        return self._others.choose(text, language, options, cancel)
