"""Reads orders into frames: every word gets a role, or is left over (ADR 35)."""

from collections.abc import Mapping

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.reader.actions import frame_of
from sarai_mqtt.understanding.reader.carry import carry_over
from sarai_mqtt.understanding.reader.clauses import MOST_ORDERS, ClauseReader
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Frame, Reading
from sarai_mqtt.understanding.reader.keeping import front, keep
from sarai_mqtt.understanding.reader.lexicon import Lexicon, lexicon_of
from sarai_mqtt.understanding.reader.lists import bought, list_order
from sarai_mqtt.understanding.reader.names import Names
from sarai_mqtt.understanding.reader.places import beside
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_CHARACTERS = 2500
_SUBJECT = 2  # words of who does it: "Bruno opens …"; a longer beginning is a reason for the order
_MOST_WORDS = 450
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
# Reasons that the reading itself must account for: "but not in the kitchen", "at seven", "until eight".
_READ = frozenset({"negated", "scheduled", "conditional"})
_OF_A_HOUSE = ("class", "thing_word", "place_word", "attribute", "media", "list")
_SWITCHING = frozenset({"turn_on", "turn_off", "toggle"})


class Reader:
    """Reads orders about one home, in languages whose packs have the words; calls share no mutable state."""

    def __init__(self, home: Home, content_words: Mapping[str, ContentWords]) -> None:
        self._home = home
        self._known: dict[str, tuple[Lexicon, Names]] = {}
        for language in content_words:
            if lexicon := lexicon_of(language):
                self._known[language] = (lexicon, Names(home, lexicon))

    def read(self, text: str, language: str, area: str | None = None) -> Reading | None:  # noqa: ARG002
        """Return the reading of `text`; None if it is no order, or one of a kind that is not read here.

        A reading with words left over must not be acted on.
        """
        scan = self._scan(text, language)
        if scan is None:
            return None
        against = set(reasons_against(text, language, _ANY_ORDER))
        if against <= {"statement"} and (told := bought(scan, ClauseReader(scan).lead_in(0))):
            return Reading((told,), scan.parts(), scan.left_over())
        if against - _READ:
            return None
        return self._read(scan, against)

    def is_corrected(self, text: str, language: str) -> bool:
        """Return True if `text` takes back something it has said: "the north blind, I mean the south one".

        The phrase stands beside a comma and is neither the beginning nor the end.
        """
        scan = self._scan(text, language)
        if scan is None:
            return False
        for place in range(1, len(scan) - 1):
            found = scan.find(place, "correction")
            beside = found and {scan.word(place - 1), scan.word(found.end)} & {",", ";"}
            if found and beside and found.end < len(scan):
                return True
        return False

    def is_narrow(self, text: str, language: str) -> bool:
        """Return True if `text` narrows its things in a way that other readings pass over.

        They are "next to the kitchen", which is not in it, or all other things than those left as they are.
        """
        scan = self._scan(text, language)
        if scan is None:
            return False
        places = range(len(scan))
        only = any(scan.find(place, "only") for place in places)
        leaves = only and any(sense.keeps for place in places for sense in scan.senses(place))
        return leaves or any(beside(scan, place) for place in places[1:])

    def limit(self, text: str, language: str) -> str:
        """Return the words of `text` that compare or limit what is asked for; "" if there are none.

        "Brighter than the lamp" and "30 percent at most" ask for no level that is known here.
        """
        scan = self._scan(text, language)
        if scan is None:
            return ""
        some = scan.lexicon
        for place in range(len(scan)):
            more = scan.find(place, "more", "less")
            if more and scan.word(more.end) in some.orders.than and self._is_object(scan, more.end + 1):
                return scan.said(place, more.end + 1)
            if (bound := scan.find(place, "bound")) and self._amount_near(scan, place, bound.end):
                return scan.said(place, bound.end)
            amount = scan.amount(place)
            end = scan.find(scan.skip(amount.end, some.links, 1), "most", "least") if amount else None
            if amount and amount.unit and end:
                return scan.said(place, end.end)
        return ""

    def _is_object(self, scan: Scan, place: int) -> bool:
        known = scan.find(place, "class", "thing_word", "pronoun") or scan.named(place)
        return scan.word(place) in scan.lexicon.articles or bool(known)

    def _amount_near(self, scan: Scan, start: int, end: int) -> bool:
        """Return True if an amount follows the words from `start` to `end`, or ends before them."""
        after = scan.skip(end, scan.lexicon.links, 1)
        return bool(scan.amount(end) or scan.amount(after)) or any(
            (a := scan.amount(p)) is not None and a.end in (start, start - 1) for p in range(start)
        )

    def is_denied(self, text: str, language: str) -> bool:
        """Return True if a word of `text` denies something: no similar command may be taken for it."""
        scan = self._scan(text, language)
        return scan is not None and any(
            scan.find(place, "negation") or (place and scan.find(place, "correction"))
            for place in range(len(scan))
        )

    def is_told(self, text: str, language: str) -> bool:
        """Return True if an unknown word stands before the verb of `text`: "Bruno opens …", "I may …"."""
        scan = self._scan(text, language)
        if scan is None:
            return False
        place, unknown = 0, False
        while place < len(scan) and not scan.senses(place):
            known = max(
                (*(m.end for m in scan.matches(place)), *(n.end for n in scan.named(place))), default=0
            )
            little = scan.word(place) in scan.lexicon.articles | scan.lexicon.links
            unknown = unknown or not (known or little)
            place = max(known, place + 1)
        return unknown and place <= _SUBJECT and place < len(scan)

    def is_bare(self, text: str, language: str) -> bool:
        """Return True if `text` only names things and places, and does not say what to do with them."""
        scan = self._scan(text, language)
        if scan is None:
            return False
        place, named = 0, False
        while place < len(scan):
            names = scan.named(place)
            if any("title" in n.ids for n in names):
                return False  # a scene is started by its name alone
            noun = max((n.end for n in names), default=0)
            kind = scan.find(place, "class", "thing_word", "place_word")
            end = max(noun, kind.end if kind else 0)
            little = scan.find(place, "quantity", "only", "filler")  # "just one light"
            if not end and little:
                place = little.end
                continue
            if not end and scan.word(place) not in scan.lexicon.articles | scan.lexicon.links:
                return False
            named, place = named or bool(end), end or place + 1
        return named

    def _scan(self, text: str, language: str) -> Scan | None:
        """Return `text` under reading; None if its language is not read, or it is too long."""
        known = self._known.get(language)
        if known is None or len(text) > _MOST_CHARACTERS:
            return None
        scan = Scan(text, *known)
        return scan if 0 < len(scan) <= _MOST_WORDS else None

    def _read(self, scan: Scan, against: set[str]) -> Reading | None:
        reader = ClauseReader(scan)
        start = reader.lead_in(0)
        if frame := list_order(scan, start):
            frames = [frame, *self._after_list(scan, reader)]
            return None if against else Reading(tuple(frames), scan.parts(), scan.left_over())
        drafts = reader.read()
        front(drafts)
        keep(drafts)
        if not drafts or not (drafts[0].has_verb or self._is_elliptic(scan, drafts)):
            return None
        if len(drafts) >= MOST_ORDERS or not carry_over(drafts, reader.default_places, scan):
            return None
        frames = self._frames(scan, drafts)
        if all(f.negated for f in frames) or not _accounts(against, frames):
            return None
        if not (_is_about_a_house(scan) or any(_is_switching(d) for d in drafts)):
            return None
        if scan.find(len(scan) - 1, "joiner") and scan.words[-1].isalpha():
            scan.roles[-1] = None  # the sentence was cut off
        return Reading(tuple(frames), scan.parts(), scan.left_over())

    def _after_list(self, scan: Scan, reader: ClauseReader) -> list[Frame]:
        """Return the orders after one about a list: "add milk to the list and turn off the lights"."""
        rest = max(place for place in range(len(scan)) if scan.roles[place] is not None) + 1
        joiner = scan.find(rest, "joiner")
        if joiner is None or not scan.senses(joiner.end):
            return []
        scan.give(rest, joiner.end, "joiner")
        drafts = reader.read(joiner.end)
        return self._frames(scan, drafts) if carry_over(drafts, reader.default_places, scan) else []

    def _frames(self, scan: Scan, drafts: list[Draft]) -> list[Frame]:
        """Return the frames of the orders; the words of one that does not fit together are left over."""
        frames = list[Frame]()
        for draft in drafts:
            frame = frame_of(draft, self._home, scan.lexicon.content.courteous_bit)
            if frame is not None:
                frames.append(frame)
                continue
            for at in range(draft.start, draft.end):
                scan.roles[at] = None
        return frames

    def _is_elliptic(self, scan: Scan, drafts: list[Draft]) -> bool:
        """Return True if an order without a verb can be nothing else: all words have a role."""
        if any(role is None for role in scan.roles) or "?" in scan.text:
            return False
        return all(
            not any(p.unknown or any(w.kind == "unknown" for w in p.places) for p in d.things)
            and not any(w.kind == "unknown" for w in d.places)
            and (d.slots or d.state or d.direction)
            for d in drafts
            if not d.has_verb
        )


def _is_about_a_house(scan: Scan) -> bool:
    """Return True if a word is of a house, this or any other: "abre la boca" is talk."""
    return any(scan.find(at, *_OF_A_HOUSE) or scan.named(at) for at in range(len(scan)))


def _is_switching(draft: Draft) -> bool:
    """Return True if the order is said of devices alone ("turn on", "mow"), whatever they are."""
    own = {s.action for s in draft.senses if not s.rest} if not draft.sense else {draft.sense.action}
    if draft.attribute or (draft.sense and draft.sense.implies):
        return True  # "make it warmer", "mow the lawn"
    if any(phrase.quantity == "everything" for phrase in draft.things):
        return True
    return draft.state in _SWITCHING or (own <= _SWITCHING and bool(own))


def _accounts(against: set[str], frames: list[Frame]) -> bool:
    """Return True if the frames account for the reasons against acting."""
    if "negated" in against and not any(f.negated or f.exceptions for f in frames):
        return False
    timed = any(f.when and f.when.kind in ("at", "until") for f in frames)
    return timed or not against & {"scheduled", "conditional"}
