"""A moment as it was said: "half past six tomorrow", "an hour before sunset"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

NOON, DAY = 12 * 60, 24 * 60
_EVENING, _MORNING = 18 * 60, 6 * 60

Sun = Literal["", "sunrise", "sunset"]
Grade = Literal["", "part", "bare", "firm"]
"""How sure it is that words are the time of an order: `firm` ones are no amount in any order, `bare` ones
("at seven") may be one, `part` ones are one unless they tell the part of the day, and others are no time."""


@dataclass(frozen=True, slots=True)
class MomentSaid:
    """A moment as it was said.

    Args:
        times: minutes of the day that may be meant, two for "at seven"; beyond 24:00 they are of the next
            day; empty if no time was said.
        sun: sunrise or sunset in place of a time; "" for neither.
        offset: minutes after `sun`, negative before it.
        day: "" for none, "today", "tomorrow", "overmorrow", a weekday ("next_" before it if it is not
            today), or "MM-DD".
        days: weekdays on which it repeats, 0 is Monday.
        seconds: the duration after which it comes, instead of all these; None without one.
        part: the part of the day that was said, or "".
        sure: True unless the words may be a mere number.
        grade: how sure it is that they are the time of an order.
        until: the words say until when something lasts.

    """

    times: tuple[int, ...] = ()
    sun: Sun = ""
    offset: int = 0
    day: str = ""
    days: tuple[int, ...] = ()
    seconds: float | None = None
    part: str = ""
    sure: bool = True
    grade: Grade = ""
    until: bool = False

    @property
    def timed(self) -> bool:
        """True if it tells a time of the day."""
        return bool(self.times) or bool(self.sun)

    @property
    def complete(self) -> bool:
        """True if it tells when something is due."""
        return self.timed or self.seconds is not None


def together(one: MomentSaid, other: MomentSaid) -> MomentSaid | None:
    """Return the moment whose day is said in one place and its time in another; None if they are two."""
    if one.timed:
        one, other = other, one
    apart = not one.timed and other.timed and not other.day and not other.days
    if not apart or (one.part and other.part) or one.seconds is not None or other.until:
        return None
    if not (one.day or one.days or one.part):
        return None
    return narrowed(
        replace(
            one,
            times=other.times,
            sun=other.sun,
            offset=other.offset,
            part=one.part or other.part,
            sure=other.sure,
            grade=other.grade,
        )
    )


def joined(found: MomentSaid, kind: str, said: MomentSaid) -> MomentSaid:
    """Return the moment `found` with the element `said` of this kind, which stands beside it."""
    if kind == "time":
        return replace(
            found,
            times=said.times,
            sun=said.sun,
            offset=said.offset,
            sure=said.sure,
            grade=said.grade,
            until=said.until,
        )
    if kind == "for":
        return replace(found, seconds=said.seconds)
    if kind == "days":
        return replace(found, days=said.days, part=said.part or found.part)
    if kind == "part":
        return replace(found, part=said.part)
    return replace(found, day=said.day, part=said.part or found.part)


def narrowed(found: MomentSaid) -> MomentSaid | None:
    """Return the moment with the times that fit the part of the day; None if none does.

    A day or a part of one beside an hour up to twelve tells that it is no amount.
    """
    beside = found.part or (found.grade == "bare" and (found.day or found.days))
    if found.grade in ("bare", "part") and beside:
        found = replace(found, grade="firm")
    if not found.part or not found.times:
        return found
    of_night = [m for m in found.times if m >= _EVENING] + [
        m + DAY if found.day == "today" or m < 60 else m for m in found.times if m < _MORNING
    ]
    kept = {
        "am": [minute for minute in found.times if minute < NOON],
        "pm": [minute for minute in found.times if NOON <= minute < DAY],
        "night": [minute for minute in of_night if minute],
    }[found.part]
    return replace(found, times=tuple(sorted(set(kept))), sure=True) if kept else None


def sharing(moments: Sequence[MomentSaid]) -> list[MomentSaid]:
    """Return moments said in a row, with the day and the part of the day that only one of them tells."""
    parts, days, repeats = (
        {getattr(each, name) for each in moments} - {"", ()} for name in ("part", "day", "days")
    )
    found = []
    for each in moments:
        part = each.part or (next(iter(parts)) if len(parts) == 1 else "")
        alone = not each.day and not each.days and each.seconds is None
        day = next(iter(days)) if alone and len(days) == 1 and not repeats else each.day
        on = next(iter(repeats)) if alone and len(repeats) == 1 and not days else each.days
        found.append(narrowed(replace(each, part=part, day=day, days=on)) or each)
    return found
