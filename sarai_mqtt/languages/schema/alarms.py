"""Sentences about alarms, reminders and orders for later (alarms.yaml); a pack without the file has none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.languages.schema.clock_times import SunEvent

AlarmClause = Literal[
    "the_alarm", "the_reminder", "the_plain_reminder", "the_order",
    "set_alarm", "set_reminder", "set_plain_reminder", "set_order",
    "cancelled", "cancelled_all", "snoozed", "stopped", "rings", "reminds", "reminds_plain",
    "told_late", "told_after_off", "order_late", "order_after_off",
    "has", "no_alarms", "no_reminders", "no_orders", "more", "no_such", "which", "none_rang",
    "no_time", "over", "too_many", "no_command", "no_sun", "sunrise", "sunset", "ask_order",
]  # fmt: skip
"""Clauses about alarms. `the_…` are their spoken names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """Phrases are words in lower case; "[…]" may be missing, "(a|b)" is a choice, `{m}` is a number.

    A phrase is the whole sentence but for the moment, which may stand anywhere in it, and `asks`.

    Args:
        asks: words before or after a sentence that only ask for it: "please", "can you".
        set_alarm: what sets an alarm.
        open_alarm: what sets an alarm without a moment, which is asked for: "set an alarm".
        set_alarms: what sets so many alarms, whose moments follow: "two alarms".
        between_alarms: words between the moments of several alarms: "and another one".
        remind: what begins a reminder, before its message: "remind me".
        remind_thing: those of `remind` that need no linking word before the message.
        remind_it: what asks to be reminded of what was said right before: "I have the dentist, remind me".
        tell: what begins a reminder only with its moment beside it: "in ten minutes tell me to …".
        before_messages: words before what is to be reminded of, where it comes first: "I have to".
        ends: polite words at the end, which are no part of a message.
        asks_when: regular expressions for messages of reminders without a moment and without a linking word:
            the moment is asked for.
        that: words between these and the message: "to". One of them is needed where `must_link` is true.
        must_link: a reminder without such a word is none.
        cancel_alarm: what cancels one alarm.
        cancel_first: what cancels the one that is due first.
        cancel_last: what cancels the last one: that is due last, and was set last.
        cancel_alarms: what cancels all.
        cancel_reminder: what cancels a reminder; its message may follow.
        cancel_reminders: what cancels all.
        list_alarms: what asks for all alarms, or one.
        of_a_panel: phrases of `list_alarms` that are about the alarm panel where the home has one.
        list_reminders: what asks for all reminders.
        cancel_order: what cancels an order for later; what it is about may follow.
        cancel_orders: what cancels all.
        list_orders: what asks for all orders for later.
        ask_sun: what asks when the sun rises or sets.
        snooze: what puts off the alarm that rings, with the minutes `{m}` or without.
        stop: what ends the ringing.
        clauses: sentences without capital and full stop. `{the}` names the alarm, `{when}` says its moment
            ("tomorrow, Monday, at 6:30 AM"), `{for_when}` the same after "alarm" ("for tomorrow, …"),
            `{message}` of what to remind, or what an order does, `{name}` what is being done, `{time}` a
            duration, `{count}` a number. `rings` is followed by the sentence that tells the time.
            `ask_order` is a whole sentence; `{the}` are the things of the order. None may contain the words
            of a command, because a microphone may hear it.

    """

    asks: tuple[str, ...]
    set_alarm: tuple[str, ...]
    remind: tuple[str, ...]
    cancel_first: tuple[str, ...] = ()
    cancel_last: tuple[str, ...] = ()
    open_alarm: tuple[str, ...] = ()
    set_alarms: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    between_alarms: tuple[str, ...] = ()
    remind_thing: tuple[str, ...] = ()
    remind_it: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    before_messages: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    asks_when: tuple[str, ...] = ()
    that: tuple[str, ...]
    must_link: bool
    cancel_alarm: tuple[str, ...]
    cancel_alarms: tuple[str, ...]
    cancel_reminder: tuple[str, ...]
    cancel_reminders: tuple[str, ...]
    list_alarms: tuple[str, ...]
    list_reminders: tuple[str, ...]
    cancel_order: tuple[str, ...]
    cancel_orders: tuple[str, ...] = ()
    of_a_panel: tuple[str, ...] = ()
    list_orders: tuple[str, ...]
    snooze: tuple[str, ...]
    stop: tuple[str, ...]
    ask_sun: Mapping[SunEvent, tuple[str, ...]] = field(default_factory=dict)
    clauses: Mapping[AlarmClause, str]
