"""What is said of alarms: their spoken names and moments, and their announcements."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import BROADCAST
from sarai_mqtt.languages.grammar import sentence_of, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.alarms import AlarmClause
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.turns.timers.alarm_records import Alarm
from sarai_mqtt.turns.timers.moment_sentences import duration_said, moment_said, planned_said, sun_said
from sarai_mqtt.turns.timers.sentences import rounded, spoken_duration


class Due(NamedTuple):
    """The local time now, and the seconds until an alarm is due, negative if it was due before."""

    now: datetime
    left: float


def clause(key: AlarmClause, words: Wording) -> str:
    """Return the clause `key`. Raises BadInput (`unknown_language`) if the language has none about alarms."""
    alarms = pack(words.language).alarms
    if alarms is None:
        raise BadInput("unknown_language", f"The pack of {words.language} has no sentences about alarms.")
    return alarms.clauses[key]


def announcement(alarm: Alarm, now: datetime) -> str:
    """Return what is told when an alarm or a reminder is due. Raises BadInput (`unknown_language`)."""
    words = wording(alarm.language)
    if alarm.kind == "alarm":
        return f"{sentence_of(clause('rings', words))} {words.time_of_day(now.hour, now.minute)}"
    key: AlarmClause = "reminds" if alarm.message else "reminds_plain"
    return sentence_of(clause(key, words).format(message=alarm.message))


def planning_question(intent: Intent, the: str, words: Wording) -> str:
    """Return the question whether to plan an order for later on the things `the`.

    Raises BadInput (`unknown_language`).
    """
    return clause("ask_order", words).format(the=the, when=planned_said(intent.slots, words))


def when_due(alarm: Alarm, due: Due, words: Wording, *, after_for: bool) -> str:
    """Return when an alarm is due: a duration if it was set by one and is not due."""
    if alarm.local is None and due.left > 0:
        return duration_said(spoken_duration(rounded(due.left), words), words.language)
    local = alarm.local or due.now + timedelta(seconds=due.left)
    by_sun = sun_said(alarm.sun, alarm.offset, words) if alarm.sun else ""
    return moment_said(local, due.now, words, alarm.days, by_sun=by_sun, after_for=after_for)


def called(alarm: Alarm, due: Due, words: Wording, *, past: bool = False) -> str:
    """Return the spoken name of an alarm; `past`: with its moment, but not that it repeats.

    Raises BadInput (`unknown_language`).
    """
    alarm = replace(alarm, days=()) if past else alarm
    key: AlarmClause = (
        "the_order" if alarm.kind == "order"
        else "the_alarm" if alarm.kind == "alarm"
        else "the_reminder" if alarm.message else "the_plain_reminder"
    )  # fmt: skip
    parts = {
        name: when_due(alarm, due, words, after_for=after_for)
        for name, after_for in (("when", False), ("for_when", True))
    }
    announces = alarm.command is not None and alarm.command.name == BROADCAST
    message = alarm.message or (alarm.about if announces else alarm.doing or alarm.about)
    return clause(key, words).format(message=message, **parts)
