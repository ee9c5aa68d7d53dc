"""Reads orders about lists: "add milk, eggs and bread to the shopping list"; items are free text."""

from collections.abc import Iterable, Sequence

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.reader.frames import Action, Frame, Things
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.scan import Scan

_ACTIONS: tuple[Action, ...] = ("add", "remove", "complete")
_MOST_ITEMS = 50
_MOST_WORDS_BOUGHT = 4  # of an item that a statement is about; more are talk
_MOST_WORDS_WANTED = 6  # of an item with its article that has to be bought


def list_order(scan: Scan, start: int) -> Frame | None:
    """Return the order about a list that the sentence is from index `start` on; None if it is none."""
    senses = scan.senses(start)
    actions = [s for s in senses if s.action in _ACTIONS]
    if not actions:
        return None
    list_at = _list_at(scan, start + 1)
    if list_at is None:
        if any(s.action == "add" and not s.rest for s in actions):
            # "note that we have to buy milk"
            for place in (start + 1, start + 2):
                if frame := _wanted(scan, place, noted=True):
                    scan.give(start, place, "verb", "add")
                    return frame
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


def told_of_shopping(scan: Scan, starts: Iterable[int]) -> Frame | None:
    """Return the order that a statement about shopping asks for, from one of the indices `starts` on.

    "I've bought the milk" ticks off: the things bought have an article, for "I've bought a car" is talk.
    "We have to buy milk" adds. "We're out of milk" is a remark, unless "add it" follows. None if nothing of
    this is said.
    """
    for start in dict.fromkeys(starts):
        told = scan.find(start, "bought")
        if told and scan.word(told.end) in scan.lexicon.articles - scan.lexicon.content.one:
            items = _items(scan, told.end, _before_ticked(scan, told.end))
            if not items or any(len(item.split()) > _MOST_WORDS_BOUGHT for item in items):
                return None
            scan.give(start, told.end, "verb", "complete")
            return Frame(action="complete", things=(Things(said=""),), items=tuple(items), told=True)
        if frame := _wanted(scan, start):
            return frame
    return None


def _wanted(scan: Scan, start: int, *, noted: bool = False) -> Frame | None:
    """Return the order to add what has to be bought or is lacking; it is `noted` if a verb asks for it."""
    told = scan.find(start, "to_buy", "ran_out")
    if told is None:
        return None
    end, ids = _before_add_it(scan, told.end)
    one = scan.word(told.end) in scan.lexicon.content.one  # "we have to buy a car" may be talk
    if told.role == "ran_out" and end == len(scan) and not noted:
        return None  # no more than a remark
    certain = (told.role == "to_buy" and not one) or end < len(scan) or noted
    items = _items(scan, told.end, end)
    if not items or not _are_goods(scan, told.end, end, bare=told.role == "ran_out"):
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
        if joiner is None or not any(s.action == "add" and not s.rest for s in scan.senses(joiner.end)):
            continue
        pronoun = None if scan.has_pronoun(joiner.end) else scan.find(joiner.end + 1, "pronoun")
        after = pronoun.end if pronoun else joiner.end + 1
        if not (pronoun or scan.has_pronoun(joiner.end)):
            continue
        named = _list_at(scan, after) if after < len(scan) else None
        if after == len(scan) or (named and named[0] == after and named[2] == len(scan)):
            scan.give(place, len(scan), "verb", "add")
            return place, named[3] if named else ()
    return len(scan), ()


def _are_goods(scan: Scan, start: int, end: int, *, bare: bool) -> bool:
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
        if scan.find(place - 1, "list"):
            continue  # "la lista | de tareas"
        name = scan.skip(place + 1, some.articles, 2)
        if named := _list_named(scan, name):
            return place, name, *named
        noun = scan.find(name, "list")
        if noun is None:
            continue
        if scan.word(noun.end) in some.of:
            of = scan.skip(noun.end, some.of | some.articles, 3)
            if named := _list_named(scan, of):
                return place, name, *named
            return None  # "la lista de la boda": no list of this home
        return place, name, noun.end, ()
    return None


def _list_named(scan: Scan, start: int) -> tuple[int, tuple[str, ...]] | None:
    """Return the list whose name begins at `start`, with or without "list": index after it, and its ids."""
    named = next((n for n in scan.named(start) if "list" in n.ids), None)
    found = (named.end, named.ids["list"]) if named else scan.short_list(start)
    return (_after_list_name(scan, found[0]), found[1]) if found else None


def _after_list_name(scan: Scan, end: int) -> int:
    """Return the index after "list" or "pending" behind the name of a list: "tareas pendientes"."""
    while found := scan.find(end, "list", "list_tail"):
        end = found.end
    return end


def _items(scan: Scan, start: int, end: int) -> list[str]:
    """Return the items between two indices, and give them their roles."""
    some, items, begin = scan.lexicon, list[str](), start
    place = start
    while place <= end:
        joiner = scan.find(place, "joiner") if place < end else None
        if place == end or (joiner and joiner.end <= end):
            first = begin
            while first < place:
                filler = scan.find(first, "filler")
                if filler is None and scan.word(first) not in some.articles - some.content.one:
                    break
                first = min(filler.end, place) if filler else first + 1
            last = _before_fillers(scan, first, place)
            if begin < first == place:
                scan.give(begin, place, "filler")
            elif last > first:
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


def _before_fillers(scan: Scan, start: int, end: int) -> int:
    """Return the index, not before `start`, from which on there is only politeness until `end`."""
    places = range(start, end)
    while (last := next((p for p in places if _filler_end(scan, p) == end), None)) is not None:
        end = last
    return end


def _filler_end(scan: Scan, place: int) -> int:
    """Return the index after the politeness at `place`, -1 if there is none."""
    filler = scan.find(place, "filler")
    return filler.end if filler else -1


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
