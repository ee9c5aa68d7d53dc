"""Finds words of correction in a sentence: "no, wait", "digo", "je veux dire"."""

from dataclasses import dataclass

from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.verbs import VerbFinder

COMMAS = frozenset({",", ";"})


@dataclass(frozen=True, slots=True)
class Marker:
    """Words of correction at tokens `start` to `end` (excluded), commas and hesitation beside them included.

    `doubtful`: they may also only deny what follows ("no").
    """

    start: int
    end: int
    doubtful: bool


def marker_at(scan: Scan, verbs: VerbFinder, place: int) -> Marker | None:
    """Return the words at `place` that take back what was said; None if there are none.

    A single "no" is one with a comma after it: without, it denies what follows ("the gate, no the door").
    A word that may also only hesitate ("well", "bueno") is one between commas.
    """
    at = place
    firm = breaks = said = 0
    while at < len(scan):
        if scan.word(at) in COMMAS:
            breaks, at = breaks + 1, at + 1
            continue
        found = scan.find(at, "correction") or _hesitation(scan, verbs, at)
        if found is None:
            break
        weak = scan.find(at, "filler")
        if found.role == "correction" and not (weak and weak.end >= found.end):
            firm += 1
        elif found.role == "correction" or _is_taken_up(scan):
            firm += breaks > 0
        said, at = said + 1, found.end
    if not firm:
        return None
    first = place + (scan.word(place) in COMMAS)
    alone = said == 1 and at - first <= 1 + (scan.word(at - 1) in COMMAS)
    denies = alone and scan.find(first, "exception_before", "negation") is not None
    if denies and scan.word(at - 1) not in COMMAS:
        return None
    return Marker(place, at, denies)


def _hesitation(scan: Scan, verbs: VerbFinder, place: int) -> Match | None:
    filler = scan.find(place, "filler")
    little = scan.lexicon.links | scan.lexicon.articles
    if filler is None or scan.word(place) in little or verbs.is_better(place, filler.end):
        return None
    return filler


def _is_taken_up(scan: Scan) -> bool:
    """Return True if the sentence ends with words of correction: "…, oh, the street door rather"."""
    return any(
        (m := scan.find(at, "correction")) and m.end == len(scan)
        for at in range(max(1, len(scan) - 3), len(scan))
    )


def last_length(scan: Scan) -> str:
    """Return an order about a timer, with the length that corrects the one before it ("" if none does)."""
    verbs = VerbFinder(scan)
    timer = [at for at in range(len(scan)) if (m := scan.find(at, "class")) and m.value == "timer"]
    lengths = [a for at in range(len(scan)) if (a := scan.amount(at)) and a.seconds is not None]
    for place in range(1, len(scan)):
        marker = marker_at(scan, verbs, place)
        if marker is None:
            continue
        after = scan.skip(marker.end, scan.lexicon.links | scan.lexicon.articles)
        new = next((a for at in range(marker.end, after + 1) if (a := scan.amount(at))), None)
        old = [a for a in lengths if a.end <= place]
        if not old and new is not None and new.seconds is not None:  # "five, sorry, fifteen minutes"
            old = [a for at in range(place) if (a := scan.amount(at)) and not a.unit and a.end == place]
        if new is None or len(old) != 1 or new.end != len(scan) or not (timer and timer[0] < place):
            return ""
        before, tokens = old[0], scan.tokens
        unit = "" if new.unit else scan.said(before.end - 1, before.end)
        length = f"{scan.said(new.start, new.end)} {unit}".strip()
        return (
            scan.text[: tokens[before.start].start]
            + length
            + scan.text[tokens[before.end - 1].end : tokens[place].start]
        )
    return ""
