"""Reads the values of an order: amounts, colours, modes and times."""

from dataclasses import dataclass, replace

from sarai_mqtt.languages.schema.orders import Time
from sarai_mqtt.understanding.accounting.amounts import Amount
from sarai_mqtt.understanding.reader.frames import AmountSaid, Level, When
from sarai_mqtt.understanding.reader.lexicon import Lexicon, Match
from sarai_mqtt.understanding.reader.scan import Marks, Scan

_TIME_UNITS = frozenset({"hours", "minutes", "seconds"})
_MOST_HOUR = 24
_WARMEST, _COLDEST = 1000, 12000


@dataclass(slots=True)
class Value:
    """A value found: the slot of a frame it is for, the index after it, and the roles of its words.

    `to` and `by` are True if such a word came before it. `direction` is 1 or -1 if it asks for more or less.
    """

    slot: str
    value: object
    end: int
    marks: Marks
    to: bool = False
    by: bool = False
    direction: int = 0
    attribute: str = ""


class ValueReader:
    """Reads the values of one sentence."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon: Lexicon = scan.lexicon

    def at(self, start: int, *, is_set: bool) -> Value | None:
        """Return the value at `start`; `is_set`: the verb sets something, so that "at 7" is no time."""
        return (
            self.time(start, is_set=is_set)
            or self._level(start)
            or self._amount(start)
            or self._named_value(start)
            or self._direction(start)
        )

    def _led(self, start: int) -> tuple[int, bool, bool]:
        """Return the index after little words before a value, and if they are "to" and "by"."""
        some = self._lexicon
        end = self._scan.skip(start, some.links | some.articles | some.content.about, 4)
        said = self._scan.words[start:end]
        return end, any(w in some.to for w in said), any(w in some.by for w in said)

    def time(self, start: int, *, is_set: bool) -> Value | None:
        """Return the time at `start`; `is_set` as in `at`."""
        scan = self._scan
        for led in (m for m in scan.matches(start) if m.role == "time"):
            place = scan.skip(led.end, self._lexicon.articles | self._lexicon.content.about, 2)
            for begin in dict.fromkeys((led.end, place)):
                amount = scan.amount(begin)
                if amount and amount.unit in _TIME_UNITS and led.value in ("in", "for"):
                    return self._lasting(start, led.value, amount)
            kind: Time = "at" if led.value == "at" else "until"
            end = self._clock(led.end, kind, is_set=is_set) if led.value in ("at", "until") else 0
            if end:
                said = scan.said(start, end)
                return Value("when", When(kind, said), end, [(start, end, "time", said)])
            if led.value == "until" and (later := scan.find(led.end, "later")):
                said = scan.said(start, later.end)
                return Value("when", When("until", said), later.end, [(start, later.end, "time", said)])
        if later := scan.find(start, "later"):
            said = scan.said(start, later.end)
            return Value("when", When("at", said), later.end, [(start, later.end, "time", said)])
        return None

    def _lasting(self, start: int, kind: str, amount: Amount) -> Value:
        seconds, end = amount.seconds or 0.0, amount.end
        while True:  # "one hour and 20 minutes"
            joiner = self._scan.find(end, "joiner")
            more = self._scan.amount(joiner.end if joiner else end)
            if more is None or more.unit not in _TIME_UNITS:
                break
            seconds, end = seconds + (more.seconds or 0.0), more.end
        said = self._scan.said(start, end)
        when = When("in" if kind == "in" else "for", said, seconds)
        return Value("when", when, end, [(start, end, "time", said)])

    def _clock(self, start: int, kind: Time, *, is_set: bool) -> int:
        """Return the index after a time of the clock; 0 if there is none.

        A bare number is one only where no amount can be meant, or after the word of an hour ("a las 7").
        """
        scan, some = self._scan, self._lexicon
        place = scan.skip(start, some.orders.hours, 1)
        houred = place > start
        if clock := scan.find(place, "clock"):
            return clock.end
        amount = scan.amount(place)
        if amount is None or amount.unit not in ("", "hours") or not 0 <= amount.value <= _MOST_HOUR:
            return 0
        end, sure = amount.end, houred or (kind == "at" and not is_set) or kind == "until"
        if scan.word(end) == ":" and (minutes := scan.amount(end + 1)):
            end, sure = minutes.end, True
        while clock := scan.find(end, "clock"):
            end, sure = clock.end, True
        return end if sure else 0

    def _level(self, start: int) -> Value | None:
        """Read an end of the range, its middle, or a small step."""
        scan = self._scan
        led, to, by = self._led(start)
        for place in dict.fromkeys((start, *range(start + 1, led + 1))):
            found = scan.find(place, "most", "least", "half", "bit")
            longest = next(iter(scan.matches(place)), None)
            if found is None or (longest and longest.end > found.end and longest.role != "quantity"):
                continue
            if found.role == "half" and (amount := scan.amount(place)) and amount.end > found.end:
                continue
            if found.role != "bit" and place == start and self._is_adjective(found.end):
                continue
            said = scan.said(place, found.end)
            marks: Marks = [(start, place, "link", "")] if place > start else []
            marks.append((place, found.end, "amount", found.role))
            end = found.end
            if found.role == "bit":
                after = self._direction(end)
                if after and after.end > end:
                    marks += after.marks
                    amount_said = AmountSaid("bit", 0.0, "", scan.said(place, after.end))
                    return Value(
                        "amount", amount_said, after.end, marks, direction=after.direction,
                        attribute=after.attribute,
                    )  # fmt: skip
                return Value("amount", AmountSaid("bit", 0.0, "", said), end, marks)
            if found.role == "half":
                if by and not to:
                    return None  # "lower it by half" is half of what it is now
                return Value("amount", AmountSaid("absolute", 50.0, "percent", said), end, marks, to=True)
            level: Level = "most" if found.role == "most" else "least"
            value = Value("amount", AmountSaid(level, 0.0, "", said), end, marks, to, by)
            if attribute := scan.find(end, "attribute"):
                value.attribute, value.end = attribute.value, attribute.end
                marks.append((end, attribute.end, "attribute", attribute.value))
            return value
        return None

    def _is_adjective(self, end: int) -> bool:
        """Return True if things follow at once: "media luz", "the full house"."""
        return bool(self._scan.find(end, "class", "media"))

    def _amount(self, start: int) -> Value | None:
        scan = self._scan
        led, to, by = self._led(start)
        place = next((p for p in range(start, led + 1) if scan.amount(p)), None)
        amount = scan.amount(place) if place is not None else None
        if place is None or amount is None or amount.unit in _TIME_UNITS:
            return None
        to, by = (
            any(w in some for w in scan.words[start:place]) for some in (self._lexicon.to, self._lexicon.by)
        )
        marks: Marks = [(start, place, "link", "")] if place > start else []
        said = scan.said(place, amount.end)
        if any((m := scan.find(p, "quantity")) and m.value == "another" for p in (place - 1, place)):
            return None  # "another 20 percent" has no way up or down of its own
        if not amount.unit and 0 < amount.value < 1:
            amount = replace(amount, value=amount.value * 100, unit="percent")  # "media persiana"
        marks.append((place, amount.end, "amount", said))
        if amount.unit == "kelvin":
            if not _WARMEST <= amount.value <= _COLDEST:
                return Value("kelvin", int(min(max(amount.value, 1), 99999)), amount.end, marks, to, by)
            return Value("kelvin", round(amount.value), amount.end, marks, to, by)
        value = Value(
            "amount", AmountSaid("absolute", amount.value, amount.unit, said), amount.end, marks, to, by
        )
        after = self._direction(amount.end)
        if after:
            value.direction, value.attribute, value.end = after.direction, after.attribute, after.end
            value.marks = marks + after.marks
        return value

    def _direction(self, start: int) -> Value | None:
        """Read "more", "brighter", "menos"; an attribute may follow ("más brillo")."""
        scan = self._scan
        found = scan.find(start, "more", "less")
        if found is None:
            return None
        marks: Marks = [(start, found.end, "direction", found.role)]
        direction = 1 if found.role == "more" else -1
        attribute, end = "" if found.value == "any" else found.value, found.end
        if not attribute and (noun := scan.find(end, "attribute")):
            attribute, end = noun.value, noun.end
            marks.append((found.end, noun.end, "attribute", attribute))
        return Value("direction", direction, end, marks, direction=direction, attribute=attribute)

    def _named_value(self, start: int) -> Value | None:
        """Read a colour, a warmth of light, a mode or a preset."""
        scan = self._scan
        led, _, _ = self._led(start)
        for place in range(start, led + 1):
            if mode := self._mode(start, place):
                return mode
            found = scan.find(place, "warmth", "colour")
            if found is None:
                continue
            name = next(iter(scan.named(place)), None)
            if name and name.end > found.end:
                continue
            also_mode = scan.find(place, "mode")
            following = scan.find(found.end, "class")
            if following and place == start:
                continue
            marks: Marks = [(start, place, "link", "")] if place > start else []
            marks.append((place, found.end, found.role, found.value))
            if found.role == "warmth" and also_mode and also_mode.end >= found.end:
                # "frío" is a mode of the air and a white of lamps: the things decide
                return Value("mode_or_kelvin", (also_mode.value, int(found.value)), found.end, marks)
            if found.role == "warmth":
                return Value("kelvin", int(found.value), found.end, marks)
            return Value("colour", found.value, found.end, marks)
        return None

    def _whole_mode(self, start: int, found: Match) -> Value:
        """Return a mode that has its noun in it: "modo casa"."""
        marks: Marks = [(start, found.start, "link", "")] if found.start > start else []
        return Value("mode", found.value, found.end, [*marks, (found.start, found.end, "mode", found.value)])

    def _mode(self, start: int, place: int) -> Value | None:
        """Read a mode that is led to: "to heat", "in eco mode", "en modo turbo"."""
        scan = self._scan
        noun = scan.find(place, "mode_noun")
        if noun and (whole := scan.find(place, "mode", "preset")) and whole.end > noun.end:
            return self._whole_mode(start, whole)
        begin = noun.end if noun else place
        begin = scan.skip(begin, self._lexicon.of, 1) if noun else begin
        found = scan.find(begin, "mode", "preset")
        marks: Marks = [(start, place, "link", "")] if place > start else []
        if noun:
            marks.append((place, begin, "mode", ""))
        if found is None:
            if noun and scan.is_unknown(begin):
                marks.append((begin, begin + 1, "mode", scan.word(begin)))
                return Value("mode", scan.said(begin, begin + 1), begin + 1, marks)
            return None
        end = found.end
        after = scan.find(end, "mode_noun")
        led = place > start and not set(scan.words[start:place]) & self._lexicon.articles
        if not (noun or after or led):
            return None  # "the fan", "the heating"
        if (scan.find(begin, "warmth") or scan.find(end, "class")) and not (noun or after):
            return None
        marks.append((begin, end, "mode", found.value))
        if after:
            marks.append((end, after.end, "mode", ""))
            end = after.end
        return Value("mode", found.value, end, marks)
