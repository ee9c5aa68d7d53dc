"""Orders about clocks beside a reason, which may tell the day: "my flight's on Saturday, wake me at four"."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.understanding.asides import OrderBeside, is_past, orders_beside, tells_of_clocks
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.order_times import slots_of
from sarai_mqtt.understanding.reader.order_reader import intents_in, with_text
from sarai_mqtt.understanding.time_phrases import plain_words

_SIGNS = re.compile(r"[,;.:…]\s")

Read = Callable[[str], Found | None]
"""Reads what is said as a whole."""
AreReasons = Callable[[Sequence[str], str, Sequence[Intent]], bool]
"""Whether clauses said beside an order cannot change what its intents do."""

_OF_CLOCKS = ("Timer", "Alarm", "Reminder", "ScheduleCommand", "AlarmStatus", "TimerStatus")


def clock_order_beside(text: str, language: str, read: Read, strictly: Read) -> tuple[Intent, ...] | None:
    """Return the commands about clocks in `text` beside clauses that give a reason; None without any.

    A clause that `strictly` reads as an order by itself is no such reason. Raises BadInput
    (`unknown_language`).
    """
    for found in orders_beside(text, language):
        if not tells_of_clocks(found.order, language):
            continue
        commands = read(found.order)
        if not isinstance(commands, tuple) or not any(map(is_of_clocks, commands)):
            continue
        if any(_acts(strictly(clause)) for clause in found.asides):
            return None
        dated = _with_day(commands, found, language)
        return None if dated is None else tuple(replace(each, text=text) for each in dated)
    return None


def order_beside(
    text: str, language: str, read: Read, strictly: Read, are_reasons: AreReasons
) -> Found | None:
    """Return the commands of the order in `text` beside clauses that give a reason; None without any.

    The order is read whole; `are_reasons` says whether the clauses cannot change it, and none that `strictly`
    reads as an order is a reason. Raises BadInput (`unknown_language`).
    """
    for found in orders_beside(text, language):
        commands = read(found.order) if found.asides else None
        if commands is None or isinstance(commands, LeftOver) or not _is_sure(commands):
            continue
        if any(_acts(strictly(clause)) for clause in found.asides):
            return None
        if are_reasons(found.asides, found.order, intents_in(commands)):
            return with_text(commands, text)
    return None


def _is_sure(found: Found) -> bool:
    """Return True if all that was found are orders of now, read by their words and not by their likeness."""
    return all(
        i.source == "sentence" and i.name not in HARMLESS and not is_of_clocks(i) for i in intents_in(found)
    )


def swallows_reason(found: Found | None) -> bool:
    """Return True if the name of a timer may be a clause: "cancel the timer, it's done"."""
    return isinstance(found, tuple) and any(
        each.name.endswith("Timer") and "name" in each.slots and _SIGNS.search(each.text) for each in found
    )


def is_of_clocks(intent: Intent) -> bool:
    """Return True if an intent is about timers, alarms, reminders or orders for later."""
    return intent.name.endswith(_OF_CLOCKS) or intent.name.startswith("HassTimerHelper")


def _acts(found: Found | None) -> bool:
    return isinstance(found, Choice) or (
        isinstance(found, tuple) and any(each.name not in HARMLESS for each in found)
    )


def _with_day(commands: Sequence[Intent], found: OrderBeside, language: str) -> Sequence[Intent] | None:
    """Return the commands with the day that a clause beside them tells; None if it is not certain which."""
    lacking = [each for each in commands if _lacks_day(each)]
    days = (
        set(_days_in((c for c in found.asides if not is_past(c, language)), language)) if lacking else set()
    )
    if not days:
        return commands
    if len(days) > 1:
        days &= {"tomorrow"}  # "tomorrow is Sunday"
    if len(days) != 1:
        return None
    day = days.pop()
    return (
        [replace(e, slots={**e.slots, "day": day}) if e in lacking else e for e in commands] if day else None
    )


def _lacks_day(intent: Intent) -> bool:
    return bool(intent.slots.keys() & {"times", "sun"}) and not intent.slots.keys() & {"day", "days"}


def _days_in(clauses: Iterable[str], language: str) -> Iterable[str]:
    """Yield the days in clauses, but today; "" for one on which something is each week."""
    clock = clock_reader(language)
    for clause in clauses:
        words, place = plain_words(clause), 0
        while clock is not None and place < len(words.starts):
            moment = clock.moment(words, place)
            slots = slots_of(moment[0]) if moment else {}
            if "days" in slots:
                yield ""
            elif (day := str(slots.get("day", "today"))) != "today":
                yield day
            place = moment[1] if moment else place + 1
