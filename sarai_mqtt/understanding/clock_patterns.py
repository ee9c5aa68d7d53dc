"""The expressions of the parts of a moment: times of the clock and of the sun, days, lengths of time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.understanding.time_phrases import any_of, expression, plain_words

HOURLESS = "hourless"
"""The kind of elements that tell the minutes of a time alone."""


@dataclass(frozen=True, slots=True)
class ClockPatterns:
    """Makes the expressions of one language, over plain words.

    `numbers`, `named` hours, `weekdays`, `months` and `ordinals` map plain words to their values; `length` is
    the expression of a length of time.
    """

    words: ClockTimes
    numbers: Mapping[str, int]
    named: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    ordinals: Mapping[str, int]
    length: str

    def every(self) -> Iterator[tuple[str, str, int | str]]:
        """Yield the kind, the regular expression and the meaning of each element."""
        words = self.words
        number = rf"(?:{any_of(self.numbers)}|\d{{1,2}})"
        lead = f"(?:(?P<lead>{any_of(words.leads)}) |(?P<until>{any_of(words.until)}) )?"
        holes = {"{h}": f"(?P<h>{number})", "{m}": f"(?P<m>{number})", "{n}": f"(?P<n>{any_of(self.named)})"}
        times: list[tuple[int, str]] = [
            *((0, each) for each in (*words.whole, "{n}")),
            *((1, each) for each in words.plus),
            *((-1, each) for each in words.minus),
            *((minutes, each) for minutes, said in words.fixed.items() for each in said),
        ]
        for sign, each in times:
            mark = "sure" if each not in ("{h}", words.whole[0]) else "plain"
            yield "time", f"{lead}(?P<whole>(?P<{mark}>{expression(each, holes)}))", sign
        for minutes, said in words.hourless.items():
            yield HOURLESS, any_of(said), minutes
        yield from self._day_patterns(number)
        yield from self._sun_patterns()
        for part, said in words.parts.items():
            yield "part", any_of(said), part
        yield from self._duration_patterns(f"(?P<length>{self.length})")

    def _sun_patterns(self) -> Iterator[tuple[str, str, int | str]]:
        words = self.words
        for event, names in words.sun.items():
            holes = {"{s}": any_of(names), "{t}": f"(?P<length>{self.length})"}
            for each in (*words.sun_at, *words.sun_when.get(event, ())):
                yield "time", expression(each, holes), event
            for sign, said in (("-", words.sun_before), ("+", words.sun_after)):
                for each in said:
                    yield "time", expression(each, holes), f"{event} {sign}"

    def _duration_patterns(self, length: str) -> Iterator[tuple[str, str, int | str]]:
        words = self.words
        ways = [f"{any_of(words.in_)} {{}}"]
        if words.after:
            ways.append(f"{{}} {any_of(words.after)}")
        for way in ways:
            yield "for", way.replace("{}", length), 0

    def _day_patterns(self, number: str) -> Iterator[tuple[str, str, int | str]]:
        words = self.words
        lead, nexts = f"(?:{any_of(words.day_leads)} )?", any_of(words.nexts)
        led = f"(?:{any_of(words.name_leads or words.day_leads)} )?"
        names = any_of(self.weekdays)
        single = any_of(plain for said in words.weekdays.values() for plain in said)
        for day, said in words.days.items():
            yield "day", f"{led}{any_of(said)}(?: {single})?", day
        today = "|".join(f"(?P<{part}>{any_of(said)})" for part, said in words.today.items() if said)
        yield "day", f"(?:{today})", "today"
        yield "day", f"{lead}(?:(?P<next>{nexts}) )?(?P<weekday>{single})(?: (?P<next2>{nexts}))?", "weekday"
        months = any_of(self.months)
        numbered = f"{any_of(self.ordinals)}|{number}" if self.ordinals else number
        holes = {"{d}": f"(?P<d>{numbered})", "{month}": f"(?P<month>{months})"}
        for each in words.dates:
            yield "day", f"{lead}(?:{single} )?{lead}{expression(each, holes)}", "date"
        for each in words.month_days:
            yield "day", expression(each, holes), "month_day"
        every, joiner = any_of(words.every), any_of(words.joiners)
        more = f"(?: (?:{joiner} )?(?:{every} )?{names})*"
        yield "days", f"{led}{every} (?P<days>{names}{more})", "listed"
        for part, said in words.every_part.items():
            yield "days", led + any_of(said), part
        plurals = any_of(plain for said in words.every_weekday.values() for plain in said)
        one, several = (
            {plain_words(said).joined for said in days["monday"]}
            for days in (words.weekdays, words.every_weekday)
        )
        if any(words.every_weekday.values()) and one != several:
            yield "days", f"{lead}(?P<days>{plurals}{more})", "listed"
        ends = {"{first}": f"(?P<first>{names})", "{last}": f"(?P<last>{names})"}
        for each in words.ranges:
            yield "days", expression(each, ends), "range"
        but = f" {any_of(words.but)} {lead}(?P<days>{names}(?: (?:{joiner} )?(?:{every} )?{lead}{names})*)"
        for said, kind in ((words.every_day, "all"), (words.workdays, "work"), (words.weekends, "end")):
            yield "days", led + any_of(said), kind
            yield "days", led + any_of(said) + but, f"{kind} but"
