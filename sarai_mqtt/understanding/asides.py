"""Finds the order in a sentence that also gives its reason: "I've got a flight on Saturday, so wake me".

A clause is an aside only if it begins as the pack's do, has none of the words that may change the order, and
says nothing that the guards are against but that something is so.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.detection import bare_words, function_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.asides import Asides
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.time_phrases import plain_words

_MOST_WORDS = 60
_MOST_CLAUSES = 8
PAUSE = re.compile(r"\s*(?:[,;.!:…]+|\s[-–—])\s+(?=[\w¿¡])|\s*…\s*(?=[\w¿¡])")
"""A pause; not the comma of a number or the colon of a time."""

# That something is so, or is not, is what an aside says.
_SAID_BY_ASIDES = frozenset({"statement", "state", "scheduled", "negated"})
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


@dataclass(frozen=True, slots=True)
class OrderBeside:
    """An order, and the clauses before and behind it that are no part of it."""

    order: str
    before: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def asides(self) -> tuple[str, ...]:
        """All clauses that are no part of the order."""
        return (*self.before, *self.behind)


class _Words:
    """The phrases of one language as patterns."""

    def __init__(self, asides: Asides) -> None:
        self.filler = re.compile(asides.fillers.group)
        self.begins_with_filler = re.compile(rf"{asides.fillers.group},? (?=\w)")
        self.before = re.compile(rf"{asides.before.group}(?![\w'])")
        self.behind = re.compile(rf"(?:{asides.behind.group}|{asides.because.group})(?![\w'])")
        self.because = re.compile(rf"{asides.because.group}(?![\w'])")
        self.link = re.compile(rf"{asides.links.group} (?=\w)")
        self.keep = re.compile("|".join((*asides.keep, "(?!)")))
        self.never = re.compile(rf"(?<![\w']){asides.never.group}(?![\w'])")
        self.clocks = re.compile(rf"(?<![\w']){asides.clocks.group}(?![\w'])")
        self.past = re.compile(rf"(?<![\w']){asides.past.group}(?![\w'])")
        links = rf"(?:,?\s+)(?={asides.links.group}\s)"
        self.split = re.compile(rf"{links}|,?\s+(?={asides.because.group}(?![\w']))", re.IGNORECASE)


@cache
def _words(language: str) -> _Words | None:
    asides = pack(language).asides
    return None if asides is None else _Words(asides)


def orders_beside(text: str, language: str) -> Iterator[OrderBeside]:
    """Yield the orders that `text` may be but for asides and fillers, those with the most words first.

    Raises BadInput (`unknown_language`).
    """
    words = _words(language)
    if words is None or len(text.split()) > _MOST_WORDS:
        return
    asked = text.rstrip().endswith("?")
    if asked and not _closing(text, language):
        yield OrderBeside(text.strip().strip("¿?! "), (), ())
    pieces = PAUSE.split(text.strip().rstrip("?!.… "))
    # "…, ¿vale?" asks nothing of the order
    asked = asked and not (len(pieces) > 1 and words.filler.fullmatch(bare_words(pieces[-1])))
    kept = _without_fillers(pieces, words)
    if kept and kept != pieces:
        order = ", ".join(kept)
        yield OrderBeside(order + _closing(order, language) * asked, (), ())
    clauses = [part for piece in kept for part in _split(piece, words)]
    count = len(clauses)
    if not 1 < count <= _MOST_CLAUSES:
        return
    firsts = _leading(clauses, language, words)
    lasts = _trailing(clauses, language, words)
    spans = [(a, b) for a in range(firsts + 1) for b in range(count - lasts, count + 1) if a < b]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        if last - first < count:
            order = ", ".join(clauses[first:last])
            order = order[link.end() :] if first and (link := _link(order, words)) else order
            order += _closing(order, language) * asked
            yield OrderBeside(order, tuple(clauses[:first]), tuple(clauses[last:]))


def is_past(clause: str, language: str) -> bool:
    """Return True if an aside tells of what is over. Raises BadInput (`unknown_language`)."""
    words = _words(language)
    return words is not None and words.past.search(bare_words(clause)) is not None


def after_opening(clause: str, language: str) -> str:
    """Return an aside without the words that say that it is one, such as "because" or "before we".

    Raises BadInput (`unknown_language`).
    """
    words = _words(language)
    opening = words.because.match(without_accents(clause.lower())) if words else None
    return clause[opening.end() :].strip() if opening else clause


def tells_of_clocks(order: str, language: str) -> bool:
    """Return True if an order has words of clocks or a time. Raises BadInput (`unknown_language`)."""
    words, clock = _words(language), clock_reader(language)
    if words is None or clock is None:
        return False
    plain = plain_words(order)
    of_clocks = words.clocks.search(bare_words(order)) is not None or clock.may_tell_time(plain)
    return of_clocks or re.search(rf"(?:^| ){clock.lengths}(?= |$)", plain.joined) is not None


def _closing(order: str, language: str) -> str:
    """Return the question mark of an order that asks, "" for one that only does so out of politeness."""
    polite = pack(language).speech_acts.polite
    return "" if polite.search(order.lower().replace("’", "'").strip(" ¿¡")) else "?"


def _without_fillers(pieces: list[str], words: _Words) -> list[str]:
    """Return the pieces of a sentence without fillers; those around one are joined: "in, um, ten minutes"."""
    kept, paused = list[str](), False
    for piece in pieces:
        if words.filler.fullmatch(bare_words(piece)):
            paused = True
            continue
        plain = without_accents(piece.lower())
        begun = None if words.link.match(plain) else words.begins_with_filler.match(plain)
        rest = piece[begun.end() :] if begun and kept else piece
        last = bare_words(kept[-1]).split()[-1:] if kept and (paused or begun) else []
        if last and last[0] in function_words():
            kept[-1] = f"{kept[-1]} {rest}"  # it goes on
        else:
            kept.append(rest)
        paused = False
    return kept


def _split(piece: str, words: _Words) -> list[str]:
    plain = without_accents(unicodedata.normalize("NFC", piece).lower())
    if len(plain) != len(piece):
        return [piece]
    cuts = [found.span() for found in words.split.finditer(plain) if found.start() > 0]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(piece)]
    return [piece[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def _link(order: str, words: _Words) -> re.Match[str] | None:
    return words.link.match(without_accents(order.lower()))


def _leading(clauses: list[str], language: str, words: _Words) -> int:
    """Return the number of clauses at the beginning that may be asides."""
    count = 0
    while count < len(clauses) - 1 and _is_aside(clauses[count], language, words.before, words):
        count += 1
    return count


def _trailing(clauses: list[str], language: str, words: _Words) -> int:
    """Return the number of clauses at the end that may be asides."""
    count = 0
    while count < len(clauses) - 1 and _is_aside(clauses[-1 - count], language, words.behind, words):
        count += 1
    return count


def _is_aside(clause: str, language: str, begins: re.Pattern[str], words: _Words) -> bool:
    bare = bare_words(clause)
    if words.keep.fullmatch(bare):
        return True
    link = words.link.match(bare)
    if not begins.match(bare) and not (link and begins.match(bare[link.end() :])):
        return False
    if words.never.search(bare):
        return False
    because = words.because.match(bare)  # "porque" asks, too
    said = bare[because.end() :] if because else clause
    return not set(reasons_against(said, language, _ANY_ORDER)) - _SAID_BY_ASIDES
