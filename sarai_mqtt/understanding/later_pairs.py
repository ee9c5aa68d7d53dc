"""Orders of which a part is for later: "turn the lamp on, and off again in an hour"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Found
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.clock_changes import ClockChanges
from sarai_mqtt.understanding.clock_reader import ClockReader, clock_reader
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, number_words, plain_words

Read = Callable[[str], Found | None]

_DELAYED, _COMMAND = "HassStartTimer", "conversation_command"
_MAX_WORDS = 40
_UNITS = ("hours", "minutes", "seconds")


class _Phrases:
    """The words of one language."""

    def __init__(self, language: str, phrases: ClockChanges, clock: ClockReader) -> None:
        self.clock = clock
        length = {"{t}": f"(?P<length>{clock.lengths})"}
        self.undo = [re.compile(f" {expression(each, {})}$") for each in phrases.undo]
        self.undo_in = [re.compile(f" {expression(each, length)}$") for each in phrases.undo_in]
        self.for_length = phrases.for_length
        self.joiner = re.compile(f"(?:{any_of(phrases.joiners)} )+")
        numbers = number_words(language)
        self.numbers = numbers
        lead = any_of(phrases.in_again)
        self.again = re.compile(rf" {lead} (?P<number>{any_of(numbers)}|\d{{1,3}})$")


@cache
def _phrases(language: str) -> _Phrases | None:
    changes, clock = pack(language).clock_changes, clock_reader(language)
    return None if changes is None or clock is None else _Phrases(language, changes, clock)


def lasting_order(text: str, language: str, read: Read) -> tuple[Intent, ...] | None:
    """Return the order in `text` that is undone after a while, and its undoing; None if it is none.

    Raises BadInput (`unknown_language`).
    """
    phrases, words = _phrases(language), plain_words(text)
    if phrases is None or not 0 < len(words.starts) <= _MAX_WORDS:
        return None
    for order in _orders_undone(words, phrases):
        found = read(order)
        if isinstance(found, tuple) and len(found) == 2 and found[1].name == _DELAYED:
            now, later = (replace(each, text=text) for each in found)
            return now, later
    return None


def _orders_undone(words: PlainWords, phrases: _Phrases) -> Iterator[str]:
    """Yield the words of orders that last for a length of time."""
    for pattern in phrases.undo:
        if found := pattern.search(words.joined):
            yield words.said(0, len(words.joined[: found.start()].split()))
    for pattern in phrases.undo_in:
        if found := pattern.search(words.joined):
            order = words.said(0, len(words.joined[: found.start()].split()))
            yield f"{order} {phrases.for_length.format(t=found['length'])}"


def delayed_pair(text: str, language: str, read: Read) -> tuple[Intent, ...] | None:
    """Return two orders for later with one verb and one unit of time; None if `text` is none such.

    Raises BadInput (`unknown_language`).
    """
    phrases, words = _phrases(language), plain_words(text)
    if phrases is None or not 0 < len(words.starts) <= _MAX_WORDS:
        return None
    again = phrases.again.search(words.joined)
    for place in range(1, len(words.starts)) if again else ():
        moment = phrases.clock.moment(words, place)
        joined = (
            phrases.joiner.match(words.joined, words.starts[moment[1]])
            if (moment and moment[0].seconds and moment[1] < len(words.starts))
            else None
        )
        if moment is None or joined is None or again is None:
            continue
        begins, ends = moment[1] + len(joined[0].split()), len(words.joined[: again.start()].split())
        first = _one(read(words.said(0, moment[1])))
        units = [unit for unit in _UNITS if first and unit in first.slots]
        if first is None or len(units) != 1 or begins >= ends:
            continue
        number = again["number"]
        length = {units[0]: int(number) if number.isdigit() else phrases.numbers[number]}
        second = _alike(first, words.said(begins, ends), language, read)
        if second is not None:
            kept = {k: v for k, v in second.slots.items() if k not in _UNITS}
            both = (first, replace(second, slots={**kept, **length}))
            return tuple(replace(each, text=text) for each in both)
    return None


def _one(found: Found | None) -> Intent | None:
    """Return the one order for later that was found."""
    one = found[0] if isinstance(found, tuple) and len(found) == 1 else None
    return one if one and one.name == _DELAYED and _COMMAND in one.slots else None


def _alike(first: Intent, things: str, language: str, read: Read) -> Intent | None:
    """Return the order for later that does to `things` what `first` does to others; None if it is unclear."""
    done = read(str(first.slots[_COMMAND]))
    for verb in pack(language).commands.plain_orders.values():
        words = f"{verb} {things}"
        found = read(words)
        if not (isinstance(found, tuple) and isinstance(done, tuple) and len(found) == len(done) == 1):
            continue
        domains = [{target.partition(".")[0] for target in each.targets} for each in (found[0], done[0])]
        if found[0].name == done[0].name and domains[0] == domains[1] and not found[0].confirm:
            return replace(first, slots={**first.slots, _COMMAND: words}, targets=found[0].targets)
    return None
