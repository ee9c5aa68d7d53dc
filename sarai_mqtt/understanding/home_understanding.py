"""Reads sentences about one home: by sentence templates, by their parts, and by similarity."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.recognition import Choice, Found, LeftOver, ReadingPart
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.candidates import Guesses, ranked
from sarai_mqtt.understanding.guards import HARMLESS, reasons_against
from sarai_mqtt.understanding.later import about_alarms, until_a_moment
from sarai_mqtt.understanding.orders import order_of
from sarai_mqtt.understanding.paraphrase import Paraphrase, paraphrase, without_fillers
from sarai_mqtt.understanding.preferred_readings import (
    agrees_with,
    allowed,
    holds_order,
    is_elsewhere,
    is_half,
    is_narrower,
    is_nearer,
    is_of_kind,
    is_of_own_words,
    orders_something,
)
from sarai_mqtt.understanding.reader.order_reader import OrderReader, intents_in, with_text
from sarai_mqtt.understanding.reader.reader import Reader
from sarai_mqtt.understanding.reader.remarks import is_unmeant
from sarai_mqtt.understanding.reader.signs import Signs

_MAX_WORDS = 20  # a command that no template has is short; conversation is not
# Words of a shortened sentence for a search by similarity: "go on, I'm listening" is conversation.
_MIN_WORDS = 3
_UNFINISHED = ("…", "...")
_MAX_CANDIDATES = 5  # candidates: more than a person, or a Thinker, can choose from are no help


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


class Layer(Protocol):
    """Finds commands that no template matches, each with a score."""

    def guesses(self, text: str, language: str, area: str | None = None) -> Guesses:
        """Return scored readings of `text`, said in the area with the id `area` (None: unknown).

        Raises BadInput (`unknown_language`).
        """
        ...

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; a copy of this object keeps those it has."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds on a layer's scores, 0..1.

    A reading is acted on from the score `threshold`, if it leads every other one and small talk by `margin`.
    It is a candidate to ask about from `plausible`, if it leads small talk by `margin`.
    """

    threshold: float
    margin: float
    plausible: float


# What a person wants to be reminded of may be said in any way, and "at most" and "the" may end it.
_UNGUARDED = HARMLESS | {"HassSetReminder"}
# What a remark that gives the reason for an order is: a statement of somebody, or of how things are.
_OF_REMARKS = frozenset({"statement", "state"})
# Stands for an intent that is not known yet, when the guards check a sentence before it is matched.
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


@dataclass(frozen=True, slots=True)
class _First:
    """A sentence without fillers, and the command that it is as a template has it (None: none)."""

    said: str
    intent: Intent | None


class HomeUnderstanding:
    """Reads sentences about one home, as `recognizer.Understanding` tells. Calls share no mutable state."""

    def __init__(
        self,
        sentences: SentenceRecognizer,
        layers: Sequence[tuple[Layer, Bounds]],
        content_words: Mapping[str, ContentWords],
    ) -> None:
        self.home = sentences.home
        self._sentences = sentences
        self._layers = tuple(layers)
        self._content_words = content_words
        self._accounting = Accounting(self.home, content_words)
        self._frames = Reader(self.home, content_words)
        self._reader = OrderReader(self.home, content_words, self._frames)

    def of(self, home: Home) -> "HomeUnderstanding":
        """Return what reads sentences about `home`. The parts of this one are left as they are."""
        sentences = copy.copy(self._sentences)
        sentences.learn(home)
        layers = [(copy.copy(layer), bounds) for layer, bounds in self._layers]
        for layer, _ in layers:
            layer.learn(home)
        return HomeUnderstanding(sentences, layers, self._content_words)

    def reload_if_changed(self) -> bool:
        """Read changed sentence files again. Return True if they are in use.

        Raises ConfigError (`bad_sentences`).
        """
        return self._sentences.reload_if_changed()

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the intent, or None if `text` is not exactly one command that is sure enough to act on.

        Raises BadInput (`unknown_language`).
        """
        found = self.read(text, language, area)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else None

    def read(self, text: str, language: str, area: str | None = None) -> Found | None:
        """Return the commands in `text`, a choice, or the words that no reading uses; None if it is none.

        Raises BadInput (`unknown_language`).
        """
        if is_unmeant(text, language):
            return None
        found = self._as_said(text, language, area)
        if found is None or isinstance(found, LeftOver):
            return self._beside_remark(text, language, area) or found
        return found

    def _beside_remark(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands of the order beside a remark ("it's getting dark, …"); None if there are none.

        What speaks against acting on the whole sentence still does, but that something is stated.
        """
        order = self._frames.order_beside_remark(text, language)
        found = self._as_said(order, language, area) if order else None
        if found is None or isinstance(found, LeftOver):
            return None
        against = (
            set(reasons_against(text, language, i)) - set(reasons_against(order, language, i))
            for i in intents_in(found)
        )
        return None if any(some - _OF_REMARKS for some in against) else with_text(found, text)

    def _as_said(self, text: str, language: str, area: str | None) -> Found | None:
        found = self._read(text, language, area, signs := self._frames.signs(text, language))
        acts = isinstance(found, Choice) or (
            isinstance(found, tuple) and any(intent.name not in _UNGUARDED for intent in found)
        )
        if acts and is_half(text, self._content_words[language]):
            return None
        return LeftOver((signs.limit,), "unaccounted", language) if acts and signs.limit else found

    def _read(self, text: str, language: str, area: str | None, signs: Signs) -> Found | None:
        if signs.corrected or signs.narrow:
            # no other reading knows what was taken back, nor that "next to the kitchen" is not in it
            not_asked = self._accounting.not_asked_for(text, language)
            found = not_asked or self._reader.read(text, language, area).found
            return found or self._timer(text, language, area)
        first = self._as_template(text, language, area)
        by_template, left = self._by_template(text, language, area, first)
        if alarm := about_alarms(text, language, self.home, by_template):
            return (alarm,)
        if by_template is None or not is_of_own_words(by_template):
            not_asked = self._accounting.not_asked_for(text, language)
            if not_asked is not None:
                return not_asked
        if by_template is not None:
            return self._template_or_parts(by_template, text, language, area)
        lasting = until_a_moment(text, language, lambda said: self._reader.read(said, language, area).found)
        return lasting or self._without_template(text, language, area, first, left, signs=signs)

    def _template_or_parts(self, intent: Intent, text: str, language: str, area: str | None) -> Found:
        """Return the command `intent` of a template, or the reading of the parts where that is nearer."""
        if intent.name in QUESTIONS:
            # "all the lights off" is no question
            read = None if "?" in text else self._reader.read(text, language, area).found
            return read if read is not None and orders_something(read) else (intent,)
        if is_elsewhere(intent, self.home, area):
            read = self._reader.read(text, language, area).found
            return read if read is not None and is_nearer(read, intent, self.home, area) else (intent,)
        if not is_of_kind(intent):
            return (intent,)
        read = self._reader.read(text, language, area).found
        return read if read and is_narrower(read, intent) else (intent,)

    def _without_template(
        self,
        text: str,
        language: str,
        area: str | None,
        first: _First | None,
        left: LeftOver | None,
        *,
        signs: Signs,
    ) -> Found | None:
        """Return the reading of the parts, else what the layers propose, else the words that none uses."""
        read = self._reader.read(text, language, area)
        refused = read.found if isinstance(read.found, LeftOver) else None
        if read.found is not None and not (refused and read.unplaced):
            return left or refused if refused and refused.reason == "unaccounted" else read.found
        # an unknown word may be a misheard one; a name alone is no order to the nearest command
        intent, similar_to = self._by_layers(text, language, area, first)
        if intent is not None and read.reading is not None and not agrees_with(read.reading, intent):
            intent = None  # the parts say what is to be done, if not to what
        if intent is not None and (intent.name in HARMLESS or not self._is_unsure(text, language, signs)):
            found = self._accounting.account(text, intent, read.unplaced, similar_to)
            if isinstance(found, Intent):
                return (found,)
            left = left or found
        # an unknown thing may be known to somebody else
        return left if refused is None or refused.reason == "unaccounted" else refused

    def _timer(self, text: str, language: str, area: str | None) -> tuple[Intent, ...] | None:
        """Return the command for a timer whose length is said again: "ten minutes, sorry, fifteen"."""
        said = self._frames.with_last_length(text, language)
        found = self._by_template(said, language, area)[0] if said else None
        return (replace(found, text=text),) if found and found.name.endswith("Timer") else None

    def _is_unsure(self, text: str, language: str, signs: Signs) -> bool:
        """Return True if `text`, without a reason for the order, must not be taken for a similar one."""
        order = order_of(text, language)
        return (self._frames.signs(order, language) if order else signs).unsure

    def explain(
        self,
        text: str,
        language: str,
        area: str | None = None,  # noqa: ARG002 - the words mean the same in every room
    ) -> tuple[ReadingPart, ...]:
        """Return which words of `text` mean what, in their order; empty if the language is not read so."""
        return self._reader.explain(text, language)

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Return the words of an order that name things or places the home does not have; None if none do.

        Raises BadInput (`unknown_language`).
        """
        return self._accounting.unknown(text, language)

    def _as_template(self, text: str, language: str, area: str | None) -> _First | None:
        """Return `text` without fillers and what templates read in it; None if it is too long."""
        if len(text.split()) > _MAX_WORDS:
            return None
        said = without_fillers(text, language)
        return _First(said, self._sentences.understand(said, language, area))

    def _by_template(
        self, text: str, language: str, area: str | None, first: _First | None = None
    ) -> tuple[Intent | None, LeftOver | None]:
        """Return the command that a template has, of the words or of their paraphrase.

        If such a command leaves words over, returns None and those words.
        """
        left: LeftOver | None = None
        first = first or self._as_template(text, language, area)
        for intent in self._matches(text, language, area, first):
            if holds_order(intent):
                continue  # "pause the speaker and start a timer" pauses no timer called "speaker and …"
            found = self._accounting.account(text, intent)
            if isinstance(found, Intent):
                return found, None
            left = left or found
        return None, left

    def _matches(self, text: str, language: str, area: str | None, first: _First | None) -> Iterator[Intent]:
        """Yield what templates read in `text` and, if that is nothing, in its paraphrase."""
        if first is None:
            if intent := self._sentences.understand(text, language, area):
                yield intent
            return
        if first.intent is not None:
            if intent := self._allowed_as_said(first.intent, text, Paraphrase(first.said)):
                yield intent
            return
        if plain := self._plain(first.said, text, language):
            room = next(iter(self._rooms_left_out(text, plain.text, language)), area)
            intent = self._sentences.understand(plain.text, language, room)
            if intent := self._allowed_as_said(intent, text, plain):
                yield intent

    def _plain(self, said: str, text: str, language: str) -> Paraphrase | None:
        return self._worth_trying(paraphrase(said, language), text, language)

    def _by_layers(
        self, text: str, language: str, area: str | None, first: _First | None = None
    ) -> tuple[Intent | None, str]:
        """Return what the layers propose for a sentence that no template has, and the words they read."""
        first = first or self._as_template(text, language, area)
        if first is None or text.rstrip().endswith(_UNFINISHED):
            return None, text
        if first.intent is not None:
            return None, text  # it was refused: the nearest command would be it again
        said = first.said
        return self._reading_by_layers(said, self._plain(said, text, language), text, language, area)

    def _reading_by_layers(
        self, said: str, plain: Paraphrase | None, text: str, language: str, area: str | None
    ) -> tuple[Intent | None, str]:
        """Return the layers' reading of `said` or its paraphrase, else that of an order before its reason.

        Returns the words that were read, too.
        """
        words = plain if plain and plain.equivalent else Paraphrase(said)
        intent = self._sure_reading(words.text, language, area)
        if intent is None and plain and not plain.accounted and len(plain.text.split()) >= _MIN_WORDS:
            words, intent = plain, self._sure_reading(plain.text, language, area)
        if intent is None and (order := order_of(words.text, language)):
            intent = self._sentences.understand(order, language, area) or self._sure_reading(
                order, language, area
            )
            # the reason may tell something ("… que me levanto"), the order itself does not
            if intent and set(reasons_against(words.text, language, intent)) - {"statement"}:
                return None, order
            words = Paraphrase(order, frozenset({"statement"}), equivalent=words.equivalent)
        return self._allowed_as_said(intent, text, words), text if words.equivalent else words.text

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Return what `text` may mean, likeliest first, at most five; empty if it is probably no command.

        They are for asking the person, or for the Thinker to choose from, not to be acted on. Raises BadInput
        (`unknown_language`).
        """
        if len(text.split()) > _MAX_WORDS:
            return ()
        guesses = self._guesses(text, language, area)
        plausible = (
            i for g, b in guesses for i in g.intents if i.confidence >= max(b.plausible, g.chat + b.margin)
        )
        accounted = (self._accounting.account(text, i) for i in plausible if i.name not in QUESTIONS)
        return ranked((i for i in accounted if isinstance(i, Intent)), most=_MAX_CANDIDATES).intents

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Found | None:
        """Return what a fragment means as a follow-up to the command `before`, or the words it leaves over.

        None if it is no follow-up. Raises BadInput (`unknown_language`).
        """
        intent = self._sentences.follow_up(text, language, before, area)
        if intent is None:
            return None
        found = self._accounting.account(text, intent)
        return (found,) if isinstance(found, Intent) else found

    def _worth_trying(self, plain: Paraphrase | None, text: str, language: str) -> Paraphrase | None:
        """Return `plain`; None if the guards reject `text` whatever it may mean, as matching is expensive."""
        if plain is None or plain.equivalent:
            return plain
        accounted = plain.accounted | {"question", "scheduled"} if plain.accounted else {"scheduled"}
        return None if set(reasons_against(text, language, _ANY_ORDER)) - accounted else plain

    def _allowed_as_said(self, intent: Intent | None, text: str, plain: Paraphrase) -> Intent | None:
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
            (area.id, name) for area in self.home.areas.values() for name in names_in(area.names, language)
        )
        return {area for area, name in names if f" {name.lower()} " in said}

    def _sure_reading(self, text: str, language: str, area: str | None) -> Intent | None:
        """Return the reading of the first layer that is sure of one; None if none is."""
        sure = (g.sure(bounds.threshold, bounds.margin) for g, bounds in self._guesses(text, language, area))
        return next((i for i in sure if i is not None), None)

    def _guesses(self, text: str, language: str, area: str | None) -> list[tuple[Guesses, Bounds]]:
        """Ask every layer; the highest similarity to small talk that any of them finds holds for all."""
        found = [(allowed(layer.guesses(text, language, area)), bounds) for layer, bounds in self._layers]
        chat = max((g.chat for g, _ in found), default=0.0)
        return [(replace(g, chat=chat), bounds) for g, bounds in found]
