"""Signs in a sentence by which no similar command may be taken for it, all looked for in one scan."""

from dataclasses import dataclass

from sarai_mqtt.understanding.reader.markers import COMMAS, marker_at
from sarai_mqtt.understanding.reader.places import beside, place_at
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.verbs import VerbFinder

_SUBJECT = 2  # words of who does it: "Bruno opens …"; a longer beginning is a reason for the order


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence does besides ordering, as far as its words show.

    `corrected`: it takes back something it has said ("the north blind, I mean the south one"). `denied`: a
    word denies something. `told`: an unknown word stands before the verb ("Bruno opens …"). `bare`: it only
    names things and places. `limit` are words that compare or limit what is asked for ("30 percent at most").
    `narrow`: it narrows its things in a way that other readings pass over. `wide`: all are meant, the
    house, or what plays.
    """

    corrected: bool = False
    denied: bool = False
    told: bool = False
    bare: bool = False
    limit: str = ""
    narrow: bool = False
    wide: bool = False

    @property
    def unsure(self) -> bool:
        """True if no similar command may be taken for the sentence."""
        return self.denied or self.told or self.bare


def signs_of(scan: Scan) -> Signs:
    """Return the signs in a sentence."""
    return Signs(
        _is_corrected(scan), _is_denied(scan), _is_told(scan), _is_bare(scan), _limit(scan), _is_narrow(scan),
        any(scan.find(place, "quantity", "house", "media") for place in range(len(scan))),
    )  # fmt: skip


def _is_corrected(scan: Scan) -> bool:
    """Return True if words of correction stand beside a comma, neither at the beginning nor at the end."""
    verbs = VerbFinder(scan)
    for place in range(1, len(scan) - 1):
        marker = marker_at(scan, verbs, place)
        if marker and marker.end < len(scan) and not COMMAS.isdisjoint(scan.words[place : marker.end]):
            return True
    return False


def _is_denied(scan: Scan) -> bool:
    return any(
        scan.find(place, "negation") or (place and _corrects(scan, place)) for place in range(len(scan))
    )


def _corrects(scan: Scan, place: int) -> bool:
    found, hesitates = scan.find(place, "correction"), scan.find(place, "filler")
    return found is not None and (hesitates is None or hesitates.end < found.end)


def _is_told(scan: Scan) -> bool:
    place, unknown = 0, False
    while place < len(scan) and not scan.senses(place):
        known = max((*(m.end for m in scan.matches(place)), *(n.end for n in scan.named(place))), default=0)
        little = scan.word(place) in scan.lexicon.articles | scan.lexicon.links
        unknown = unknown or not (known or little)
        place = max(known, place + 1)
    return unknown and place <= _SUBJECT and place < len(scan)


def _is_bare(scan: Scan) -> bool:
    place, named = 0, False
    while place < len(scan):
        names = scan.named(place)
        if any("title" in n.ids for n in names):
            return False  # a scene is started by its name alone
        noun = max((n.end for n in names), default=0)
        kind = scan.find(place, "class", "thing_word", "place_word")
        end = max(noun, kind.end if kind else 0)
        little = scan.find(place, "quantity", "only")  # "just one light"
        if not end and little:
            place = little.end
            continue
        if not end and scan.word(place) not in scan.lexicon.articles | scan.lexicon.links:
            return False
        named, place = named or bool(end), end or place + 1
    return named


def _is_narrow(scan: Scan) -> bool:
    """Return True if the sentence narrows its order in a way that other readings pass over.

    Its things are "next to the kitchen", which is not in it, or all others than those left as they are; or
    what opens is to open only some more.
    """
    places = range(len(scan))
    only = any(scan.find(place, "only") for place in places)
    kept = [place for place in places if any(sense.keeps for sense in scan.senses(place))]
    leaves = bool(kept) and only
    # "all the lights off, leave the lamp in the nursery": that is not where they are
    beside_order = any(place > 1 and scan.find(place - 1, "joiner", "turn") for place in kept)
    return leaves or beside_order or _is_further(scan) or _is_beside(scan)


def _is_beside(scan: Scan) -> bool:
    places = range(len(scan))
    moves = any(s.action == "clean" or s.implies for at in places for s in scan.senses(at))
    return any(beside(scan, place) or (_leads_around(scan, place) and not moves) for place in places[1:])


def _is_further(scan: Scan) -> bool:
    """Return True if something is to be opened or closed more: "abre más el toldo"."""
    moves = any(
        s.action in ("open", "close") and not s.rest for place in range(len(scan)) for s in scan.senses(place)
    )
    more = (scan.find(place, "more") for place in range(1, len(scan)) if moves)
    return any(m is not None and m.value in ("any", "position") for m in more)


def _leads_around(scan: Scan, place: int) -> bool:
    """Return True if a word such as "por" leads to a room: around it, nobody knows how far."""
    after = scan.skip(place + 1, scan.lexicon.articles, 2)
    found = place_at(scan, after) if scan.word(place) in scan.lexicon.orders.through else None
    return found is not None and found[0].kind in ("area", "floor") and not scan.find(place, "house", "here")


def _limit(scan: Scan) -> str:
    """Return the words that compare or limit what is asked for; "" if there are none.

    "Brighter than the lamp" and "30 percent at most" ask for no level that is known here.
    """
    some = scan.lexicon
    for place in range(len(scan)):
        more = scan.find(place, "more", "less")
        if more and scan.word(more.end) in some.orders.than and _is_object(scan, more.end + 1):
            return scan.said(place, more.end + 1)
        if (bound := scan.find(place, "bound")) and _amount_near(scan, place, bound.end):
            return scan.said(place, bound.end)
        amount = scan.amount(place)
        end = scan.find(scan.skip(amount.end, some.links, 1), "most", "least") if amount else None
        if amount and amount.unit and end:
            return scan.said(place, end.end)
    return ""


def _is_object(scan: Scan, place: int) -> bool:
    known = scan.find(place, "class", "thing_word", "pronoun") or scan.named(place)
    return scan.word(place) in scan.lexicon.articles or bool(known)


def _amount_near(scan: Scan, start: int, end: int) -> bool:
    """Return True if an amount follows the words from `start` to `end`, or ends before them."""
    after = scan.skip(end, scan.lexicon.links, 1)
    return bool(scan.amount(end) or scan.amount(after)) or any(
        (a := scan.amount(p)) is not None and a.end in (start, start - 1) for p in range(start)
    )
