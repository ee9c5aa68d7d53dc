"""Orders for later: "in half an hour", and "for five minutes", which is two commands."""

import re
from collections.abc import Callable, Mapping

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import spoken_name
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.reader.frames import Action, Frame, When
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

Later = Callable[[str], tuple[Intent, ...] | None]
"""Reads the words of a command as they will be read when its timer ends; None if they are no command."""

_MAX_SECONDS = 24 * 3600
_OPPOSITES: Mapping[Action, Action] = {
    "turn_on": "turn_off",
    "turn_off": "turn_on",
    "open": "close",
    "close": "open",
    "unlock": "lock",  # never the other way round: nothing unlocks a door unattended
    "start": "turn_off",
    "pause": "resume",
}
_SPACES = re.compile(r"\s+")


def delayed(
    setting: Setting, frame: Frame, when: When, intents: tuple[Intent, ...], later: Later
) -> tuple[Intent, ...]:
    """Return the timer that carries out the one command of `intents` when it ends. Raises RefusedError."""
    del frame
    start = setting.text.lower().find(when.said.lower())
    if start < 0 or len(intents) != 1:
        raise RefusedError("unaccounted", when.said)
    words = setting.text[:start] + " " + setting.text[start + len(when.said) :]
    words = _SPACES.sub(" ", words).strip(" ,.;:!?¡¿")
    read = later(words)
    if read is None or _acts(read) != _acts(intents):
        raise RefusedError("unaccounted", when.said)
    return (_timer(setting, when, words, intents[0]),)


def lasting(
    setting: Setting, frame: Frame, when: When, intents: tuple[Intent, ...], later: Later
) -> tuple[Intent, ...]:
    """Return the command, and the timer that undoes it when its time is over. Raises RefusedError."""
    is_lock = len(intents) == 1 and all(t.startswith("lock.") for t in intents[0].targets)
    # a door that was unlocked to be open is locked again
    opposite = "lock" if is_lock and frame.action == "open" else _OPPOSITES.get(frame.action)
    verb = pack(setting.language).commands.plain_orders.get(opposite or "")
    if verb is None or len(intents) != 1 or frame.amount or frame.colour or frame.mode:
        raise RefusedError("unaccounted", when.said)
    said = wording(setting.language)
    names = [spoken_name(setting.home.entities[t].names, setting.language) for t in intents[0].targets]
    words = f"{verb} {said.listed([said.the(name) for name in names])}"
    read = later(words)
    if read is None or len(read) != 1 or set(read[0].targets) != set(intents[0].targets):
        raise RefusedError("unaccounted", when.said)
    return (intents[0], _timer(setting, when, words, read[0]))


def _timer(setting: Setting, when: When, words: str, command: Intent) -> Intent:
    slots: dict[str, SlotValue] = {**_units(when), "conversation_command": words}
    return Intent(
        "",
        "HassStartTimer",
        slots,
        command.targets,
        setting.text,
        setting.language,
        1.0,
        confirm=command.confirm,
    )


def _units(when: When) -> dict[str, SlotValue]:
    seconds = when.seconds or 0
    if not 0 < seconds <= _MAX_SECONDS:
        raise RefusedError("out_of_range", when.said)
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    units = {"hours": hours, "minutes": minutes, "seconds": rest}
    return {unit: value for unit, value in units.items() if value}


def _acts(intents: tuple[Intent, ...]) -> list[tuple[str, frozenset[str]]]:
    return [(intent.name, frozenset(intent.targets)) for intent in intents]
