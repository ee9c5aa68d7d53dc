"""Recognizes the one command of this home that a sentence can mean."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.packs import entry_for
from sarai_mqtt.understanding.templates.follow_ups import Fragments
from sarai_mqtt.understanding.templates.loader import Templates, load_templates, stamp_of
from sarai_mqtt.understanding.templates.resolution import Match
from sarai_mqtt.understanding.templates.slot_lists import Vocabulary
from sarai_mqtt.understanding.templates.template_text import TemplateText

_MAX_WORDS = 30  # no command is longer, and matching long text against free-text slots is slow


@dataclass(frozen=True, slots=True)
class _HomeTemplates:
    """A home and its vocabularies by language; replaced as a whole, so that a reader never sees a mix."""

    home: Home
    languages: Mapping[str, Vocabulary]


class SentenceUnderstander:
    """Recognizes Home Assistant intents in sentences that match a template as a whole.

    Loading takes about a second for two languages. The templates are Home Assistant's, those of the language
    packs and, if `sentences` is given, the user's own, `<sentences>/<language>/*.yaml` (format:
    config/sentences/README.md). `learn` and `reload_if_changed` may be called from any thread while others
    call `understand`.

    Raises ConfigError `unknown_language` for a language without templates, `bad_sentences` for an invalid
    file of the user's, `language_incomplete` for one of a pack; BadInput `unknown_language` for a language
    without a pack.
    """

    def __init__(
        self,
        home: Home,
        languages: Sequence[str],
        sentences: Path | None = None,
    ) -> None:
        self._sentences = sentences
        self._lock = threading.Lock()
        templates = {language: load_templates(language, sentences) for language in languages}
        self._stamps = {language: t.stamp for language, t in templates.items()}
        self._fragments = {language: Fragments(language) for language in languages}
        self._current = _with_vocabularies(home, templates)

    @property
    def home(self) -> Home:
        """The home whose names are recognized now."""
        return self._current.home

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; calls in progress finish with the previous home."""
        with self._lock:
            self._current = _with_vocabularies(
                home, {k: v.templates for k, v in self._current.languages.items()}
            )

    def reload_if_changed(self) -> bool:
        """Read the user's sentence files again if any was added, changed or deleted; return True if so.

        Raises ConfigError `bad_sentences` for an invalid file, once for each change; the previous sentences
        of that language stay in use.
        """
        with self._lock:
            templates: dict[str, Templates] = {}
            bad: ConfigError | None = None
            for language, vocabulary in self._current.languages.items():
                templates[language] = vocabulary.templates
                stamp = stamp_of(language, self._sentences)
                if stamp == self._stamps[language]:
                    continue
                self._stamps[language] = stamp
                try:
                    templates[language] = load_templates(language, self._sentences)
                except ConfigError as exc:
                    bad = exc
            changed = any(t is not self._current.languages[k].templates for k, t in templates.items())
            if changed:
                self._current = _with_vocabularies(self._current.home, templates)
            if bad:
                raise bad
            return changed

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the intent of `text`, or None if it is not a command.

        `area` is the speaker's area id, if known: "the lights" are then the lights there, else those of the
        whole house. Only exposed entities are named or reached. A command about a room or the house leaves
        out entities that need a confirmation, unless there are no others.

        None, too: a name that two entities share, an entity that is not in the room that was said, a room
        without such an entity, more than 30 words, and what the guards forbid (questions, negation, quotes,
        conditions and the like). Text that matches nothing is tried again with each unknown word replaced by
        the word of the vocabulary that sounds the same.

        The confidence is 1.0 if every word matched a template, 0.9 if a part is free text. Raises BadInput
        `unknown_language`.
        """
        current, words = self._current_for(language)
        if len(text.split()) > _MAX_WORDS:
            return None
        match = Match(current.home, words, language, area)
        intent = match.best(text)
        if intent is None and (spelt := words.spelling.correct(text)) != text:
            intent = match.best(spelt)
        return intent and replace(intent, text=text)

    def follow_up(
        self,
        text: str,
        language: str,
        before: Intent,
        area: str | None = None,  # noqa: ARG002
    ) -> Intent | None:
        """Return the command that a fragment ("and the bedroom too", "ahora apágala") means after `before`.

        None if `text` is not such a fragment. What it leaves out is taken from `before`: intent, kind of
        entity, values. The entities are resolved anew, with the same rules, guards and confirmations as for
        a whole command; `area` is ignored. Raises BadInput `unknown_language`.
        """
        current, words = self._current_for(language)
        fragments = entry_for(self._fragments, language)
        spoken = TemplateText.of(text, language)
        said = spoken.text
        intent = fragments.apply(said, before, current.home, words)
        if intent is None and (spelt := words.spelling.correct(said)) != said:
            intent = fragments.apply(spelt, before, current.home, words)
        slots = spoken.restored(intent.slots) if intent else None
        return replace(intent, text=text, slots=slots) if intent and slots is not None else None

    def _current_for(self, language: str) -> tuple[_HomeTemplates, Vocabulary]:
        """Return the current home and its vocabulary of `language`. Raises BadInput `unknown_language`."""
        current = self._current
        return current, entry_for(current.languages, language, "There are no sentences")


def _with_vocabularies(home: Home, templates: Mapping[str, Templates]) -> _HomeTemplates:
    return _HomeTemplates(home, {k: Vocabulary.of(home, k, t) for k, t in templates.items()})
