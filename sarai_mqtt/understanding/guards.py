"""Guards that keep talk from becoming action; every intent is checked, whatever understood it.

A question never changes anything, unless it is a polite request. Nor does a sentence that negates, states,
reports, quotes, sets a condition or is about another time. In doubt nothing is done.
"""

import re
from collections.abc import Iterable
from functools import cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import UNKNOWN_LANGUAGE, available, pack, part_of_each
from sarai_mqtt.languages.patterns import words_pattern
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.speech_acts import SpeechActs
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.polarity import polarity_agrees
from sarai_mqtt.understanding.temperature_scales import names_other_scale

__all__ = ["HARMLESS", "forbids", "may_hand_over", "polarity_agrees"]

HARMLESS = QUESTIONS | {"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind", "HassRespond"}
"""Intents that change nothing."""

_FREE_TEXT = ("item", "search_query", "conversation_command", "message")
_TIMED = frozenset({"HassStartTimer", "HassIncreaseTimer", "HassDecreaseTimer"})
_QUOTED = re.compile(r"[\"“«„][^\"”»“]+[\"”»“]")
_SPACES = re.compile(r"\s+")
_ANY_COMMAND = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


@cache
def _guards_of_each() -> list[Guards]:
    return part_of_each("guards.yaml", Guards)


@cache
def _changing() -> tuple[re.Pattern[str], ...]:
    """Return patterns for the verbs of every language that change something."""
    return tuple(words_pattern(each.changing) for each in _guards_of_each())


@cache
def _guarded() -> tuple[re.Pattern[str], ...]:
    """Return patterns for the words of every language that are used of locks, alarms and garage doors."""
    return tuple(words_pattern(each.guarded) for each in _guards_of_each())


def prepare() -> None:
    """Read the words of every language there is that all texts are searched for, as at the first text.

    Raises ConfigError (`language_incomplete`).
    """
    _changing()
    _guarded()


def forbids(text: str, language: str, intent: Intent) -> str | None:
    """Return the first of `reasons_against` why `text` must not lead to `intent`, None if it may."""
    return next(iter(reasons_against(text, language, intent)), None)


def reasons_against(text: str, language: str, intent: Intent) -> tuple[str, ...]:
    """Return all reasons why `text` must not lead to `intent`; empty if it may.

    Reasons: `question`, `negated`, `statement` (somebody does or did it), `state` (it says how a thing is),
    `reported` (a song or a person says it), `quoted`, `conditional` (if, when …), `scheduled` (tomorrow, at
    seven: doing it now would be wrong). For an intent that changes nothing only `reported` counts. The free
    text of the intent (a song, a list item, a timer's name) is not checked. A user's own intent without
    targets may be put as a question or a state ("it is winter now"). In a language without speech-act
    patterns there is one reason against every intent: `unknown_language`.
    """
    if language not in available():
        return (UNKNOWN_LANGUAGE,)
    acts = pack(language).speech_acts
    if intent.name in HARMLESS:
        return ("reported",) if _is_told(text, acts, intent) else ()
    said = _without_free_text(_plain(text), intent)
    words = said.translate(_MARKS).strip()
    own = not (intent.name.startswith("Hass") or intent.targets)
    reasons = {
        "question": not own and _is_question(said, acts),
        "quoted": _QUOTED.search(said),
        "reported": acts.report.search(words),
        "negated": acts.negation.search(said),
        "conditional": acts.condition.search(said),
        "statement": acts.statement.search(words) and not acts.wish.search(words),
        "state": not own and acts.state.search(words),
        "scheduled": _is_for_later(said, acts, intent),
    }
    return tuple(reason for reason, found in reasons.items() if found)


_MARKS = str.maketrans(dict.fromkeys("¿?¡!.…;:", ""))


def no_order(text: str, language: str) -> bool:
    """Return True if there is a reason against every command in `text`, as it is no order in `language`."""
    return bool(reasons_against(text, language, _ANY_COMMAND))


def may_hand_over(text: str, language: str, home: Home) -> bool:
    """Return True if another agent may be asked about `text`, which was not understood as a command.

    Home Assistant's own agent has none of these guards: it takes "don't turn off the light" and "the song
    says turn off the light" for the command, and unlocks a door without asking. So the answer is False for a
    text that is about a change and that the guards forbid or that names another temperature scale than the
    home's, for one that names a thing of the home and that is about a change or that the guards forbid (its
    agent turns on a light for "why was it on" and for "turn it on and wait"), for one that may be about an
    entity that needs a confirmation, and for any text in a language without speech-act patterns.
    """
    if language not in available():
        return False
    bare = without_accents(_plain(text))
    # of every language, as below
    changing = any(pattern.search(bare) for pattern in _changing())
    forbidden = forbids(text, language, _ANY_COMMAND)
    if changing and (forbidden or names_other_scale(text, language, home)):
        return False
    if (changing or forbidden) and _names_one(bare, home.entities.values()):
        return False
    return not _may_concern_confirmed(text, home)


def _may_concern_confirmed(text: str, home: Home) -> bool:
    """Return True if `text` may be about an entity that needs a confirmation.

    It has all words of such an entity's name in any language, or, if the home has such entities, a word of
    that kind in any language.
    """
    confirmed = [entity for entity in home.entities.values() if entity.confirm]
    if not confirmed:
        return False
    bare = without_accents(_plain(text))
    # of every language: which one a text is in may be only a guess, and an agent may understand more
    return any(pattern.search(bare) for pattern in _guarded()) or _names_one(bare, confirmed)


def _names_one(bare: str, entities: Iterable[Entity]) -> bool:
    """Return True if all words of a name of one of `entities`, in any language, are in `bare`."""
    said = set(words_of(bare))
    called = (without_accents(n.lower()) for e in entities for known in e.names.values() for n in known)
    return any(words and said.issuperset(words) for words in map(words_of, called))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.lower().replace("’", "'")).strip()


def _without_free_text(said: str, intent: Intent) -> str:
    free = [str(intent.slots[slot]).lower() for slot in _FREE_TEXT if slot in intent.slots]
    if intent.name.endswith("Timer") and "name" in intent.slots:
        free.append(str(intent.slots["name"]).lower())
    for text in free:
        said = said.replace(text, "…", 1)
    return said


def _is_question(said: str, acts: SpeechActs) -> bool:
    words = said.translate(_MARKS).strip(" ,")
    if acts.polite.search(words):
        return False
    if acts.asking.search(words):
        return True
    return ("?" in said or "¿" in said) and not acts.order.search(words)


def _is_told(text: str, acts: SpeechActs, intent: Intent) -> bool:
    """Return True if a text for a harmless intent only reports what somebody said."""
    if intent.name == "HassNevermind":
        return False
    words = _plain(text).translate(_MARKS).strip()
    return not acts.asking.search(words) and bool(acts.report.search(words))


def _is_for_later(said: str, acts: SpeechActs, intent: Intent) -> bool:
    """Return True if another time than now is meant.

    False for timers, and for scenes and scripts, which may be named after a time.
    """
    titled = intent.targets and all(t.startswith(("scene.", "script.")) for t in intent.targets)
    return intent.name not in _TIMED and not titled and bool(acts.schedule.search(said))
