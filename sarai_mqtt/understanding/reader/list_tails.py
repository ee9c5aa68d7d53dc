"""Reads what follows an order about a list: more items as an afterthought, or a reason."""

import re
from collections.abc import Sequence
from functools import cache

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.frames import Frame
from sarai_mqtt.understanding.reader.list_items import items_between
from sarai_mqtt.understanding.reader.list_names import list_at
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_OF_A_REASON = 14  # words after an order that only give its reason


def ends(scan: Scan, place: int) -> bool:
    """Return True if an order about a list may end before `place`."""
    return place >= len(scan) or bool(scan.find(place, "joiner", "filler")) or is_reason(scan, place)


def afterthought(scan: Scan, frames: list[Frame]) -> None:
    """Add what is said of the last order behind it: ", oh, and sugar too"; pass a reason or politeness."""
    rest = end_of_read(scan)
    while filler := scan.find(rest, "filler"):
        scan.give(rest, filler.end, "filler")
        rest = filler.end
    joiner, place, joined = scan.find(rest, "joiner"), rest, False
    while joiner or scan.find(place, "filler"):
        found = joiner or scan.find(place, "filler")
        joined = joined or bool(joiner and any(word.isalpha() for word in scan.words[place : joiner.end]))
        place = found.end if found else place
        joiner = scan.find(place, "joiner")
    last = frames[-1]
    more = range(place, len(scan))
    other = any(scan.senses(at) or list_at(scan, at) for at in more)
    added = (
        joined and place < len(scan) and last.items and not other and items_between(scan, place, len(scan))
    )
    if added:
        scan.give(rest, place, "joiner")
        frames[-1] = Frame(action=last.action, things=last.things, items=(*last.items, *added))
        return
    if place > rest and not joined and (_tells(scan, place) or _told_by_us(scan, place)):
        place = len(scan)
    if is_reason(scan, rest) or place == len(scan) > rest:
        scan.give(rest, len(scan), "reason")


def _tells(scan: Scan, start: int) -> bool:
    """Return True if the words after a pause only tell something: "…, I found some in the fridge"."""
    text = scan.said(start, len(scan))
    return len(scan) - start <= _MOST_OF_A_REASON and _begins(
        text, pack(scan.lexicon.language).commands.remarks
    )


def _told_by_us(scan: Scan, start: int) -> bool:
    """Return True if the speaker tells what was done, without an order: "…, I found some in the fridge"."""
    words = scan.words[start:]
    first = tuple(words[:1]) in {words_in(p, scan.lexicon.language) for p in scan.lexicon.orders.tellers}
    orders = any(scan.find(at, "joiner") or scan.senses(at) for at in range(start + 1, len(scan)))
    return first and not orders and len(words) <= _MOST_OF_A_REASON


def is_reason(scan: Scan, start: int) -> bool:
    """Return True if a reason for the order begins at index `start`: "… que ya hay"."""
    if not 0 < len(scan) - start <= _MOST_OF_A_REASON:
        return False
    return _begins(scan.said(start, len(scan)), pack(scan.lexicon.language).commands.reasons)


def _begins(text: str, patterns: Sequence[str]) -> bool:
    return _pattern(tuple(patterns)).match(text) is not None


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join((*patterns, '(?!)'))})(?![\w'])", re.IGNORECASE)


def end_of_read(scan: Scan) -> int:
    """Return the index after the last word that has a role."""
    return max(place for place in range(len(scan)) if scan.roles[place] is not None) + 1
