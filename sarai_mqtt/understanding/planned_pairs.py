"""Two orders for two moments: "turn the lamp on at nine and off at eleven", "at nine for half an hour"."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.intents import PLANNED
from sarai_mqtt.core.recognition import Found
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.moments_said import DAY, MomentSaid
from sarai_mqtt.understanding.order_times import order_times, slots_of
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, plain_words

Read = Callable[[str], Found | None]

_DELAYED, _COMMAND = "HassStartTimer", "conversation_command"
_MAX_WORDS = 40
_OPPOSITES: Mapping[str, str] = {
    "turn_on": "turn_off",
    "turn_off": "turn_on",
    "open": "close",
    "close": "open",
}
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
# What the words of two moments may look like.
_OF_MOMENTS = frozenset({"scheduled", "conditional", "statement"})


def scheduled(text: str, command: Intent, words: str, slots: Mapping[str, SlotValue]) -> Intent:
    """Return the order that carries out `command`, said in `words`, at the moment that `slots` tell."""
    return Intent(
        "",
        PLANNED,
        {**slots, _COMMAND: words},
        command.targets,
        text,
        command.language,
        1.0,
        confirm=command.confirm,
    )


def planned_pair(text: str, language: str, lasting: Read) -> tuple[Intent, ...] | None:
    """Return the order for a moment and its undoing at another that `text` is as a whole; None if it is none.

    `lasting` returns an order and its undoing as if it were to last for a while. Raises BadInput
    (`unknown_language`).
    """
    times, words = order_times(language), plain_words(text)
    if times is None or not 0 < len(words.starts) <= _MAX_WORDS:
        return None
    for left, right in _halves(words, language):
        undone = _undoing(right, language)
        for planned in times.planned(left) if undone else ():
            found = lasting(planned.words)
            if undone is None or not (isinstance(found, tuple) and len(found) == 2):
                continue
            now, later = found
            action, end = undone
            told = str(later.slots.get(_COMMAND, ""))
            allowed = {*_OF_MOMENTS, *reasons_against(planned.words, language, now)}
            is_other = _action_of(told, language) != action or now.confirm or later.confirm
            if is_other or set(reasons_against(text, language, now)) - allowed:
                continue
            first, last = _sharing(planned.moment, end)
            return (
                scheduled(text, now, planned.words, slots_of(first)),
                scheduled(text, later, told, _after(first, last)),
            )
    return None


def lasting_from(
    text: str, found: tuple[Intent, ...], moment: MomentSaid, read: Read
) -> tuple[Intent, ...] | None:
    """Return an order at `moment` and its undoing a while later: `found` are the order and the timer of that.

    None if it is no such pair, or lasts over midnight and repeats.
    """
    if len(found) != 2 or found[1].name != _DELAYED or found[0].confirm or found[1].confirm:
        return None
    now, later = found
    told, language = str(later.slots.get(_COMMAND, "")), now.language
    length = sum(int(later.slots.get(unit, 0)) * seconds for unit, seconds in _SECONDS.items())
    action = _OPPOSITES.get(_action_of(told, language))
    if action is None or not length or length % 60:
        return None
    verbs = pack(language).commands.plain_orders
    words = f"{verbs[action]} {told.removeprefix(verbs[_OPPOSITES[action]]).strip()}"
    again = read(words)
    same = isinstance(again, tuple) and len(again) == 1 and set(again[0].targets) == set(now.targets)
    ends = tuple(minute + length // 60 for minute in moment.times)
    if not same or again is None or (moment.days and any(minute >= DAY for minute in ends)):
        return None
    offset = moment.offset + length // 60 if moment.sun else 0
    end = replace(moment, times=tuple(m % DAY for m in ends), offset=offset)
    return (
        scheduled(text, now, words, slots_of(moment)),
        scheduled(text, later, told, _after(moment, end) if moment.times else slots_of(end)),
    )


def _after(first: MomentSaid, last: MomentSaid) -> dict[str, SlotValue]:
    """Return the slots of the second moment, which is the next such time after the first.

    They are `after_times` and `day`, those of the first. What repeats has days, and each its own time.
    """
    slots, before = slots_of(last), slots_of(first)
    if last.days or not (first.times and last.times) or last.day != first.day:
        return slots
    return {**slots, "after_times": before["times"]}


def _sharing(first: MomentSaid, last: MomentSaid) -> tuple[MomentSaid, MomentSaid]:
    """Return both moments with the day, or the days, that only one of them tells."""
    if not (last.day or last.days):
        last = replace(last, day=first.day, days=first.days)
    elif not (first.day or first.days):
        first = replace(first, day=last.day, days=last.days)
    return first, last


def _halves(words: PlainWords, language: str) -> Iterator[tuple[str, str]]:
    """Yield the words before and behind each word that may join two orders."""
    joiner = _joiner(language)
    count = len(words.starts)
    for place in range(1, count - 1) if joiner else ():
        found = joiner.match(words.joined, words.starts[place]) if joiner else None
        if found and (end := place + len(found[0].split())) < count:
            yield words.said(0, place), words.said(end, count)


def _undoing(said: str, language: str) -> tuple[str, MomentSaid] | None:
    """Return what words undo by themselves ("off again at ten"), and when; None if they undo nothing so."""
    clock, words = clock_reader(language), plain_words(said)
    for place in range(len(words.starts)) if clock else ():
        found = clock.moment(words, place, strict=True) if clock else None
        if found is None or not found[0].timed or found[0].until:
            continue
        rest = " ".join(filter(None, (words.plain(0, place), words.plain(found[1]))))
        for action, pattern in _undone(language):
            if pattern.fullmatch(rest):
                return action, found[0]
    return None


def _action_of(said: str, language: str) -> str:
    """Return the action that words in plain form order; "" if they are in another form."""
    verbs = pack(language).commands.plain_orders
    return next((action for action, verb in verbs.items() if said.startswith(f"{verb} ")), "")


@cache
def _undone(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    changes = pack(language).clock_changes
    table = changes.undo_at if changes else {}
    return tuple(
        (action, re.compile("|".join(f"(?:{expression(each, {})})" for each in said)))
        for action, said in table.items()
    )


@cache
def _joiner(language: str) -> re.Pattern[str] | None:
    changes = pack(language).clock_changes
    return re.compile(f"(?:{any_of(changes.joiners)} )+") if changes else None
