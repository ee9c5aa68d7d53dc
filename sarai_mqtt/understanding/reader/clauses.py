"""Reads the orders of a sentence, word by word: verbs, things, places, exceptions, values."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.elements import ElementReader
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.places import WHOLE
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.value import Value
from sarai_mqtt.understanding.reader.verbs import OF_LISTS, VerbFinder

MOST_ORDERS = 60


class ClauseReader:
    """Reads one sentence into drafts; each word is given a role as it is read."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._some = scan.lexicon
        self._things = ThingReader(scan)
        self.drafts: list[Draft] = []
        self.default_places: list[Place] = []
        self._verbs = VerbFinder(scan)
        self._is_taken_back = False  # what was ordered last, by words of correction before a verb
        self._elements = ElementReader(scan, self._verbs, self.drafts)

    def read(self, start: int = 0) -> list[Draft]:
        """Return the orders from index `start` on; words that have no part in one are left without a role."""
        place = start
        while place < len(self._scan) and len(self.drafts) < MOST_ORDERS:
            place = self._clause(place)
        return self.drafts

    def _clause(self, start: int) -> int:
        place = self.lead_in(start)
        draft, taken_back = Draft(place), self._is_taken_back
        self._is_taken_back = False
        place, draft.negated = self._negation(place)
        place = self._leading(draft, place)
        if self._verbs.is_verb(place) and not self._is_name(place):
            place = self._verb(draft, place)
            self._fronted(draft)
        draft.corrected = bool(self.drafts) and self.drafts[-1].negated
        first = len(self.drafts)
        self.drafts.append(draft)
        while place < len(self._scan) and not self._begins_clause(self.drafts[-1], place):
            # a word that is nothing there has no role
            place = max(self._elements.read(self.drafts[-1], place), place + 1)
        for each in self.drafts[first:]:
            each.end = place
        if taken_back and draft.keeps_state:
            draft.negated = True  # "turn it off, no, leave it on": nothing is to be done
        return self._pass_joiner(place) if place < len(self._scan) else place

    def _is_name(self, place: int) -> bool:
        """Return True if a thing's name begins with what looks like a verb: "chauffe-eau"."""
        return any(n.end > place + 1 and "entity" in n.ids for n in self._scan.named(place))

    # the beginning of an order

    def lead_in(self, start: int) -> int:
        """Pass politeness before an order."""
        place = start
        if start == 0 and self._scan.word(0) in self._some.to and self._verbs.is_verb_start(1):
            self._scan.give(0, 1, "filler")  # "¡a cortar el pasto!"
            return 1
        while place < len(self._scan):
            filler = self._scan.find(place, "filler", "joiner", "wish")
            if filler is None or self._verbs.is_better(place, filler.end):
                break
            if filler.role == "wish" and filler.end not in range(len(self._scan)):
                break
            self._scan.give(place, filler.end, "filler")
            place = filler.end
        return place

    def _negation(self, place: int) -> tuple[int, bool]:
        """Pass a word that forbids the verb after it."""
        found = self._scan.find(place, "negation")
        if found is None:
            return place, False
        prohibitive = self._some.prohibitive
        at = found.end
        while (filler := self._scan.find(at, "filler")) and not self._scan.find(at, "class"):
            at = filler.end
        word = self._scan.word(at)
        if (prohibitive and word in prohibitive) or (not prohibitive and self._verbs.is_verb(at)):
            self._scan.give(place, at, "negation")
            return at, True
        return place, False

    def _leading(self, draft: Draft, start: int) -> int:
        """Read a place, a time or an exception before the order: "in the kitchen, turn off …"."""
        if waited := self._elements.values.waited(start):
            self._scan.give_all(waited.marks)
            draft.slots["when"] = waited.value
            return waited.end
        if self._verbs.is_verb(start) and not self._scan.find(start, "exception"):
            return start
        excepted = self._elements.exceptions.leading(draft, start)
        if excepted > start:
            return self._before_order(excepted) or start
        time = self._time(draft, start)
        found = None if time else self._things.place_phrase(start)
        led = self._scan.word(start) in self._some.at_place or self._scan.find(start, *WHOLE)
        if time is None and (found is None or not led):
            return start
        marks, end = (time.marks, time.end) if time else (found[1], found[2]) if found else ([], start)
        after = self._before_order(end)
        excepted = self._elements.exceptions.leading(draft, end) if found else end
        if excepted > end:  # "everywhere but the kitchen, …"
            after = self._before_order(excepted)
        elif after and not self._verbs.is_verb(after):
            after = 0
        if not after:
            return start
        self._scan.give_all(marks)
        if time:
            draft.slots["when"] = time.value
        elif found:
            self.default_places = found[0]
        return after

    def _time(self, draft: Draft, start: int) -> Value | None:
        """Return the time at `start`, as it is said last: "in five minutes, no, ten, …"."""
        time = self._elements.values.time(start, is_set=True)
        return (self._elements.corrections.length_again(draft, time) or time) if time else None

    def _before_order(self, place: int) -> int:
        """Pass a comma and politeness before what is ordered; return the index after it, 0 if nothing is."""
        joiner = self._scan.find(place, "joiner")
        after = self._verbs.after_fillers(joiner.end if joiner else place)
        if after >= len(self._scan) or not (joiner or self._verbs.is_verb(after)):
            return 0
        self._scan.give(place, after, "joiner")
        return after

    def _verb(self, draft: Draft, place: int) -> int:
        """Read the verb and the words of its own after it."""
        scan = self._scan
        imperative = self._some.prohibitive.get(scan.word(place))
        senses = scan.senses(place) or self._some.verbs[imperative or ""]
        draft.pronoun = scan.has_pronoun(place)
        draft.senses = senses
        draft.verb_end = place + 1
        end = self._verbs.stop(place + 1)
        for sense in senses:
            if not sense.rest or (sense.action in OF_LISTS and any(s.action == "set" for s in senses)):
                continue  # "knock the light off" is of no list: those are read before
            at = self._verbs.rest_at(sense, place + 1, end)
            if at is not None:
                draft.sense = sense
                self._scan.reserved[at] = at + len(sense.rest)
                break
        scan.give(place, place + 1, "verb", self._verbs.named_action(draft))
        if denied := scan.find(place + 1, "negation"):
            scan.give(place + 1, denied.end, "negation")
            draft.negated, draft.verb_end = True, denied.end  # "n'ouvre pas"
        return draft.verb_end

    def _fronted(self, draft: Draft) -> None:
        """Take the things said right before the verb from the order before: "…, the lamp, leave it on"."""
        before = self.drafts[-1] if self.drafts else None
        if not draft.pronoun or before is None or len(before.things) < 2 or not before.has_verb:
            return
        last = before.things[-1]
        if last.end == draft.start and self._scan.find(last.start - 1, "joiner", "turn"):
            draft.things.append(before.things.pop())
            before.segment = min(before.segment, len(before.things))
            draft.pronoun = False

    # where another order begins

    def _begins_clause(self, draft: Draft, place: int) -> bool:
        scan = self._scan
        joiner = scan.find(place, "joiner", "turn")
        if place in scan.reserved or (place == draft.verb_end and not joiner):
            return False
        if joiner and self._elements.exceptions.begins(place):
            return False  # "but leave the kitchen on"
        if joiner:
            return self._begins_joined(draft, joiner)
        if draft.negated or self._elements.states.is_participle(draft, place):
            return False
        if marker := self._elements.corrections.marker(place):
            return self._verbs.is_verb_start(self._verbs.after_fillers(marker.end))
        said = draft.things or draft.slots or draft.state
        return bool(said) and self._verbs.is_verb_start(place, joined=False)

    def _begins_joined(self, draft: Draft, joiner: Match) -> bool:
        """Return True if an order begins after `joiner`."""
        scan, place = self._scan, joiner.start
        after = self._verbs.after_fillers(joiner.end)
        while (again := scan.find(after, "joiner", "turn")) and again.end > after:
            after = self._verbs.after_fillers(again.end)
        if marker := self._elements.corrections.marker(place):
            after = self._verbs.after_fillers(marker.end)
        if draft.negated and not self._verbs.ends_negation(joiner.start, after):
            return False
        return self._verbs.is_verb_start(after) or self._verbs.negation_at(after)

    def _pass_joiner(self, place: int) -> int:
        scan = self._scan
        if (marker := self._elements.corrections.marker(place)) and not self._verbs.negation_at(place):
            self.drafts[-1].negated = self._is_taken_back = True
            scan.give(place, marker.end, "correction")
            place = marker.end
        while (joiner := scan.find(place, "joiner", "turn", "filler")) and not self._verbs.negation_at(place):
            if self._verbs.is_verb(place) and joiner.role == "filler":
                break
            scan.give(place, joiner.end, "joiner")
            place = joiner.end
        return place

    # what an order is made of
