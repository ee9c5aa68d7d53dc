"""Reads questions about lists: what is on one, how much, and whether an item is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.inquiries import ListWords
from sarai_mqtt.understanding.inquiries.divide import LONGEST, Roles, Words, divided, phrase_table
from sarai_mqtt.understanding.reader.list_names import ListSaid, list_at, lists_led_to
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.shopping_told import are_goods

_MOST_WORDS = 20
_MOST_OF_AN_ITEM = 6  # words
_MOST_NEEDED = 3  # words of an item that is asked about without a list


def list_question(
    text: str, scan: Scan, every: Sequence[str], *, named: bool = False
) -> Intent | LeftOver | None:
    """Return the question about lists that `text` is; None if it is none.

    `every` are the ids of all lists of the home. A list that the home lacks is a LeftOver. With `named` one
    must be said.
    """
    language = scan.lexicon.language
    table = _phrases(language)
    begins = _role_at(scan, _start(scan), table)
    if not table or not every or len(scan) > _MOST_WORDS or not (begins or "?" in text):
        return None
    past = pack(language).commands.past
    if past and "?" not in text and re.search(past, text):
        return None  # "ya añadí la leche a la lista" tells
    said = _list_in(scan)
    if said is None:
        return None if named else _without_list(text, scan, every)
    before, after = (_words(scan, 0, said.start), _words(scan, said.end, len(scan)))
    roles = divided((*before, *after), table)
    asks, at = "", None
    if roles is not None and {"all", "how_many", "things"} & {role for role, _ in roles}:
        asks = "how_many" if any(role == "how_many" for role, _ in roles) else ""
    elif (at := _item_at(scan, said.start, "contains")) is None or divided(after, table) is None:
        return None
    if said.unknown:
        return LeftOver((said.unknown,), "no_such_thing", language)
    return _intent(text, language, said.ids or tuple(every), _as_item(scan, *at) if at else "", asks)


def _without_list(text: str, scan: Scan, every: Sequence[str]) -> Intent | None:
    """Return the question about what has to be bought or done, without the word for a list."""
    language = scan.lexicon.language
    table, words = _phrases(language), _words(scan, 0, len(scan))
    roles = divided(words, table)
    kinds = {role for role, _ in roles or ()}
    for role, called in (("buy", pack(language).lists.which), ("to_do", pack(language).lists.tasks)):
        if role in kinds and {"all", "how_many"} & kinds:
            ids = scan.lists_of(called) or tuple(every)
            return _intent(text, language, ids, "", "how_many" if "how_many" in kinds else "")
    shopping = scan.lists_of(pack(language).lists.which)
    at = _item_at(scan, len(scan), "needed") if shopping and "?" in text else None
    if at is None or at[1] - at[0] > _MOST_NEEDED or not are_goods(scan, *at, bare=True):
        return None
    return _intent(text, language, shopping, _as_item(scan, *at), "")


def _as_item(scan: Scan, start: int, end: int) -> str:
    said = scan.said(start, end)
    return pack(scan.lexicon.language).lists.around_item.sub("", said) or said


def _item_at(scan: Scan, end: int, role: str) -> tuple[int, int] | None:
    """Return the indices of an item between words that ask for it and index `end`; None without one."""
    language = scan.lexicon.language
    table, start = _phrases(language), _start(scan)
    for stop in range(min(start + LONGEST, end - 1), start, -1):
        if not any(kind == role for kind, _ in table.get(tuple(scan.words[start:stop]), ())):
            continue
        last = end
        while last > stop and _is_little(scan, last - 1, table):
            last -= 1
        first = scan.skip(stop, scan.lexicon.articles, 2)
        while more := scan.find(first, "quantity", "more"):
            first = more.end  # "any milk"
        orders = any(scan.find(at, "joiner") and scan.word(at) == "," for at in range(first, last))
        if 0 < last - first <= _MOST_OF_AN_ITEM and not orders:
            return first, last
    return None


def _is_little(scan: Scan, place: int, table: dict[Words, Roles]) -> bool:
    word = scan.word(place)
    return not word[:1].isalnum() or any(role == "little" for role, _ in table.get((word,), ()))


def _start(scan: Scan) -> int:
    """Return the index of the first word that is no politeness."""
    place = 0
    while place < len(scan) and (
        not scan.word(place)[:1].isalnum() or (filler := scan.find(place, "filler", "joiner"))
    ):
        filler = scan.find(place, "filler", "joiner")
        place = filler.end if filler else place + 1
    return place


def _role_at(scan: Scan, start: int, table: dict[Words, Roles]) -> bool:
    asking = ("all", "how_many", "contains", "needed")
    return any(
        role in asking
        for end in range(start + 1, min(start + LONGEST, len(scan)) + 1)
        for role, _ in table.get(tuple(scan.words[start:end]), ())
    )


def _list_in(scan: Scan) -> ListSaid | None:
    """Return the last list that is said, with a word such as "on" before it or without."""
    led = lists_led_to(scan)
    if led:
        return led[-1]
    said = (list_at(scan, place) for place in range(len(scan)))
    return next((each for each in said if each is not None and not each.unknown), None)


def _words(scan: Scan, start: int, end: int) -> Words:
    return tuple(word for word in scan.words[start:end] if word[:1].isalnum())


def _intent(text: str, language: str, ids: Sequence[str], item: str, asks: str) -> Intent:
    slots: dict[str, SlotValue] = {"name": ids[0]} if len(ids) == 1 else {}
    if item:
        slots["item"] = item
    return Intent("", "HassListGetItems", slots, tuple(ids), text, language, 1.0, asks=asks)


@cache
def _phrases(language: str) -> dict[Words, Roles]:
    return phrase_table(_rows(language), language)


def _rows(language: str) -> Iterator[tuple[str, str, str]]:
    inquiries = pack(language).inquiries
    said = inquiries.lists if inquiries else None
    if said is None:
        return
    for role in ListWords.__slots__:
        yield from ((phrase, role, "") for phrase in getattr(said, role) if words_in(phrase, language))
