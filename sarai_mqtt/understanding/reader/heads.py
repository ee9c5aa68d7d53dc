"""Reads the heads of phrases for things: a name of this home, or the word of a class."""

from sarai_mqtt.understanding.reader.determiners import DeterminerReader
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.names import Kind
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.places import place_at
from sarai_mqtt.understanding.reader.scan import Scan


class HeadReader(DeterminerReader):
    """Reads the words of one sentence that are what a phrase for things is about.

    Attributes:
        titles: True if names of what can be played are read too.
        elliptic: True if the sentence has no verb.
        ways: True if "up" and "down" may say where what opens is to go.

    """

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan)
        self.titles = False
        self.elliptic = False
        self.ways = False

    def _named_head(self, phrase: Phrase, place: int) -> int:
        """Read the name of a thing of this home; return the index after it, 0 if there is none."""
        scan = self._scan
        named = next((n for n in scan.named(place) if n.ids.keys() & self._kinds()), None)
        if named is None:
            return 0
        longer = next(iter(scan.matches(place)), None)
        if longer and longer.end > named.end and longer.role in ("class", "thing_word", "media"):
            return 0
        if "area" in named.ids or "floor" in named.ids:
            return 0
        ids = tuple(i for kind in self._kinds() for i in named.ids.get(kind, ()))
        phrase.entities = ids
        phrase.plural = phrase.plural or named.plural
        kind = next((m for at in range(place, named.end) if (m := scan.find(at, "class"))), None)
        phrase.like = kind.value if kind else ""
        if kind and kind.start == place and kind.end == named.end:
            phrase.thing = kind.value
            phrase.plural = phrase.plural or scan.word(place).endswith("s")
        phrase.marks.append((place, named.end, "name", " ".join(ids[:3])))
        return named.end

    def _class_head(self, phrase: Phrase, place: int) -> int:
        """Read the word of a class, of what plays, of a known thing that the home lacks, or "one"."""
        scan = self._scan
        found = scan.find(place, "class", "media", "thing_word", "one")
        if found is None:
            return 0
        if found.role == "thing_word":
            phrase.unknown = True
            after = scan.find(found.end, "class")
            end = after.end if after else found.end
            phrase.thing = phrase.like = after.value if after else ""
            phrase.marks.append((place, end, "thing", "unknown"))
            return end
        if found.role == "one":
            if not (phrase.own_article or phrase.places or scan.name_parts.known(scan.word(place - 1))):
                return 0
            phrase.elliptic = True
        elif found.role == "media":
            phrase.thing = phrase.like = "media"
        else:
            phrase.thing = phrase.like = found.value
        phrase.plural = phrase.plural or scan.word(found.end - 1).endswith("s")
        phrase.marks.append((place, found.end, "thing", phrase.thing or found.role))
        return found.end

    def _kinds(self) -> frozenset[Kind]:
        return frozenset[Kind]({"entity", "title"} if self.titles else {"entity"})

    def _leads_to_head(self, place: int) -> bool:
        """Return True if the words at `place`, after a place, are what is there: "kitchen [lamp]"."""
        scan = self._scan
        for ahead in range(place, min(place + 3, len(scan))):
            if scan.find(ahead, "class", "one", "thing_word", "media") or (
                ahead == place and scan.find(ahead, "attribute")
            ):
                found: Match | None = scan.find(ahead, "class", "one", "thing_word", "media", "attribute")
                state = scan.find(ahead, "state", "mode", "filler")
                return not (found and state and state.end > found.end)
            if any("entity" in n.ids and not n.ids.keys() & {"area", "floor"} for n in scan.named(ahead)):
                return ahead == place
            if (found_place := place_at(scan, ahead)) and ahead == place:
                return self._leads_to_head(found_place[1])
            if not scan.is_unknown(ahead):
                return False
        return False
