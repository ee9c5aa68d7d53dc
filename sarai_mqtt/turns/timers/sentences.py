"""Sentences about timers.

None of them contains the words of a command, because a microphone may hear the sentence.
"""

import math
import re
from collections.abc import Mapping

from sarai_mqtt.languages.grammar import Wording, sentence_of
from sarai_mqtt.languages.tables import for_language

_MINUTE, _HOUR = 60, 3600
_PLURAL_UNIT = re.compile(r"\b(hour|minute|second)s\b")
_INFINITIVE = re.compile(r"\w{2,}(?:ar|er|ir)(?:se|l[aeo]s?)?\b")

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "named": "the {name} timer",
        "unnamed": "the {each} timer",
        "commanding": "the {each} timer for {name}",
        "started": "I've set a timer for {time}",
        "started_named": "I've set the {name} timer for {time}",
        "started_command": "{name} in {time}",
        "cancelled": "I've cancelled {the}",
        "cancelled_all": "I've cancelled {count} timers",
        "paused": "I've paused {the}, with {time} left",
        "resumed": "{the} is running again, with {time} left",
        "added": "{the} now has {time} left",
        "left": "{time} left on {the}",
        "left_paused": "{the} is paused, with {time} left",
        "more": "and {count} more",
        "done": "{the} is done",
        "done_late": "{the} was done {time} ago",
        "command_late": "I missed {the} and did nothing",
        "none": "There are no timers",
        "no_such": "I can't find that timer",
        "none_running": "No timer is running",
        "none_paused": "No timer is paused",
        "which": "Which one? I have {the}",
        "no_time": "For how long? Say it again with a time",
        "too_long": "That's too long: {time} at most",
        "too_many": "There are {count} timers already: cancel one first",
        "too_little": "{the} has only {time} left",
        "no_command": "Sorry, I don't know how to do that",
    },
    "es": {
        "named": "el temporizador {of_name}",
        "unnamed": "el temporizador de {time}",
        "commanding": "el temporizador de {time} para {name}",
        "started": "He puesto un temporizador de {time}",
        "started_named": "He puesto un temporizador de {time} {for_name}",
        "started_command": "{name} dentro de {time}",
        "cancelled": "He cancelado {the}",
        "cancelled_all": "He cancelado {count} temporizadores",
        "paused": "He pausado {the}: {left} {time}",
        "resumed": "{the} sigue en marcha: {left} {time}",
        "added": "ahora {left} {time} {of}",
        "left": "{left} {time} {of}",
        "left_paused": "{the} está en pausa: {left} {time}",
        "more": "y {count} más",
        "done": "Ha terminado {the}",
        "done_late": "{the} terminó hace {time}",
        "command_late": "Se me ha pasado {the} y no he hecho nada",
        "none": "No hay ningún temporizador",
        "no_such": "No encuentro ese temporizador",
        "none_running": "No hay ningún temporizador en marcha",
        "none_paused": "No hay ningún temporizador en pausa",
        "which": "¿Cuál? Tengo {the}",
        "no_time": "¿De cuánto tiempo? Dilo otra vez con el tiempo",
        "too_long": "Es demasiado tiempo: {time} como mucho",
        "too_many": "Ya hay {count} temporizadores: cancela uno antes",
        "too_little": "{a_the} solo le {left} {time}",
        "no_command": "Lo siento, no sé hacer eso",
    },
}


def timer_sentence(
    key: str, words: Wording, *, the: str = "", name: str = "", seconds: float = 0.0, count: int = 0
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
    key = "named" if name else "commanding" if about else "unnamed"
    return _filled(key, words, the="", name=name or about, seconds=length, count=0)


def rounded(seconds: float) -> int:
    """Round the time left on a timer (s) for speech, never to zero.

    Under a minute to a second (up), under 10 minutes to 5 s, else to a minute.
    """
    if seconds < _MINUTE:
        return max(1, math.ceil(seconds))
    step = 5 if seconds < 10 * _MINUTE else _MINUTE
    return step * round(seconds / step)


def _filled(key: str, words: Wording, *, the: str, name: str, seconds: float, count: int) -> str:
    """Return the sentence part `key` with its placeholders filled in."""
    time = words.duration(_units(seconds))
    return for_language(_SENTENCES, words.language)[key].format(
        the=the,
        of=words.of(the),
        a_the=f"al {the[3:]}" if the.startswith("el ") else f"a {the}",
        name=name,
        of_name=_spanish_of(name, words),
        for_name=_spanish_for(name, words),
        time=time,
        each=_PLURAL_UNIT.sub(r"\1", time),
        left="queda" if time.startswith("1 ") else "quedan",
        count=count,
    )


def _units(seconds: float) -> dict[str, object]:
    """Return the hours, minutes and seconds of `seconds`, without those that are zero."""
    hours, rest = divmod(round(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    units = {"hours": hours, "minutes": minutes, "seconds": left}
    return {unit: n for unit, n in units.items() if n}


def _spanish_for(name: str, words: Wording) -> str:
    """Return the purpose of a timer: "para la pasta", but "para Ana" and "para estudiar"."""
    proper = name[:1].isupper() or _INFINITIVE.match(name)
    return f"para {name if proper else words.the(name)}"


def _spanish_of(name: str, words: Wording) -> str:
    """Return the phrase that identifies a timer: "de la pasta", but "de Ana" and "para estudiar"."""
    if _INFINITIVE.match(name):
        return _spanish_for(name, words)
    return words.of(name if name[:1].isupper() else words.the(name))
