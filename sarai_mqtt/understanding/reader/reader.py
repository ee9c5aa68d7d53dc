"""Reads orders into frames: every word gets a role, or is left over (ADR 35)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.content_words import ContentWords, words_in
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.reader.actions import frame_of
from sarai_mqtt.understanding.reader.carry import carry_over
from sarai_mqtt.understanding.reader.clauses import MOST_ORDERS, ClauseReader
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Frame, Reading
from sarai_mqtt.understanding.reader.keeping import front, keep, light_there, undo_once
from sarai_mqtt.understanding.reader.lexicon import Lexicon, lexicon_of
from sarai_mqtt.understanding.reader.lists import list_orders
from sarai_mqtt.understanding.reader.markers import last_length
from sarai_mqtt.understanding.reader.name_parts import NameParts
from sarai_mqtt.understanding.reader.names import Names
from sarai_mqtt.understanding.reader.preambles import (
    Preamble,
    are_reasons,
    order_after_preamble,
)
from sarai_mqtt.understanding.reader.remarks import order_beside_remark
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.shopping_told import told_of_shopping
from sarai_mqtt.understanding.reader.signs import Signs, signs_of

_MOST_CHARACTERS = 2500
_MOST_WORDS = 450
_LAST_TEXTS = 8
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
# Reasons that the reading itself must account for: "but not in the kitchen", "at seven", "until eight".
_READ = frozenset({"negated", "scheduled", "conditional"})
_OF_A_HOUSE = ("class", "thing_word", "place_word", "attribute", "media", "list")
_SHUTTING = frozenset({"turn_on", "turn_off", "open", "close", "stop"})
_SWITCHING = frozenset({"turn_on", "turn_off", "toggle"})
_TOLD = ("warmth",)  # what may be told of a room, too


class Reader:
    """Reads orders about one home, in languages whose packs have the words.

    Calls share what was looked up in the last texts: a sentence is read several times, and its clauses.
    """

    def __init__(self, home: Home, content_words: Mapping[str, ContentWords]) -> None:
        self._home = home
        self._known: dict[str, tuple[Lexicon, Names, NameParts]] = {}
        for language in content_words:
            if lexicon := lexicon_of(language):
                self._known[language] = (lexicon, Names(home, lexicon), NameParts(home, lexicon))
        self._last = lru_cache(_LAST_TEXTS)(lambda text, language: Scan(text, *self._known[language]))

    def read(self, text: str, language: str, area: str | None = None) -> Reading | None:
        """Return the reading of `text`; None if it is no order, or one of a kind that is not read here.

        A reading with words left over must not be acted on.
        """
        scan = self.scan(text, language)
        if scan is None:
            return None
        scan.area = area
        against = set(reasons_against(text, language, _ANY_ORDER))
        polite = scan.find(0, "filler")
        # "hay que" and "fíjate que" may be no mere politeness
        starts = (0, ClauseReader(scan).lead_in(0), polite.end if polite else 0)
        denied = "negated" in against  # "we don't need rice, take it off the list"
        told = told_of_shopping(scan, starts) if against <= {"statement", "state", "negated"} else None
        if told and (told.deed or not denied):
            # "ya está la leche, táchala" says how it is, too
            return (
                Reading((told,), scan.parts(), scan.left_over())
                if told.deed or "state" not in against
                else None
            )
        if against - _READ - {"state"} and not _may_account(scan):
            return None
        return self._read(scan, against)

    def signs(self, text: str, language: str) -> Signs:
        """Return the signs in `text` by which no similar command may be taken for it."""
        scan = self.scan(text, language)
        return signs_of(scan) if scan else Signs()

    def with_last_length(self, text: str, language: str) -> str:
        """Return an order about a timer with only the length said last; "" if it is no such order."""
        scan = self.scan(text, language)
        return last_length(scan) if scan else ""

    def order_beside_remark(self, text: str, language: str) -> str:
        """Return `text` without what only gives the reason for its order; "" if there is no such remark."""
        if self.scan(text, language) is None:
            return ""
        return order_beside_remark(text, language, lambda said: self._scan(said, language))

    def order_after_preamble(self, text: str, language: str) -> Preamble | None:
        """Return the order in `text` after what is told before it; None if nothing is."""
        if self.scan(text, language) is None:
            return None
        return order_after_preamble(text, language, lambda said: self._scan(said, language))

    def are_reasons(
        self, clauses: Sequence[str], order: str, intents: Sequence[Intent], home: Home, language: str
    ) -> bool:
        """Return True if `clauses`, said beside `order`, cannot change what `intents` do in `home`."""
        if any(self.scan(each, language) is None for each in (order, *clauses)):
            return False
        return are_reasons(clauses, order, intents, home, lambda said: self._scan(said, language))

    def scan(self, text: str, language: str) -> Scan | None:
        """Return `text` under reading; None if its language is not read, or it is too long."""
        if language not in self._known or len(text) > _MOST_CHARACTERS:
            return None
        scan = self._scan(text, language)
        return scan if 0 < len(scan) <= _MOST_WORDS else None

    def _scan(self, text: str, language: str) -> Scan:
        return self._last(text, language).anew()

    def _read(self, scan: Scan, against: set[str]) -> Reading | None:
        reader = ClauseReader(scan)
        start = reader.lead_in(0)
        if of_lists := list_orders(scan, start):
            frames = [*of_lists, *self._after_list(scan, reader)]
            return None if against else Reading(tuple(frames), scan.parts(), scan.left_over())
        drafts = reader.read()
        front(drafts)
        keep(drafts)
        undo_once(drafts)
        few = 0 < len(drafts) < MOST_ORDERS
        if not few or not carry_over(drafts, reader.default_places, scan):
            return None
        light_there(drafts, scan)
        elliptic = not drafts[0].has_verb
        if elliptic and not self._is_elliptic(scan, drafts):
            return None
        frames = self._frames(scan, drafts)
        remaining = _remaining(scan, against)
        if elliptic and all(d.state and not (d.pronoun or d.slots) for d in drafts):
            remaining = remaining - {"state"}  # "spots éteints"
        if (
            all(f.negated for f in frames)
            or remaining - _READ
            or not _accounts(remaining, frames, ordered=any(d.has_verb or d.state for d in drafts))
        ):
            return None
        found = any(phrase.entities for draft in drafts for phrase in draft.things)
        if not (found or _is_about_a_house(scan) or any(_is_switching(d) for d in drafts)):
            return None
        if scan.find(len(scan) - 1, "joiner") and scan.words[-1].isalpha():
            scan.roles[-1] = None  # the sentence was cut off
        accounted = frozenset(against - remaining)
        return Reading(tuple(frames), scan.parts(), scan.left_over(), accounted)

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
            frame = frame_of(draft, self._home, scan.lexicon)
            fits = frame is not None and not draft.lacks_value and not _tells_state(scan, draft)
            if frame is not None and fits and not _is_no_valve(scan, draft, frame):
                frames.append(frame)
                continue
            for at in range(draft.start, draft.end):
                scan.roles[at] = None
        return frames

    def _is_elliptic(self, scan: Scan, drafts: list[Draft]) -> bool:
        """Return True if an order without a verb can be nothing else: all words have a role."""
        if any(role is None for role in scan.roles) or "?" in scan.text:
            return False
        some, first = scan.lexicon, scan.word(0)
        if first in some.links - some.at_place - some.to and not scan.find(0, "state", "time", "filler"):
            return False  # "con las persianas abajo"
        if any(d.state and d.state_at and scan.is_shortened(d.state_at - 1) for d in drafts):
            return False  # "the lamp's on"
        return all(
            not any(p.unknown or any(w.kind == "unknown" for w in p.places) for p in d.things)
            and not any(w.kind == "unknown" for w in d.places)
            and (d.slots or d.state or d.direction)
            for d in drafts
            if not d.has_verb
        )


def _may_account(scan: Scan) -> bool:
    """Return True if connecting words, those of a correction or a name may be the reason against an order."""
    return any(
        scan.find(place, "correction")
        or (len(scan.word(place)) > 1 and scan.find(place, "joiner"))
        or any(named.end > place + 1 for named in scan.named(place))
        or ((side := scan.find(place, "thing_word")) and side.end > place + 1)  # "on the left"
        for place in range(len(scan))
    )


def _remaining(scan: Scan, against: set[str]) -> set[str]:
    """Return the reasons against the order without the words that connect and correct, and in names."""
    if not against:
        return set()
    language = scan.lexicon.language
    remaining = set(reasons_against(scan.replacing(joiner=",", correction=","), language, _ANY_ORDER))
    if "statement" in remaining:  # "the left lamp"
        verb = next((at for at, role in enumerate(scan.roles) if role and role[1] == "verb"), 0)
        named = scan.replacing(verb, joiner=",", correction=",", name="x", thing="x")
        remaining -= {"statement"} - set(reasons_against(named, language, _ANY_ORDER))
    return remaining


def _is_about_a_house(scan: Scan) -> bool:
    """Return True if a word is of a house, this or any other: "abre la boca" is talk."""
    return any(scan.find(at, *_OF_A_HOUSE) or scan.named(at) for at in range(len(scan)))


def _is_no_valve(scan: Scan, draft: Draft, frame: Frame) -> bool:
    """Return True if what flows is the thing, and the order is no order to a valve: "heat the water"."""
    orders, language = scan.lexicon.orders, scan.lexicon.language
    valves = [t.said for t in frame.things if t.thing == "valve" and not t.entities]
    flows = any(not orders.flows.isdisjoint(words_in(said, language)) for said in valves)
    given = scan.verb_form(max(draft.verb_end - 1, draft.start)) in orders.boils
    return flows and (given or frame.action not in _SHUTTING or frame.amount is not None)


def _tells_state(scan: Scan, draft: Draft) -> bool:
    """Return True if words of an order tell how something is: "…, the kitchen's cold"."""
    words = range(draft.start, min(draft.end, len(scan) - 1))
    return any(scan.is_shortened(at) and scan.find(at + 1, *_TOLD) for at in words)


def _is_switching(draft: Draft) -> bool:
    """Return True if the order is said of devices alone ("turn on", "mow"), whatever they are."""
    own = {s.action for s in draft.senses if not s.rest} if not draft.sense else {draft.sense.action}
    if draft.attribute or (draft.sense and draft.sense.implies):
        return True  # "make it warmer", "mow the lawn"
    if any(phrase.quantity == "everything" for phrase in draft.things):
        return True
    return draft.state in _SWITCHING or (own <= _SWITCHING | {"lock"} and bool(own))


def _accounts(against: set[str], frames: list[Frame], *, ordered: bool) -> bool:
    """Return True if the frames account for the reasons against acting; `ordered`: with a verb or a state."""
    if "negated" in against and not any(f.negated or f.exceptions for f in frames):
        return False
    if any(f.when and f.when.kind in ("at", "until") for f in frames):
        return True
    # "dans une heure, plus de chauffage" has no verb, and may ask for none
    delayed = ordered and any(f.when for f in frames)
    return "conditional" not in against and (delayed or "scheduled" not in against)
