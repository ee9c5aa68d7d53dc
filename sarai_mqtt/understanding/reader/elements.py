"""Reads what an order is made of: values, things, places, corrections, and by its readers all else."""

from sarai_mqtt.understanding.reader.corrections import CorrectionReader
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.exceptions import ExceptionReader
from sarai_mqtt.understanding.reader.frames import Place, When
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.scan import Marks, Scan
from sarai_mqtt.understanding.reader.slot_filler import SlotFiller
from sarai_mqtt.understanding.reader.states import StateReader
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.values import ValueReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder

# classes and domains of things with modes
_WITH_MODES = frozenset({"climate", "heater", "fan", "humidifier", "water_heater"})
# and of those that run for a time: no player, nothing that opens or locks
_RUNNING = frozenset(
    {
        "light",
        "fan",
        "climate",
        "heater",
        "humidifier",
        "plug",
        "valve",
        "switch",
        "water_heater",
        "siren",
        "lock",
    }
)
_MOVING = frozenset({"vacuum", "mower"})
_STARTING = frozenset({"turn_on", "open", "unlock", "start"})
_TITLE_ACTIONS = frozenset({"turn_on", "start", "play"})


class ElementReader:
    """Reads the elements of the orders of one sentence into `drafts`, the last of which is being read."""

    def __init__(self, scan: Scan, verbs: VerbFinder, drafts: list[Draft]) -> None:
        self._scan = scan
        self._some = scan.lexicon
        self._verbs = verbs
        self._things = ThingReader(scan)
        self.values = ValueReader(scan)
        self.corrections = CorrectionReader(scan, verbs, self._things, self.values)
        self.exceptions = ExceptionReader(scan, verbs, self._things)
        self.drafts = drafts
        self._slots = SlotFiller(scan, drafts)
        self.states = StateReader(scan, verbs, self._things, self._slots, drafts)

    def read(self, draft: Draft, place: int) -> int:
        """Read one element of `draft` at `place`; return the index after it, or `place` if there is none."""
        scan = self._scan
        if end := scan.reserved.get(place):
            scan.give(place, end, "particle", self._verbs.named_action(draft))
            return end
        for read in (
            self._correction, self.exceptions.read, self._joiner, self._filler, self.states.participle,
            self.states.read, self._counted, self._value, self._phrase, self._pronoun, self._only,
            self._as_it_is,
        ):  # fmt: skip
            end = read(draft, place)
            if end > place:
                return end
        return place

    def _joiner(self, draft: Draft, place: int) -> int:
        joiner, filler = self._scan.find(place, "joiner"), self._scan.find(place, "filler")
        if joiner is None or (filler and filler.end > joiner.end):
            return place  # "and that's it"
        if self._is_undone(draft, joiner.end):
            self._scan.give(place, len(self._scan), "time")
            return len(self._scan)
        if draft.negated and self._verbs.ends_negation(place, joiner.end):
            # "not the kitchen, the office": the verb is carried over
            after = self._verbs.after_fillers(joiner.end)
            if self._things.phrase(after) and not self.corrections.unlocks(draft, after):
                self.drafts.append(draft.with_same_action())
        self._scan.give(place, joiner.end, "joiner")
        self.drafts[-1].next_segment()
        return joiner.end

    def _is_undone(self, draft: Draft, place: int) -> bool:
        """Return True if all that follows a length of time is the state after it: "una hora y apagados"."""
        when, after = draft.slots.get("when"), self._verbs.after_fillers(place)
        lasts = isinstance(when, When) and when.kind == "for" and draft.state in ("", "turn_on", "open")
        state = self._scan.find(after, "state") if lasts else None
        off = state is not None and state.value in ("turn_off", "close")
        return off and state is not None and state.end == len(self._scan)

    def _filler(self, _draft: Draft, place: int) -> int:
        scan = self._scan
        filler = scan.find(place, "filler")
        if filler is None or any(n.end >= filler.end for n in scan.named(place)):
            return place
        longest = scan.matches(place)[0]
        if longest.end > filler.end and longest.role != "joiner":
            return place
        if scan.word(place) in self._some.articles and self._is_of_things(place, filler.end):
            return place
        scan.give(place, filler.end, "filler")
        return filler.end

    def _is_of_things(self, start: int, end: int) -> bool:
        """Return True if things are at `start`, more than the unknown words up to `end`: "mi amor"."""
        phrases = self._things.phrase(start) or []
        return any(not (phrase.unknown and phrase.end == end) for phrase in phrases[:1])

    def _correction(self, draft: Draft, place: int) -> int:
        if draft.negated:
            return self._turn(draft, place)
        end = self.corrections.read(draft, place)
        return end if end > place else self.corrections.contrast(draft, place)

    def _turn(self, draft: Draft, place: int) -> int:
        """Pass "but", "sino" after what is forbidden: the verb is carried over to what follows."""
        turn = self._scan.find(place, "turn")
        after = self._verbs.after_fillers(turn.end) if turn else place
        if turn is None or self._verbs.is_verb_start(after) or not self._things.phrase(after):
            return place
        self._scan.give(place, turn.end, "joiner")
        self.drafts.append(draft.with_same_action())
        return turn.end

    def _counted(self, draft: Draft, place: int) -> int:
        """Read things that are counted, before their number is read as an amount."""
        begins = range(place, self._scan.skip(place, self._some.articles, 2) + 1)
        if any((a := self._scan.amount(begin)) and not a.unit for begin in begins):
            phrases = self._things.phrase(place)
            if phrases and (phrases[0].quantity in ("count", "both", "one") or phrases[0].entities):
                return self._phrase(draft, place)
        return place

    def _value(self, draft: Draft, place: int) -> int:
        is_set = (draft.is_neutral and not draft.state) or any(
            s.action in ("increase", "decrease") for s in draft.senses
        )
        self.values.names.of_modes = self._follows(draft, place, _WITH_MODES)
        self.values.names.of_things = bool(draft.things)
        starts = draft.is_neutral or any(s.action in _STARTING for s in draft.senses)
        self.values.of_runs = starts and self._follows(draft, self._before_state(draft, place), _RUNNING)
        self.values.amounts.elliptic = not (draft.has_verb or draft.things or draft.places)
        value = self.values.at(place, is_set=is_set)
        if value is None or any(n.end >= value.end for n in self._scan.named(place)):
            return place
        if not self._slots.take(value):
            return place
        self._scan.give_all(value.marks)
        return value.end

    def _before_state(self, draft: Draft, place: int) -> int:
        """Return the index of "on" before `place`, if the order turns on by it: "leave it on | an hour".

        Of what heats or cools it is `place`: to turn that on may change the mode in which it is.
        """
        state = self._scan.find(place - 1, "state") if place and draft.state == "turn_on" else None
        if state is None or state.end != place or state.value != "turn_on":
            return place
        heats = draft.things and any(i.startswith("climate.") for i in draft.things[-1].entities)
        return place if heats else place - 1

    def _follows(self, draft: Draft, place: int, kinds: frozenset[str]) -> bool:
        """Return True if a thing of a class or domain of `kinds` stands before `place`, or before a comma."""
        last = draft.things[-1] if draft.things else None
        if last is None or place - last.end not in (0, 1):
            return False
        if place > last.end and self._scan.word(last.end) != ",":
            return False
        return last.thing in kinds or any(i.partition(".")[0] in kinds for i in last.entities)

    def _phrase(self, draft: Draft, place: int) -> int:
        """Read things, or a place that is said of the whole order."""
        scan = self._scan
        self._things.titles = any(s.action in _TITLE_ACTIONS for s in draft.senses)
        self._things.elliptic = not draft.has_verb
        self._things.ways = draft.is_neutral
        self._things.moves = any(s.action == "clean" or s.implies in _MOVING for s in draft.senses)
        if end := self._place(draft, place):
            return end
        begin = place
        phrases = self._things.phrase(place)
        if phrases is None and scan.word(place) in self._some.links:
            begin = place + 1
            phrases = self._things.phrase(begin)
        if phrases is None:
            found = self._things.place_phrase(place)
            return self._of_all(draft, found) if found else place
        around = scan.word(place) in self._some.orders.through and not self._things.moves
        if begin > place and around and phrases[0].is_place_only:
            return place  # how far around a room?
        follows = len(draft.things) > draft.segment
        if follows and begin > place and not phrases[0].is_place_only and self._is_mass(draft):
            draft.things.pop()  # "more light on the desk lamp"
            draft.attribute, follows = "brightness", False
        if follows and not phrases[0].is_place_only and not (self._cleans(draft) or self._is_placed(draft)):
            return place  # two things without a word between them
        scan.give(place, begin, "link")
        for each in phrases:
            scan.give_all(each.marks)
            draft.attribute = each.attribute or draft.attribute
        if phrases[0].is_place_only and follows:
            # "turn everything off downstairs"
            draft.places += [where for each in phrases for where in each.places]
        else:
            draft.things += [each for each in phrases if not each.is_level_only]
        return phrases[-1].end

    def _is_mass(self, draft: Draft) -> bool:
        """Return True if the last things are light as such, of which more or less is asked for."""
        last = draft.things[-1]
        bare = not (last.entities or last.places or last.own_article or last.plural or last.unknown)
        return bool(draft.direction) and last.thing == "light" and bare

    def _cleans(self, draft: Draft) -> bool:
        """Return True if the verb takes a place, and what cleans it: "limpia el salón con la aspiradora"."""
        return any(s.action == "clean" for s in draft.senses)

    def _is_placed(self, draft: Draft) -> bool:
        """Return True if only a place was said, before its things and without a verb: "aquí todo apagado"."""
        bare = not (draft.has_verb or draft.slots or draft.state or draft.direction)
        return bare and len(draft.things) == 1 and draft.things[0].is_place_only

    def _place(self, draft: Draft, place: int) -> int:
        """Read a place that is led to, if no things follow it; return the index after it, 0 without one."""
        scan = self._scan
        if scan.word(place) not in self._some.at_place or self._is_goal(draft, place):
            return 0
        found = self._things.place_phrase(place)
        if found is None or self._things.leads_on(found[2]):
            return 0
        if draft.things and len(draft.things) == draft.segment:
            places, marks, end = found  # "in the kitchen and in the bathroom"
            scan.give_all(marks)
            draft.things.append(Phrase(place, end, places=places, said=scan.said(place, end)))
            return end
        return self._of_all(draft, found)

    def _of_all(self, draft: Draft, found: tuple[list[Place], Marks, int]) -> int:
        places, marks, end = found
        self._scan.give_all(marks)
        draft.places += places
        return end

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

    def _only(self, draft: Draft, place: int) -> int:
        """Pass "only" beside a place, or after the things: "the lights in the kitchen only"."""
        found = self._scan.find(place, "only")
        if found is None or not (draft.things or draft.places):
            return place
        draft.only = True
        self._scan.give(place, found.end, "only")
        return found.end

    def _as_it_is(self, draft: Draft, place: int) -> int:
        """Pass "alone" of "leave the lamp alone"."""
        found = self._scan.find(place, "exception_after")
        if found is None or not draft.keeps:
            return place
        self._scan.give(place, found.end, "exception")
        return found.end
