"""What keeps talk from becoming action: asked of every intent, whatever understood it.

A question never changes anything, unless it is a polite request. Nor does a sentence that denies, tells,
quotes, makes a condition or speaks of another time: in doubt nothing is done.
"""

import re

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.language import words_of
from sarai_mqtt.core.phrasing import PHRASING, Phrasing
from sarai_mqtt.core.polarity import polarity_agrees
from sarai_mqtt.core.spelling import without_accents

__all__ = ["HARMLESS", "forbids", "may_hand_over", "polarity_agrees"]

HARMLESS = QUESTIONS | {"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind", "HassRespond"}
"""Intents that change nothing."""

_FREE_TEXT = ("item", "search_query", "conversation_command", "message")
_TIMED = frozenset({"HassStartTimer", "HassIncreaseTimer", "HassDecreaseTimer"})
_QUOTED = re.compile(r"[\"“«„][^\"”»“]+[\"”»“]")
_SPACES = re.compile(r"\s+")
# Verbs that change something, in either language, without accents.
_CHANGING = re.compile(
    r"\b(?:turn|switch|open|clos|shut|lock|unlock|activat|deactivat|enabl|disabl|dim|bright|start|stop|set"
    r"|paus|play|mut|put|rais|lower|kill"
    r"|enc[ie]|prend|activ|desactiv|conect|desconect|apag|abr|abier|cierr|cerr|sub|baj|pon|pus|quit|bloque"
    r"|desbloque|par[aeo]|inici|reanud|silenci)\w*"
)
_ANY_COMMAND = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
# What is said of locks, alarms and garage doors, without accents.
_GUARDED = re.compile(
    r"\b(?:(?:un)?lock\w*|(?:dis)?arm(?:ed|ing)?|alarms?|doors?|gates?|garages?|open\w*"
    r"|(?:des)?bloque\w*|cerradur\w*|cerroj\w*|pestillos?|llaves?|(?:des)?arm(?:a|ar|ada|ado|e|en)|alarmas?"
    r"|puertas?|porton(?:es)?|garajes?|cocheras?|abr\w*|abiert\w*)\b"
)


def forbids(text: str, language: str, intent: Intent) -> str | None:
    """Give the first reason why `text` must not lead to `intent`, or None when it may."""
    return next(iter(reasons_against(text, language, intent)), None)


def reasons_against(text: str, language: str, intent: Intent) -> tuple[str, ...]:
    """Give all reasons why `text` must not lead to `intent`.

    Reasons: `question`, `negated`, `statement` (somebody does or did it), `reported` (a song or somebody says
    it), `quoted`, `conditional` (if, when …), `scheduled` (tomorrow, at seven: doing it now is wrong).
    What the intent holds as free text (a song, a list's item) is not looked at. An intent of the user's own
    that is about no thing may be asked for by a question. A language without phrasing here: none.
    """
    phrasing = PHRASING.get(language)
    if phrasing is None or intent.name in HARMLESS:
        return ("reported",) if phrasing and _is_told(text, phrasing, intent) else ()
    said = _without_free_text(_plain(text), intent)
    words = said.translate(_MARKS).strip()
    own = not (intent.name.startswith("Hass") or intent.targets)
    reasons = {
        "question": not own and _is_question(said, phrasing),
        "quoted": _QUOTED.search(said),
        "reported": phrasing.report.search(words),
        "negated": phrasing.negation.search(said),
        "conditional": phrasing.condition.search(said),
        "statement": phrasing.statement.search(words) and not phrasing.wish.search(words),
        "scheduled": _is_for_later(said, phrasing, intent),
    }
    return tuple(reason for reason, found in reasons.items() if found)


_MARKS = str.maketrans(dict.fromkeys("¿?¡!.…;:", ""))


def may_hand_over(text: str, language: str, home: Home) -> bool:
    """Say whether somebody else may be asked what to do about `text`, which is no command of ours.

    Home Assistant's own agent has none of these guards: it takes "don't turn off the light" and "the song
    says turn off the light" for the command, and unlocks a door without a question. So not what the guards
    forbid and speaks of changing something, nor what may be about a thing that wants a confirmation.
    """
    changing = _CHANGING.search(without_accents(_plain(text)))
    if changing and forbids(text, language, _ANY_COMMAND):
        return False
    return not _may_concern_confirmed(text, home)


def _may_concern_confirmed(text: str, home: Home) -> bool:
    """Say whether a thing that wants a confirmation, or one of its kind, is spoken of in either language."""
    names = [e.names for e in home.entities.values() if e.confirm]
    if not names:
        return False
    bare = without_accents(_plain(text))
    said = set(words_of(bare))
    called = (without_accents(n.lower()) for each in names for known in each.values() for n in known)
    return bool(_GUARDED.search(bare)) or any(
        words and said.issuperset(words) for words in map(words_of, called)
    )


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text.lower().replace("’", "'")).strip()


def _without_free_text(said: str, intent: Intent) -> str:
    free = [str(intent.slots[slot]).lower() for slot in _FREE_TEXT if slot in intent.slots]
    if intent.name.endswith("Timer") and "name" in intent.slots:
        free.append(str(intent.slots["name"]).lower())
    for text in free:
        said = said.replace(text, "…", 1)
    return said


def _is_question(said: str, phrasing: Phrasing) -> bool:
    words = said.translate(_MARKS).strip(" ,")
    if phrasing.polite.search(words):
        return False
    if phrasing.asking.search(words):
        return True
    return ("?" in said or "¿" in said) and not phrasing.order.search(words)


def _is_told(text: str, phrasing: Phrasing, intent: Intent) -> bool:
    """Say whether something that harms nobody is still only talk about what somebody said."""
    if intent.name == "HassNevermind":
        return False
    words = _plain(text).translate(_MARKS).strip()
    return not phrasing.asking.search(words) and bool(phrasing.report.search(words))


def _is_for_later(said: str, phrasing: Phrasing, intent: Intent) -> bool:
    """Say whether another time is meant; scenes and scripts may be named after one."""
    titled = intent.targets and all(t.startswith(("scene.", "script.")) for t in intent.targets)
    return intent.name not in _TIMED and not titled and bool(phrasing.schedule.search(said))
