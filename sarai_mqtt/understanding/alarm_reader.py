"""Reads orders and questions about alarms and reminders, and the moment until which an order lasts.

A sentence is read if, but for its moment and polite words, it is one of the pack's phrases as a whole; only
the message of a reminder is free.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.understanding.clock_reader import ClockReader, clock_reader
from sarai_mqtt.understanding.moments_said import MomentSaid, together
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.time_phrases import (
    PlainWords,
    any_of,
    expression,
    number_words,
    plain_words,
)

_MAX_WORDS = 60
_MAX_MESSAGE = 200  # characters


@dataclass(frozen=True, slots=True)
class Lasting:
    """An order that lasts until a moment: its words, and the slots of the moment."""

    words: str
    slots: dict[str, SlotValue]


class AlarmReader:
    """Reads the sentences of one language."""

    def __init__(self, language: str, phrases: Alarms, clock: ClockReader) -> None:
        self._language = language
        self._clock = clock
        self._numbers = number_words(language)
        number = rf"(?P<m>{any_of(self._numbers)}|\d{{1,2}})"
        asks = any_of(phrases.asks)

        def whole(said: tuple[str, ...]) -> re.Pattern[str]:
            each = "|".join(f"(?:{expression(one, {'{m}': number}).replace('(?P<m>', '(')})" for one in said)
            return re.compile(f"(?:{asks} )*(?:{each})(?: {asks})*")

        self._plain: list[tuple[str, re.Pattern[str], dict[str, SlotValue]]] = [
            ("HassSetAlarm", whole(phrases.set_alarm), {}),
            ("HassAlarmStatus", whole(phrases.list_alarms), {}),
            ("HassAlarmStatus", whole(phrases.list_reminders), {"kind": "reminder"}),
            ("HassCancelAlarm", whole(phrases.cancel_alarms), {"all": 1}),
            ("HassCancelAlarm", whole(phrases.cancel_reminders), {"kind": "reminder", "all": 1}),
            ("HassCancelAlarm", whole(phrases.cancel_alarm), {}),
            ("HassAlarmStatus", whole(phrases.list_orders), {"kind": "order"}),
            ("HassCancelAlarm", whole(phrases.cancel_orders), {"kind": "order", "all": 1}),
            ("HassCancelAlarm", whole(phrases.cancel_order), {"kind": "order"}),
        ]
        for event, said in phrases.ask_sun.items():
            self._plain.append(("HassSunStatus", whole(said), {"sun": event}))
        self._of_a_panel = whole(phrases.of_a_panel) if phrases.of_a_panel else None
        self._snooze = whole(phrases.snooze)
        self._stop = whole(phrases.stop)
        self._asks = re.compile(f"(?:{asks} )*")
        begins = "|".join(expression(one, {}) for one in phrases.remind)
        self._remind = re.compile(f"(?:{begins})(?= |$)")
        self._that = re.compile(f"{any_of(phrases.that)} ")
        self._cancels: list[tuple[str, re.Pattern[str]]] = [
            (kind, re.compile(f"(?:{asks} )*(?:{'|'.join(expression(one, {}) for one in said)})(?= |$)"))
            for kind, said in (("reminder", phrases.cancel_reminder), ("order", phrases.cancel_order))
        ]
        self._must_link = phrases.must_link

    def read(self, text: str) -> Intent | None:
        """Return the order or question about alarms or reminders that `text` is; None if it is none."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return None
        found = self._whole(words) or self._reminder(words) or self._cancelled(words)
        if found is None:
            return None
        name, slots = found
        return Intent("", name, slots, (), text, self._language, 1.0)

    def lasting(self, text: str) -> Lasting | None:
        """Return the order in `text` that lasts until a moment, which is said last; None if there is none."""
        words = plain_words(text)
        for said, first, end in self._moments(words):
            if said.until and said.times and first > 0 and end == len(words.starts) and not said.days:
                return Lasting(words.said(0, first), slots_of(said))
        return None

    def may_be_of_a_panel(self, text: str) -> bool:
        """Return True if `text` is about the alarm panel where the home has one."""
        return bool(self._of_a_panel and self._of_a_panel.fullmatch(plain_words(text).joined))

    def _whole(self, words: PlainWords) -> tuple[str, dict[str, SlotValue]] | None:
        """Read a sentence that is a phrase as a whole, but for a moment."""
        joined = words.joined
        if self._stop.fullmatch(joined):
            return "HassSnoozeAlarm", {"stop": 1}
        if self._snooze.fullmatch(joined):
            return "HassSnoozeAlarm", self._minutes(words)
        for name, pattern, slots in self._plain:
            if name != "HassSetAlarm" and pattern.fullmatch(joined):
                return name, dict(slots)
        for said, rest in self._without_moment(words):
            for name, pattern, slots in self._plain:
                if not said.until and pattern.fullmatch(rest):
                    return name, {**slots, **slots_of(said)}
        for place in range(1, len(words.starts)):  # "an alarm for ten minutes"
            length = self._clock.length(words, place)
            if length is not None and self._plain[0][1].fullmatch(words.plain(0, place)):
                return "HassSetAlarm", slots_of(length)
        return None

    def _without_moment(self, words: PlainWords) -> Iterator[tuple[MomentSaid, str]]:
        """Yield the moment of a sentence, said in one or two places, and the other words."""
        moments = list(self._moments(words))
        for said, first, end in moments:
            yield said, " ".join(filter(None, (words.plain(0, first), words.plain(end))))
        for one, first, end in moments:
            for other, first2, end2 in moments:
                both = together(one, other) if end < first2 else None
                if both is not None:
                    pieces = words.plain(0, first), words.plain(end, first2), words.plain(end2)
                    yield both, " ".join(filter(None, pieces))

    def _minutes(self, words: PlainWords) -> dict[str, SlotValue]:
        for place in range(len(words.starts)):
            for end in range(min(place + 3, len(words.starts)), place, -1):
                said = words.plain(place, end)
                number = int(said) if said.isdigit() else self._numbers.get(said)
                if number and number > 1:  # "un poco más" has no number
                    return {"minutes": number}
        return {}

    def _reminder(self, words: PlainWords) -> tuple[str, dict[str, SlotValue]] | None:
        """Read a reminder: "[when] remind me [when] to … [when]"."""
        count = len(words.starts)
        first = self._after(self._asks, words, 0)
        ahead = self._clock.moment(words, first) if first < count else None
        moment, start = ahead or (None, first)
        start = self._after(self._asks, words, start)
        end = self._after(self._remind, words, start)
        if end == start:
            return None
        between = self._clock.moment(words, end) if end < count else None
        if between is not None and (moment is None or together(moment, between[0])):
            end = between[1]
            moment = between[0] if moment is None else together(moment, between[0])
        linked = self._after(self._that, words, end)
        if linked == end and self._must_link and end < count:
            return None
        last = count
        if moment is None or not moment.complete:
            trailing, end = self._trailing(words, linked)
            both = together(moment, trailing) if moment and trailing else trailing
            if both is not None:
                moment, last = both, end
            if moment is None and linked < count and not self._must_link:
                return None
        if moment is not None and moment.until:
            return None
        message = words.said(linked, last)[:_MAX_MESSAGE]
        slots = slots_of(moment or MomentSaid())
        if not message and not slots:
            return None
        return "HassSetReminder", {**slots, **({"message": message} if message else {})}

    def _cancelled(self, words: PlainWords) -> tuple[str, dict[str, SlotValue]] | None:
        """Read the end of a reminder or an order for later, by what it is about or its moment."""
        for kind, pattern in self._cancels:
            end = self._after(pattern, words, 0)
            if end == 0:
                continue
            moment, last = self._trailing(words, end)
            message = words.said(end, last)
            slots: dict[str, SlotValue] = {"kind": kind, **slots_of(moment or MomentSaid())}
            return "HassCancelAlarm", {**slots, **({"message": message} if message else {})}
        return None

    def _trailing(self, words: PlainWords, first: int) -> tuple[MomentSaid | None, int]:
        """Return the moment at the end of the words from index `first`, and the index where it begins."""
        count = len(words.starts)
        for place in range(first, count):
            found = self._clock.moment(words, place)
            if found and found[1] == count and found[0].complete and found[0].sure:
                return found[0], place
        return None, count

    def _moments(self, words: PlainWords) -> Iterator[tuple[MomentSaid, int, int]]:
        """Yield the moments in a sentence with the indices of their first word and after their last."""
        for place in range(len(words.starts)):
            found = self._clock.moment(words, place)
            if found is not None:
                yield found[0], place, found[1]

    @staticmethod
    def _after(pattern: re.Pattern[str], words: PlainWords, first: int) -> int:
        """Return the index after the words from index `first` that `pattern` finds; `first` if none."""
        if first >= len(words.starts):
            return first
        match = pattern.match(words.joined + " ", words.starts[first])
        if match is None or not match[0]:
            return first
        return first + len(match[0].split())


@cache
def alarm_reader(language: str) -> AlarmReader | None:
    """Return the reader of sentences about alarms in `language`; None if its pack has none.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    phrases, clock = pack(language).alarms, clock_reader(language)
    return None if phrases is None or clock is None else AlarmReader(language, phrases, clock)
