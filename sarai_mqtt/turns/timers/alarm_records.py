"""An alarm, a reminder or an order for later, and its conversion to and from plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

from sarai_mqtt.core.events import AlarmKind, Intent
from sarai_mqtt.core.messages import NAME
from sarai_mqtt.languages.packs import available
from sarai_mqtt.languages.schema.clock_times import SunEvent
from sarai_mqtt.turns.timers.records import command_from_json, command_to_json, is_number

Kind = AlarmKind


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is to be announced or done at a moment: an alarm, a reminder or an order.

    Args:
        number: identifies it among the alarms.
        kind: what it is.
        site: where it was set, and is announced.
        language: ISO 639-1 code of the sentences about it.
        local: wall-clock time of the house at which it is due next, without a zone; None if `ends` says it.
        ends: house time at which it is due, s, if it was set by a duration.
        length: that duration, s; else 0.
        days: weekdays on which it repeats, 0 is Monday; empty if it is due once.
        message: what to remind of, or "".
        command: what to carry out; None unless it is an order.
        about: spoken name of the things that `command` acts on.
        doing: what `command` does, as it was said when it was set.
        sun: "sunrise" or "sunset" if it is due then, so that `local` follows the sun; else "".
        offset: minutes after it, negative before it.

    """

    number: int
    kind: Kind
    site: str
    language: str
    local: datetime | None = None
    ends: float | None = None
    length: float = 0.0
    days: tuple[int, ...] = ()
    message: str = ""
    command: Intent | None = None
    about: str = ""
    doing: str = ""
    sun: SunEvent | Literal[""] = ""
    offset: int = 0


def alarm_to_json(alarm: Alarm) -> dict[str, Any]:
    """Return an alarm as plain data that can be written as JSON."""
    data = {field.name: getattr(alarm, field.name) for field in fields(alarm)}
    data["local"] = None if alarm.local is None else alarm.local.isoformat(timespec="minutes")
    data["days"] = list(alarm.days)
    data["command"] = None if alarm.command is None else command_to_json(alarm.command)
    return data


def alarm_from_json(data: Any) -> Alarm | None:
    """Return the alarm that `alarm_to_json` wrote as `data`; None if `data` is anything else."""
    if not isinstance(data, Mapping):
        return None
    try:
        local = None if data["local"] is None else datetime.fromisoformat(data["local"])
        command = command_from_json(data["command"])
        alarm = Alarm(**{**data, "local": local, "days": tuple(data["days"]), "command": command})
    except (KeyError, TypeError, ValueError):
        return None
    return alarm if _is_valid(alarm) else None


def _is_valid(alarm: Alarm) -> bool:
    texts = (alarm.site, alarm.language, alarm.message, alarm.about, alarm.doing)
    numbers = (alarm.number, alarm.length, alarm.offset, 0.0 if alarm.ends is None else alarm.ends)
    if not all(map(is_number, numbers)) or not all(isinstance(text, str) for text in texts):
        return False
    # sentences about it need a known language
    languages = (alarm.language, *(() if alarm.command is None else (alarm.command.language,)))
    days = all(isinstance(day, int) and 0 <= day < 7 for day in alarm.days)
    due = (alarm.local is None) != (alarm.ends is None) and (alarm.local is not None or not alarm.days)
    sun = alarm.sun in ("", *get_args(SunEvent)) and (alarm.local is not None or not alarm.sun)
    naive = alarm.local is None or alarm.local.tzinfo is None
    known = alarm.kind in get_args(Kind) and all(each in available() for each in languages)
    does = (alarm.kind == "order") == (alarm.command is not None)
    return days and due and sun and naive and known and does and NAME.fullmatch(alarm.site) is not None
