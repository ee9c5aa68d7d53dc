#!/bin/sh
# Python's calendar libraries take "24 hours" for a day: an hour at 2:30 lasts no time as the clocks go forward.
#
#   findings/ical-hours-clock-change.sh [PYTHON]
#
# Installs ical (which Home Assistant's own calendar and lists have), icalendar and recurring-ical-events (below)
# into a temporary folder and has events of 2026 in Madrid read. Needs python3 >= 3.11 with venv and the package
# registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected (RFC 5545, 3.3.6): days and weeks are steps of the calendar, as long as they happen to be; hours,
# minutes and seconds are time that passes. Over the night of the change in spring DURATION:P1D is 23 hours and
# DURATION:PT24H is 24; an alarm of TRIGGER:-PT12H comes 12 hours before; an event that is repeated lasts as long
# as the first, if that has an end (3.8.5.3).
# Seen: each duration becomes a Python timedelta, in which a day and 24 hours are the same, and a timedelta is
# added to a time with a zone by the clock on the wall. So PT24H is 23 hours; PT2H is one hour, and three in
# autumn; an hour at 2:30 each night is over as it begins; and the alarm is an hour late. The three libraries
# agree, so that comparing them shows nothing, nor does any other week.
# It matters for what is on while an event lasts, as ovens, heating and pumps at night are. Home Assistant
# 2026.11 has this ical for its own, Google's and remote calendars. Times in UTC (with Z) are right.
# Ours: no calendar file is read. Timers count elapsed time, and an alarm at a time that is left out comes at the end
# of the gap (turns/timers/house_clock.py).
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  ical==14.3.1 icalendar==7.3.2 recurring-ical-events==3.8.2 tzdata==2026.6 || exit 2

cat >"$work/look.py" <<'PY'
from datetime import UTC, date, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from ical.calendar_stream import IcsCalendarStream

HOME = ZoneInfo("Europe/Madrid")


def calendar(*lines: str) -> str:
    event = ("UID:1", "DTSTAMP:20260101T000000Z", "SUMMARY:Oven", *lines)
    body = ("VERSION:2.0", "PRODID:-//home//EN", "BEGIN:VEVENT", *event, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", *body, "END:VCALENDAR", ""))


def passed(begin: datetime, end: datetime) -> str:
    """Return how much time passes from `begin` to `end`."""
    return f"{(end.astimezone(UTC) - begin.astimezone(UTC)).total_seconds() / 3600:g} h"


print(", ".join(f"{name} {version(name)}" for name in ("ical", "icalendar", "recurring-ical-events")))
for what, begin, duration in (
    ("a week before the change, 1:00", "20260322T010000", "PT2H"),
    ("the night of the change in spring, 1:00", "20260329T010000", "PT2H"),
    ("the night of the change in autumn, 1:30", "20261025T013000", "PT2H"),
    ("the day before the change in spring", "20260328T120000", "P1D"),
    ("the day before the change in spring", "20260328T120000", "PT24H"),
    ("the same in UTC", "20260328T110000Z", "PT24H"),
):
    zone = "" if begin.endswith("Z") else ";TZID=Europe/Madrid"
    text = calendar(f"DTSTART{zone}:{begin}", f"DURATION:{duration}")
    event = IcsCalendarStream.calendar_from_ics(text).events[0]
    same = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    print(f"  {what}, {duration}: ical {passed(event.start, event.end)}, icalendar {passed(same.start, same.end)}")

for what in ("DURATION:PT1H", "DTEND;TZID=Europe/Madrid:20260328T033000"):
    text = calendar("DTSTART;TZID=Europe/Madrid:20260328T023000", what, "RRULE:FREQ=DAILY;COUNT=3")
    events = list(IcsCalendarStream.calendar_from_ics(text).timeline_tz(HOME))
    print(f"  each night at 2:30, {what}: ical {', '.join(passed(event.start, event.end) for event in events)}")
    series = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    events = series.between(date(2026, 3, 1), date(2026, 4, 30))
    print(f"    recurring-ical-events {', '.join(passed(event.start, event.end) for event in events)}")

alarm = ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Oven", "TRIGGER:-PT12H", "END:VALARM")
text = calendar("DTSTART;TZID=Europe/Madrid:20260329T090000", "DURATION:PT1H", *alarm)
event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
print(f"  TRIGGER:-PT12H: icalendar {passed(event.alarms.times[0].trigger, event.start)} before")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
ical 14.3.1, icalendar 7.3.2, recurring-ical-events 3.8.2
  a week before the change, 1:00, PT2H: ical 2 h, icalendar 2 h
  the night of the change in spring, 1:00, PT2H: ical 1 h, icalendar 1 h
  the night of the change in autumn, 1:30, PT2H: ical 3 h, icalendar 3 h
  the day before the change in spring, P1D: ical 23 h, icalendar 23 h
  the day before the change in spring, PT24H: ical 23 h, icalendar 23 h
  the same in UTC, PT24H: ical 24 h, icalendar 24 h
  each night at 2:30, DURATION:PT1H: ical 1 h, 0 h, 1 h
    recurring-ical-events 1 h, 0 h, 1 h
  each night at 2:30, DTEND;TZID=Europe/Madrid:20260328T033000: ical 1 h, 0 h, 1 h
    recurring-ical-events 1 h, 0 h, 1 h
  TRIGGER:-PT12H: icalendar 11 h before
SEEN
