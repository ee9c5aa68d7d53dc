"""Recognises commands: by sentence templates, by their parts, and by similarity, in layers that are sure."""

import threading
from collections.abc import Mapping, Sequence

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Found, LeftOver, ReadingPart
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.understanding.home_understanding import HomeUnderstanding
from sarai_mqtt.understanding.similarity_reader import Bounds, Layer
from sarai_mqtt.understanding.template_reader import SentenceRecognizer

# Chosen on the dev split of tests/data/understanding only; docs/adr/0015 has the figures.
FUZZY = Bounds(0.83, 0.15, 0.62)
RETRIEVAL = Bounds(0.75, 0.07, 0.62)


class Understanding:
    """Recognises commands by sentence templates, by their parts, then by each of `layers`, within its bounds.

    A reading of a layer must pass the guards that templates pass, and its words must have the command's
    polarity (on or off). Whatever found it, a command that leaves a content word of the sentence unused is
    refused (ADR 23). All methods may be called from any thread: each call reads about one home, whole.
    """

    def __init__(
        self,
        sentences: SentenceRecognizer,
        layers: Sequence[tuple[Layer, Bounds]],
        content_words: Mapping[str, ContentWords],
    ) -> None:
        self._current = HomeUnderstanding(sentences, layers, content_words)
        self._changing = threading.Lock()

    @property
    def home(self) -> Home:
        """The home whose names are understood now."""
        return self._current.home

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on. Takes about 0.1 s: call it off the event loop.

        The previous names are used until all parts have learnt the new ones.
        """
        with self._changing:
            self._current = self._current.of(home)

    def reload_if_changed(self) -> bool:
        """Read changed sentence files again. Return True if they are in use.

        Raises ConfigError (`bad_sentences`).
        """
        with self._changing:
            return self._current.reload_if_changed()

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the intent, or None if `text` is not exactly one command that is sure enough to act on.

        Raises BadInput (`unknown_language`).
        """
        return self._current.understand(text, language, area)

    def read(self, text: str, language: str, area: str | None = None) -> Found | None:
        """Return the commands in `text`, a choice, or the words that no reading uses; None if it is none.

        Raises BadInput (`unknown_language`).
        """
        return self._current.read(text, language, area)

    def explain(self, text: str, language: str, area: str | None = None) -> tuple[ReadingPart, ...]:
        """Return which words of `text` mean what, in their order; empty if the language is not read so."""
        return self._current.explain(text, language, area)

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Return the words of an order that name things or places the home does not have; None if none do.

        Raises BadInput (`unknown_language`).
        """
        return self._current.unknown(text, language)

    def unanswered(
        self, text: str, language: str, area: str | None = None, *, sure: bool = False
    ) -> LeftOver | None:
        """Return what is not known of a question about the home; None if it asks nothing of the home.

        With `sure` it is certain to be about the house. Raises BadInput (`unknown_language`).
        """
        return self._current.unanswered(text, language, area, sure=sure)

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Return what `text` may mean, likeliest first, at most five; empty if it is probably no command.

        They are for asking the person, or for the Thinker to choose from, not to be acted on. Raises BadInput
        (`unknown_language`).
        """
        return self._current.candidates(text, language, area)

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Found | None:
        """Return what a fragment means as a follow-up to the command `before`, or the words it leaves over.

        None if it is no follow-up. Raises BadInput (`unknown_language`).
        """
        return self._current.follow_up(text, language, before, area)
