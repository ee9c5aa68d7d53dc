"""Orders about alarms, and orders at or until a clock time: "turn on the lamp at ten", "… until ten"."""

from collections.abc import Callable
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Found, LeftOver
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.text_account import FREE_TEXT
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from sarai_mqtt.understanding.asides import PAUSE, orders_beside
from sarai_mqtt.understanding.clock_asides import clock_order_beside
from sarai_mqtt.understanding.clock_changes import clock_changes
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.guards import HARMLESS, reasons_against
from sarai_mqtt.understanding.later_pairs import delayed_pair, lasting_order
from sarai_mqtt.understanding.order_times import Planned, order_times, slots_of
from sarai_mqtt.understanding.planned_pairs import lasting_from, planned_pair, scheduled
from sarai_mqtt.understanding.time_phrases import plain_words
from sarai_mqtt.understanding.timer_helpers import of_helper
from sarai_mqtt.understanding.timer_reader import timer_reader

Read = Callable[[str], Found | None]
"""Reads an order by its parts."""

# Kinds of things that may be called "the alarm".
_ALARM_DOMAINS = frozenset({"alarm_control_panel", "siren"})
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)
# Things that are turned on "at" an amount; a lamp is so only in other words.
_SET_TO = frozenset(
    {"climate", "water_heater", "humidifier", "fan", "media_player", "number", "input_number", "valve"}
)
_WITHOUT_AMOUNT = frozenset(
    {"HassTurnOff", "HassToggle", "HassVacuumStart", "HassVacuumReturnToBase", "HassVacuumCleanArea",
     "HassLawnMowerStartMowing", "HassLawnMowerDock", "HassMediaPause", "HassMediaUnpause"}
)  # fmt: skip
_AMOUNTS = frozenset(
    {"brightness", "temperature", "position", "percentage", "humidity", "volume_level", "color"}
)
# What the words of a moment may look like: "on Mondays" is the subject of a statement.
_OF_MOMENTS = frozenset({"scheduled", "conditional", "statement"})
_TELLING = frozenset({"times", "sun", "day", "days", "hours", "minutes", "seconds", "message"})


def about_alarms(
    text: str, language: str, home: Home, by_template: Intent | None
) -> tuple[Intent, ...] | None:
    """Return the orders or the question about alarms and reminders that `text` is; None if it is none.

    `by_template` is what a template reads in it. It holds where that is about a timer ("five more minutes"),
    and where the home has a thing that may be called the alarm and nothing tells that an alarm clock is
    meant: a moment, a reminder, alarms where the home has but one such thing. Raises BadInput
    (`unknown_language`).
    """
    reader = alarm_reader(language)
    found = None if reader is None else reader.read(text)
    if found is None and reader and (several := reader.several(text)):
        return several
    changes = clock_changes(language)
    if found is None and by_template is None and changes and (changed := changes.read(text)):
        return (changed,)
    if found is None or (by_template is not None and by_template.name.endswith("Timer")):
        return None
    alarms = [thing for thing in home.entities if thing.partition(".")[0] in _ALARM_DOMAINS]
    of_a_panel = bool(alarms and reader and reader.may_be_of_a_panel(text))
    told = (
        found.slots.keys() & _TELLING
        or found.name in ("HassSetAlarm", "HassSetReminder")
        or (found.name == "HassSnoozeAlarm" and "stop" not in found.slots)  # no panel is put off
        or (found.name == "HassAlarmStatus" and not of_a_panel)
        or (found.name == "HassCancelAlarm" and reader and reader.is_of_no_panel(text))
        or found.slots.get("kind") == "reminder"
        or ("all" in found.slots and len(alarms) < 2)
    )
    other = by_template is not None or alarms
    return None if other and not told else (found,)


def about_timers(
    text: str, language: str, by_template: Intent | None, home: Home
) -> tuple[Intent, ...] | None:
    """Return the order or question about timers that `text` is; None if it is none.

    `by_template` is what a template reads in it. It holds, unless it has a name that may be more than a name.
    Raises BadInput (`unknown_language`).
    """
    named = by_template is not None and by_template.name.endswith("Timer") and "name" in by_template.slots
    if by_template is not None and not named:
        return None
    reader = timer_reader(language)
    found = of_helper(reader.read(text), home) if reader else None
    return None if found is None else (found,)


def clock_order(text: str, language: str, read: Read, strictly: Read) -> tuple[Intent, ...] | None:
    """Return the commands for later in `text` that are only part of it, or what it takes back; None without.

    It may tell a reason too, or what is done now and undone later, or name the things of what is set for
    later and not to be done. Raises BadInput (`unknown_language`).
    """

    def nested(said: str) -> Found | None:
        found = read(said)
        partly = None if isinstance(found, tuple) else lasting_order(said, language, read)
        return partly or found

    found = clock_order_beside(text, language, nested, strictly) or lasting_order(text, language, read)
    found = found or delayed_pair(text, language, read)
    changes = clock_changes(language)
    beside = [each.order for each in orders_beside(text, language)] if changes and not found else []
    said = beside if PAUSE.search(text) else [text]  # "cancel the one for the rice, it's done"
    dropped = next((each for one in said if changes and (each := changes.dropped(one))), None)
    return found or (None if dropped is None else (replace(dropped, text=text),))


def clock_refusal(text: str, language: str) -> LeftOver | None:
    """Return the words behind the beginning of an order about alarms or reminders that are no part of it.

    Only a time, or a condition, is refused so: None without one. Raises BadInput (`unknown_language`).
    """
    reader, clock = alarm_reader(language), clock_reader(language)
    left = reader.left_over(text) if reader else ""
    timed = bool(clock and clock.may_tell_time(plain_words(left)))
    if not left or not (timed or "conditional" in reasons_against(text, language, _ANY_ORDER)):
        return None
    return LeftOver((left,), "unaccounted", language)


def change_of(text: str, language: str, before: Intent) -> Intent | None:
    """Return what `text` makes of `before`, which set something for later or asked when; None if nothing.

    "Turn off the alarm" right after an alarm was set is about that one. Raises BadInput (`unknown_language`).
    """
    changes = clock_changes(language)
    found = changes.follow_up(text, before) if changes else None
    if found is None and before.name.endswith("Timer"):
        timers = timer_reader(language)
        asked = timers.read(text) if timers else None
        return asked if asked is not None and asked.name == "HassTimerStatus" else None
    if found is not None or before.name not in ("HassSetAlarm", "HassChangeAlarm", "HassAlarmStatus"):
        return found
    reader = alarm_reader(language)
    cancelled = reader.read(text) if reader else None
    is_last = cancelled is not None and cancelled.name == "HassCancelAlarm" and not cancelled.slots
    return cancelled if is_last else None


def at_a_moment(text: str, language: str, read: Read, *, bare: bool = False) -> Found | None:
    """Return the order for a moment in `text`; None if it is none.

    `bare`: read only orders of which the moment is a mere hour ("at seven"), and which no amount could mean;
    else only those of which it is surely a moment. An order that repeats and needs a yes is a LeftOver: it
    would be carried out unattended. Raises BadInput (`unknown_language`).
    """
    times = order_times(language)
    for planned in times.planned(text) if times else ():
        if (planned.moment.grade == "bare") != bare:
            continue
        found = read(planned.words)
        commands = found if isinstance(found, tuple) else ()
        if not commands or not _may_be_planned(commands[0], planned, text, lasts=len(commands) > 1):
            continue
        if len(commands) > 1:
            if pair := lasting_from(text, commands, planned.moment, read):
                return pair
            continue
        (command,) = commands
        if planned.moment.days and command.confirm:
            return LeftOver((planned.said,), "unaccounted", language)
        return (scheduled(text, command, planned.words, slots_of(planned.moment)),)
    return None


def _may_be_planned(command: Intent, planned: Planned, text: str, *, lasts: bool) -> bool:
    """Return True if a command may be carried out later, and its moment is no part of it.

    One that `lasts` for a length of time has no other amount.
    """
    if command.name in HARMLESS or command.name.endswith(("Timer", "Alarm", "Reminder", "Command")):
        return False
    if command.slots.keys() & FREE_TEXT and not planned.leads:
        return False  # "add call mum at seven to the list"
    if planned.moment.grade == "bare" and not (lasts or _takes_no_amount(command)):
        return False
    # of the whole sentence: what is no order without its moment is none with it
    allowed = {*_OF_MOMENTS, *reasons_against(planned.words, command.language, command)}
    if planned.moment.days:  # "every day except Sunday" forbids nothing
        allowed.update(reasons_against(planned.said, command.language, command))
    words = pack(command.language).clock_times
    if words and words.sun_leads and planned.moment.sun and planned.leads and "?" not in text:
        allowed.add("question")  # "when it gets dark, …"
    return set(reasons_against(text, command.language, command)) <= allowed


def _takes_no_amount(command: Intent) -> bool:
    """Return True if "at seven" cannot be an amount of a command, or it has one already."""
    domains = {target.partition(".")[0] for target in command.targets}
    if command.name == "HassTurnOn":
        return not domains & _SET_TO
    return command.name in _WITHOUT_AMOUNT or bool(command.slots.keys() & _AMOUNTS)


def until_a_moment(text: str, language: str, read: Read) -> tuple[Intent, ...] | None:
    """Return the order in `text` that lasts until a moment, or from one to another, and its undoing then.

    None if it is none.

    `read` returns them as if the order were to last for a while. Raises BadInput (`unknown_language`).
    """
    reader = alarm_reader(language)
    later = None if reader is None else reader.lasting(text)
    if later is None:
        return planned_pair(text, language, read)
    if reasons_against(later.words, language, _ANY_ORDER):
        return None
    found = read(later.words)
    if not isinstance(found, tuple) or len(found) != 2 or found[1].name != "HassStartTimer":
        return None
    now, undoing = found
    told = str(undoing.slots.get("conversation_command", ""))
    return replace(now, text=text), scheduled(text, undoing, told, later.slots)
