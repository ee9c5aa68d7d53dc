"""Moves an alarm, a reminder or an order for later to another moment."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.schema.clock_times import SunEvent
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.timers.alarm_list import AlarmList
from sarai_mqtt.turns.timers.alarm_records import Alarm
from sarai_mqtt.turns.timers.moments import minute_of, minutes_of, moment_changed, next_of_days
from sarai_mqtt.turns.timers.selection import seconds_in


def moved_alarm(
    alarm: Alarm,
    slots: Mapping[str, SlotValue],
    alarms: AlarmList,
    by_sun: Callable[[tuple[int, ...]], datetime | None],
) -> Alarm | None:
    """Return `alarm` at the moment that `slots` tell; None if it is over, or not known.

    `by_sun` returns the local time of the sunrise or sunset that they tell, on given weekdays. `later` is by
    how many seconds it is put off, negative if it is brought forward.
    """
    if later := float(slots.get("later", 0)):
        return _put_off(alarm, later)
    if seconds := seconds_in(slots):
        ends = alarms.clock.now() + seconds
        return replace(alarm, local=None, days=(), ends=ends, length=seconds, sun="", offset=0)
    days = tuple(WEEKDAYS.index(day) for day in str(slots.get("days", "")).split()) or alarm.days
    changed: dict[str, Any] = {"ends": None, "length": 0.0, "days": days}
    if "sun" in slots:
        changed |= {"local": by_sun(days), "sun": cast(SunEvent, slots["sun"])}
        changed |= {"offset": int(slots.get("offset", 0))}
    else:
        times = minutes_of(str(slots["times"])) if "times" in slots else ()
        old = alarm.local or alarms.local() + timedelta(seconds=alarms.left(alarm))
        local = moment_changed(times, str(slots.get("day", "")), old, alarms.local())
        if local is not None and "days" in slots:
            local = next_of_days(minute_of(local), days, alarms.local())
        changed |= {"local": local, "sun": "" if times else alarm.sun}
    return None if changed["local"] is None else replace(alarm, **changed)


def _put_off(alarm: Alarm, seconds: float) -> Alarm:
    if alarm.local is None:
        return replace(alarm, ends=(alarm.ends or 0.0) + seconds)
    offset = alarm.offset + round(seconds / 60) if alarm.sun else 0
    return replace(alarm, local=alarm.local + timedelta(seconds=seconds), offset=offset)
