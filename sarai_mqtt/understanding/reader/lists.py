"""Reads orders about lists: "add milk, eggs and bread to the shopping list"; items are free text."""

from collections.abc import Sequence

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.reader.frames import Action, Frame, Things
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.scan import Scan

_ACTIONS: tuple[Action, ...] = ("add", "remove", "complete")
_MOST_ITEMS = 50
_MOST_WORDS_BOUGHT = 4  # of an item that a statement is about; more are talk


def list_order(scan: Scan, start: int) -> Frame | None:
    """Return the order about a list that the sentence is from index `start` on; None if it is none."""
    senses = scan.senses(start)
    actions = [s for s in senses if s.action in _ACTIONS]
    if not actions:
        return None
    list_at = _list_at(scan, start + 1)
    if list_at is None:
        return _ticked_off(scan, start, actions)
    begin, name_start, end, ids = list_at
    sense = next(
        (s for s in actions if s.rest and tuple(scan.words[start + 1 : start + 1 + len(s.rest)]) == s.rest),
        None,
    )
    sense = sense or next((s for s in actions if not s.rest), None)
    if sense is None:
        return None
    after = start + 1 + len(sense.rest)
    leading = begin == after  # "add to the list milk"
    first, last = (end, len(scan)) if leading else (after, begin)
    items = _items(scan, first, last)
    if not items or any(scan.find(at, "list") for at in range(first, last)):
        return None
    scan.give(start, after, "verb", sense.action)
    scan.give(begin, name_start, "link")
    scan.give(name_start, end, "list", " ".join(ids))
    said = scan.said(name_start, end)
    return Frame(
        action=next(a for a in _ACTIONS if a == sense.action),
        things=(Things(said=said, entities=ids),),
        items=tuple(items),
    )


def bought(scan: Scan, start: int) -> Frame | None:
    """Return the order to tick off what was bought: "I've bought the milk"; None if that is not told.

    The things bought have an article: "I've bought a car" is talk.
    """
    told = scan.find(start, "bought")
    definite = scan.lexicon.articles - scan.lexicon.content.one
    if told is None or scan.word(told.end) not in definite:
        return None
    items = _items(scan, told.end, _before_ticked(scan, told.end))
    if not items or any(len(item.split()) > _MOST_WORDS_BOUGHT for item in items):
        return None
    scan.give(start, told.end, "verb", "complete")
    return Frame(action="complete", things=(Things(said=""),), items=tuple(items), told=True)


def _ticked_off(scan: Scan, start: int, actions: Sequence[VerbSense]) -> Frame | None:
    """Return the order about items of the only list, which is not said: "cross off the eggs"."""
    end = _before_ticked(scan, start)
    for sense in actions:
        after = start + 1 + len(sense.rest)
        phrase = tuple(scan.words[start:after])
        if tuple(scan.words[start + 1 : after]) != sense.rest or after >= end:
            continue
        is_tick = any(words_in(p, scan.lexicon.language) == phrase for p in scan.lexicon.orders.ticks)
        if not is_tick and not (end < len(scan) and sense.action == "complete"):
            continue
        items = _items(scan, after, end)
        if items:
            scan.give(start, after, "verb", sense.action)
            return Frame(action="complete", things=(Things(said=""),), items=tuple(items))
    return None


def _before_ticked(scan: Scan, start: int) -> int:
    """Return the index of a phrase such as "as bought" at the end, which gets its role; else of the end."""
    for place in range(start + 1, len(scan)):
        found = scan.find(place, "ticked")
        if found and found.end == len(scan):
            scan.give(place, found.end, "particle", "complete")
            return place
    return len(scan)


def _list_at(scan: Scan, start: int) -> tuple[int, int, int, tuple[str, ...]] | None:
    """Return the last list that is led to: index of its preposition, of its name, after it; its ids."""
    some = scan.lexicon
    prepositions = frozenset(map(without_accents, some.orders.list_prepositions))
    for place in range(len(scan) - 1, start - 1, -1):
        if scan.word(place) not in prepositions:
            continue
        name = scan.skip(place + 1, some.articles, 2)
        named = next((n for n in scan.named(name) if "list" in n.ids), None)
        if named:
            return place, name, named.end, named.ids["list"]
        end = name
        while end < min(name + 3, len(scan)) and not scan.find(end, "list"):
            end += 1
        noun = scan.find(end, "list")
        if noun and end == name:
            following = noun.end
            if following < len(scan) and scan.word(following) in some.of:
                return None  # "la lista de la boda": no list of this home
            return place, name, noun.end, ()
    return None


def _items(scan: Scan, start: int, end: int) -> list[str]:
    """Return the items between two indices, and give them their roles."""
    some, items, begin = scan.lexicon, list[str](), start
    place = start
    while place <= end:
        joiner = scan.find(place, "joiner") if place < end else None
        if place == end or (joiner and joiner.end <= end):
            first = begin
            while first < place and (
                scan.find(first, "filler") or scan.word(first) in some.articles - some.content.one
            ):
                first += 1
            last = place
            while last > first and scan.find(last - 1, "filler"):
                last -= 1
            if last > first:
                scan.give(begin, first, "article")
                scan.give(first, last, "item")
                scan.give(last, place, "filler")
                said = scan.said(first, last)
                items.append(pack(some.language).lists.around_item.sub("", said) or said)
            if joiner:
                scan.give(place, joiner.end, "joiner")
                begin = place = _corrected(scan, joiner.end, items)
                if begin < 0:
                    return []
                continue
            break
        place += 1
    return items[:_MOST_ITEMS] if len(items) <= _MOST_ITEMS else []


def _corrected(scan: Scan, place: int, items: list[str]) -> int:
    """Drop the last item if a correction is at `place`; return the index after it, -1 if it may be none.

    "Milk, no, bread" and "milk, I mean bread" correct; "correction fluid" and "milk, no bread" may not.
    """
    found = scan.find(place, "correction")
    if found is None or not items:
        return place
    joiner = scan.find(found.end, "joiner")
    if joiner is None and found.end == found.start + 1:
        return -1
    items.pop()
    end = joiner.end if joiner else found.end
    while (again := scan.find(end, "correction")) and again.end < len(scan):
        comma = scan.find(again.end, "joiner")  # "milk, no, rather bread"
        end = comma.end if comma else again.end
    scan.give(place, end, "correction")
    return end
