"""Reads the state that an order asks for: "off", "closed", "encendida", "get the lamp turned off"."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.phrase import is_of_covers
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.slot_filler import SlotFiller
from sarai_mqtt.understanding.reader.things import ThingReader
from sarai_mqtt.understanding.reader.verbs import VerbFinder


class StateReader:
    """Reads the states of the orders of one sentence into `drafts`."""

    def __init__(
        self, scan: Scan, verbs: VerbFinder, things: ThingReader, slots: SlotFiller, drafts: list[Draft]
    ) -> None:
        self._scan = scan
        self._some = scan.lexicon
        self._verbs = verbs
        self._things = things
        self._slots = slots
        self.drafts = drafts

    def is_participle(self, draft: Draft, place: int) -> bool:
        """Return True if the word at `place` tells what is to be done with the things before it."""
        said = draft.causes and (draft.things or draft.pronoun)
        return bool(said and self._scan.participle(place)) and not self._scan.named(place)

    def participle(self, draft: Draft, place: int) -> int:
        """Read "turned" of "get the lamp turned off", and "dimmed" of "I want it dimmed"."""
        scan = self._scan
        if draft.causes and draft.things and scan.find(place, "copula"):
            scan.give(place, place + 1, "link")
            return place + 1
        if not self.is_participle(draft, place):
            return place
        senses = scan.participle(place)
        if not any(s.action == "set" and not s.rest for s in senses):
            goes_to = scan.word(place + 1) in self._some.to
            if draft.state or (draft.slots and not goes_to):
                return place
            if not draft.slots:  # "the strip blue and dimmed to ten percent": it is set
                draft.senses, draft.sense = senses, None
        scan.give(place, place + 1, "verb", self._verbs.named_action(draft))
        return place + 1

    def read(self, draft: Draft, place: int) -> int:
        """Read the state that is asked for: "off", "closed", "encendida"."""
        scan = self._scan
        begin = place
        if scan.word(place) in self._some.to and scan.find(place + 1, "state"):
            begin = place + 1  # "set … to off"
        found = scan.find(begin, "state") or self._way(draft, place)
        if found is None or not self._is_state(draft, found, alone=begin == place):
            return place
        if not self._slots.put(draft, "state", found.value):
            if begin < place or not self._is_contrast(draft, found):
                return place
            self.drafts.append(draft.elsewhere())
            self.drafts[-1].state = found.value
        self.drafts[-1].state_at = found.start
        self.drafts[-1].state_said = " ".join(scan.words[found.start : found.end])
        scan.give(place, found.end, "state", found.value)
        return found.end

    def _is_contrast(self, draft: Draft, found: Match) -> bool:
        """Return True if the state of the same things elsewhere follows an "and": "off here and on there"."""
        joined = 0 < draft.segment == len(draft.things) and any(
            (m := self._scan.find(at, "joiner")) and m.end == found.start
            for at in range(max(0, found.start - 3), found.start)
        )
        return joined and self._things.place_phrase(found.end) is not None

    def _way(self, draft: Draft, place: int) -> Match | None:
        """Return "up" or "down" after what opens: "persianas abajo"."""
        opens = draft.is_neutral and bool(draft.things) and is_of_covers(draft.things[-1])
        return self._scan.way(place) if opens else None

    def _is_state(self, draft: Draft, found: Match, *, alone: bool) -> bool:
        """Return True if the words are a state here, not a name, a class or a preposition."""
        scan = self._scan
        away = found.start == draft.verb_end and any(s.apart for s in draft.senses)  # "get off the sofa"
        if away or any(n.end > found.end for n in scan.named(found.start)):
            return False
        if not draft.is_neutral and not self._agrees(draft, found.value):
            return False
        if scan.find(found.start, "class") and alone and not draft.has_verb and not draft.things:
            return False
        said = draft.things or draft.pronoun
        led = scan.find(found.end, "mode", "preset", "speed", "mode_noun") or scan.leading_level(found.end)
        if said and alone and led:
            # "put the thermostat on heat", "the telly on volume twelve"
            return scan.word(found.end - 1) not in self._some.links
        apart = found.end == found.start + 1 and found.start != draft.verb_end
        if (
            apart
            and scan.word(found.start) in self._some.links
            and scan.word(found.end) in self._some.articles
        ):
            return False  # "the light on the desk"
        longest = scan.matches(found.start)[0].end
        names = (n for at in range(found.end, longest) for n in scan.named(at))
        return longest <= found.end or any(n.end > longest for n in names)  # "on the left lamp"

    def _agrees(self, draft: Draft, state: str) -> bool:
        return any(s.action == state for s in draft.senses if not s.rest)
