"""Reads the values of an order: amounts, colours, modes and times."""

from dataclasses import replace

from sarai_mqtt.languages.schema.orders import Time
from sarai_mqtt.understanding.accounting.amounts import Amount
from sarai_mqtt.understanding.reader.frames import When
from sarai_mqtt.understanding.reader.lexicon import Lexicon
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.value import Value
from sarai_mqtt.understanding.reader.value_amounts import AmountReader
from sarai_mqtt.understanding.reader.value_names import NamedValueReader

_TIME_UNITS = frozenset({"hours", "minutes", "seconds"})
_MOST_HOUR = 24


class ValueReader:
    """Reads the values of one sentence.

    `of_runs` is True if a thing that may run for a time stands right before what is read.
    """

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._lexicon: Lexicon = scan.lexicon
        self.amounts, self.names = AmountReader(scan), NamedValueReader(scan)
        self.of_runs = False

    def at(self, start: int, *, is_set: bool) -> Value | None:
        """Return the value at `start`; `is_set`: the verb sets something, so that "at 7" is no time."""
        return (
            self.time(start, is_set=is_set)
            or self.amounts.level(start)
            or self.amounts.amount(start)
            or self.names.at(start)
            or self.amounts.direction(start)
        )

    def waited(self, start: int) -> Value | None:
        """Return the time that is waited before an order: "espera diez minutos y"; None without one."""
        scan = self._scan
        waits = scan.find(start, "wait")
        begin = scan.skip(waits.end, self._lexicon.articles | self._lexicon.content.about, 2) if waits else 0
        amount = (scan.amount(waits.end) or scan.amount(begin)) if waits else None
        if amount is None or amount.unit not in _TIME_UNITS:
            return None
        length = self._lasting(start, "in", amount)
        joiner = scan.find(length.end, "joiner")
        if joiner is None:
            return None
        when = When("in", scan.said(start, joiner.end), amount.seconds)
        return Value("when", when, joiner.end, [(start, joiner.end, "time", when.said)])

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
            # "down by five" is so much, "by five o'clock" a time
            is_amount = is_set or bool(self._lexicon.by & set(scan.words[start : led.end]))
            end = self._clock(led.end, kind, is_set=is_amount) if led.value in ("at", "until") else 0
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
        some = self._lexicon
        place = scan.skip(start, some.articles | some.content.about | some.content.another, 2)
        amount = scan.amount(start) or scan.amount(place)
        if amount is None or amount.unit not in _TIME_UNITS:
            return None
        value = self._lasting(start, "for", amount)
        if (more := scan.find(value.end, "more")) and isinstance(value.value, When):
            said = scan.said(start, more.end)  # "una hora más"
            marks = [(start, more.end, "time", said)]
            value = Value("when", replace(value.value, said=said), more.end, marks)
        if after := scan.find(value.end, "from_now"):
            said = scan.said(start, after.end)
            seconds = value.value.seconds if isinstance(value.value, When) else None
            return Value("when", When("in", said, seconds), after.end, [(start, after.end, "time", said)])
        end = value.end
        while end < len(scan) and (scan.find(end, "filler") or scan.word(end) == ","):
            end += 1
        # what follows an "and" is another order, or the state after it
        joined = scan.word(value.end) != "," and scan.find(value.end, "joiner")
        is_end = end == len(scan) or joined
        return value if self.of_runs and is_end else None

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
