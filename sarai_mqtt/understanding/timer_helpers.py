"""Orders about a timer that is a helper of Home Assistant, where the home has one of the name said."""

from collections.abc import Mapping
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.languages.content_words import content_words, words_in

_HELPER_OF: Mapping[str, str] = {
    "HassStartTimer": "HassTimerHelperStart",
    "HassUnpauseTimer": "HassTimerHelperStart",
    "HassPauseTimer": "HassTimerHelperPause",
    "HassCancelTimer": "HassTimerHelperCancel",
}
_LENGTH = ("hours", "minutes", "seconds")


def of_helper(intent: Intent | None, home: Home) -> Intent | None:
    """Return an order or question about a timer as one about the helper of that name; others unchanged.

    "Start the laundry" is no order to a timer: None, as no timer is named.
    """
    if intent is None:
        return None
    if intent.name.startswith("HassTimerHelper"):
        return intent if _names_a_timer(intent) else None
    said = str(intent.slots.get("name", ""))
    asks = intent.name == "HassTimerStatus"
    if not said or not (asks or intent.name in _HELPER_OF) or "conversation_command" in intent.slots:
        return intent
    helper = _called(said, intent.language, home)
    if helper is None:
        return intent
    if asks:
        slots = {"name": helper, "attribute": "remaining"}
        return replace(intent, name="HassGetState", slots=slots, targets=(helper,), asks="one")
    length = {unit: intent.slots[unit] for unit in _LENGTH if unit in intent.slots}
    return replace(intent, name=_HELPER_OF[intent.name], slots={"name": helper, **length}, targets=(helper,))


def _called(said: str, language: str, home: Home) -> str | None:
    """Return the id of the only timer with the name `said`, whatever words for a timer are around it."""
    words = content_words(language)
    little = words.articles | words.of | {word for phrase in words.classes["timer"].words for word in phrase}
    wanted = [word for word in words_in(said, language) if word not in little]
    found = [
        timer.id
        for timer in home.matching({"timer"})
        if any(wanted == [w for w in words_in(name, language) if w not in little]
               for name in names_in(timer.names, language))
    ]  # fmt: skip
    return found[0] if len(found) == 1 and wanted else None


def _names_a_timer(intent: Intent) -> bool:
    said = words_in(intent.text, intent.language)
    phrases = content_words(intent.language).classes["timer"].words
    return any(said[at : at + len(phrase)] == phrase for phrase in phrases for at in range(len(said)))
