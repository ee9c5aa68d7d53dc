"""Reads an order by the tool calls of a language model: what they come to, if it uses every word (ADR 38).

A model may invent anything. So a call is read as an order of its own, resolved in the home, and then compared
with what was said: guards, direction, amounts and every word. Only one command may come of it; a call that
leaves anything over, or adds anything, comes to nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.tools import ToolCall
from sarai_mqtt.languages.content_words import ContentWords, Token, content_words, tokens_of
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.accounting.amounts import amounts_in
from sarai_mqtt.understanding.accounting.entity_names import is_of, name_words
from sarai_mqtt.understanding.guards import no_order, polarity_agrees, reasons_against
from sarai_mqtt.understanding.reader.frames import Frame, Reading
from sarai_mqtt.understanding.reader.resolve import resolve
from sarai_mqtt.understanding.reader.resolve_setting import Setting
from sarai_mqtt.understanding.tools import HomeTools

MAX_WORDS = 20  # of an order: longer texts are talk, and a small model loses its way in them

_OPPOSITE = {"HassTurnOn": "HassTurnOff", "HassTurnOff": "HassTurnOn"}


def may_be_tried(text: str, language: str) -> bool:
    """Return True if nothing in `text` is against its being an order, and it is short enough for one.

    Raises BadInput (`unknown_language`).
    """
    return len(text.split()) <= MAX_WORDS and not no_order(text, language)


def command_of_calls(
    calls: Sequence[ToolCall], text: str, language: str, home: Home, area: str | None = None
) -> Intent | None:
    """Return the command that `calls` stand for, to be asked about; None if `text` does not bear it out.

    `area` is the id of the speaker's area, None if unknown. Raises BadInput (`unknown_language`).
    """
    frames = HomeTools(home, language).frames(calls, here=area is not None)
    if not frames:
        return None
    words = content_words(language)
    setting = Setting(text, home, language, words, area)
    found = resolve(Reading(frames), setting, lambda _: None)
    if not isinstance(found, tuple) or len(found) != 1:
        return None  # out of range, not there, several things or commands
    intent = replace(found[0], source="thinker")
    if reasons_against(text, language, intent) or not _Said(text, language, words).bears_out(
        intent, frames, home
    ):
        return None
    accounted = Accounting(home, {language: words}).account(text, intent)
    return replace(accounted, confirm=True) if isinstance(accounted, Intent) else None


class _Said:
    """The words of a sentence, for comparing them with a command that a model made of it."""

    def __init__(self, text: str, language: str, words: ContentWords) -> None:
        self._text, self._language, self._words = text, language, words
        self._tokens = tokens_of(text, language)
        self._amounts = amounts_in(self._tokens, words, language)
        self._marks = list(words.marks(self._tokens))

    def bears_out(self, intent: Intent, frames: Sequence[Frame], home: Home) -> bool:
        """Return True if every word has a place in `intent`, and it has nothing that was not said."""
        targets = [home.entities[target] for target in intent.targets if target in home.entities]
        called = self._words_for(targets, home)
        told = any(t.text in called for t in self._tokens) or self._tells_kind(targets)
        return told and self._has_direction(intent) and self._has_amounts(frames) and self._is_whole(called)

    def _words_for(self, targets: Sequence[Entity], home: Home) -> frozenset[str]:
        """Return the words of the names of `targets` and of the places they are all in."""
        names = [entity.names for entity in targets]
        areas = {entity.area for entity in targets}
        if len(areas) == 1 and (area := home.areas.get(areas.pop() or "")):
            names.append(area.names)
            if floor := home.floors.get(area.floor or ""):
                names.append(floor.names)
        return frozenset[str]().union(*(name_words(each, self._language) for each in names))

    def _tells_kind(self, targets: Sequence[Entity]) -> bool:
        kinds = [self._words.classes[mark.key] for mark in self._marks if mark.kind == "class"]
        return any(is_of(entity, kind) for entity in targets for kind in kinds)

    def _has_direction(self, intent: Intent) -> bool:
        """Return True unless the words say the opposite, such as "off", "close" or "less"."""
        opposite = _OPPOSITE.get(intent.name)
        if opposite and not polarity_agrees(self._text, self._language, intent):
            other = replace(intent, name=opposite)
            if polarity_agrees(self._text, self._language, other):
                return False
        ways = {mark.kind for mark in self._marks} & {"up", "down"}
        change = _change_of(intent)
        return len(ways) != 1 or change is None or (change > 0) == (ways == {"up"})

    def _has_amounts(self, frames: Sequence[Frame]) -> bool:
        """Return True if exactly the amounts of `frames` were said."""
        said = sorted(abs(amount.value) for amount in self._amounts)
        return said == sorted({abs(f.amount.value) for f in frames if f.amount})

    def _is_whole(self, called: Collection[str]) -> bool:
        """Return True if all words have a place. The verb may be one that only the model knows."""
        spans = [(a.start, a.end) for a in self._amounts] + [(m.start, m.end) for m in self._marks]
        placed = {i for start, end in spans for i in range(start, end)}
        verb = next((i for i, token in enumerate(self._tokens) if not self._is_little(token)), 0)
        lost = [
            i
            for i, token in enumerate(self._tokens)
            if i not in placed and token.text not in called and not self._is_little(token)
        ]
        return not lost or lost == [verb]

    def _is_little(self, token: Token) -> bool:
        """Return True for signs, function words, polite words and the like, which change nothing."""
        word, said = token.text, self._text[token.start : token.end].lower()
        little = self._words.articles | self._words.of | self._words.at | self._words.vague
        commands = pack(self._language).commands
        polite = {without_accents(w) for w in commands.order_lead_ins}
        return (
            not any(letter.isalnum() for letter in word)
            or word in little | polite
            or is_function_word(said, self._language)
        )


def _change_of(intent: Intent) -> float | None:
    """Return the sign of a change of level, None if `intent` makes none. To open is more."""
    for slot, value in intent.slots.items():
        if slot.endswith("_delta") and isinstance(value, int | float):
            return float(value)
    step = intent.slots.get("volume_step")
    if step is not None:
        return float(step) if isinstance(step, int | float) else (1.0 if step == "up" else -1.0)
    if intent.name in _OPPOSITE and {t.partition(".")[0] for t in intent.targets} <= {"cover", "valve"}:
        return 1.0 if intent.name == "HassTurnOn" else -1.0
    return None
