"""Reads the items between two places of a sentence: "milk, salt and vinegar crisps and bread"."""

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_ITEMS = 50


def items_between(scan: Scan, start: int, end: int) -> list[str]:
    """Return the items between two indices, and give them their roles."""
    some, items, begin = scan.lexicon, list[str](), start
    place = start
    while place <= end:
        place = min(max(place, _pair_at(scan, place)), end)
        joiner = scan.find(place, "joiner") if place < end else None
        if place == end or (joiner and joiner.end <= end):
            first = begin
            while first < place:
                filler = _filler(scan, first)
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


def _filler(scan: Scan, place: int) -> Match | None:
    """Return the politeness at `place`; None if there is none, as in "té", which is no "te"."""
    filler = scan.find(place, "filler")
    has_accent = scan.said(place, place + 1).lower() != scan.word(place)
    return None if filler and filler.end == place + 1 and has_accent and len(scan.word(place)) < 3 else filler


def _filler_end(scan: Scan, place: int) -> int:
    """Return the index after the politeness at `place`, -1 if there is none."""
    filler = _filler(scan, place)
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


def _pair_at(scan: Scan, place: int) -> int:
    """Return the index of the last word of a pair at `place`, as in "fish and chips"; else -1."""
    for pair in scan.lexicon.orders.pairs:
        words = words_in(pair, scan.lexicon.language)
        if tuple(scan.words[place : place + len(words)]) == words:
            return place + len(words) - 1
    return -1
