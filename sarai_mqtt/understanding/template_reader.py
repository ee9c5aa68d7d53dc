"""Reads commands by sentence templates: of the words as they are, else of their paraphrase."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.paraphrase import Paraphrase, paraphrase, without_fillers
from sarai_mqtt.understanding.preferred_readings import holds_order

MAX_WORDS = 20
"""Most words of a command that no template has as it is; conversation is longer."""

# Stands for an intent that is not known yet, when the guards check a sentence before it is matched.
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


class SentenceRecognizer(Protocol):
    """Recogniser by sentence templates; its methods are those of `ports.Understander`."""

    @property
    def home(self) -> Home:
        """The home whose names are understood now."""
        ...

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the command that `text` is as a whole; None if it is none. Raises BadInput."""
        ...

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Intent | None:
        """Return what `text` means as a follow-up to the command `before`; None if it is none.

        Raises BadInput (`unknown_language`).
        """
        ...

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; a copy of this object keeps those it has."""
        ...

    def reload_if_changed(self) -> bool:
        """Read changed sentence files again. Return True if they are in use.

        Raises ConfigError (`bad_sentences`).
        """
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence without fillers, and the command that it is as a template has it (None: none)."""

    said: str
    intent: Intent | None


class TemplateReader:
    """Reads sentences about one home by templates; a command must use every word that matters."""

    def __init__(self, sentences: SentenceRecognizer, accounting: Accounting) -> None:
        self._sentences = sentences
        self._accounting = accounting

    def as_said(self, text: str, language: str, area: str | None) -> Intent | None:
        """Return the command that a template has of the words of `text` as they are; None without one."""
        return self._sentences.understand(text, language, area)

    def match(self, text: str, language: str, area: str | None) -> Match | None:
        """Return `text` without fillers and what templates read in it; None if it is too long."""
        if len(text.split()) > MAX_WORDS:
            return None
        said = without_fillers(text, language)
        return Match(said, self._sentences.understand(said, language, area))

    def read(
        self, text: str, language: str, area: str | None, first: Match | None = None
    ) -> tuple[Intent | None, LeftOver | None]:
        """Return the command that a template has, of the words or of their paraphrase.

        If such a command leaves words over, returns None and those words.
        """
        left: LeftOver | None = None
        first = first or self.match(text, language, area)
        for intent in self._matches(text, language, area, first):
            if holds_order(intent):
                continue  # "pause the speaker and start a timer" pauses no timer called "speaker and …"
            found = self._accounting.account(text, intent)
            if isinstance(found, Intent):
                return found, None
            left = left or found
        return None, left

    def _matches(self, text: str, language: str, area: str | None, first: Match | None) -> Iterator[Intent]:
        """Yield what templates read in `text` and, if that is nothing, in its paraphrase."""
        if first is None:
            if intent := self._sentences.understand(text, language, area):
                yield intent
            return
        if first.intent is not None:
            if intent := self.allowed_as_said(first.intent, text, Paraphrase(first.said)):
                yield intent
            return
        if plain := self.plain(first.said, text, language):
            room = next(iter(self._rooms_left_out(text, plain.text, language)), area)
            intent = self._sentences.understand(plain.text, language, room)
            if intent := self.allowed_as_said(intent, text, plain):
                yield intent

    def plain(self, said: str, text: str, language: str) -> Paraphrase | None:
        """Return the paraphrase of `said`, which is `text` without fillers; None if not worth matching."""
        return self._worth_trying(paraphrase(said, language), text, language)

    def _worth_trying(self, plain: Paraphrase | None, text: str, language: str) -> Paraphrase | None:
        """Return `plain`; None if the guards reject `text` whatever it may mean: matching is expensive."""
        if plain is None or plain.equivalent:
            return plain
        accounted = plain.accounted | {"question", "scheduled"} if plain.accounted else {"scheduled"}
        return None if set(reasons_against(text, language, _ANY_ORDER)) - accounted else plain

    def allowed_as_said(self, intent: Intent | None, text: str, plain: Paraphrase) -> Intent | None:
        """Return the reading of the paraphrase `plain` if the guards allow the sentence as it was said."""
        if intent is None:
            return None
        against = () if plain.equivalent else reasons_against(text, intent.language, intent)
        if set(against) - plain.accounted:
            return None
        rooms = self._rooms_left_out(text, plain.text, intent.language)
        if rooms and "name" not in intent.slots and {intent.slots.get("area")} != rooms:
            return None  # "the bedroom is too hot, turn on the fan": not all fans
        return replace(intent, text=text)

    def _rooms_left_out(self, text: str, plain: str, language: str) -> set[str]:
        """Return the ids of the areas that `text` names, if its paraphrase `plain` names none."""
        return set() if self._rooms_in(plain, language) else self._rooms_in(text, language)

    def _rooms_in(self, text: str, language: str) -> set[str]:
        said = f" {' '.join(words_of(text))} "
        names = (
            (area.id, name)
            for area in self._sentences.home.areas.values()
            for name in names_in(area.names, language)
        )
        return {area for area, name in names if f" {name.lower()} " in said}
