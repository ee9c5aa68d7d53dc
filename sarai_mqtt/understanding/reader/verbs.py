"""Finds verbs in a sentence, and where another order begins."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.places import place_at
from sarai_mqtt.understanding.reader.scan import Scan

OF_LISTS = frozenset({"add", "remove", "complete"})
"""Actions on the items of a list."""
_NO_ORDER_ALONE = OF_LISTS | {"set"}


class VerbFinder:
    """Looks for the verbs of one sentence."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._some = scan.lexicon

    def is_verb(self, place: int) -> bool:
        """Return True if a verb of an order is at `place`, whatever else the word may be."""
        scan = self._scan
        if place >= len(scan):
            return False
        if scan.word(place) in self._some.prohibitive:
            return True
        value = scan.find(place, "mode", "preset", "warmth", "colour")
        if value and (value.end > place + 1 or scan.find(value.end, "mode_noun")):
            return False  # "warm white on the lamp", "cool mode on the AC"
        return bool(scan.senses(place))

    def negation_at(self, place: int) -> bool:
        """Return True if a word that forbids and its verb are at `place`."""
        found = self._scan.find(place, "negation")
        if found is None:
            return False
        if self._some.prohibitive:
            return self._scan.word(found.end) in self._some.prohibitive
        return self.is_verb(found.end)

    def ends_negation(self, start: int, end: int) -> bool:
        """Return True if a comma or "but" is said; "don't … and …" forbids both."""
        scan = self._scan
        return any(scan.word(p) in (",", ";") or scan.find(p, "turn") for p in range(start, end))

    def is_verb_start(self, place: int, *, joined: bool = True) -> bool:
        """Return True if an order begins at `place` with a verb; `joined`: after a joiner."""
        scan = self._scan
        if not self.is_verb(place) or scan.word(place) in self._some.prohibitive:
            return False
        senses = scan.senses(place)
        if not joined and all(s.rest and self.rest_at(s, place + 1, len(scan)) is None for s in senses):
            return False  # "light" without "up"
        ambiguous = any(m.role != "filler" for m in scan.matches(place)) or bool(scan.named(place))
        if not joined and scan.word(place) in self._some.links:
            return False  # "luz para la cocina"
        if not ambiguous:
            return True
        if place + 1 >= len(scan):
            return (
                joined
                and any(not s.rest and s.action not in _NO_ORDER_ALONE for s in senses)
                and (
                    not scan.find(place, "class", "state", "colour", "mode", "media")
                    and not scan.named(place)
                )
            )
        return (
            self.starts_things(place + 1)
            or (joined and scan.find(place + 1, "pronoun") is not None)
            or (
                joined
                and any(
                    s.rest and tuple(scan.words[place + 1 : place + 1 + len(s.rest)]) == s.rest
                    for s in senses
                )
            )
        )

    def starts_things(self, place: int) -> bool:
        """Return True if words that stand before things, or a state, are at `place`."""
        scan = self._scan
        return scan.word(place) in self._some.articles or scan.find(place, "quantity", "state") is not None

    def after_fillers(self, place: int) -> int:
        """Return the index after politeness at `place`."""
        while (filler := self._scan.find(place, "filler")) and (
            filler.end > place + 1 or not self.is_verb(place)
        ):
            place = filler.end
        return place

    def is_object(self, place: int) -> bool:
        """Return True if a thing or a place may be at `place`."""
        scan = self._scan
        if place >= len(scan):
            return False
        return (
            scan.word(place) in self._some.articles
            or place_at(scan, place) is not None
            or bool(scan.named(place))
            or scan.is_unknown(place)
        )

    def rest_at(self, sense: VerbSense, start: int, end: int) -> int | None:
        """Return where the words of the verb are said; only unmistakable ones may stand apart from it."""
        words, rest = self._scan.words, sense.rest
        begin = start
        while begin < end and (self._scan.word(begin) in ("me", "nos", "le", "les")):
            begin += 1
        for at in dict.fromkeys((start, begin)):
            if tuple(words[at : at + len(rest)]) == rest:
                return at
        if len(rest) == 1 and (rest[0] in self._some.links or rest[0] in self._some.articles):
            return None
        if len(rest) == 1 and any(not s.rest for s in self._scan.lexicon.verbs.get(rest[0], ())):
            return None
        return next(
            (at for at in range(start, end - len(rest) + 1) if tuple(words[at : at + len(rest)]) == rest),
            None,
        )

    def stop(self, start: int) -> int:
        """Return the index at which a joiner with another verb begins."""
        scan = self._scan
        for place in range(start, len(scan)):
            joiner = scan.find(place, "joiner")
            if joiner and self.is_verb(self.after_fillers(joiner.end)):
                return place
        return len(scan)

    def named_action(self, draft: Draft) -> str:
        """Return the action of the verb, as far as it is known from the verb alone."""
        return draft.sense.action if draft.sense else next((s.action for s in draft.senses if not s.rest), "")

    def is_better(self, place: int, end: int) -> bool:
        """Return True if a name or a verb with an object is at `place`, not a filler that ends at `end`."""
        if any(n.end > end for n in self._scan.named(place)):
            return True
        own = any(
            s.rest and self.rest_at(s, place + 1, place + 1) is not None for s in self._scan.senses(place)
        )
        alone = end == place + 1  # not "hazme el favor de"
        # "dale" without the words of its own is politeness: "dale un diez por ciento más"
        whole = any(
            not s.rest or self.rest_at(s, place + 1, len(self._scan)) is not None
            for s in self._scan.senses(place)
        )
        return own or (alone and whole and self.is_verb(place) and self.starts_things(place + 1))
