"""Times of the day that helpers hold: which one is meant, from the one that is shown."""

from collections.abc import Iterable
from dataclasses import replace

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.attributes import number

_HOUR, _DAY = 60, 24 * 60  # minutes


def minute_of(text: str) -> int | None:
    """Return the minute of the day of "07:30" or "07:30:00", None if `text` is no time."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
        return None
    hour, minute = int(parts[0]), int(parts[1])
    return hour * _HOUR + minute if hour < _DAY // _HOUR and minute < _HOUR else None


def minute_shown(state: EntityState) -> int | None:
    """Return the minute of the day that an entity shows, with or without a date; None if it shows none."""
    return minute_of(state.state.replace("T", " ").split(" ")[-1])


def with_one_daytime(intent: Intent, state: EntityState) -> Intent | Obstacle:
    """Return `intent` with the `time` to set, "07:15".

    Of two times that may be meant ("a quarter past seven") it is the one nearer to the time that the entity
    shows. A change (`minutes_delta`) starts from that time. The obstacle is `cannot` for an entity that holds
    a date alone, `no_level` for a change of one that shows no time.
    """
    if state.attributes.get("has_time") is False:
        return Obstacle("cannot", "action")
    shown, delta = minute_shown(state), number(intent.slots.get("minutes_delta"))
    if delta is not None:
        if shown is None:
            return Obstacle("no_level")
        wanted = (shown + round(delta)) % _DAY
    else:
        said = [
            m for text in str(intent.slots.get("times", "")).split() if (m := minute_of(text)) is not None
        ]
        if not said:
            return Obstacle("cannot", "action")
        wanted = _nearest(said, shown)
    slots = {key: value for key, value in intent.slots.items() if key not in ("times", "minutes_delta")}
    return replace(intent, slots={**slots, "time": f"{wanted // _HOUR:02}:{wanted % _HOUR:02}"})


def _nearest(said: Iterable[int], shown: int | None) -> int:
    return min(
        said, key=lambda minute: 0 if shown is None else min((minute - shown) % _DAY, (shown - minute) % _DAY)
    )
