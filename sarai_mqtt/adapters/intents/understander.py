"""The understander: from a sentence to the one command of this home that it can mean."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sarai_mqtt.adapters.intents.follow_ups import Fragments
from sarai_mqtt.adapters.intents.matching import Match
from sarai_mqtt.adapters.intents.templates import Templates, load_templates, stamp_of
from sarai_mqtt.adapters.intents.vocabulary import Vocabulary
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.language import for_language

_MAX_WORDS = 30  # nobody commands at such length, and free text makes templates costly


@dataclass(frozen=True, slots=True)
class _House:
    """A home and its words: replaced as a whole, so whoever reads one never sees half of another."""

    home: Home
    languages: Mapping[str, Vocabulary]


class SentenceUnderstander:
    """Finds Home Assistant intents in sentences that match a template as a whole.

    Loading takes about a second for two languages. `sentences/<language>/*.yaml`, when given, are merged
    into Home Assistant's (format: config/sentences/README.md). `learn` and `reload_if_changed` may be called
    from any thread while others understand.

    Raises ConfigError `unknown_language` for a language without sentences, `bad_sentences` for a bad file.
    """

    def __init__(
        self,
        home: Home,
        languages: Sequence[str],
        sentences: Path | None = None,
    ) -> None:
        self._sentences = sentences
        self._changing = threading.Lock()
        templates = {language: load_templates(language, sentences) for language in languages}
        self._stamps = {language: t.stamp for language, t in templates.items()}
        self._fragments = {language: Fragments(language) for language in languages}
        self._house = _house(home, templates)

    @property
    def home(self) -> Home:
        """The home whose names are understood now."""
        return self._house.home

    def learn(self, home: Home) -> None:
        """Understand the names of `home` from now on; sentences already being matched keep the old one."""
        with self._changing:
            self._house = _house(home, {k: v.templates for k, v in self._house.languages.items()})

    def reload_if_changed(self) -> bool:
        """Read the sentence files again if any was added, changed or deleted; True when they are in force.

        Raises ConfigError `bad_sentences` for a bad file, once for each change: the old ones stay in force.
        """
        with self._changing:
            templates: dict[str, Templates] = {}
            bad: ConfigError | None = None
            for language, vocabulary in self._house.languages.items():
                templates[language] = vocabulary.templates
                stamp = stamp_of(language, self._sentences)
                if stamp == self._stamps[language]:
                    continue
                self._stamps[language] = stamp
                try:
                    templates[language] = load_templates(language, self._sentences)
                except ConfigError as exc:
                    bad = exc
            changed = any(t is not self._house.languages[k].templates for k, t in templates.items())
            if changed:
                self._house = _house(self._house.home, templates)
            if bad:
                raise bad
            return changed

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Give the intent, or None when `text` is no command.

        `area` is the speaker's room if known: "the lights" are then the lights there, else the house's. Only
        exposed entities are named or reached. Commands about a room or the house leave out what wants a
        confirmation, unless there is nothing else. None too: a name that two things share, a thing that is
        not in the room it is said to be in, a room without anything of the kind, more than 30 words, and what
        the guards forbid (core/guards.py).
        A sentence that is no command as it stands is tried with our spelling of words that sound alike.
        Confidence is 1.0 when every word matched a template, 0.9 when a part is free text.

        Raises BadInput `unknown_language`.
        """
        house, words = self._of(language)
        if len(text.split()) > _MAX_WORDS:
            return None
        match = Match(house.home, words, language, area)
        intent = match.best(text)
        if intent is None and (spelt := words.spelling.mend(text)) != text:
            intent = match.best(spelt)
        return intent and replace(intent, text=text)

    def follow_up(
        self,
        text: str,
        language: str,
        before: Intent,
        area: str | None = None,  # noqa: ARG002
    ) -> Intent | None:
        """Give what a fragment ("and the bedroom too", "ahora apágala") means after `before`; else None.

        What the fragment leaves out is `before`'s: its intent, its kind of thing, its values. Which things
        are meant is found anew, with the same rules, guards and confirmations as for a whole command.

        Raises BadInput `unknown_language`.
        """
        house, words = self._of(language)
        fragments = for_language(self._fragments, language)
        intent = fragments.apply(text, before, house.home, words)
        if intent is None and (spelt := words.spelling.mend(text)) != text:
            intent = fragments.apply(spelt, before, house.home, words)
        return intent and replace(intent, text=text)

    def _of(self, language: str) -> tuple[_House, Vocabulary]:
        house = self._house
        return house, for_language(house.languages, language, "There are no sentences")


def _house(home: Home, templates: Mapping[str, Templates]) -> _House:
    return _House(home, {k: Vocabulary.of(home, k, t) for k, t in templates.items()})
