"""The understander: from a sentence to the one command of this home that it can mean."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hassil import RecognizeResult, recognize_all

from sarai_mqtt.adapters.intents.follow_ups import Fragments
from sarai_mqtt.adapters.intents.templates import Templates, load_templates, stamp_of
from sarai_mqtt.adapters.intents.vocabulary import Vocabulary
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.guards import forbids
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.language import is_little_word, words_of
from sarai_mqtt.core.replies import reply_to
from sarai_mqtt.core.targets import QUESTIONS, targets_of

_MAX_FREE_WORDS = 6
_MAX_WORDS = 30  # nobody commands at such length, and free text makes templates costly
_SHOPPING = re.compile(r"shopping|grocer|compra|súper|supermercado|mandado")

_ASKS = ("one", "one_yesno", "any", "all", "which", "where", "how_many")
_HERE = "(here)"  # stands for the speaker's own room while it is not known

# What STT writes and the templates do not: "21 ºC", "21 degrees Celsius".
_SPELLINGS = (
    (re.compile(r"\s*[°º]\s*[CF]?\b|\s*[°º]", re.IGNORECASE), "°"),
    (re.compile(r"\b(degrees|grados) (celsius|centigrade|centígrados)\b", re.IGNORECASE), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _House:
    """A home and its words: replaced as a whole, so whoever reads one never sees half of another."""

    home: Home
    languages: Mapping[str, Vocabulary]


@dataclass(frozen=True, slots=True)
class _Candidate:
    intent: Intent
    rank: tuple[int, bool, bool, int, int, int, bool]  # the smallest is the best


class SentenceUnderstander:
    """Finds Home Assistant intents in sentences that match a template as a whole.

    Loading takes about half a second for two languages. `sentences/<language>/*.yaml`, when given, are merged
    into Home Assistant's (format: config/sentences/README.md). `learn` and `reload_if_changed` may be called
    from any thread while others understand.

    Raises ConfigError `unknown_language` for a language without sentences, `bad_sentences` for a bad file.
    """

    def __init__(
        self,
        home: Home,
        languages: Sequence[str],
        clock: Callable[[], datetime],
        sentences: Path | None = None,
    ) -> None:
        self._clock = clock
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
        match = _Match(house.home, words, language, area)
        intent = match.best(text)
        if intent is None and (spelt := words.spelling.mend(text)) != text:
            intent = match.best(spelt)
        return intent and replace(intent, text=text)

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Intent | None:
        """Give what a fragment ("and the bedroom too", "ahora apágala") means after `before`; else None.

        What the fragment leaves out is `before`'s: its intent, its kind of thing, its values. Which things
        are meant is found anew, with the same rules, guards and confirmations as for a whole command.

        Raises BadInput `unknown_language`.
        """
        house, words = self._of(language)
        fragments = self._fragments[language]
        intent = fragments.apply(text, before, house.home, words)
        if intent is None and (spelt := words.spelling.mend(text)) != text:
            intent = fragments.apply(spelt, before, house.home, words)
        return intent and replace(intent, text=text)

    def reply(self, intent: Intent) -> str:
        """Give the fixed short sentence that answers `intent`, in its language."""
        return reply_to(intent, self._house.home, self._clock())

    def _of(self, language: str) -> tuple[_House, Vocabulary]:
        house = self._house
        if language not in house.languages:
            known = ", ".join(house.languages)
            raise BadInput(
                "unknown_language", f"No sentences for the language {language!r}.", f"Use one of: {known}."
            )
        return house, house.languages[language]


def _house(home: Home, templates: Mapping[str, Templates]) -> _House:
    return _House(home, {k: Vocabulary.of(home, k, t) for k, t in templates.items()})


@dataclass(frozen=True, slots=True)
class _Match:
    """One sentence against the templates, in one home, spoken in one area."""

    home: Home
    words: Vocabulary
    language: str
    area: str | None

    def best(self, text: str, *, for_later: bool = False) -> Intent | None:
        """Give the intent of the best match; None when there is none, or two are as good."""
        spoken = text
        for pattern, instead in _SPELLINGS:
            spoken = pattern.sub(instead, spoken)
        here = self.area if self.area in self.home.areas else _HERE
        found = recognize_all(
            spoken,
            self.words.templates.intents,
            slot_lists=dict(self.words.lists),
            intent_context={"area": here},
            language=self.language,
        )
        if for_later:  # "… in ten minutes in ten minutes" would branch without end
            found = (r for r in found if "conversation_command" not in r.entities)
        candidates = [c for r in found if (c := self._candidate(r, text))]
        if not candidates:
            return None
        candidates.sort(key=lambda c: (c.rank, c.intent.name))
        best, *others = candidates
        rivals = {
            c.intent.targets for c in others if c.rank == best.rank and c.intent.name == best.intent.name
        }
        ambiguous = bool(rivals - {best.intent.targets}) and best.intent.name not in QUESTIONS
        return None if ambiguous else best.intent

    def _candidate(self, result: RecognizeResult, text: str) -> _Candidate | None:
        """Resolve one match; None when it is no command in this home."""
        name = result.intent.name
        slots: dict[str, SlotValue] = {
            e.name: _plain(e.value)
            for e in result.entities.values()
            if e.value is not None and e.value != _HERE
        }
        elsewhere = any(e.value == _HERE for e in result.entities.values())
        free = [e for e in result.entities.values() if e.is_wildcard]
        if any(e.name == "name" for e in free):
            slots["name"] = _without_article(str(slots["name"]), self.language)
        metadata = result.intent_data.metadata or {}
        if elsewhere and metadata.get("here"):  # "it's too dark in here": not the whole house is meant
            return None
        if elsewhere and len(words_of(text)) < 2:  # a lone "stop" or "para" needs a room to mean something
            return None
        if not all(e.name == "conversation_command" or _is_free_text(e.text, self.language) for e in free):
            return None
        if "item" in slots and "name" not in slots and not _SHOPPING.search(text.lower()):
            return None
        later = slots.get("conversation_command")
        if later is not None:
            command = self.best(str(later), for_later=True)
            if command is None or not command.targets or command.name in QUESTIONS:
                return None
            targets = tuple(self.home.entities[t] for t in command.targets)
        else:
            choice = targets_of(self.home, name, slots, metadata.get("domains", ()))
            if choice is None and "area" in slots and not result.entities["area"].text:
                # nobody said "here": a house's only thermostat is meant from every room
                del slots["area"]
                choice = targets_of(self.home, name, slots, metadata.get("domains", ()))
                choice = choice if choice and len(choice) == 1 else None
            if choice is None:
                return None
            targets = choice
        question = name in QUESTIONS
        intent = Intent(
            turn="",
            name=name,
            slots=slots,
            targets=tuple(e.id for e in targets),
            text=text,
            language=self.language,
            confidence=0.9 if free else 1.0,
            confirm=not question and any(e.confirm for e in targets),
            asks=_asks(result.response, slots) if name == "HassGetState" else "",
        )
        if forbids(text, self.language, intent):
            return None
        name_length = len(result.entities["name"].text) if "name" in slots else 0
        rank = (
            len(free),
            question and (not targets or bool(metadata.get("weak"))),
            not metadata.get("own"),
            -name_length,
            -result.text_chunks_matched,
            sum(len(e.text) for e in free),
            self.area is not None and any(e.area != self.area for e in targets),
        )
        return _Candidate(intent, rank)


def _asks(response: str | None, slots: Mapping[str, SlotValue]) -> str:
    """Give what a question about states wants to know; sentences of the user's own need not say it."""
    if response in _ASKS:
        return response
    if "state" not in slots:
        return "one"
    return "one_yesno" if "name" in slots else "any"


def _plain(value: Any) -> SlotValue:
    """Make a whole number an int and trim text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float) else str(value).strip()


def _without_article(text: str, language: str) -> str:
    """Drop the little words a free name starts with: "the pizza", "de la pizza"."""
    words = text.split()
    while len(words) > 1 and is_little_word(words[0].lower(), language):
        del words[0]
    return " ".join(words)


def _is_free_text(text: str, language: str) -> bool:
    """Say whether a wildcard caught something that can be meant: short, and more than "the" or "my"."""
    words = words_of(text)
    return len(words) <= _MAX_FREE_WORDS and any(not is_little_word(w, language) for w in words)
