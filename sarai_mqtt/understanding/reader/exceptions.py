"""Reads exceptions: "but the kitchen", "menos la de la cocina"."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.phrase import Phrase
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
        found = self._marker(place)
        said = draft.things or draft.places or draft.slots or draft.state
        if found is None or draft.negated or not said:
            return place
        # "menos las de la cocina": the article is a part of what is excepted
        own = self._scan.word(found.end - 1) in self._some.articles and found.end - 1 > found.start
        begin = found.end - own
        first = self._excepted(begin)
        if first is None:
            return place
        self._scan.give(place, begin, "exception")
        phrases, at = list[Phrase](), begin
        while first and len(phrases) < _MOST_EXCEPTIONS:
            several, at = first
            phrases += several
            if state := self._scan.find(at, "state"):  # "but leave the kitchen on"
                self._scan.give(at, state.end, "exception")
                at = state.end
            first = self._next(at)
        draft.exceptions += phrases
        return at

    def _marker(self, place: int) -> Match | None:
        """Return the words that begin an exception, after a comma or by themselves."""
        joiner = self._scan.find(place, "joiner")
        begins = (place, joiner.end) if joiner else (place,)
        found = [m for begin in begins if (m := self._scan.find(begin, "exception", "exception_before"))]
        return max(found, key=lambda m: m.end, default=None)

    def _next(self, place: int) -> tuple[list[Phrase], int] | None:
        """Return another thing of the exception after a joiner; None if something else follows."""
        joiner = self._scan.find(place, "joiner")
        if joiner is None or self._verbs.is_verb_start(self._verbs.after_fillers(joiner.end)):
            return None
        following = self._excepted(joiner.end)
        if following:
            self._scan.give(place, joiner.end, "joiner")
        return following

    def _excepted(self, start: int) -> tuple[list[Phrase], int] | None:
        scan = self._scan
        if start >= len(scan):
            return None
        if scan.word(start) in self._some.at_place and (found := self._things.place_phrase(start)):
            places, marks, end = found
            phrase = Phrase(start, end, places=places, said=scan.said(start, end))
            scan.give_all(marks)
            return [phrase], end
        phrases = self._things.phrase(start)
        if phrases is None:
            return None
        for each in phrases:
            scan.give_all(each.marks)
        return phrases, phrases[-1].end
