"""Reads reminders: when, and of what. The message is free; only where it begins and ends is known."""

import re

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.detection import function_words
from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.understanding.clock_reader import ClockReader
from sarai_mqtt.understanding.moments_said import MomentSaid, together
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, index_after

_MAX_MESSAGE = 200  # characters
_PAUSE = re.compile(r"[,;:.…!]")


class ReminderReader:
    """Reads the reminders of one language."""

    def __init__(self, phrases: Alarms, clock: ClockReader) -> None:
        self._clock = clock
        self._asks = re.compile(f"(?:{any_of(phrases.asks)} )*")
        begins, it, tell = (
            "|".join(expression(one, {}) for one in some) or "(?!)"
            for some in (phrases.remind, phrases.remind_it, phrases.tell)
        )
        things = "|".join(expression(one, {}) for one in phrases.remind_thing) or "(?!)"
        self._thing = re.compile(f"(?:{things})(?= |$)")
        self._remind = re.compile(f"(?:{begins})(?= |$)")
        self.begins = re.compile(f"(?:{any_of(phrases.asks)} )*(?:{begins})(?= )")
        """What begins a reminder, with polite words before it."""
        self._it = re.compile(f"(?:{it})(?= |$)")
        self._tell = re.compile(f"(?:{tell})(?= |$)")
        self._that = re.compile(f"{any_of(phrases.that)} ")
        self._before = re.compile(f"(?:{any_of(phrases.before_messages)} )+")
        self._ends = re.compile(f"(?: {any_of(phrases.ends)})+$")
        self._asks_when = re.compile("|".join((*phrases.asks_when, "(?!)")), re.IGNORECASE)
        self._must_link = phrases.must_link

    def read(self, words: PlainWords) -> dict[str, SlotValue] | None:
        """Return the slots of the reminder that a sentence is; None if it is none."""
        return self._said_before(words) or self._said_behind(words)

    def trailing(self, words: PlainWords, first: int) -> tuple[MomentSaid | None, int]:
        """Return the moment at the end of the words from index `first`, and the index where it begins.

        Its day and its time may stand side by side in either order.
        """
        count = len(words.starts)
        for place in range(first, count):
            found = self._clock.moment(words, place)
            if found and found[1] == count and found[0].complete and found[0].sure:
                return found[0], place
        return None, count

    def without_end(self, words: PlainWords, first: int = 0) -> int:
        """Return the number of words without polite ones at the end; those before `first` stay."""
        found = self._ends.search(words.joined)
        count = len(words.starts)
        last = count - len(found[0].split()) if found else count
        # "when I get to the house" is no politeness
        led = last == count - 1 and words.plain(last - 1, last) in function_words()
        return count if led else max(first, last)

    def _said_behind(self, words: PlainWords) -> dict[str, SlotValue] | None:
        """Read "[when] remind me [when] to … [when]"; "tell me" needs its moment before the message."""
        words = words.cut(self.without_end(words))
        count = len(words.starts)
        first = index_after(self._asks, words, 0)
        ahead = self._clock.moment(words, first) if first < count else None
        moment, start = ahead or (None, first)
        start = index_after(self._asks, words, start)
        end = index_after(self._remind, words, start)
        tells = end == start
        if tells:
            end = index_after(self._tell, words, start)
        if end == start:
            return None
        between = self._clock.moment(words, end) if end < count else None
        if between is not None and (moment is None or together(moment, between[0])):
            end = between[1]
            moment = between[0] if moment is None else together(moment, between[0])
        if tells and (moment is None or not moment.complete):
            return None  # "tell me to go" is no reminder
        linked = index_after(self._that, words, end)
        between_words = words.between(end) if 0 < end < count else ""
        stops = ":" in between_words or (moment and _PAUSE.search(between_words))
        free = stops or self._thing.match(words.joined, words.starts[start])
        if linked == end and (self._must_link or tells) and end < count and not free:
            return None
        last = count
        if moment is None or not moment.complete:
            moment, linked, last = self._with_moment_in(words, moment, linked)
        if moment is None and linked < count and not self._may_lack_moment(words, end, linked):
            return None
        message = self._message(words, linked, last)
        slots = slots_of(moment or MomentSaid())
        if (moment is not None and moment.until) or (not message and (not slots or tells)):
            return None
        return {**slots, **({"message": message} if message else {})}

    def _message(self, words: PlainWords, first: int, last: int) -> str:
        """Return the words from index `first` to `last` without a preposition of the moment behind them."""
        while last - 1 > first and self._that.fullmatch(words.plain(last - 1, last) + " "):
            last -= 1
        return words.said(first, last)[:_MAX_MESSAGE].strip(" ,;:")

    def _with_moment_in(
        self, words: PlainWords, moment: MomentSaid | None, linked: int
    ) -> tuple[MomentSaid | None, int, int]:
        """Return the moment at the end or the beginning of a message, and where that begins and ends."""
        trailing, last = self.trailing(words, linked)
        both = together(moment, trailing) if moment and trailing else trailing
        if both is not None:
            return both, linked, last
        leading = self._clock.moment(words, linked) if linked < len(words.starts) else None
        if leading and leading[0].complete and leading[0].sure and leading[1] < len(words.starts):
            both = together(moment, leading[0]) if moment else leading[0]
            if both is not None:  # "remind me that on Friday at five I have to …"
                return both, leading[1], len(words.starts)
        return moment, linked, len(words.starts)

    def _may_lack_moment(self, words: PlainWords, end: int, linked: int) -> bool:
        """Return True if these are surely the words of a reminder, whose moment is to be asked for."""
        if self._must_link:
            return linked > end or bool(self._thing.search(words.plain(0, end)))
        return bool(self._asks_when.match(words.said(end, len(words.starts))))

    def _said_before(self, words: PlainWords) -> dict[str, SlotValue] | None:
        """Read "I have to call Lola, remind me tomorrow at nine": what is to be reminded of comes first."""
        count = self.without_end(words)
        for place in range(1, count):
            if not _PAUSE.search(words.between(place)):
                continue
            end = index_after(self._it, words, index_after(self._asks, words, place))
            moment = self._clock.moment(words, end) if end < count else None
            if end == place or (moment[1] if moment else end) != count:
                continue
            return self._about(words.cut(place), moment[0] if moment else None)
        return None

    def _about(self, words: PlainWords, moment: MomentSaid | None) -> dict[str, SlotValue] | None:
        """Return the slots of a reminder of what `words` say; they may tell the moment."""
        first, last = index_after(self._before, words, 0), len(words.starts)
        if moment is None or not moment.complete:
            leading = self._clock.moment(words, first)
            trailing, at = self.trailing(words, first)
            inner = leading[0] if leading and leading[0].complete else trailing
            both = inner if moment is None or inner is None else together(moment, inner)
            if both is None:
                return None
            moment = both
            if leading and inner is leading[0]:
                first = leading[1]
            else:
                last = at
        if moment.until:
            return None
        first = index_after(self._before, words, first) if first < last else first
        message = self._message(words, first, last)
        return {**slots_of(moment), "message": message} if message else None
