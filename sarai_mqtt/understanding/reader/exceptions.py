"""Reads exceptions: "but the kitchen", "menos la de la cocina", "…, the lamp stays on"."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.places import WHOLE, value_of
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder

_MOST_EXCEPTIONS = 20


class ExceptionReader:
    """Reads the exceptions of one sentence."""

    def __init__(self, scan: Scan, verbs: VerbFinder, things: ThingReader) -> None:
        self._scan = scan
        self._some = scan.lexicon
        self._verbs = verbs
        self._things = things

    def read(self, draft: Draft, place: int) -> int:
        """Read an exception with all its things; return the index after it, `place` if there is none."""
        said = draft.things or draft.places or draft.slots or draft.state or draft.exceptions
        if draft.negated or not said:
            return place
        found = self._marker(place, again=bool(draft.things))
        end = self._after_marker(draft, place, found) if found else place
        return end if end > place else self._afterthought(draft, place)

    def leading(self, draft: Draft, place: int) -> int:
        """Read an exception before the order: "except the kitchen, …"; `place` if there is none."""
        found = self._scan.find(place, "exception") or self._all_but(place)
        return self._after_marker(draft, place, found, leading=True) if found else place

    def begins(self, place: int) -> bool:
        """Return True if an exception is led to at `place`, not a verb that is denied: "but not the lamp"."""
        found = self._marker(place, again=True)
        joiner = self._scan.find(place, "joiner", "turn")
        if found is None or (joiner and found.end <= joiner.end):
            return False
        return not self._verbs.is_verb(found.end) or self._things.phrase(found.end) is not None

    def _after_marker(self, draft: Draft, place: int, found: Match, *, leading: bool = False) -> int:
        # "menos las de la cocina": the article is a part of what is excepted
        own = self._scan.word(found.end - 1) in self._some.articles and found.end - 1 > found.start
        begin = found.end - own
        first = self._excepted(begin)
        if first is None:
            return place
        for each in first[0]:
            self._scan.give_all(each.marks)
        self._scan.give(place, begin, "exception")
        phrases, at = list[Phrase](), begin
        while first and len(phrases) < _MOST_EXCEPTIONS:
            several, at = first
            phrases += several
            at = self._kept(at)
            first = self._next(at)
            if leading and first and self._scan.word(at) == "," and not self._scan.find(first[1], "joiner"):
                break  # "all but the kitchen, lights off": these are the things of the order
            for each in first[0] if first else ():
                self._scan.give_all(each.marks)
            if first:
                self._scan.give(at, first[0][0].start, "joiner")
        draft.exceptions += phrases
        return at

    def _afterthought(self, draft: Draft, place: int) -> int:
        """Read things that are said to stay as they are: "…, the lamp stays on", "…, la araña no"."""
        scan = self._scan
        joiner = scan.find(place, "joiner", "turn")
        if joiner is None or self._verbs.is_verb_start(joiner.end):
            return place
        excepted = self._excepted(joiner.end)
        kept = excepted and scan.find(excepted[1], "exception_after")
        if not excepted or not kept or self._verbs.is_verb(kept.end):
            return place
        for each in excepted[0]:
            scan.give_all(each.marks)
        scan.give(place, joiner.end, "joiner")
        draft.exceptions += excepted[0]
        return self._kept(excepted[1])

    def _kept(self, place: int) -> int:
        """Pass "on" of "but leave the kitchen on", and "stays on"."""
        while found := self._scan.find(place, "exception_after", "state"):
            self._scan.give(place, found.end, "exception")
            place = found.end
        return place

    def _marker(self, place: int, *, again: bool) -> Match | None:
        """Return the words that begin an exception, after a comma or by themselves.

        With `again`, things were said, which "all but …" takes up once more.
        """
        joiner = self._scan.find(place, "joiner")
        begins = (place, joiner.end) if joiner else (place,)
        found = [m for at in begins if (m := self._scan.find(at, "exception", "exception_before"))]
        found += [m for at in begins if again and (m := self._all_but(at))]
        return max(found, key=lambda m: m.end, default=None)

    def _all_but(self, place: int) -> Match | None:
        """Return the words that begin an exception after "all", said once more: "…, all but the lamp"."""
        every = self._scan.find(place, "quantity")
        if every is None or every.value != "all":
            return None
        return self._scan.find(every.end, "exception", "exception_before")

    def _next(self, place: int) -> tuple[list[Phrase], int] | None:
        """Return another thing of the exception after a joiner; None if something else follows."""
        joiner = self._scan.find(place, "joiner", "alternative")
        if joiner is None or self._verbs.is_verb_start(self._verbs.after_fillers(joiner.end)):
            return None
        again = self._scan.find(joiner.end, "alternative", "exception")  # ", nor the hall", "and not …"
        begin = again.end if again else joiner.end
        return self._excepted(begin)

    def _excepted(self, start: int) -> tuple[list[Phrase], int] | None:
        """Return what is excepted at index `start`, and the index after it; None if nothing is."""
        scan = self._scan
        if start >= len(scan):
            return None
        led = scan.word(start) in self._some.at_place or scan.find(start, *WHOLE)
        if led and (found := self._things.place_phrase(start)):
            places, marks, end = found
            phrase = Phrase(start, end, places=places, said=scan.said(start, end), marks=marks)
            phrases = [phrase]
        elif several := self._things.phrase(start):
            phrases = several
        elif owned := self._things.owned(start):  # "all the curtains but Martha's"
            where, end = owned
            marks = [(start, end, "place", value_of(where))]
            phrases = [Phrase(start, end, places=[where], said=where.said, marks=marks)]
        else:
            return None
        return phrases, phrases[-1].end
