"""Takes the code of an alarm out of a text, before the text goes anywhere: "disarm it, code 1 2 3 4".

Words of every language count, whatever the text is taken for: a code must not be published because its
language was guessed wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from sarai_mqtt.languages.packs import part_of_each
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.spelling import without_accents

MASK = "••••"
_WORD = re.compile(r"\w+")
_BETWEEN = 3  # words between "code" and its digits: "the code is number …"
_GAP = 1  # words within a code that are no numbers: misheard ones, "y"
_LEAST = 3  # digits that are a code after "disarm"
_ALONE = 4  # single digits in a row, or digits of one number, that are a code beside "alarm"
_ENDS = re.compile(r"^[\s,;:.\-–—]+|[\s,;:\-–—]+$")
_TENS = frozenset(range(20, 100, 10))


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text without the code said in it.

    `shown` has MASK in place of the code, `order` is without the words for it, and `code` are its digits, ""
    without one.
    """

    shown: str
    order: str
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    misheard: dict[str, int]
    codes: frozenset[str]
    disarms: frozenset[str]
    leading: frozenset[str]
    alarms: frozenset[str]
    timed: frozenset[str]


def without_code(text: str) -> SpokenText:
    """Return `text` with the code of an alarm taken out, itself if none is said in it."""
    tokens = list(_WORD.finditer(text))
    words = [without_accents(token[0].lower()) for token in tokens]
    known = _words()
    found = _coded(words, known) or _disarming(words, known) or _beside_alarm(words, known)
    if found is None:
        return SpokenText(text, text)
    start, end, first, last = found
    from_, to = tokens[start].start(), tokens[end - 1].end()
    shown = text[:from_] + MASK + text[to:]
    before, after = text[: tokens[first].start()], text[tokens[last - 1].end() :]
    order = " ".join((_ENDS.sub("", before) + after).split()) if after.strip(" .!?") else before
    digits = "".join(_digits(words[start:end], known))
    return SpokenText(shown, _ENDS.sub("", order) or shown, digits)


def _coded(words: list[str], known: _Words) -> tuple[int, int, int, int] | None:
    """Return the span of the digits beside a word for a code, and that of all that is said of the code."""
    for place, word in enumerate(words):
        if word not in known.codes:
            continue
        first = place
        while first and words[first - 1] in known.leading:
            first -= 1
        for start in range(place + 1, min(place + 2 + _BETWEEN, len(words))):
            if end := _end_of_run(words, start, known):
                return start, end, first, end
        for end in range(place, max(place - 1 - _BETWEEN, 0), -1):
            start = end
            while start and _is_number(words[start - 1], known):
                start -= 1
            if start < end:
                return start, end, start, place + 1
    return None


def _disarming(words: list[str], known: _Words) -> tuple[int, int, int, int] | None:
    """Return the spans of a code that is said without the word for it: "disarm the alarm 1 2 3 4"."""
    if not any(word in known.disarms for word in words):
        return None
    for start in range(len(words)):
        end = _end_of_run(words, start, known)
        if end and len("".join(_digits(words[start:end], known))) >= _LEAST:
            return start, end, start, end
    return None


def _beside_alarm(words: list[str], known: _Words) -> tuple[int, int, int, int] | None:
    """Return the spans of a code that can be no time: "turn off the alarm 1 2 3 4"."""
    if known.alarms.isdisjoint(words):
        return None
    for start in range(len(words)):
        end = _end_of_run(words, start, known)
        digits = _digits(words[start:end], known)
        alone = sum(len(each) == 1 for each in digits) >= _ALONE or any(len(d) >= _ALONE for d in digits)
        if end and alone and not (start and words[start - 1] in known.timed):
            return start, end, start, end
    return None


def _end_of_run(words: list[str], start: int, known: _Words) -> int:
    """Return the index after the numbers that begin at `start`; 0 if none do."""
    if not _is_number(words[start], known):
        return 0
    end, place = start + 1, start + 1
    while place < len(words) and place <= end + _GAP:
        last_or_between = place + 1 == len(words) or _is_number(words[place + 1], known)
        if _is_number(words[place], known) or (words[place] in known.misheard and last_or_between):
            end = place + 1
        place += 1
    return end


def _is_number(word: str, known: _Words) -> bool:
    return word.isdecimal() or word in known.numbers


def _digits(words: Iterable[str], known: _Words) -> list[str]:
    """Return the digits of each number; "thirty four" is one of them."""
    found: list[str] = []
    tens = 0
    for word in words:
        value = int(word) if word.isdecimal() else known.numbers.get(word, known.misheard.get(word))
        if value is None:
            continue
        if tens and not word.isdecimal() and 0 < value < 10:
            found[-1], tens = str(tens + value), 0
            continue
        tens = value if not word.isdecimal() and value in _TENS else 0
        found.append(word if word.isdecimal() else str(value))
    return found


@cache
def _words() -> _Words:
    guards: list[Guards] = part_of_each("guards.yaml", Guards)
    numbers: list[Numbers] = part_of_each("numbers.yaml", Numbers)
    values = {
        without_accents(word): value
        for each in numbers
        for word, value in each.values.items()
        if " " not in word
    }
    # "to" and "for", which recognition writes for numbers, as far as they stand among others
    misheard = {
        meant: values[said] for each in numbers for said, meant in each.misheard.items() if said in values
    }
    return _Words(
        values,
        misheard,
        codes=frozenset(without_accents(word) for each in guards for word in each.codes),
        disarms=frozenset(without_accents(word) for each in guards for word in each.disarms),
        leading=frozenset(without_accents(word) for each in guards for word in each.before_codes),
        alarms=frozenset(without_accents(word) for each in guards for word in each.alarms),
        timed=frozenset(without_accents(word) for each in guards for word in each.before_times),
    )
