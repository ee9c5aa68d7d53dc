"""Sentences about timers.

None of them contains the words of a command, because a microphone may hear the sentence.
"""

import math

from sarai_mqtt.languages.grammar import sentence_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.timers import TimerClause
from sarai_mqtt.languages.schema.wording import Wording

_MINUTE, _HOUR = 60, 3600


def timer_sentence(
    key: TimerClause, words: Wording, *, the: str = "", name: str = "", seconds: float = 0.0, count: int = 0
) -> str:
    """Return the sentence `key`.

    `the` is the spoken name of the timer, `name` its own name, `seconds` the duration to say and `count` a
    number of timers.
    """
    return sentence_of(_filled(key, words, the=the, name=name, seconds=seconds, count=count))


def timer_name(name: str, about: str, length: float, words: Wording) -> str:
    """Return the spoken name of a timer.

    That is its own `name`, or its `length` (s) with the subject of its command (`about`, "" without one).
    """
    key: TimerClause = "named" if name else "commanding" if about else "unnamed"
    return _filled(key, words, the="", name=name or about, seconds=length, count=0)


def rounded(seconds: float) -> int:
    """Round the time left on a timer (s) for speech, never to zero.

    Under a minute to a second (up), under 10 minutes to 5 s, else to a minute.
    """
    if seconds < _MINUTE:
        return max(1, math.ceil(seconds))
    step = 5 if seconds < 10 * _MINUTE else _MINUTE
    return step * round(seconds / step)


def spoken_duration(seconds: float, words: Wording) -> str:
    """Return a duration in words, without units that are zero."""
    return words.duration(_units(seconds))


def _filled(key: TimerClause, words: Wording, *, the: str, name: str, seconds: float, count: int) -> str:
    """Return the sentence part `key` with its placeholders filled in."""
    time = spoken_duration(seconds, words)
    clause = pack(words.language).timers.clauses[key]
    return clause.format(
        the=the,
        of=words.of(the),
        name=name,
        time=time,
        count=count,
        **words.timer_parts(the, name, time),
    )


def _units(seconds: float) -> dict[str, object]:
    """Return the hours, minutes and seconds of `seconds`, without those that are zero."""
    hours, rest = divmod(round(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    units = {"hours": hours, "minutes": minutes, "seconds": left}
    return {unit: n for unit, n in units.items() if n}
