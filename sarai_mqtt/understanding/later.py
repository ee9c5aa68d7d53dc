"""Orders about alarms, and orders that last until a clock time: "turn on the lamp until ten"."""

from collections.abc import Callable
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Found
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from sarai_mqtt.understanding.guards import reasons_against

Read = Callable[[str], Found | None]
"""Reads an order by its parts."""

# Kinds of things that may be called "the alarm".
_ALARM_DOMAINS = frozenset({"alarm_control_panel", "siren"})
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
_TELLING = frozenset({"times", "day", "days", "hours", "minutes", "seconds", "message"})


def about_alarms(text: str, language: str, home: Home, by_template: Intent | None) -> Intent | None:
    """Return the order or question about alarms and reminders that `text` is; None if it is none.

    `by_template` is what a template reads in it. It holds where that is about a timer ("five more minutes"),
    and where the home has a thing that may be called the alarm and nothing tells that an alarm clock is
    meant: a moment, a reminder, alarms where the home has but one such thing. Raises BadInput
    (`unknown_language`).
    """
    reader = alarm_reader(language)
    found = None if reader is None else reader.read(text)
    if found is None or (by_template is not None and by_template.name.endswith("Timer")):
        return None
    alarms = [thing for thing in home.entities if thing.partition(".")[0] in _ALARM_DOMAINS]
    told = (
        found.slots.keys() & _TELLING
        or found.name in ("HassAlarmStatus", "HassSetReminder")
        or found.slots.get("kind") == "reminder"
        or ("all" in found.slots and len(alarms) < 2)
    )
    other = by_template is not None or alarms
    return None if other and not told else found


def until_a_moment(text: str, language: str, read: Read) -> tuple[Intent, ...] | None:
    """Return the order in `text` that lasts until a moment, and its undoing then; None if it is none.

    They are read as if the order were to last for some minutes. Raises BadInput (`unknown_language`).
    """
    reader = alarm_reader(language)
    later = None if reader is None else reader.lasting(text)
    if later is None or reasons_against(later.words, language, _ANY_ORDER):
        return None
    orders, times = pack(language).orders, pack(language).clock_times
    if orders is None or times is None:
        return None
    found = read(f"{later.words} {orders.times['for'][0]} 5 {times.units['minutes'][1]}")
    if not isinstance(found, tuple) or len(found) != 2 or found[1].name != "HassStartTimer":
        return None
    now, undoing = found
    told = str(undoing.slots.get("conversation_command", ""))
    return replace(now, text=text), _scheduled(text, undoing, told, later.slots)


def _scheduled(text: str, command: Intent, words: str, slots: dict[str, str | int | float]) -> Intent:
    return Intent(
        "",
        "HassScheduleCommand",
        {**slots, "conversation_command": words},
        command.targets,
        text,
        command.language,
        1.0,
        confirm=command.confirm,
    )
