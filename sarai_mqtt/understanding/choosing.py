"""Answers to the question "which one?": which of the things that were named is meant."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.confirmation import without_courtesies
from sarai_mqtt.understanding.numbers import with_digits

_Phrase = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # with digits, which names may have


@dataclass(frozen=True, slots=True)
class _Option:
    """The words that one thing may be called by: its whole names, and all words of names and places."""

    names: frozenset[frozenset[str]]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of a language with which people choose, without accents."""

    none_of: frozenset[_Phrase]
    together: dict[_Phrase, int]
    places: dict[_Phrase, int]
    pointing: frozenset[_Phrase]
    function: frozenset[str]


def options_meant(choice: Choice, text: str, language: str, home: Home) -> tuple[int, ...] | None:
    """Return the indices of the options of `choice` that `text` means; () for none of them.

    None if it does not answer the question: every content word must belong to a name or a place of what is
    meant, or tell its place in the order. Raises BadInput (`unknown_language`).
    """
    if "?" in text:
        return None
    said, table = without_courtesies(_plain(text), language), _table(language)
    if said in table.none_of:
        return ()
    every = tuple(range(len(choice.options)))
    if said in table.together:
        return every if table.together[said] in (0, len(every)) else None
    content = _content(said, language)
    if not content:
        return None
    options = [_option(home, thing, language) for thing in choice.things]
    asked = frozenset(_content(_plain(choice.words), language))
    named = _named(options, frozenset(content), asked)
    if named is not None:
        return named
    place = _place(content, options, asked, table)
    return None if place is None else (place,)


def commands_of(choice: Choice, meant: Sequence[int]) -> tuple[Intent, ...]:
    """Return the commands of the options with the indices `meant`, each once, in their order.

    Commands that differ only in the thing are one command about all of the things.
    """
    commands: list[Intent] = []
    for index in meant:
        for intent in choice.options[index]:
            alike = next((n for n, known in enumerate(commands) if _are_alike(known, intent)), None)
            if alike is None:
                commands.append(intent)
            elif commands[alike] != intent:
                commands[alike] = _both(commands[alike], intent)
    return tuple(commands)


def _are_alike(one: Intent, other: Intent) -> bool:
    """Return True if two commands are equal, or do the same with other things."""
    about_things = bool(one.targets and other.targets) and one.name == other.name
    return one == other or (about_things and _values(one) == _values(other))


def _values(intent: Intent) -> dict[str, object]:
    return {slot: value for slot, value in intent.slots.items() if slot not in ("name", "area", "floor")}


def _both(one: Intent, other: Intent) -> Intent:
    slots = {k: v for k, v in one.slots.items() if k != "name" and other.slots.get(k) == v}
    targets = tuple(dict.fromkeys((*one.targets, *other.targets)))
    return replace(one, slots=slots, targets=targets, confirm=one.confirm or other.confirm)


def _named(
    options: Sequence[_Option], content: frozenset[str], asked: frozenset[str]
) -> tuple[int, ...] | None:
    """Return the options that `content` names; None if it names none, or does not tell them apart.

    `asked` are the words that stand for any of them.
    """
    exact = [index for index, option in enumerate(options) if content in option.names]
    if len(exact) == 1:
        return tuple(exact)
    if content <= asked:
        return None
    for common in (frozenset[str](), asked):
        own = [index for index, option in enumerate(options) if content - common <= option.words]
        if len(own) == 1:
            return tuple(own)
        if own:
            return None
    whole = [i for i, option in enumerate(options) if any(name <= content for name in option.names if name)]
    explained = frozenset[str]().union(*(options[index].words for index in whole))
    return tuple(whole) if len(whole) > 1 and content <= explained else None


def _place(
    content: Sequence[str], options: Sequence[_Option], asked: Collection[str], table: _Table
) -> int | None:
    """Return the index of the option whose place in the order `content` tells; None if it tells none."""
    for start in range(len(content)):
        for end in range(len(content), start, -1):
            phrase = tuple(content[start:end])
            digits = len(phrase) == 1 and phrase[0].isdecimal()
            number = int(phrase[0]) if digits else table.places.get(phrase)
            if number is None:
                continue
            index = number - 1 if number > 0 else len(options) + number
            rest = {*content[:start], *content[end:]} - set(asked)
            return index if 0 <= index < len(options) and rest <= options[index].words else None
    return None


def _content(words: Sequence[str], language: str) -> list[str]:
    """Return the words that tell something, in order, with numbers as digits."""
    table = _table(language)
    kept: list[str] = []
    at = 0
    longest = max(map(len, table.pointing), default=1)
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 0, -1)
        length = next((n for n in lengths if tuple(words[at : at + n]) in table.pointing), 0)
        if not length and words[at] not in table.function:
            kept.append(words[at])
        at += length or 1
    return with_digits(kept, language)


def _option(home: Home, thing: str, language: str) -> _Option:
    entity = home.entities.get(thing)
    if entity is None:
        return _Option(frozenset(), frozenset())
    area = home.areas.get(entity.area or "")
    floor = home.floors.get(home.floor_of(entity) or "")
    names = _all_names(entity.names.values(), language)
    places = [n for place in (area, floor) if place for n in _all_names(place.names.values(), language)]
    return _Option(names, frozenset[str]().union(*names, *places))


def _all_names(names: Iterable[Sequence[str]], language: str) -> frozenset[frozenset[str]]:
    """Return the content words of each name, in any language."""
    return frozenset(frozenset(_content(_plain(name), language)) for each in names for name in each)


def _plain(text: str) -> _Phrase:
    return tuple(without_accents(word) for word in _WORD.findall(text.lower()))


@cache
def _table(language: str) -> _Table:
    answers, words = pack(language).answers, pack(language).words
    return _Table(
        frozenset(map(_plain, answers.none_of)),
        {_plain(phrase): count for phrase, count in answers.together.items()},
        {_plain(phrase): place for phrase, place in answers.places.items()},
        frozenset(map(_plain, answers.pointing)),
        frozenset(without_accents(word) for word in words.function),
    )
