"""Which readings of a sentence may be acted on, and which of two is preferred."""

import re
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.languages.content_words import ContentWords, words_in
from sarai_mqtt.understanding.accounting.text_account import FREE_TEXT, MEDIA_INTENTS
from sarai_mqtt.understanding.candidates import Guesses
from sarai_mqtt.understanding.guards import HARMLESS, forbids, polarity_agrees, reasons_against
from sarai_mqtt.understanding.orders import is_order
from sarai_mqtt.understanding.reader.frames import Reading
from sarai_mqtt.understanding.reader.lexicon import lexicon_of
from sarai_mqtt.understanding.reader.resolve_intents import intent_of

_PAIRS = (
    ("HassTurnOn", "HassTurnOff"),
    ("HassMediaPause", "HassMediaUnpause"),
    ("HassMediaPlayerMute", "HassMediaPlayerUnmute"),
    ("HassMediaNext", "HassMediaPrevious"),
    ("HassIncreaseTimer", "HassDecreaseTimer"),
    ("HassPauseTimer", "HassUnpauseTimer"),
)
# What turns on or off, or surely does not; "raise" is also said of what opens.
_PLAIN = frozenset({"turn_on", "turn_off", "open", "close", "stop", "lock", "unlock"})
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}

_MAY_BE_A_TIME = re.compile(r"\b\d{1,2}\.\d\d\b(?! ?%)")
# Percents, which have no hundredths.
_WHOLE_NUMBERS = ("position", "brightness", "percentage", "volume_level", "tilt_position")


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


def names_only_the_list(intent: Intent, home: Home) -> bool:
    """Return True if the item is but words of the name of a list: "put it on the shopping list"."""
    item = set(words_in(str(intent.slots.get("item", "")), intent.language))
    lists = (names_in(entity.names, intent.language) for entity in home.matching({"todo"}))
    return bool(item) and any(
        item <= set(words_in(name, intent.language)) for names in lists for name in names
    )


def is_of_own_words(intent: Intent) -> bool:
    """Return True if the words of the sentence are the user's own: of an own intent, or of free text."""
    return not intent.name.startswith("Hass") or bool(FREE_TEXT & intent.slots.keys())


def is_of_kind(intent: Intent) -> bool:
    """Return True if an intent acts on things by their kind or place, so that it may act on too many."""
    return intent.name not in HARMLESS | MEDIA_INTENTS and len(intent.targets) > 1


def is_half(text: str, words: ContentWords) -> bool:
    """Return True if `text` breaks off after an article, before what it is about: "turn on the".

    A pronoun that looks like one is part of its verb: "allume-la".
    """
    said = text.lower().rstrip(" .!?").split()
    return len(said) > 1 and said[-1] in words.articles - words.one


def holds_order(intent: Intent) -> bool:
    """Return True if the name of a timer has another order in it, after an "and"."""
    if not intent.name.endswith("Timer") or "name" not in intent.slots:
        return False
    lexicon, words = lexicon_of(intent.language), words_in(str(intent.slots["name"]), intent.language)
    if lexicon is None:
        return False
    joiners = {joiner for phrase in lexicon.orders.joiners if (joiner := words_in(phrase, intent.language))}
    return any(words[n : n + 1] in joiners and word in lexicon.verbs for n, word in enumerate(words[1:]))


def is_elsewhere(intent: Intent, home: Home, area: str | None) -> bool:
    """Return True if a command is for one thing by its name, and that is in another room than `area`."""
    thing = home.entities.get(intent.targets[0]) if len(intent.targets) == 1 else None
    return thing is not None and area is not None and "area" not in intent.slots and thing.area != area


def is_nearer(found: Found, intent: Intent, home: Home, area: str | None) -> bool:
    """Return True if `found` is the same command for things of the speaker's room, or asks which of them."""
    if isinstance(found, LeftOver):
        return False
    commands = [i for o in found.options for i in o] if isinstance(found, Choice) else list(found)
    things = (home.entities.get(target) for i in commands for target in i.targets)
    return all(i.name == intent.name for i in commands) and all(e and e.area == area for e in things)


def agrees_with(reading: Reading, intent: Intent) -> bool:
    """Return True unless `intent` is for several things and `reading` for one, or has another action for it.

    What is found by similarity confuses "stop the blind" and "close the blind".
    """
    if len(intent.targets) > 1 and any(t.quantity == "one" for f in reading.frames for t in f.things):
        return False
    if intent.name not in ("HassTurnOn", "HassTurnOff"):
        return True
    domains = {target.partition(".")[0] for target in intent.targets}
    plain = [f.action for f in reading.frames if f.action in _PLAIN]
    said = {name for action in plain for domain in domains if (name := intent_of(action, domain))}
    return not said or intent.name in said


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


def asks_for_more(found: Found, intent: Intent) -> bool:
    """Return True if `found` makes the lights brighter that `intent` only turns on: "more light".

    So it is with less light, and lights that `intent` turns off: "quita un poco de luz".
    """
    switched = intent.name in ("HassTurnOn", "HassTurnOff")
    if not isinstance(found, tuple) or len(found) != 1 or not switched:
        return False
    same = found[0].name == "HassLightSet" and set(found[0].targets) == set(intent.targets)
    return same and "brightness_delta" in found[0].slots


def is_of_any_player(found: Found) -> bool:
    """Return True if `found` changes the volume by a number, of several players of no room.

    "Louder" is of what plays, and "by ten" of one thing, which was not said.
    """
    return isinstance(found, tuple) and any(
        i.name == "HassSetVolumeRelative"
        and i.slots.get("volume_step") not in ("up", "down")
        and len(i.targets) > 1
        and not i.slots.keys() & {"area", "floor"}
        for i in found
    )


def is_of_several_players(found: Found) -> bool:
    """Return True if `found` changes the volume of several players, one of which may have been named."""
    return isinstance(found, tuple) and any(
        i.name == "HassSetVolumeRelative" and len(i.targets) > 1 for i in found
    )


def names_several(reading: Reading | None) -> bool:
    """Return True if all things of an order are said by one name in the plural: "les lampes de bureau"."""
    things = [things for frame in reading.frames for things in frame.things] if reading else []
    return bool(things) and all(t.plural and len(t.entities) > 1 and not t.thing for t in things)


def sets_a_time(text: str, found: Found | None) -> bool:
    """Return True if a command sets what is a time: "open the blind at 7.15" is not 7.15 percent."""
    if not _MAY_BE_A_TIME.search(text):
        return False
    slots = [intent.slots for intent in found] if isinstance(found, tuple) else []
    values = (each.get(slot) for each in slots for slot in _WHOLE_NUMBERS)
    return any(isinstance(value, float) and not value.is_integer() for value in values)
