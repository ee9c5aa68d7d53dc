"""How times of the clock and days are said (clock_times.yaml); a pack without the file reads none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["am", "pm", "night"]
"""Part of a day that tells which of two hours is meant; a night goes on after midnight."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

SunEvent = Literal["sunrise", "sunset"]

Day = Literal["today", "tomorrow", "overmorrow"]

MomentClause = Literal[
    "at", "today", "tomorrow", "weekday", "date", "every_day", "every", "weekdays", "in", "for",
    "sunrise", "sunset", "before_sunrise", "before_sunset", "after_sunrise", "after_sunset",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTimes:
    """Patterns of words in lower case; accents do not matter, nor does punctuation but between digits.

    "{h}" is an hour and "{m}" are minutes, in words or digits; "[…]" may be missing, "(a|b)" is a choice.

    Args:
        leads: words before a time: "at".
        until: words before the time until which something lasts.
        whole: times without minutes: "{h} o'clock".
        plus: times with minutes after the hour: "{m} past {h}".
        minus: times with minutes before the hour: "{m} to {h}".
        fixed: times with an amount that has a word, by its minutes: 30 for "half past {h}".
        named: words for an hour (12, 24 for midnight), with minutes as in `plus` and `fixed`.
        parts: words that tell the half of the day, beside a time.
        day_leads: words before a day: "on".
        name_leads: the same before one that is no weekday or date, and before what repeats.
        days: words for days.
        today: words for a part of today: "tonight".
        nexts: words before or after a weekday that exclude today: "next".
        weekdays: names of the weekdays; the first one is said.
        dates: days of a month; "{d}" is the day, "{month}" its name.
        month_days: days of the next month that has them: "on the {d}".
        every: words before weekdays (plural or not) on which something repeats: "every".
        every_weekday: names of weekdays that by themselves mean each of them: "mondays"; empty if none do.
        every_day: words for each day.
        every_part: words for that part of each day: "every night".
        workdays: words for Monday to Friday.
        weekends: words for Saturday and Sunday.
        joiners: words between weekdays.
        hourless: what tells only the minutes of the hour that comes next, by these minutes: "at half past".
        but: words before weekdays on which what repeats does not: "every day but Sunday".
        ranges: words from one weekday to another: "{first} to {last}".
        in_: words before a duration after which something is due.
        after: words after a duration that say the same: "from now".
        units: words for units of time.
        halves: durations with a word of their own, seconds by pattern; "{n}" hours and a half by "{n} …".
        at: those of `leads` after which a time is that of an order; "by" tells another.
        bare_at: those of `at` after which an hour alone may be one: "at seven"; empty if that is an amount.
        firm: words of times that no amount has: "o'clock".
        firm_led: words that are so after one of `at`: "a las ocho", but "las ocho luces".
        not_at: words before a moment that make it none at which an order is to be carried out: "before".
        sun: names of sunrise and sunset, as `{s}` below.
        sun_at: how a moment at one of them is said: "at {s}".
        sun_when: other words for each.
        sun_leads: one of these may begin an order, though its word begins a question: "when it gets dark, …".
        sun_before: how a moment before one is said, with the time `{t}`: "{t} before {s}".
        sun_after: how one after it is said.
        parts_of_units: words for a part of a unit, beside it, by its hundredths: 50 for "and a half".
        clauses: how a moment is said; `at` has `{clock}` (a time without a preposition), `today`,
            `tomorrow`, `weekday` and `date` have `{at}`, `{weekday}`, `{day}` and `{month}`, those that
            repeat `{days}` and `{at}`, `in` has `{time}`, and `for` `{when}`, any of them but `in`. Those of
            the sun stand in place of `at` in what repeats; `{time}` is a duration.

    """

    leads: tuple[str, ...]
    until: tuple[str, ...]
    whole: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    fixed: Mapping[int, tuple[str, ...]]
    named: Mapping[int, tuple[str, ...]]
    parts: Mapping[Part, tuple[str, ...]]
    day_leads: tuple[str, ...]
    days: Mapping[Day, tuple[str, ...]]
    today: Mapping[Part, tuple[str, ...]]
    nexts: tuple[str, ...]
    weekdays: Mapping[Weekday, tuple[str, ...]]
    dates: tuple[str, ...]
    every: tuple[str, ...]
    every_weekday: Mapping[Weekday, tuple[str, ...]]
    every_day: tuple[str, ...]
    workdays: tuple[str, ...]
    weekends: tuple[str, ...]
    joiners: tuple[str, ...]
    ranges: tuple[str, ...]
    in_: tuple[str, ...]
    after: tuple[str, ...]
    units: Mapping[Literal["hours", "minutes", "seconds"], tuple[str, ...]]
    halves: Mapping[int, tuple[str, ...]]
    clauses: Mapping[MomentClause, str]
    month_days: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    hourless: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    name_leads: tuple[str, ...] = ()
    every_part: Mapping[Part, tuple[str, ...]] = field(default_factory=dict)
    parts_of_units: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    bare_at: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    firm_led: tuple[str, ...] = ()
    not_at: tuple[str, ...] = ()
    sun: Mapping[SunEvent, tuple[str, ...]] = field(default_factory=dict)
    sun_at: tuple[str, ...] = ()
    sun_when: Mapping[SunEvent, tuple[str, ...]] = field(default_factory=dict)
    sun_leads: bool = False
    sun_before: tuple[str, ...] = ()
    sun_after: tuple[str, ...] = ()
