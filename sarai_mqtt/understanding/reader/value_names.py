"""Reads the values of an order that have names: colours, warmth of light, modes, presets and fan speeds."""

from sarai_mqtt.understanding.reader.lexicon import Lexicon, Match
from sarai_mqtt.understanding.reader.scan import Marks, Scan
from sarai_mqtt.understanding.reader.value import Value, led

_MODE_ROLES = frozenset({"mode", "preset", "speed", "warmth"})


class NamedValueReader:
    """Reads the colours and modes of one sentence.

    `of_modes` is True if a thing with modes (a thermostat, a fan) stands right before what is read,
    `of_things` if any things were said.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon: Lexicon = scan.lexicon
        self.of_modes = self.of_things = False

    def at(self, start: int) -> Value | None:
        """Return the colour, warmth of light, mode or preset at `start`."""
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
        last, _, _ = led(scan, start)
        for place in range(start, last + 1):
            if mode := self._mode(start, place, to=to):
                return mode
            found = scan.find(place, "warmth", "colour")
            if found is None:
                continue
            name = next(iter(scan.named(place)), None)
            if name and (name.end > found.end or (name.end == found.end and not self.of_things)):
                continue  # "manda a Rosita …": the name of the vacuum
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

    def _mode(self, start: int, place: int, *, to: bool = False) -> Value | None:
        """Read a mode: led to ("to heat"), with its noun, or right after a thing that has modes."""
        scan = self._scan
        noun = scan.find(place, "mode_noun")
        if noun and (whole := scan.find(place, "mode", "preset")) and whole.end > noun.end:
            return self._whole_mode(start, whole)
        begin = noun.end if noun else place
        begin = scan.skip(begin, self._lexicon.of, 1) if noun else begin
        begin = self._fan_of(begin)
        found = scan.find(begin, "mode", "preset", "speed")
        marks: Marks = [(start, place, "link", "")] if place > start else []
        if begin > place:
            marks.append((place, begin, "mode", ""))
        little = scan.words[start:place]
        is_led = bool(little) and not set(little) & self._lexicon.articles
        # "dos grados más de calefacción" sets no mode
        is_led = is_led and (to or any(w in self._lexicon.to or w not in self._lexicon.of for w in little))
        if found is None:
            return self._unknown_mode(begin, marks, named=bool(noun), led_to=is_led)
        after = scan.find(found.end, "mode_noun", "attribute")
        if after and after.role == "attribute" and (after.value != "speed" or found.role != "speed"):
            after = None
        sure = bool(noun or after or begin > place or (found.role == "speed" and found.end > begin + 1))
        if not (sure or is_led or self._is_plain_mode(begin, found.end)):
            return None  # "the fan", "the heating"
        if scan.find(begin, "warmth") and not sure:
            return None
        if scan.find(found.end, "class") and not sure:
            return None
        marks.append((begin, found.end, "mode", found.value))
        if after:
            marks.append((found.end, after.end, "mode", ""))
        return Value("mode", found.value, after.end if after else found.end, marks)

    def _unknown_mode(self, begin: int, marks: Marks, *, named: bool, led_to: bool) -> Value | None:
        """Read a word that no table has, beside "mode": the home may have a mode of that name."""
        scan = self._scan
        after = scan.find(begin + 1, "mode_noun")
        if not scan.is_unknown(begin) or not (named or (after and led_to)):
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
