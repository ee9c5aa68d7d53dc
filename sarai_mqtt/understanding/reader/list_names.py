"""Finds the list that a sentence names: by its name, by what it is for, or one that the home lacks."""

from dataclasses import dataclass

from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_OF_A_NAME = 3  # words of the name of a list that the home lacks


@dataclass(frozen=True, slots=True)
class ListSaid:
    """A list that is said at tokens `start` to `end` (excluded), its name from `name` on.

    `ids` are the lists of the home that it may be, () for "the list"; `unknown` are the words for a list that
    the home lacks, else "".
    """

    start: int
    name: int
    end: int
    ids: tuple[str, ...] = ()
    unknown: str = ""


def lists_led_to(scan: Scan, start: int = 0) -> list[ListSaid]:
    """Return the lists after a preposition, from index `start` on: "to the shopping list"."""
    prepositions = frozenset(map(without_accents, scan.lexicon.orders.list_prepositions))
    found: list[ListSaid] = []
    for place in range(start, len(scan)):
        if scan.word(place) not in prepositions or scan.find(place - 1, "list"):
            continue  # "la lista | de tareas"
        said = list_at(scan, place + 1)
        if said is not None:
            found.append(ListSaid(place, said.start, said.end, said.ids, said.unknown))
    return found


def list_at(scan: Scan, start: int) -> ListSaid | None:
    """Return the list whose name begins at index `start`, with or without its article; None without one."""
    some = scan.lexicon
    name = scan.skip(start, some.articles, 2)
    named = next((n for n in scan.named(name) if "list" in n.ids), None)
    known = (named.end, named.ids["list"]) if named else scan.short_list(name)
    noun = scan.find(name, "list")
    if known is None and noun is None and scan.word(name) in some.of and name > start:
        known = _own(scan, scan.skip(name, some.of | some.articles, 3))  # "la de tareas"
    if known is not None:
        return ListSaid(start, name, _after_name(scan, known[0]), known[1])
    if noun is None:
        return _called_before(scan, start, name)
    if scan.word(noun.end) not in some.of:
        return ListSaid(start, name, noun.end)
    of = scan.skip(noun.end, some.of | some.articles, 3)
    if own := _own(scan, of):
        return ListSaid(start, name, _after_name(scan, own[0]), own[1])
    end = _name_end(scan, of)
    for after in range(of + 1, end + 1):
        if ids := scan.lists_for(scan.said(of, after)):
            return ListSaid(start, name, _after_name(scan, after), ids)
    return ListSaid(start, name, end, unknown=scan.said(name, end)) if end > of else None


def _own(scan: Scan, start: int) -> tuple[int, tuple[str, ...]] | None:
    """Return a list of the home that is named at index `start`, with or without "list": its end and ids."""
    named = next((n for n in scan.named(start) if "list" in n.ids), None)
    return scan.short_list(start) or ((named.end, named.ids["list"]) if named else None)


def _called_before(scan: Scan, start: int, name: int) -> ListSaid | None:
    """Return the list that is called by words before "list": "the grocery list", "the baby list"."""
    if start == name:
        return None  # without an article, "on the X list" is meant
    for at in range(name + 1, min(name + 1 + _MOST_OF_A_NAME, len(scan))):
        noun = scan.find(at, "list")
        if noun is not None:
            ids = scan.lists_for(scan.said(name, at))
            return ListSaid(start, name, noun.end, ids, "" if ids else scan.said(name, noun.end))
    said = scan.find(name, "list_tail")
    if said and (ids := scan.lists_for(scan.said(name, said.end))):
        return ListSaid(start, name, said.end, ids)  # "a mis pendientes"
    return None


def _name_end(scan: Scan, start: int) -> int:
    """Return the index after the words of a name: up to a pause, or as many as a name has."""
    end = start
    while end < min(start + _MOST_OF_A_NAME, len(scan)) and not scan.find(end, "joiner", "filler"):
        if end > start and (scan.senses(end) or scan.word(end) in scan.lexicon.links - scan.lexicon.of):
            break
        end += 1
    return end


def _after_name(scan: Scan, end: int) -> int:
    """Return the index after "list" or "pending" behind the name of a list: "tareas pendientes"."""
    while found := scan.find(end, "list", "list_tail"):
        end = found.end
    return end
