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
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.clock_reader import ClockReader, apart, clock_reader, moments_in
from sarai_mqtt.understanding.moments_said import MomentSaid, sharing, together
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.reminder_reader import ReminderReader
from sarai_mqtt.understanding.time_phrases import (
    PlainWords,
    any_of,
    expression,
    index_after,
    number_words,
    plain_words,
)

_MAX_WORDS = 60
_MOST_ALARMS = 5  # that one sentence sets


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
        self._articles = {without_accents(word) for word in pack(language).content.articles}
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
            ("HassCancelAlarm", whole(phrases.cancel_first), {"pick": "first"}),
            ("HassCancelAlarm", whole(phrases.cancel_last), {"pick": "last"}),
            ("HassCancelAlarm", whole(phrases.cancel_alarm), {}),
            ("HassAlarmStatus", whole(phrases.list_orders), {"kind": "order"}),
            ("HassCancelAlarm", whole(phrases.cancel_orders), {"kind": "order", "all": 1}),
            ("HassCancelAlarm", whole(phrases.cancel_order), {"kind": "order"}),
        ]
        for event, said in phrases.ask_sun.items():
            self._plain.append(("HassSunStatus", whole(said), {"sun": event}))
        self._of_a_panel = whole(phrases.of_a_panel) if phrases.of_a_panel else None
        self._begins = re.compile(f"(?:{self._plain[0][1].pattern})(?= )")
        self._open = whole(phrases.open_alarm) if phrases.open_alarm else NEVER
        self._snooze = whole(phrases.snooze)
        self._stop = whole(phrases.stop)
        between = f"(?: {any_of(phrases.between_alarms)})*"
        self._each = re.compile(f"{self._plain[0][1].pattern}{between}")
        self._counted = [
            (n, re.compile(f"{whole(said).pattern}{between}")) for n, said in phrases.set_alarms.items()
        ]
        self._reminders = ReminderReader(phrases, clock)
        self._cancels: list[tuple[str, re.Pattern[str]]] = [
            (kind, re.compile(f"(?:{asks} )*(?:{'|'.join(expression(one, {}) for one in said)})(?= |$)"))
            for kind, said in (("reminder", phrases.cancel_reminder), ("order", phrases.cancel_order))
        ]

    def read(self, text: str) -> Intent | None:
        """Return the order or question about alarms or reminders that `text` is; None if it is none."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return None
        found = self._whole(words) or self._cancelled(words)
        if found is None and (reminder := self._reminders.read(words)):
            found = "HassSetReminder", reminder
        if found is None:
            return None
        name, slots = found
        return Intent("", name, slots, (), text, self._language, 1.0)

    def left_over(self, text: str) -> str:
        """Return the words behind what begins an order about alarms or reminders; "" if nothing does."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return ""
        end = max(index_after(pattern, words, 0) for pattern in (self._begins, self._reminders.begins))
        return words.said(end, len(words.starts)) if end else ""

    def several(self, text: str) -> tuple[Intent, ...]:
        """Return the alarms that `text` sets at several moments; empty if it does not."""
        words = plain_words(text)
        if len(words.starts) > _MAX_WORDS:
            return ()
        every = apart(moments_in(self._clock, words))
        moments = [each for each in every if each[0].complete and each[0].sure]
        if not 1 < len(moments) <= _MOST_ALARMS:
            return ()
        ends = [0, *(end for _, _, end in moments)]
        starts = [*(first for _, first, _ in moments), len(words.starts)]
        rest = " ".join(filter(None, (words.plain(*span) for span in zip(ends, starts, strict=True))))
        counted = next((n for n, pattern in self._counted if pattern.fullmatch(rest)), 0)
        if not (counted == len(moments) or self._each.fullmatch(rest)):
            return ()
        said = sharing([moment for moment, _, _ in moments])
        return tuple(
            Intent("", "HassSetAlarm", slots_of(each), (), text, self._language, 1.0) for each in said
        )

    def lasting(self, text: str) -> Lasting | None:
        """Return the order in `text` that lasts until a moment, which is said last; None if there is none."""
        words = plain_words(text)
        for said, first, end in moments_in(self._clock, words) if self._clock.may_last(words) else ():
            if said.until and said.times and first > 0 and end == len(words.starts) and not said.days:
                return Lasting(words.said(0, first), slots_of(said))
        return None

    def may_be_of_a_panel(self, text: str) -> bool:
        """Return True if `text` is about the alarm panel where the home has one."""
        return bool(self._of_a_panel and self._of_a_panel.fullmatch(plain_words(text).joined))

    def is_of_no_panel(self, text: str) -> bool:
        """Return True if `text` is surely about alarms of a clock; the pack tells what is about a panel."""
        return bool(self._of_a_panel) and not self.may_be_of_a_panel(text)

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
        return ("HassSetAlarm", {}) if self._open.fullmatch(joined) else self._by_length(words)

    def _by_length(self, words: PlainWords) -> tuple[str, dict[str, SlotValue]] | None:
        """Read an alarm after a length of time: "an alarm for ten minutes"."""
        for place in range(1, len(words.starts)):
            length = self._clock.length(words, place)
            if length is not None and self._plain[0][1].fullmatch(words.plain(0, place)):
                return "HassSetAlarm", slots_of(length)
        return None

    def _without_moment(self, words: PlainWords) -> Iterator[tuple[MomentSaid, str]]:
        """Yield the moment of a sentence, said in one or two places, and the other words."""
        # "una alarma" is not one o'clock
        moments = [m for m in moments_in(self._clock, words) if words.plain(*m[1:]) not in self._articles]
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

    def _cancelled(self, words: PlainWords) -> tuple[str, dict[str, SlotValue]] | None:
        """Read the end of a reminder or an order for later, by what it is about or its moment."""
        for kind, pattern in self._cancels:
            end = index_after(pattern, words, 0)
            if end == 0:
                continue
            words = words.cut(self._reminders.without_end(words, end))
            moment, last = self._reminders.trailing(words, end)
            message = words.said(end, last)
            slots: dict[str, SlotValue] = {"kind": kind, **slots_of(moment or MomentSaid())}
            return "HassCancelAlarm", {**slots, **({"message": message} if message else {})}
        return None


@cache
def alarm_reader(language: str) -> AlarmReader | None:
    """Return the reader of sentences about alarms in `language`; None if its pack has none.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    phrases, clock = pack(language).alarms, clock_reader(language)
    return None if phrases is None or clock is None else AlarmReader(language, phrases, clock)
