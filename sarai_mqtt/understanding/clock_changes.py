"""Reads what changes or takes back what was set for later: "make it six", "push my alarm back an hour".

"It" is the last one that was set, changed or asked about: only a follow-up has one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.intents import PLANNED
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.languages.schema.asides import Asides
from sarai_mqtt.languages.schema.clock_changes import Changed, ClockChanges
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.asides import PAUSE
from sarai_mqtt.understanding.clock_reader import ClockReader, apart, clock_reader, moments_in
from sarai_mqtt.understanding.moments_said import MomentSaid
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, number_words, plain_words

_MAX_WORDS = 30
_TIMER = "HassStartTimer"
_SET = {"HassSetAlarm": "alarm", "HassSetReminder": "reminder", PLANNED: "order"}
_CHANGE, _CHANGE_TIMER, _CANCEL = "HassChangeAlarm", "HassChangeTimer", "HassCancelAlarm"
_TIMERS = frozenset({_TIMER, _CHANGE_TIMER, "HassIncreaseTimer", "HassDecreaseTimer"})
_MOMENTS = frozenset({"times", "sun", "hours", "minutes", "seconds"})
_UNITS = ("hours", "minutes", "seconds")


class ClockChangeReader:
    """Reads the changes of one language."""

    def __init__(
        self, language: str, phrases: ClockChanges, alarms: Alarms, asides: Asides, clock: ClockReader
    ) -> None:
        self._language = language
        self._clock = clock
        self._numbers = number_words(language)
        self._articles = {without_accents(word) for word in pack(language).content.articles}
        idle = f"(?:{any_of((*phrases.answers, *alarms.asks))}|{asides.fillers.group})(?: |$)"
        self._idle = re.compile(f"(?:{idle})*")
        asks = f"(?:{any_of(alarms.asks)}(?: |$))*"

        def alone(said: Sequence[str]) -> re.Pattern[str]:
            return re.compile(f"{asks}(?:{_choice(said)})(?: {any_of(alarms.asks)})*")

        def among(said: Sequence[str]) -> re.Pattern[str]:
            each = f"(?:{_choice(said)})(?: |$)"
            return re.compile(f"(?:{idle})*(?:{each})(?:{each}|{idle})*")

        self._move = _by_kind(phrases.move, alone)
        self._later, self._earlier = _by_kind(phrases.later, alone), _by_kind(phrases.earlier, alone)
        self._again, self._drop = among(phrases.again), among(phrases.drop)
        self._again_later, self._again_earlier = among(phrases.again_later), among(phrases.again_earlier)
        self._drop_more = re.compile("|".join((*phrases.drop_more, *asides.keep)) or "(?!)")
        self._drop_one = alone(phrases.drop_one)
        self._about = re.compile(f"{asks}(?:{_choice(phrases.drop_about)}) (?P<about>\\w+(?: \\w+){{0,3}})")
        self._named = [re.compile(f"{asks}(?:{each})") for each in phrases.drop_named]

    def read(self, text: str) -> Intent | None:
        """Return the change or the end of what is named in `text`, or whose moment is; None if it is none."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return None
        for rest, seconds in self._without_length(words):
            for sign, patterns in ((1, self._later), (-1, self._earlier)):
                for kind, pattern in patterns:
                    if pattern.fullmatch(rest):
                        return self._intent(text, _CHANGE, {"kind": kind, "later": sign * seconds})
        moments = [m for m in self._moments(words) if words.plain(*m[1:]) not in self._articles]
        for said in ([m for m in moments if m[0].timed], moments):
            if 0 < len(said) <= 2 and (found := self._moved(text, words, said)):
                return found
        for one, first, end in moments:
            rest = _rest(words, [(first, end)])
            if one.timed and one.sure and self._drop_one.fullmatch(rest):
                return self._intent(text, _CANCEL, {"kind": "any", **slots_of(one)})
        return None

    def _moved(
        self, text: str, words: PlainWords, said: Sequence[tuple[MomentSaid, int, int]]
    ) -> Intent | None:
        """Return the move from the first moment to the last, or to the only one; None if it is none."""
        rest = _rest(words, [(first, end) for _, first, end in said])
        kind = next((kind for kind, pattern in self._move if pattern.fullmatch(rest)), None)
        if kind is None or said[-1][0].until:
            return None
        before = slots_of(said[0][0]) if len(said) == 2 else {}
        slots = {f"from_{slot}": value for slot, value in before.items()}
        return self._intent(text, _CHANGE, {"kind": kind, **slots, **slots_of(said[-1][0])})

    def dropped(self, text: str) -> Intent | None:
        """Return the end of what is set and about the things that `text` names; None if it is none."""
        bare = bare_words(text)
        for pattern in (self._about, *self._named):
            if found := pattern.fullmatch(bare):
                return self._intent(text, _CANCEL, {"kind": "any", "message": found["about"]})
        return None

    def follow_up(self, text: str, before: Intent) -> Intent | None:
        """Return what `text` makes of the command `before`, which set something; None if nothing."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS:
            return None
        if _is_open(before):
            return self._answered(text, words, before)
        if before.name not in _TIMERS and before.name not in (*_SET, _CHANGE):
            return None
        if self._is_dropped(text):
            name = "HassCancelTimer" if before.name in _TIMERS else _CANCEL
            return self._intent(text, name, {"last": 1})
        return self._later_or_earlier(text, words, before) or self._set_again(text, words, before)

    def _later_or_earlier(self, text: str, words: PlainWords, before: Intent) -> Intent | None:
        for rest, seconds in self._without_length(words):
            for sign, pattern in ((1, self._again_later), (-1, self._again_earlier)):
                if not pattern.fullmatch(rest):
                    continue
                if before.name not in _TIMERS:
                    return self._intent(text, _CHANGE, {"last": 1, "later": sign * seconds})
                name = "HassIncreaseTimer" if sign > 0 else "HassDecreaseTimer"
                return self._intent(text, name, {"last": 1, "seconds": seconds})
        return None

    def _set_again(self, text: str, words: PlainWords, before: Intent) -> Intent | None:
        if before.name in _TIMERS:
            for rest, seconds in (*self._without_length(words), *self._without_number(words, before)):
                if self._again.fullmatch(rest):
                    return self._intent(text, _CHANGE_TIMER, {"last": 1, "seconds": seconds})
            return None
        for said, first, end in self._moments(words):
            sure = said.sure or not said.timed or end == len(words.starts)
            if sure and not said.until and self._again.fullmatch(_rest(words, [(first, end)])):
                return self._intent(text, _CHANGE, {"last": 1, **slots_of(said)})
        return None

    def _answered(self, text: str, words: PlainWords, before: Intent) -> Intent | None:
        """Return `before` with the moment that answers when it is, or the length of a timer."""
        slots = dict(before.slots)
        if before.name != _TIMER:
            for said, first, end in self._moments(words):
                if not said.until and self._idle.fullmatch(_rest(words, [(first, end)])):
                    return self._intent(text, before.name, {**slots, **slots_of(said)})
        numbers = self._without_number(words, before) if before.name == _TIMER else ()
        for rest, seconds in (*self._without_length(words), *numbers):
            if self._idle.fullmatch(rest):
                return self._intent(text, before.name, {**slots, **slots_of(MomentSaid(seconds=seconds))})
        return None

    def _is_dropped(self, text: str) -> bool:
        pieces = [bare_words(piece) for piece in PAUSE.split(text.strip())]
        left = [p for p in pieces if p and not self._drop.fullmatch(p) and not self._idle.fullmatch(p)]
        return any(map(self._drop.fullmatch, pieces)) and all(map(self._drop_more.fullmatch, left))

    def _without_length(self, words: PlainWords) -> Iterator[tuple[str, int]]:
        """Yield the words without one length of time, and that length, seconds; the longest first."""
        for seconds, first, end in self._clock.each_length(words):
            yield _rest(words, [(first, end)]), round(seconds)

    def _without_number(self, words: PlainWords, before: Intent) -> Iterator[tuple[str, int]]:
        """Yield the words without a number, and the length that it is in the unit of `before`, seconds."""
        units = [unit for unit in _UNITS if unit in before.slots]
        unit = units[0] if len(units) == 1 else "minutes"
        last = len(words.starts) - 1
        said = words.plain(last)
        number = int(said) if said.isdigit() else self._numbers.get(said, 0)
        if number and len(units) < 2:
            each = {"hours": 3600, "minutes": 60, "seconds": 1}[unit]
            yield _rest(words, [(last, last + 1)]), number * each

    def _moments(self, words: PlainWords) -> Iterator[tuple[MomentSaid, int, int]]:
        """Yield the moments in a sentence, none of which is in another, and where they are."""
        return apart(moments_in(self._clock, words))

    def _intent(self, text: str, name: str, slots: Mapping[str, SlotValue]) -> Intent:
        return Intent("", name, slots, (), text, self._language, 1.0)


def _is_open(before: Intent) -> bool:
    """Return True if `before` lacks its moment, which was asked for."""
    asked = before.name in ("HassSetAlarm", "HassSetReminder", _TIMER)
    return asked and not before.slots.keys() & _MOMENTS and "last" not in before.slots


def _rest(words: PlainWords, spans: Sequence[tuple[int, int]]) -> str:
    """Return the plain words that are in none of `spans`."""
    ends, starts = [0, *(end for _, end in spans)], [*(first for first, _ in spans), len(words.starts)]
    return " ".join(filter(None, (words.plain(*span) for span in zip(ends, starts, strict=True))))


def _choice(said: Sequence[str]) -> str:
    return "|".join(f"(?:{expression(one, {})})" for one in said) or "(?!)"


def _by_kind(
    phrases: Mapping[Changed, tuple[str, ...]], compiled: Callable[[Sequence[str]], re.Pattern[str]]
) -> list[tuple[Changed, re.Pattern[str]]]:
    return [(kind, compiled(said)) for kind, said in phrases.items() if said]


@cache
def clock_changes(language: str) -> ClockChangeReader | None:
    """Return the reader of changes in `language`; None if its pack has no words for them.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    words, clock = pack(language), clock_reader(language)
    if words.clock_changes is None or words.alarms is None or words.asides is None or clock is None:
        return None
    return ClockChangeReader(language, words.clock_changes, words.alarms, words.asides, clock)
