"""Tries a language pack on its own sentences (conformance.yaml): what is understood, and what is answered."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from unicode_rbnf import RbnfEngine

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.errors import ConfigError, SaraiError
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Area, Entity, Home, needs_confirmation
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.languages.conformance import check_files
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.languages.pack_files import PackFiles, fault
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.languages.schema.conformance import Conformance, Kind
from sarai_mqtt.turns.own_answers.own_answers import own_answer
from sarai_mqtt.turns.responses.replies import confirmation_question, outcome_sentence, reply_to
from sarai_mqtt.understanding.confirmation import answer_of, short_answers
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.numbers import with_digits
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander
from sarai_mqtt.understanding.templates.sentence_check import sentence_faults

FILE = "conformance.yaml"
LEAST, LEAST_OF_A_KIND = 30, 5
"""Least number of commands and of sentences to be refused; least of each kind of these, and of answers."""

_HARMLESS = QUESTIONS | {"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"}
_ROOM_OF = {
    "light.kitchen": "kitchen",
    "switch.coffee_machine": "kitchen",
    "light.bedroom": "bedroom",
    "cover.bedroom_blind": "bedroom",
    "fan.bedroom": "bedroom",
    "light.floor_lamp": "living_room",
    "media_player.radio": "living_room",
    "climate.thermostat": "living_room",
}
_DEVICE_CLASSES = {"cover.bedroom_blind": "blind"}
_SLOTS: dict[str, SlotValue] = {
    "area": "bedroom",
    "brightness": 30,
    "temperature": 21,
    "volume_level": 20,
    "minutes": 5,
    "item": "x",
}
_NOW = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Checked:
    """The faults of one pack, and how many of its sentences were tried."""

    language: str
    faults: tuple[ConfigError, ...]
    tried: int


def check_language(language: str) -> Checked:
    """Check the files of the pack of `language`, and try it if they are whole.

    Raises BadInput (`unknown_language`).
    """
    folder = folder_of(language)
    faults = [*check_files(folder), *sentence_faults(language)]
    try:
        said = PackFiles(folder).read(FILE, Conformance)
    except ConfigError as error:
        return Checked(language, (*faults, error), 0)
    try:
        trial = _Trial(language, folder, said)
        found = list(trial.faults())
    except ConfigError as error:  # a part that every sentence needs is not whole
        return Checked(language, tuple({e.reason: e for e in (*faults, error)}.values()), 0)
    tried = len(said.commands) + sum(map(len, said.refused.values()))
    return Checked(language, (*faults, *found), tried + len(said.yes) + len(said.no) + len(said.talk))


class _Trial:
    """Tries the sentences of a pack in a home that has the names of the pack."""

    def __init__(self, language: str, folder: Path, said: Conformance) -> None:
        self._language = language
        self._path = folder / FILE
        self._said = said
        self._home = _home_of(said, language)
        sentences = SentenceUnderstander(self._home, [language])
        layers = (
            (Gazetteer(self._home, [language]), FUZZY),
            (SentenceSearch(self._home, [language]), RETRIEVAL),
        )
        self._understanding = Understanding(sentences, layers, {language: content_words(language)})

    def faults(self) -> Iterator[ConfigError]:
        """Yield the faults of the pack, each sentence that is not understood as it should be."""
        yield from self._counts()
        yield from self._commands()
        yield from self._refusals()
        yield from self._answers()
        yield from self._talk()
        yield from self._numbers()
        yield from self._replies()

    def _fault(self, at: str, what: str, remedy: str) -> ConfigError:
        return fault(self._path, at, what, remedy)

    def _counts(self) -> Iterator[ConfigError]:
        said = self._said
        groups = [(".commands", len(said.commands), LEAST)]
        groups.append((".refused", sum(map(len, said.refused.values())), LEAST))
        groups += [(f".refused.{kind}", len(texts), LEAST_OF_A_KIND) for kind, texts in said.refused.items()]
        groups += [(f".{name}", len(getattr(said, name)), LEAST_OF_A_KIND) for name in ("yes", "no", "talk")]
        for at, found, least in groups:
            if found < least:
                yield self._fault(at, f"has {found} sentences, fewer than {least}", "Add some.")
        commanded = {thing for command in said.commands for thing in command.things}
        if idle := sorted(set(said.things) - commanded):
            yield self._fault(".commands", f"has none for {', '.join(idle)}", "Add one of each.")

    def _understood(self, text: str) -> Intent | None:
        return self._understanding.understand(text, self._language)

    def _commands(self) -> Iterator[ConfigError]:
        for i, said in enumerate(self._said.commands):
            intent = self._understood(said.say)
            found = (intent.name, set(intent.targets)) if intent else None
            if found != (said.intent, set(said.things)):
                why = f"{found[0]} {sorted(found[1])}" if found else "no command"
                yield self._fault(
                    f".commands[{i}]",
                    f"({said.say}) is {why}, not {said.intent} {sorted(said.things)}",
                    "Correct the sentence, or add what people say to gazetteer.yaml and examples.yaml.",
                )

    def _refusals(self) -> Iterator[ConfigError]:
        for kind, texts in self._said.refused.items():
            for i, text in enumerate(texts):
                intent = self._understood(text)
                if intent is not None and intent.name not in _HARMLESS:
                    yield self._fault(
                        f".refused.{kind}[{i}]", f"({text}) acts: {intent.name}", _REMEDY_OF_GUARDS[kind]
                    )

    def _answers(self) -> Iterator[ConfigError]:
        remedy = "Add its words to answers.yaml."
        for at, texts, meaning in ((".yes", self._said.yes, True), (".no", self._said.no, False)):
            for i, text in enumerate(texts):
                if answer_of(text, self._language) is not meaning:
                    yield self._fault(f"{at}[{i}]", f"({text}) is not understood so", remedy)
        for text, meaning in short_answers(self._language).items():
            if answer_of(text, self._language) is not meaning:
                yield fault(
                    self._path.with_name("answers.yaml"),
                    "",
                    f"{text!r} is listened for, but no answer",
                    remedy,
                )

    def _talk(self) -> Iterator[ConfigError]:
        for i, text in enumerate(self._said.talk):
            intent = self._understood(text)
            answer = own_answer(text, [self._language], self._home, "112")
            taken = intent.name if intent else answer.kind if answer else ""
            if taken:
                yield self._fault(f".talk[{i}]", f"({text}) is taken for {taken}", "Narrow what matches it.")

    def _numbers(self) -> Iterator[ConfigError]:
        try:
            engine = RbnfEngine.for_language(self._language)
        except ValueError:
            return  # Unicode has no words for numbers in it
        for number in range(2, 101):
            text = engine.format_number(number).text.replace("\xad", "")
            words = re.findall(r"[^\W\d_]+", text.lower())
            if with_digits(words, self._language) != [str(number)]:
                yield fault(
                    self._path.with_name("numbers.yaml"), "", f"{text!r} is not read as {number}", "Add it."
                )

    def _replies(self) -> Iterator[ConfigError]:
        """Yield the first reply to an intent that cannot be made, of each kind of sentence."""
        path = self._path.with_name("replies.yaml")
        intents = [
            Intent("", name, _SLOTS, (thing,), "", self._language, 1.0)
            for name in sorted(ANSWERED)
            for thing in self._home.entities
        ]
        for kind, make in _REPLIES.items():
            for intent in intents:
                if why := _why_not(make, intent, self._home):
                    yield fault(path, "", f"the {kind} of {intent.name} fails: {why}", "Correct it.")
                    break


def _why_not(make: Callable[[Intent, Home], str], intent: Intent, home: Home) -> str:
    """Return why `make` returns no sentence, "" if it does."""
    try:
        return "" if make(intent, home).strip() else "it is empty"
    except (LookupError, ValueError, TypeError, AttributeError, SaraiError) as error:
        return f"{type(error).__name__}: {error}"


def _question(intent: Intent, home: Home) -> str:
    return "-" if intent.name in _HARMLESS else confirmation_question(intent, home)


def _outcome(intent: Intent, home: Home) -> str:
    result = ActionResult(done=intent.targets)
    return "-" if intent.name in QUESTIONS else outcome_sentence(intent, result, home, _NOW)


_REPLIES: dict[str, Callable[[Intent, Home], str]] = {
    "reply": lambda intent, home: reply_to(intent, home, _NOW),
    "question": _question,
    "outcome": _outcome,
}
_REMEDY_OF_GUARDS: dict[Kind, str] = {
    "negated": "Widen `negation` in speech_acts.py.",
    "quoted": "Widen `report` or `statement` in speech_acts.py.",
    "conditional": "Widen `condition` or `schedule` in speech_acts.py.",
    "asked": "Widen `asking` in speech_acts.py.",
}


def _home_of(said: Conformance, language: str) -> Home:
    areas: dict[str, Area] = {room: Area(room, {language: (name,)}) for room, name in said.rooms.items()}
    entities: dict[str, Entity] = {
        thing: Entity(
            thing,
            {language: (name,)},
            area=_ROOM_OF.get(thing),
            device_class=_DEVICE_CLASSES.get(thing),
            confirm=needs_confirmation(thing, None),
        )
        for thing, name in said.things.items()
    }
    return Home(areas, entities)
