"""Reads the things of an order: how many, of which class or name, in which place."""

from dataclasses import replace

from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.heads import HeadReader
from sarai_mqtt.understanding.reader.phrase import Phrase, is_of_covers
from sarai_mqtt.understanding.reader.places import beside, place_at, value_of
from sarai_mqtt.understanding.reader.scan import Marks, Scan

_MOST_COUNT = 99
_MOST_UNKNOWN = 3  # words of an unknown name: more are talk


class ThingReader(HeadReader):
    """Reads the phrases for things of one sentence."""

    def leads_on(self, place: int) -> bool:
        """Return True if things are at `place`, after a place before them: "in the kitchen [lights]"."""
        return self._leads_to_head(place)

    def phrase(self, start: int) -> list[Phrase] | None:
        """Return the things at index `start`, several for "kitchen and bedroom lights"; None: none."""
        several = self._places_before_head(start)
        if several is None and (one := self._one(start)):
            return [one]
        return several

    def _places_before_head(self, start: int) -> list[Phrase] | None:
        """Read places joined before their things: "the kitchen and bedroom lights"."""
        scan, found, marks, place = self._scan, list[Place](), Marks(), start
        while True:
            after = scan.skip(place, self._lexicon.articles, 2)
            at = place_at(scan, after) or self.owned(after)
            if at is None or any(n.end > at[1] for n in scan.named(after)):
                break
            found.append(at[0])
            marks += [(place, after, "article", "")] * (after > place)
            marks.append((after, at[1], "place", value_of(at[0])))
            joiner = scan.find(at[1], "joiner")
            if joiner is None:
                place = at[1]
                break
            marks.append((joiner.start, joiner.end, "joiner", ""))
            place = joiner.end
        if len(found) < 2 or marks[-1][2] != "place":
            return None
        head = self._one(place)
        if head is None or not (head.headed or head.elliptic) or head.own_article or head.places:
            return None
        head.marks = [*marks, *head.marks]
        head.said = scan.said(start, head.end)
        several = [replace(head, places=[each], marks=[]) for each in found]
        several[0].marks, several[0].start = head.marks, start
        return several

    def _one(self, start: int) -> Phrase | None:
        scan, phrase = self._scan, Phrase(start)
        place = self.determiners(phrase, start)
        place = self._head(phrase, place)
        if place < 0:
            return None
        place = self._after_head(phrase, place)
        if phrase.quantity == "both" and not self._is_several(phrase, place):
            phrase.quantity, phrase.plural = "the", False  # "both the lamp and the fan"
        if phrase.quantity == "another" and phrase.entities:
            phrase.unknown, phrase.entities = True, ()  # there is only this one of the name
        phrase.end, phrase.said = place, _said(scan, phrase, start, place)
        return phrase

    def _is_several(self, phrase: Phrase, place: int) -> bool:
        """Return True if what is counted is in the plural, not one of two things that are joined."""
        heads = [end for _, end, role, _ in phrase.marks if role in ("thing", "name")]
        last = self._scan.word(heads[-1] - 1) if heads else "s"
        joined = self._scan.find(place, "joiner")
        return last[-1:] in ("s", "x") or len(phrase.entities) > 1 or joined is None

    def _head(self, phrase: Phrase, start: int) -> int:
        """Read what the things are, after places and unknown words before it; -1 if there is nothing."""
        scan, place, unknown = self._scan, start, 0
        while place < len(scan):
            if end := self._named_head(phrase, place):
                return self._done(phrase, end, unknown)
            if phrase.marks and self.elliptic and scan.find(place, "state"):
                break  # "todo fuera"
            if found := place_at(scan, place) or (None if unknown else self._owner_before(place)):
                where, end = found
                if unknown:
                    where = Place("unknown", scan.said(place - unknown, end))
                if not self._place_before(phrase, where, place - unknown, end):
                    return end
                place, unknown = end, 0
            elif end := self._class_head(phrase, place):
                return self._done(phrase, end, unknown)
            elif (attribute := scan.find(place, "attribute")) and not phrase.attribute and not unknown:
                phrase.attribute = attribute.value
                phrase.headed = True
                phrase.marks.append((place, attribute.end, "attribute", attribute.value))
                return self._of_attribute(phrase, attribute.end)
            elif scan.is_unknown(place) and unknown < _MOST_UNKNOWN:
                unknown, place = unknown + 1, place + 1
            else:
                break
        return self._without_head(phrase, place, unknown)

    def _owner_before(self, place: int) -> tuple[Place, int] | None:
        """Return the room of a person whose things follow: "Bruno's lights"."""
        owned = self.owned(place)
        return owned if owned and self._leads_to_head(owned[1]) else None

    def _place_before(self, phrase: Phrase, where: Place, start: int, end: int) -> bool:
        """Record a place before the head; return True if the head follows."""
        phrase.places.append(where)
        phrase.marks.append((start, end, "place", value_of(where)))
        follows = self._leads_to_head(end)
        if not follows and phrase.quantity in ("all", "everything"):
            phrase.quantity, phrase.headed = "everything", True  # "todo abajo"
        return follows

    def _done(self, phrase: Phrase, end: int, unknown: int) -> int:
        """Record unknown words before the head: "the piano lamp" is no lamp of this home that is known."""
        if unknown:
            head = phrase.marks.pop()
            phrase.unknown, phrase.entities = True, ()
            phrase.marks.append((head[0] - unknown, head[0], "thing", "unknown"))
            phrase.marks.append(head)
        phrase.headed = True
        return end

    def _without_head(self, phrase: Phrase, place: int, unknown: int) -> int:
        scan = self._scan
        if unknown and (phrase.own_article or self._is_part_of_name(place - unknown, place)):
            phrase.unknown = phrase.headed = True
            phrase.marks.append((place - unknown, place, "thing", "unknown"))
            return place
        if unknown:
            return -1
        if self._is_everything(phrase):
            phrase.quantity, phrase.headed = "everything", True
        elif self._stands_alone(phrase, place):
            phrase.headed = True
        elif self._is_elliptic(phrase, place):
            phrase.elliptic = True
            phrase.plural = phrase.plural or scan.word(place - 1).endswith("s")
        else:
            return -1
        return place

    def _is_part_of_name(self, start: int, end: int) -> bool:
        return all(self._scan.name_parts.known(self._scan.word(at)) for at in range(start, end))

    def _is_everything(self, phrase: Phrase) -> bool:
        """Return True if a quantifier stands by itself: "everything", "all but …"."""
        last = phrase.marks[-1] if phrase.marks else (0, 0, "", "")
        if phrase.places or last[2] != "quantity":
            return False
        return phrase.quantity == "everything" or (
            phrase.quantity == "all" and self._scan.word(last[0]) in self._lexicon.content.everything
        )

    def _stands_alone(self, phrase: Phrase, place: int) -> bool:
        """Return True if a quantifier is all that is said of things: "the others", "todas menos la araña"."""
        scan = self._scan
        if not phrase.plural or not phrase.marks or phrase.marks[-1][2] != "quantity" or phrase.places:
            return False
        if phrase.quantity == "all":
            return scan.find(place, "exception", "exception_before") is not None
        return phrase.quantity == "rest"

    def _is_elliptic(self, phrase: Phrase, place: int) -> bool:
        """Return True if an article stands for things said before: "la de la cocina", "los del baño"."""
        scan = self._scan
        if not phrase.own_article or phrase.marks[-1][2] not in ("article", "quantity"):
            return False
        if phrase.quantity == "another":
            return True
        after = scan.skip(place, self._lexicon.of, 1)
        whose = scan.skip(after, self._lexicon.articles, 2)
        if after > place and (place_at(scan, whose) or scan.is_unknown(after) or scan.named(whose)):
            return True
        return scan.word(place) in self._lexicon.at_place and self.place_phrase(place) is not None

    def _of_attribute(self, phrase: Phrase, place: int) -> int:
        """Read the things after "the volume of"; the index is unchanged if there are none."""
        scan = self._scan
        after = scan.skip(place, self._lexicon.of | self._lexicon.at_place, 1)
        if after == place:
            return place
        rest = Phrase(after)
        begin = self.determiners(rest, after)
        end = self._head(rest, begin)
        if end < 0:
            return place
        phrase.marks += [(place, after, "link", ""), *rest.marks]
        phrase.thing, phrase.like, phrase.entities = rest.thing, rest.like, rest.entities
        phrase.unknown, phrase.places, phrase.elliptic = rest.unknown, rest.places, rest.elliptic
        phrase.quantity, phrase.count, phrase.plural = rest.quantity, rest.count, rest.plural
        return end

    def _after_head(self, phrase: Phrase, place: int) -> int:
        """Read places, qualifiers and levels after what the things are."""
        scan = self._scan
        while place < len(scan):
            if (attribute := scan.find(place, "attribute")) and not phrase.attribute and phrase.headed:
                phrase.attribute = attribute.value
                phrase.marks.append((place, attribute.end, "attribute", attribute.value))
                place = attribute.end
                continue
            relative = scan.find(place, "relative")
            begin = relative.end if relative else place
            if end := self._beside(phrase, begin):
                phrase.marks += [(place, begin, "link", "")] * (begin > place)
                place = end
                continue
            if self._is_other_role(begin) or scan.is_barrier(begin) or scan.is_length(begin):
                break
            if self.ways and scan.way(begin) and is_of_covers(phrase):
                break  # "persianas abajo"
            found = self.place_phrase(begin)
            if found and (begin > place or not self._starts_other(begin, found[2])):
                places, marks, end = found
                phrase.marks += [(place, begin, "link", "")] * (begin > place)
                if self._is_side(phrase, places, marks):  # "the blind on the right": that of its name
                    phrase.unknown, phrase.entities = True, ()
                    phrase.marks.append((begin, end, "thing", "unknown"))
                    place = end
                    continue
                phrase.places += places
                phrase.marks += marks
                place = end
                continue
            end = self._qualifier(phrase, place)
            if end == place:
                break
            place = end
        return place

    def _is_side(self, phrase: Phrase, places: list[Place], marks: Marks) -> bool:
        """Return True if an unknown place after a kind of things may be a part of their names."""
        kind = phrase.thing and not (phrase.entities or phrase.unknown or phrase.places)
        start, end = marks[-1][:2]
        if self._scan.word(marks[0][0]) in self._lexicon.of:
            return False  # "las luces de los niños" may be all of their room
        return bool(kind) and places[0].kind == "unknown" and self._is_part_of_name(start, end)

    def _beside(self, phrase: Phrase, place: int) -> int:
        """Read what is beside a place ("next to the kitchen"), which no home tells of its things.

        Returns the index after it, 0 if there is none.
        """
        end = beside(self._scan, place) or beside(self._scan, self._scan.skip(place, self._lexicon.of, 1))
        if end:
            phrase.unknown, phrase.entities = True, ()
            phrase.marks.append((place, end, "thing", "unknown"))
        return end

    def _is_other_role(self, place: int) -> bool:
        """Return True if a longer phrase of another role is at `place`: a time, an amount."""
        scan = self._scan
        if self.elliptic and scan.find(place, "state"):
            return True  # "luces fuera"
        return bool(scan.find(place, "later")) and not scan.find(place, "house", "here", "outside")

    def _starts_other(self, start: int, end: int) -> bool:
        """Return True if what looks like a place is the start of other things: "… the bedroom lights"."""
        scan = self._scan
        led = scan.skip(start, self._lexicon.at_place | self._lexicon.of, 2) > start
        return not led and self._leads_to_head(end)

    def _qualifier(self, phrase: Phrase, place: int) -> int:
        """Read an unknown word that makes other things of known ones: "la tele de Marta", "luz principal"."""
        scan = self._scan
        after = scan.skip(place, self._lexicon.of, 1)
        after = scan.skip(after, self._lexicon.articles, 2) if after > place else place
        end = after
        named = next((n for n in scan.named(after) if "entity" in n.ids), None) if after > place else None
        if named and not phrase.elliptic:
            return place  # "more light from the chandelier"
        known = scan.find(after, "thing_word") if after > place else None
        if known or named:  # "the one of the hood": its light
            end = max(known.end if known else 0, named.end if named else 0)
        while end < after + _MOST_UNKNOWN and scan.is_unknown(end):
            end += 1
        if end == after > place and phrase.plural and scan.name_parts.known(scan.word(after)):
            end += 1  # "les lampes de nuit"
        if end == after:
            return place
        if phrase.elliptic and after > place:
            phrase.headed = True
        phrase.unknown, phrase.entities = True, ()
        phrase.marks += [(place, after, "link", "")] * (after > place)
        phrase.marks.append((after, end, "thing", "unknown"))
        return end


def _said(scan: Scan, phrase: Phrase, start: int, end: int) -> str:
    """Return the words for the things alone, without articles and places; all words if there are none."""
    own = [mark for mark in phrase.marks if mark[2] in ("thing", "name", "attribute")]
    return scan.said(own[0][0], own[-1][1]) if own else scan.said(start, end)
