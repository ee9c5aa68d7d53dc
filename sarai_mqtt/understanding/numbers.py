"""Converts numbers in words, in English and Spanish, as people say them to a voice assistant."""

from collections.abc import Mapping, Sequence

from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.tables import for_language

_EN_SMALL = (  # noqa: SIM905 - easier to read
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_ES_SMALL = (  # noqa: SIM905
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve "
).split()
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ES_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_VALUES: Mapping[str, Mapping[str, int]] = {
    "en": {
        **{word: n for n, word in enumerate(_EN_SMALL)},
        **{word: 10 * n for n, word in enumerate(_EN_TENS, 2)},
        "hundred": 100,
    },
    "es": {
        **{word: n for n, word in enumerate(_ES_SMALL)},
        **{word: 10 * n for n, word in enumerate(_ES_TENS, 3)},
        "cien": 100,
        "ciento": 100,
        "doscientos": 200,
        "trescientos": 300,
    },
}
_MISHEARD: Mapping[str, Mapping[str, str]] = {
    "en": {"two": "to", "too": "to", "four": "for"},
    "es": {},
}  # before a number
_JOINERS: Mapping[str, str] = {"en": "and", "es": "y"}
_THOUSAND = 1000
# Spoken in sentences, though no value in a house is that large.
_LARGE: Mapping[str, Mapping[str, int]] = {
    "en": {"thousand": _THOUSAND},
    "es": {
        "cuatrocientos": 400,
        "quinientos": 500,
        "seiscientos": 600,
        "setecientos": 700,
        "ochocientos": 800,
        "novecientos": 900,
        "mil": _THOUSAND,
        "veintiun": 21,
    },
}
_UNACCENTED = {
    language: {
        without_accents(word): value for word, value in {**values, **for_language(_LARGE, language)}.items()
    }
    for language, values in _VALUES.items()
}


def with_digits(words: Sequence[str], language: str) -> list[str]:
    """Return lower-case `words` with each run of number words replaced by one number in digits.

    "por ciento" and a lone "one" or "uno" stay: they are seldom numbers. Before digits the English "two",
    "too" and "four" become the "to" and "for" that were said. Raises BadInput (`unknown_language`).
    """
    values, joiner = for_language(_VALUES, language), for_language(_JOINERS, language)
    misheard = for_language(_MISHEARD, language)
    found: list[str] = []
    run: list[int] = []
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if following[:1].isdigit():
            word = misheard.get(word, word)  # noqa: PLW2901 - as it was meant
        if word == "ciento" and i and words[i - 1] == "por":
            found += [*_digits_of(run), word]
            run = []
        elif word in values and (run or values[word] != 1 or values.get(following) == 100):
            if run and not _continues(run, values[word]):
                found += _digits_of(run)
                run = []
            run.append(values[word])
        elif not (word == joiner and run and following in values):
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
    if (
        "".join(words[start : start + 1]) in for_language(_MISHEARD, language)
        and "".join(words[start + 1 : start + 2])[:1].isdigit()
    ):
        return None  # "two 21 degrees"
    values, joiner = for_language(_UNACCENTED, language), for_language(_JOINERS, language)
    total, run, end = 0, list[int](), start
    while end < len(words):
        joined = bool(run) and words[end] == joiner
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
