"""Reads amounts said again without their unit: "in five minutes, no, ten"; "10 degrees, no, one"."""

from dataclasses import replace

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import AmountSaid, When
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.value import Value


class AmountAgain:
    """Reads such amounts in one sentence."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan

    def length(self, draft: Draft, place: int) -> Value | None:
        """Return the delay or the length at `place` instead of the one of `draft`; None if there is none.

        Its words are those of both, for all are taken out of the delayed order.
        """
        when, scan = draft.slots.get("when"), self._scan
        if not isinstance(when, When) or when.seconds is None:
            return None
        led = next((m for m in scan.matches(place) if m.role == "time" and m.value == when.kind), None)
        at = led.end if led else place
        amount = scan.amount(at) or scan.amount(scan.skip(at, scan.lexicon.articles, 1))
        begins = [at for at, role in enumerate(scan.roles[:place]) if role and role[1] == "time"]
        if amount is None or not begins or not self._is_all(amount.end):
            return None
        seconds = amount.seconds
        if seconds is None and not amount.unit and (before := self._unit_before(place)):
            seconds = amount.value * before
        if seconds is None:
            return None
        said = scan.said(begins[0], amount.end)
        marks = [(place, amount.end, "time", scan.said(place, amount.end))]
        return Value("when", replace(when, said=said, seconds=seconds), amount.end, marks)

    def one(self, draft: Draft, place: int) -> Value | None:
        """Return the amount "one" at `place` instead of the one of `draft`: "two degrees, no, one"."""
        before, scan = draft.slots.get("amount"), self._scan
        if not isinstance(before, AmountSaid) or before.level != "absolute" or not before.unit:
            return None
        if scan.word(place) not in scan.lexicon.content.one or not self._is_all(place + 1):
            return None
        amount = replace(before, value=1.0, said=scan.said(place, place + 1))
        return Value("amount", amount, place + 1, [(place, place + 1, "amount", "1")])

    def _unit_before(self, place: int) -> float:
        """Return the seconds of the unit that was said last before `place`; 0 without one."""
        lengths = (a for at in range(place) if (a := self._scan.amount(at)) and a.seconds and a.value)
        return next(((a.seconds or 0.0) / a.value for a in reversed(list(lengths))), 0.0)

    def _is_all(self, place: int) -> bool:
        """Return True if nothing more of an amount is at `place`."""
        return place >= len(self._scan) or bool(self._scan.find(place, "joiner", "filler", "correction"))
