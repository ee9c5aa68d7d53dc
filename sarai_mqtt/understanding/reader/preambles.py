"""Finds the order after what a person tells first: "the steam's gone now, turn the extractor off" (ADR 35).

Unlike the remarks that a pack lists (`remarks`), what is told here may name things and rooms. So what it
names is held against what the order comes to: it must not say that another thing or room is meant.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.asides import after_opening
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.orders import is_order, orders_more
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.remarks import PAUSE, ScanOf, is_remark
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder

_MOST_WORDS = 16  # of a clause; more are a story
_MOST_CLAUSES = 3  # before an order
# Roles of words that may say how an order is meant: except, only, which one, when, how much.
_OF_ORDERS = (
    "list", "exception", "exception_before", "later", "clock", "most", "least", "half", "part", "only",
    "this_floor", "level", "time",
)  # fmt: skip
# What serves the whole house: a room beside these tells why, and not which one.
_OF_NO_ROOM = frozenset(
    {
        "siren",
        "lock",
        "alarm_control_panel",
        "lawn_mower",
        "scene",
        "script",
        "button",
        "input_button",
        "todo",
    }
)
_OF_FLOORS = frozenset({"level", "this_floor"})
_SWITCHED = frozenset({"turn_on", "turn_off", "open", "close", "lock", "unlock"})
# Of a reason beside an order about a list, where a time or "just" only tells: "…, they open at nine".
_OF_LISTS = ("list", "exception", "exception_before", "half", "part", "most", "least")
_OTHERS = frozenset({"rest", "another"})
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
_OF_STATEMENTS = frozenset({"statement", "state", "negated"})


@dataclass(frozen=True, slots=True)
class Preamble:
    """An order, and what was told before it in clauses that no pack lists."""

    order: str
    told: tuple[Scan, ...]

    def agrees_with(self, intents: Iterable[Intent], home: Home, order: Scan) -> bool:
        """Return True if nothing that was told names another room or thing than `intents` act on."""
        targets = [home.entities[i] for intent in intents for i in intent.targets if i in home.entities]
        domains, areas = {e.domain for e in targets}, {e.area for e in targets}
        names_things = any(order.find(at, "class") or order.named(at) for at in range(len(order)))
        for scan in self.told:
            for at in range(len(scan)):
                for named in scan.named(at):
                    elsewhere = "area" in named.ids and not areas <= set(named.ids["area"])
                    if elsewhere and not domains <= _OF_NO_ROOM:
                        return False
                    others = {i for i in named.ids.get("entity", ()) if home.entities[i].domain in domains}
                    if others and not others & {e.id for e in targets}:
                        return False
                kind = scan.find(at, "class")
                of_kind = kind and THING_KINDS[kind.value].domains & domains  # type: ignore[index]
                if of_kind and not names_things:
                    return False
        return bool(targets)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for a finite verb, for words that lead on to the order, and for what nobody means."""
    words = pack(language).commands
    if not words.telling:
        return NEVER, NEVER, NEVER
    return (
        re.compile(rf"(?<![\w'])(?:{'|'.join(words.telling)})(?!\w)", re.IGNORECASE),
        re.compile(rf"\s+(?:{'|'.join((*words.therefore, '(?!)'))})\s+(?=\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join((*words.unmeant, '(?!)'))})\b", re.IGNORECASE),
    )


def order_after_preamble(text: str, language: str, scan_of: ScanOf) -> Preamble | None:
    """Return the order in `text` after what is told before it; None if nothing is, or it is in doubt.

    An order about "it" is about the one thing that was told of: "I left the hall light on, turn it off".
    """
    telling, therefore, unmeant = _patterns(language)
    if telling is NEVER or unmeant.search(text):
        return None
    # "my throat's so dry, …" has no "so" that leads on
    parts = (list(_clauses(text, breaks)) for breaks in (NEVER, therefore))
    found = (_after(text, language, scan_of, telling, clauses) for clauses in parts)
    return next(filter(None, found), None)


def _after(
    text: str,
    language: str,
    scan_of: ScanOf,
    telling: re.Pattern[str],
    clauses: Sequence[tuple[int, int]],
) -> Preamble | None:
    told, checked = list[Scan](), ""
    number = 0
    while number < min(len(clauses) - 1, _MOST_CLAUSES):
        said = text[slice(*clauses[number])]
        scan = scan_of(said)
        if _is_order(scan) and not (telling.search(said) and _only_wishes(scan)):
            break
        if not (is_remark(said, language, scan_of) or _is_filler(scan)):
            if not (telling.search(said) and _tells(scan, said, language)):
                return None
            told.append(scan)
            checked += f"{said}, "
        number += 1
    order = text[clauses[number][0] :].strip()
    scan = scan_of(order)
    if number == 0 or not _is_order(scan):
        return None
    against = set(reasons_against(checked + order, language, _ANY_ORDER))
    if against - set(reasons_against(order, language, _ANY_ORDER)) - _OF_STATEMENTS - {"question"}:
        return None
    about = _about_what_was_told(order, scan, told, scan_of)
    return Preamble(about, tuple(told)) if about else None


def are_reasons(
    clauses: Sequence[str], order: str, intents: Sequence[Intent], home: Home, scan_of: ScanOf
) -> bool:
    """Return True if `clauses`, said beside an order, cannot change what its `intents` do.

    A verb gives the order, or a state at its end ("telly off"). The clauses then have a finite verb and no
    word that may belong to an order, and name no other room or thing.
    """
    scan = scan_of(order)
    language = scan.lexicon.language
    told = tuple(scan_of(after_opening(clause, language)) for clause in clauses)
    telling, _, _ = _patterns(language)
    if not all(map(telling.search, clauses)):
        return False  # "higher than the other one"
    if any(orders_more(clause, language) for clause in clauses):
        return False
    of_lists = all(each.name.startswith("HassList") for each in intents)
    if not (of_lists or _is_order(scan)) and (
        telling.search(order)
        or not _is_short(scan)
        or any(map(_switches, told))
        or any(scan_of(clause).word(0) in scan.lexicon.orders.wished_by for clause in clauses)
    ):
        return False  # "the lamp on, the kitchen's off", "la tele puesta, que nadie la ve"
    domains = {home.entities[i].domain for intent in intents for i in intent.targets if i in home.entities}
    # "sound the siren, I heard steps upstairs": it has no room, and no floor
    may_tell = _OF_FLOORS if domains and domains <= _OF_NO_ROOM else frozenset[str]()
    if of_lists:
        changes = any(_changes_list(each, place) for each in told for place in range(len(each)))
    else:
        changes = any(map(partial(_has_order_words, may_tell=may_tell), told))
    if changes:
        return False
    return Preamble(order, told).agrees_with(intents, home, scan)


def _clauses(text: str, therefore: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each clause: a pause or a word such as "so" is between two."""
    pauses = sorted(
        [*((p.start(), p.end()) for p in PAUSE.finditer(text)),
         *((p.start(), p.end()) for p in therefore.finditer(text))]
    )  # fmt: skip
    start = 0
    for begin, end in pauses:
        if begin < start:
            start = max(start, end)  # ", so"
            continue
        yield start, begin
        start = end
    yield start, len(text)


def _is_order(scan: Scan) -> bool:
    verbs = VerbFinder(scan)
    place = verbs.after_fillers(0)
    while (joiner := scan.find(place, "joiner", "wish")) and not _is_verb(scan, place):
        place = verbs.after_fillers(joiner.end)
    return _is_verb(scan, place) or is_order(scan.text, scan.lexicon.language)


def _is_short(scan: Scan) -> bool:
    """Return True if an order has no verb, and ends with the state that is asked for: "telly off"."""
    states = (scan.find(at, "state") for at in range(1, len(scan)))
    return any(s and VerbFinder(scan).after_fillers(s.end) == len(scan) for s in states)


def _switches(scan: Scan) -> bool:
    """Return True if a clause has a state that an order may ask for: "the kitchen's off"."""
    states = (scan.find(at, "state") for at in range(len(scan)))
    return any(state and state.value in _SWITCHED for state in states)


def _is_verb(scan: Scan, place: int) -> bool:
    """Return True if a verb that orders is at `place`, with the words of its own."""
    verbs = VerbFinder(scan)
    senses = scan.senses(place) if verbs.is_verb(place) else ()
    return any(not s.rest or verbs.rest_at(s, place + 1, place + 1) is not None for s in senses)


def _only_wishes(scan: Scan) -> bool:
    """Return True if a clause only says what somebody wants, and nothing of a house: "I need a coffee".

    What somebody wants to do with a thing ("quiero oír la sirena") is no order about it, either.
    """
    verbs = VerbFinder(scan)
    place = verbs.after_fillers(0)
    words, does = range(place + 1, len(scan)), scan.is_unknown(place + 1)
    asks = (
        scan.find(at, "state") or (not does and (scan.find(at, "pronoun") or _is_thing(scan, at)))
        for at in words
    )
    return all(s.action == "set" for s in scan.senses(place)) and not any(asks)


def _is_thing(scan: Scan, place: int) -> bool:
    return bool(scan.find(place, "class", "thing_word", "media") or scan.named(place))


def _is_filler(scan: Scan) -> bool:
    return len(scan) > 0 and VerbFinder(scan).after_fillers(0) == len(scan)


def _tells(scan: Scan, said: str, language: str) -> bool:
    """Return True if a clause only tells something: it has no word that may belong to an order."""
    if not 1 < len(scan) <= _MOST_WORDS or "?" in said:
        return False
    if set(reasons_against(said, language, _ANY_ORDER)) - _OF_STATEMENTS:
        return False
    return not _has_order_words(scan)


def _has_order_words(scan: Scan, may_tell: frozenset[str] = frozenset()) -> bool:
    """Return True if a word may belong to an order; those of the roles `may_tell` do not."""
    return any(_is_of_order(scan, place, may_tell) for place in scan.outside_fillers())


def _is_of_order(scan: Scan, place: int, may_tell: frozenset[str]) -> bool:
    """Return True if the word at `place` may say what is to be done, or how an order is meant."""
    quantity = scan.find(place, "quantity")
    amount = scan.amount(place)
    if (quantity and quantity.value in _OTHERS) or (amount and (amount.unit or amount.value > 1)):
        return True
    if denied := scan.find(place, "negation"):
        return _is_forbidden(scan, denied.end)
    found = scan.find(place, *(role for role in _OF_ORDERS if role not in may_tell))
    if found is not None and found.role == "only" and place and scan.is_shortened(place - 1):
        return False  # "it's only the neighbour" narrows no order
    return found is not None and (found.role != "time" or scan.is_length(found.end))


def _changes_list(scan: Scan, place: int) -> bool:
    """Return True if the word at `place` may say what is to be on a list, or that it is not meant."""
    quantity, denied = scan.find(place, "quantity"), scan.find(place, "negation")
    if denied and _is_forbidden(scan, denied.end):
        return True
    if scan.find(place, *_OF_LISTS) or (quantity and quantity.value in _OTHERS):
        return True
    amount = scan.amount(place)
    leads = (scan.find(at, "time") for at in (place - 1, place - 2) if at >= 0)
    at_a_time = any(led and led.value == "at" for led in leads)
    return amount is not None and (bool(amount.unit) or amount.value > 1) and not at_a_time


def _is_forbidden(scan: Scan, place: int) -> bool:
    """Return True if an order is denied from `place` on: "I don't want you to turn off the light"."""
    words = range(place, min(place + _MOST_WORDS, len(scan)))
    forbidden = any(scan.word(at) in scan.lexicon.prohibitive for at in words)
    return forbidden or any(_is_verb(scan, at) and not _only_sets(scan, at) for at in words)


def _only_sets(scan: Scan, place: int) -> bool:
    """Return True if the verb at `place` asks for nothing by itself or by a state after it."""
    neutral = all(s.action == "set" or s.rest for s in scan.senses(place))
    return neutral and not any(scan.find(at, "state") for at in range(place + 1, len(scan)))


def _about_what_was_told(order: str, scan: Scan, told: Sequence[Scan], scan_of: ScanOf) -> str:
    """Return `order` with the one thing that was told of in place of its pronoun; unchanged without one.

    It is "" if the pronoun may stand for one of several things.
    """
    if any(_is_thing(scan, at) for at in range(len(scan))):
        return order
    pronouns = [m for place in range(len(scan)) if (m := scan.find(place, "pronoun"))]
    attached = [place for place in range(len(scan)) if scan.has_pronoun(place)]
    cut = [scan_of(_without_endings(each)) for each in told]
    things = [(each, phrase) for each in cut for phrase in _things(each)]
    if not (pronouns or attached) or (not things and not any(_names(each) for each in told)):
        return order
    if len(things) != 1:
        return ""
    of, phrase = things[0]
    words = of.said(phrase.start, phrase.end)
    if len(attached) == 1:
        token = scan.tokens[attached[0]]
        return f"{order[: token.start]}{scan.verb_form(attached[0])} {words}{order[token.end :]}"
    if len(pronouns) == 1 and not attached:
        first, last = scan.tokens[pronouns[0].start], scan.tokens[pronouns[0].end - 1]
        return order[: first.start] + words + order[last.end :]
    return ""


def _names(scan: Scan) -> bool:
    return any(_is_thing(scan, at) for at in range(len(scan)))


def _without_endings(scan: Scan) -> str:
    """Return the text with a pause instead of what was shortened: "the fan's loud" names "the fan"."""
    text, done = "", 0
    for at, token in enumerate(scan.tokens):
        if scan.is_shortened(at):
            end = token.start + len(token.text)
            text, done = f"{text}{scan.text[done:end]},", token.end
    return text + scan.text[done:]


def _things(scan: Scan) -> Iterator[Phrase]:
    """Yield the things that are named, by their names or classes."""
    things, place = ThingReader(scan), 0
    while place < len(scan):
        begin = scan.skip(place, scan.lexicon.articles, 2)
        if scan.named(begin) or scan.find(begin, "class"):
            found = things.phrase(place) or []
            if found and (found[0].entities or found[0].thing) and not found[0].unknown:
                yield found[0]
                place = found[-1].end
                continue
        place = max(begin, place + 1)
