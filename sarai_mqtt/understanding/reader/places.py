"""Reads the places of an order: rooms and floors by name, here, the house, outside, and unknown ones."""

from typing import cast

from sarai_mqtt.understanding.reader.frames import Place, PlaceKind
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.scan import Marks, Scan

WHOLE = ("here", "house", "outside", "level", "this_floor")
"""Roles of phrases for a place that have its preposition with them."""

_PLACES = (*WHOLE, "place_word")
_MOST_UNKNOWN = 3  # words of an unknown name: more are talk


def place_at(scan: Scan, start: int) -> tuple[Place, int] | None:
    """Return the longest place at index `start`, after its article, and the index after it."""
    named = next((n for n in scan.named(start) if n.ids.keys() & {"area", "floor"}), None)
    led = scan.word(start) in scan.lexicon.of  # "las de arriba": the place begins after it
    known = None if led else scan.find(start, *_PLACES)
    rooms = scan.rooms(start)
    longest = next(iter(scan.named(start)), None)
    if named and longest is not named and longest and longest.end > named.end:
        named = None  # the name of a thing begins with that of a place: "kitchen light"
    if longest and known and longest.end > known.end and longest is not named:
        known = None
    if rooms and not (named and named.end >= rooms.end) and not (longest and longest.end > rooms.end):
        return Place("area", scan.said(start, rooms.end), rooms.ids, every=rooms.plural), rooms.end
    if named and not (known and known.end > named.end):
        kind = "area" if "area" in named.ids else "floor"
        ids = named.ids["area" if kind == "area" else "floor"]
        return Place("area" if kind == "area" else "floor", scan.said(start, named.end), ids), named.end
    if known:
        return _known(scan, known), known.end
    return None


def _known(scan: Scan, found: Match) -> Place:
    """Return the place that a phrase of the language stands for."""
    said = scan.said(found.start, found.end)
    if found.role == "place_word":
        return Place("unknown", said)
    return Place(cast("PlaceKind", found.value if found.role == "level" else found.role), said)


def _is_name(scan: Scan, whole: Match) -> bool:
    """Return True if a longer name is said, or a place of this home is called by that phrase: "Upstairs"."""
    names = [n for at in range(whole.start, whole.end) for n in scan.named(at)]
    longer = any(n.start == whole.start and n.end > whole.end for n in names)
    return longer or any(n.end == whole.end and n.ids.keys() & {"area", "floor"} for n in names)


def beside(scan: Scan, start: int) -> int:
    """Return the index after what something is beside: "next to the kitchen"; 0 without it."""
    near = scan.find(start, "near")
    if near is None or any(n.end > start + 1 for n in scan.named(start)):
        return 0
    if any(m.end > near.end for m in scan.matches(start)):
        return 0  # "around the house"
    after = scan.skip(near.end, scan.lexicon.articles | scan.lexicon.of, 3)
    found = place_at(scan, after)
    named = next(iter(scan.named(after)), None)
    end = max(found[1] if found else 0, named.end if named else 0)
    return end or (after + 1 if after > near.end and scan.is_unknown(after) else 0)


def value_of(place: Place) -> str:
    """Return what a place stands for, as the reading shows it."""
    return " ".join((place.kind, *place.ids))


class PlaceReader:
    """Reads the places of one sentence."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon = scan.lexicon
        self._particles = scan.lexicon.orders.place_particles
        self._through = scan.lexicon.orders.through
        self.moves = False  # what moves about is sent through places

    def place_phrase(self, start: int) -> tuple[list[Place], Marks, int] | None:
        """Return the place of "in the kitchen", "upstairs"; None if there is none at `start`."""
        scan = self._scan
        if scan.word(start) in self._particles and scan.word(start + 1) in self._lexicon.at_place:
            found = self._led_place(start + 1)  # "out in the garden"
            return found and (found[0], [(start, start + 1, "link", ""), *found[1]], found[2])
        if scan.word(start) in self._through and not (self.moves or scan.find(start, *WHOLE)):
            return self._around(start)
        return self._led_place(start)

    def _led_place(self, start: int) -> tuple[list[Place], Marks, int] | None:
        scan = self._scan
        leads = self._lexicon.at_place | self._lexicon.of
        place = scan.skip(start, leads, 2 if scan.word(start) in self._lexicon.of else 1)
        if scan.find(start, "state") and scan.word(place) not in self._lexicon.articles:
            return None  # "the lights on upstairs", not "the light on the desk"
        named = next((n for n in scan.named(start) if n.ids.keys() & {"area", "floor"}), None)
        if place > start and named and named.end > place:
            place = start  # a name begins with the preposition: "En haut"
        led = place > start
        after = scan.skip(place, self._lexicon.articles, 2)
        whole = scan.find(start, *WHOLE)
        if whole and not _is_name(scan, whole):
            return self._whole(whole)
        if led and (several := self._counted_rooms(place)):
            known, begin, end = several
            return [known], [(start, begin, "link", ""), (begin, end, "place", value_of(known))], end
        found = self._named_place(place, after) or (self.owned(place) if led else None)
        if found:
            known, end = found
            begin = after if found == place_at(scan, after) else place
            marks: Marks = [(start, begin, "link", "")] if begin > start else []
            return [known], [*marks, (begin, end, "place", value_of(known))], end
        own = self._lexicon.at_place - self._lexicon.of - self._lexicon.to
        if led and (after > place or scan.word(start) in own):
            return self._unknown_place(start, after)
        return None

    def _around(self, start: int) -> tuple[list[Place], Marks, int] | None:
        """Return the whole house after "through"; of a room nobody knows how far around it is meant."""
        after = self._scan.skip(start + 1, self._lexicon.articles, 2)
        found = self._named_place(start + 1, after)
        if found is None or found[0].kind not in ("house", "here", "outside"):
            return None
        return (
            [found[0]],
            [(start, after, "link", ""), (after, found[1], "place", value_of(found[0]))],
            found[1],
        )

    def _named_place(self, place: int, after: int) -> tuple[Place, int] | None:
        return place_at(self._scan, place) or place_at(self._scan, after)

    def owned(self, start: int) -> tuple[Place, int] | None:
        """Return the room of a person at index `start`: "Bruno's", "(las luces de) Bruno"."""
        scan = self._scan
        owner = scan.owner(start)
        if owner is None or any(n.end > owner.end for n in scan.named(start)):
            return None
        return Place("area", scan.said(start, owner.end), owner.ids), owner.end

    def _counted_rooms(self, start: int) -> tuple[Place, int, int] | None:
        """Return the rooms of "both bathrooms", "los tres baños" and "every bedroom", if there are so many.

        With them the indices of their noun and after it.
        """
        scan, articles = self._scan, self._lexicon.articles
        quantity = scan.find(start, "quantity")
        begin = quantity.end if quantity and quantity.value in ("both", "all") else start
        begin = scan.skip(begin, articles, 2)
        amount = scan.amount(begin)
        count = int(amount.value) if amount and not amount.unit and amount.value.is_integer() else 0
        begin = scan.skip(amount.end, articles, 1) if amount and count else begin
        rooms = scan.rooms(begin)
        every = quantity is not None and quantity.value in ("both", "all")
        house = scan.find(start, "house")
        if rooms is None or not (count or every) or (house and house.end >= rooms.end):
            return None
        count = 2 if quantity and quantity.value == "both" else count
        if not (rooms.plural or every) or count not in (0, len(rooms.ids)):
            return None
        return Place("area", scan.said(start, rooms.end), rooms.ids, every=True), begin, rooms.end

    def _whole(self, found: Match) -> tuple[list[Place], Marks, int] | None:
        """Return the place of "in here", "everywhere", "outside"; None for "outside the kitchen"."""
        scan = self._scan
        after = scan.skip(found.end, self._lexicon.articles, 2)
        if found.role == "outside" and after > found.end and place_at(scan, after):
            return None
        place = _known(scan, found)
        return [place], [(found.start, found.end, "place", place.kind)], found.end

    def _unknown_place(self, start: int, after: int) -> tuple[list[Place], Marks, int] | None:
        """Return a place that this home does not have: "in the frobnicator", "in the guest bedroom"."""
        scan, end = self._scan, after
        while end < after + _MOST_UNKNOWN and scan.is_unknown(end):
            end += 1
        if end == after:
            return None
        if found := place_at(scan, end):
            end = found[1]
        unknown = Place("unknown", scan.said(after, end))
        return [unknown], [(start, after, "link", ""), (after, end, "place", "unknown")], end
