"""Reads orders and questions about timers, whose length and name may stand anywhere in the sentence.

But for these and polite words a sentence is one of the pack's phrases as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.languages.schema.timer_orders import TimerOrders
from sarai_mqtt.understanding.clock_reader import ClockReader, clock_reader
from sarai_mqtt.understanding.moments_said import MomentSaid
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, number_words, plain_words

_MAX_WORDS = 30
_NAME = r"(?P<name>\w+(?: \w+){0,2}?)"


class TimerReader:
    """Reads the sentences of one language."""

    def __init__(self, language: str, phrases: TimerOrders, alarms: Alarms, clock: ClockReader) -> None:
        self._language = language
        self._clock = clock
        numbers = any_of(number_words(language))
        self._no_name = re.compile(rf"\b(?:{any_of(phrases.never_names)}|{numbers}|\d+)\b")
        asks, edges = any_of(alarms.asks), any_of((*alarms.asks, *phrases.edges))
        named = f"(?: {any_of(phrases.before_name)} {_NAME})?"

        def whole(said: Sequence[str], *, nameless: bool = False) -> list[re.Pattern[str]]:
            return [
                re.compile(
                    f"(?:{asks} )*{expression(each, {'{name}': _NAME})}"
                    f"{'' if nameless or '{name}' in each else named}(?: {edges})*"
                )
                for each in said
            ]

        self._start = whole(phrases.start)
        self._more, self._less = whole(phrases.more), whole(phrases.less)
        self._others: list[tuple[str, list[re.Pattern[str]]]] = [
            ("HassCancelAllTimers", whole(phrases.cancel_all, nameless=True)),
            ("HassCancelTimer", whole(phrases.cancel)),
            ("HassPauseTimer", whole(phrases.pause)),
            ("HassUnpauseTimer", whole(phrases.resume)),
            ("HassTimerStatus", whole(phrases.left)),
        ]

    def read(self, text: str) -> Intent | None:
        """Return the order or question about a timer that `text` is; None if it is none."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return None
        for rest, length in self._lengths(words):
            slots = slots_of(MomentSaid(seconds=length))
            for name, patterns in (
                ("HassIncreaseTimer", self._more),
                ("HassDecreaseTimer", self._less),
                ("HassStartTimer", self._start),
            ):
                if (found := self._matched(rest, patterns)) is not None:
                    return self._intent(text, name, {**slots, **found})
        for name, patterns in (*self._others, ("HassStartTimer", self._start)):
            found = self._matched(words.joined, patterns)
            if found is not None:
                return self._intent(text, name, found)
        return None

    def _lengths(self, words: PlainWords) -> Iterator[tuple[str, float]]:
        """Yield the words without a length of time, and that length, seconds: the longest at each place."""
        for seconds, first, end in self._clock.each_length(words):
            yield f"{words.plain(0, first)} {words.plain(end)}".strip(), seconds

    def _matched(self, said: str, patterns: Sequence[re.Pattern[str]]) -> dict[str, SlotValue] | None:
        """Return the slots of the first of `patterns` that `said` is; None if it is none of them."""
        for pattern in patterns:
            found = pattern.fullmatch(said)
            if found is None:
                continue
            name = found.groupdict().get("name") or ""
            if not self._no_name.search(name):
                return {"name": name} if name else {}
        return None

    def _intent(self, text: str, name: str, slots: dict[str, SlotValue]) -> Intent:
        said = str(slots.get("name", ""))
        if said:  # as it was written, with its accents
            words = plain_words(text)
            count = said.count(" ") + 1
            for first in range(len(words.starts)):
                if words.plain(first, first + count) == said:
                    slots = {**slots, "name": words.said(first, first + count)}
        return Intent("", name, slots, (), text, self._language, 1.0)


@cache
def timer_reader(language: str) -> TimerReader | None:
    """Return the reader of sentences about timers in `language`; None if its pack has no phrases for them.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    words, clock = pack(language), clock_reader(language)
    if words.timer_orders is None or words.alarms is None or clock is None:
        return None
    return TimerReader(language, words.timer_orders, words.alarms, clock)
