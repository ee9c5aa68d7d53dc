"""Turns an order about a list into a command for each item."""

from collections.abc import Iterable, Sequence

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Entity, names_in
from sarai_mqtt.core.intents import EMPTY_LIST
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.frames import Frame
from sarai_mqtt.understanding.reader.lexicon import Lexicon, lexicon_of
from sarai_mqtt.understanding.reader.resolve_intents import intent_of
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting


def list_commands(setting: Setting, frame: Frame) -> Iterable[Intent]:
    """Yield the command for each item of a list: the one said, else the home's only one.

    Raises RefusedError if the list or the items are not clear.
    """
    lists = list(setting.home.matching({"todo"}))
    named = [e for things in frame.things for e in lists if e.id in things.entities]
    unknown = next((t.said for t in frame.things if t.unknown or (t.entities and not named)), "")
    if unknown:
        raise RefusedError("no_such_thing", unknown)
    shopping = (frame.told and not frame.deed) or frame.action == "add"
    # "the list" that something is put on is the one for shopping
    chosen = named or (_shopping(setting, lists) if shopping else lists)
    if frame.whole:
        yield _emptied(setting, chosen)
        return
    lexicon = lexicon_of(setting.language)
    nouns = orders.lists if (orders := pack(setting.language).orders) else ()
    for place, item in enumerate(frame.items):
        words = words_in(item, setting.language)
        if frame.deed:
            continue
        if not set(words).isdisjoint(nouns) or (place and len(words) > 1 and _orders(lexicon, words[0])):
            raise RefusedError("unaccounted", item)  # "milk the list", "remove bread": no items
    # what is ticked off is on the list that has it, as it shows when that is done
    several = frame.action in ("complete", "remove") and not named
    if not chosen or not frame.items or (len(chosen) > 1 and not several):
        raise RefusedError("which_one" if chosen else "unaccounted", *(() if chosen else frame.items))
    name = intent_of(frame.action, "todo")
    targets = tuple(e.id for e in chosen)
    for item in frame.items:
        slots: dict[str, SlotValue] = {"item": item}
        if len(targets) == 1:
            slots["name"] = targets[0]
        yield Intent("", name, slots, targets, setting.text, setting.language, 1.0, confirm=frame.asked)


def _orders(lexicon: Lexicon | None, word: str) -> bool:
    """Return True if a word is a verb of orders about lists."""
    senses = lexicon.verbs.get(word, ()) if lexicon else ()
    return any(sense.action in ("add", "remove", "complete") and not sense.rest for sense in senses)


def _emptied(setting: Setting, chosen: Sequence[Entity]) -> Intent:
    """Return the command that takes everything off a list; raises RefusedError without one list."""
    if len(chosen) != 1:
        raise RefusedError("which_one")
    (one,) = chosen
    slots: dict[str, SlotValue] = {"name": one.id}
    return Intent("", EMPTY_LIST, slots, (one.id,), setting.text, setting.language, 1.0, confirm=True)


def _shopping(setting: Setting, lists: Sequence[Entity]) -> Sequence[Entity]:
    """Return the lists for shopping by their names; all if there is only one list."""
    which = pack(setting.language).lists.which
    return [
        each
        for each in lists
        if len(lists) == 1 or any(which.search(n.lower()) for n in names_in(each.names, setting.language))
    ]
