"""Converts numbers in words, as people say them to a voice assistant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of number words, by the words joined with spaces, and the most words of one number."""

    known: Mapping[str, int]
    longest: int

    @classmethod
    def of(cls, known: Mapping[str, int]) -> "_Values":
        return cls(known, max(len(words.split()) for words in known))

    def at(self, words: Sequence[str], place: int) -> tuple[int | None, int]:
        """Return the value of the most words at index `place`, and the index after them; None: no number."""
        for end in range(min(place + self.longest, len(words)), place, -1):
            value = self.known.get(" ".join(words[place:end]))
            if value is not None:
                return value, end
        return None, place + 1


@cache
def _with_accents(language: str) -> _Values:
    return _Values.of(pack(language).numbers.values)


@cache
def _without_accents(language: str) -> _Values:
    """Return the values of all number words, which are without accents."""
    numbers = pack(language).numbers
    known = {**numbers.values, **numbers.large}
    return _Values.of({without_accents(word): value for word, value in known.items()})


def with_digits(words: Sequence[str], language: str) -> list[str]:
    """Return lower-case `words` with each run of number words replaced by one number in digits.

    "por ciento" and a lone "one" or "uno" stay: they are seldom numbers. A word that speech recognition
    writes before digits becomes the one that was said ("two 21 degrees": "to").
    Raises BadInput (`unknown_language`).
    """
    numbers, values = pack(language).numbers, _with_accents(language)
    found: list[str] = []
    run: list[int] = []
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
        value, end = values.at(words, place)
        if value is None and run and _is_one_more(words, place, language):
            value = 1  # "treinta y un grados"
        if following[:1].isdigit() and word in numbers.misheard:
            word, value, end = numbers.misheard[word], None, place + 1  # as it was meant
        if tuple(words[max(0, place + 1 - len(numbers.percent)) : place + 1]) == numbers.percent:
            found += [*_digits_of(run), word]
            run, end = [], place + 1
        elif value is not None and (run or value != 1 or values.at(words, end)[0] == 100):
            if run and not _continues(run, value):
                found += _digits_of(run)
                run = []
            run.append(value)
        elif not (
            word == numbers.joiner
            and run
            and (values.at(words, end)[0] is not None or _is_one_more(words, end, language))
        ):
            found += [*_digits_of(run), *([word] if end == place + 1 else words[place:end])]
            run = []
        place = end
    return found + _digits_of(run)


def _is_one_more(words: Sequence[str], place: int, language: str) -> bool:
    """Return True if "and a" stands between tens and a unit, where it can be nothing but a number."""
    if place + 1 >= len(words) or words[place - 1] != pack(language).numbers.joiner:
        return False
    units = {name.split()[0] for names in pack(language).content.units.values() for name in names}
    return pack(language).numbers.large.get(words[place]) == 1 and words[place + 1] in units


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
    values = _without_accents(language)
    total, run, end = 0, list[int](), start
    while end < len(words):
        joined = bool(run) and words[end] == numbers.joiner
        value, after = values.at(words, end + joined)
        if value is None or (value != _THOUSAND and run and not _continues(run, value)):
            break
        if value == _THOUSAND:
            total, run = (_number_of(run) or 1) * _THOUSAND, []
        else:
            run.append(value)
        end = after
    return (
        None if end == start or (end == start + 1 and run == [1]) else (float(total + _number_of(run)), end)
    )


def begins_number(word: str, language: str) -> bool:
    """Return True if a number in words may begin with `word`, in lower case and without accents."""
    return word in _first_words(language)


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(said.split()[0] for said in _without_accents(language).known)


def is_one(word: str, language: str) -> bool:
    """Return True if `word` is 1 where nothing but a number can be. Raises BadInput (`unknown_language`)."""
    return pack(language).numbers.values.get(word) == 1


def _number_of(run: Sequence[int]) -> int:
    """Return the number that `run` makes; 0 for an empty one."""
    return int(_digits_of(run)[0]) if run else 0
