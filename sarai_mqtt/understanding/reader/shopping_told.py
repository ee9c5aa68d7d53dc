"""Reads statements that ask for a change of a list: "I've bought the milk", "we're out of milk, add it"."""

from collections.abc import Iterable, Sequence

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.understanding.reader.frames import Action, Frame, Things
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.list_items import items_between
from sarai_mqtt.understanding.reader.list_names import ListSaid, lists_led_to
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_WORDS_BOUGHT = 4  # of an item that a statement is about; more are talk
_MOST_WORDS_DONE = 8  # of what is told to be done
_MOST_WORDS_WANTED = 6  # of an item with its article that has to be bought


def told_of_shopping(scan: Scan, starts: Iterable[int]) -> Frame | None:
    """Return the order that a statement about shopping asks for, from one of the indices `starts` on.

    "I've bought the milk" ticks off: the things bought have an article, for "I've bought a car" is talk.
    "We have to buy milk" adds. "We're out of milk" is a remark, unless "add it" follows. None if nothing of
    this is said.
    """
    for start in dict.fromkeys(starts):
        told = scan.find(start, "bought")
        if told and _are_known(scan, start, told.end):
            end, action, ids = _before_tick_it(scan, told.end)
            items = items_between(scan, told.end, before_ticked(scan, told.end, end))
            if not items or any(len(item.split()) > _MOST_WORDS_BOUGHT for item in items):
                return None
            scan.give(start, told.end, "verb", action)
            things = (Things(said="", entities=ids),)
            return Frame(action=action, things=things, items=tuple(items), told=True)
        if frame := _deed(scan, start):
            return frame
        if frame := wanted(scan, start):
            return frame
    return None


def _are_known(scan: Scan, start: int, end: int) -> bool:
    """Return True if what follows "bought" is what the listener knows of: "the milk", or already bought."""
    some = scan.lexicon
    already = any(scan.word(place) in some.orders.already for place in range(start, end))
    word = scan.word(end)
    return word not in some.content.one and (word in some.articles or already)


def _deed(scan: Scan, start: int) -> Frame | None:
    """Return the order to tick off what was done: "I've called the plumber, so tick that off"."""
    end, action, ids = _before_tick_it(scan, start)
    begin = start
    while begin < end and scan.word(begin) in scan.lexicon.orders.deeds:
        begin += 1
    if end == len(scan) or not 1 <= end - begin <= _MOST_WORDS_DONE or begin == start:
        return None
    last = _before_deed_ends(scan, begin, end)
    scan.give(start, begin, "filler")
    scan.give(begin, last, "item")
    scan.give(last, end, "filler")
    said = Things(said="", entities=ids)
    return Frame(action=action, things=(said,), items=(scan.said(begin, last),), deed=True)


def _before_deed_ends(scan: Scan, start: int, end: int) -> int:
    """Return the index of "after all" or "any more" at the end of what is told up to `end`; else `end`."""
    ends = (words_in(phrase, scan.lexicon.language) for phrase in scan.lexicon.orders.deed_ends)
    found = (len(words) for words in ends if tuple(scan.words[end - len(words) : end]) == words)
    return next((end - length for length in found if end - length > start), end)


def _before_tick_it(scan: Scan, start: int) -> tuple[int, Action, tuple[str, ...]]:
    """Return the index of "and tick it off the list", which gets its roles, its action and the list's ids.

    Without these words the index is that of the end.
    """
    for place in range(start + 1, len(scan)):
        joiner = scan.find(place, "joiner")
        if joiner is None:
            continue
        verb = _past_fillers(scan, joiner.end)
        for sense in scan.senses(verb):
            end = _after_pronoun(scan, verb) if sense.action in ("complete", "remove") else -1
            if end < 0:
                continue
            ticked = scan.find(end, "ticked") if sense.action == "complete" else None
            end = ticked.end if ticked else end  # "mark it as done"
            named = _list_from(scan, end)
            if named is None and tuple(scan.words[end : end + len(sense.rest)]) == sense.rest:
                end += len(sense.rest)
                named = _list_from(scan, end)
            if sense.action == "remove" and named is None:
                continue  # "I've turned it off, take it away"
            if (named.end if named else end) == len(scan):
                action: Action = "complete" if sense.action == "complete" else "remove"
                scan.give(place, len(scan), "verb", action)
                return place, action, named.ids if named else ()
    return len(scan), "complete", ()


def _past_fillers(scan: Scan, place: int) -> int:
    while filler := scan.find(place, "filler", "joiner"):
        place = filler.end
    return place


def _after_pronoun(scan: Scan, verb: int) -> int:
    """Return the index after a verb and "it", which may be attached to it; -1 without "it"."""
    if scan.has_pronoun(verb):
        return verb + 1
    pronoun = scan.find(verb + 1, "pronoun")
    if pronoun is None and scan.word(verb + 1) in scan.lexicon.orders.some:
        return verb + 2  # "add some to the list"
    return pronoun.end if pronoun else -1


def _list_from(scan: Scan, start: int) -> ListSaid | None:
    """Return the list that is led to at index `start`; None if none is."""
    named = next(iter(lists_led_to(scan, start)), None) if start < len(scan) else None
    return named if named and named.start == start and not named.unknown else None


def wanted(scan: Scan, start: int, *, noted: bool = False) -> Frame | None:
    """Return the order to add what has to be bought or is lacking; it is `noted` if a verb asks for it."""
    told = scan.find(start, "to_buy", "ran_out")
    if told is None:
        return None
    end, ids = _before_add_it(scan, told.end)
    one = scan.word(told.end) in scan.lexicon.content.one  # "we have to buy a car" may be talk
    if told.role == "ran_out" and end == len(scan) and not noted:
        return None  # no more than a remark
    certain = (told.role == "to_buy" and not one) or end < len(scan) or noted
    items = items_between(scan, told.end, end)
    if not items or not are_goods(scan, told.end, end, bare=told.role == "ran_out" and end == len(scan)):
        return None
    scan.give(start, told.end, "verb", "add")
    things = (Things(said="", entities=ids),)
    return Frame(action="add", things=things, items=tuple(items), told=True, asked=not certain)


def _before_add_it(scan: Scan, start: int) -> tuple[int, tuple[str, ...]]:
    """Return the index of "and add it to the list", which gets its roles, and the ids of the list.

    Without these words the index is that of the end.
    """
    for place in range(start + 1, len(scan)):
        joiner = scan.find(place, "joiner")
        verb = _past_fillers(scan, joiner.end) if joiner else -1
        if joiner is None or not any(s.action == "add" and not s.rest for s in scan.senses(verb)):
            continue
        after = _after_pronoun(scan, verb)
        if after < 0:
            continue
        named = next(iter(lists_led_to(scan, after)), None)
        if after == len(scan) or (named and named.start == after and named.end == len(scan)):
            scan.give(place, len(scan), "verb", "add")
            return place, named.ids if named else ()
    return len(scan), ()


def are_goods(scan: Scan, start: int, end: int, *, bare: bool) -> bool:
    """Return True if the words of items are of what shops sell: nothing of the house, nor "time" or "luck".

    `bare` items have no word that the language knows but articles and "of".
    """
    some, known = scan.lexicon, 0
    for place in range(start, end):
        word = scan.word(place)
        if word in some.orders.no_goods or (bare and scan.find(place, "class", "thing_word", "place_word")):
            return False
        if scan.is_unknown(place) or not bare:
            known += 1
        elif (
            bare and word not in some.articles | some.of and not scan.find(place, "joiner", "filler", "more")
        ):
            return False
    items = 1 + sum(bool(scan.find(place, "joiner")) for place in range(start, end))
    return known > 0 and end - start <= items * _MOST_WORDS_WANTED


def ticked_off(scan: Scan, start: int, actions: Sequence[VerbSense]) -> Frame | None:
    """Return the order about items of the only list, which is not said: "cross off the eggs"."""
    end = before_ticked(scan, start)
    if scan.word(end - 1) in _taken_off(scan) and any(s.action == "complete" for s in actions):
        # "cross eggs off" is "cross off eggs"
        items = items_between(scan, start + 1, end - 1)
        split = (scan.word(start), scan.word(end - 1))
        if items and split in {words_in(p, scan.lexicon.language) for p in scan.lexicon.orders.ticks}:
            scan.give(start, start + 1, "verb", "complete")
            scan.give(end - 1, end, "verb", "complete")
            return Frame(action="complete", things=(Things(said=""),), items=tuple(items))
    for sense in actions:
        after = start + 1 + len(sense.rest)
        phrase = tuple(scan.words[start:after])
        if tuple(scan.words[start + 1 : after]) != sense.rest or after >= end:
            continue
        is_tick = any(words_in(p, scan.lexicon.language) == phrase for p in scan.lexicon.orders.ticks)
        if not is_tick and not (end < len(scan) and sense.action == "complete"):
            continue
        if (pronoun := scan.find(after, "pronoun")) and pronoun.end == end:
            continue  # "tick off it"
        items = items_between(scan, after, end)
        if items:
            scan.give(start, after, "verb", sense.action)
            return Frame(action="complete", things=(Things(said=""),), items=tuple(items))
    return None


def _taken_off(scan: Scan) -> tuple[str, ...]:
    return tuple(
        word for phrase in scan.lexicon.orders.taken_off for word in words_in(phrase, scan.lexicon.language)
    )


def before_ticked(scan: Scan, start: int, end: int | None = None) -> int:
    """Return the index of a phrase such as "as bought" before `end`, which gets its role; else `end`.

    Without `end` it is that of the sentence.
    """
    last = len(scan) if end is None else end
    for place in range(start + 1, last):
        found = scan.find(place, "ticked")
        if found and found.end == last:
            scan.give(place, found.end, "particle", "complete")
            return place
    return last
