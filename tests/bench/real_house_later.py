"""What a house will do or say later: alarms, reminders, timers and orders as they stand, against those that should.

What stands is read from where each side keeps it, as a list of `Standing`; what should is the field `later` of a row.
"""

import json
import re
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

KINDS = ("alarm", "reminder", "timer", "order")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = {"today": 0, "tomorrow": 1, "overmorrow": 2}
FIELDS = {"kind", "at", "day", "seconds", "sun", "offset", "days", "text", "does", "paused"}
ZONE = ZoneInfo("Europe/Madrid")
# How much time a turn and its judging may take, and how exactly a clock time is kept.
TURN_S, MINUTE_S, SUN_S = 45, 61, 121
# Intents that bring a thing into a state; other states may come of any intent.
INTENTS = {
    "on": {"HassTurnOn", "HassLightSet", "HassFanSetSpeed"},
    "off": {"HassTurnOff"},
    "open": {"HassTurnOn", "HassOpenCover", "HassOpenValve", "HassSetPosition"},
    "closed": {"HassTurnOff", "HassCloseCover", "HassCloseValve", "HassSetPosition"},
    "locked": {"HassTurnOn", "HassLock"},
    "unlocked": {"HassTurnOff", "HassUnlock"},
    "cleaning": {"HassVacuumStart", "HassTurnOn"},
    "docked": {"HassVacuumReturnToBase"},
    "mowing": {"HassLawnMowerStartMowing"},
}
SLOTS = {"pct": "brightness", "volume": "volume_level"}


@dataclass(frozen=True)
class Standing:
    """One thing that is set: `due` is local time, None if paused; `kept` is the store that has it, or its id in one.

    What a side does not show is None.
    """

    kind: str | None
    due: datetime | None
    left_s: float
    by_clock: bool = False
    days: tuple[int, ...] = ()
    text: str | None = None
    intent: str | None = None
    thing: str | None = None
    slots: tuple = ()
    kept: str = ""

    def identity(self):
        """Return what stays the same while time passes."""
        return (self.kind, self.by_clock, self.days, self.text, self.intent, self.thing, self.slots)


def local_now():
    """Return the time of the house, without a zone."""
    return datetime.now(ZONE).replace(tzinfo=None)


def of_ours(folder):
    """Return what stands in the state folder of our service."""
    found = []
    for name in ("timers", "alarms"):
        path = folder / f"{name}.json"
        items = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        found += [one for item in items for one in _of_item(name, item)]
    return tuple(found)


def _of_item(name, item):
    now, clock = local_now(), time.time()
    at = datetime.fromisoformat(item["local"]) if item.get("local") else None
    paused = at is None and item["ends"] is None
    left = (at - now).total_seconds() if at else item["paused_with"] if paused else item["ends"] - clock
    command = item["command"] or {}
    if name == "timers":
        kind, text = ("order" if command else "timer"), item["name"]
    else:
        kind, text = item["kind"], item["message"]
    one = Standing(
        kind,
        None if paused else now + timedelta(seconds=left),
        left,
        at is not None,
        tuple(sorted(item.get("days", ()))),
        text,
        command.get("name"),
        slots=tuple(sorted(command.get("slots", {}).items())),
        kept=name,
    )
    # An order for several things is one for each, however it was kept.
    return [replace(one, thing=thing) for thing in command.get("targets") or [None]]


STARTED = re.compile(
    r"Timer started: id=(\S+), name=(.*?), hours=(\w+), minutes=(\w+), seconds=(\w+), device_id=(\S+)"
)
OVER = re.compile(r"Timer (?:cancelled|finished): id=([^,\s]+)")


def of_its_log(text):
    """Return what stands by Home Assistant's log; what its timers do is not in it."""
    running = {}
    for line in text.splitlines():
        if found := STARTED.search(line):
            id_, name, *parts, _ = found.groups()
            parts = [0 if part == "None" else int(part) for part in parts]
            seconds = sum(n * of for n, of in zip(parts, (3600, 60, 1), strict=True))
            due = datetime.fromisoformat(line[:19]) + timedelta(seconds=seconds)
            running[id_] = (due, "" if name == "None" else name)
        elif found := OVER.search(line):
            running.pop(found.group(1), None)
    # Its log has the time of this machine.
    left = [(id_, (due - datetime.now()).total_seconds(), name) for id_, (due, name) in running.items()]
    now = local_now()
    return tuple(
        Standing(None, now + timedelta(seconds=seconds), seconds, text=name, kept=id_)
        for id_, seconds, name in left
    )


def same(before, after):
    """Return True if the same things stand as before."""
    if len(before) != len(after):
        return False
    rest = list(after)
    for one in before:
        match = next((o for o in rest if o.identity() == one.identity() and _near(o, one)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _near(one, other):
    if one.due is None or other.due is None:
        return one.due == other.due
    return abs((one.due - other.due).total_seconds()) < 2


def all_right(wanted, standing, sun):
    """Return True if exactly what is `wanted` stands; `sun` are its next events in local time, by name."""
    rest = list(standing)
    for one in each_thing(wanted):
        match = next((s for s in rest if _right(one, s, sun)), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def each_thing(wanted):
    """Yield what is wanted, with one thing in each order."""
    for one in wanted:
        does = one.get("does")
        if does and len(does) > 1:
            yield from ({**one, "does": {thing: state}} for thing, state in does.items())
        else:
            yield one


def _right(wanted, found, sun):
    kinds = wanted["kind"] if isinstance(wanted["kind"], list) else [wanted["kind"]]
    if found.kind is not None and found.kind not in kinds:
        return False
    if (found.due is None) != wanted.get("paused", False):
        return False
    if found.text is not None and not _has_words(wanted.get("text", ()), found.text):
        return False
    days = tuple(sorted(WEEKDAYS.index(day) for day in wanted.get("days", ())))
    return days == found.days and _does(wanted.get("does"), found) and _due(wanted, found, sun)


def _has_words(words, text):
    return all(word.casefold() in text.casefold() for word in words)


def _does(wanted, found):
    if not wanted or found.intent is None:
        return not wanted or found.kind is None
    ((thing, state),) = wanted.items()
    if found.thing != thing:
        return False
    if isinstance(state, str):
        return found.intent in INTENTS.get(state, {found.intent})
    slots = dict(found.slots)
    return all(slots.get(SLOTS.get(key, key)) == value for key, value in state.items() if key != "state")


def _due(wanted, found, sun):
    if "seconds" in wanted:
        given = wanted["seconds"]
        low, high = given if isinstance(given, list) else (given, given)
        early, late = (MINUTE_S, MINUTE_S) if found.by_clock else (TURN_S, 2)
        return low - early <= found.left_s <= high + late
    if "sun" in wanted:
        due = sun[wanted["sun"]] + timedelta(minutes=wanted.get("offset", 0))
        if due < local_now():
            due += timedelta(days=1)
        return abs((found.due - due).total_seconds()) <= SUN_S
    if found.due is None:
        return False
    near = [abs((found.due - moment).total_seconds()) <= MINUTE_S for moment in moments(wanted, local_now())]
    return any(near)


def moments(wanted, now):
    """Return the local times that `at`, `day` and `days` of an item may mean at `now`."""
    times = wanted["at"] if isinstance(wanted["at"], list) else [wanted["at"]]
    found = []
    for text in times:
        hour, minute = map(int, text.split(":"))
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if days := wanted.get("days"):
            every = [at + timedelta(days=n) for n in range(8)]
            found.append(next(m for m in every if m > now and WEEKDAYS[m.weekday()] in days))
        elif "day" in wanted:
            found += [datetime.combine(day, at.time()) for day in _dates(wanted["day"], now)]
        else:
            found.append(at if at > now else at + timedelta(days=1))
    return found


def _dates(day, now):
    today = now.date()
    if day in DAYS:
        return [today + timedelta(days=DAYS[day])]
    if day.removeprefix("next ") in WEEKDAYS:
        ahead = (WEEKDAYS.index(day.removeprefix("next ")) - today.weekday()) % 7
        # On the day itself, and for "next", it may be the week after.
        weeks = (0, 7) if ahead == 0 or day.startswith("next ") else (0,)
        return [today + timedelta(days=ahead + more) for more in weeks]
    month, number = map(int, day.split("-"))
    this = date(today.year, month, number)
    return [this if this >= today else date(today.year + 1, month, number)]


def faults(wanted, house):
    """Return what is wrong with the field `later` of a row: each as a text."""
    found = []
    for one in wanted:
        kinds = one.get("kind") if isinstance(one.get("kind"), list) else [one.get("kind")]
        if unknown := one.keys() - FIELDS:
            found.append(f"later has no {sorted(unknown)}")
        if not set(kinds) <= set(KINDS):
            found.append(f"later of kind {one.get('kind')}")
        if sum(key in one for key in ("at", "seconds", "sun")) != 1:
            found.append("later has one of at, seconds and sun")
        if "sun" in one and one["sun"] not in ("sunrise", "sunset"):
            found.append(f"sun {one['sun']}")
        if not set(one.get("days", ())) <= set(WEEKDAYS):
            found.append(f"days {one['days']}")
        if ("order" in kinds) != bool(one.get("does")):
            found.append("an order, and nothing else, has `does`")
        found += [f"does: {id_}" for id_ in one.get("does", {}) if id_ not in house.by_id]
        try:
            if "at" in one:
                moments(one, local_now())
        except (ValueError, StopIteration):
            found.append(f"at {one['at']}, day {one.get('day')}")
    return found
