"""Which readings of a sentence may be acted on, and which of two is preferred."""

from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.understanding.accounting.text_account import FREE_TEXT, MEDIA_INTENTS
from sarai_mqtt.understanding.candidates import Guesses
from sarai_mqtt.understanding.guards import HARMLESS, forbids, polarity_agrees, reasons_against
from sarai_mqtt.understanding.orders import is_order

_PAIRS = (
    ("HassTurnOn", "HassTurnOff"),
    ("HassMediaPause", "HassMediaUnpause"),
    ("HassMediaPlayerMute", "HassMediaPlayerUnmute"),
    ("HassMediaNext", "HassMediaPrevious"),
    ("HassIncreaseTimer", "HassDecreaseTimer"),
    ("HassPauseTimer", "HassUnpauseTimer"),
)
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def allowed(guesses: Guesses) -> Guesses:
    """Remove readings that the guards forbid, the words contradict, or that ask where the text orders."""
    kept = (i for i in guesses.intents if not (forbids(i.text, i.language, i) or _opposed(i) or _is_asked(i)))
    return replace(guesses, intents=tuple(kept))


def _is_asked(intent: Intent) -> bool:
    """Return True if the intent queries a state, but the text is an order ("apágame la luz") or statement."""
    if intent.name != "HassGetState":
        return False
    against = reasons_against(intent.text, intent.language, replace(intent, name="HassTurnOn"))
    told = "statement" in against and "question" not in against
    return told or is_order(intent.text, intent.language)


def _opposed(intent: Intent) -> bool:
    """Return True if the words have the opposite polarity. They may have none: "it's too dark in here"."""
    if polarity_agrees(intent.text, intent.language, intent):
        return False
    other = _OPPOSITES.get(intent.name)
    if intent.name == "HassSetVolumeRelative":
        turned = replace(
            intent, slots={"volume_step": "down" if intent.slots.get("volume_step") == "up" else "up"}
        )
        return polarity_agrees(intent.text, intent.language, turned)
    return other is None or polarity_agrees(intent.text, intent.language, replace(intent, name=other))


def orders_something(found: Found) -> bool:
    """Return True if `found` are commands that change something, or a choice or refusal of such a command."""
    match found:
        case Choice():
            return True
        case LeftOver():
            return found.reason == "which_one"
    return all(intent.name not in HARMLESS for intent in found)


def is_of_own_words(intent: Intent) -> bool:
    """Return True if the words of the sentence are the user's own: of an own intent, or of free text."""
    return not intent.name.startswith("Hass") or bool(FREE_TEXT & intent.slots.keys())


def is_of_kind(intent: Intent) -> bool:
    """Return True if an intent acts on things by their kind or place, so that it may act on too many."""
    return intent.name not in HARMLESS | MEDIA_INTENTS and len(intent.targets) > 1


def is_narrower(found: Found, intent: Intent) -> bool:
    """Return True if `found` asks which one is meant, asks first, or acts on only some of the targets.

    A template knows the kind of a thing, but not that "the lamp" is one.
    """
    if isinstance(found, LeftOver):
        return found.reason == "which_one"
    if isinstance(found, Choice):
        return all(i.name == intent.name for option in found.options for i in option)
    (first, *others) = found
    alike = not others and first.name == intent.name and set(first.targets) <= set(intent.targets)
    return alike and (len(first.targets) < len(intent.targets) or (first.confirm and not intent.confirm))
