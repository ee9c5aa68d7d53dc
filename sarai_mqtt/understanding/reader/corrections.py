"""Reads corrections: what is said last holds ("to 20, no, 22"; "the north blind, I mean the south one")."""

from dataclasses import replace

from sarai_mqtt.understanding.reader.amounts_again import AmountAgain
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.markers import COMMAS, Marker, marker_at
from sarai_mqtt.understanding.reader.name_parts import GUARDED
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.scan import Marks, Scan
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.value import Value
from sarai_mqtt.understanding.reader.values import ValueReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder

# Values of which one takes the place of another: a colour that of a warmth of light.
_ALIKE = (frozenset({"colour", "kelvin", "mode_or_kelvin"}), frozenset({"mode", "mode_or_kelvin"}))
_OPENING = frozenset({"open", "unlock", "turn_off"})
_DOORS = frozenset({"door", "lock", "garage"})
_LEVELS = frozenset({"increase", "decrease", "open", "close", "turn_on"})
_OF_LIGHT = frozenset({"amount", "colour", "kelvin", "mode_or_kelvin"})


class CorrectionReader:
    """Reads the corrections of one sentence."""

    def __init__(self, scan: Scan, verbs: VerbFinder, things: ThingReader, values: ValueReader) -> None:
        self._scan = scan
        self._verbs = verbs
        self._things = things
        self._values = values
        self._again = AmountAgain(scan)

    def marker(self, place: int) -> Marker | None:
        """Return the words at `place` that take back what was said; None if there are none."""
        return marker_at(self._scan, self._verbs, place)

    def read(self, draft: Draft, place: int) -> int:
        """Replace in `draft` what the words after a marker at `place` correct; return the index after them.

        `place` if there is no marker, or if nothing of the kind was said before.
        """
        instead = self._scan.find(place, "correction") if draft.corrected and not draft.things else None
        if instead:
            self._scan.give(place, instead.end, "correction")
            return instead.end  # "don't …, turn off rather the lamp"
        marker = self.marker(self._false_start(draft, place))
        if marker is None or not (draft.things or draft.slots or draft.state or draft.places):
            return place
        if marker.end >= len(self._scan):
            return self._end(draft, marker)
        after = self._denied(marker.end)
        if marker.doubtful and self.unlocks(draft, after):
            return place
        end = self._replace(draft, after)
        if end == after:
            return place
        self._scan.give(place, after, "correction")
        draft.corrected = True
        return end

    def _false_start(self, draft: Draft, place: int) -> int:
        """Return the index after a state that is said at once again: "on. Off, I mean off"; else `place`."""
        scan = self._scan
        first = scan.find(place + 1, "state") if scan.word(place) in COMMAS and draft.state else None
        marker = self.marker(first.end) if first else None
        again = scan.find(marker.end, "state") if marker else None
        return first.end if first and again and again.value == first.value else place

    def length_again(self, draft: Draft, time: Value) -> Value | None:
        """Return the time that corrects `time` right after it: "in five minutes, no, ten"; None: none."""
        marker = self.marker(time.end)
        if marker is None or marker.end >= len(self._scan):
            return None
        self._scan.give_all(time.marks)
        again = self._again.length(replace(draft, slots={"when": time.value}), marker.end)
        if again:
            again.marks = [*time.marks, (marker.start, marker.end, "correction", ""), *again.marks]
        return again

    def unlocks(self, draft: Draft, place: int) -> bool:
        """Return True if a door or an alarm is at `place` that the verb would open: "no" may deny it."""
        opens = any(s.action in _OPENING for s in draft.senses) or draft.state in _OPENING
        phrases = self._things.phrase(place) or []
        return opens and any(
            p.thing in _DOORS or any(i.split(".")[0] in GUARDED for i in p.entities) for p in phrases
        )

    def _end(self, draft: Draft, marker: Marker) -> int:
        """Pass words of correction after what they correct by: "Bruno's I mean", "green actually"."""
        if not draft.corrected:
            return marker.start
        self._scan.give(marker.start, marker.end, "correction")
        return marker.end

    def contrast(self, draft: Draft, place: int) -> int:
        """Read "…, not the kitchen one, the workshop one"; return the index after it, else `place`."""
        scan = self._scan
        begin = place + (scan.word(place) in COMMAS)
        after = self._denied(begin) if begin > place and draft.things else begin
        if after == begin and begin > place and _is_one(draft):
            after = self._denied_after(begin)
        if after == begin or not self._is_other(after):
            return place
        end = self._replace(draft, after)
        if end == after:
            return place
        scan.give(place, after, "correction")
        draft.corrected = True
        return end

    def _is_other(self, place: int) -> bool:
        """Return True if things at `place` are all that is left but for a state or words of correction."""
        phrases = self._things.phrase(place)
        if not phrases:
            return False
        end = phrases[-1].end
        return end == len(self._scan) or self._scan.find(end, "state", "correction", "filler") is not None

    def _denied(self, place: int) -> int:
        """Return the index after "not the kitchen one,"; `place` if that is not there."""
        scan = self._scan
        negation = scan.find(place, "exception_before", "negation")
        if negation is None or negation.end != place + 1 or self._verbs.is_verb(negation.end):
            return place
        found = self._things.phrase(negation.end)
        end = found[-1].end if found else 0
        if not end and (where := self._things.place_phrase(negation.end)):
            end = where[2]
        if not end or scan.word(end) not in COMMAS:
            return place
        return end + 1

    def _denied_after(self, place: int) -> int:
        """Return the index after "the kitchen one not,"; `place` if that is not there."""
        scan = self._scan
        found = self._things.phrase(place)
        end = found[-1].end if found else place
        denied = scan.find(end, "exception_after") if found else None
        if denied is None or denied.end != end + 1 or scan.word(denied.end) not in COMMAS:
            return place
        again = scan.find(denied.end + 1, "filler")  # "…, the gate no, man, the door"
        after = again.end if again and scan.word(again.end) in COMMAS else denied.end
        return after + 1

    def _replace(self, draft: Draft, place: int) -> int:
        """Put what is at `place` in the place of its like in `draft`; return the index after it."""
        return (
            self._things_instead(draft, place, whole=True)
            or self._state_instead(draft, place)
            or self._value_instead(draft, place)
            or self._things_instead(draft, place)
            or place
        )

    def _value_instead(self, draft: Draft, place: int) -> int:
        value = (
            self._again.length(draft, place)
            or self._mode(draft, place)
            or self._values.at(place, is_set=True)
            or self._again.one(draft, place)
        )
        if value is None:
            return 0
        alike = {value.slot}.union(*(group for group in _ALIKE if value.slot in group))
        taken = draft.slots.keys() & alike
        if value.slot == "direction":
            if not draft.direction:
                return 0
            draft.direction = value.direction
        elif taken:
            for slot in taken:
                draft.slots.pop(slot)
            self._set(draft, value)
        elif value.slot in _OF_LIGHT and draft.state in _LEVELS and not draft.slots:
            draft.state = ""  # "open, no, half open"; "on, actually 50 percent"
            self._set(draft, value)
        else:
            return 0
        draft.attribute = value.attribute or draft.attribute
        self._scan.give_all(value.marks)
        return value.end

    def _mode(self, draft: Draft, place: int) -> Value | None:
        """Return the mode at `place`, if one was said before: "to cool, I mean heat"."""
        found = self._scan.find(place, "mode", "preset")
        if found is None or not draft.slots.keys() & {"mode", "mode_or_kelvin"}:
            return None
        if found.end < len(self._scan) and not self._scan.find(found.end, "joiner", "filler", "correction"):
            return None
        return Value("mode", found.value, found.end, [(place, found.end, "mode", found.value)])

    def _set(self, draft: Draft, value: Value) -> None:
        draft.slots[value.slot] = value.value
        draft.to, draft.by = value.to or draft.to, value.by or draft.by
        draft.direction = value.direction or draft.direction

    def _state_instead(self, draft: Draft, place: int) -> int:
        """Read a state instead of the one said, of a value or of what the verb asks for: "up, no, down"."""
        scan = self._scan
        found = scan.find(place, "state")
        if found is None or any(n.end > found.end for n in scan.named(place)):
            return 0
        little = scan.word(place) in scan.lexicon.links and scan.word(found.end) in scan.lexicon.articles
        if little and not (draft.state and not draft.things):
            return 0  # "no, on the desk", but "off, no, on the lamp"
        if not draft.is_neutral:
            if draft.sense:
                return 0
            draft.senses = ()
        elif not (draft.state or draft.direction or draft.slots.keys() - {"when"}):
            return 0
        if scan.matches(place)[0].end > found.end:
            return 0
        draft.direction = 0
        for slot in draft.slots.keys() - {"when"}:
            draft.slots.pop(slot)
        draft.state, draft.state_at = found.value, found.start
        scan.give(place, found.end, "state", found.value)
        return found.end

    def _things_instead(self, draft: Draft, place: int, *, whole: bool = False) -> int:
        """Read things instead of those said last; `whole`: only such as begin with the name of a thing."""
        scan = self._scan
        if whole and not any("entity" in n.ids for n in scan.named(place)):
            return 0
        some = scan.lexicon
        self._things.elliptic = not draft.has_verb
        where = self._things.place_phrase(place) if scan.word(place) in some.at_place | some.of else None
        if where and not self._things.leads_on(where[2]):
            return self._place_instead(draft, *where)
        phrases = self._things.phrase(place)
        if phrases and phrases[0].is_place_only and draft.places and not draft.things:
            return self._place_instead(draft, phrases[0].places, phrases[0].marks, phrases[0].end)
        if not phrases or not draft.things or not (self._is_known(draft.things[-1]) or draft.corrected):
            return 0
        before = draft.things[-1]
        if len(phrases) == 1 and phrases[0].is_place_only and not before.is_place_only:
            return self._place_instead(draft, phrases[0].places, phrases[0].marks, phrases[0].end)
        draft.things = [each for each in draft.things if not _is_same(each, before)]
        draft.segment = min(draft.segment, len(draft.things))
        for phrase in phrases:
            scan.give_all(phrase.marks)
            phrase.instead = before
        draft.things += phrases
        draft.replaceable = {"state", *draft.slots} - {"when"}
        return phrases[-1].end

    def _is_known(self, phrase: Phrase) -> bool:
        """Return True if the things are known, at least by parts of names: "the big telly", a "Big TV"."""
        words = [
            at for start, end, _, value in phrase.marks if value == "unknown" for at in range(start, end)
        ]
        parts = phrase.is_nearly_plain and all(
            self._scan.name_parts.known(self._scan.word(at)) for at in words
        )
        return phrase.is_plain or parts

    def _place_instead(self, draft: Draft, places: list[Place], marks: Marks, end: int) -> int:
        """Put a place instead of that of the last things or of the order: "kitchen, no, the den"."""
        if draft.places:
            draft.places = places
        elif draft.things and not self._is_placed_by_name(draft.things[-1]):
            draft.things[-1].places = places
        else:
            return 0
        self._scan.give_all(marks)
        return end

    def _is_placed_by_name(self, phrase: Phrase) -> bool:
        """Return True if there is one of the name, which is where it is: "the desk lamp, no, the hall"."""
        return len(phrase.entities) == 1 and not phrase.thing


def _is_one(draft: Draft) -> bool:
    """Return True if one thing was said, of which nothing can be excepted."""
    return len(draft.things) == 1 and draft.things[0].quantity == "the" and not draft.things[0].plural


def _is_same(one: Phrase, other: Phrase) -> bool:
    """Return True if two phrases are about the same things: "the gate, the gate no, the door"."""
    if one is other:
        return True
    known = (one.entities, one.thing, one.places) == (other.entities, other.thing, other.places)
    return known and bool(one.entities or one.thing) and not (one.unknown or other.unknown)
