"""Reads the orders of a sentence, word by word: verbs, things, places, exceptions, values."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import AmountSaid, Place
from sarai_mqtt.understanding.reader.lexicon import VerbSense
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.things import Phrase, ThingReader, place_at
from sarai_mqtt.understanding.reader.values import Value, ValueReader

_LIST_ACTIONS = frozenset({"add", "remove", "complete"})
_TITLE_ACTIONS = frozenset({"turn_on", "start", "play"})
MOST_ORDERS = 60
_MOST_EXCEPTIONS = 20


class ClauseReader:
    """Reads one sentence into drafts; each word is given a role as it is read."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._some = scan.lexicon
        self._things = ThingReader(scan)
        self._values = ValueReader(scan)
        self.drafts: list[Draft] = []
        self.default_places: list[Place] = []
        self._reserved: dict[int, int] = {}

    def read(self) -> list[Draft]:
        """Return the orders of the sentence; words that have no part in one are left without a role."""
        place = 0
        while place < len(self._scan) and len(self.drafts) < MOST_ORDERS:
            place = self._clause(place)
        return self.drafts

    def _clause(self, start: int) -> int:
        place = self.lead_in(start)
        draft = Draft(place)
        place, draft.negated = self._negation(place)
        place = self._leading_place(place)
        if self._is_verb(place):
            place = self._verb(draft, place)
        self.drafts.append(draft)
        while place < len(self._scan):
            before = place
            draft = self.drafts[-1]
            if self._begins_clause(draft, place):
                return self._pass_joiner(place)
            place = self._element(draft, place)
            if place == before:
                place += 1  # a word without a role
        return place

    # the beginning of an order

    def lead_in(self, start: int) -> int:
        """Pass politeness before an order."""
        place = start
        while place < len(self._scan):
            filler = self._scan.find(place, "filler", "joiner", "wish")
            if filler is None or self._is_better(place, filler.end):
                break
            if filler.role == "wish" and filler.end not in range(len(self._scan)):
                break
            self._scan.give(place, filler.end, "filler")
            place = filler.end
        return place

    def _is_better(self, place: int, end: int) -> bool:
        """Return True if a name or a verb with an object is at `place`, rather than a filler that ends at `end`."""
        if any(n.end > end for n in self._scan.named(place)):
            return True
        return self._is_verb(place) and self._starts_things(place + 1)

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
        if (prohibitive and word in prohibitive) or (not prohibitive and self._is_verb(at)):
            self._scan.give(place, at, "negation")
            return at, True
        return place, False

    def _leading_place(self, start: int) -> int:
        """Read a place before the verb: "in the kitchen, turn off …"."""
        if self._is_verb(start) or self._scan.word(start) not in self._some.at_place:
            return start
        found = self._things.place_phrase(start)
        if found is None:
            return start
        places, marks, end = found
        joiner = self._scan.find(end, "joiner")
        after = joiner.end if joiner else end
        if not self._is_verb(after):
            return start
        self._scan.give_all([*marks, *([(end, after, "joiner", "")] if joiner else [])])
        self.default_places = places
        return after

    def _is_verb(self, place: int) -> bool:
        scan = self._scan
        if place >= len(scan):
            return False
        if scan.word(place) in self._some.prohibitive:
            return True
        return bool(scan.senses(place))

    def _verb(self, draft: Draft, place: int) -> int:
        """Read the verb and the words of its own after it."""
        scan = self._scan
        imperative = self._some.prohibitive.get(scan.word(place))
        senses = scan.senses(place) or self._some.verbs[imperative or ""]
        draft.pronoun = scan.has_pronoun(place)
        draft.senses = senses
        draft.verb_end = place + 1
        end = self._stop(place + 1)
        for sense in senses:
            if not sense.rest:
                continue
            at = self._rest_at(sense, place + 1, end)
            if at is not None:
                draft.sense = sense
                self._reserved[at] = at + len(sense.rest)
                break
        scan.give(place, place + 1, "verb", self._named_action(draft))
        return place + 1

    def _named_action(self, draft: Draft) -> str:
        return draft.sense.action if draft.sense else next((s.action for s in draft.senses if not s.rest), "")

    def _rest_at(self, sense: VerbSense, start: int, end: int) -> int | None:
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
        if len(rest) == 1 and self._scan.lexicon.verbs.get(rest[0]):
            return None
        return next(
            (at for at in range(start, end - len(rest) + 1) if tuple(words[at : at + len(rest)]) == rest),
            None,
        )

    def _stop(self, start: int) -> int:
        """Return the index at which a joiner with another verb begins."""
        scan = self._scan
        for place in range(start, len(scan)):
            joiner = scan.find(place, "joiner")
            if joiner and self._is_verb(self._after_fillers(joiner.end)):
                return place
        return len(scan)

    def _after_fillers(self, place: int) -> int:
        while (filler := self._scan.find(place, "filler")) and not self._is_verb(place):
            place = filler.end
        return place

    # where another order begins

    def _begins_clause(self, draft: Draft, place: int) -> bool:
        scan = self._scan
        if place in self._reserved or place == draft.verb_end:
            return False
        joiner = scan.find(place, "joiner", "turn")
        if joiner:
            after = self._after_fillers(joiner.end)
            while (again := scan.find(after, "joiner", "turn")) and again.end > after:
                after = self._after_fillers(again.end)
            correction = scan.find(after, "correction")
            if correction and not self._negation_at(after):
                after = self._after_fillers(correction.end)
                if (comma := scan.find(after, "joiner")) is not None:
                    after = comma.end
            if draft.negated and not self._ends_negation(joiner.start, after):
                return False
            return self._is_verb_start(after) or self._negation_at(after)
        if draft.negated:
            return False
        said = draft.things or draft.slots or draft.state
        return bool(said) and self._is_verb_start(place, joined=False)

    def _negation_at(self, place: int) -> bool:
        found = self._scan.find(place, "negation")
        if found is None:
            return False
        if self._some.prohibitive:
            return self._scan.word(found.end) in self._some.prohibitive
        return self._is_verb(found.end)

    def _ends_negation(self, start: int, end: int) -> bool:
        """Return True if a comma or "but" is said; "don't … and …" forbids both."""
        scan = self._scan
        return any(scan.word(p) in (",", ";") or scan.find(p, "turn") for p in range(start, end))

    def _is_verb_start(self, place: int, joined: bool = True) -> bool:
        scan = self._scan
        if not self._is_verb(place) or scan.word(place) in self._some.prohibitive:
            return False
        senses = scan.senses(place)
        ambiguous = any(m.role != "filler" for m in scan.matches(place)) or bool(scan.named(place))
        if not ambiguous and (joined or scan.word(place) not in self._some.links):
            return True
        if place + 1 >= len(scan):
            return (
                joined
                and any(not s.rest and s.action not in ("set", *_LIST_ACTIONS) for s in senses)
                and (
                    not scan.find(place, "class", "state", "colour", "mode", "media")
                    and not scan.named(place)
                )
            )
        return self._starts_things(place + 1) or (
            joined
            and any(
                s.rest and tuple(scan.words[place + 1 : place + 1 + len(s.rest)]) == s.rest for s in senses
            )
        )

    def _starts_things(self, place: int) -> bool:
        scan = self._scan
        return scan.word(place) in self._some.articles or scan.find(place, "quantity", "state") is not None

    def _pass_joiner(self, place: int) -> int:
        scan = self._scan
        while (
            joiner := scan.find(place, "joiner", "turn", "filler", "correction")
        ) and not self._negation_at(place):
            if joiner.role == "correction":
                self.drafts[-1].negated = True
            if self._is_verb(place) and joiner.role == "filler":
                break
            scan.give(place, joiner.end, "joiner")
            place = joiner.end
        return place

    # what an order is made of

    def _element(self, draft: Draft, place: int) -> int:
        """Read one element of `draft` at `place`; return the index after it, or `place` if there is none."""
        scan = self._scan
        if end := self._reserved.get(place):
            scan.give(place, end, "particle", self._named_action(draft))
            return end
        for read in (
            self._correction, self._exception, self._joiner, self._filler, self._state, self._counted,
            self._value, self._phrase, self._pronoun,
        ):  # fmt: skip
            end = read(draft, place)
            if end > place:
                return end
        return place

    def _joiner(self, draft: Draft, place: int) -> int:
        joiner = self._scan.find(place, "joiner")
        if joiner is None:
            return place
        if draft.negated and self._ends_negation(place, joiner.end):
            # "not the kitchen, the office": the verb is carried over
            after = self._after_fillers(joiner.end)
            if self._things.phrase(after):
                self.drafts.append(Draft(draft.start, draft.senses, draft.sense, draft.verb_end))
        self._scan.give(place, joiner.end, "joiner")
        self.drafts[-1].next_segment()
        return joiner.end

    def _filler(self, draft: Draft, place: int) -> int:
        scan = self._scan
        filler = scan.find(place, "filler")
        if filler is None or any(n.end >= filler.end for n in scan.named(place)):
            return place
        longest = scan.matches(place)[0]
        if longest.end > filler.end and longest.role not in ("joiner",):
            return place
        if scan.word(place) in self._some.articles and self._things.phrase(place):
            return place
        scan.give(place, filler.end, "filler")
        return filler.end

    def _correction(self, draft: Draft, place: int) -> int:
        """Replace the last things or amount by what follows: "… the kitchen, I mean the office"."""
        scan = self._scan
        joiner = scan.find(place, "joiner")
        begin = joiner.end if joiner else place
        turn = scan.find(place, "turn") if draft.negated else None
        if turn:
            after = self._after_fillers(turn.end)
            if self._things.phrase(after) and not self._is_verb_start(after):
                scan.give(place, turn.end, "joiner")
                self.drafts.append(Draft(draft.start, draft.senses, draft.sense, draft.verb_end))
                return turn.end
        found = scan.find(begin, "correction")
        if found is None or draft.negated or not (draft.things or draft.slots):
            return place
        if (
            joiner is None
            and len(scan.words[begin : found.end]) == 1
            and found.end - begin == 1
            and (scan.find(begin, "exception_before", "negation"))
        ):
            return place
        after = self._after_fillers(found.end)
        if comma := scan.find(after, "joiner"):
            after = comma.end
        value = self._values.at(after, is_set=True)
        if value and value.slot in draft.slots:
            draft.slots.pop(value.slot)
        elif self._things.phrase(after) and draft.things:
            draft.things.pop()
        else:
            return place
        scan.give(place, after, "correction")
        return after

    def _exception(self, draft: Draft, place: int) -> int:
        """Read an exception with all its things."""
        scan = self._scan
        begin = place
        if joiner := scan.find(place, "joiner"):
            begin = joiner.end
        found = scan.find(begin, "exception") or scan.find(place, "exception")
        begin = found.start if found else begin
        if found is None:
            found = scan.find(begin, "exception_before")
        if found is None or draft.negated:
            return place
        if not (draft.things or draft.places or draft.slots or draft.state or self.default_places):
            return place
        at, phrases = found.end, list[Phrase]()
        # "menos las de la cocina": the article is a part of what is excepted
        if scan.word(found.end - 1) in self._some.articles:
            at = found.end - 1
        first = self._excepted(at)
        if first is None:
            return place
        scan.give(place, max(begin + 1, at), "exception")
        while first and len(phrases) < _MOST_EXCEPTIONS:
            several, at = first
            phrases += several
            state = scan.find(at, "state")
            if state and not self._values.at(at, is_set=False):
                scan.give(at, state.end, "exception")
                at = state.end
            joiner = scan.find(at, "joiner")
            if joiner is None or self._is_verb_start(self._after_fillers(joiner.end)):
                break
            first = self._excepted(joiner.end)
            if first:
                scan.give(at, joiner.end, "joiner")
        draft.exceptions += phrases
        return at

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

    def _state(self, draft: Draft, place: int) -> int:
        """Read the state that is asked for: "off", "closed", "encendida"."""
        scan = self._scan
        begin = place
        if scan.word(place) in self._some.to and scan.find(place + 1, "state"):
            begin = place + 1  # "set … to off"
        found = scan.find(begin, "state")
        if found is None or any(n.end > found.end for n in scan.named(begin)):
            return place
        if not draft.is_neutral and not self._agrees(draft, found.value):
            return place
        if scan.find(begin, "class") and begin == place and not draft.has_verb and not draft.things:
            return place
        if scan.word(begin) in self._some.links and begin != draft.verb_end and self._is_object(found.end):
            return place  # "the light on the desk"
        longest = next(iter(scan.matches(begin)))
        if longest.end > found.end:
            return place
        if not self._put(draft, "state", found.value):
            return place
        scan.give(place, found.end, "state", found.value)
        return found.end

    def _agrees(self, draft: Draft, state: str) -> bool:
        return any(s.action == state for s in draft.senses if not s.rest)

    def _is_object(self, place: int) -> bool:
        scan = self._scan
        if place >= len(scan):
            return False
        return (
            scan.word(place) in self._some.articles
            or place_at(scan, place) is not None
            or bool(scan.named(place))
            or scan.is_unknown(place)
        )

    def _counted(self, draft: Draft, place: int) -> int:
        amount = self._scan.amount(place)
        if amount and not amount.unit and self._things.phrase(place):
            return self._phrase(draft, place)
        return place

    def _value(self, draft: Draft, place: int) -> int:
        is_set = draft.is_neutral or any(s.action in ("increase", "decrease") for s in draft.senses)
        value = self._values.at(place, is_set)
        if value is None or any(n.end >= value.end for n in self._scan.named(place)):
            return place
        if not self._take(draft, value):
            return place
        self._scan.give_all(value.marks)
        return value.end

    def _take(self, draft: Draft, value: Value) -> bool:
        """Put a value into `draft`, or begin another order with it. Return False if it has no place."""
        draft = self.drafts[-1]
        if value.slot == "direction":
            bit = draft.slots.get("amount")
            if draft.direction and draft.direction != value.direction:
                return False
            if isinstance(bit, AmountSaid) and draft.direction:
                return False
            draft.direction = value.direction
            draft.attribute = value.attribute or draft.attribute
            return True
        if not self._put(draft, value.slot, value.value):
            return False
        draft = self.drafts[-1]
        draft.to, draft.by = draft.to or value.to, draft.by or value.by
        if value.direction:
            draft.direction = value.direction
        draft.attribute = value.attribute or draft.attribute
        return True

    def _put(self, draft: Draft, slot: str, value: object) -> bool:
        known = draft.state if slot == "state" else draft.slots.get(slot)
        if known:
            fresh = draft.segment > 0 and len(draft.things) > draft.segment
            if not fresh or slot in draft.set_in_segment:
                return slot == "state" and known == value
            draft = draft.split()
            self.drafts.append(draft)
        if slot == "state":
            draft.state = str(value)
        else:
            draft.slots[slot] = value
        draft.set_in_segment.add(slot)
        return True

    def _phrase(self, draft: Draft, place: int) -> int:
        """Read things, or a place that is said of the whole order."""
        scan = self._scan
        self._things.titles = any(s.action in _TITLE_ACTIONS for s in draft.senses)
        self._things.elliptic = not draft.has_verb
        led = scan.word(place) in self._some.at_place and not self._is_goal(draft, place)
        if led and (found := self._things.place_phrase(place)):
            places, marks, end = found
            if not self._things.leads_on(end):
                scan.give_all(marks)
                if draft.things and len(draft.things) == draft.segment and draft.segment:
                    # "in the kitchen and in the bathroom"
                    draft.things.append(Phrase(place, end, places=places, said=scan.said(place, end)))
                else:
                    draft.places += places
                return end
        phrases = self._things.phrase(place)
        begin = place
        if phrases is None and scan.word(place) in self._some.links:
            begin = place + 1
            phrases = self._things.phrase(begin)
        if phrases is None:
            if found := self._things.place_phrase(place):
                places, marks, end = found
                scan.give_all(marks)
                draft.places += places
                return end
            return place
        if begin > place:
            scan.give(place, begin, "link")
        for each in phrases:
            scan.give_all(each.marks)
            draft.attribute = each.attribute or draft.attribute
        real = [
            p
            for p in phrases
            if not (p.attribute and not (p.thing or p.entities or p.places or p.unknown or p.elliptic))
        ]
        draft.things += real
        return phrases[-1].end

    def _is_goal(self, draft: Draft, place: int) -> bool:
        """Return True if the little word at `place` leads to the things of the verb: "dale a la luz"."""
        return not draft.things and self._scan.word(place) in self._some.to and draft.has_verb

    def _pronoun(self, draft: Draft, place: int) -> int:
        found = self._scan.find(place, "pronoun")
        if found is None or draft.things:
            return place
        draft.pronoun = True
        self._scan.give(place, found.end, "pronoun")
        return found.end
