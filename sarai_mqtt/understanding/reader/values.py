"""Reads the values of an order: amounts, colours, modes and times."""

from dataclasses import dataclass, replace

from sarai_mqtt.languages.schema.orders import Time
from sarai_mqtt.understanding.accounting.amounts import Amount
from sarai_mqtt.understanding.reader.frames import AmountSaid, Level, When
from sarai_mqtt.understanding.reader.lexicon import Lexicon
from sarai_mqtt.understanding.reader.scan import Marks, Scan

_TIME_UNITS = frozenset({"hours", "minutes", "seconds"})
_MOST_HOUR = 24
_MODE_ROLES = frozenset({"mode", "preset", "speed", "warmth"})
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
    """Reads the values of one sentence.

    `of_modes` is True if a thing with modes (a thermostat, a fan) stands right before what is read, `of_runs`
    if one that may run for a time does.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon: Lexicon = scan.lexicon
        self.of_modes = self.of_runs = False

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
        if lasting := self._without_lead(start):
            return lasting
        if later := scan.find(start, "later"):
            said = scan.said(start, later.end)
            return Value("when", When("at", said), later.end, [(start, later.end, "time", said)])
        return None

    def _without_lead(self, start: int) -> Value | None:
        """Read "ten minutes from now"; also "ten minutes" at the end, right after a thing that can run."""
        scan = self._scan
        place = scan.skip(start, self._lexicon.articles | self._lexicon.content.about, 2)
        amount = scan.amount(start) or scan.amount(place)
        if amount is None or amount.unit not in _TIME_UNITS:
            return None
        value = self._lasting(start, "for", amount)
        if after := scan.find(value.end, "from_now"):
            said = scan.said(start, after.end)
            seconds = value.value.seconds if isinstance(value.value, When) else None
            return Value("when", When("in", said, seconds), after.end, [(start, after.end, "time", said)])
        end = value.end
        while end < len(scan) and (scan.find(end, "filler") or scan.word(end) == ","):
            end += 1
        return value if self.of_runs and end == len(scan) else None

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
        if 0 < amount.value < 1:
            return 0  # "by half", "at three quarters"
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
            found = scan.find(place, "most", "least", "half", "bit", "part")
            longest = next(iter(scan.matches(place)), None)
            if found is None or (longest and longest.end > found.end and longest.role != "quantity"):
                continue
            if found.role in ("half", "part") and (amount := scan.amount(place)) and amount.end > found.end:
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
            if found.role == "part":
                if self._of_things(end):
                    return None
                end = self._level_named(end, marks)
                amount_said = AmountSaid("absolute", float(found.value), "percent", said, part=True)
                return Value("amount", amount_said, end, marks, to, by)
            if found.role == "half":
                return self._half(place, end, marks, to=to, by=by)
            level: Level = "most" if found.role == "most" else "least"
            value = Value("amount", AmountSaid(level, 0.0, "", said), end, marks, to, by)
            if attribute := scan.find(end, "attribute"):
                value.attribute, value.end = attribute.value, attribute.end
                marks.append((end, attribute.end, "attribute", attribute.value))
            return value
        return None

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

    def _of_things(self, place: int) -> bool:
        """Return True if things follow of which a part is meant: "half [of the lights]"."""
        of = self._scan.skip(place, self._lexicon.of, 1)
        whole = self._scan.skip(of, self._lexicon.articles, 2)
        return whole > place and self._is_thing(whole)

    def _is_thing(self, place: int) -> bool:
        return bool(self._scan.find(place, "class", "media") or self._scan.named(place))

    def _level_named(self, end: int, marks: Marks) -> int:
        """Return the index after the level that a part is of: "half [of the volume]", "un cuarto [de velocidad]"."""
        scan = self._scan
        of = scan.skip(end, self._lexicon.of, 1)
        of = scan.skip(of, self._lexicon.articles, 1) if of > end else of
        level = scan.find(end, "attribute") or (scan.find(of, "attribute") if of > end else None)
        if level is None or self._is_thing(scan.skip(level.end, self._lexicon.of | self._lexicon.articles, 2)):
            return end
        marks.append((end, level.end, "attribute", level.value))
        return level.end

    def _is_adjective(self, end: int) -> bool:
        """Return True if things follow at once: "media luz", "the full house"."""
        return bool(self._scan.find(end, "class", "media"))

    def _amount(self, start: int) -> Value | None:
        scan = self._scan
        other = scan.find(start, "quantity")
        again = other is not None and other.value == "another"  # "another 20 percent" is a change
        first = other.end if other and again else start
        led, to, by = self._led(first)
        place = next((p for p in range(first, led + 1) if scan.amount(p)), None)
        amount = scan.amount(place) if place is not None else None
        if place is None or amount is None or amount.unit in _TIME_UNITS:
            return None
        to, by = (
            any(w in some for w in scan.words[first:place]) for some in (self._lexicon.to, self._lexicon.by)
        )
        marks: Marks = [(start, place, "link", "")] if place > start else []
        said = scan.said(place, amount.end)
        by = by or again or bool(first and scan.find(first - 1, "again"))
        part = not amount.unit and 0 < amount.value < 1
        if part and self._of_things(amount.end):
            return None
        if part:
            amount = replace(amount, value=round(amount.value * 100, 1), unit="percent")  # "media persiana"
        marks.append((place, amount.end, "amount", said))
        if amount.unit == "kelvin":
            if not _WARMEST <= amount.value <= _COLDEST:
                return Value("kelvin", int(min(max(amount.value, 1), 99999)), amount.end, marks, to, by)
            return Value("kelvin", round(amount.value), amount.end, marks, to, by)
        end = self._level_named(amount.end, marks) if part else amount.end
        absolute = AmountSaid("absolute", amount.value, amount.unit, said, part=part)
        value = Value("amount", absolute, end, marks, to, by)
        begin = scan.skip(end, self._lexicon.by, 1)  # "deux degrés de plus"
        after = self._direction(end) or (self._direction(begin) if begin > end else None)
        if after:
            value.direction, value.attribute, value.end = after.direction, after.attribute, after.end
            value.marks = [*marks, *[(end, begin, "link", "")] * (begin > end), *after.marks]
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
        of = scan.skip(end, self._lexicon.of, 1)  # "más [de] volumen"
        if not attribute and (noun := scan.find(end, "attribute") or scan.find(of, "attribute")):
            attribute, end = noun.value, noun.end
            marks.append((found.end, noun.end, "attribute", attribute))
        return Value("direction", direction, end, marks, direction=direction, attribute=attribute)

    def _named_value(self, start: int) -> Value | None:
        """Read a colour, a warmth of light, a mode or a preset."""
        value = self._one_named(start)
        if self._scan.word(start) in self._lexicon.of and (goal := self._goal(start, value)):
            return goal
        return value

    def _goal(self, start: int, value: Value | None) -> Value | None:
        """Return the value that a change ends at: "from cool [to heat]"; None if it is none."""
        scan = self._scan
        before = value or self._one_named(start, to=True)
        if before is None or scan.word(before.end) not in self._lexicon.to:
            return None
        goal = self._one_named(before.end)
        if goal and goal.slot in ("mode", "mode_or_kelvin", "kelvin", "colour"):
            goal.marks = before.marks + goal.marks
            return goal
        return None

    def _one_named(self, start: int, *, to: bool = False) -> Value | None:
        """Read one such value; `to`: as if it were led to."""
        scan = self._scan
        led, _, _ = self._led(start)
        for place in range(start, led + 1):
            if mode := self._mode(start, place, to=to):
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

    def _mode(self, start: int, place: int, *, to: bool = False) -> Value | None:
        """Read a mode: led to ("to heat", "on turbo"), with its noun, or right after a thing that has modes."""
        scan = self._scan
        noun = scan.find(place, "mode_noun")
        begin = noun.end if noun else place
        begin = scan.skip(begin, self._lexicon.of, 1) if noun else begin
        begin = self._fan_of(begin)
        found = scan.find(begin, "mode", "preset", "speed")
        marks: Marks = [(start, place, "link", "")] if place > start else []
        if begin > place:
            marks.append((place, begin, "mode", ""))
        little = scan.words[start:place]
        led = bool(little) and not set(little) & self._lexicon.articles
        # "dos grados más de calefacción" sets no mode
        led = led and (to or any(w in self._lexicon.to or w not in self._lexicon.of for w in little))
        if found is None:
            return self._unknown_mode(begin, marks, named=bool(noun), led=led)
        after = scan.find(found.end, "mode_noun", "attribute")
        if after and after.role == "attribute" and (after.value != "speed" or found.role != "speed"):
            after = None
        sure = bool(noun or after or begin > place or (found.role == "speed" and found.end > begin + 1))
        if not (sure or led or self._is_plain_mode(begin, found.end)):
            return None  # "the fan", "the heating"
        if scan.find(begin, "warmth") and not sure:
            return None
        if scan.find(found.end, "class") and not sure:
            return None
        marks.append((begin, found.end, "mode", found.value))
        if after:
            marks.append((found.end, after.end, "mode", ""))
        return Value("mode", found.value, after.end if after else found.end, marks)

    def _unknown_mode(self, begin: int, marks: Marks, *, named: bool, led: bool) -> Value | None:
        """Read a word that no table has, beside "mode": the home may have a mode of that name."""
        scan = self._scan
        after = scan.find(begin + 1, "mode_noun")
        if not scan.is_unknown(begin) or not (named or (after and led)):
            return None
        end = begin + 1
        marks.append((begin, end, "mode", scan.word(begin)))
        if after and not named:
            marks.append((end, after.end, "mode", ""))
            end = after.end
        return Value("mode", scan.said(begin, begin + 1), end, marks)

    def _fan_of(self, place: int) -> int:
        """Return the index after "fan" of "AC fan on high", said of a thing with modes; else `place`."""
        scan = self._scan
        fan = scan.find(place, "mode")
        if fan is None or fan.value != "fan_only" or not self.of_modes:
            return place
        speed = scan.find(fan.end, "attribute")
        end = scan.skip(speed.end if speed and speed.value == "speed" else fan.end, self._lexicon.links, 2)
        return end if scan.find(end, "speed") else place

    def _is_plain_mode(self, begin: int, end: int) -> bool:
        """Return True if the words can be nothing but a mode of the thing before them: "tower fan turbo"."""
        longest = [m for m in self._scan.matches(begin) if m.end >= end]
        alone = all(m.role in _MODE_ROLES and m.end == end for m in longest)
        return self.of_modes and alone and not any(n.end >= end for n in self._scan.named(begin))
