"""Finds the order beside a remark that only gives its reason: "it's getting dark, turn the lights on"."""

import re
from collections.abc import Callable
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder

_MOST_WORDS = 10  # of a remark; more are a story
_MOST_REMARKS = 2  # before an order, and after it
# A pause; not the comma of a number.
PAUSE = re.compile(r"\s*(?:[,;:.!…]+|\s[-–—])\s+(?=[\w¿¡])")
"""A pause between two clauses."""
# Roles of words that may make a remark a part of the order: where, which, how many, when.
_OF_ORDERS = (
    "class", "thing_word", "place_word", "list", "house", "outside", "level", "this_floor", "exception",
    "exception_before", "negation", "later", "clock", "most", "least", "half", "part",
    "colour", "speed", "one", "near", "only",
)  # fmt: skip
_MANY = frozenset({"all", "both", "rest", "everything", "another"})

ScanOf = Callable[[str], Scan]
"""Returns a text under reading."""


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for the beginning of a remark, words that take an order back, and complaints."""
    words = pack(language).commands
    if not words.remarks:
        return NEVER, NEVER, NEVER
    return (
        re.compile(rf"(?:{'|'.join(words.remarks)})(?![\w'])", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join((*words.unmeant, '(?!)'))})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join((*words.complaints, '(?!)'))})\b", re.IGNORECASE),
    )


def order_beside_remark(text: str, language: str, scan_of: ScanOf) -> str:
    """Return `text` without the remarks before and after its order; "" if it has none.

    A remark begins as the pack's remarks do, and has no word of a house but moods and the weather: anything
    else may say which thing is meant ("it's the one in the gym"). A complaint about a thing before an order
    about "it" names the thing: "the radio's too loud, turn it down" is "turn the radio down".
    """
    opening, unmeant, _ = _patterns(language)
    pauses = list(PAUSE.finditer(text))
    if not pauses or opening is NEVER or unmeant.search(text):
        return ""
    starts = [0, *(p.end() for p in pauses)]
    ends = [*(p.start() for p in pauses), len(text)]
    first, last = 0, len(starts) - 1
    while first < min(last, _MOST_REMARKS) and is_remark(
        text[starts[first] : ends[first]], language, scan_of
    ):
        first += 1
    kept = len(starts) - 1 - _MOST_REMARKS
    while last > max(first, kept) and is_remark(text[starts[last] : ends[last]], language, scan_of):
        last -= 1
    order = text[starts[first] : ends[last]].strip()
    if order != text:
        return order if _has_verb(scan_of(order)) else ""  # "tout éteint, c'est mieux" is talk
    about = _complained_about(text[: ends[0]], language, scan_of)
    return _about(text[starts[1] :], about, scan_of) if about else ""


def _has_verb(scan: Scan) -> bool:
    verbs = VerbFinder(scan)
    return verbs.is_verb(verbs.after_fillers(0))


def is_unmeant(text: str, language: str) -> bool:
    """Return True if a remark beside an order says that it is not meant: "turn it off, I'm joking"."""
    opening, unmeant, _ = _patterns(language)
    parts = PAUSE.split(text) if unmeant.search(text) else ()
    return any(opening.match(part) and unmeant.search(part) for part in parts)


def is_remark(said: str, language: str, scan_of: ScanOf) -> bool:
    """Return True if `said` is a remark as the pack lists them, without words that may be of an order."""
    opening, _, _ = _patterns(language)
    begun = opening.match(said)
    scan = scan_of(said)
    if begun is None or not 1 < len(scan) <= _MOST_WORDS:
        return False
    rest = next((at for at, token in enumerate(scan.tokens) if token.start >= begun.end()), len(scan))
    return not any(_is_of_order(scan, place) for place in scan.outside_fillers(rest))


def _is_of_order(scan: Scan, place: int) -> bool:
    """Return True if the word at `place` may belong to an order."""
    if scan.find(place, *_OF_ORDERS) or scan.named(place) or scan.amount(place):
        return True
    quantity = scan.find(place, "quantity")
    if quantity and quantity.value in _MANY:
        # "it's all steamy", not "it's all of them"
        return not (quantity.end == place + 1 and scan.is_unknown(quantity.end))
    if scan.find(place, "mode", "warmth", "preset", "filler"):
        return False  # "it's warm"
    if scan.find(place, "attribute") and scan.is_unknown(place + 1):
        return False  # "she's sound asleep"
    rests = (s.rest for s in scan.senses(place))
    return any(tuple(scan.words[place + 1 : place + 1 + len(rest)]) == rest for rest in rests)


def _complained_about(said: str, language: str, scan_of: ScanOf) -> str:
    """Return the words for the things that are complained about, such as "the radio"; "" without any."""
    _, _, complaint = _patterns(language)
    scan = scan_of(said)
    if len(scan) > _MOST_WORDS or not complaint.search(said):
        return ""
    found = ThingReader(scan).phrase(0)
    if not found or len(found) > 1 or found[0].unknown or not (found[0].thing or found[0].entities):
        return ""
    end = found[0].end
    if any(_is_of_order(scan, place) for place in range(end, len(scan))):
        return ""
    things = scan.said(0, end)
    return things.removesuffix("'s").removesuffix("’s")


def _about(order: str, things: str, scan_of: ScanOf) -> str:
    """Return `order` with `things` instead of its only pronoun; "" if it has none, or has things itself."""
    scan = scan_of(order)
    pronouns = [m for place in range(len(scan)) if (m := scan.find(place, "pronoun"))]
    attached = [place for place in range(len(scan)) if _has_own_pronoun(scan, place)]
    known = any(scan.find(place, "class", "thing_word") or scan.named(place) for place in range(len(scan)))
    if len(pronouns) + len(attached) != 1 or known:
        return ""
    if attached:  # "bájala"
        token = scan.tokens[attached[0]]
        return f"{order[: token.start]}{scan.verb_form(attached[0])} {things}{order[token.end :]}"
    first, last = scan.tokens[pronouns[0].start], scan.tokens[pronouns[0].end - 1]
    return order[: first.start] + things + order[last.end :]


def _has_own_pronoun(scan: Scan, place: int) -> bool:
    """Return True if a pronoun for things is attached to the verb at `place`: "bájala", not "ponme"."""
    form = scan.verb_form(place) or ""
    last = scan.word(place).removeprefix(form)
    roles = scan.lexicon.phrases.get((last,), ()) if form and scan.has_pronoun(place) else ()
    return any(role == "pronoun" for role, _ in roles)
