"""Reads orders about lists: "add milk, eggs and bread to the shopping list"; items are free text."""

from collections.abc import Sequence
from functools import cache

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.frames import Action, Frame, Things
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.list_items import items_between
from sarai_mqtt.understanding.reader.list_names import ListSaid, list_at, lists_led_to
from sarai_mqtt.understanding.reader.list_tails import afterthought, end_of_read, ends
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.shopping_told import are_goods, before_ticked, ticked_off, wanted

_ACTIONS: tuple[Action, ...] = ("add", "remove", "complete")
_MOST_ORDERS = 20


def list_orders(scan: Scan, start: int) -> list[Frame]:
    """Return the orders about lists that the sentence is from index `start` on; empty if it is none."""
    frames = list[Frame]()
    place: int | None = start
    while place is not None and len(frames) < _MOST_ORDERS:
        readers = (_fronted, _new_task, _emptied, _swapped, _order)
        said = next((found for read in readers if (found := read(scan, place))), None)
        if said is None:
            break
        frames += said
        while more := _carried(scan, frames[-1]):
            frames.append(more)
        place = _next_order(scan)
    if frames:
        afterthought(scan, frames)
    return frames


def _fronted(scan: Scan, start: int) -> list[Frame] | None:
    """Return the order that names its list first: "on the shopping list, put eggs"."""
    led = next(iter(lists_led_to(scan, start)), None)
    named = led if led is not None and led.start == start else list_at(scan, start)
    if named is None or named.unknown:
        return None
    verb = named.end
    while scan.word(verb) in (":", ",") or scan.find(verb, "filler"):
        filler = scan.find(verb, "filler")
        verb = filler.end if filler else verb + 1
    for sense in scan.senses(verb):
        after, adds = verb + 1 + len(sense.rest), sense.action == "add" or _puts(scan, verb, sense)
        if adds and _follows(scan, verb + 1, sense.rest) and (items := _items(scan, after, len(scan))):
            scan.give(start, after, "verb", "add")
            _give_list(scan, named)
            return [Frame(action="add", things=(_things(scan, named),), items=items)]
    return None


def _new_task(scan: Scan, start: int) -> list[Frame] | None:
    """Return the order that says by its noun which list is meant: "new task: sweep the terrace"."""
    language = scan.lexicon.language
    phrases = sorted((words_in(p, language) for p in scan.lexicon.orders.new_tasks), key=len, reverse=True)
    words = next((words for words in phrases if words and _follows(scan, start, words)), None)
    lists = scan.lists_of(pack(language).lists.tasks) if words else ()
    if words is None or not lists or lists_led_to(scan, start):
        return None
    first = _past_colon(scan, start + len(words))
    if first >= len(scan):
        return None
    scan.give(start, first, "verb", "add")
    scan.give(first, len(scan), "item")
    items = (scan.said(first, len(scan)),)
    return [Frame(action="add", things=(Things(said="", entities=lists),), items=items)]


def _items(scan: Scan, first: int, last: int) -> tuple[str, ...]:
    """Return the items between two indices; empty if they are none, such as "it"."""
    language = scan.lexicon.language
    phrases = (words_in(phrase, language) for phrase in scan.lexicon.orders.item_leads)
    leads = [first + len(words) for words in phrases if _follows(scan, first, words)]
    told = [found.end for lead in leads if (found := scan.find(lead, "to_buy", "ran_out"))]
    begin = max(told or leads, default=first)  # "note on the list that we need milk"
    items = items_between(scan, begin, last)
    if not items or any(_is_no_item(scan, at) for at in range(begin, last)):
        return ()
    if (pronoun := scan.find(begin, "pronoun")) and pronoun.end == last:
        return ()
    scan.give(first, begin, "filler")
    return tuple(items)


def _order(scan: Scan, start: int) -> list[Frame] | None:
    if (wish := scan.find(start, "wish")) and any(s.action in _ACTIONS for s in scan.senses(wish.end)):
        scan.give(start, wish.end, "filler")
        return _order(scan, wish.end)  # "I need you to add …"
    senses = scan.senses(start)
    actions = [s for s in senses if s.action in _ACTIONS]
    named = _list_of(scan, start + 1)
    if named is None:
        return _without_list(scan, start, actions)
    puts = not _is_taken_from(scan, named)
    fits = [s for s in senses if s.action in _ACTIONS or (puts and _puts(scan, start, s))]
    sense = next((s for s in fits if s.rest and _follows(scan, start + 1, s.rest)), None)
    sense = sense or next((s for s in fits if not s.rest), None)
    if sense is None:
        return None
    after = start + 1 + len(sense.rest)
    leading = named.start == after  # "add to the list milk"
    first, last = after, named.start
    if leading:
        first, last = _past_colon(scan, named.end), _end_of_order(scan, named.end)
    if sense.action == "complete":
        last = before_ticked(scan, first, last)
    verb = first + (scan.word(first) in scan.lexicon.to)
    if sense.action == "set" and any(s.action in _ACTIONS and not s.rest for s in scan.senses(verb)):
        scan.give(start, verb, "filler")
        return _order(scan, verb)  # "I'd like to add …"
    items = _items(scan, first, last)
    if not items:
        return None
    action: Action = "add" if sense.action == "set" else next(a for a in _ACTIONS if a == sense.action)
    scan.give(start, after, "verb", action)
    _give_list(scan, named)
    return [Frame(action=action, things=(_things(scan, named),), items=items)]


def _puts(scan: Scan, start: int, sense: VerbSense) -> bool:
    """Return True if a verb that sets something also puts it on a list: "pop", "i need"."""
    said = (scan.verb_form(start) or "", *sense.rest)
    orders, language = scan.lexicon.orders, scan.lexicon.language
    return sense.action == "set" and any(words_in(phrase, language) == said for phrase in orders.puts)


def _is_no_item(scan: Scan, place: int) -> bool:
    """Return True if the word at `place` is of another list, or of an order about "it"."""
    is_order = scan.has_pronoun(place) and any(s.action in _ACTIONS for s in scan.senses(place))
    return scan.find(place, "list") is not None or is_order


def _without_list(scan: Scan, start: int, actions: Sequence[VerbSense]) -> list[Frame] | None:
    if any(s.action == "add" and not s.rest for s in actions):
        # "note that we have to buy milk"
        for place in (start + 1, start + 2):
            if frame := wanted(scan, place, noted=True):
                scan.give(start, place, "verb", "add")
                return [frame]
    frame = ticked_off(scan, start, actions) or _noted(scan, start, actions)
    return [frame] if frame else None


def _noted(scan: Scan, start: int, actions: Sequence[VerbSense]) -> Frame | None:
    """Return the order to write something down, on a list that has to be asked for: "jot down eggs"."""
    orders, language = scan.lexicon.orders, scan.lexicon.language
    notes, adds = ({words_in(phrase, language) for phrase in some} for some in (orders.notes, orders.adds))
    for sense in actions:
        after = start + 1 + len(sense.rest)
        said = (scan.verb_form(start) or "", *sense.rest)
        if sense.action != "add" or said not in notes | adds or not _follows(scan, start + 1, sense.rest):
            continue
        if are_goods(scan, after, len(scan), bare=True) and (items := items_between(scan, after, len(scan))):
            scan.give(start, after, "verb", "add")
            things, asked = (Things(said=""),), said in adds  # "add two eggs" may be of a recipe
            return Frame(action="add", things=things, items=tuple(items), which=True, asked=asked)
    return None


def _emptied(scan: Scan, start: int) -> list[Frame] | None:
    """Return the order to take everything off a list: "clear the shopping list"."""
    language = scan.lexicon.language
    removes = any(sense.action == "remove" and not sense.rest for sense in scan.senses(start))
    for phrase in (*scan.lexicon.orders.empties, *([scan.word(start)] if removes else [])):
        words = words_in(phrase, language)
        if not _follows(scan, start, words) and not (len(words) == 1 and scan.verb_form(start) == words[0]):
            continue
        begin = start + len(words)
        every = scan.find(begin, "quantity")
        after = every.end if every and every.value in ("all", "everything") else begin
        noun = scan.skip(after, scan.lexicon.articles, 1)
        if after > begin and (scan.word(noun),) in _things_of_lists(language):
            after = noun + 1  # "delete all the items on the list"
        led = next(iter(lists_led_to(scan, after)), None)
        is_led = led is not None and led.start == after and (after > begin or len(words) > 1)
        named = led if is_led else list_at(scan, after)
        if named is None or named.unknown or not ends(scan, named.end):
            continue
        scan.give(start, named.name, "verb", "empty")
        scan.give(named.name, named.end, "list", " ".join(named.ids))
        return [Frame(action="remove", things=(_things(scan, named),), whole=True)]
    return None


@cache
def _things_of_lists(language: str) -> frozenset[tuple[str, ...]]:
    inquiries = pack(language).inquiries
    of_lists = inquiries.lists if inquiries else None
    return frozenset(words_in(phrase, language) for phrase in of_lists.things) if of_lists else frozenset()


def _swapped(scan: Scan, start: int) -> list[Frame] | None:
    """Return the orders of "swap milk for cream on the list": one thing off it, another on it."""
    orders, language = scan.lexicon.orders, scan.lexicon.language
    named = _list_of(scan, start + 1)
    swaps = [words_in(phrase, language) for phrase in orders.swaps]
    is_swap = any(_follows(scan, start, words) or words == (scan.verb_form(start) or "",) for words in swaps)
    if named is None or not is_swap:
        return None
    links = {words_in(phrase, language) for phrase in orders.swapped_for}
    middle = next((at for at in range(start + 2, named.start - 1) if (scan.words[at],) in links), None)
    if middle is None:
        return None
    old, new = items_between(scan, start + 1, middle), items_between(scan, middle + 1, named.start)
    if len(old) != 1 or len(new) != 1:
        return None
    scan.give(start, start + 1, "verb", "remove")
    scan.give(middle, middle + 1, "link")
    _give_list(scan, named)
    things = (_things(scan, named),)
    return [
        Frame(action="remove", things=things, items=tuple(old)),
        Frame(action="add", things=things, items=tuple(new)),
    ]


def _list_of(scan: Scan, start: int) -> ListSaid | None:
    """Return the list of the order before index `start`: the first after which it ends, else the last."""
    said = lists_led_to(scan, start)
    return next((each for each in said if ends(scan, each.end)), said[-1] if said else None)


def _end_of_order(scan: Scan, start: int) -> int:
    """Return the index before "and" and the verb of another order; else that of the end."""
    for place in range(start + 1, len(scan)):
        joiner = scan.find(place, "joiner")
        if joiner and scan.senses(joiner.end) and lists_led_to(scan, joiner.end):
            return place
    return len(scan)


def _next_order(scan: Scan) -> int | None:
    """Return the index of the verb after "and" behind the last word that was read; None without one."""
    rest = end_of_read(scan)
    joiner = scan.find(rest, "joiner")
    if joiner is None or not scan.senses(joiner.end) or not lists_led_to(scan, joiner.end):
        return None
    scan.give(rest, joiner.end, "joiner")
    return joiner.end


def _carried(scan: Scan, last: Frame) -> Frame | None:
    """Return the order of items for another list with the verb of the `last`: "… and eggs on the other"."""
    rest = end_of_read(scan)
    joiner = scan.find(rest, "joiner")
    if joiner is None or last.whole or not last.items or scan.senses(joiner.end):
        return None
    named = next((each for each in lists_led_to(scan, joiner.end) if ends(scan, each.end)), None)
    items = items_between(scan, joiner.end, named.start) if named else []
    if named is None or not items:
        return None
    scan.give(rest, joiner.end, "joiner")
    _give_list(scan, named)
    return Frame(action=last.action, things=(_things(scan, named),), items=tuple(items))


def _follows(scan: Scan, start: int, words: Sequence[str]) -> bool:
    return tuple(scan.words[start : start + len(words)]) == tuple(words)


def _past_colon(scan: Scan, place: int) -> int:
    if scan.word(place) in (":", ","):
        scan.give(place, place + 1, "link")
        return place + 1
    return place


def _is_taken_from(scan: Scan, named: ListSaid) -> bool:
    """Return True if the list is what something is taken from: "off the list"."""
    return scan.word(named.start) in scan.lexicon.orders.off_list


def _give_list(scan: Scan, named: ListSaid) -> None:
    scan.give(named.start, named.name, "link")
    scan.give(named.name, named.end, "list", " ".join(named.ids))


def _things(scan: Scan, named: ListSaid) -> Things:
    said = named.unknown or scan.said(named.name, named.end)
    return Things(said=said, entities=named.ids, unknown=bool(named.unknown))
