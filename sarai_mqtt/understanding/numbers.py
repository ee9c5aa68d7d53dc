"""Converts numbers in words, as people say them to a voice assistant."""

from collections.abc import Mapping, Sequence
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

_THOUSAND = 1000


@cache
def _unaccented(language: str) -> Mapping[str, int]:
    """Return the values of all number words, which are without accents."""
    numbers = pack(language).numbers
    known = {**numbers.values, **numbers.large}
    return {without_accents(word): value for word, value in known.items()}


def with_digits(words: Sequence[str], language: str) -> list[str]:
    """Return lower-case `words` with each run of number words replaced by one number in digits.

    "por ciento" and a lone "one" or "uno" stay: they are seldom numbers. A word that speech recognition
    writes before digits becomes the one that was said ("two 21 degrees": "to").
    Raises BadInput (`unknown_language`).
    """
    numbers = pack(language).numbers
    values = numbers.values
    found: list[str] = []
    run: list[int] = []
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if following[:1].isdigit():
            word = numbers.misheard.get(word, word)  # noqa: PLW2901 - as it was meant
        if tuple(words[max(0, i + 1 - len(numbers.percent)) : i + 1]) == numbers.percent:
            found += [*_digits_of(run), word]
            run = []
        elif word in values and (run or values[word] != 1 or values.get(following) == 100):
            if run and not _continues(run, values[word]):
                found += _digits_of(run)
                run = []
            run.append(values[word])
        elif not (word == numbers.joiner and run and following in values):
            found += [*_digits_of(run), word]
            run = []
    return found + _digits_of(run)


def _continues(run: Sequence[int], value: int) -> bool:
    """Return True if `value` can follow the numbers of `run`.

    Units can follow tens, tens and units can follow hundreds, and "hundred" can follow a unit.
    """
    last = run[-1]
    return value == 100 > last or last >= 100 > value or (last % 10 == 0 and last >= 20 and 0 < value < 10)


def _digits_of(run: Sequence[int]) -> list[str]:
    """Return the number that `run` makes, in digits, as a list of one; an empty run makes an empty list."""
    total = 0
    for value in run:
        total = total * 100 if value == 100 and 0 < total < 10 else total + value
    return [str(total)] if run else []


def number_at(words: Sequence[str], start: int, language: str) -> tuple[float, int] | None:
    """Return the number in words that begins at index `start`, and the index after it; None if there is none.

    `words` are in lower case and without accents. A lone "one" or "uno" is no number. Numbers may go beyond
    "thousand", unlike in `with_digits`. Raises BadInput (`unknown_language`).
    """
    numbers = pack(language).numbers
    if (
        "".join(words[start : start + 1]) in numbers.misheard
        and "".join(words[start + 1 : start + 2])[:1].isdigit()
    ):
        return None  # "two 21 degrees"
    values = _unaccented(language)
    total, run, end = 0, list[int](), start
    while end < len(words):
        joined = bool(run) and words[end] == numbers.joiner
        value = values.get(words[end + joined] if end + joined < len(words) else "")
        if value is None or (value != _THOUSAND and run and not _continues(run, value)):
            break
        if value == _THOUSAND:
            total, run = (_number_of(run) or 1) * _THOUSAND, []
        else:
            run.append(value)
        end += 1 + joined
    return (
        None if end == start or (end == start + 1 and run == [1]) else (float(total + _number_of(run)), end)
    )


def _number_of(run: Sequence[int]) -> int:
    """Return the number that `run` makes; 0 for an empty one."""
    return int(_digits_of(run)[0]) if run else 0
