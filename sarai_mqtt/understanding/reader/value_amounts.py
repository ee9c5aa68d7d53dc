"""Reads the amounts of an order: numbers with units, parts, ends of a range, small steps, more and less."""

from dataclasses import replace

from sarai_mqtt.understanding.accounting.amounts import SECONDS
from sarai_mqtt.understanding.reader.frames import AmountSaid, Level
from sarai_mqtt.understanding.reader.lexicon import Lexicon, Match
from sarai_mqtt.understanding.reader.scan import Marks, Scan
from sarai_mqtt.understanding.reader.value import Value, led

_MOST_KELVIN = 99_999  # more is as far out of range


class AmountReader:
    """Reads the amounts of one sentence.

    `elliptic` is True if neither a verb nor things were said before what is read.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon: Lexicon = scan.lexicon
        self.elliptic = False

    def level(self, start: int) -> Value | None:
        """Return an end of the range, its middle, a part or a small step at `start`."""
        scan = self._scan
        last, to, by = led(scan, start)
        for place in range(start, last + 1):
            found = scan.find(place, "most", "least", "half", "bit", "part")
            if found is None or self._is_less_than(found, place, start):
                continue
            marks: Marks = [(start, place, "link", "")] if place > start else []
            marks.append((place, found.end, "amount", found.role))
            match found.role:
                case "bit":
                    return self._bit(found, marks)
                case "part":
                    return self._part(found, marks, to=to and place > start, by=by)
                case "half":
                    return self._half(place, found.end, marks, to=to, by=by)
            return self._end_of_range(found, marks, to=to, by=by)
        return None

    def _is_less_than(self, found: Match, place: int, start: int) -> bool:
        """Return True if the words are part of a longer phrase, or belong to the things after them."""
        longest = self._scan.matches(place)[0]
        if longest.end > found.end and longest.role != "quantity":
            return True
        if found.role in ("half", "part"):
            amount = self._scan.amount(place)
            if amount and amount.end > found.end:
                return True
        return found.role != "bit" and place == start and self._is_adjective(found.end)

    def _bit(self, found: Match, marks: Marks) -> Value:
        after = self.direction(found.end, sure=self.elliptic)
        if after is None:
            said = self._scan.said(found.start, found.end)
            return Value("amount", AmountSaid("bit", 0.0, "", said), found.end, marks)
        said = self._scan.said(found.start, after.end)
        amount = AmountSaid("bit", 0.0, "", said)
        marks = marks + after.marks
        return Value("amount", amount, after.end, marks, direction=after.direction, attribute=after.attribute)

    def _part(self, found: Match, marks: Marks, *, to: bool, by: bool) -> Value | None:
        if self._of_things(found.end):
            return None
        said = self._scan.said(found.start, found.end)
        end = self._level_named(found.end, marks)
        amount = AmountSaid("absolute", float(found.value), "percent", said, part=True)
        return Value("amount", amount, end, marks, to, by)

    def _end_of_range(self, found: Match, marks: Marks, *, to: bool, by: bool) -> Value:
        scan = self._scan
        level: Level = "most" if found.role == "most" else "least"
        said = scan.said(found.start, found.end)
        value = Value("amount", AmountSaid(level, 0.0, "", said), found.end, marks, to, by)
        if attribute := scan.find(found.end, "attribute"):
            value.attribute, value.end = attribute.value, attribute.end
            marks.append((found.end, attribute.end, "attribute", attribute.value))
        return value

    def _half(self, place: int, end: int, marks: Marks, *, to: bool, by: bool) -> Value | None:
        """Read the middle of the range, or half of what it is now ("by half"); not "half of the lights"."""
        scan = self._scan
        share = scan.find(place, "by_half")
        changes = share is not None and share.end == end and (by or not to)
        if changes and self._of_things(end):
            return None
        end = self._level_named(end, marks)
        amount = AmountSaid("absolute", 50.0, "percent", scan.said(place, end), part=changes)
        return Value("amount", amount, end, marks, to=not changes, by=by)

    def _is_improper(self, number: float, place: int) -> bool:
        """Return True if parts that make more than a whole follow: "five quarters", "cinco cuartos"."""
        part = self._scan.word(place).removesuffix("s")
        return number >= 1 and any(phrase == (part,) for phrase in self._lexicon.content.fractions)

    def _of_things(self, place: int) -> bool:
        """Return True if things follow of which a part is meant: "half [of the lights]"."""
        of = self._scan.skip(place, self._lexicon.of, 1)
        whole = self._scan.skip(of, self._lexicon.articles, 2)
        return whole > place and self._is_thing(whole)

    def _is_thing(self, place: int) -> bool:
        return bool(self._scan.find(place, "class", "media") or self._scan.named(place))

    def _level_named(self, end: int, marks: Marks) -> int:
        """Return the index after the level that a part is of: "half [of the volume]"."""
        scan = self._scan
        of = scan.skip(end, self._lexicon.of, 1)
        of = scan.skip(of, self._lexicon.articles, 1) if of > end else of
        level = scan.find(end, "attribute") or (scan.find(of, "attribute") if of > end else None)
        if level is None or self._is_thing(
            scan.skip(level.end, self._lexicon.of | self._lexicon.articles, 2)
        ):
            return end
        marks.append((end, level.end, "attribute", level.value))
        return level.end

    def _is_adjective(self, end: int) -> bool:
        """Return True if things follow at once: "media luz", "the full house"."""
        return bool(self._scan.find(end, "class", "media"))

    def amount(self, start: int) -> Value | None:
        """Return the amount at `start`: a number with its unit, or a part of a whole."""
        scan = self._scan
        other = scan.find(start, "quantity")
        again = other is not None and other.value == "another"  # "another 20 percent" is a change
        first = other.end if other and again else start
        last, _, _ = led(scan, first)
        level = scan.leading_level(last) if last > first and not again else None
        last = level.end if level else last
        place = next((p for p in range(first, last + 1) if scan.amount(p)), None)
        amount = scan.amount(place) if place is not None else None
        if place is None or amount is None or amount.unit in SECONDS:
            return None
        to, by = (
            any(w in some for w in scan.words[first:place]) for some in (self._lexicon.to, self._lexicon.by)
        )
        marks: Marks = [(start, place, "link", "")] if place > start else []
        said = scan.said(place, amount.end)
        by = by or again or bool(first and scan.find(first - 1, "again"))
        part = not amount.unit and 0 < amount.value < 1
        if (part and self._of_things(amount.end)) or self._is_improper(amount.value, amount.end):
            return None
        if part:
            amount = replace(amount, value=round(amount.value * 100, 1), unit="percent")  # "media persiana"
        marks.append((place, amount.end, "amount", said))
        if amount.unit == "kelvin":
            kelvins = round(min(max(amount.value, 1), _MOST_KELVIN))
            return Value("kelvin", kelvins, amount.end, marks, to, by)
        end = self._level_named(amount.end, marks) if part else amount.end
        absolute = AmountSaid("absolute", amount.value, amount.unit, said, part=part)
        value = Value("amount", absolute, end, marks, to, by, attribute=level.value if level else "")
        begin = scan.skip(end, self._lexicon.by, 1)  # "deux degrés de plus"
        sure = self.elliptic and not to
        after = self.direction(end, sure=sure) or (self.direction(begin) if begin > end else None)
        if after:
            value.direction, value.end = after.direction, after.end
            value.attribute = after.attribute or value.attribute
            value.marks = [*marks, *[(end, begin, "link", "")] * (begin > end), *after.marks]
        elif (off := scan.find(end, "taken_off")) and (scan.word(off.end) in self._lexicon.articles):
            value.direction, value.end = -1, off.end  # "two degrees off the heating"
            value.marks = [*marks, (end, off.end, "direction", "less")]
        return value

    def direction(self, start: int, *, sure: bool = False) -> Value | None:
        """Read "more", "brighter", "menos"; an attribute may follow ("más brillo").

        `sure`: there is nothing before that something could be excepted from ("un grado menos al aire").
        """
        scan = self._scan
        found = scan.find(start, "more", "less")
        excepted = scan.find(start, "exception")
        if found and excepted and excepted.end > found.end and not sure:
            return None  # "… al 20 por ciento, menos la araña"
        if found is None:
            return None
        marks: Marks = [(start, found.end, "direction", found.role)]
        direction = 1 if found.role == "more" else -1
        attribute, end = "" if found.value == "any" else found.value, found.end
        of = scan.skip(end, self._lexicon.of, 1)  # "más [de] volumen"
        if not attribute and (noun := scan.find(end, "attribute") or scan.find(of, "attribute")):
            attribute, end = noun.value, noun.end
            marks.append((found.end, noun.end, "attribute", attribute))
        return Value("direction", direction, end, marks, direction=direction, attribute=attribute)
